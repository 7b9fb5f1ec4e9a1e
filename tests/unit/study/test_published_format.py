"""The JSON Schema, the reference page and the how-to are current and agree with the loader."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dosepath.quantity import FaultsFound
from dosepath.study import json_schema, load_text, reference, show
from dosepath.study.layout import StudyFile
from dosepath.study.source import parse
from scripts.document_study import PAGE, SCHEMA, schema_text

STUDIES = sorted((Path(__file__).resolve().parents[3] / "studies").glob("*/study.yaml"))
HOW_TO = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "write-a-study-file.md"
SMALL: dict[str, Any] = {"doses": ["1 mg"], "escalation": {"stages": ["three_plus_three"]}}


def test_the_published_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run scripts/document_study.py"


def test_the_reference_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run scripts/document_study.py"


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    Draft202012Validator.check_schema(json_schema())
    return Draft202012Validator(json_schema())


@pytest.mark.parametrize("path", STUDIES, ids=[path.parent.name for path in STUDIES])
def test_the_schema_accepts_every_study(schema: Draft202012Validator, path: Path) -> None:
    data = parse(path.read_text(encoding="utf-8"), path.name).root.plain()
    assert [error.message for error in schema.iter_errors(data)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"sutdy": {}},
        {"doses": [5]},
        {"doses": "1 mg"},
        {"escalation": {"stages": ["five_plus_five"]}},
        {"escalation": {"stages": [{"three_plus_three": {"six_at_mdt": "always"}}]}},
        {"escalation": {"stages": ["three_plus_three"], "stagger": {"within": "7 d"}}},
        {"visits": {"d1": {"days": 1}}},
        {"visits": {"d1": {"day": 1, "purpose": {"fr": "Pourquoi"}}}},
        {"safety": {"ctcae": "4.0"}},
        {"sites": {"name": "one"}},
    ],
    ids=str,
)
def test_the_schema_refuses_what_an_editor_should_underline(
    schema: Draft202012Validator, wrong: dict[str, Any]
) -> None:
    assert schema.is_valid(SMALL)
    assert not schema.is_valid(SMALL | wrong)


def test_every_key_has_a_description() -> None:
    """An editor shows it, and the reference page prints it."""
    definitions = StudyFile.model_json_schema(by_alias=True)["$defs"]
    missing = [
        f"{name}.{key}"
        for name, block in definitions.items()
        for key, value in block.get("properties", {}).items()
        if name != "Range" and not value.get("description")
    ]
    assert missing == []


def how_to_blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_of_the_how_to_checks_clean() -> None:
    study = load_text(how_to_blocks("yaml")[0], "my-study.yaml")
    assert [mark.path for mark in study.assumed] == ["doses[3]"]


def test_the_fault_of_the_how_to_is_what_the_check_says() -> None:
    text = how_to_blocks("yaml")[0].replace("36 mg/m2", "12 mg/m2")
    with pytest.raises(FaultsFound) as refused:
        load_text(text, "my-study.yaml")
    assert show(refused.value.faults[0], text) == how_to_blocks("text")[0].rstrip()

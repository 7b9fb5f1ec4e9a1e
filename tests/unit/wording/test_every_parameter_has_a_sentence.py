"""Every parameter of every catalogued design and behaviour is said in a protocol's words."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from dosepath.designs import BEHAVIOURS, CATALOGUE, Entry
from dosepath.report import sentence_code
from dosepath.wording import has_label, has_sentence, placeholders
from dosepath.wording.catalogue import _SENTENCES

ENTRIES = {**CATALOGUE, **BEHAVIOURS}
# The stage or rule that a part is wrapped around is a part of its own.
INNER = {"escalation", "design"}


def kinds(hint: Any) -> Iterator[object]:
    """Values that stand for everything the type allows: each choice, and one of the rest."""
    origin = get_origin(hint)
    if origin is Literal:
        yield from get_args(hint)
    elif origin in (Union, types.UnionType):
        for one in get_args(hint):
            yield from kinds(one)
    elif hint is bool:
        yield from (True, False)
    elif hint is types.NoneType:
        yield None
    elif hint in (int, float):
        yield 7
    else:
        yield (("a", 1.5),)


def cases() -> Iterator[tuple[str, str, object]]:
    for entry in ENTRIES.values():
        hints = get_type_hints(entry.kind)
        for item in fields(entry.kind):
            if item.name in entry.parameters:
                yield from ((entry.name, item.name, one) for one in kinds(hints[item.name]))


@pytest.mark.parametrize(("name", "parameter", "value"), list(cases()))
def test_a_parameter_has_a_sentence(name: str, parameter: str, value: object) -> None:
    assert sentence_code(name, parameter, value=value), f"{name}.{parameter} = {value!r}"


@pytest.mark.parametrize("name", ENTRIES)
def test_a_design_has_a_name_and_says_what_it_is(name: str) -> None:
    assert has_label(name)
    assert has_sentence(f"parameter.{name}")


@pytest.mark.parametrize("entry", list(CATALOGUE.values()), ids=lambda entry: entry.name)
def test_a_design_names_its_source(entry: Entry) -> None:
    # A table that the study wrote has no other source than the study.
    assert has_sentence(f"parameter.{entry.name}.reference") or entry.name == "decision_table"


def test_every_entry_knows_its_class() -> None:
    assert [entry.name for entry in ENTRIES.values() if entry.kind is object] == []


def owner_and_parameter(code: str) -> tuple[str, str]:
    _, owner, *rest = code.split(".")
    return owner, rest[0] if rest else ""


PARAMETER_CODES = sorted(code for code in _SENTENCES["en"] if code.startswith("parameter."))


@pytest.mark.parametrize("code", PARAMETER_CODES)
def test_a_sentence_is_about_something_there_is(code: str) -> None:
    """A parameter that was renamed must not leave its sentence behind."""
    owner, parameter = owner_and_parameter(code)
    if owner == "any":
        assert any(parameter in entry.parameters for entry in ENTRIES.values())
    else:
        assert parameter in {"", "reference", *ENTRIES[owner].parameters}


def known(entry: Entry) -> set[str]:
    """What a sentence about a design may use: its parameters, and numbers derived from them."""
    return {"value", *entry.parameters, *dir(entry.kind)}


@pytest.mark.parametrize("code", PARAMETER_CODES)
def test_a_sentence_uses_only_what_its_design_has(code: str) -> None:
    owner, parameter = owner_and_parameter(code)
    used = placeholders(_SENTENCES["en"][code])
    users = [ENTRIES[owner]] if owner != "any" else list(ENTRIES.values())
    for entry in users:
        if owner == "any" and parameter not in entry.parameters:
            continue
        assert used <= known(entry), f"{entry.name}: {sorted(used - known(entry))}"


def test_what_a_type_allows_is_all_tried() -> None:
    assert list(kinds(Literal["a", "b"] | None)) == ["a", "b", None]
    assert list(kinds(bool)) == [True, False]
    assert MISSING not in list(kinds(tuple[float, float]))

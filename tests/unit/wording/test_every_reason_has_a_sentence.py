"""Every reason that the code can give has a sentence, with the values that it needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import dosepath
from dosepath import wording
from dosepath.wording import en, zh_hans

SOURCE = Path(dosepath.__file__).parent
FOLDERS = {"en": en, "zh-Hans": zh_hans}


@dataclass(frozen=True)
class Use:
    """One place where a reason is made: its code, and the values given (None: not known)."""

    code: str
    names: frozenset[str] | None
    where: str


def _uses_in(path: Path) -> Iterator[Use]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Reason.of")):
            continue
        if not (node.args and isinstance(node.args[0], ast.Constant)):
            continue
        names = [keyword.arg for keyword in node.keywords]
        known = frozenset(name for name in names if name)
        where = f"{path.relative_to(SOURCE)}:{node.lineno}"
        yield Use(str(node.args[0].value), None if None in names else known, where)


# The docstring example in rule/reason.py is text, not a call, so it is not seen here.
USES = [use for path in sorted(SOURCE.rglob("*.py")) for use in _uses_in(path)]


def _sentences(lang: str, theme: str) -> dict[str, str]:
    return getattr(FOLDERS[lang], theme).SENTENCES


def test_reasons_are_found_at_all() -> None:
    assert USES, "the scan finds no Reason.of call: has it been renamed?"


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.code}@{use.where}")
def test_a_reason_has_an_english_sentence_that_its_values_fill(use: Use) -> None:
    assert wording.has_sentence(use.code), f"{use.where}: no English sentence for {use.code}"
    template = next(
        _sentences("en", theme)[use.code]
        for theme in wording.THEMES
        if use.code in _sentences("en", theme)
    )
    if use.names is not None:
        missing = wording.placeholders(template) - use.names
        assert not missing, f"{use.where}: the sentence needs {sorted(missing)}: {template}"


@pytest.mark.parametrize("theme", wording.THEMES)
def test_chinese_says_only_what_english_says_with_the_same_values(theme: str) -> None:
    english, chinese = _sentences("en", theme), _sentences("zh-Hans", theme)
    assert set(chinese) <= set(english)
    for code, template in chinese.items():
        assert wording.placeholders(template) <= wording.placeholders(english[code]), code


@pytest.mark.parametrize("theme", wording.BILINGUAL)
@pytest.mark.parametrize("kind", ["SENTENCES", "LABELS"])
def test_themes_that_patients_read_are_complete_in_chinese(theme: str, kind: str) -> None:
    english, chinese = (getattr(getattr(FOLDERS[lang], theme), kind) for lang in ("en", "zh-Hans"))
    assert set(english) == set(chinese)


@pytest.mark.parametrize("kind", ["SENTENCES", "LABELS"])
@pytest.mark.parametrize("lang", wording.LANGUAGES)
def test_a_code_is_worded_in_one_theme_only(lang: str, kind: str) -> None:
    homes: dict[str, str] = {}
    for theme in wording.THEMES:
        for code, template in getattr(getattr(FOLDERS[lang], theme), kind).items():
            assert code not in homes, f"{code} is in {homes[code]} and in {theme}"
            homes[code] = theme
            assert template.strip(), f"{code} is empty"


def test_themes_are_files_and_files_are_themes() -> None:
    for folder in ("en", "zh_hans"):
        files = {path.stem for path in (SOURCE / "wording" / folder).glob("*.py")} - {"__init__"}
        assert files == set(wording.THEMES)

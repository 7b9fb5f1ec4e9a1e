"""Reading: positions, hashes, marks, hostile files."""

from __future__ import annotations

from pathlib import Path

import pytest

from dosepath.quantity import Fault, FaultsFound
from dosepath.study import Study, load, load_text, read_text, show

DESIGN = """\
dosepath: 1
doses: [1 mg, 2 mg]
escalation:
  stages: [three_plus_three]
"""


def fault_of(text: str) -> Fault:
    with pytest.raises(FaultsFound) as refused:
        load_text(text, "f.yaml")
    return refused.value.faults[0]


def test_a_bare_design_is_a_study_file() -> None:
    study = load_text(DESIGN, "f.yaml")
    assert study.is_bare
    assert (study.id, study.levels, study.design.levels) == ("f", 2, 2)
    assert study.population is None
    assert study.planned_participants is None
    assert study.visits == ()
    with pytest.raises(LookupError, match="design only"):
        _ = study.identity


def test_a_bare_design_is_called_after_its_folder() -> None:
    assert load_text(DESIGN, "studies/my-trial/study.yaml").id == "my-trial"


def test_a_level_that_is_not_on_the_ladder_is_named() -> None:
    study = load_text(DESIGN, "f.yaml")
    assert study.dose(2).label == "2 mg"
    with pytest.raises(LookupError, match="1 to 2"):
        study.dose(3)


SAME = [
    "# a comment\n" + DESIGN,
    DESIGN.replace("[1 mg, 2 mg]", "\n  - 1 mg\n  - 2 mg"),
    DESIGN.replace("1 mg", '"1 mg"'),
    DESIGN.replace("  stages", "    stages"),
    DESIGN + "\n\n",
    DESIGN.replace("\n", "\r\n"),
    "\ufeff" + DESIGN,
]
OTHER = [
    DESIGN.replace("2 mg", "3 mg"),
    DESIGN.replace("1 mg, 2 mg", "1 mg, 2 mg, 3 mg"),
    DESIGN.replace("[three_plus_three]", "[three_plus_three: {six_at_mtd: always}]"),
    DESIGN.replace("[1 mg, 2 mg]", "[1 mg, {dose: 2 mg, assumed: not public}]"),
]


@pytest.mark.parametrize("text", SAME)
def test_the_hash_does_not_change_with_layout(text: str, tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_bytes(text.encode("utf-8"))
    assert load(path).hash == load_text(DESIGN, "f.yaml").hash


@pytest.mark.parametrize("text", OTHER)
def test_the_hash_changes_with_what_is_said(text: str) -> None:
    assert load_text(text, "f.yaml").hash != load_text(DESIGN, "f.yaml").hash


def test_the_hash_is_the_same_tomorrow() -> None:
    """Events name the hash of their study: it must never drift with a release."""
    expected = "4cabd138"
    assert load_text(DESIGN, "f.yaml").hash.startswith(expected)


def test_anchors_and_merges_are_followed() -> None:
    text = DESIGN + (
        "visits:\n"
        "  d1: &usual {day: 1, window: 0, purpose: &why {en: A check}}\n"
        "  d3: {<<: *usual, day: 3}\n"
        "  d7: {day: 7, purpose: *why}\n"
    )
    visits = load_text(text, "f.yaml").file.visits
    assert visits["d3"].day == (3, 3)
    assert visits["d3"].purpose == visits["d7"].purpose == {"en": "A check"}


def test_yes_and_dates_stay_text() -> None:
    """YAML 1.1 made a truth value of `no`; a study file says `false` when it means it."""
    text = DESIGN + (
        "forms:\n  f: {title: F, items: {a: {type: code, label: A, "
        "codes: {no: {en: No}, 2026-01-01: {en: A day}}}}}\n"
    )
    codes = load_text(text, "f.yaml").forms["f"].items[0].codes
    assert list(codes or ()) == ["no", "2026-01-01"]


def test_a_mark_stays_with_its_value() -> None:
    text = DESIGN.replace("2 mg]", "{dose: 2 mg, assumed: not public}]") + (
        "visits:\n"
        "  assumed: no calendar is public\n"
        "  d1: {day: 1, window: {before: 0 d, after: 2 d, assumed: usual}}\n"
        "  d7: {day: {value: 7, assumed: a week}}\n"
    )
    study = load_text(text, "f.yaml")
    assert [(mark.path, mark.value, mark.reason) for mark in study.assumed] == [
        ("doses[2]", "2 mg", "not public"),
        ("visits", "d1, d7", "no calendar is public"),
        ("visits.d1.window", "before: 0 d, after: 2 d", "usual"),
        ("visits.d7.day", "7", "a week"),
    ]
    assert study.doses[1].assumed == "not public"
    assert study.file.visits["d1"].window.assumed == "usual"
    assert [mark.path for mark in study.assumed_under("doses")] == ["doses[2]"]
    assert [visit.day for visit in study.visits] == [1, 7]


HOSTILE = {
    "deep": ("[" * 5000, "nested more than"),
    "deep blocks": ("".join("  " * n + "a:\n" for n in range(60)), "nested more than"),
    "too long": ("#" * 1_000_001, "too large"),
    "aliases that multiply": (
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{name}: &{name} [{', '.join(['*' + before] * 10)}]\n"
            for before, name in zip("abcdefg", "bcdefgh", strict=True)
        ),
        "more values",
    ),
    "an alias of itself": ("a: &a [*a]\n", "refers to nothing"),
    "a list": ("- 1\n- 2\n", "a mapping"),
    "nothing": ("", "a mapping"),
    "one word": ("hello", "a mapping"),
    "a structure as key": ("? [a, b]\n: c\n", "a key must be a word"),
    "a zero": ("a: \0\n", "control character"),
    "not closed": ('a: "b\n', "not YAML"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    text, said = HOSTILE[name]
    fault = fault_of(text)
    assert said in fault.message
    assert fault.place.file == "f.yaml"


@pytest.mark.parametrize(
    ("raw", "line", "column", "said"),
    [
        ("title: é\n".encode("latin-1"), 1, 8, "UTF-8"),
        ("a: 1\nb: 2\nc: 中\n".encode("gb18030"), 3, 4, "UTF-8"),
        (DESIGN.encode("utf-16"), 1, 1, "UTF-8"),
    ],
)
def test_another_encoding_is_named_with_its_place(
    tmp_path: Path, raw: bytes, line: int, column: int, said: str
) -> None:
    path = tmp_path / "study.yaml"
    path.write_bytes(raw)
    with pytest.raises(FaultsFound, match=said) as refused:
        read_text(path)
    place = refused.value.faults[0].place
    assert (place.line, place.column) == (line, column)


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FaultsFound, match="No such file"):
        load(tmp_path / "gone.yaml")
    with pytest.raises(FaultsFound, match="cannot be read"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("rule", "line", "column"),
    [
        ("required_when: x > 5", 7, 50),
        ('required_when: "x > 5"', 7, 51),
    ],
)
def test_a_fault_inside_a_rule_points_into_the_rule(rule: str, line: int, column: int) -> None:
    text = DESIGN + (
        "forms:\n  f: {title: F, items: {x: {type: number, label: X, unit: kg}, \n"
        f"    y: {{type: text, label: Y, {rule}}}}}}}\n"
    )
    place = fault_of(text).place
    assert (place.line, place.column) == (line, column)


def test_a_fault_in_a_folded_rule_is_followed_through_its_lines() -> None:
    text = DESIGN + (
        "forms:\n  f:\n    title: F\n    items:\n      x: {type: number, label: X, unit: kg}\n"
        "      y:\n        type: text\n        label: Y\n"
        "        required_when: >-\n          x > 5 kg and\n          x < 7\n"
    )
    place = fault_of(text).place
    assert (place.line, place.column) == (15, 15)


def test_a_fault_is_shown_with_its_line_and_a_caret() -> None:
    text = DESIGN.replace("2 mg", "1 mg")
    assert show(fault_of(text), text) == (
        "f.yaml:2:15  doses[2]\n"
        "  doses: [1 mg, 1 mg]\n"
        "                ^^^^\n"
        "  dose levels go up, but this is not more than level 1\n"
        "  found:   1 mg\n"
        "  allowed: more than 1 mg"
    )


def test_the_caret_stands_under_its_place_after_chinese_words() -> None:
    text = DESIGN + 'visits: {d1: {title: {zh-Hans: "第一天"}, day: one}}\n'
    shown = show(fault_of(text), text).splitlines()
    # Each Chinese character takes two columns of a terminal.
    assert shown[2].index("^") == shown[1].index("one") + 3


def test_a_study_says_what_it_is() -> None:
    study = load_text(DESIGN, "f.yaml")
    assert isinstance(study, Study)
    assert repr(study) == f"<Study f: 2 dose levels, hash {study.hash[:12]}>"

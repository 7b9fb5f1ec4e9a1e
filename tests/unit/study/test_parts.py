"""Parts of a trial with designs of their own; gaps; what follows the escalation; stagger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dosepath.designs import CapOnN, Stagger, ThreePlusThree
from dosepath.quantity import FaultsFound
from dosepath.study import load_text
from tests.unit.cli.terminal import Terminal

TEXT = """\
dosepath: 1
doses: [1 mg, 2 mg, 4 mg]
escalation:
  stages: [{three_plus_three: {six_at_mtd: always}}]
  behaviours: [{cap_on_n: {n: 12}}]
  stagger:
    within_cohort: 12 h
    before_next_level: last_window_complete
    candidate_dlt: pauses_dosing
    sentinel: {size: 1, wait: 14 d}
  scenarios: {hoped: {dlt: [0.05, 0.1, 0.2]}}
  parts:
    daily: {title: {en: Once a day}, doses: [1 mg, 3 mg], after: the main part ended}
    children: {stages: [{three_plus_three: {six_at_mtd: never}}], behaviours: []}
    fasting:
      doses: [2 mg, 4 mg]
      scenarios: {flat: {dlt: [0.1, 0.1]}}
  gaps:
    - {text: The text does not say what three DLTs in three mean., taken: They exceed the MTD.}
  later:
    - {text: One or two doses are chosen for phase 2., after: 12 wk, recommended_doses: [1, 2]}
"""


def test_a_part_has_its_own_ladder_design_and_scenarios() -> None:
    study = load_text(TEXT, "parts.yaml")
    assert list(study.parts) == ["daily", "children", "fasting"]
    daily = study.part("daily")
    assert [dose.label for dose in daily.doses] == ["1 mg", "3 mg"]
    inner = ThreePlusThree(levels=2, six_at_mtd="always")
    assert daily.design == CapOnN(design=inner, n=12)
    assert not daily.scenarios, "the trial's scenarios are for another ladder"
    assert (daily.hash, daily.chosen_part) == (study.hash, "daily")
    children = study.part("children")
    assert children.design == ThreePlusThree(levels=3, six_at_mtd="never")
    assert list(children.scenarios) == ["hoped"]
    assert list(study.part("fasting").scenarios) == ["flat"]
    with pytest.raises(LookupError, match="daily, children, fasting"):
        study.part("nightly")


def test_stagger_is_one_value_in_hours() -> None:
    stagger = load_text(TEXT, "parts.yaml").stagger
    assert stagger == Stagger(sentinel=1, wait=336, within_cohort=12)


@pytest.mark.parametrize(
    ("old", "new", "path", "line"),
    [
        ("3 mg]", "1 mg]", "escalation.parts.daily.doses[2]", 13),
        ("3 mg]", "3 kg]", "escalation.parts.daily.doses[2]", 13),
        ("six_at_mtd: never", "six_at_mtd: no",
         "escalation.parts.children.stages[1].three_plus_three.six_at_mtd", 14),
        ("behaviours: []", "behaviours: [{cap_on_n: {m: 1}}]",
         "escalation.parts.children.behaviours[1].cap_on_n.m", 14),
        ("flat: {dlt: [0.1, 0.1]}", "flat: {dlt: [0.1]}",
         "escalation.parts.fasting.scenarios.flat.dlt", 17),
        ("cap_on_n: {n: 12}", "cap_on_n: {n: 0}", "escalation.behaviours[1].cap_on_n.n", 5),
        ("cap_on_n: {n: 12}", "cap_on: {n: 12}", "escalation.behaviours[1]", 5),
    ],
)  # fmt: skip
def test_faults_stand_at_their_place(old: str, new: str, path: str, line: int) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(FaultsFound) as refused:
        load_text(TEXT.replace(old, new), "bad.yaml")
    places = [(fault.place.path, fault.place.line) for fault in refused.value.faults]
    assert (path, line) in places


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "none.sqlite3")
    yield terminal
    terminal.close()


def test_the_command_line_takes_a_part(tmp_path: Path, run: Terminal) -> None:
    file = tmp_path / "parts.yaml"
    file.write_text(TEXT, encoding="utf-8")
    seen = run("oc", str(file), "--part", "fasting", "--json")
    assert seen.code == 0, seen
    assert seen.json["doses"] == ["2 mg", "4 mg"]
    wrong = run("table", str(file), "--part", "nightly")
    assert wrong.code == 1
    assert "daily, children, fasting" in wrong.words
    shown = run("table", str(file))
    assert "Gaps in the public record" in shown.out
    assert "three DLTs in three mean" in shown.words
    checked = run("check", str(file))
    assert "daily (2 levels)" in checked.words
    assert "cap on n" in checked.words
    assert "They exceed the MTD." in checked.words

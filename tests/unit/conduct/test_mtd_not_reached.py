"""A top level that was tolerated: an MTD, or an MTD that was not reached, as the file says."""

from __future__ import annotations

import pytest

from dosepath import conduct, wording
from dosepath.analysis import next_step, trial_data
from dosepath.conduct import Choice
from dosepath.designs import Boin, Design, ThreePlusThree
from dosepath.study import load_text
from dosepath.web.decision.choices import choice_text
from tests.unit.conduct.playing import Play, protocol

STUDY = """\
study:
  id: S1
  title: {en: A study}
  phase: 1
  sponsor: A hospital
  planned_participants: 12
  version: {number: 1, date: 2026-11-22, status: draft}
doses: [1 mg]
escalation: {stages: [three_plus_three]}
"""
"""A study file of one level."""


def climbed(mtd_at_top: str, dlts: int = 0) -> Play:
    """A ladder of one level with six participants, so many of whom had a DLT."""
    design = ThreePlusThree(levels=1, six_at_mtd="always")
    trial = Play(protocol(design, stagger_hours=24, mtd_at_top=mtd_at_top)).open()
    trial.completed(*(trial.dosed() for _ in range(3)))
    trial.decide()
    people = [trial.dosed() for _ in range(3)]
    for who in people[:dlts]:
        trial.toxic(who)
    trial.completed(*people)
    return trial


@pytest.mark.parametrize(
    ("at_top", "due", "ended"),
    [
        ("mtd", "sentence.mtd_due", "sentence.ended"),
        ("not_reached", "sentence.top_due", "sentence.ended_at_top"),
    ],
)
def test_the_words_are_the_files_and_the_level_stays(at_top: str, due: str, ended: str) -> None:
    trial = climbed(at_top)
    found = trial.recommend()
    assert found.choice == Choice("stop", mtd=1)
    said = [reason.code for reason in found.because]
    assert ("recommend.mtd_not_reached" in said) is (at_top == "not_reached")
    assert conduct.trial_sentence(trial.state, trial.now).code == due
    trial.decide()
    assert trial.state.newest_decision is not None
    assert trial.state.newest_decision.choice.mtd == 1
    assert conduct.trial_sentence(trial.state, trial.now).code == ended


def test_too_many_dlts_at_the_top_are_no_tolerated_top() -> None:
    found = climbed("not_reached", dlts=2).recommend()
    assert found.choice.mtd is None
    assert all(reason.code != "recommend.mtd_not_reached" for reason in found.because)


def test_a_more_cautious_end_is_not_called_a_tolerated_top() -> None:
    trial = climbed("not_reached")
    trial.decide(Choice("stop"), "an event after the window")
    assert conduct.trial_sentence(trial.state, trial.now).code == "sentence.ended"


def test_pack_history_and_board_say_so_too() -> None:
    study = load_text(STUDY, "f.yaml")
    trial = climbed("not_reached")
    assert next_step(trial.recommend()).code == "next.stop_at_top"
    trial.decide()
    data = trial_data(trial.state, study, at=trial.now)
    assert [row.state for row in data.levels] == ["top_tolerated"]
    ended = data.decisions[-1]
    assert (ended.recommended.code, ended.chosen.code) == ("cell.stop_at_top", "cell.stop_at_top")
    plain = climbed("mtd")
    assert next_step(plain.recommend()).code == "next.stop"
    plain.decide()
    data = trial_data(plain.state, study, at=plain.now)
    assert [row.state for row in data.levels] == ["mtd"]
    assert data.decisions[-1].chosen.code == "cell.stop"


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        (ThreePlusThree(levels=1), "choice.stop_at_top"),
        (Boin(levels=1, target=0.3, cohort=3, max_n=6), "choice.stop"),
    ],
)
def test_what_is_signed_says_it_only_of_designs_that_say_a_top_was_tolerated(
    design: Design, expected: str
) -> None:
    rules = protocol(design, mtd_at_top="not_reached")
    goal = {"mtd": 1, "goal": "MTD"}
    assert choice_text(Choice("stop", mtd=1), rules) == wording.text(expected, **goal)

"""A top level that was tolerated: an MTD, or an MTD that was not reached, as the file says."""

from __future__ import annotations

import pytest

from dosepath import conduct
from dosepath.conduct import Choice
from dosepath.designs import ThreePlusThree
from tests.unit.conduct.playing import Play, protocol


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

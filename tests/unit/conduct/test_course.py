"""One trial from its first participant to its end, as its people would tell it."""

from __future__ import annotations

from dosepath import conduct
from dosepath.conduct import Choice
from tests.unit.conduct.playing import Play


def test_a_clean_titration_participant_then_three_then_a_dose_that_is_too_high() -> None:
    trial = Play().open()

    # The protocol itself opens level 1 for one participant.
    assert trial.recommend().status == "continue"
    assert trial.recommend().choice == Choice("treat", level=1, n=1)
    first = trial.dosed()
    assert trial.recommend().status == "wait"
    trial.completed(first)

    # Clean: three at the switch level, once the committee has signed.
    assert trial.recommend().choice == Choice("treat", level=2, n=3)
    assert conduct.free_places(trial.state, trial.now) == 0
    trial.decide()
    second, third, fourth = trial.dosed(), trial.dosed(), trial.dosed()
    assert trial.recommend().status == "wait"
    assert len(trial.recommend().missing) == 3
    trial.completed(second, third, fourth)
    assert trial.recommend().choice == Choice("treat", level=3, n=3)
    trial.decide()

    # One DLT in three: three more at the same level.
    fifth = trial.dosed()
    trial.toxic(fifth)
    sixth, seventh = trial.dosed(), trial.dosed()
    trial.completed(sixth, seventh)
    assert trial.recommend().choice == Choice("treat", level=3, n=3)
    trial.decide()

    # A second DLT closes the level at once, although places are left.
    eighth = trial.dosed()
    trial.toxic(eighth)
    assert conduct.free_places(trial.state, trial.now) == 0
    found = trial.recommend()
    assert found.choice == Choice("treat", level=2, n=3)
    assert found.is_decision_due
    trial.decide()

    # Three more at level 2 would make eleven: the tenth is the last without an amendment.
    ninth, tenth = trial.dosed(), trial.dosed()
    assert trial.refused(conduct.reserve_slot, trial.enrolled())[0] == "refused.planned_reached"
    trial.do(
        conduct.record_amendment,
        what="planned_participants",
        value="11",
        reference="EC-7",
        reason="one more to complete the cohort",
    )
    eleventh = trial.dosed()
    trial.completed(ninth, tenth, eleventh)
    assert trial.recommend().choice == Choice("stop", mtd=2)
    trial.decide()
    assert trial.recommend().status == "ended"
    assert trial.state.cohort is not None
    assert trial.state.cohort.n == 0

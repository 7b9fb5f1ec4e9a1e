"""Places in a cohort: held once, for a time, and never by two people."""

from __future__ import annotations

from dosepath import conduct, wording
from tests.unit.conduct.playing import COORDINATOR, SOFTWARE, Play


def test_the_last_place_is_won_once() -> None:
    trial = Play().open()
    one, other = trial.enrolled(), trial.enrolled()
    trial.do(conduct.reserve_slot, one, by=COORDINATOR)
    assert trial.refused(conduct.reserve_slot, other) == ("refused.no_free_slot",)


def test_a_hold_that_ran_out_goes_to_the_next_and_the_log_says_who_lost_it() -> None:
    trial = Play().open()
    one, other = trial.enrolled(), trial.enrolled()
    trial.do(conduct.reserve_slot, one)
    trial.wait(hours=72)
    drafts = trial.do(conduct.reserve_slot, other)
    assert [(d.kind, d.subject) for d in drafts] == [
        ("reservation_expired", one),
        ("slot_reserved", other),
    ]
    assert trial.state.participants[one].slot is None


def test_time_alone_closes_holds_and_is_recorded_as_the_software() -> None:
    trial = Play().open()
    trial.do(conduct.reserve_slot, trial.enrolled(), hours=1)
    assert trial.do(conduct.tick, by=SOFTWARE) == ()
    trial.wait(hours=1)
    (draft,) = trial.do(conduct.tick, by=SOFTWARE)
    assert draft.kind == "reservation_expired"
    assert trial.do(conduct.tick, by=SOFTWARE) == ()


def test_a_place_given_back_is_free_at_once() -> None:
    trial = Play().open()
    one, other = trial.enrolled(), trial.enrolled()
    trial.do(conduct.reserve_slot, one)
    trial.do(conduct.release_slot, one, reason="fever")
    trial.do(conduct.reserve_slot, other)
    assert trial.state.slots[trial.state.participants[other].slot or ""].number == "C1-2"


def test_when_the_next_may_be_dosed_and_where() -> None:
    trial = Play().open()
    trial.completed(trial.dosed())
    trial.decide()
    trial.dosed()
    found = conduct.next_slot_opens(trial.state, trial.now)
    assert (found.level, found.free) == (2, 2)
    assert found.opens == conduct.next_dosing_from(trial.state)


def test_when_nobody_may_be_dosed_it_says_why() -> None:
    trial = Play().open()
    event = trial.harm(trial.dosed())
    found = conduct.next_slot_opens(trial.state, trial.now)
    assert (found.opens, found.free) == (None, 0)
    assert [reason.code for reason in found.because][:2] == [
        "recommend.candidate_pending",
        "missing.verdicts",
    ]
    sentence = wording.say(conduct.trial_sentence(trial.state, trial.now))
    assert sentence == "Level 1, 1 of 1 dosed; dosing is paused until 1 event is judged."
    assert event == "AE-001"


def test_who_is_under_observation_is_not_said_to_be_still_to_be_treated() -> None:
    """Of three at level 2 one is known and one dosed: the rule has not seen the second."""
    trial = Play().open()
    trial.completed(trial.dosed())
    trial.decide()
    trial.completed(trial.dosed())
    trial.dosed()
    found = conduct.recommend(trial.state, at=trial.now)
    assert (found.status, found.choice.n) == ("continue", 1)
    assert [because.code for because in found.because] == ["recommend.cohort_open"]

"""Courses in which a toxicity could be lost or a person dosed wrongly, each as it would happen."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import Choice, outcome
from dosepath.designs import AcceleratedTitration, ThreePlusThree
from tests.unit.conduct.playing import COORDINATOR, HERE, Play, protocol, report


def numbers(trial: Play) -> list[str]:
    return [found.number for found in conduct.candidates(trial.state)]


def past_the_window(trial: Play, participant: str) -> None:
    trial.now = trial.ends(participant) + timedelta(days=1)


def test_forms_saved_empty_do_not_close_a_window() -> None:
    trial = Play().open()
    participant = trial.dosed()
    past_the_window(trial, participant)
    for form in ("vitals", "day_28_assessment"):
        key = (participant, "d28", form)
        trial.do(conduct.record_form, key, on=trial.now, items={}, by=COORDINATOR)
    assert "refused.forms_missing" in trial.refused(conduct.assess_window, participant)
    assert [reason.code for reason in trial.recommend().missing] == ["missing.forms"]
    for form, items in (
        ("vitals", {"heart_rate": "80"}),
        ("day_28_assessment", {"complete": "yes"}),
    ):
        key = (participant, "d28", form)
        trial.do(conduct.correct_form, key, items=items, by=COORDINATOR, reason="completed")
    trial.do(conduct.assess_window, participant)


def test_what_was_seen_before_day_28_does_not_close_the_window() -> None:
    trial = Play().open()
    trial.now = datetime(2026, 3, 2, 23, 50, tzinfo=HERE)
    participant = trial.dosed()
    key = (participant, "d28", "vitals")
    items = {"heart_rate": "80"}
    trial.now = datetime(2026, 3, 29, 23, 59, tzinfo=HERE)
    early = trial.refused(conduct.record_form, key, on=trial.now, items=items, by=COORDINATOR)
    assert early == ("refused.visit_too_early",)
    trial.wait(hours=0.1)
    trial.do(conduct.record_form, key, on=trial.now, items=items, by=COORDINATOR)


def test_a_death_cannot_be_dated_before_the_dosing() -> None:
    # It would count as clearly unrelated, without anybody having judged it.
    trial = Play().open()
    participant = trial.enrolled()
    enrolled_at = trial.now
    trial.wait(hours=30)
    trial.do(conduct.reserve_slot, participant, by=COORDINATOR)
    trial.check(participant)
    trial.do(conduct.give_dose, participant, given_at=trial.now)
    trial.wait(days=5)
    mistyped = enrolled_at + timedelta(hours=1)
    assert trial.refused(conduct.record_death, participant, on=mistyped) == ("refused.before",)
    trial.do(conduct.record_death, participant, on=trial.now)
    assert numbers(trial) == [f"DEATH-{participant}"]


def test_a_fatal_event_is_judged_although_no_death_was_recorded() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.wait(days=5)
    trial.harm(participant, 5, attribution="unlikely", outcome="fatal")
    assert numbers(trial) == ["AE-001"]
    # Recording the death now does not take the question away.
    trial.do(conduct.record_death, participant, on=trial.now)
    assert numbers(trial) == ["AE-001", f"DEATH-{participant}"]


def test_a_death_recorded_first_is_judged_once() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.wait(days=5)
    trial.do(conduct.record_death, participant, on=trial.now)
    trial.harm(participant, 5, attribution="unrelated", outcome="fatal")
    assert numbers(trial) == [f"DEATH-{participant}"]


@pytest.mark.parametrize(("grade", "result"), [(4, "pending"), (2, "grade_2"), (1, "none")])
def test_an_event_from_before_dosing_that_became_worse_is_not_lost(grade: int, result: str) -> None:
    trial = Play().open()
    participant = trial.ready()
    onset = trial.now - timedelta(days=1)
    before = report(1, onset=onset, baseline_grade=1)
    trial.do(conduct.record_adverse_event, participant, report=before)
    trial.do(conduct.give_dose, participant, given_at=trial.now)
    trial.wait(days=5)
    after = report(grade, onset=onset, baseline_grade=1, verbatim="worse")
    trial.do(conduct.update_adverse_event, "AE-001", report=after, reason="seen on day 5")
    trial.completed(participant)
    found = outcome(trial.state, participant)
    assert found is not None
    assert found.result == result


def test_a_dose_at_a_level_that_was_not_open_does_not_lead_the_way_up() -> None:
    trial = Play(protocol(ThreePlusThree(levels=4))).open()
    first = trial.dosed()
    trial.wait(days=7)
    second = trial.ready()
    trial.do(
        conduct.report_dose, second, given_at=trial.now, level=4, reason="the wrong bag was hung"
    )
    trial.completed(first, second)
    found = trial.recommend()
    assert found.counts[4].n == 1
    assert found.choice == Choice("treat", level=1, n=2)
    trial.decide()
    assert trial.state.cohort is not None
    assert trial.state.cohort.level == 1
    trial.dosed()


def test_a_dose_without_a_slot_at_the_open_level_takes_a_place_of_its_cohort() -> None:
    trial = Play(protocol(ThreePlusThree(levels=4))).open()
    participant = trial.enrolled()
    trial.do(
        conduct.report_dose, participant, given_at=trial.now, level=1, reason="no slot was held"
    )
    found = outcome(trial.state, participant)
    assert found is not None
    assert found.cohort == 1
    trial.completed(participant)
    assert trial.recommend().choice == Choice("treat", level=1, n=2)


def test_harm_is_entered_although_the_clock_runs_days_behind() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.wait(days=5)
    trial.do(conduct.halt_dosing, reason="the freezer alarm")
    onset = trial.now - timedelta(days=1)
    trial.now -= timedelta(days=3)
    trial.do(conduct.record_adverse_event, participant, report=report(4, onset=onset))
    assert numbers(trial) == ["AE-001"]


def two_events_end_titration() -> Play:
    rule = AcceleratedTitration(escalation=ThreePlusThree(levels=4), grade_2_threshold=2)
    return Play(protocol(rule)).open()


def test_a_late_event_that_leaves_the_next_step_as_it_was_does_not_stop_dosing() -> None:
    trial = two_events_end_titration()
    first = trial.dosed()
    trial.completed(first)
    trial.decide()
    trial.harm(first, 2, onset=trial.now - timedelta(days=10))
    found = trial.recommend()
    assert found.counts[1].grade2 == 1
    assert (found.status, found.superseded) == ("continue", ())
    trial.dosed()


def test_a_late_event_that_would_have_ended_titration_stops_dosing() -> None:
    trial = two_events_end_titration()
    first = trial.dosed()
    trial.completed(first)
    trial.decide()
    second = trial.dosed()
    trial.harm(second, 2)
    trial.completed(second)
    trial.decide()
    trial.harm(first, 2, onset=trial.now - timedelta(days=40))
    found = trial.recommend()
    assert found.choice == Choice("treat", level=2, n=2)
    assert "D-002" in found.superseded
    assert trial.refused(conduct.reserve_slot, trial.enrolled())[0] == "refused.no_cohort_open"


def test_a_counting_event_of_someone_not_evaluable_goes_to_the_committee() -> None:
    trial = Play().open()
    first = trial.dosed()
    trial.harm(first, 2, attribution="definite")
    trial.wait(days=20)
    trial.do(conduct.record_withdrawal, first, on=trial.now)
    # The place is not simply filled again, and the committee is told why.
    assert conduct.free_places(trial.state, trial.now) == 0
    found = trial.recommend()
    assert found.is_decision_due
    assert found.choice == Choice("treat", level=1, n=1)
    assert "recommend.uncounted" in [reason.code for reason in found.because]
    trial.decide()
    second = trial.dosed()
    trial.completed(second)
    assert "recommend.uncounted" in [reason.code for reason in trial.recommend().because]


def test_without_such_an_event_the_place_is_filled_in_the_same_cohort() -> None:
    trial = Play().open()
    first = trial.dosed()
    trial.harm(first, 2, attribution="unlikely")
    trial.wait(days=20)
    trial.do(conduct.record_withdrawal, first, on=trial.now)
    assert conduct.free_places(trial.state, trial.now) == 1

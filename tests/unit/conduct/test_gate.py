"""The dosing gate: what closes it. Given a participant who is ready, when one thing is not so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import TrialState
from dosepath.designs import Counts, Decision, ThreePlusThree
from tests.unit.conduct.playing import (
    COORDINATOR,
    MONITOR,
    PHYSICIAN,
    Play,
    protocol,
)


def closed_by(trial: Play, participant: str) -> tuple[str, ...]:
    gate = conduct.dosing_gate(trial.state, participant, at=trial.now)
    return tuple(condition.code for condition in gate.closed_by)


def test_it_is_open_when_everything_is_green() -> None:
    trial = Play().open()
    participant = trial.ready()
    gate = conduct.dosing_gate(trial.state, participant, at=trial.now)
    assert gate.is_open
    assert [condition.code for condition in gate.conditions] == list(conduct.CONDITIONS)


def test_nothing_known_is_never_open() -> None:
    nobody = TrialState(protocol())
    assert not conduct.dosing_gate(nobody, "P-001", at=Play().now).is_open
    assert not conduct.Gate("P-001", Play().now, ()).is_open


def test_a_participant_who_is_only_enrolled_lacks_the_slot_and_the_two_checks() -> None:
    trial = Play().open()
    assert closed_by(trial, trial.enrolled()) == ("slot", "identity", "product")


def _outdated_consent(trial: Play) -> None:
    trial.do(
        conduct.record_amendment,
        what="consent_version",
        value="0.2",
        reference="EC-2",
        reason="new risk",
    )


def _stale_eligibility(trial: Play) -> None:
    number = trial.state.participants["P-001"].screening
    trial.wait(hours=60)
    trial.do(conduct.release_slot, "P-001", reason="postponed")
    trial.do(conduct.reserve_slot, "P-001")
    trial.wait(hours=13)
    trial.check("P-001")
    assert number == "S-001"


def _new_fact(trial: Play) -> None:
    trial.weigh(trial.state.participants["P-001"].screening, "55")


def _expired_slot(trial: Play) -> None:
    trial.wait(hours=72)
    trial.weigh("S-001")
    trial.do(conduct.sign_eligibility, "S-001", group="CLF")
    with pytest.raises(conduct.Refused):
        trial.do(conduct.confirm_check, "P-001", check="identity", at=trial.now - timedelta(days=9))


def _halt(trial: Play) -> None:
    trial.do(conduct.halt_dosing, by=MONITOR, reason="a lot was recalled")


def _death(trial: Play) -> None:
    trial.do(conduct.record_death, "P-001", on=trial.now)


def _withdrawal(trial: Play) -> None:
    trial.do(conduct.record_withdrawal, "P-001", on=trial.now)


CLOSING: tuple[tuple[str, Callable[[Play], None], tuple[str, ...]], ...] = (
    ("the consent form was amended", _outdated_consent, ("consent",)),
    ("the signed eligibility is older than 72 hours", _stale_eligibility, ("eligible",)),
    ("a value came in after eligibility was signed", _new_fact, ("eligible",)),
    ("the hold ran out", _expired_slot, ("slot", "identity", "product")),
    ("somebody halted dosing", _halt, ("level", "halt")),
    ("the participant died", _death, ("enrolled",)),
    ("the participant left the study", _withdrawal, ("enrolled",)),
)


@pytest.mark.parametrize(("when", "happens", "closes"), CLOSING, ids=[c[0] for c in CLOSING])
def test_it_closes_when(
    when: str, happens: Callable[[Play], None], closes: tuple[str, ...]
) -> None:
    trial = Play().open()
    participant = trial.ready()
    happens(trial)
    assert closed_by(trial, participant) == closes
    refusal = trial.refused(conduct.give_dose, participant, given_at=trial.now)
    assert refusal[0] == "refused.gate_closed"


def test_r28_a_decision_that_is_only_proposed_opens_no_level() -> None:
    trial = Play().open()
    trial.completed(trial.dosed())
    trial.propose()
    assert trial.refused(conduct.reserve_slot, trial.enrolled())[0] == "refused.no_cohort_open"


def test_seven_days_must_pass_between_two_dosings_to_the_minute() -> None:
    trial = Play().open()
    trial.completed(trial.dosed())
    trial.decide()
    trial.dosed()
    given = trial.now
    trial.wait(days=6, hours=23)
    second = trial.ready()
    assert closed_by(trial, second) == ("stagger",)
    condition = conduct.dosing_gate(trial.state, second, at=trial.now).condition("stagger")
    assert condition.time == given + timedelta(days=7)
    trial.wait(hours=1)
    assert closed_by(trial, second) == ()


@pytest.mark.parametrize(
    ("rule", "code", "hours"),
    [
        ({"stagger_hours": 48}, "gate.stagger", 48),
        ({"stagger_hours": 36}, "gate.stagger_hours", 36),
        ({"stagger_hours": 36, "sentinel": 1, "sentinel_hours": 336}, "gate.sentinel", 336),
        ({"stagger_hours": 336, "sentinel": 1, "sentinel_hours": 36}, "gate.stagger", 336),
        ({"stagger_hours": 36, "sentinel": 2, "sentinel_hours": 336}, "gate.stagger_hours", 36),
    ],
)
def test_the_reason_names_the_interval_that_holds(
    rule: dict[str, int], code: str, hours: int
) -> None:
    trial = Play(protocol=protocol(ThreePlusThree(levels=4), **rule)).open()
    given = trial.now
    trial.dosed()
    trial.wait(hours=1)
    second = trial.ready()
    for moment, ending in ((trial.now, "_running"), (given + timedelta(hours=hours), "")):
        gate = conduct.dosing_gate(trial.state, second, at=moment)
        condition = gate.condition("stagger")
        assert condition.reason.code == code + ending
        assert condition.time == given + timedelta(hours=hours)


def test_the_interval_also_holds_across_cohorts() -> None:
    trial = Play().open()
    first = trial.dosed()
    # A DLT is known at once: two more at level 1, and the window need not be waited for.
    trial.toxic(first)
    trial.decide()
    second = trial.ready()
    assert closed_by(trial, second) == ("stagger",)


def test_a_candidate_of_anybody_pauses_dosing_until_two_people_have_judged_it() -> None:
    trial = Play().open()
    trial.completed(trial.dosed())
    trial.decide()
    second = trial.dosed()
    trial.wait(days=8)
    third = trial.ready()
    event = trial.harm(second)
    assert closed_by(trial, third) == ("level", "candidates")
    trial.do(conduct.adjudicate, event, verdict="not_dlt", reason="the disease")
    assert "candidates" in closed_by(trial, third)
    trial.do(conduct.adjudicate, event, verdict="not_dlt", reason="the disease", by=PHYSICIAN)
    assert closed_by(trial, third) == ()


def test_one_person_cannot_match_an_identity_twice() -> None:
    trial = Play().open()
    participant = trial.enrolled()
    trial.do(conduct.reserve_slot, participant)
    for check in ("identity", "product"):
        trial.do(conduct.confirm_check, participant, check=check, by=COORDINATOR)
    assert closed_by(trial, participant) == ("identity", "product")
    condition = conduct.dosing_gate(trial.state, participant, at=trial.now).condition("identity")
    assert (condition.light, condition.value) == ("unknown", "1")


def test_checks_do_not_outlast_the_day_or_the_slot() -> None:
    trial = Play().open()
    participant = trial.ready()
    trial.wait(hours=13)
    assert closed_by(trial, participant) == ("identity", "product")
    trial.check(participant)
    trial.do(conduct.release_slot, participant, reason="fever")
    trial.do(conduct.reserve_slot, participant)
    assert closed_by(trial, participant) == ("identity", "product")


class Broken:
    """A design that cannot answer."""

    levels = 4

    def decide(self, counts: Counts) -> Decision:
        raise ZeroDivisionError


def test_an_engine_error_means_hold_and_a_closed_gate_never_a_default_dose() -> None:
    trial = Play().open()
    participant = trial.ready()
    broken = replace(trial.state, protocol=protocol(Broken()))
    gate = conduct.dosing_gate(broken, participant, at=trial.now)
    assert not gate.is_open
    assert {c.code: c.light for c in gate.conditions}["halt"] == "unknown"
    found = conduct.recommend(broken, at=trial.now)
    assert (found.status, found.choice.action, found.choice.n) == ("hold", "hold", 0)
    assert found.because[0].code == "recommend.engine_error"


def test_a_dose_given_outside_the_gate_is_kept_named_and_halts_dosing() -> None:
    trial = Play().open()
    participant = trial.enrolled()
    trial.do(conduct.report_dose, participant, given_at=trial.now, level=2, reason="wrong syringe")
    dosing = trial.state.participants[participant].dosing
    assert dosing is not None
    assert dosing.level == 2
    assert set(dosing.outside_gate) >= {"slot", "identity", "product"}
    other = trial.enrolled()
    assert "halt" in closed_by(trial, other)


def test_planned_number_is_a_limit_until_an_amendment_is_recorded() -> None:
    trial = Play(protocol(planned=2)).open()
    trial.completed(trial.dosed())
    trial.decide()
    trial.dosed()
    trial.wait(days=8)
    third = trial.enrolled()
    assert trial.refused(conduct.reserve_slot, third) == ("refused.planned_reached",)
    trial.do(
        conduct.record_amendment,
        what="planned_participants",
        value="3",
        reference="EC-3",
        reason="to complete the cohort",
    )
    trial.do(conduct.reserve_slot, third)
    trial.check(third)
    assert closed_by(trial, third) == ()


def test_lowering_the_planned_number_closes_the_gate_for_a_place_already_held() -> None:
    trial = Play().open()
    trial.completed(trial.dosed())
    trial.decide()
    waiting = trial.ready()
    trial.do(
        conduct.record_amendment,
        what="planned_participants",
        value="1",
        reference="EC-4",
        reason="the study is cut short",
    )
    assert "planned" in closed_by(trial, waiting)


def test_somebody_who_counts_again_after_all_takes_the_place_of_the_replacement() -> None:
    trial = Play().open()
    for _ in range(2):
        event = trial.harm(trial.dosed())
        trial.judged(event, "not_evaluable")
    trial.decide()
    third = trial.enrolled()
    trial.do(conduct.reserve_slot, third)
    clearer = replace(trial.state.adverse_events["AE-001"].report, grade=1)
    trial.do(conduct.update_adverse_event, "AE-001", report=clearer, reason="graded wrongly")
    trial.judged("AE-001", "not_dlt")
    # The first participant is under observation again: one at level 1 is all the rule wants.
    assert "level" in closed_by(trial, third)

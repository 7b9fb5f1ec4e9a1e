"""How each refusal comes about: anyone at any time, screening, slots and dosing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import ConsentForm, Refused
from dosepath.designs import BfBoin
from tests.unit.conduct.playing import (
    AUDITOR,
    COORDINATOR,
    Play,
    protocol,
    report,
)

Case = Callable[[Play], tuple[str, ...]]
CASES: dict[str, Case] = {}


def case(function: Case) -> Case:
    """Register a case under the code that its name says."""
    CASES[f"refused.{function.__name__}"] = function
    return function


# --- anyone, any time -------------------------------------------------------------------------


@case
def not_permitted(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.open_screening, by=AUDITOR)


@case
def study_incomplete(trial: Play) -> tuple[str, ...]:
    from dosepath.study import load_text

    bare = load_text(
        "doses: [1 mg, 2 mg]\nescalation: {stages: [three_plus_three: {cohort: 3}]}\n", "bare.yaml"
    )
    with pytest.raises(Refused) as refusal:
        conduct.replay((), bare)
    return tuple(reason.code for reason in refusal.value.reasons)


@case
def trial_open(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.open_trial, synthetic=True)


@case
def trial_not_open(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.open_screening, by=COORDINATOR)


@case
def out_of_order(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.open_screening, at=trial.now - timedelta(days=1), by=COORDINATOR)


@case
def future(trial: Play) -> tuple[str, ...]:
    number = screening(trial)
    tomorrow = trial.now + timedelta(days=1)
    form = ConsentForm("0.1")
    return trial.refused(
        conduct.record_consent, number, form=form, signed_at=tomorrow, by=COORDINATOR
    )


@case
def before(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    early = trial.now - timedelta(days=30)
    return trial.refused(conduct.record_death, participant, on=early)


@case
def empty(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.halt_dosing, reason=" ")


@case
def nothing_changed(trial: Play) -> tuple[str, ...]:
    event = trial.harm(trial.dosed(), 1)
    same = trial.state.adverse_events[event].report
    return trial.refused(conduct.update_adverse_event, event, report=same, reason="again")


@case
def unknown_screening(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.enrol, "S-099")


@case
def unknown_participant(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.reserve_slot, "P-099")


@case
def unknown_adverse_event(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.update_adverse_event, "AE-099", report=report(), reason="x")


@case
def unknown_candidate(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.adjudicate, "AE-099", verdict="dlt", reason="x")


@case
def unknown_decision(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.vote, "D-099", answer="for")


# --- screening --------------------------------------------------------------------------------


def screening(trial: Play) -> str:
    trial.do(conduct.open_screening, by=COORDINATOR)
    return list(trial.state.screenings)[-1]


@case
def duplicate_screening(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.open_screening, number=screening(trial))


@case
def screening_number(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.open_screening, number="the first")


@case
def enquiry_screened(trial: Play) -> tuple[str, ...]:
    trial.do(conduct.open_screening, enquiry="E-1")
    return trial.refused(conduct.open_screening, enquiry="E-1")


@case
def consent_version(trial: Play) -> tuple[str, ...]:
    number, form = screening(trial), ConsentForm("9.9")
    return trial.refused(conduct.record_consent, number, form=form, signed_at=trial.now)


@case
def consent_twice(trial: Play) -> tuple[str, ...]:
    number, form = trial.consented(), ConsentForm("0.1")
    return trial.refused(conduct.record_consent, number, form=form, signed_at=trial.now)


@case
def consent_missing(trial: Play) -> tuple[str, ...]:
    fact = {"variable": "weight", "value": "60", "unit": "kg"}
    return trial.refused(conduct.record_facts, screening(trial), facts=[fact])


@case
def consent_outdated(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    amend_consent(trial)
    trial.wait(days=1)
    key = (participant, "d1", "vitals")
    return trial.refused(conduct.record_form, key, on=trial.now, items={"heart_rate": "80"})


def amend_consent(trial: Play) -> None:
    trial.do(
        conduct.record_amendment,
        what="consent_version",
        value="0.2",
        reference="EC-2",
        reason="new risk",
    )


@case
def fact(trial: Play) -> tuple[str, ...]:
    found = {"variable": "weight", "value": "60", "at": "yesterday"}
    return trial.refused(conduct.record_facts, trial.consented(), facts=[found])


@case
def unknown_variable(trial: Play) -> tuple[str, ...]:
    found = {"variable": "shoe_size", "value": "43"}
    return trial.refused(conduct.record_facts, trial.consented(), facts=[found])


@case
def unknown_criterion(trial: Play) -> tuple[str, ...]:
    return trial.refused(
        conduct.judge_criterion, trial.consented(), criterion="Z9", answer="no", reason="x"
    )


@case
def answer(trial: Play) -> tuple[str, ...]:
    return trial.refused(
        conduct.judge_criterion, trial.consented(), criterion="E1", answer="perhaps", reason="x"
    )


@case
def no_zone(trial: Play) -> tuple[str, ...]:
    number, naive = screening(trial), trial.now.replace(tzinfo=None)
    return trial.refused(
        conduct.record_consent, number, form=ConsentForm("0.1"), signed_at=naive, by=COORDINATOR
    )


@case
def not_judged(trial: Play) -> tuple[str, ...]:
    return trial.refused(
        conduct.judge_criterion, trial.consented(), criterion="A1", answer="yes", reason="looks so"
    )


@case
def reading(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.pin_reading, "A1", reading="r9", reason="x")


@case
def not_eligible(trial: Play) -> tuple[str, ...]:
    number = trial.consented()
    trial.weigh(number, "39")
    return trial.refused(conduct.sign_eligibility, number, group="CLF")


@case
def group(trial: Play) -> tuple[str, ...]:
    number = trial.consented()
    trial.weigh(number)
    return trial.refused(conduct.sign_eligibility, number, group="ACLF")


@case
def duplicate_subject(trial: Play) -> tuple[str, ...]:
    participant = trial.enrolled()
    return trial.refused(conduct.enrol, trial.state.participants[participant].screening)


def signed(trial: Play) -> str:
    number = trial.consented()
    trial.weigh(number)
    trial.do(conduct.sign_eligibility, number, group="CLF")
    return number


@case
def number_used(trial: Play) -> tuple[str, ...]:
    taken = trial.enrolled()
    return trial.refused(conduct.enrol, signed(trial), number=taken)


@case
def number_form(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.enrol, signed(trial), number="next")


@case
def eligibility_unsigned(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.enrol, trial.consented())


@case
def eligibility_expired(trial: Play) -> tuple[str, ...]:
    number = signed(trial)
    trial.wait(hours=73)
    return trial.refused(conduct.enrol, number)


@case
def eligibility_changed(trial: Play) -> tuple[str, ...]:
    number = signed(trial)
    trial.weigh(number, "59")
    return trial.refused(conduct.enrol, number)


@case
def eligibility_lapsed(trial: Play) -> tuple[str, ...]:
    """The signature is hours old, but the weight under it is too old to enrol by."""
    number = trial.consented()
    trial.weigh(number)
    trial.wait(hours=70)
    trial.do(conduct.sign_eligibility, number, group="CLF")
    trial.wait(hours=3)
    return trial.refused(conduct.enrol, number)


# --- slots and dosing -------------------------------------------------------------------------


@case
def already_dosed(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.give_dose, trial.dosed(), given_at=trial.now)


@case
def left(trial: Play) -> tuple[str, ...]:
    participant = trial.enrolled()
    trial.do(conduct.record_withdrawal, participant, on=trial.now)
    return trial.refused(conduct.reserve_slot, participant)


@case
def slot_held(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.reserve_slot, trial.ready())


@case
def no_slot_held(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.confirm_check, trial.enrolled(), check="identity")


@case
def hold(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.reserve_slot, trial.enrolled(), hours=500)


@case
def no_free_slot(trial: Play) -> tuple[str, ...]:
    trial.ready()
    return trial.refused(conduct.reserve_slot, trial.enrolled())


@case
def not_to_be_filled(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.reserve_slot, trial.enrolled(), backfill=1)


@case
def no_place_to_fill(trial: Play) -> tuple[str, ...]:
    design = BfBoin(levels=2, target=0.3, max_n=12, backfill_after="tried")
    filling = Play(protocol(design, stagger_hours=0)).open()
    filling.completed(*(filling.dosed() for _ in range(3)))
    filling.decide()
    return filling.refused(conduct.reserve_slot, filling.enrolled(), backfill=1)


@case
def no_cohort_open(trial: Play) -> tuple[str, ...]:
    trial.dosed()
    return trial.refused(conduct.reserve_slot, trial.enrolled())


@case
def planned_reached(trial: Play) -> tuple[str, ...]:
    trial = Play(protocol(planned=1)).open()
    trial.completed(trial.dosed())
    trial.decide()
    return trial.refused(conduct.reserve_slot, trial.enrolled())


@case
def check(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.confirm_check, trial.enrolled(), check="weather")


@case
def same_person(trial: Play) -> tuple[str, ...]:
    participant = trial.enrolled()
    trial.do(conduct.reserve_slot, participant)
    trial.do(conduct.confirm_check, participant, check="identity")
    return trial.refused(conduct.confirm_check, participant, check="identity")


@case
def gate_closed(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.give_dose, trial.enrolled(), given_at=trial.now)


@case
def gate_was_open(trial: Play) -> tuple[str, ...]:
    return trial.refused(
        conduct.report_dose, trial.ready(), given_at=trial.now, level=1, reason="by mistake"
    )


@case
def dose(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.give_dose, trial.ready(), given_at=trial.now, dose="1.5e9 cells")


@case
def unknown_level(trial: Play) -> tuple[str, ...]:
    return trial.refused(
        conduct.report_dose, trial.enrolled(), given_at=trial.now, level=9, reason="x"
    )


def ending(trial: Play, screening: str, outcome: str = "failed") -> tuple[str, ...]:
    given = {"outcome": outcome, "on": trial.now, "reason": "weight", "by": COORDINATOR}
    return trial.refused(conduct.record_screening_end, screening, **given)


@case
def screening_ended(trial: Play) -> tuple[str, ...]:
    number = trial.consented()
    trial.do(conduct.record_screening_end, number, outcome="withdrawn", on=trial.now)
    return ending(trial, number)


@case
def screening_outcome(trial: Play) -> tuple[str, ...]:
    return ending(trial, trial.consented(), "lost")


@case
def screening_enrolled(trial: Play) -> tuple[str, ...]:
    participant = trial.enrolled()
    return ending(trial, trial.state.participants[participant].screening)

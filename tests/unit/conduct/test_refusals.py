"""Every refusal of conduct: how it comes about. A code without a row here fails the tests."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import dosepath
from dosepath import conduct, wording
from dosepath.conduct import Choice, ConsentForm, Refused
from tests.unit.conduct.playing import (
    AUDITOR,
    COORDINATOR,
    INVESTIGATOR,
    PHYSICIAN,
    SECOND,
    STATISTICIAN,
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


def source_codes() -> set[str]:
    found = set()
    for path in (Path(dosepath.__file__).parent / "conduct").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and str(node.value).startswith("refused."):
                found.add(str(node.value))
    return found


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


# --- follow-up --------------------------------------------------------------------------------


@case
def not_dosed(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.assess_window, trial.enrolled())


def entering(trial: Play, visit: str, form: str, **items: str) -> tuple[str, ...]:
    participant = trial.dosed()
    trial.wait(days=1)
    key = (participant, visit, form)
    return trial.refused(conduct.record_form, key, on=trial.now, items=items, by=COORDINATOR)


@case
def unknown_visit(trial: Play) -> tuple[str, ...]:
    return entering(trial, "d2", "vitals")


@case
def unknown_form(trial: Play) -> tuple[str, ...]:
    return entering(trial, "d1", "day_28_assessment")


@case
def form_item(trial: Play) -> tuple[str, ...]:
    return entering(trial, "d1", "vitals", heart_rate="1,5")


@case
def unknown_form_entry(trial: Play) -> tuple[str, ...]:
    key = (trial.dosed(), "d1", "vitals")
    return trial.refused(conduct.correct_form, key, items={"heart_rate": "81"}, reason="typing")


@case
def form_twice(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    trial.completed(participant)
    key = (participant, "d28", "vitals")
    return trial.refused(conduct.record_form, key, on=trial.now, items={"heart_rate": "80"})


@case
def visit_before_dosing(trial: Play) -> tuple[str, ...]:
    key = (trial.enrolled(), "d1", "vitals")
    return trial.refused(conduct.record_form, key, on=trial.now, items={"heart_rate": "80"})


@case
def after_death(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    trial.do(conduct.record_death, participant, on=trial.now)
    trial.wait(days=1)
    return trial.refused(conduct.record_transplantation, participant, on=trial.now)


@case
def recorded_already(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    trial.do(conduct.record_death, participant, on=trial.now)
    return trial.refused(conduct.record_death, participant, on=trial.now)


@case
def grade(trial: Play) -> tuple[str, ...]:
    wrong = report(6, onset=trial.now)
    return trial.refused(conduct.record_adverse_event, trial.dosed(), report=wrong)


@case
def attribution(trial: Play) -> tuple[str, ...]:
    wrong = report(2, "maybe", onset=trial.now)
    return trial.refused(conduct.record_adverse_event, trial.dosed(), report=wrong)


@case
def awareness_missing(trial: Play) -> tuple[str, ...]:
    wrong = report(3, serious=True, onset=trial.now)
    return trial.refused(conduct.record_adverse_event, trial.dosed(), report=wrong)


@case
def verdict(trial: Play) -> tuple[str, ...]:
    event = trial.harm(trial.dosed())
    return trial.refused(conduct.adjudicate, event, verdict="perhaps", reason="x")


@case
def judged_by_you(trial: Play) -> tuple[str, ...]:
    event = trial.harm(trial.dosed())
    trial.do(conduct.adjudicate, event, verdict="dlt", reason="x")
    return trial.refused(conduct.adjudicate, event, verdict="dlt", reason="x")


@case
def already_judged(trial: Play) -> tuple[str, ...]:
    event = trial.harm(trial.dosed())
    trial.judged(event, "dlt")
    return trial.refused(conduct.adjudicate, event, verdict="dlt", reason="x", by=SECOND)


@case
def third_person(trial: Play) -> tuple[str, ...]:
    event = trial.harm(trial.dosed())
    trial.do(conduct.adjudicate, event, verdict="dlt", reason="x")
    trial.do(conduct.adjudicate, event, verdict="not_dlt", reason="x", by=SECOND)
    third = replace(SECOND, name="investigator-3")
    return trial.refused(conduct.adjudicate, event, verdict="dlt", reason="x", by=third)


@case
def assessed_already(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    trial.completed(participant)
    return trial.refused(conduct.assess_window, participant)


@case
def window_ended_early(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    trial.wait(days=5)
    trial.do(conduct.record_transplantation, participant, on=trial.now)
    trial.wait(days=30)
    return trial.refused(conduct.assess_window, participant)


@case
def window_open(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    trial.wait(days=28)
    return trial.refused(conduct.assess_window, participant)


@case
def forms_missing(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    trial.wait(days=29)
    return trial.refused(conduct.assess_window, participant)


# --- decisions --------------------------------------------------------------------------------


def proposed(trial: Play) -> str:
    trial.completed(trial.dosed())
    return trial.propose()


@case
def no_decision_due(trial: Play) -> tuple[str, ...]:
    trial.dosed()
    return trial.refused(conduct.propose_decision)


@case
def proposal_open(trial: Play) -> tuple[str, ...]:
    proposed(trial)
    return trial.refused(conduct.propose_decision)


@case
def less_cautious(trial: Play) -> tuple[str, ...]:
    trial.completed(trial.dosed())
    higher = Choice("treat", level=3, n=3)
    return trial.refused(conduct.propose_decision, choice=higher, minutes="we feel sure")


@case
def choice(trial: Play) -> tuple[str, ...]:
    trial.completed(trial.dosed())
    both = Choice("stop", level=2, n=3)
    return trial.refused(conduct.propose_decision, choice=both, minutes="unclear")


@case
def decision_effective(trial: Play) -> tuple[str, ...]:
    decision = proposed(trial)
    trial.sign(decision)
    return trial.refused(conduct.vote, decision, answer="against", reason="second thoughts")


@case
def newer_decision(trial: Play) -> tuple[str, ...]:
    old = proposed(trial)
    trial.propose(Choice("treat", level=2, n=1), "one at a time")
    return trial.refused(
        conduct.sign_decision, old, name="investigator-1", meaning="I agree", by=INVESTIGATOR
    )


@case
def vote(trial: Play) -> tuple[str, ...]:
    return trial.refused(conduct.vote, proposed(trial), answer="perhaps")


@case
def signed_by_you(trial: Play) -> tuple[str, ...]:
    decision = proposed(trial)
    trial.sign(decision, INVESTIGATOR)
    return trial.refused(
        conduct.sign_decision, decision, name="investigator-1", meaning="I agree", by=INVESTIGATOR
    )


@case
def voted_against(trial: Play) -> tuple[str, ...]:
    decision = proposed(trial)
    trial.do(conduct.vote, decision, answer="against", reason="too early", by=PHYSICIAN)
    return trial.refused(
        conduct.sign_decision, decision, name="physician-1", meaning="I agree", by=PHYSICIAN
    )


@case
def cut_superseded(trial: Play) -> tuple[str, ...]:
    decision = proposed(trial)
    trial.harm("P-001", onset=trial.now - timedelta(days=10))
    return trial.refused(
        conduct.sign_decision, decision, name="x", meaning="I agree", by=STATISTICIAN
    )


@case
def amendment(trial: Play) -> tuple[str, ...]:
    return trial.refused(
        conduct.record_amendment, what="everything", value="1", reference="EC-1", reason="x"
    )


@case
def planned_value(trial: Play) -> tuple[str, ...]:
    return trial.refused(
        conduct.record_amendment,
        what="planned_participants",
        value="many",
        reference="EC-1",
        reason="x",
    )


# --- the tests ------------------------------------------------------------------------------


def test_every_refusal_has_a_case() -> None:
    assert source_codes() == set(CASES)


@pytest.mark.parametrize("code", sorted(CASES))
def test_refused(code: str) -> None:
    trial = (
        Play() if code in ("refused.trial_not_open", "refused.study_incomplete") else Play().open()
    )
    assert code in CASES[code](trial)


def test_a_refusal_reads_as_sentences() -> None:
    trial = Play().open()
    with pytest.raises(Refused) as refusal:
        trial.do(conduct.enrol, trial.consented(), by=AUDITOR)
    (reason,) = refusal.value.reasons
    assert wording.say(reason) == (
        "Not done: the role auditor may not do this (participant.enrol). Ask: investigator."
    )

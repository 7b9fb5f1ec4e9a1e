"""How each refusal comes about: follow-up, harm and its judgement, decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dosepath import conduct
from dosepath.conduct import Choice, Filling, ReportClock
from tests.unit.conduct.playing import (
    COORDINATOR,
    INVESTIGATOR,
    PHYSICIAN,
    SECOND,
    STATISTICIAN,
    Play,
    protocol,
    report,
)
from tests.unit.conduct.refusals_until_dosing import case
from tests.unit.conduct.test_values_to_judge import low, measured

# --- reports of serious events ----------------------------------------------------------------


def sending(clock: str, *, serious: bool = True, times: int = 1) -> tuple[str, ...]:
    rules = protocol(clocks=(ReportClock("to_sponsor", 24, "sponsor"),))
    trial = Play(rules).open()
    aware = {"aware_at": trial.now} if serious else {}
    number = trial.harm(trial.dosed(), serious=serious, **aware)
    given = {"clock": clock, "sent_at": trial.now, "by": COORDINATOR}
    for _ in range(times - 1):
        trial.do(conduct.record_report_sent, number, **given)
    return trial.refused(conduct.record_report_sent, number, **given)


@case
def not_serious(_: Play) -> tuple[str, ...]:
    return sending("to_sponsor", serious=False)


@case
def unknown_clock(_: Play) -> tuple[str, ...]:
    return sending("to_nobody")


@case
def sent_already(_: Play) -> tuple[str, ...]:
    return sending("to_sponsor", times=2)


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
def value_unjudged(_: Play) -> tuple[str, ...]:
    trial = measured()
    participant = low(trial)
    trial.now = trial.ends(participant) + timedelta(days=1)
    trial.closing_forms(participant)
    return trial.refused(conduct.assess_window, participant)


@case
def no_value(trial: Play) -> tuple[str, ...]:
    given = {"item": "platelets", "reason": "clotted sample"}
    return trial.refused(conduct.judge_value, trial.dosed(), **given)


@case
def milestone(trial: Play) -> tuple[str, ...]:
    given = {"what": "holiday", "on": trial.now, "reason": "typing"}
    return trial.refused(conduct.correct_milestone, trial.dosed(), **given)


@case
def milestone_missing(trial: Play) -> tuple[str, ...]:
    given = {"what": "death", "on": None, "reason": "typing"}
    return trial.refused(conduct.correct_milestone, trial.dosed(), **given)


def closing(trial: Play, **answers: str) -> tuple[str, ...]:
    participant = trial.past_window()
    trial.closing_forms(participant, **answers)
    return trial.refused(conduct.assess_window, participant)


@case
def closing_incomplete(trial: Play) -> tuple[str, ...]:
    return closing(trial, complete="no")


@case
def closing_no_candidate(trial: Play) -> tuple[str, ...]:
    return closing(trial, candidate="yes")


@case
def closing_not_recorded(trial: Play) -> tuple[str, ...]:
    return closing(trial, transplanted="yes")


@case
def closing_candidate_denied(trial: Play) -> tuple[str, ...]:
    participant = trial.past_window()
    trial.harm(participant, onset=trial.ends(participant))
    trial.closing_forms(participant, candidate="no")
    return trial.refused(conduct.assess_window, participant)


def closing_after_death(trial: Play, **answers: str) -> tuple[str, ...]:
    participant = trial.past_window()
    trial.closing_forms(participant, **answers)
    trial.do(conduct.record_death, participant, on=trial.now - timedelta(hours=23))
    return trial.refused(conduct.assess_window, participant)


@case
def closing_denied(trial: Play) -> tuple[str, ...]:
    return closing_after_death(trial, alive="yes")


@case
def closing_date(trial: Play) -> tuple[str, ...]:
    return closing_after_death(trial, died_on="2026-03-20")


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


@case
def visit_too_early(trial: Play) -> tuple[str, ...]:
    participant = trial.dosed()
    trial.wait(days=27)
    key = (participant, "d28", "vitals")
    return trial.refused(conduct.record_form, key, on=trial.now, items={}, by=COORDINATOR)


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
def choice_fills(trial: Play) -> tuple[str, ...]:
    trial.completed(trial.dosed())
    itself = Choice("treat", level=2, n=1, backfill=(Filling(2, 1),))
    return trial.refused(conduct.propose_decision, choice=itself, minutes="unclear")


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

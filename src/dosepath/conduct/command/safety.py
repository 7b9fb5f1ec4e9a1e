"""Adverse events, their adjudication, and what ends or changes a participant's course.

Reports of harm are never stopped by a clock that runs behind the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dosepath.conduct.command.common import (
    begin,
    draft,
    given,
    need_zone,
    next_number,
    not_before,
    not_future,
    the_dosing,
    the_participant,
)
from dosepath.conduct.record.adverse_event import (
    ATTRIBUTIONS,
    VERDICTS,
    AdverseEvent,
    EventReport,
)
from dosepath.conduct.record.participant import Milestone
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused, refuse_if_any
from dosepath.conduct.view import candidates as judged
from dosepath.conduct.view.candidates import Candidate, candidate
from dosepath.conduct.view.closing import contradictions
from dosepath.conduct.view.missing import missing_closing_forms
from dosepath.conduct.view.outcome import window_ends
from dosepath.conduct.view.unjudged import unjudged_labs
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason

THIRD = "independent_physician"
"""Who judges when two people disagree: the committee's physician who treats no participant."""


def record_adverse_event(
    state: TrialState, participant: str, *, report: EventReport, by: Actor, at: datetime
) -> tuple[Draft, ...]:
    """Report an adverse event of a participant; gives the next number (``AE-001``)."""
    now = begin_report(state, "adverse_event.record", by=by, at=at)
    the_participant(state, participant)
    _zones(report)
    refuse_if_any(_report_faults(report, now))
    number = next_number("AE", state.adverse_events)
    payload = {"participant": participant, "adverse_event": number, **report.to_json()}
    return (draft("adverse_event_recorded", participant, payload, at=report.onset),)


def update_adverse_event(
    state: TrialState,
    adverse_event: str,
    *,
    report: EventReport,
    by: Actor,
    at: datetime,
    reason: str,
) -> tuple[Draft, ...]:
    """Replace the report of an adverse event; verdicts given on the old report are void."""
    now = begin_report(state, "adverse_event.update", by=by, at=at)
    event = the_event(state, adverse_event)
    _zones(report)
    nothing = Reason.of("refused.nothing_changed", what=adverse_event)
    unchanged = nothing if report == event.report else None
    refuse_if_any((given(reason, "reason"), unchanged, *_report_faults(report, now)))
    who = event.participant
    payload = {"participant": who, "adverse_event": adverse_event, **report.to_json()}
    return (draft("adverse_event_updated", who, payload, at=at, reason=reason),)


def begin_report(state: TrialState, permission: str, *, by: Actor, at: datetime) -> datetime:
    """Begin; gives the time that "in the future" is judged by, never earlier than the log."""
    need_zone(now=at)
    now = max(at, state.last_at or at)
    begin(state, permission, by=by, at=now)
    return now


def the_event(state: TrialState, number: str) -> AdverseEvent:
    """The adverse event, or a refusal that names the number."""
    found = state.adverse_events.get(number)
    if found is None:
        raise Refused(Reason.of("refused.unknown_adverse_event", number=number))
    return found


def _zones(report: EventReport) -> None:
    need_zone(onset=report.onset, resolution=report.resolved, awareness=report.aware_at)


def _report_faults(report: EventReport, at: datetime) -> Iterator[Reason | None]:
    yield given(report.term, "term")
    yield not_future("onset", report.onset, at)
    if not 1 <= report.grade <= 5:
        yield Reason.of("refused.grade", grade=report.grade, lowest=1)
    if not 0 <= report.baseline_grade <= 5:
        yield Reason.of("refused.grade", grade=report.baseline_grade, lowest=0)
    if report.attribution not in ATTRIBUTIONS:
        yield Reason.of("refused.attribution", attribution=report.attribution, allowed=ATTRIBUTIONS)
    if report.resolved is not None:
        yield not_future("resolution", report.resolved, at)
        yield not_before("resolution", report.resolved, other="onset", limit=report.onset)
    if report.serious and report.aware_at is None:
        yield Reason.of("refused.awareness_missing")
    if report.aware_at is not None:
        yield not_future("awareness", report.aware_at, at)
        yield not_before("awareness", report.aware_at, other="onset", limit=report.onset)


def adjudicate(
    state: TrialState, candidate_number: str, *, verdict: str, by: Actor, at: datetime, reason: str
) -> tuple[Draft, ...]:
    """Give one person's verdict on a candidate: ``dlt``, ``not_dlt`` or ``not_evaluable``.

    Different people judge, each once per version of the report. If the first ones disagree,
    the committee's independent physician judges and the majority holds; without a majority
    it is a DLT. A death is a DLT as soon as one finds it not clearly unrelated.
    """
    begin(state, "candidate.adjudicate", by=by, at=at)
    found = candidate(state, candidate_number)
    if found is None:
        raise Refused(Reason.of("refused.unknown_candidate", candidate=candidate_number))
    refuse_if_any((*_verdict_faults(found, verdict, by), given(reason, "reason")))
    payload = {
        "participant": found.participant,
        "candidate": found.number,
        "verdict": verdict,
        "of_seq": found.of_seq,
    }
    return (draft("dlt_adjudicated", found.participant, payload, at=at, reason=reason),)


def _verdict_faults(found: Candidate, verdict: str, by: Actor) -> Iterator[Reason]:
    allowed = VERDICTS[:2] if found.is_death else VERDICTS
    if verdict not in allowed:
        yield Reason.of("refused.verdict", verdict=verdict, allowed=allowed)
    if any(given_by.stamp.actor == by.name for given_by in found.verdicts):
        yield Reason.of("refused.judged_by_you", candidate=found.number)
    elif found.status != judged.PENDING:
        yield Reason.of("refused.already_judged", candidate=found.number, status=found.status)
    elif found.disagree and by.role != THIRD:
        yield Reason.of("refused.third_person", candidate=found.number, ask=THIRD)


def record_transplantation(
    state: TrialState, participant: str, *, on: datetime, by: Actor, at: datetime
) -> tuple[Draft, ...]:
    """Record a liver transplantation: allowed care, never a deviation."""
    _milestone(state, participant, what="transplantation", on=on, by=by, at=at)
    payload = {"participant": participant, "on": on.isoformat()}
    return (draft("transplanted", participant, payload, at=on),)


def record_death(
    state: TrialState, participant: str, *, on: datetime, cause: str = "", by: Actor, at: datetime
) -> tuple[Draft, ...]:
    """Record a death; within the DLT window it becomes a candidate by itself."""
    _milestone(state, participant, what="death", on=on, by=by, at=at)
    payload = {"participant": participant, "on": on.isoformat(), "cause": cause}
    return (draft("died", participant, payload, at=on),)


def record_withdrawal(
    state: TrialState, participant: str, *, on: datetime, by: Actor, at: datetime, reason: str = ""
) -> tuple[Draft, ...]:
    """Record that a participant left the study; nobody must give a reason for leaving."""
    _milestone(state, participant, what="withdrawal", on=on, by=by, at=at)
    payload = {"participant": participant, "on": on.isoformat()}
    return (draft("withdrawn", participant, payload, at=on, reason=reason),)


def _milestone(
    state: TrialState, participant: str, *, what: str, on: datetime, by: Actor, at: datetime
) -> None:
    now = begin_report(state, "course.record", by=by, at=at)
    need_zone(**{what: on})
    who = the_participant(state, participant)
    told: dict[str, Milestone | None] = {
        "transplantation": who.transplanted,
        "death": who.died,
        "withdrawal": who.withdrawn,
    }
    twice = Reason.of("refused.recorded_already", what=what, participant=participant)
    faults = [
        not_future(what, on, now),
        not_before(what, on, other="enrolment", limit=who.enrolled.at),
        twice if told[what] is not None else None,
    ]
    if what == "death" and who.dosing is not None:
        dosed = who.dosing.given_at
        if state.local_date(on) < state.local_date(dosed):
            faults.append(not_before(what, on, other="dosing", limit=dosed))
    if who.died is not None and on > who.died.on:
        faults.append(Reason.of("refused.after_death", participant=participant))
    refuse_if_any(faults)


def assess_window(
    state: TrialState, participant: str, *, by: Actor, at: datetime
) -> tuple[Draft, ...]:
    """State that a DLT window is over and what happened in it is entered in full.

    Refused before the day after the window's last day, while forms of the closing visit are
    missing or say something else than what is recorded, while a laboratory value that
    worsened to the grade of a candidate is not judged, and for someone whose window ended early.
    """
    begin(state, "window.assess", by=by, at=at)
    who = the_participant(state, participant)
    the_dosing(who)
    last = window_ends(state, who)
    early = [m for m in (who.died, who.transplanted, who.withdrawn) if m is not None]
    ended = any(state.local_date(milestone.on) <= last for milestone in early)
    missing = missing_closing_forms(state, participant)
    days = state.protocol.dlt.window_days
    refuse_if_any(
        (
            Reason.of("refused.assessed_already", participant=participant) if who.window else None,
            Reason.of("refused.window_ended_early", participant=participant) if ended else None,
            Reason.of("refused.window_open", days=days, last=last.isoformat())
            if state.local_date(at) <= last
            else None,
            Reason.of("refused.forms_missing", visit=state.protocol.closing_visit, forms=missing)
            if missing
            else None,
            *contradictions(state, participant),
            *_unjudged(state, participant),
        )
    )
    return (draft("window_assessed", participant, {"participant": participant}, at=at),)


def _unjudged(state: TrialState, participant: str) -> Iterator[Reason]:
    for one in unjudged_labs(state, participant):
        yield Reason.of(
            "refused.value_unjudged", participant=participant, term=one.term, grade=one.grade
        )

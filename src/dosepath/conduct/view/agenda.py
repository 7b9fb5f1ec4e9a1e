"""What is due: visits by their windows, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dosepath.conduct.record.participant import Participant
from dosepath.conduct.record.state import TrialState, given_at
from dosepath.conduct.view import candidates as judged
from dosepath.conduct.view.candidates import candidates
from dosepath.conduct.view.outcome import PENDING, outcomes, window_ends
from dosepath.conduct.view.unjudged import unjudged_labs
from dosepath.rule import Reason
from dosepath.schedule import Course, Visit, VisitStatus, visit_status


@dataclass(frozen=True, slots=True)
class VisitDue:
    """One visit of one participant: where it stands, its window, and what is left to enter.

    ``days_left`` counts to the last day of the window and is negative when overdue;
    ``missing_forms`` are the visit's forms that were not entered.
    """

    participant: str
    visit: str
    status: VisitStatus
    opens: date
    planned: date
    closes: date
    days_left: int
    missing_forms: tuple[str, ...]


def visits_of(state: TrialState, participant: str, *, at: datetime) -> tuple[VisitDue, ...]:
    """Every visit of a dosed participant in the order of the calendar; none before dosing."""
    who = state.participants[participant]
    return tuple(_visits(state, who, at)) if who.is_dosed else ()


def due(state: TrialState, at: datetime) -> tuple[VisitDue, ...]:
    """Visits that are due or overdue at ``at``, the most urgent first."""
    found = [
        visit
        for participant in state.dosed_anywhere
        for visit in _visits(state, participant, at)
        if visit.status in (VisitStatus.DUE, VisitStatus.OVERDUE)
    ]
    return tuple(sorted(found, key=lambda visit: (visit.days_left, visit.participant)))


def _visits(state: TrialState, who: Participant, at: datetime) -> Iterator[VisitDue]:
    dosed_on, today = state.local_date(given_at(who)), state.local_date(at)
    ends = [milestone.on for milestone in (who.died, who.withdrawn) if milestone is not None]
    held = {visit.id: _done(state, who.number, visit) for visit in state.protocol.visits}
    course = Course(
        dosed_at=given_at(who),
        zone=ZoneInfo(state.zone),
        done={name: done for name, (done, _) in held.items() if done is not None},
        ended=min(ends, default=None),
        last_seen=max((e.on for e in state.forms_of(who.number)), default=None),
    )
    for visit in state.protocol.visits:
        missing = held[visit.id][1]
        opens, closes = visit.dates(dosed_on)
        status = visit_status(visit, course, at=at)
        yield VisitDue(
            participant=who.number,
            visit=visit.id,
            status=status,
            opens=opens,
            planned=visit.planned_date(dosed_on),
            closes=closes,
            days_left=(closes - today).days,
            missing_forms=missing,
        )


def _done(
    state: TrialState, participant: str, visit: Visit
) -> tuple[datetime | None, tuple[str, ...]]:
    """When a visit took place if all its forms are entered, and which are missing."""
    entries = [state.forms.get((participant, visit.id, form)) for form in visit.forms]
    missing = tuple(f for f, e in zip(visit.forms, entries, strict=True) if e is None)
    held = [entry.on for entry in entries if entry is not None]
    return (min(held) if held and not missing else None), missing


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for a person: what, about whom (a number), and who can do it."""

    what: Reason
    subject: str
    permission: str


def tasks(state: TrialState, at: datetime) -> tuple[Task, ...]:
    """What waits for somebody at ``at``: verdicts, values to judge, windows, signatures."""
    parts = [state.of_part(name) for name in state.parts]
    return (
        *_verdicts(state),
        *_values(state),
        *(task for part in parts for task in _assessments(part, at)),
        *(task for part in parts for task in _signatures(part)),
    )


def _values(state: TrialState) -> Iterator[Task]:
    for one in unjudged_labs(state):
        value = f"{one.value} {one.unit}" if one.unit != "1" else str(one.value)
        what = Reason.of(
            "task.judge_value",
            participant=one.participant,
            item=one.item,
            term=one.term,
            value=value,
            grade=one.grade,
        )
        yield Task(what, one.participant, "value.judge")


def _verdicts(state: TrialState) -> Iterator[Task]:
    for found in candidates(state):
        if found.status == judged.PENDING:
            what = Reason.of(
                "task.adjudicate", participant=found.participant, candidate=found.number
            )
            yield Task(what, found.number, "candidate.adjudicate")


def _assessments(state: TrialState, at: datetime) -> Iterator[Task]:
    today = state.local_date(at)
    for found in outcomes(state):
        who = state.participants[found.participant]
        # A participant who waits for nothing but the response has no window to be assessed.
        is_open = found.result == PENDING and not found.toxicity and who.window is None
        if is_open and today > window_ends(state, who):
            again = who.reopened is not None
            code = "task.assess_window_again" if again else "task.assess_window"
            what = Reason.of(code, participant=who.number)
            yield Task(what, who.number, "window.assess")


def _signatures(state: TrialState) -> Iterator[Task]:
    newest = state.newest_decision
    if newest is not None and not newest.is_effective:
        signed = len(newest.signatures)
        what = Reason.of("task.sign_decision", decision=newest.number, signed=signed)
        yield Task(what, newest.number, "decision.sign")

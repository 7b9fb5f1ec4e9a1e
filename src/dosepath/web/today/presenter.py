"""What Today shows, as plain values: the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import (
    Task,
    TrialState,
    VisitDue,
    backfill_notes,
    due,
    recommend,
    reports_due,
    roles_with,
    tasks,
)
from dosepath.web.decision.presenter import open_proposal
from dosepath.web.record.reports import reports_table
from dosepath.web.today.laboratory import labs_table
from dosepath.web.today.undosed import screenings_table, undosed_table
from dosepath.web.ui.table import Cell, Column, Table, Tone


@dataclass(frozen=True)
class Waiting:
    """Something that waits for somebody: the words, where to do it, and who can."""

    text: str
    url: str
    whom: str = ""

    @classmethod
    def enquiries(cls, trial: str, n: int) -> Waiting:
        """New enquiries that nobody has taken."""
        text = wording.text("today.enquiries", n=n)
        return cls(text, reverse("inbox:list", args=[trial]))


@dataclass(frozen=True)
class Day:
    """What a person who reads clinical data finds on Today.

    ``reports`` are those of serious events that were not sent, what is overdue first.

    ``because`` is why the recommendation is what it is, ``missing`` what must come first;
    ``filled`` says of each level that may be backfilled how many places there are.
    ``proposal`` is the decision that is with the committee, if one is.
    """

    reports: Table
    visits: Table
    waiting: tuple[Waiting, ...]
    labs: Table
    undosed: Table
    screenings: Table
    because: tuple[str, ...]
    missing: tuple[str, ...]
    filled: tuple[str, ...]
    is_due: bool
    proposal: str
    is_new: bool

    @property
    def _tables(self) -> tuple[Table, ...]:
        return self.reports, self.visits, self.labs, self.undosed, self.screenings

    @property
    def is_calm(self) -> bool:
        """Whether nothing waits for anybody."""
        return not (self.is_due or self.waiting or any(table.rows for table in self._tables))


def the_day(state: TrialState, trial: str, *, at: datetime, may_record: bool) -> Day:
    """Everything that Today shows of the trial at ``at``."""
    found, proposal = recommend(state, at=at), open_proposal(state, at)
    return Day(
        reports=reports_table(state, reports_due(state), trial=trial, at=at, may_record=may_record),
        visits=visits_table(state, trial, at),
        waiting=waiting_tasks(state, trial, at),
        labs=labs_table(state, trial, at=at, may_record=may_record),
        undosed=undosed_table(state, trial, at),
        screenings=screenings_table(state, trial, at),
        because=wording.say_all(found.because),
        missing=wording.say_all(found.missing),
        filled=wording.say_all(backfill_notes(state, at)),
        is_due=found.is_decision_due,
        proposal="" if proposal is None else proposal.number,
        is_new=not state.participants and not state.screenings,
    )


def waiting_tasks(state: TrialState, trial: str, at: datetime) -> tuple[Waiting, ...]:
    """Adjudications, assessments and signatures that wait, and a decision that is due."""
    return tuple(_waiting(task, trial) for task in tasks(state, at))


def _waiting(task: Task, trial: str) -> Waiting:
    roles = [wording.label(f"role.{role}") for role in roles_with(task.permission)]
    return Waiting(wording.say(task.what), _task_url(task, trial), wording.joined(roles, "en"))


def _task_url(task: Task, trial: str) -> str:
    """Where a task is done, by the permission that it takes."""
    if task.permission == "candidate.adjudicate":
        return reverse("safety:candidate", args=[trial, task.subject])
    if task.permission == "decision.sign":
        return reverse("decision:decision", args=[trial, task.subject])
    if task.permission == "value.judge":
        return reverse("followup:value", args=[trial, task.subject, task.what["item"]])
    return reverse("followup:participant", args=[trial, task.subject])


def visits_table(state: TrialState, trial: str, at: datetime) -> Table:
    """Visits due and overdue: who, what, until when, how long, what is left to enter."""
    titles = ("participant", "visit", "status", "missing", "window")
    columns = tuple(Column(wording.label(f"today.{title}")) for title in titles)
    rows = tuple(_visit_row(visit, state, trial=trial) for visit in due(state, at))
    return Table(wording.label("today.visits"), columns, rows)


def _visit_row(visit: VisitDue, state: TrialState, *, trial: str) -> tuple[Cell, ...]:
    page = reverse("followup:participant", args=[trial, visit.participant])
    form = visit.missing_forms[0] if visit.missing_forms else ""
    where = [trial, visit.participant, visit.visit, form]
    left = wording.text("today.forms_left", n=len(visit.missing_forms))
    return (
        Cell(visit.participant, href=page),
        Cell(visit_title(state, visit.visit)),
        Cell(_days_left(visit.days_left), tone=_tone(visit.days_left)),
        Cell(left, href=reverse("followup:form", args=where) if form else ""),
        Cell(window_text(visit)),
    )


def visit_title(state: TrialState, visit: str) -> str:
    """A visit as the study file names it."""
    titles = {found.id: dict(found.title).get("en", found.id) for found in state.protocol.visits}
    return titles.get(visit, visit)


def window_text(visit: VisitDue) -> str:
    """``7 Nov to 21 Nov 2026``; one date when the window is one day."""
    closes = wording.date_text(visit.closes)
    if visit.closes == visit.opens:
        return closes
    opens = wording.date_text(visit.opens, year=visit.opens.year != visit.closes.year)
    return wording.text("today.from_to", opens=opens, closes=closes)


def _days_left(days: int) -> str:
    if days < 0:
        return wording.text("today.overdue", n=-days)
    return wording.text("today.days_left", n=days) if days else wording.label("today.last_day")


def _tone(days: int) -> Tone:
    if days < 0:
        return "stop"
    return "warn" if days == 0 else "info"


def held_table(state: TrialState, trial: str, at: datetime) -> Table:
    """The places held in the open cohorts of all parts, for those who prepare the product."""
    parts = [state.of_part(name) for name in state.parts]
    titles = ("place", "participant", "dose", "until")
    columns = tuple(Column(wording.label(f"today.held_{title}")) for title in titles)
    zone = ZoneInfo(state.zone)
    rows = tuple(
        (
            Cell(slot.number),
            Cell(slot.participant, href=reverse("dosing:product", args=[trial, slot.participant])),
            Cell(wording.dose_text(seen.protocol.dose(slot.level))),
            Cell(wording.moment_text(slot.expires.astimezone(zone))),
        )
        for seen in parts
        for slot in seen.held_slots(at)
        if slot.status == "reserved"
    )
    empty = wording.text("today.held_empty")
    return Table(wording.label("today.held"), columns, rows, empty)

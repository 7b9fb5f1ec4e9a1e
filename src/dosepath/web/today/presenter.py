"""What Today shows, as plain values: the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import Task, TrialState, VisitDue, due, roles_with, tasks
from dosepath.rule import Reason
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
    return reverse("followup:participant", args=[trial, task.subject])


def decision_lines(
    because: Iterable[Reason], missing: Iterable[Reason], *, say: Callable[[Reason], str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences of a recommendation: why, and what is missing, each said once."""
    return tuple(dict.fromkeys(map(say, because))), tuple(dict.fromkeys(map(say, missing)))


def visits_table(state: TrialState, trial: str, at: datetime) -> Table:
    """Visits due and overdue: who, what, until when, how long, what is left to enter."""
    label = wording.label
    columns = (
        Column(label("today.participant")),
        Column(label("today.visit")),
        Column(label("today.window")),
        Column(label("today.status")),
        Column(label("today.missing")),
    )
    rows = tuple(_visit_row(visit, state, trial=trial) for visit in due(state, at))
    return Table(label("today.visits"), columns, rows)


def _visit_row(visit: VisitDue, state: TrialState, *, trial: str) -> tuple[Cell, ...]:
    url = reverse("followup:participant", args=[trial, visit.participant])
    titles = {found.id: dict(found.title).get("en", found.id) for found in state.protocol.visits}
    window = wording.date_text(visit.opens, "en")
    if visit.closes != visit.opens:
        window = f"{window} – {wording.date_text(visit.closes, 'en')}"
    return (
        Cell(visit.participant, href=url),
        Cell(titles.get(visit.visit, visit.visit)),
        Cell(window),
        Cell(_days_left(visit.days_left), tone=_tone(visit.days_left)),
        Cell(str(len(visit.missing_forms)), number=True),
    )


def _days_left(days: int) -> str:
    if days < 0:
        return wording.text("today.overdue", n=-days)
    return wording.text("today.days_left", n=days) if days else wording.text("today.last_day")


def _tone(days: int) -> Tone:
    if days < 0:
        return "stop"
    return "warn" if days == 0 else "info"

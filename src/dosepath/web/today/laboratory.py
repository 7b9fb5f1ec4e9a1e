"""Laboratory values that became worse by a grade in the last days, and what to do about each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.http import urlencode

from dosepath import wording
from dosepath.conduct import TrialState, Worsened, reported_as, worsened_labs
from dosepath.web.ui.table import Cell, Column, Table

NEW_FOR = timedelta(days=7)
"""How long a worsened value is news, counted from its entry or correction."""


def labs_table(state: TrialState, trial: str, *, at: datetime, may_record: bool) -> Table:
    """Worsened values entered lately: value, grades from and to, the rule, and the next step."""
    titles = ("participant", "value", "grades", "rule", "sampled", "next")
    columns = tuple(Column(wording.label(f"today.lab_{name}")) for name in titles)
    entered = entry_times(state)
    new = [one for one in worsened_labs(state) if entered[one.seq] >= at - NEW_FOR]
    rows = tuple(_row(one, state, trial=trial, may_record=may_record) for one in new)
    caption = wording.text("today.labs_caption", days=NEW_FOR.days)
    return Table(caption, columns, rows)


def entry_times(state: TrialState) -> dict[int, datetime]:
    """When each form entry and correction was stored, by its number in the log."""
    stamps = [entry.stamp for entry in state.forms.values()]
    stamps += [change.stamp for entry in state.forms.values() for change in entry.corrections]
    return {stamp.seq: stamp.recorded_at for stamp in stamps}


def _row(one: Worsened, state: TrialState, *, trial: str, may_record: bool) -> tuple[Cell, ...]:
    page = reverse("followup:participant", args=[trial, one.participant])
    grades = wording.text("today.lab_from_to", before=one.before, grade=one.grade)
    if one.baseline_grade != one.before:
        grades += " " + wording.text("today.lab_baseline", grade=one.baseline_grade)
    day = state.study_day(one.participant, one.on)
    sampled = wording.day_text(state.local_date(one.on), day or 0, year=True)
    return (
        Cell(one.participant, href=page),
        Cell(f"{one.term}: {wording.quantity_text(one.value, one.unit)}"),
        Cell(grades, tone="stop" if one.grade >= 3 else "warn"),
        Cell(wording.say(one.rule) if one.rule else "–"),
        Cell(sampled),
        _next(one, state, trial=trial, may_record=may_record),
    )


def _next(one: Worsened, state: TrialState, *, trial: str, may_record: bool) -> Cell:
    """The adverse event that says this already, or the way to record one."""
    event = reported_as(state, one)
    if event is not None:
        page = reverse("followup:event", args=[trial, one.participant, event.number])
        return Cell(wording.text("today.lab_reported", number=event.number), href=page)
    if not may_record:
        return Cell(wording.label("today.lab_not_reported"))
    page = reverse("followup:report_event", args=[trial, one.participant])
    query = urlencode([("item", one.item), ("seq", one.seq)])
    return Cell(wording.label("today.lab_report"), href=f"{page}?{query}")

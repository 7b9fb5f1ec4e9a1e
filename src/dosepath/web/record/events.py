"""Adverse events as tables: of everyone, or of one participant."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import AdverseEvent, TrialState, candidates
from dosepath.web.record.entry import by_whom
from dosepath.web.record.log import report_value
from dosepath.web.ui.table import Cell, Column, Fact, Table, Tone

VERDICT_TONES: dict[str, Tone] = {
    "pending": "warn",
    "dlt": "stop",
    "not_dlt": "good",
    "not_evaluable": "info",
}
SHOWN = (
    "term",
    "verbatim",
    "grade",
    "baseline_grade",
    "attribution",
    "onset",
    "serious",
    "aware_at",
    "outcome",
    "resolved",
    "other_causes",
    "details",
)


def events_table(state: TrialState, trial: str, *, only: str = "") -> Table:
    """Adverse events, the latest onset first; those of one participant with ``only``."""
    verdicts = {found.number: found.status for found in candidates(state)}
    found = [event for event in state.adverse_events.values() if only in ("", event.participant)]
    found.sort(key=lambda event: event.report.onset, reverse=True)
    rows = tuple(_row(event, state, trial, verdicts.get(event.number, "")) for event in found)
    titles = ("number", "who", "term", "grade", "onset", "related", "ends", "dlt")
    columns = tuple(Column(wording.label(f"followup.event_{name}")) for name in titles)
    empty = wording.text("followup.no_events")
    return Table(wording.label("followup.events"), columns, rows, empty)


def _row(event: AdverseEvent, state: TrialState, trial: str, verdict: str) -> tuple[Cell, ...]:
    report, who = event.report, event.participant
    term = wording.text("followup.serious", term=report.term) if report.serious else report.term
    grade = str(report.grade)
    if report.baseline_grade:
        grade = wording.text("followup.grade_from", grade=grade, before=report.baseline_grade)
    ends = _day(state, who, report.resolved) if report.resolved else ""
    outcome = report_value("outcome", report.outcome)
    return (
        Cell(event.number, href=reverse("followup:event", args=[trial, who, event.number])),
        Cell(who, href=reverse("followup:participant", args=[trial, who])),
        Cell(term),
        Cell(grade, tone="stop" if report.grade >= 3 else ""),
        Cell(_day(state, who, report.onset)),
        Cell(wording.label(report.attribution)),
        Cell(f"{outcome}, {ends}" if ends else outcome),
        Cell(wording.label(verdict), tone=VERDICT_TONES[verdict]) if verdict else Cell("–"),
    )


def _day(state: TrialState, who: str, moment: datetime) -> str:
    day, on = state.study_day(who, moment), state.local_date(moment)
    return wording.date_text(on) if day is None else wording.day_text(on, day, year=True)


def event_facts(event: AdverseEvent, state: TrialState) -> tuple[Fact, ...]:
    """What is said about an adverse event now."""
    said = event.report.to_json()
    found = [
        Fact(wording.label(f"report_event.{name}"), (report_value(name, said[name]),))
        for name in SHOWN
        if said[name] not in (None, "", [], {})
    ]
    who = by_whom(event.changed, ZoneInfo(state.zone))
    return (*found, Fact(wording.label("followup.last_said"), (who,)))

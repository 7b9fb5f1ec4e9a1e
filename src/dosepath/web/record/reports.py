"""Reports of serious events as a table: what is overdue first, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import ReportDue, TrialState, reports_of
from dosepath.rule import Reason
from dosepath.web.ui.table import Cell, Column, Table, Tone


def reports_table(
    state: TrialState,
    reports: Iterable[ReportDue],
    *,
    trial: str,
    at: datetime,
    may_record: bool = False,
) -> Table:
    """By when each report must be there and to whom: what is overdue first, what was sent last."""
    titles = ("event", "who", "report_to", "report_state", "aware")
    names = (*titles, "report_next") if may_record else titles
    columns = tuple(Column(wording.label(f"safety.{name}")) for name in names)
    found = sorted(reports, key=lambda one: (one.sent is not None, one.due))
    rows = []
    for one in found:
        shown = _row(one, state, trial=trial, at=at)
        rows.append((*shown, _next(one, trial)) if may_record else shown)
    empty = wording.text("safety.no_clocks")
    return Table(wording.label("safety.clocks"), columns, tuple(rows), empty)


def reports_of_event(state: TrialState, event: str) -> tuple[ReportDue, ...]:
    """The reports that one adverse event asks for."""
    return tuple(one for one in reports_of(state) if one.event == event)


def _row(one: ReportDue, state: TrialState, *, trial: str, at: datetime) -> tuple[Cell, ...]:
    page = reverse("followup:event", args=[trial, one.participant, one.event])
    who = reverse("followup:participant", args=[trial, one.participant])
    zone = ZoneInfo(state.zone)
    said, tone = standing_of(one, at=at, zone=zone)
    return (
        Cell(one.event, href=page),
        Cell(one.participant, href=who),
        Cell(one.to),
        Cell(wording.say(said), tone=tone, assumed=one.is_assumed),
        Cell(wording.moment_text(one.aware.astimezone(zone))),
    )


def standing_of(one: ReportDue, *, at: datetime, zone: ZoneInfo) -> tuple[Reason, Tone]:
    """Whether a report is overdue, still to be sent, or sent, and how that is coloured."""
    until = one.due.astimezone(zone).isoformat()
    if one.sent is None:
        if one.is_overdue(at):
            return Reason.of("report_due.overdue", since=until), "stop"
        return Reason.of("report_due.running", until=until), "warn"
    on = one.sent.astimezone(zone).isoformat()
    if one.was_late:
        return Reason.of("report_due.late", on=on, until=until), "warn"
    return Reason.of("report_due.sent", on=on), "good"


def _next(one: ReportDue, trial: str) -> Cell:
    where = [trial, one.participant, one.event, one.clock]
    code = "report_sent.to" if one.sent is None else "report_sent.again_link"
    return Cell(wording.label(code), href=reverse("followup:report_sent", args=where))

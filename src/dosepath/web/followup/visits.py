"""The forms of every visit, with what is entered and what is not."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import VisitDue, visits_of
from dosepath.schedule import Visit, VisitStatus
from dosepath.web.followup.presenter import Case
from dosepath.web.record.items import form_title, still_missing
from dosepath.web.today.presenter import visit_title, window_text
from dosepath.web.ui.table import Tone

_TONES: dict[VisitStatus, Tone] = {
    VisitStatus.DUE: "info",
    VisitStatus.OVERDUE: "stop",
    VisitStatus.MISSED: "warn",
    VisitStatus.DONE: "good",
    VisitStatus.DONE_OUT_OF_WINDOW: "warn",
}


@dataclass(frozen=True)
class FormLink:
    """A form of a visit: its title, where it leads, and how far it is entered."""

    title: str
    url: str
    state: str
    is_entered: bool


@dataclass(frozen=True)
class VisitRow:
    """A visit: its window, how it stands, and its forms."""

    title: str
    window: str
    status: str
    tone: Tone
    help: str
    forms: tuple[FormLink, ...]


def visit_rows(case: Case, *, may_record: bool) -> tuple[VisitRow, ...]:
    """Every visit in the order of the calendar; before dosing those that come before it."""
    known = {visit.visit: visit for visit in visits_of(case.state, case.who.number, at=case.at)}
    return tuple(
        _row(case, visit, known.get(visit.id), may_record=may_record)
        for visit in case.state.protocol.visits
        if case.who.is_dosed or visit.day < 0
    )


def _row(case: Case, visit: Visit, due: VisitDue | None, *, may_record: bool) -> VisitRow:
    forms = tuple(_form(case, visit, name, may_record=may_record) for name in visit.forms)
    title = visit_title(case.state, visit.id)
    if due is None:
        return VisitRow(title, "–", "", "", "", forms)
    code = due.status.value
    return VisitRow(
        title,
        window_text(due),
        wording.label(f"schedule.status.{code}"),
        _TONES.get(due.status, "none"),
        wording.label(f"schedule.status_help.{code}"),
        forms,
    )


def _form(case: Case, visit: Visit, name: str, *, may_record: bool) -> FormLink:
    state, form = case.state, case.state.protocol.forms[name]
    entry = state.forms.get((case.who.number, visit.id, name))
    where = [case.trial, case.who.number, visit.id, name]
    if entry is None:
        page = reverse("followup:form", args=where) if may_record else ""
        return FormLink(form_title(form), page, wording.label("followup.form_open"), False)
    missing = len(still_missing(form, entry.items))
    said = wording.text("followup.form_missing", n=missing) if missing else ""
    if entry.corrections:
        said = f"{said} {wording.text('followup.form_corrected', n=len(entry.corrections))}".strip()
    return FormLink(form_title(form), reverse("followup:entry", args=where), said, True)

"""The participants as plain values: the list, and what stands at the top of one's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import (
    Participant,
    TrialState,
    VisitDue,
    candidates,
    outcome,
    unjudged_labs,
    visits_of,
    window_ends,
)
from dosepath.schedule import VisitStatus
from dosepath.web.access import part_name
from dosepath.web.record.items import form_title, still_missing
from dosepath.web.today.presenter import visit_title, window_text
from dosepath.web.ui.table import Cell, Column, Fact, Table, Tone

WAITING = (VisitStatus.DUE, VisitStatus.OVERDUE)


@dataclass(frozen=True)
class Case:
    """Whose page it is, in which trial, at which moment (aware)."""

    state: TrialState
    who: Participant
    trial: str
    at: datetime


@dataclass(frozen=True)
class OpenItem:
    """Something about a participant that is not finished, and where to finish it."""

    text: str
    url: str = ""


def participants_table(state: TrialState, trial: str, at: datetime) -> Table:
    """Everyone who was enrolled, the newest first."""
    titles = ("group", "level", "day", "counts", "next", "open")
    columns = (
        Column(wording.label("followup.list_number")),
        *((Column(wording.label("part.label")),) if state.protocol.parts else ()),
        *(Column(wording.label(f"followup.list_{name}")) for name in titles),
    )
    rows = tuple(
        _listed(Case(state, who, trial, at))
        for who in sorted(state.participants.values(), key=lambda who: who.number, reverse=True)
    )
    empty = wording.text("followup.nobody")
    return Table(wording.label("followup.participants"), columns, rows, empty)


def _listed(case: Case) -> tuple[Cell, ...]:
    state, who, n = case.state, case.who, len(open_items(case))
    part = part_name(state, who.part)
    return (
        Cell(who.number, href=reverse("followup:participant", args=[case.trial, who.number])),
        *((Cell(part),) if part else ()),
        Cell(group_text(state, who.group)),
        Cell(str(who.dosing.level) if who.dosing else "–"),
        Cell(day_words(case)),
        Cell(*_counts_as(state, who)),
        Cell(next_visit(case)),
        Cell(wording.text("followup.n_open", n=n), tone="warn") if n else Cell("–"),
    )


def group_text(state: TrialState, group: str) -> str:
    """The group's name as the study file gives it, else its code."""
    groups = getattr(state.protocol.population, "groups", ()) or ()
    found = next((one for one in groups if one.id == group), None)
    return f"{found.title.get('en', group)} ({group})" if found else group


def day_words(case: Case) -> str:
    """The study day, or that the participant was not dosed."""
    state, who = case.state, case.who
    for code, end in (("died", who.died), ("withdrawn", who.withdrawn)):
        if end is not None:
            day = state.study_day(who.number, end.on)
            return wording.text(f"followup.{code}_on", day=day)
    day = state.study_day(who.number, case.at)
    if day is None:
        return wording.label("followup.not_dosed")
    return wording.text("followup.on_day", day=day)


def _counts_as(state: TrialState, who: Participant) -> tuple[str, str, Tone]:
    found = outcome(state, who.number)
    if found is None:
        return "–", "", ""
    tones: dict[str, Tone] = {"dlt": "stop", "pending": "info", "not_evaluable": "warn"}
    return wording.label(found.result), "", tones.get(found.result, "good")


def next_visit(case: Case) -> str:
    """The first visit that is due, overdue or to come; a dash when there is none."""
    visit = next_due(case)
    if visit is None:
        return "–"
    status = wording.label(f"schedule.status.{visit.status.value}").lower()
    return wording.text(
        "followup.next_visit",
        visit=visit_title(case.state, visit.visit),
        status=status,
        window=window_text(visit),
    )


def next_due(case: Case) -> VisitDue | None:
    """The visit behind :func:`next_visit`."""
    open_to = (*WAITING, VisitStatus.UPCOMING)
    visits = visits_of(case.state, case.who.number, at=case.at)
    return next((visit for visit in visits if visit.status in open_to), None)


def facts(case: Case) -> tuple[Fact, ...]:
    """What the ward round asks first."""
    state, who = case.state, case.who
    label, zone = wording.label, ZoneInfo(state.zone)
    part = part_name(state, who.part)
    found = [
        *((Fact(label("part.label"), (part,)),) if part else ()),
        Fact(label("followup.group"), (group_text(state, who.group),)),
        Fact(label("followup.study_day"), (day_words(case),)),
    ]
    if who.dosing is not None:
        dosing = who.dosing
        dose = wording.text("followup.dose_at", level=dosing.level, dose=dosing.dose)
        given = wording.moment_text(dosing.given_at.astimezone(zone))
        outside = wording.text("followup.outside_gate") if dosing.outside_gate else ""
        found.append(Fact(label("followup.dose"), (dose, given), note=outside))
        found.append(_window_fact(state, who))
        found.append(Fact(label("followup.next"), (next_visit(case),)))
    for code, end in (("transplanted", who.transplanted), ("died", who.died)):
        if end is not None:
            on = wording.moment_text(end.on.astimezone(zone))
            day = wording.text("followup.on_day", day=state.study_day(who.number, end.on))
            found.append(Fact(label(f"followup.{code}"), (f"{on}, {day}",), note=end.detail))
    return tuple(found)


def _window_fact(state: TrialState, who: Participant) -> Fact:
    result = outcome(state, who.number)
    ends = wording.text("followup.window_ends", on=window_ends(state, who).isoformat())
    counts = wording.say(result.because) if result else ""
    return Fact(wording.label("followup.window"), (ends, counts))


def open_items(case: Case) -> tuple[OpenItem, ...]:
    """Visits to enter, answers that are missing, events to judge, a window to assess."""
    found = [*_visits_open(case), *_answers_open(case)]
    for one in candidates(case.state):
        if one.participant == case.who.number and one.status == "pending":
            text = wording.text("followup.judge_open", candidate=one.number)
            url = reverse("safety:candidate", args=[case.trial, one.number])
            found.append(OpenItem(text, url))
    for value in unjudged_labs(case.state, case.who.number):
        url = reverse("followup:value", args=[case.trial, case.who.number, value.item])
        text = wording.text("followup.value_open", term=value.term, grade=value.grade)
        found.append(OpenItem(text, url))
    if window_is_over(case):
        url = reverse("followup:window", args=[case.trial, case.who.number])
        found.append(OpenItem(wording.text("followup.window_open"), url))
    return tuple(found)


def _visits_open(case: Case) -> list[OpenItem]:
    state, page = case.state, [case.trial, case.who.number]
    return [
        OpenItem(
            wording.text(
                "followup.visit_open",
                visit=visit_title(state, visit.visit),
                n=len(visit.missing_forms),
                status=wording.label(f"schedule.status.{visit.status.value}").lower(),
            ),
            reverse("followup:form", args=[*page, visit.visit, visit.missing_forms[0]]),
        )
        for visit in visits_of(state, case.who.number, at=case.at)
        if visit.status in WAITING and visit.missing_forms
    ]


def _answers_open(case: Case) -> list[OpenItem]:
    state, found = case.state, []
    for entry in state.forms_of(case.who.number):
        form = state.protocol.forms[entry.form]
        missing = still_missing(form, entry.items)
        if missing:
            names = {"form": form_title(form), "visit": visit_title(state, entry.visit)}
            text = wording.text("followup.answers_open", items=missing, **names)
            where = [case.trial, case.who.number, entry.visit, entry.form]
            found.append(OpenItem(text, reverse("followup:entry", args=where)))
    return found


def window_is_over(case: Case) -> bool:
    """Whether the DLT window has passed and nobody has assessed it yet."""
    state, who = case.state, case.who
    found = outcome(state, who.number)
    if found is None or found.result != "pending" or who.window is not None:
        return False
    return state.local_date(case.at) > window_ends(state, who)

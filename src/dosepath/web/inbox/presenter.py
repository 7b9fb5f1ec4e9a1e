"""The inbox as plain values: the list, and one enquiry with its story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import store, wording
from dosepath.web.access import Seat
from dosepath.web.inbox.waiting import CLOSED, OPEN, STATES, Waiting, waiting_of
from dosepath.web.ui.table import Cell, Column, Fact, Table

GROUPS: Mapping[str, tuple[str, ...]] = {"open": OPEN, "closed": CLOSED, "all": tuple(STATES)}
FIELDS = ("name", "email", "phone", "writer", "language", "time", "message")
# What is done to go on with an enquiry; the other moves close it.
ONWARD = ("contacted", "prescreened", "invited", "consented", "enrolled")
_CODED = {"writer": "public.writer", "time": "public.time", "language": "ui.language"}


@dataclass(frozen=True)
class Step:
    """A move that may be made: its words, and the page on which it is made."""

    label: str
    url: str
    is_onward: bool


@dataclass(frozen=True)
class Note:
    """A note of the team and who wrote it when."""

    lines: tuple[str, ...]
    by: str


def states_of(wanted: str) -> tuple[str, ...]:
    """The states of a filter: a group, one state, or (anything else) the open ones."""
    return GROUPS.get(wanted) or ((wanted,) if wanted in STATES else OPEN)


def choices() -> tuple[tuple[str, str], ...]:
    """What the list can be filtered by: groups, then states."""
    groups = [(group, wording.label(f"inbox.{group}")) for group in GROUPS]
    return (*groups, *((state, wording.label(f"enquiry.{state}")) for state in STATES))


def find(seat: Seat, states: Iterable[str] = ()) -> tuple[store.EnquirySummary, ...]:
    """Enquiries about this trial: open ones by age, then the closed, the newest first."""
    found = store.list_enquiries(seat.trial, states=states)
    still = [one for one in found if one.state in OPEN]
    return (*still, *(one for one in reversed(found) if one.state in CLOSED))


def waiting(seat: Seat, one: store.EnquirySummary) -> Waiting | None:
    """How long this one has waited."""

    def last_step() -> datetime:
        return store.moves_of(one.reference)[-1].at

    return waiting_of(one, at=seat.at, zone=seat.zone, last_step=last_step)


def list_table(seat: Seat, rows: Iterable[store.EnquirySummary], *, empty: str) -> Table:
    """Reference, waiting, state, who answers, language, received."""
    titles = ("reference", "age", "state", "owner", "language", "received")
    columns = tuple(Column(wording.label(f"inbox.{title}")) for title in titles)
    made = tuple(_row(seat, one) for one in rows)
    return Table(wording.label("inbox.table"), columns, made, wording.text(empty))


def _row(seat: Seat, one: store.EnquirySummary) -> tuple[Cell, ...]:
    waits = waiting(seat, one)
    return (
        Cell(one.reference, href=reverse("inbox:enquiry", args=[seat.trial, one.reference])),
        Cell(waits.text, tone=waits.tone) if waits else Cell("–"),
        Cell(wording.label(f"enquiry.{one.state}")),
        Cell(one.assigned_to or wording.label("inbox.nobody")),
        Cell(wording.label(f"ui.language.{one.language}")),
        Cell(wording.date_text(one.received_at.astimezone(seat.zone).date())),
    )


def stands(one: store.EnquirySummary) -> str:
    """Where an enquiry stands, in a sentence."""
    if one.state == "new":
        return wording.text("inbox.stands_new")
    code = "owned" if one.assigned_to and one.state in OPEN else "unowned"
    state = f"enquiry.{one.state}"
    return wording.text(f"inbox.stands_{code}", state=state, owner=one.assigned_to)


def facts(seat: Seat, one: store.EnquirySummary) -> tuple[Fact, ...]:
    """What is known of an enquiry besides what the person wrote."""
    label, waits = wording.label, waiting(seat, one)
    found = [Fact(label("inbox.received"), (_moment(one.received_at, seat.zone),))]
    if waits:
        found.append(Fact(label("inbox.age"), (waits.full,)))
    found.append(Fact(label("inbox.owner"), (one.assigned_to or label("inbox.nobody"),)))
    if one.attempts:
        found.append(
            Fact(label("inbox.contacts"), (wording.text("inbox.attempts", n=one.attempts),))
        )
    if one.reason_code:
        found.append(Fact(label("inbox.reason"), (reason_text(one.reason_code),)))
    if one.screening:
        found.append(Fact(label("inbox.screening"), (one.screening,)))
    return tuple(found)


def written(fields: Mapping[str, str]) -> tuple[Fact, ...]:
    """What the person wrote, field by field."""
    labels = {"language": "answer_in"}
    return tuple(
        Fact(wording.label(f"inbox.{labels.get(name, name)}"), _lines(_worded(name, fields[name])))
        for name in FIELDS
        if fields.get(name)
    )


def _worded(name: str, value: str) -> str:
    code = f"{_CODED.get(name, '')}.{value}"
    return wording.label(code) if wording.has_label(code) else value


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.splitlines()) or ("",)


def consents(story: Sequence[Any]) -> tuple[Fact, ...]:
    """The statements agreed to, in the words that were shown."""
    return tuple(
        Fact(_consent_name(one), _lines(one.get("text") or "–"))
        for one in story[0].enquiry.consents
    )


def _consent_name(one: Mapping[str, str]) -> str:
    return wording.text(
        "inbox.consent_line",
        version=one["version"],
        language=f"ui.language.{one['language'] or 'en'}",
    )


def notes(written_by_team: Iterable[Mapping[str, str]], zone: ZoneInfo) -> tuple[Note, ...]:
    """The team's notes, the oldest first."""
    return tuple(
        Note(_lines(one["text"]), wording.text("inbox.note_by", by=one["by"], at=_at(one, zone)))
        for one in written_by_team
    )


def _at(note: Mapping[str, str], zone: ZoneInfo) -> str:
    return datetime.fromisoformat(note["at"]).astimezone(zone).isoformat()


def story_table(story: Sequence[Any], zone: ZoneInfo) -> Table:
    """Every move: when, what it became, by whom, why."""
    titles = ("when", "became", "who", "reason")
    columns = tuple(Column(wording.label(f"inbox.{title}")) for title in titles)
    rows = tuple(
        (
            Cell(_moment(move.at, zone)),
            Cell(wording.label(f"enquiry.{move.after}")),
            Cell(_by_whom(move)),
            Cell(reason_text(move.reason_code)),
        )
        for move in story
    )
    return Table(wording.label("inbox.story"), columns, rows)


def _by_whom(move: Any) -> str:
    role = f"role.{move.role}"
    if not wording.has_label(role):  # the public page is nobody's role
        return str(move.actor)
    return wording.text("inbox.by_whom", actor=move.actor, role=role)


def reason_text(code: str) -> str:
    """A reason by its words; a code from elsewhere as it is."""
    known = f"enquiry_reason.{code}"
    return wording.label(known) if wording.has_label(known) else code or "–"


def steps(seat: Seat, one: store.EnquirySummary) -> tuple[Step, ...]:
    """The moves there are from here, other than taking and erasing it."""
    return tuple(
        Step(
            wording.label(f"move.{to}"),
            reverse("inbox:move", args=[seat.trial, one.reference, to]),
            to in ONWARD,
        )
        for to in one.may_become
        if to not in ("assigned", "erased")
    )


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return wording.moment_text(at.astimezone(zone))

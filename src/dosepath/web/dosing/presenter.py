"""The gate as plain values: each condition with its light, its source and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.http import urlencode

from dosepath import wording
from dosepath.conduct import (
    Condition,
    Gate,
    Participant,
    Slot,
    TrialState,
    backfill_notes,
    dosing_gate,
    next_slot_opens,
)
from dosepath.web.access import part_name
from dosepath.web.ui.table import Cell, Column, Fact, Table, Tone

_TONES: dict[str, Tone] = {"green": "good", "red": "stop", "unknown": "warn"}
IDENTITY, PRODUCT = "identity", "product"


@dataclass(frozen=True)
class Shown:
    """A condition: its name, its light in a word, what was found, from where, and what to do."""

    title: str
    light: str
    tone: Tone
    found: str
    source: str
    source_url: str
    time: str
    todo: str
    todo_url: str
    todo_link: str


@dataclass(frozen=True)
class Verdict:
    """The answer first: may this person be dosed now, and if not, how many things say no."""

    text: str
    tone: Tone
    is_open: bool


def verdict(gate: Gate) -> Verdict:
    """The gate in one sentence."""
    if gate.is_open:
        text = wording.text("gate.open_now", participant=gate.participant)
        return Verdict(text, "good", is_open=True)
    red = [one for one in gate.conditions if one.light == "red"]
    unknown = len(gate.closed_by) - len(red)
    text = wording.text("gate.closed_now", participant=gate.participant, n=len(gate.closed_by))
    if not red:
        text = wording.text("gate.unknown_now", participant=gate.participant, n=unknown)
    return Verdict(text, "stop" if red else "warn", is_open=False)


def shown_gate(state: TrialState, gate: Gate, *, trial: str) -> tuple[Shown, ...]:
    """Every condition, in the order in which people check them."""
    return tuple(_shown(state, gate, one, trial=trial) for one in gate.conditions)


def _shown(state: TrialState, gate: Gate, one: Condition, *, trial: str) -> Shown:
    source = wording.text("gate.source", seq=one.source) if one.source is not None else "–"
    log = reverse("audit:log", args=[trial])
    query = urlencode({"subject": gate.participant})
    url = "" if one.is_green else _where(state, gate, one, trial=trial)
    return Shown(
        title=wording.label(one.code),
        light=wording.label(one.light),
        tone=_TONES[one.light],
        found=wording.say(one.reason),
        source=source,
        source_url=f"{log}?{query}" if one.source is not None else "",
        time=time_text(one.time, state),
        todo=wording.say(one.todo) if one.todo is not None else "",
        todo_url=url,
        todo_link=wording.label(f"todo.{one.code}") if url else "",
    )


def _where(state: TrialState, gate: Gate, one: Condition, *, trial: str) -> str:
    """The page on which something can be done about a condition."""
    who = state.participants[gate.participant]
    here = [trial, who.number]
    pages = {
        "consent": ("screening:consent", [trial, who.screening]),
        "eligible": ("screening:screening", [trial, who.screening]),
        "slot": ("dosing:reserve", here),
        "level": ("decision:list", [trial]),
        "candidates": ("safety:list", [trial]),
        "halt": ("safety:list", [trial]),
        IDENTITY: ("dosing:identity", here),
        PRODUCT: ("dosing:product", here),
    }
    if one.code not in pages:
        return ""
    name, arguments = pages[one.code]
    url = reverse(name, args=arguments)
    of_part = one.code == "level" and who.part
    return f"{url}?{urlencode({'part': who.part})}" if of_part else url


def held_slot(state: TrialState, who: Participant, at: datetime) -> Slot | None:
    """The place that a participant holds now; None if none or if it has run out."""
    slot = state.slots.get(who.slot) if who.slot is not None else None
    if slot is None or slot.status != "reserved" or slot.expires <= at:
        return None
    return slot


def what_is_free(state: TrialState, at: datetime) -> tuple[list[str], list[str]]:
    """Which places are free, and for how long one is held; and what speaks against reserving."""
    found = next_slot_opens(state, at)
    hours = state.protocol.reservation_hours
    follows = [wording.text("reserve.hold", hours=hours)]
    filled = list(wording.say_all(backfill_notes(state, at)))
    if found.opens is not None and found.free:
        opens = time_text(found.opens, state)
        free = wording.text("board.next_slot", level=found.level, free=found.free, opens=opens)
        return [free, *filled, *follows], []
    none = "reserve.none_of_escalation" if filled else "reserve.none"
    return [*filled, *follows], [wording.text(none), *wording.say_all(found.because)]


def subject_facts(state: TrialState, who: Participant, at: datetime) -> tuple[Fact, ...]:
    """Who, which group, which place, which dose."""
    label, part = wording.label, part_name(state, who.part)
    facts = [
        Fact(label("dosing.participant"), (who.number,), who.screening),
        *((Fact(label("part.label"), (part,)),) if part else ()),
        Fact(label("dosing.group"), (who.group,)),
    ]
    if who.dosing is not None:
        given = wording.text(
            "dosing.was_given",
            dose=wording.dose_text(who.dosing.dose),
            level=who.dosing.level,
            when=time_text(who.dosing.given_at, state),
        )
        return (*facts, Fact(label("dosing.dose"), (given,)))
    slot = held_slot(state, who, at)
    if slot is None:
        return (*facts, Fact(label("dosing.place"), (label("dosing.no_place"),)))
    until = wording.text("dosing.until", until=time_text(slot.expires, state))
    dose = wording.dose_text(state.protocol.dose(slot.level))
    planned = wording.text("dosing.planned_dose", dose=dose, level=slot.level)
    number = slot.number
    if slot.backfill:
        number = wording.text("backfill.slot", slot=slot.number, level=slot.level)
    place = Fact(label("dosing.place"), (number,), until)
    return (*facts, place, Fact(label("dosing.dose"), (planned,)))


def checks_table(state: TrialState, who: Participant) -> Table:
    """Who confirmed identity and product, and when."""
    titles = ("check", "person", "role", "when", "note")
    columns = tuple(Column(wording.label(f"checks.{title}")) for title in titles)
    rows = tuple(
        (
            Cell(wording.label(one.check)),
            Cell(one.stamp.actor),
            Cell(wording.label(f"role.{one.stamp.role}")),
            Cell(time_text(one.stamp.at, state)),
            Cell(one.note or "–"),
        )
        for one in who.checks
    )
    return Table(wording.label("checks.title"), columns, rows, wording.text("checks.empty"))


def list_table(state: TrialState, at: datetime, *, trial: str, with_gate: bool) -> Table:
    """Who is enrolled and not dosed: level, dose and place; what each still needs.

    Without ``with_gate`` only what the cell laboratory needs to prepare the product.
    """
    titles = ("level", "dose", "place", "until", *(("gate",) if with_gate else ()))
    columns = (
        Column(wording.label("dosing.participant")),
        *((Column(wording.label("part.label")),) if state.protocol.parts else ()),
        *(Column(wording.label(f"dosing.{title}"), number=title == "level") for title in titles),
    )
    page = "dosing:gate" if with_gate else "dosing:product"
    rows = []
    for who in state.participants.values():
        slot = held_slot(state, who, at)
        if who.is_dosed or who.died or who.withdrawn or (slot is None and not with_gate):
            continue
        level = "–" if slot is None else str(slot.level)
        rules, part = state.part_of(who.number).protocol, part_name(state, who.part)
        dose = "–" if slot is None else wording.dose_text(rules.dose(slot.level))
        cells = [
            Cell(who.number, href=reverse(page, args=[trial, who.number])),
            *((Cell(part),) if part else ()),
            Cell(level, number=True),
            Cell(dose),
            Cell("–" if slot is None else slot.number),
            Cell("–" if slot is None else time_text(slot.expires, state)),
        ]
        if with_gate:
            answer = dosing_gate(state, who.number, at=at)
            code = "dosing.gate_open" if answer.is_open else "dosing.gate_closed"
            said = wording.text(code, n=len(answer.closed_by))
            cells.append(Cell(said, tone="good" if answer.is_open else "warn"))
        rows.append(tuple(cells))
    caption, empty = wording.label("dosing.caption"), wording.text("dosing.empty")
    return Table(caption, columns, tuple(rows), empty)


def time_text(at: datetime | None, state: TrialState) -> str:
    """A moment as the site writes it; a dash for none."""
    return wording.moment_text(at.astimezone(ZoneInfo(state.zone))) if at else "–"

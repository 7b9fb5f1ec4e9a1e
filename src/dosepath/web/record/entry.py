"""An entered form as plain values: what is in force, what it was before, who changed it and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from dosepath import wording
from dosepath.conduct import Correction, FormEntry, Stamp, TrialState
from dosepath.schedule import Form, Item, ItemType
from dosepath.web.record.items import form_title, label_of, still_missing, with_unit
from dosepath.web.ui.table import Cell, Column, Table


@dataclass(frozen=True)
class ShownEntry:
    """A form entry: values in force, corrections, what is missing, and where to correct it."""

    visit: str
    form: str
    values: Table
    corrections: Table
    missing: tuple[str, ...]
    when: str
    entered: str


def shown_entry(state: TrialState, entry: FormEntry) -> ShownEntry:
    """Everything that is known about one entered form."""
    form = state.protocol.forms[entry.form]
    zone = ZoneInfo(state.zone)
    return ShownEntry(
        visit=entry.visit,
        form=entry.form,
        values=_values(form, entry),
        corrections=_corrections(state, form, entry),
        missing=still_missing(form, entry.items),
        when=wording.moment_text(entry.on.astimezone(zone)),
        entered=by_whom(entry.stamp, zone),
    )


def by_whom(stamp: Stamp, zone: ZoneInfo) -> str:
    """``coordinator (coordinator), 24 Nov 2026, 09:10 (UTC+8), entry 17``."""
    return wording.text(
        "followup.by_whom",
        actor=stamp.actor,
        role=f"role.{stamp.role}",
        at=stamp.recorded_at.astimezone(zone).isoformat(),
        seq=stamp.seq,
    )


def value_text(item: Item | None, value: object) -> str:
    """A stored value as people read it, with its unit; a dash for none."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        value = "yes" if value else "no"
    text = str(value)
    if item is None:
        return text
    if item.codes and text in item.codes:
        return item.codes[text].get("en", text)
    if text in ("yes", "no"):
        return wording.label(f"schedule.answer.{text}")
    if item.type is ItemType.DATE:
        return wording.date_text(date.fromisoformat(text))
    number, _, unit = text.partition(" ")
    if len(item.units) > 1 and unit in item.units:
        return with_unit(number, unit)
    return with_unit(text, item.unit) if item.unit and not unit else text


def _values(form: Form, entry: FormEntry) -> Table:
    columns = (Column(wording.label("followup.item")), Column(wording.label("followup.value")))
    rows = tuple(
        (Cell(label_of(item)), Cell(value_text(item, entry.items.get(item.id))))
        for item in form.items
    )
    return Table(form_title(form), columns, rows)


def _corrections(state: TrialState, form: Form, entry: FormEntry) -> Table:
    titles = ("item", "old", "new", "why", "who")
    columns = tuple(Column(wording.label(f"followup.{name}")) for name in titles)
    rows = [
        row
        for correction in reversed(entry.corrections)
        for row in _correction(state, form, correction)
    ]
    return Table(wording.label("followup.corrections"), columns, tuple(rows))


def _correction(state: TrialState, form: Form, correction: Correction) -> list[tuple[Cell, ...]]:
    who = by_whom(correction.stamp, ZoneInfo(state.zone))
    found = []
    for name, (old, new) in correction.changes.items():
        item = form.item(name)
        texts = (label_of(item) if item else name, value_text(item, old), value_text(item, new))
        found.append((*map(Cell, texts), Cell(correction.stamp.reason), Cell(who)))
    return found

"""A study's form turned into fields: one for each item, and a unit where there is a choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from dosepath import wording
from dosepath.quantity import Fault, find_unit
from dosepath.schedule import Form, Item, ItemType, Query, read_form

VALUE, UNIT = "value-", "unit-"
LONG_TEXT = 4000


@dataclass(frozen=True)
class Row:
    """An item as it is drawn: its field, its field for the unit if any, the unit if fixed."""

    item: Item
    field: forms.BoundField
    unit: forms.BoundField | None
    fixed_unit: str


@dataclass(frozen=True)
class Typed:
    """An answer as it is typed: its text and, where there is a choice, its unit."""

    text: str
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.text} {self.unit}".strip() if self.text else ""


def typed(form: Form, items: Mapping[str, object]) -> dict[str, Typed]:
    """Stored values as one would type them, by item."""
    found = {}
    for name, entry in read_form(form, items, partial=True).entries.items():
        units = [u for u in entry.item.units if (k := find_unit(u)) and k.code == entry.unit]
        unit = units[0] if units and len(entry.item.units) > 1 else ""
        found[name] = Typed(plain(entry.value), unit)
    return found


def fields_of(form: Form, *, was: Mapping[str, Typed]) -> dict[str, forms.Field]:
    """Django fields by name, in the form's order; ``was`` are values entered before."""
    found: dict[str, forms.Field] = {}
    for item in form.items:
        field, before = _field(item), was.get(item.id, Typed(""))
        field.label, field.help_text = label_of(item), _hint(item)
        field.initial = before.text
        found[VALUE + item.id] = field
        if len(item.units) > 1:
            choices = [(unit, wording.unit_text(unit)) for unit in item.units]
            unit = forms.ChoiceField(choices=choices, required=False)
            unit.label = wording.text("followup.unit_of", item=label_of(item))
            unit.initial = before.unit or item.unit
            found[UNIT + item.id] = unit
    return found


def label_of(item: Item) -> str:
    """The item as the study file calls it."""
    return item.label.get("en", item.id)


def form_title(form: Form) -> str:
    """The form as the study file calls it."""
    return form.title.get("en", form.id)


def plain(value: object) -> str:
    """A stored value as it was typed: ``yes``, ``12.3``, ``<0.2``, ``2026-11-24``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _field(item: Item) -> forms.Field:
    if item.type is ItemType.CODE:
        known = (item.codes or {}).items()
        return _choice([(code, labels.get("en", code)) for code, labels in known])
    if item.type is ItemType.YES_NO:
        words = [(word, wording.label(f"schedule.answer.{word}")) for word in ("yes", "no")]
        return _choice(words)
    if item.type is ItemType.TEXT:
        area = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(required=False, widget=area, max_length=LONG_TEXT)
    kind = {"type": "date"} if item.type is ItemType.DATE else {"inputmode": "decimal"}
    attributes = {**kind, "class": "short", "autocomplete": "off"}
    return forms.CharField(required=False, widget=forms.TextInput(attrs=attributes), max_length=60)


def _choice(known: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[("", wording.label("followup.choose")), *known], required=False
    )


def _hint(item: Item) -> str:
    """What is usual, and whether the item may not stay empty."""
    parts = []
    if item.usual.lowest is not None or item.usual.highest is not None:
        usual = with_unit(str(item.usual), item.unit)
        parts.append(wording.text("followup.usual", usual=usual))
    if item.required:
        parts.append(wording.label("followup.needed"))
    return " ".join(parts)


def unit_words(unit: str) -> str:
    """A unit as printed; a plain ratio has none."""
    return "" if unit == "1" else wording.unit_text(unit)


def with_unit(number: str, unit: str) -> str:
    """A number as typed with its unit: ``159 µmol/L``, ``49%``, ``108 × 10⁹/L``.

    Without the sign, ``108 10⁹/L`` can be read as one number.
    """
    printed = unit_words(unit)
    if not printed or printed == "%":
        return number + printed
    return f"{number} × {printed}" if printed.startswith("10") else f"{number} {printed}"


def read_answers(form: Form, cleaned: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, by item, with its unit where there is a choice; empty items left out."""
    found = {}
    for item in form.items:
        value = str(cleaned.get(VALUE + item.id) or "").strip()
        unit = str(cleaned.get(UNIT + item.id) or "")
        if value:
            found[item.id] = str(Typed(value, unit))
    return found


def said(fault: Fault) -> str:
    """A fault in words: what is wrong, and what is allowed."""
    problem = fault.message[:1].upper() + fault.message[1:]
    code = "followup.fault_allowed" if fault.allowed else "followup.fault"
    return wording.text(code, problem=problem, allowed=fault.allowed)


def asked(form: Form, query: Query) -> tuple[str, str]:
    """The second look at an unusual value: what is asked, and what one ticks if it is right."""
    item = form.item(query.item)
    number, _, unit = query.found.partition(" ")
    values = {
        "item": label_of(item) if item else query.item,
        "found": with_unit(number, unit),
        "usual": query.usual,
    }
    return wording.text("followup.unusual", **values), wording.text("followup.is_right", **values)


def still_missing(form: Form, items: Mapping[str, object]) -> tuple[str, ...]:
    """The labels of items that the form still needs."""
    faults = read_form(form, items).faults
    names = [fault.place.path for fault in faults if fault.code.startswith("form.required")]
    return tuple(label_of(item) for name in names if name and (item := form.item(name)))


def rows_of(form: Form, django_form: forms.Form) -> Iterator[Row]:
    """Every item with its fields, in the form's order."""
    for item in form.items:
        name = UNIT + item.id
        unit = django_form[name] if name in django_form.fields else None
        fixed = "" if unit else unit_words(item.unit)
        yield Row(item, django_form[VALUE + item.id], unit, fixed)

"""One answer of a form, read strictly: nothing is guessed, rounded or corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dosepath.quantity import (
    Bounded,
    Fault,
    Interval,
    NumberRefused,
    Place,
    find_unit,
    parse_number,
    ratio,
)
from dosepath.schedule.form import Item, ItemType

LONGEST_TEXT = 4000

Value = Decimal | Bounded | str | bool | date

_REFUSED = {
    "number.decimal_comma": "a decimal comma can be misread; write a decimal point",
    "number.annotated": "only the number belongs here, without a mark or word after it",
    "number.exponent": "write the number out, without an exponent",
    "number.not_a_number": "this is not a number",
    "number.infinite": "this is not a finite number",
    "number.pending": "leave this empty until the result is there",
    "number.word": "this is a word and not a number",
    "number.malformed": "this is not a number",
    "number.too_long": "this number has too many digits",
}


@dataclass(frozen=True)
class Entry:
    """An answer that was accepted.

    ``value`` is a Decimal, a bound (``<0.2``), a code, a truth value, a date or a text;
    ``unit`` is the unit as entered. ``in_unit`` is a number's interval in the item's unit.
    """

    item: Item
    value: Value
    unit: str = ""
    in_unit: Interval | None = None


@dataclass(frozen=True)
class Query:
    """An answer that is possible but unusual: asked about, not refused."""

    item: str
    found: str
    usual: str


class Refusal(Exception):
    """An answer that cannot be stored, as a fault at its item."""

    def __init__(self, item: Item, code: str, message: str, found: str, allowed: str = "") -> None:
        self.fault = Fault(Place(path=item.id), f"form.{code}", message, found, allowed)
        super().__init__(str(self.fault))


def read_entry(item: Item, given: object, *, today: date | None = None) -> Entry | None:
    """The answer ``given`` to ``item``, or None if it is empty. Raises :class:`Refusal`."""
    value, unit = _split(given)
    return _READERS[item.type](item, value, unit, today) if value else None


def queries(entry: Entry) -> Iterator[Query]:
    """What is unusual about an accepted number."""
    if entry.in_unit is not None and not _may_lie(entry.in_unit, entry.item, usual=True):
        usual = f"{entry.item.usual} {entry.item.unit}".strip()
        yield Query(entry.item.id, f"{entry.value} {entry.unit}".strip(), usual)


def _split(given: object) -> tuple[str, str]:
    """The text of the value and the text of the unit."""
    if isinstance(given, Mapping):
        return _split(given.get("value"))[0], str(given.get("unit") or "").strip()
    if isinstance(given, bool):
        return "yes" if given else "no", ""
    return ("" if given is None else str(given).strip()), ""


def _number(item: Item, text: str, unit: str, _today: date | None) -> Entry:
    number, _, written = text.partition(" ")
    if not unit and written and find_unit(written):
        text, unit = number, written.strip()
    try:
        value = parse_number(text)
    except NumberRefused as error:
        allowed = error.allowed if item.bound else "digits with an optional decimal point: 12.3"
        raise Refusal(item, "number", _REFUSED[error.code], text, allowed) from None
    if isinstance(value, Bounded) and not item.bound:
        message = "a bound is no value here; enter the number itself"
        raise Refusal(item, "bound", message, text, "digits with an optional decimal point: 12.3")
    unit = _unit(item, unit, text)
    shown = f"{value} {unit}".strip()
    interval = Interval.of(value)
    if item.unit:
        interval = interval.scaled(ratio(unit or item.unit, item.unit, item.factors))
    if not _may_lie(interval, item, usual=False):
        allowed = f"{item.possible} {item.unit}".strip()
        raise Refusal(item, "impossible", "this value is not possible", shown, allowed)
    return Entry(item, value, unit, interval)


def _unit(item: Item, unit: str, number: str) -> str:
    allowed = " or ".join(item.units or ("no unit",))
    if not unit:
        if len(item.units) > 1:
            raise Refusal(item, "unit_missing", "which unit?", number, allowed)
        return item.unit
    found = find_unit(unit)
    known = {one.code for text in item.units if (one := find_unit(text))}
    if found is None or found.code not in known:
        raise Refusal(item, "unit_unknown", "this unit is not used here", unit, allowed)
    return found.code


def _may_lie(value: Interval, item: Item, *, usual: bool) -> bool:
    """Whether some number that ``value`` stands for lies within the limits."""
    limits = item.usual if usual else item.possible
    below = limits.lowest is not None and value.holds("<", Fraction(limits.lowest)) is True
    above = limits.highest is not None and value.holds(">", Fraction(limits.highest)) is True
    return not (below or above)


def _code(item: Item, text: str, _unit: str, _today: date | None) -> Entry:
    codes = item.codes or {}
    if text not in codes:
        message = "this is not one of the answers"
        raise Refusal(item, "code", message, text, ", ".join(codes))
    return Entry(item, text)


def _yes_no(item: Item, text: str, _unit: str, _today: date | None) -> Entry:
    if text.lower() not in ("yes", "no"):
        raise Refusal(item, "yes_no", "this is neither yes nor no", text, "yes or no")
    return Entry(item, text.lower() == "yes")


def _date(item: Item, text: str, _unit: str, today: date | None) -> Entry:
    allowed = "year-month-day, as in 2026-03-01"
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise Refusal(item, "date", "this is not a date", text, allowed)
    if today is not None and found > today:
        raise Refusal(item, "future", "this date is in the future", text, f"at most {today}")
    return Entry(item, found)


def _text(item: Item, text: str, _unit: str, _today: date | None) -> Entry:
    if len(text) > LONGEST_TEXT:
        message = f"this text is too long: {len(text)} characters"
        raise Refusal(item, "too_long", message, text[:40], f"at most {LONGEST_TEXT} characters")
    hidden = next((one for one in text if not one.isprintable() and one not in "\n\t"), None)
    if hidden:
        message = "this text holds a control character"
        raise Refusal(item, "hidden", message, f"U+{ord(hidden):04X}", "letters, digits, signs")
    return Entry(item, text)


_READERS: dict[ItemType, Callable[[Item, str, str, date | None], Entry]] = {
    ItemType.NUMBER: _number,
    ItemType.CODE: _code,
    ItemType.YES_NO: _yes_no,
    ItemType.DATE: _date,
    ItemType.TEXT: _text,
}

"""One answer of a form, read strictly: nothing is guessed, rounded or corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
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
from dosepath.schedule.form import Item, ItemType, Range

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

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


@dataclass(frozen=True)
class _Answer:
    """What was entered for an item, not yet read."""

    item: Item
    text: str
    unit: str
    today: date | None

    def refused(self, code: str, message: str, allowed: str = "", found: str = "") -> Refusal:
        place = Place(path=self.item.id)
        return Refusal(Fault(place, f"form.{code}", message, found or self.text, allowed))


def read_entry(item: Item, given: object, *, today: date | None = None) -> Entry | None:
    """The answer ``given`` to ``item``, or None if it is empty. Raises :class:`Refusal`."""
    text, unit = _split(given)
    return _READERS[item.type](_Answer(item, text, unit, today)) if text else None


def queries(entry: Entry) -> Iterator[Query]:
    """What is unusual about an accepted number."""
    if entry.in_unit is not None and not _may_lie(entry.in_unit, entry.item.usual):
        usual = f"{entry.item.usual} {entry.item.unit}".strip()
        yield Query(entry.item.id, f"{entry.value} {entry.unit}".strip(), usual)


def _split(given: object) -> tuple[str, str]:
    """The text of the value and the text of the unit."""
    if isinstance(given, Mapping):
        return _split(given.get("value"))[0], str(given.get("unit") or "").strip()
    if isinstance(given, bool):
        return "yes" if given else "no", ""
    return ("" if given is None else str(given).strip()), ""


def _number(answer: _Answer) -> Entry:
    item = answer.item
    number, _, written = answer.text.partition(" ")
    if not answer.unit and written and find_unit(written):
        answer = replace(answer, text=number, unit=written.strip())
    plain = "digits with an optional decimal point: 12.3"
    try:
        value = parse_number(answer.text)
    except NumberRefused as error:
        allowed = error.allowed if item.bound else plain
        raise answer.refused("number", _REFUSED[error.code], allowed) from None
    if isinstance(value, Bounded) and not item.bound:
        raise answer.refused("bound", "a bound is no value here; enter the number itself", plain)
    unit = _unit(answer)
    interval = Interval.of(value)
    if item.unit:
        interval = interval.scaled(ratio(unit, item.unit, factors=item.factors))
    if not _may_lie(interval, item.possible):
        allowed = f"{item.possible} {item.unit}".strip()
        found = f"{value} {unit}".strip()
        raise answer.refused("impossible", "this value is not possible", allowed, found)
    return Entry(item, value, unit, interval)


def _unit(answer: _Answer) -> str:
    units = answer.item.units
    allowed = " or ".join(units or ("no unit",))
    if not answer.unit:
        if len(units) > 1:
            raise answer.refused("unit_missing", "which unit?", allowed)
        return answer.item.unit
    found = find_unit(answer.unit)
    known = {one.code for text in units if (one := find_unit(text))}
    if found is None or found.code not in known:
        message = "this unit is not used here"
        raise answer.refused("unit_unknown", message, allowed, answer.unit)
    return found.code


def _may_lie(value: Interval, limits: Range) -> bool:
    """Whether some number that ``value`` stands for lies within the limits."""
    low, high = limits.lowest, limits.highest
    below = low is not None and value.holds("<", Fraction(low)) is True
    above = high is not None and value.holds(">", Fraction(high)) is True
    return not (below or above)


def _code(answer: _Answer) -> Entry:
    codes = answer.item.codes or {}
    if answer.text not in codes:
        raise answer.refused("code", "this is not one of the answers", ", ".join(codes))
    return Entry(answer.item, answer.text)


def _yes_no(answer: _Answer) -> Entry:
    word = answer.text.lower()
    if word not in ("yes", "no"):
        raise answer.refused("yes_no", "this is neither yes nor no", "yes or no")
    return Entry(answer.item, word == "yes")


def _date(answer: _Answer) -> Entry:
    try:
        found = date.fromisoformat(answer.text) if len(answer.text) == 10 else None
    except ValueError:
        found = None
    if found is None:
        allowed = "year-month-day, as in 2026-03-01"
        raise answer.refused("date", "this is not a date", allowed)
    if answer.today is not None and found > answer.today:
        raise answer.refused("future", "this date is in the future", f"at most {answer.today}")
    return Entry(answer.item, found)


def _text(answer: _Answer) -> Entry:
    text = answer.text
    if len(text) > LONGEST_TEXT:
        message = f"this text is too long: {len(text)} characters"
        raise answer.refused(
            "too_long", message, f"at most {LONGEST_TEXT} characters", text[:40] + "\u2026"
        )
    hidden = next((one for one in text if not one.isprintable() and one not in "\n\t"), None)
    if hidden:
        message = "this text holds a control character"
        raise answer.refused("hidden", message, "letters, digits, signs", f"U+{ord(hidden):04X}")
    return Entry(answer.item, text)


_READERS: dict[ItemType, Callable[[_Answer], Entry]] = {
    ItemType.NUMBER: _number,
    ItemType.CODE: _code,
    ItemType.YES_NO: _yes_no,
    ItemType.DATE: _date,
    ItemType.TEXT: _text,
}

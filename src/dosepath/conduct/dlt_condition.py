"""Whether a term's own DLT condition holds for one report: met, not met or unknown.

Values that a condition asks about come from the report's ``details``: ``times_baseline``,
``times_uln``, ``rise`` and ``value`` (text: a number, the latter two with their unit),
``accompanied_by`` (a list of terms). What is not there is unknown, and an unknown
condition raises a candidate: unknown never means no.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from dosepath.conduct.record.adverse_event import ATTRIBUTIONS, EventReport
from dosepath.rule import Truth, every

_Part = Callable[[Any, EventReport], Truth]


def _truth(answer: bool) -> Truth:
    return Truth.MET if answer else Truth.NOT_MET


def attribution_holds(weakest: str, report: EventReport) -> Truth:
    """Whether the report's attribution is at least ``weakest``; ``any`` asks for nothing."""
    if weakest == "any":
        return Truth.MET
    return _truth(ATTRIBUTIONS.index(report.attribution) >= ATTRIBUTIONS.index(weakest))


def _more_than(factor: Decimal, report: EventReport, *, detail: str) -> Truth:
    found = _number(report.details.get(detail))
    return Truth.UNKNOWN if found is None else _truth(found > factor)


def _rise(least: str, report: EventReport) -> Truth:
    return _compare(report.details.get("rise"), least, lambda found, limit: found >= limit)


def _below(limit: str, report: EventReport) -> Truth:
    return _compare(report.details.get("value"), limit, lambda found, limit: found < limit)


def _compare(found: object, limit: str, holds: Callable[[Decimal, Decimal], bool]) -> Truth:
    left, right = _amount(found), _amount(limit)
    # Two units are not guessed into one: a person converts, or two people judge.
    if left is None or right is None or left[1] != right[1]:
        return Truth.UNKNOWN
    return _truth(holds(left[0], right[0]))


def _amount(value: object) -> tuple[Decimal, str] | None:
    number, _, unit = str(value or "").strip().partition(" ")
    parsed = _number(number)
    return None if parsed is None or not unit.strip() else (parsed, unit.strip())


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        parsed = Decimal(value)
    except InvalidOperation:
        return None
    return parsed if parsed.is_finite() else None


def _lasts(hours: int, report: EventReport) -> Truth:
    if report.resolved is None:
        return Truth.UNKNOWN
    return _truth(report.resolved - report.onset > timedelta(hours=hours))


def _accompanied(term: str, report: EventReport) -> Truth:
    found = report.details.get("accompanied_by")
    if not isinstance(found, list | tuple):
        return Truth.UNKNOWN
    return _truth(term.casefold() in {str(one).casefold() for one in found})


_PARTS: dict[str, _Part] = {
    "grade_at_least": lambda grade, report: _truth(report.grade >= grade),
    "worse_by_grades": lambda by, report: _truth(report.grade - report.baseline_grade >= by),
    "attribution": attribution_holds,
    "lasts_more_than": _lasts,
    "more_than_times_baseline": lambda f, report: _more_than(f, report, detail="times_baseline"),
    "more_than_times_uln": lambda f, report: _more_than(f, report, detail="times_uln"),
    "rise_of_at_least": _rise,
    "below": _below,
    "newly": lambda newly, report: _truth((report.baseline_grade == 0) is newly),
    "accompanied_by": _accompanied,
}


def condition_holds(condition: object, report: EventReport) -> Truth:
    """Whether everything that a condition of the study file asks for holds together.

    An unresolved event may still come to last long enough, so its duration is unknown. A
    condition that asks for nothing is unknown, never met.
    """
    asked = {name: getattr(condition, name, None) for name in _PARTS}
    parts = [_PARTS[name](value, report) for name, value in asked.items() if value is not None]
    return every(parts) if parts else Truth.UNKNOWN

"""Read one report: its number in the variable's unit, its answer or its date, or why not."""

from __future__ import annotations

from datetime import tzinfo
from decimal import Decimal
from fractions import Fraction

from dosepath.eligibility.variable import Variable
from dosepath.quantity import (
    Interval,
    Moment,
    MomentRefused,
    NumberRefused,
    Observation,
    converts,
    parse_number,
    ratio,
)
from dosepath.rule import Fact, Reason

_ANSWERS = {
    **dict.fromkeys(("yes", "y", "true", "是", "有"), "yes"),
    **dict.fromkeys(("no", "n", "false", "否", "无"), "no"),
}
NOT_KNOWN = frozenset({"unknown", "not known", "not done", "未知", "不详", "未查"})


def read(variable: Variable, seen: Observation, zone: tzinfo, now: Moment) -> Fact:
    """The fact that one report states; an unknown one keeps the report as evidence."""
    if variable.kind == "number":
        return _number(variable, seen)
    if variable.kind == "date":
        return _date(variable, seen, zone, now)
    return _choice(variable, seen)


def answer(variable: Variable, text: str) -> str | None:
    """The declared answer that a text stands for, or None."""
    word = text.strip().casefold().replace(" ", "_")
    word = _ANSWERS.get(word, word) if {"yes", "no"} & set(variable.choices) else word
    return word if word in variable.choices else None


def _choice(variable: Variable, seen: Observation) -> Fact:
    if seen.value.strip().casefold() in NOT_KNOWN:
        return _refused(seen, Reason.of("fact.recorded_unknown", variable=variable.name))
    word = answer(variable, seen.value)
    if word is None:
        return _refused(seen, _unreadable(variable, seen, "choice.unknown"))
    return Fact(variable.name, word=word, observation=seen)


def _date(variable: Variable, seen: Observation, zone: tzinfo, now: Moment) -> Fact:
    if seen.value.strip().casefold() in NOT_KNOWN:
        return _refused(seen, Reason.of("fact.recorded_unknown", variable=variable.name))
    try:
        moment = Moment.parse(seen.value, zone)
    except MomentRefused as refused:
        return _refused(seen, _unreadable(variable, seen, refused.code))
    if moment.start > now.start:
        return _refused(seen, _implausible(variable, seen, f".. {now.first_day}"))
    return Fact(variable.name, moment=moment, observation=seen)


def _number(variable: Variable, seen: Observation) -> Fact:
    if seen.value.strip().casefold() in NOT_KNOWN:
        return _refused(seen, Reason.of("fact.recorded_unknown", variable=variable.name))
    try:
        number = Interval.of(parse_number(seen.value))
    except NumberRefused as refused:
        return _refused(seen, _unreadable(variable, seen, refused.code))
    scale = _scale(variable, seen.unit)
    if scale is None:
        return _refused(seen, _unit_unknown(variable, seen))
    value = number.scaled(scale)
    if variable.plausible is not None and not _may_be(value, variable.plausible):
        return _refused(seen, _implausible(variable, seen, range_text(variable)))
    uln, lln = _limit(variable, seen, seen.uln), _limit(variable, seen, seen.lln)
    if uln is None and variable.default_uln is not None and seen.uln is None:
        uln = variable.default_uln.exact_in(variable.unit, variable.factors)
    return Fact(variable.name, number=value, uln=uln, lln=lln, observation=seen)


def _refused(seen: Observation, why: Reason) -> Fact:
    """An unknown fact; the report stays as evidence."""
    name = seen.variable
    return Fact(name, why=why, missing=(name,), observation=seen)


def _unreadable(variable: Variable, seen: Observation, cause: str) -> Reason:
    value, at = _shown(seen)
    return Reason.of("fact.unreadable", variable=variable.name, value=value, at=at, cause=cause)


def _implausible(variable: Variable, seen: Observation, allowed: str) -> Reason:
    value, at = _shown(seen)
    name = variable.name
    return Reason.of("fact.implausible", variable=name, value=value, at=at, allowed=allowed)


def _unit_unknown(variable: Variable, seen: Observation) -> Reason:
    units = (variable.unit, *(factor.unit for factor in variable.factors))
    allowed = tuple(dict.fromkeys(units))
    value, at = _shown(seen)
    name = variable.name
    return Reason.of("fact.unit_unknown", variable=name, value=value, at=at, allowed=allowed)


def _shown(seen: Observation) -> tuple[str, str]:
    return f"{seen.value} {seen.unit}".strip(), str(seen.at or "")


def _scale(variable: Variable, unit: str) -> Fraction | None:
    """What one reported unit is in the variable's unit; a missing unit is never guessed."""
    code = variable.spellings.get(unit.strip(), unit)
    if not code.strip():
        return Fraction(1) if variable.unit == "1" else None
    if not converts(code, variable.unit, factors=variable.factors):
        return None
    return ratio(code, variable.unit, factors=variable.factors)


def _limit(variable: Variable, seen: Observation, text: str | None) -> Fraction | None:
    """A limit of normal in the variable's unit; None when it is missing or in no usable unit."""
    scale = _scale(variable, seen.range_unit or seen.unit)
    if not text or scale is None:
        return None
    try:
        number = parse_number(text)
    except NumberRefused:
        return None
    return Fraction(number) * scale if isinstance(number, Decimal) and number > 0 else None


def _may_be(value: Interval, plausible: Interval) -> bool:
    """Whether any number of ``value`` lies in the plausible range."""
    too_low = plausible.low is not None and value.holds("<", plausible.low) is True
    too_high = plausible.high is not None and value.holds(">", plausible.high) is True
    return not (too_low or too_high)


def range_text(variable: Variable) -> str:
    """The plausible range as text: ``1..1500 umol/L``."""
    if variable.plausible is None:
        return ""
    low, high = (
        "" if end is None else f"{float(end):g}"
        for end in (variable.plausible.low, variable.plausible.high)
    )
    return f"{low}..{high} {'' if variable.unit == '1' else variable.unit}".strip()

"""Evaluate a rule for one person: met, not met or unknown, with the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import singledispatch
from typing import assert_never

from dosepath.quantity import UNITS, Interval, Moment, Quantity, add_months, decimal, plain
from dosepath.rule.fact import Fact, Facts
from dosepath.rule.reason import Reason
from dosepath.rule.text import text
from dosepath.rule.tree import And, Compare, Fixed, Gap, Is, Judged, Multiple, Node, Not, Or, Trend
from dosepath.rule.truth import Truth, every, some


@dataclass(frozen=True)
class Evidence:
    """What one comparison rested on: the value as reported, and what the rule made of it.

    All fields are text (``""`` when there is none): ``value`` and ``unit`` as
    reported, ``at`` and ``source`` of the report, ``rule`` the comparison,
    ``limit`` the threshold in the variable's unit when it had to be worked out.
    """

    variable: str
    rule: str
    truth: Truth
    value: str = ""
    unit: str = ""
    at: str = ""
    source: str = ""
    status: str = ""
    limit: str = ""
    why: Reason | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A truth, why it is unknown (empty otherwise) and the evidence of every comparison."""

    truth: Truth
    reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...]


@singledispatch
def evaluate(rule: Node, facts: Facts) -> Answer:  # noqa: ARG001 (the signature)
    """The truth of ``rule`` by Kleene's strong logic, for facts already chosen.

    A comparison of which a fact is unknown is unknown; a censored value decides
    when it lies wholly on one side of the threshold.
    """
    raise TypeError(f"cannot evaluate {type(rule).__name__}")


@evaluate.register
def _(rule: Compare, facts: Facts) -> Answer:
    fact = facts.fact(rule.variable)
    if fact.number is None:
        return _unknown(rule, fact)
    bound = limit_of(rule, fact)
    if bound is None:
        of = rule.limit.of if isinstance(rule.limit, Multiple) else ""
        why = Reason.of("fact.no_range", variable=rule.variable, of=of)
        return _unknown(rule, fact, why, (f"{rule.variable}.{of.lower()}",))
    worked_out = "" if isinstance(rule.limit, Fixed) else plain(decimal(bound))
    return _decided(rule, fact, fact.number.holds(rule.relation, bound), worked_out)


@evaluate.register
def _(rule: Is, facts: Facts) -> Answer:
    fact = facts.fact(rule.variable)
    return _unknown(rule, fact) if fact.word is None else _word(rule, fact, rule.choice)


@evaluate.register
def _(rule: Judged, facts: Facts) -> Answer:
    fact = facts.judged(rule.question)
    return _unknown(rule, fact) if fact.word is None else _word(rule, fact, "yes")


@evaluate.register
def _(rule: Trend, facts: Facts) -> Answer:
    fact = facts.fact(rule.variable)
    if fact.number is None:
        return _unknown(rule, fact)
    if fact.before is None or fact.before.number is None:
        why = Reason.of("fact.no_trend", variable=rule.variable)
        return _unknown(rule, fact, why, (f"{rule.variable}.before",))
    relation = ">" if rule.direction == "rising" else "<"
    held = _differs(fact.number, relation, fact.before.number)
    before = fact.before.observation
    return _decided(rule, fact, held, f"{before.value} {before.unit}".strip() if before else "")


@evaluate.register
def _(rule: Gap, facts: Facts) -> Answer:
    later, earlier = facts.fact(rule.later), facts.fact(rule.earlier)
    unknown = [fact for fact in (later, earlier) if fact.moment is None]
    if later.moment is None or earlier.moment is None:
        missing = tuple(dict.fromkeys(name for fact in unknown for name in fact.missing))
        return _unknown(rule, unknown[0], unknown[0].why, missing)
    held = gap(later.moment, earlier.moment, rule.limit).holds(rule.relation, Fraction(0))
    answer = _decided(rule, later if earlier.observation is None else earlier, held, "")
    both = replace(answer.evidence[0], value=f"{earlier.moment} .. {later.moment}")
    return replace(answer, evidence=(both,))


@evaluate.register
def _(rule: Not, facts: Facts) -> Answer:
    inner = evaluate(rule.part, facts)
    return Answer(~inner.truth, inner.reasons, inner.evidence)


@evaluate.register
def _(rule: And, facts: Facts) -> Answer:
    answers = [evaluate(part, facts) for part in rule.parts]
    return joined(every(answer.truth for answer in answers), answers)


@evaluate.register
def _(rule: Or, facts: Facts) -> Answer:
    answers = [evaluate(part, facts) for part in rule.parts]
    return joined(some(answer.truth for answer in answers), answers)


def joined(truth: Truth, answers: list[Answer]) -> Answer:
    """Several answers as one: all evidence, and the reasons only while it is unknown."""
    evidence = tuple(item for answer in answers for item in answer.evidence)
    if truth is not Truth.UNKNOWN:
        return Answer(truth, (), evidence)
    reasons = tuple(dict.fromkeys(reason for answer in answers for reason in answer.reasons))
    return Answer(truth, reasons, evidence)


def limit_of(rule: Compare, fact: Fact) -> Fraction | None:
    """The threshold in the variable's own unit; None when the limit of normal is not known."""
    limit = rule.limit
    match limit:
        case Fixed():
            return limit.exact
        case Multiple():
            normal = fact.uln if limit.of == "ULN" else fact.lln
            return None if normal is None else Fraction(limit.times) * normal
        case _:
            assert_never(limit)


def gap(later: Moment, earlier: Moment, limit: Quantity) -> Interval:
    """How far ``later`` lies beyond ``earlier`` plus ``limit``: in days, or in hours for hours.

    A calendar limit moves the earlier date on and compares dates, so that a
    birthday counts as the completed year; an elapsed limit compares instants.
    """
    if not UNITS[limit.unit].is_calendar:
        hours = limit.exact_in("h")
        low = _hours(later.start - earlier.end) - hours
        high = _hours(later.end - earlier.start) - hours
        loose = not (later.is_instant and earlier.is_instant)
        return Interval(low, high, low_open=loose, high_open=loose)
    first, last = (_moved(day, limit) for day in (earlier.first_day, earlier.last_day))
    return Interval(
        Fraction((later.first_day - last).days), Fraction((later.last_day - first).days)
    )


def _moved(day: date, limit: Quantity) -> date:
    count = int(limit.value)
    if UNITS[limit.unit].dimension == "month":
        return add_months(day, int(limit.exact_in("mo")))
    return day + timedelta(days=count * (7 if limit.unit == "wk" else 1))


def _hours(span: timedelta) -> Fraction:
    return Fraction(span // timedelta(microseconds=1), 3_600_000_000)


def _differs(value: Interval, relation: str, before: Interval) -> bool | None:
    """Whether one interval lies above (below) another; None when they may cross."""
    ends = [value.holds(relation, end) for end in (before.low, before.high) if end is not None]
    if len(ends) == 2 and ends[0] == ends[1]:
        return ends[0]
    return None


def _word(rule: Is | Judged, fact: Fact, wanted: str) -> Answer:
    return _decided(rule, fact, fact.word == wanted, "")


def _decided(rule: Node, fact: Fact, held: bool | None, limit: str) -> Answer:
    if held is None:
        why = Reason.of("fact.censored", variable=fact.variable, rule=text(rule))
        answer = _unknown(rule, fact, why, (fact.variable,))
        return replace(answer, evidence=(replace(answer.evidence[0], limit=limit),))
    truth = Truth.MET if held else Truth.NOT_MET
    return Answer(truth, (), (_evidence(rule, fact, truth, limit=limit),))


def _unknown(
    rule: Node,
    fact: Fact,
    why: Reason | None = None,
    missing: tuple[str, ...] = (),
) -> Answer:
    reason = why or fact.why or Reason.of("fact.no_data", variable=fact.variable)
    item = _evidence(rule, fact, Truth.UNKNOWN)
    item = replace(item, why=reason, missing=missing or fact.missing or (fact.variable,))
    return Answer(Truth.UNKNOWN, (reason,), (item,))


def _evidence(rule: Node, fact: Fact, truth: Truth, *, limit: str = "") -> Evidence:
    seen = fact.observation
    if seen is None:
        return Evidence(fact.variable, text(rule), truth, limit=limit)
    return Evidence(
        fact.variable,
        text(rule),
        truth,
        value=seen.value,
        unit=seen.unit,
        at=str(seen.at or ""),
        source=seen.source,
        status=seen.status,
        limit=limit,
    )

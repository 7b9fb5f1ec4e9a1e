"""The missing facts that could still make a rule true, or false."""

from __future__ import annotations

from functools import singledispatch

from dosepath.rule.evaluate import evaluate
from dosepath.rule.fact import Facts
from dosepath.rule.tree import And, Compare, Gap, Is, Judged, Node, Not, Or, Trend
from dosepath.rule.truth import Truth

Ways = tuple[frozenset[str], ...]
NO_WAY: Ways = ()
NOTHING_NEEDED: Ways = (frozenset(),)
# More alternatives than this would be a rule that nobody can read; the cheapest are kept.
_MOST = 64


@singledispatch
def ways(rule: Node, facts: Facts, *, target: Truth) -> Ways:  # noqa: ARG001 (the signature)
    """The smallest sets of missing facts that can give ``rule`` the truth ``target``.

    No set contains another. ``()`` means that it can no longer be reached;
    one empty set, that it is reached already. Comparisons are taken as
    independent: a rule that contradicts itself is not detected.
    """
    raise TypeError(f"no ways for {type(rule).__name__}")


@ways.register(Compare)
@ways.register(Is)
@ways.register(Trend)
@ways.register(Gap)
@ways.register(Judged)
def _(rule: Node, facts: Facts, *, target: Truth) -> Ways:
    answer = evaluate(rule, facts)
    if answer.truth is Truth.UNKNOWN:
        return (frozenset(answer.evidence[0].missing),)
    return NOTHING_NEEDED if answer.truth is target else NO_WAY


@ways.register
def _(rule: Not, facts: Facts, *, target: Truth) -> Ways:
    return ways(rule.part, facts, target=~target)


@ways.register
def _(rule: And, facts: Facts, *, target: Truth) -> Ways:
    found = [ways(part, facts, target=target) for part in rule.parts]
    return all_of(found) if target is Truth.MET else any_of(found)


@ways.register
def _(rule: Or, facts: Facts, *, target: Truth) -> Ways:
    found = [ways(part, facts, target=target) for part in rule.parts]
    return any_of(found) if target is Truth.MET else all_of(found)


def any_of(found: list[Ways]) -> Ways:
    """One of several goals is enough."""
    return _smallest({way for alternative in found for way in alternative})


def all_of(found: list[Ways]) -> Ways:
    """Every goal at once: unions, the smallest kept."""
    together = NOTHING_NEEDED
    for alternative in sorted(found, key=len):
        together = _smallest({one | two for one in together for two in alternative})
    return together


def _smallest(found: set[frozenset[str]]) -> Ways:
    kept: list[frozenset[str]] = []
    for way in sorted(found, key=lambda way: (len(way), sorted(way))):
        if not any(smaller <= way for smaller in kept):
            kept.append(way)
    return tuple(kept[:_MOST])

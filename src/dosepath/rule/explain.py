"""Explain a rule for one person: the tree with the truth of every part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from dosepath.rule.evaluate import Evidence, evaluate
from dosepath.rule.fact import Facts
from dosepath.rule.text import text
from dosepath.rule.tree import And, Compare, Gap, Is, Judged, Node, Not, Or, Trend
from dosepath.rule.truth import Truth


@dataclass(frozen=True)
class Explanation:
    """One part of a rule: its text, its truth, its parts, and for a comparison the evidence."""

    rule: str
    truth: Truth
    parts: tuple[Explanation, ...] = ()
    evidence: Evidence | None = None


@singledispatch
def explain(rule: Node, facts: Facts) -> Explanation:  # noqa: ARG001 (the signature)
    """The truth of a rule and of each of its parts."""
    raise TypeError(f"cannot explain {type(rule).__name__}")


@explain.register(Compare)
@explain.register(Is)
@explain.register(Trend)
@explain.register(Gap)
@explain.register(Judged)
def _(rule: Node, facts: Facts) -> Explanation:
    answer = evaluate(rule, facts)
    return Explanation(text(rule), answer.truth, evidence=answer.evidence[0])


@explain.register
def _(rule: Not, facts: Facts) -> Explanation:
    return _whole(rule, (rule.part,), facts)


@explain.register(And)
@explain.register(Or)
def _(rule: And | Or, facts: Facts) -> Explanation:
    return _whole(rule, rule.parts, facts)


def _whole(rule: Node, parts: tuple[Node, ...], facts: Facts) -> Explanation:
    explained = tuple(explain(part, facts) for part in parts)
    return Explanation(text(rule), evaluate(rule, facts).truth, explained)

"""The variables and judgements that a rule asks for."""

from __future__ import annotations

from functools import singledispatch

from dosepath.rule.tree import And, Compare, Gap, Is, Judged, Node, Not, Or, Trend


@singledispatch
def names(rule: Node) -> tuple[str, ...]:
    """Every variable and judgement of a rule, in the order of its text, each once."""
    raise TypeError(f"no names for {type(rule).__name__}")


@names.register(Compare)
@names.register(Is)
@names.register(Trend)
def _(rule: Compare | Is | Trend) -> tuple[str, ...]:
    return (rule.variable,)


@names.register
def _(rule: Gap) -> tuple[str, ...]:
    return (rule.later, rule.earlier)


@names.register
def _(rule: Judged) -> tuple[str, ...]:
    return (rule.question,)


@names.register
def _(rule: Not) -> tuple[str, ...]:
    return names(rule.part)


@names.register(And)
@names.register(Or)
def _(rule: And | Or) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in rule.parts for name in names(part)))

"""Rules as text and as a hash: the same meaning gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from functools import singledispatch

from dosepath.quantity import Quantity, decimal, plain
from dosepath.rule.tree import And, Compare, Fixed, Gap, Is, Judged, Limit, Node, Not, Or, Trend


@singledispatch
def text(rule: Node) -> str:
    """The rule in its own language; reading the text again gives an equal rule."""
    raise TypeError(f"no text for {type(rule).__name__}")


@text.register
def _(rule: Compare) -> str:
    return f"{rule.variable} {rule.relation} {limit_text(rule.limit)}"


@text.register
def _(rule: Is) -> str:
    return f"{rule.variable} is {rule.choice}"


@text.register
def _(rule: Trend) -> str:
    return f"{rule.direction}({rule.variable})"


@text.register
def _(rule: Gap) -> str:
    return f"{rule.later} - {rule.earlier} {rule.relation} {_amount(rule.limit)}"


@text.register
def _(rule: Judged) -> str:
    return f"judged({rule.question})"


@text.register
def _(rule: Not) -> str:
    return f"not {_bracketed(rule.part)}"


@text.register
def _(rule: And) -> str:
    return " and ".join(_bracketed(part) for part in rule.parts)


@text.register
def _(rule: Or) -> str:
    return " or ".join(_bracketed(part) for part in rule.parts)


def _bracketed(rule: Node) -> str:
    return f"({text(rule)})" if isinstance(rule, And | Or) else text(rule)


def limit_text(limit: Limit) -> str:
    """A threshold as it was written: ``40 kg``, ``10 ULN``, ``1.5``."""
    if isinstance(limit, Fixed):
        return _amount(limit.written)
    return f"{plain(limit.times)} {limit.of}"


def _amount(quantity: Quantity) -> str:
    """An amount whose unit a reader knows: UCUM's code for a year is ``a``."""
    unit = {"a": "years", "mo": "months", "wk": "weeks"}.get(quantity.unit)
    return f"{plain(quantity.value)} {unit}" if unit else str(quantity)


@singledispatch
def canonical(rule: Node) -> list[object]:
    """The rule as nested lists whose order does not depend on how it was written."""
    raise TypeError(f"no canonical form for {type(rule).__name__}")


@canonical.register
def _(rule: Compare) -> list[object]:
    limit = rule.limit
    if isinstance(limit, Fixed):
        threshold = plain(decimal(limit.exact).normalize())
    else:
        threshold = f"{plain(limit.times.normalize())} {limit.of}"
    return ["compare", rule.variable, rule.relation, threshold]


@canonical.register
def _(rule: Is) -> list[object]:
    return ["is", rule.variable, rule.choice]


@canonical.register
def _(rule: Trend) -> list[object]:
    return [rule.direction, rule.variable]


@canonical.register
def _(rule: Gap) -> list[object]:
    limit = f"{plain(rule.limit.value.normalize())} {rule.limit.unit}"
    return ["gap", rule.later, rule.earlier, rule.relation, limit]


@canonical.register
def _(rule: Judged) -> list[object]:
    return ["judged", rule.question]


@canonical.register
def _(rule: Not) -> list[object]:
    return ["not", canonical(rule.part)]


@canonical.register
def _(rule: And) -> list[object]:
    return ["and", *_sorted(rule.parts)]


@canonical.register
def _(rule: Or) -> list[object]:
    return ["or", *_sorted(rule.parts)]


def _sorted(parts: tuple[Node, ...]) -> list[object]:
    return sorted((canonical(part) for part in parts), key=json.dumps)


def tree_hash(rule: Node) -> str:
    """SHA-256 (hex) of the canonical form: spacing, brackets and order of parts do not count."""
    form = json.dumps(canonical(rule), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(form.encode()).hexdigest()

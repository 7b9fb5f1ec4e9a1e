"""The nodes of a rule: small frozen values that say what is meant and do nothing.

What is done with a rule (evaluate, explain, write as text, hash) are functions
elsewhere in this room, one per purpose. ``NODES`` lists every kind; a test
fails when an interpreter lacks one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from dosepath.quantity import Quantity


@dataclass(frozen=True)
class Span:
    """Where a node stands in its rule's text: offsets, the end excluded."""

    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Node:
    """A part of a rule; equal nodes mean the same wherever they stand."""

    span: Span = field(default=Span(), compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class Fixed:
    """A threshold: as written, and exactly in the variable's own unit."""

    written: Quantity
    exact: Fraction = field(compare=False, repr=False)


@dataclass(frozen=True)
class Multiple:
    """A multiple of the reporting laboratory's own limit of normal, ``ULN`` or ``LLN``."""

    times: Decimal
    of: str


Limit = Fixed | Multiple


@dataclass(frozen=True)
class Compare(Node):
    """``bilirubin < 10 ULN``: a number against a threshold; relation is one of < <= > >= =."""

    variable: str
    relation: str
    limit: Limit


@dataclass(frozen=True)
class Is(Node):
    """``cirrhosis is yes``: a variable with listed answers has one of them."""

    variable: str
    choice: str


@dataclass(frozen=True)
class Trend(Node):
    """``rising(bilirubin)``: the value that counts is above (below) the one before it."""

    variable: str
    direction: str


@dataclass(frozen=True)
class Gap(Node):
    """``onset - diagnosis <= 28 d``: the time from one date to another.

    Days, weeks, months and years count calendar dates at the site; hours count
    elapsed time.
    """

    later: str
    earlier: str
    relation: str
    limit: Quantity


@dataclass(frozen=True)
class Judged(Node):
    """``judged(E7)``: a named person's answer to a question that no measurement settles."""

    question: str


@dataclass(frozen=True)
class Not(Node):
    """The opposite."""

    part: Rule


@dataclass(frozen=True)
class And(Node):
    """Every part."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True)
class Or(Node):
    """At least one part."""

    parts: tuple[Rule, ...]


Rule = Compare | Is | Trend | Gap | Judged | Not | And | Or
NODES: tuple[type[Node], ...] = (Compare, Is, Trend, Gap, Judged, Not, And, Or)

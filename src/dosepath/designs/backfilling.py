"""What a design that backfills offers: lower levels that may be filled beside the escalation."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from dosepath.designs.batch import Batch, Moves
from dosepath.designs.decision import Design
from dosepath.designs.isotonic import Flags


@runtime_checkable
class Filler(Protocol):
    """A design that lets lower levels be filled beside its escalation."""

    @property
    def backfill_cap(self) -> int:
        """A level is closed when so many were treated there."""

    @property
    def max_n(self) -> int:
        """The cap on participants, backfilled ones among them."""

    def backfill_many(self, batch: Batch, moves: Moves) -> Flags:
        """Which levels may be filled beside ``moves``; (S x D)."""

    def high_many(self, batch: Batch) -> Flags:
        """Which levels have a DLT rate from which the rule would go down; (S x D)."""


def filler_of(design: Design) -> Filler | None:
    """The design, or what is inside its behaviours, if it backfills."""
    inside: Any = design
    while inside is not None and not isinstance(inside, Filler):
        inside = getattr(inside, "design", None)
    return inside

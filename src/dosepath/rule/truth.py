"""Three-valued truth (Kleene's strong logic): unknown is an answer, never a yes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Met, not met, or unknown."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    def __invert__(self) -> Truth:
        return _NOT[self]

    def __and__(self, other: Truth) -> Truth:
        return every((self, other))

    def __or__(self, other: Truth) -> Truth:
        return some((self, other))

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values: compare it with Truth.MET")


_NOT = {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET, Truth.UNKNOWN: Truth.UNKNOWN}


def every(truths: Iterable[Truth]) -> Truth:
    """Not met if any is not met, else unknown if any is unknown, else met (also for none)."""
    seen = set(truths)
    if Truth.NOT_MET in seen:
        return Truth.NOT_MET
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.MET


def some(truths: Iterable[Truth]) -> Truth:
    """Met if any is met, else unknown if any is unknown, else not met (also for none)."""
    return ~every(~truth for truth in truths)

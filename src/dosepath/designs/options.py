"""The words that a design's parameters may take, and how wrong ones are reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from dosepath.quantity import Fault, Place

SixAtMtd = Literal["always", "after_de_escalation", "never"]
TwoOfSix = Literal["exceeds", "declares_mtd"]
ThreeOfSix = Literal["exceeds", "steps_back"]
DownToOne = Literal["add_2", "add_5", "accept"]
DownToThree = Literal["add_3", "accept"]
GradeTwoScope = Literal["all_levels", "one_level", "different_levels"]

_MESSAGE = "The parameter cannot have this value."


def check_whole(name: str, value: object, *, low: int, high: int | None = None) -> Iterator[Fault]:
    """A fault if ``value`` is not a whole number in ``low..high``."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and isinstance(value, int) and low <= value and (high is None or value <= high):
        return
    top = " or more" if high is None else f" to {high}"
    allowed = f"a whole number, {low}{top}"
    yield Fault(Place(path=name), "design.parameter", _MESSAGE, repr(value), allowed)


def check_choice(name: str, value: object, allowed: Sequence[object]) -> Iterator[Fault]:
    """A fault if ``value`` is not one of ``allowed`` (``True`` is not 1 here)."""
    if any(value == one and type(value) is type(one) for one in allowed):
        return
    words = " | ".join(str(one).lower() if isinstance(one, bool) else str(one) for one in allowed)
    yield Fault(Place(path=name), "design.parameter", _MESSAGE, repr(value), words)

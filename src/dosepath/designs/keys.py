"""Intervals ("keys") of equal width below, at and above the target DLT rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from dosepath.designs.batch import Floats
from dosepath.designs.interval import compare, strongest
from dosepath.designs.stepping import Advices
from dosepath.quantity import Fault, Place

NARROWEST = 0.001
# A key that ends at 0 or 1 in decimals is a whole key, whatever its last bit says.
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Keys:
    """``edges`` of K neighbouring keys (K + 1, rising); ``target`` is the 0-based target key."""

    edges: NDArray[np.float64]
    target: int

    @classmethod
    def around(cls, low: float, high: float, *, cut_short: bool) -> Keys:
        """Keys as wide as ``low`` to ``high``, downwards and upwards from it.

        ``cut_short`` adds what is left over at 0 and at 1 as keys of their own.
        """
        width = high - low
        below = floor(low / width + _ROUNDING)
        above = floor((1 - high) / width + _ROUNDING)
        edges = low + width * np.arange(-below, above + 2)
        edges = np.clip(edges, 0, 1)
        if not cut_short:
            return cls(edges, below)
        first = [0.0] if edges[0] > _ROUNDING else []
        last = [1.0] if edges[-1] < 1 - _ROUNDING else []
        return cls(np.array([*first, *edges, *last]), below + len(first))

    def step(self, strength: Floats) -> Advices:
        """The step for the strongest key of each column; ``strength`` is (K x cells).

        Of equally strong keys the highest counts, which is the most careful.
        """
        key = strongest(strength)
        return compare(key < self.target, key > self.target)


def check_key_width(name: str, width: float) -> Iterator[Fault]:
    """A fault if keys of this width are too many to count."""
    if width < NARROWEST:
        message = "The interval around the target is too narrow."
        allowed = f"a width of {NARROWEST:g} or more in all"
        yield Fault(Place(path=name), "design.parameter", message, f"{width:g}", allowed)

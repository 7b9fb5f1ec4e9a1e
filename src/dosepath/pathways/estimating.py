"""About how many states a design has, from how the first of them grow."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log

from dosepath.designs import Design
from dosepath.pathways.alphabet import innermost


def estimate_states(design: Design, sizes: Sequence[int]) -> int | None:
    """About how many states there are in all, from the numbers after 0, 1, ... cohorts.

    Layers grow as a power of the number of cohorts. ``None`` for a design that states no
    ``max_n``, or no ``cohort``.
    """
    inner = innermost(design)
    most, cohort = getattr(inner, "max_n", None), getattr(inner, "cohort", None)
    if not isinstance(most, int) or not isinstance(cohort, int) or len(sizes) < 4:
        return None
    last = len(sizes) - 1
    power: float = log(sizes[-1] / sizes[-3]) / log(last / (last - 2))
    to_come = range(last + 1, ceil(most / cohort) + 1)
    more: float = sum(sizes[-1] * (k / last) ** power for k in to_come)
    return sum(sizes) + round(more)

"""Escalation with overdose control.

Source: Babb J, Rogatko A, Zacks S. Cancer phase I clinical trials: efficient dose escalation
with overdose control. Stat Med 1998;17:1103-20: the model in rho and gamma, the feasibility
bound. There doses are continuous; on a ladder the next dose is the highest level that keeps the
bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, get_args

import numpy as np

from dosepath.designs.batch import Batch, Floats, Whole
from dosepath.designs.decision import Counts
from dosepath.designs.dosages import Bounded
from dosepath.designs.grid import Grid, ewoc_grid
from dosepath.designs.isotonic import Flags
from dosepath.designs.model_based import Advice, Coherence, Posterior, everywhere, summary
from dosepath.designs.options import check_choice, check_number, check_share
from dosepath.quantity import Fault, Place

MtdBy = Literal["feasibility_bound", "median"]
# A bound that is met exactly is met, whatever the last bits say.
_SLACK = 1e-9


@dataclass(frozen=True, kw_only=True)
class Ewoc(Bounded):
    """EWOC: the highest level whose posterior probability of exceeding the MTD keeps the bound.

    Attributes:
        target: the DLT rate at the MTD, theta in the paper.
        feasibility_bound: alpha, the most that P(MTD < dose) may be at the dose given.
        mtd_range: the doses between which the MTD lies for certain; the DLT rate at the lower is
            below the target. Left out: from the lowest to the highest of ``dosages``.
        mtd_by: the level selected in the end: the highest that keeps the ``feasibility_bound``
            (the estimate with the paper's asymmetric loss), or the highest whose P(MTD < dose)
            is at most a half (``median``).
        coherence: ``rate_at_level``: no escalation while the observed DLT rate at the level last
            treated is above the target. ``none``: as the paper has it.

    The prior is uniform: the MTD on ``mtd_range``, the rate at its lower end on (0, target). The
    two are independent, so DLTs at the lower end say nothing of the MTD: without ``coherence``
    the dose goes up from there whatever was seen.
    """

    known_to_break: ClassVar[frozenset[str]] = frozenset({"law.more_dlts"})

    target: float
    feasibility_bound: float = 0.25
    mtd_range: tuple[float, float] | None = None
    mtd_by: MtdBy = "feasibility_bound"
    coherence: Coherence = "rate_at_level"

    @property
    def bound(self) -> float:
        """See :attr:`Bounded.bound`."""
        return self.feasibility_bound

    @property
    def bound_of_mtd(self) -> float:
        """See :attr:`Bounded.bound_of_mtd`."""
        return max(0.5, self.feasibility_bound) if self.mtd_by == "median" else self.bound

    @property
    def support(self) -> tuple[float, float]:
        """The doses between which the MTD lies."""
        return self.mtd_range or (self.dosages[0], self.dosages[-1])

    def advise(self, batch: Batch) -> Advice:
        """See :meth:`ModelBased.advise`."""
        over = self.overdose(batch)
        allowed: Flags = over <= self.feasibility_bound + _SLACK
        selectable: Flags = over <= self.bound_of_mtd + _SLACK
        height = np.broadcast_to(-np.arange(self.levels, dtype=np.float64), over.shape)
        return Advice(height, allowed, selectable, everywhere(batch))

    def overdose(self, batch: Batch) -> Floats:
        """The posterior probability that the MTD is below each level's dose; (S x D)."""
        return self._grid.average(batch, self._grid.above[0])

    def ceiling(self, batch: Batch, at: Whole) -> Whole:
        """See :meth:`ModelBased.ceiling`."""
        highest = super().ceiling(batch, at)
        if self.coherence == "none":
            return highest
        return self.held(batch, at, highest=highest, rate=self.target)

    def posterior(self, counts: Counts) -> Posterior:
        """See :meth:`ModelBased.posterior`; the bounds hold the target alone."""
        return summary(self._grid, counts, (self.target,))

    @cached_property
    def _grid(self) -> Grid:
        return ewoc_grid(self.dosages, self.target, support=self.support)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_share("target", self.target)
        yield from check_share("feasibility_bound", self.feasibility_bound)
        yield from check_choice("mtd_by", self.mtd_by, get_args(MtdBy))
        yield from check_choice("coherence", self.coherence, get_args(Coherence))
        if self.mtd_range is None:
            if self.levels == 1:
                yield _range_fault(None, "two doses, for one level alone makes no range")
        else:
            yield from _range_faults(self.mtd_range, self.dosages)


def _range_faults(value: object, dosages: object) -> Iterator[Fault]:
    pair = value if isinstance(value, tuple) else ()
    if len(pair) != 2 or any(list(check_number("", one, low=0, high=1e12)) for one in pair):
        yield _range_fault(value, "two numbers: the lowest and the highest dose")
    elif pair[0] >= pair[1]:
        yield _range_fault(value, "a lower number first")
    elif isinstance(dosages, tuple) and dosages and pair[0] > dosages[0]:
        yield _range_fault(value, f"from {dosages[0]:g}, the lowest dose, or less")


def _range_fault(found: object, allowed: str) -> Fault:
    message = "The parameter cannot have this value."
    return Fault(Place(path="mtd_range"), "design.parameter", message, str(found), allowed)

"""What interval designs have in common: a level is eliminated by its posterior probability."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dosepath.designs.batch import Floats, Whole
from dosepath.designs.isotonic import Flags
from dosepath.designs.options import check_number, check_prior, check_share, check_whole
from dosepath.designs.stepping import Advice, Advices, Stepping
from dosepath.quantity import Fault, Place

# Probabilities that are equal on paper differ by far less, and no others by so little.
_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Interval(Stepping):
    """A stepping design that eliminates a level where too high a DLT rate is probable.

    A level with n evaluated and y DLTs, and all above it, are eliminated when
    ``P(p > target | n, y) > eliminate_above`` with p ~ beta(a + y, b + n - y) a posteriori.

    Attributes:
        prior: a and b of the beta prior of a level's DLT rate.
        eliminate_above: the cut-off of that probability; ``None``: no level is eliminated.
        eliminate_from_n: nothing is eliminated on fewer evaluated participants.
    """

    prior: tuple[float, float] = (1, 1)
    eliminate_above: float | None = 0.95
    eliminate_from_n: int = 1

    def __post_init__(self) -> None:
        self._keep_pair("prior")
        super().__post_init__()

    @abstractmethod
    def interval_step(self, n: Whole, dlt: Whole) -> Advices:
        """Escalate, stay or de-escalate, cell by cell; the shape of ``n``."""

    def advise(self, n: Whole, dlt: Whole, *, lowest: bool) -> Advices:
        """See :meth:`Stepping.advise`."""
        step = self.interval_step(n, dlt)
        out = (n >= self.eliminate_from_n) & (self.too_toxic(n, dlt) > self.cut_off(lowest=lowest))
        return np.where(out, np.int8(Advice.ELIMINATE), step)

    def too_toxic(self, n: Whole, dlt: Whole) -> Floats:
        """``P(p > target | n, dlt)``, cell by cell."""
        a, b = self.prior
        return np.asarray(special.betaincc(a + dlt, b + n - dlt, self.target), dtype=np.float64)

    def cut_off(self, *, lowest: bool) -> float:
        """The probability above which a level is eliminated, infinite for never; ``lowest``:
        level 1.
        """
        del lowest
        return inf if self.eliminate_above is None else self.eliminate_above

    def mass(self, edges: NDArray[np.float64], n: Whole, dlt: Whole) -> Floats:
        """Posterior probability between neighbouring ``edges`` (K + 1); (K x cells)."""
        a, b = self.prior
        below = special.betainc(a + dlt, b + n - dlt, edges[:, None])
        return np.asarray(np.diff(below, axis=0), dtype=np.float64)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_prior("prior", self.prior)
        if self.eliminate_above is not None:
            yield from check_number("eliminate_above", self.eliminate_above, low=0.5, high=1)
        yield from check_whole("eliminate_from_n", self.eliminate_from_n, low=1)


def check_epsilons(target: float, below: float, above: float) -> Iterator[Fault]:
    """Faults of an interval ``target - below`` to ``target + above``: it must lie inside (0, 1)."""
    wrong_below = list(check_number("epsilon_1", below, low=0))
    wrong_above = list(check_number("epsilon_2", above, low=0))
    yield from (*wrong_below, *wrong_above)
    known = not list(check_share("target", target))
    if not wrong_below and below >= (target if known else 1):
        yield _crossing("epsilon_1", below, f"less than the target{known * f', {target}'}")
    if not wrong_above and above >= (1 - target if known else 1):
        most = f"{1 - target:g}" if known else "1 less the target"
        yield _crossing("epsilon_2", above, f"less than {most}, so that the interval ends")
    if not wrong_below and not wrong_above and below + above <= 0:
        yield _crossing("epsilon_1", below, "an interval of some width")


def _crossing(name: str, found: float, allowed: str) -> Fault:
    message = "The interval around the target does not fit between 0 and 1."
    return Fault(Place(path=name), "design.parameter", message, f"{found:g}", allowed)


def strongest(strength: Floats) -> Whole:
    """The row, 0-based, of the greatest ``strength`` (K x cells) of each column; of equals the
    last, also where rounding tells them apart.
    """
    equal = strength >= strength.max(axis=0) * (1 - _ROUNDING)
    return np.asarray(len(strength) - 1 - equal[::-1].argmax(axis=0))


def compare(rate_low: Flags, rate_high: Flags) -> Advices:
    """Escalate where low, de-escalate where high (which goes before), else stay."""
    step = np.where(rate_low, np.int8(Advice.ESCALATE), np.int8(Advice.STAY))
    return np.where(rate_high, np.int8(Advice.DE_ESCALATE), step)

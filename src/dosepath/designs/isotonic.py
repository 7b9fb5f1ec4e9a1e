"""The MTD from everything observed: isotonic regression of the DLT rates, with its tie rules.

Sources: Ji Y et al. A modified toxicity probability interval method for dose-finding trials.
Clin Trials 2010;7:653-63 (isotonic regression weighted by the inverse posterior variance; ties);
Liu S, Yuan Y. Bayesian optimal interval designs for phase I clinical trials. J R Stat Soc C
2015;64:507-23 (the same, with other pseudo-counts). Pooling by the min-max formula: Robertson T,
Wright FT, Dykstra RL. Order Restricted Statistical Inference, 1988, theorem 1.4.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dosepath.designs.batch import Floats, Whole
from dosepath.designs.options import check_choice, check_prior, check_share
from dosepath.quantity import Fault

Flags = NDArray[np.bool_]
Ties = Literal["by_side", "lowest", "highest"]
TieAtTarget = Literal["lowest", "highest"]

# Rates that differ by less are equal: pooled rates are computed in different orders.
SAME = 1e-10


@dataclass(frozen=True, kw_only=True)
class Selection:
    """How the MTD is taken from DLT rates that are made to rise with the dose.

    Attributes:
        target: the DLT rate that the MTD should have.
        pseudo_counts: participants with and without a DLT, as it were, who are added at each
            level for its rate and variance (0.05 each in BOIN, 0.005 each in mTPI).
        ties: among levels that are equally near the target: ``by_side`` takes the highest of
            those below the target or, if there is none, the lowest of those above (as
            published); ``lowest`` and ``highest`` do so whatever the side.
        tie_at_target: what ``by_side`` takes of levels whose rate is the target itself:
            ``lowest`` (BOIN, where a trace is added that grows with the level) or
            ``highest`` (mTPI, where "not above the target" counts as below).
    """

    target: float
    pseudo_counts: tuple[float, float] = (0.05, 0.05)
    ties: Ties = "by_side"
    tie_at_target: TieAtTarget = "lowest"

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from check_share("target", self.target)
        yield from check_prior("pseudo_counts", self.pseudo_counts)
        yield from check_choice("ties", self.ties, get_args(Ties))
        yield from check_choice("tie_at_target", self.tie_at_target, get_args(TieAtTarget))

    def rates(self, n: Whole, dlt: Whole, used: Flags) -> Floats:
        """Isotonic DLT rates of the levels ``used``; 0 at the others; all (S x D)."""
        rate, weight = self.observed(n, dlt, used)
        return np.where(used, isotonic(rate, weight), 0.0)

    def observed(self, n: Whole, dlt: Whole, used: Flags) -> tuple[Floats, Floats]:
        """DLT rates with the pseudo-counts, and their weights, 0 where not ``used``; (S x D)."""
        with_dlt, without = self.pseudo_counts
        size = n + with_dlt + without
        rate = (dlt + with_dlt) / size
        return rate, np.where(used, (size + 1) / (rate * (1 - rate)), 0.0)

    def nearest(self, rates: Floats, used: Flags) -> Whole:
        """The level ``used`` with the rate nearest to the target, 1-based, 0 for none; (S)."""
        gap = np.where(used, np.abs(rates - self.target), np.inf)
        near = used & (gap <= gap.min(axis=1, initial=np.inf, keepdims=True) + SAME)
        high = near & self.takes_highest(rates)
        return np.where(high.any(axis=1), highest_level(high), lowest_level(near))

    def takes_highest(self, rates: Floats) -> Flags:
        """Of equally near ``rates`` those whose highest level is taken; if there is none among
        them, their lowest level is; (S x D).
        """
        if self.ties != "by_side":
            return np.full(rates.shape, self.ties == "highest")
        edge = SAME if self.tie_at_target == "highest" else -SAME
        return np.asarray(rates < self.target + edge)


def isotonic(rate: Floats, weight: Floats) -> Floats:
    """Weighted isotonic regression along the last axis; (S x D) from (S x D).

    Entries of weight 0 pool nothing and what stands in their place means nothing.
    """
    # Level by level in memory: the rows of a batch are many, the levels few.
    mass, weight = np.ascontiguousarray((rate * weight).T), np.ascontiguousarray(weight.T)
    levels, rows = mass.shape
    fitted = np.full((levels, rows), -np.inf)
    for first in range(levels):
        masses, weights = np.zeros(rows), np.zeros(rows)
        pooled = np.empty((levels - first, rows))
        for place, last in enumerate(range(first, levels)):
            masses += mass[last]
            weights += weight[last]
            with np.errstate(invalid="ignore"):
                np.divide(masses, weights, out=pooled[place])
        # Where nothing has weight there is no mean (0/0), which fmin and fmax pass over.
        for place in range(levels - first - 1, 0, -1):
            np.fmin(pooled[place - 1], pooled[place], out=pooled[place - 1])
        np.fmax(fitted[first:], pooled, out=fitted[first:])
    return fitted.T


def highest_level(allowed: Flags) -> Whole:
    """The highest allowed level, 0 for none; (S)."""
    numbers = np.arange(1, allowed.shape[1] + 1)
    return np.asarray(np.where(allowed, numbers, 0).max(axis=1))


def lowest_level(allowed: Flags) -> Whole:
    """The lowest allowed level, 0 for none; (S)."""
    return np.asarray(np.where(allowed.any(axis=1), allowed.argmax(axis=1) + 1, 0))

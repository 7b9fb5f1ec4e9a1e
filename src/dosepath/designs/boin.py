"""BOIN, the Bayesian optimal interval design.

Source: Liu S, Yuan Y. Bayesian optimal interval designs for phase I clinical trials. J R Stat
Soc C 2015;64:507-23: the local design with equal prior weights, whose boundaries (there lambda_1
and lambda_2) do not depend on n. Elimination from three participants, the stricter stopping rule
at the lowest level and the MTD as in Yan F et al. BOIN: an R package. J Stat Softw 2020;94(13).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from dosepath.designs.batch import Floats, Whole
from dosepath.designs.interval import Interval, compare
from dosepath.designs.isotonic import Flags
from dosepath.designs.options import check_choice, check_number, check_share
from dosepath.designs.stepping import Advices
from dosepath.quantity import Fault

# A boundary that is a half on paper is one here, so that one DLT in two is on it.
DECIMALS = 12


@dataclass(frozen=True, kw_only=True)
class Boin(Interval):
    """BOIN: escalate when the observed DLT rate is at most ``lambda_e``, de-escalate from
    ``lambda_d``, stay between them.

    Attributes:
        p_saf: the highest DLT rate that is below the MTD, so that one should escalate;
            ``None``: 0.6 times the target.
        p_tox: the lowest DLT rate that is too toxic, so that one should de-escalate;
            ``None``: 1.4 times the target.
        extra_safe: at the lowest level the cut-off of elimination, which there stops the
            trial, is lower by ``offset``.
        offset: see ``extra_safe``.
        mtd_must_not_be_over_lambda_d: only a level whose isotonic DLT rate is below
            ``lambda_d`` can be the MTD; if none is, there is no MTD.
    """

    eliminate_from_n: int = 3
    p_saf: float | None = None
    p_tox: float | None = None
    extra_safe: bool = False
    offset: float = 0.05
    mtd_must_not_be_over_lambda_d: bool = False

    @property
    def lambda_e(self) -> float:
        """Escalate at this observed DLT rate or below it."""
        low, phi = self._p_saf, self.target
        found = log((1 - low) / (1 - phi)) / log(phi * (1 - low) / (low * (1 - phi)))
        return round(found, DECIMALS)

    @property
    def lambda_d(self) -> float:
        """De-escalate at this observed DLT rate or above it."""
        high, phi = self._p_tox, self.target
        found = log((1 - phi) / (1 - high)) / log(high * (1 - phi) / (phi * (1 - high)))
        return round(found, DECIMALS)

    def interval_step(self, n: Whole, dlt: Whole) -> Advices:
        """See :meth:`Interval.interval_step`."""
        rate = dlt / n
        return compare(rate <= self.lambda_e, rate >= self.lambda_d)

    def cut_off(self, *, lowest: bool) -> float:
        """See :meth:`Interval.cut_off`."""
        less = self.offset if lowest and self.extra_safe else 0.0
        return super().cut_off(lowest=lowest) - less

    def acceptable(self, rates: Floats) -> Flags:
        """See :meth:`Stepping.acceptable`."""
        if self.mtd_must_not_be_over_lambda_d:
            return np.asarray(rates < self.lambda_d)
        return super().acceptable(rates)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        if not list(check_share("target", self.target)):
            yield from check_share("p_saf", self._p_saf, high=self.target)
            yield from check_share("p_tox", self._p_tox, low=self.target)
        else:
            yield from self._crossing_faults()
        for name in ("extra_safe", "mtd_must_not_be_over_lambda_d"):
            yield from check_choice(name, getattr(self, name), (True, False))
        yield from check_number("offset", self.offset, low=0, high=0.5)

    def _crossing_faults(self) -> Iterator[Fault]:
        """What is wrong with the given p_saf and p_tox whatever the target is."""
        wrong = [
            fault
            for name in ("p_saf", "p_tox")
            if getattr(self, name) is not None
            for fault in check_share(name, getattr(self, name))
        ]
        yield from wrong
        if not wrong and self.p_saf is not None and self.p_tox is not None:
            yield from check_share("p_saf", self.p_saf, high=self.p_tox)

    @property
    def _p_saf(self) -> float:
        return 0.6 * self.target if self.p_saf is None else self.p_saf

    @property
    def _p_tox(self) -> float:
        return 1.4 * self.target if self.p_tox is None else self.p_tox

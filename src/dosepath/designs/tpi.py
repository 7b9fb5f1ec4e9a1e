"""TPI, the toxicity probability interval design.

Source: Ji Y, Li Y, Bekele BN. Dose-finding in phase I clinical trials based on toxicity
probability intervals. Clin Trials 2007;4:235-44, doi 10.1177/1740774507079442.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import special

from dosepath.designs.batch import Whole
from dosepath.designs.interval import Interval, compare, strongest
from dosepath.designs.isotonic import TieAtTarget
from dosepath.designs.options import check_number
from dosepath.designs.stepping import Advices
from dosepath.quantity import Fault


@dataclass(frozen=True, kw_only=True)
class Tpi(Interval):
    """TPI: the most probable of three intervals decides, and their width shrinks with the data.

    With s the posterior standard deviation of the DLT rate, the intervals are below, in and
    above ``target - k_2 s`` to ``target + k_1 s``; of equal probabilities the more careful step
    is taken.

    Attributes:
        k_1, k_2: width of the interval above and below the target, in standard deviations.
    """

    prior: tuple[float, float] = (0.005, 0.005)
    pseudo_counts: tuple[float, float] = (0.005, 0.005)
    tie_at_target: TieAtTarget = "highest"
    k_1: float = 1.0
    k_2: float = 1.5

    def interval_step(self, n: Whole, dlt: Whole) -> Advices:
        """See :meth:`Interval.interval_step`."""
        with_dlt, without = self.prior[0] + dlt, self.prior[1] + n - dlt
        size = with_dlt + without
        spread = np.sqrt(with_dlt * without / (size**2 * (size + 1)))
        ends = (self.target - self.k_2 * spread, self.target + self.k_1 * spread)
        low, high = (special.betainc(with_dlt, without, np.clip(end, 0, 1)) for end in ends)
        interval = strongest(np.stack([low, high - low, 1 - high]))
        return compare(interval == 0, interval == 2)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_number("k_1", self.k_1, low=0, high=10)
        yield from check_number("k_2", self.k_2, low=0, high=10)

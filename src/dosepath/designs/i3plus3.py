"""i3+3: rules on the observed DLT rate and on the rate with one DLT fewer.

Source: Liu M, Wang SJ, Ji Y. The i3+3 design for phase I clinical trials. J Biopharm Stat
2020;30:294-304, doi 10.1080/10543406.2019.1636811.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dosepath.designs.batch import Whole
from dosepath.designs.interval import Interval, check_epsilons
from dosepath.designs.stepping import Advice, Advices
from dosepath.quantity import Fault

# A rate that equals an end of the interval in decimals is inside it, whatever its last bit says.
_ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class IThreePlusThree(Interval):
    """i3+3 with the equivalence interval ``target - epsilon_1`` to ``target + epsilon_2``.

    With y DLTs in n: escalate when y/n is below the interval, stay when it is in it. Above it:
    stay when (y - 1)/n is below the interval, else de-escalate.

    Attributes:
        epsilon_1, epsilon_2: width of the interval below and above the target.
    """

    pseudo_counts: tuple[float, float] = (0.005, 0.005)
    epsilon_1: float = 0.05
    epsilon_2: float = 0.05

    def interval_step(self, n: Whole, dlt: Whole) -> Advices:
        """See :meth:`Interval.interval_step`."""
        low = self.target - self.epsilon_1 - _ROUNDING
        high = self.target + self.epsilon_2 + _ROUNDING
        step = np.where(dlt / n < low, np.int8(Advice.ESCALATE), np.int8(Advice.STAY))
        above = (dlt / n > high) & ((dlt - 1) / n >= low)
        return np.where(above, np.int8(Advice.DE_ESCALATE), step)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_epsilons(self.target, self.epsilon_1, self.epsilon_2)

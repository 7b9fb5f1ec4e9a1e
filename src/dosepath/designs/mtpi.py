"""mTPI, the modified toxicity probability interval design.

Source: Ji Y, Liu P, Li Y, Bekele BN. A modified toxicity probability interval method for
dose-finding trials. Clin Trials 2010;7:653-63, doi 10.1177/1740774510382799.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dosepath.designs.batch import Whole
from dosepath.designs.interval import Interval, check_epsilons, compare, strongest
from dosepath.designs.isotonic import TieAtTarget
from dosepath.designs.stepping import Advices
from dosepath.quantity import Fault


@dataclass(frozen=True, kw_only=True)
class Mtpi(Interval):
    """mTPI: the interval with the greatest unit probability mass decides.

    The unit probability mass of an interval is its posterior probability over its length. The
    three intervals are below, in and above ``target - epsilon_1`` to ``target + epsilon_2``; of
    equal masses the more careful step is taken.

    Attributes:
        epsilon_1, epsilon_2: width of the interval below and above the target.
    """

    pseudo_counts: tuple[float, float] = (0.005, 0.005)
    tie_at_target: TieAtTarget = "highest"
    epsilon_1: float = 0.05
    epsilon_2: float = 0.05

    def interval_step(self, n: Whole, dlt: Whole) -> Advices:
        """See :meth:`Interval.interval_step`."""
        edges = np.array([0, self.target - self.epsilon_1, self.target + self.epsilon_2, 1])
        density = self.mass(edges, n, dlt) / np.diff(edges)[:, None]
        interval = strongest(density)
        return compare(interval == 0, interval == 2)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_epsilons(self.target, self.epsilon_1, self.epsilon_2)

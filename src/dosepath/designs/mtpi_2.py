"""mTPI-2: intervals of equal length, so that length no longer speaks for an interval.

Source: Guo W, Wang SJ, Yang S, Lynn H, Ji Y. A Bayesian interval dose-finding design addressing
Ockham's razor: mTPI-2. Contemp Clin Trials 2017;58:23-33, doi 10.1016/j.cct.2017.04.006.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dosepath.designs.batch import Whole
from dosepath.designs.interval import Interval, check_epsilons
from dosepath.designs.isotonic import TieAtTarget
from dosepath.designs.keys import Keys, check_key_width
from dosepath.designs.stepping import Advices
from dosepath.quantity import Fault


@dataclass(frozen=True, kw_only=True)
class Mtpi2(Interval):
    """mTPI-2: the interval with the greatest unit probability mass decides.

    From ``target - epsilon_1`` to ``target + epsilon_2`` lies the equivalence interval; intervals
    of the same length go down to 0 and up to 1 from it, the outermost ones cut short. Where the
    greatest posterior probability per length lies below the equivalence interval escalate, in it
    stay, above it de-escalate.

    Attributes:
        epsilon_1, epsilon_2: width of the interval below and above the target.
    """

    pseudo_counts: tuple[float, float] = (0.005, 0.005)
    tie_at_target: TieAtTarget = "highest"
    epsilon_1: float = 0.05
    epsilon_2: float = 0.05

    def interval_step(self, n: Whole, dlt: Whole) -> Advices:
        """See :meth:`Interval.interval_step`."""
        low, high = self.target - self.epsilon_1, self.target + self.epsilon_2
        keys = Keys.around(low, high, cut_short=True)
        density = self.mass(keys.edges, n, dlt) / np.diff(keys.edges)[:, None]
        return keys.step(density)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        wrong = list(check_epsilons(self.target, self.epsilon_1, self.epsilon_2))
        yield from wrong or check_key_width("epsilon_1", self.epsilon_1 + self.epsilon_2)

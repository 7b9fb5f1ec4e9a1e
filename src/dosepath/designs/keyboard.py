"""The keyboard design.

Source: Yan F, Mandrekar SJ, Yuan Y. Keyboard: a novel Bayesian toxicity probability interval
design for phase I clinical trials. Clin Cancer Res 2017;23:3994-4003,
doi 10.1158/1078-0432.CCR-17-0220.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dosepath.designs.batch import Whole
from dosepath.designs.interval import Interval, check_epsilons
from dosepath.designs.keys import Keys, check_key_width
from dosepath.designs.stepping import Advices
from dosepath.quantity import Fault


@dataclass(frozen=True, kw_only=True)
class Keyboard(Interval):
    """The keyboard design: the strongest of the keys, which are of equal width, decides.

    The target key goes from ``target - epsilon_1`` to ``target + epsilon_2``, and whole keys of
    the same width lie below and above it; what is left over at 0 and 1 belongs to no key. The
    strongest key has the greatest posterior probability. Below the target key escalate, in it
    stay, above it de-escalate. Levels are eliminated from three participants on; the R package
    Keyboard does so from the first (``eliminate_from_n: 1``).

    Attributes:
        epsilon_1, epsilon_2: width of the target key below and above the target.
    """

    eliminate_from_n: int = 3
    epsilon_1: float = 0.05
    epsilon_2: float = 0.05

    def interval_step(self, n: Whole, dlt: Whole) -> Advices:
        """See :meth:`Interval.interval_step`."""
        low, high = self.target - self.epsilon_1, self.target + self.epsilon_2
        keys = Keys.around(low, high, cut_short=False)
        return keys.step(self.mass(keys.edges, n, dlt))

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        wrong = list(check_epsilons(self.target, self.epsilon_1, self.epsilon_2))
        yield from wrong or check_key_width("epsilon_1", self.epsilon_1 + self.epsilon_2)

"""The two-parameter Bayesian logistic regression model (BLRM) with overdose control.

Source: Neuenschwander B, Branson M, Gsponer T. Critical aspects of the Bayesian approach to phase
I cancer trials. Stat Med 2008;27:2420-39: the model, intervals of the DLT rate, and escalation
with a bound on the probability of an overdose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import ClassVar, Literal, get_args

import numpy as np

from dosepath.designs.batch import Batch, Floats, Whole
from dosepath.designs.decision import Counts
from dosepath.designs.dosages import Bounded
from dosepath.designs.grid import Grid, NormalPrior, logistic_grid
from dosepath.designs.model_based import Advice, Posterior, everywhere, summary
from dosepath.designs.options import check_choice, check_number, check_share
from dosepath.quantity import Fault, Place
from dosepath.rule import Reason

Choose = Literal["highest_target_probability", "highest_admissible"]
# Differences of probabilities below this are of the quadrature, not of the data.
_DIGITS = 6
_ODDS_OF_A_THIRD = -0.693


@dataclass(frozen=True, kw_only=True)
class Blrm(Bounded):
    """BLRM: logit(p(dose)) = log(alpha) + beta log(dose / reference_dose).

    Attributes:
        reference_dose: the dose at which alpha is the odds of a DLT; left out, the highest.
        prior_mean, prior_sd: of log(alpha) and log(beta), which are jointly normal. The default
            is vague, with an even chance that the rate at the reference dose is above a third.
        prior_correlation: of the two.
        target_interval: the rates that are wanted; above them is an overdose.
        overdose_bound: a level may be given only if the posterior probability of an overdose
            there is less.
        choose: of these levels, the one with the ``highest_target_probability`` (the higher of
            equals), or the ``highest_admissible``.
        max_escalation_factor: the next dose is at most this many times the last; ``None``: any.
        stop_target_probability: ``stop_at_level_n`` ends the trial only where the posterior
            probability of the target interval is at least this; ``None``: always.
    """

    known_to_break: ClassVar[frozenset[str]] = frozenset({"law.more_dlts"})

    reference_dose: float | None = None
    prior_mean: tuple[float, float] = (_ODDS_OF_A_THIRD, 0.0)
    prior_sd: tuple[float, float] = (2.0, 1.0)
    prior_correlation: float = 0.0
    target_interval: tuple[float, float] = (0.16, 0.33)
    overdose_bound: float = 0.25
    choose: Choose = "highest_target_probability"
    max_escalation_factor: float | None = None
    stop_target_probability: float | None = None

    @property
    def bound(self) -> float:
        """See :attr:`Bounded.bound`."""
        return self.overdose_bound

    @property
    def takes_highest_of_equals(self) -> bool:
        """See :attr:`ModelBased.takes_highest_of_equals`."""
        return True

    @property
    def most_per_level(self) -> int:
        """The most participants that are treated at one level."""
        # A level whose posterior stays vague may be treated until the cap.
        return self.max_n if self.stop_target_probability is not None else super().most_per_level

    def advise(self, batch: Batch) -> Advice:
        """See :meth:`ModelBased.advise`."""
        over_low, over = self._above(batch)
        target = np.round(over_low - over, _DIGITS)
        allowed = over < self.overdose_bound
        height = np.broadcast_to(-np.arange(self.levels, dtype=np.float64), over.shape)
        distance = -target if self.choose == "highest_target_probability" else height
        precise = everywhere(batch)
        if self.stop_target_probability is not None:
            precise = target >= self.stop_target_probability
        return Advice(distance, allowed, allowed, precise)

    def overdose(self, batch: Batch) -> Floats:
        """The posterior probability of a rate above the target interval; (S x D)."""
        return self._above(batch)[1]

    def ceiling(self, batch: Batch, at: Whole) -> Whole:
        """See :meth:`ModelBased.ceiling`."""
        highest = super().ceiling(batch, at)
        if self.max_escalation_factor is None:
            return highest
        return np.minimum(highest, np.maximum(self._within_factor[at - 1], at))

    def posterior(self, counts: Counts) -> Posterior:
        """See :meth:`ModelBased.posterior`; the bounds are those of the target interval."""
        return summary(self._grid, counts, self.target_interval)

    def warnings(self) -> tuple[Reason, ...]:
        """Parameters that can never have an effect, each as a reason."""
        found = super().warnings()
        if self.max_escalation_factor is None:
            return found
        stuck = np.flatnonzero(self._within_factor[:-1] <= np.arange(1, self.levels))
        if not stuck.size:
            return found
        level, factor = int(stuck[0]) + 1, f"{self.max_escalation_factor:g}"
        code = "design.warning.escalation_factor"
        return (*found, Reason.of(code, level=level, to=level + 1, factor=factor))

    def _above(self, batch: Batch) -> tuple[Floats, Floats]:
        """Posterior probabilities of a rate above each bound of the target interval; (S x D)."""
        found = np.clip(self._grid.average(batch, self._features), 0.0, 1.0)
        return found[:, : self.levels], found[:, self.levels :]

    @cached_property
    def _within_factor(self) -> Whole:
        """The highest level within the factor above each level; (D)."""
        most = self.doses * (self.max_escalation_factor or np.inf) * (1 + 1e-9)
        return np.asarray(np.searchsorted(self.doses, most, side="right"), dtype=np.int64)

    @cached_property
    def _features(self) -> Floats:
        return np.hstack([*self._grid.above])

    @cached_property
    def _grid(self) -> Grid:
        reference = self.dosages[-1] if self.reference_dose is None else self.reference_dose
        (intercept, log_slope), (one, two) = self.prior_mean, self.prior_sd
        prior = NormalPrior(intercept, one, log_slope, two, self.prior_correlation)
        x = [log(dose / reference) for dose in self.dosages]
        return logistic_grid(x, prior, bounds=self.target_interval, n=self.max_n)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from _pair_faults("prior_mean", self.prior_mean, low=-50, high=50)
        yield from _pair_faults("prior_sd", self.prior_sd, low=1e-3, high=50)
        yield from check_share("prior_correlation", self.prior_correlation, low=-1)
        yield from check_share("overdose_bound", self.overdose_bound)
        yield from check_choice("choose", self.choose, get_args(Choose))
        if self.reference_dose is not None:
            yield from check_share("reference_dose", self.reference_dose, high=1e12)
        if self.max_escalation_factor is not None:
            yield from check_share("max_escalation_factor", self.max_escalation_factor, low=1,
                                   high=1e6)  # fmt: skip
        if self.stop_target_probability is not None:
            yield from check_share("stop_target_probability", self.stop_target_probability)
        yield from _interval_faults(self.target_interval)


def _interval_faults(value: object) -> Iterator[Fault]:
    wrong = list(_pair_faults("target_interval", value, low=0, high=1))
    yield from wrong
    if not wrong and isinstance(value, tuple) and not 0 < value[0] < value[1] < 1:
        yield _pair_fault("target_interval", value, "two rates between 0 and 1, the lower first")


def _pair_faults(name: str, value: object, *, low: float, high: float) -> Iterator[Fault]:
    pair = value if isinstance(value, tuple) else ()
    if len(pair) != 2 or any(list(check_number(name, x, low=low, high=high)) for x in pair):
        yield _pair_fault(name, value, f"two numbers, each {low:g} to {high:g}")


def _pair_fault(name: str, found: object, allowed: str) -> Fault:
    message = "The parameter cannot have this value."
    return Fault(Place(path=name), "design.parameter", message, str(found), allowed)

"""What the CRM and the TITE-CRM share: a skeleton, a working model and its posterior."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from dosepath.designs.batch import Batch, Floats, Whole
from dosepath.designs.decision import Counts
from dosepath.designs.grid import Grid, NormalPrior, logistic_grid, power_grid
from dosepath.designs.model_based import (
    Advice,
    Coherence,
    ModelBased,
    Posterior,
    everywhere,
    model_reason,
    percent,
    summary,
)
from dosepath.designs.options import (
    as_written,
    check_choice,
    check_number,
    check_share,
    check_whole,
)
from dosepath.designs.skeleton import (
    Indifference,
    check_halfwidth,
    check_skeleton,
    expit,
    logit,
    skeleton_from_indifference,
)
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason

Model = Literal["power", "logistic_1", "logistic_2"]
Estimate = Literal["plug_in", "posterior_mean"]
Equals = Literal["lowest", "highest"]
# The prior variance 1.34 and what goes with it are those of Cheung 2011 and the package dfcrm.
USUAL_SD = 1.34**0.5
USUAL_HALFWIDTH = 0.05
# A prior that is narrower is none, and would need millions of nodes.
NARROWEST = 1e-3


@dataclass(frozen=True, kw_only=True)
class WorkingModel(ModelBased):
    """A design with a skeleton: prior guesses of the DLT rates, moved by a working model.

    Attributes:
        target: target DLT rate.
        skeleton: the prior guess of the DLT rate at each level, rising. Left out, it follows
            from ``prior_mtd`` and ``halfwidth`` (Lee & Cheung 2009).
        prior_mtd: the level that is the MTD by prior guess; left out, the middle level, the
            lower of two.
        halfwidth: half-width of the indifference interval around the target.
        model: ``power`` (also called empiric), skeleton ^ exp(b); ``logistic_1``, with log odds
            intercept + exp(b) x; ``logistic_2``, the same with an uncertain intercept. x is such
            that the skeleton is met at b = 0 and the intercept's mean.
        intercept: the fixed intercept of ``logistic_1``, the prior mean of ``logistic_2``'s.
        intercept_sd: prior standard deviation of ``logistic_2``'s intercept.
        prior_sd: prior standard deviation of b, which has mean 0.
        estimate: ``plug_in``, the curve at the posterior mean of its parameters;
            ``posterior_mean`` of each level's rate.
        ties: of levels that are equally near the target, the ``lowest`` or ``highest``.
        coherence: ``rate_at_level``: no escalation while the observed DLT rate at the level last
            treated is above the target. ``none``: as the model says.
        too_toxic: stop when the posterior probability that the rate at level 1 is above
            ``too_toxic_limit`` is greater than this; ``None``: never.
        too_toxic_limit: the rate meant there; ``None``: the target.
    """

    target: float
    skeleton: tuple[float, ...] = ()
    prior_mtd: int | None = None
    halfwidth: float | None = None
    model: Model = "power"
    intercept: float = 3.0
    intercept_sd: float = 1.0
    prior_sd: float = USUAL_SD
    estimate: Estimate = "plug_in"
    ties: Equals = "lowest"
    coherence: Coherence = "none"
    too_toxic: float | None = None
    too_toxic_limit: float | None = None

    @cached_property
    def rates(self) -> tuple[float, ...]:
        """The skeleton, given or derived; D rates."""
        if self.skeleton:
            return self.skeleton
        middle = (self.levels + 1) // 2
        wanted = Indifference(
            target=self.target,
            halfwidth=USUAL_HALFWIDTH if self.halfwidth is None else self.halfwidth,
            prior_mtd=middle if self.prior_mtd is None else self.prior_mtd,
            curve="power" if self.model == "power" else "logistic",
            intercept=self.intercept,
        )
        return skeleton_from_indifference(wanted, self.levels)

    @property
    def doses(self) -> tuple[float, ...]:
        """The standardised doses x of the logistic models; D numbers."""
        return tuple(logit(rate) - self.intercept for rate in self.rates)

    @property
    def takes_highest_of_equals(self) -> bool:
        """See :attr:`ModelBased.takes_highest_of_equals`."""
        return self.ties == "highest"

    def advise(self, batch: Batch) -> Advice:
        """See :meth:`ModelBased.advise`."""
        found = self._grid.average(batch, self._features)
        allowed = everywhere(batch)
        if self.too_toxic is not None:
            allowed = allowed & (found[:, -1] <= self.too_toxic)[:, None]
        distance = np.abs(self._rates_of(found) - self.target)
        return Advice(distance, allowed, allowed, everywhere(batch))

    def estimates(self, batch: Batch) -> Floats:
        """The DLT rates that are compared with the target; (S x D)."""
        return self._rates_of(self._grid.average(batch, self._features))

    def ceiling(self, batch: Batch, at: Whole) -> Whole:
        """See :meth:`ModelBased.ceiling`."""
        highest = super().ceiling(batch, at)
        if self.coherence == "none":
            return highest
        return self.held(batch, at, highest=highest, rate=self.target)

    def posterior(self, counts: Counts) -> Posterior:
        """See :meth:`ModelBased.posterior`; the bounds hold the target alone."""
        rates = self.estimates(Batch.of(counts))[0]
        whole = summary(self._grid, counts, (self.target,))
        return whole._replace(estimate=tuple(rates.tolist()))

    def reason(self, code: str, counts: Counts, *, level: int, **values: int) -> Reason:
        """See :meth:`ModelBased.reason`."""
        batch = Batch.of(counts)
        numbers: dict[str, int | str] = dict(values)
        if code == "none_allowed":
            over = self._grid.average(batch, self._features)[0, -1]
            numbers |= {"over": percent(over), "limit": f"{100 * self._limit:g}"}
            numbers["cut"] = f"{100 * (self.too_toxic or 1.0):g}"
            return model_reason("model_too_toxic", counts, level=level, **numbers)
        rate = self.estimates(batch)[0, values.get("to", level) - 1]
        numbers |= {"rate": percent(rate), "target": f"{100 * self.target:g}"}
        return model_reason(f"nearest_{code}", counts, level=level, **numbers)

    @property
    def _limit(self) -> float:
        return self.target if self.too_toxic_limit is None else self.too_toxic_limit

    @cached_property
    def _grid(self) -> Grid:
        """The nodes; the bounds are the target and the limit of ``too_toxic``."""
        n = self.max_n
        if self.model == "power":
            bounds = (self.target, self._limit)
            return power_grid(self.rates, self.prior_sd, bounds=bounds, n=n)
        spread = self.intercept_sd if self.model == "logistic_2" else 0.0
        prior = NormalPrior(self.intercept, spread, 0.0, self.prior_sd)
        return logistic_grid(self.doses, prior, bounds=(self.target, self._limit), n=n)

    @cached_property
    def _features(self) -> Floats:
        """What is averaged: the estimates' columns, and last P(rate of level 1 > limit)."""
        first = self._grid.parameters if self.estimate == "plug_in" else self._grid.p
        return np.column_stack([first, self._grid.above[1, :, 0]])

    def _rates_of(self, found: Floats) -> Floats:
        """The estimates from averages of :attr:`_features`; (S x D)."""
        if self.estimate == "posterior_mean":
            return found[:, :-1]
        if self.model == "power":
            return np.asarray(np.exp(np.exp(found[:, :1]) * np.log(self.rates)))
        odds = found[:, :1] + np.exp(found[:, 1:2]) * np.asarray(self.doses)
        return np.asarray(np.exp(-np.logaddexp(0.0, -odds)))

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        for name, choices in (
            ("estimate", get_args(Estimate)),
            ("ties", get_args(Equals)),
            ("coherence", get_args(Coherence)),
        ):
            yield from check_choice(name, getattr(self, name), choices)
        for name in ("prior_sd", "intercept_sd"):
            yield from check_number(name, getattr(self, name), low=NARROWEST, high=100)
        for name in ("too_toxic", "too_toxic_limit"):
            if getattr(self, name) is not None:
                yield from check_share(name, getattr(self, name))
        known = [
            *check_share("target", self.target),
            *check_number("intercept", self.intercept, low=-50, high=50),
            *check_choice("model", self.model, get_args(Model)),
        ]
        yield from known
        if not list(check_whole("levels", self.levels, low=1)):
            yield from self._skeleton_faults(is_known=not known)

    def _skeleton_faults(self, *, is_known: bool) -> Iterator[Fault]:
        """What is wrong with the skeleton; ``is_known``: the target and the model are sound."""
        wrong: list[Fault] = []
        if self.skeleton:
            wrong += check_skeleton("skeleton", self.skeleton, levels=self.levels)
            yield from self._given_twice()
        elif self.prior_mtd is not None:
            wrong += check_whole("prior_mtd", self.prior_mtd, low=1, high=self.levels)
        yield from wrong
        if is_known:
            yield from self._fitting_faults(is_sound=not wrong)
        else:
            yield from self._widest_faults()

    def _fitting_faults(self, *, is_sound: bool) -> Iterator[Fault]:
        """What does not go with the target and the model; ``is_sound``: nothing else is wrong."""
        top = 1.0 if self.model == "power" else expit(self.intercept)
        if self.target >= top:
            yield _fault("target", self.target, f"below {top:.4g}, the most that the model reaches")
            yield from self._widest_faults()
        elif not self.skeleton:
            yield from self._derived_faults(top, is_sound=is_sound)
        elif is_sound and self.skeleton[-1] >= top:
            allowed = f"numbers below {top:.4g}, the most that the model reaches"
            yield _fault("skeleton", self.skeleton, allowed)

    def _widest_faults(self) -> Iterator[Fault]:
        """A half-width that is wrong whatever the target is: none leaves room for more."""
        if not self.skeleton and self.halfwidth is not None:
            yield from check_share("halfwidth", self.halfwidth, high=0.5)

    def _given_twice(self) -> Iterator[Fault]:
        for name in ("prior_mtd", "halfwidth"):
            if getattr(self, name) is not None:
                message = "The skeleton is given, so nothing is left to derive it from."
                allowed = f"either skeleton or {name}"
                place, found = Place(path=name), str(getattr(self, name))
                yield Fault(place, "design.contradiction", message, found, allowed)

    def _derived_faults(self, top: float, *, is_sound: bool) -> Iterator[Fault]:
        wrong: list[Fault] = []
        if self.halfwidth is not None:
            wrong += check_halfwidth(self.halfwidth, target=self.target, top=top)
        if is_sound and not wrong:
            try:
                self.rates  # noqa: B018
            except FaultsFound as error:
                wrong += error.faults
        yield from wrong


def _fault(name: str, found: object, allowed: str) -> Fault:
    message = "The parameter cannot have this value."
    return Fault(Place(path=name), "design.parameter", message, as_written(found), allowed)

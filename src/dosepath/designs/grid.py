"""A dose-toxicity model laid out on the nodes of its prior, and averages over its posteriors.

The likelihood of S observations at K nodes is two matrix products of the participants with and
without a DLT (S x D) with the logarithms of the model's rates (D x K): the same nodes serve
every observation, and nothing is fitted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from dosepath.designs.batch import Batch, Floats, Whole
from dosepath.designs.quadrature import below, equally_spaced, gauss_legendre
from dosepath.designs.skeleton import logit

_REACH_OF_TWO = 7.0
"""How far the nodes of two parameters reach, in standard deviations of the prior."""
_CELLS = 1_000_000
"""Likelihoods worked on at once: 8 MB, so that they stay near the processor."""
_CACHED = 16_000
"""The same where a loop goes over them again and again."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Nodes of a prior over dose-toxicity curves of D levels.

    Attributes:
        log_weight: logarithm of prior density times quadrature weight; (K).
        log_p, log_q: logarithms of the DLT rate and of its complement; (K x D).
        parameters: the values of the model's M parameters; (K x M).
        above: for each of the B bounds, what is averaged for the probability that a level's
            rate is above it; (B x K x D).
    """

    log_weight: Floats
    log_p: Floats
    log_q: Floats
    parameters: Floats
    above: Floats

    @cached_property
    def p(self) -> Floats:
        """The DLT rates; (K x D)."""
        return np.asarray(np.exp(self.log_p))

    @cached_property
    def _likelihood(self) -> Floats:
        return np.ascontiguousarray(np.hstack([self.log_p, self.log_q]).T)

    def average(self, batch: Batch, feature: Floats) -> Floats:
        """Posterior means of the columns of ``feature`` (K x M), given each observation; (S x M).

        A participant under observation counts as free of a DLT for the share of the window that
        has passed: the likelihood has a factor 1 - share x rate (Cheung & Chappell 2000).
        """
        columns = np.column_stack([feature, np.ones(len(feature))])
        found = np.empty((len(batch), columns.shape[1]))
        data = np.hstack([batch.dlt, batch.n - batch.dlt]).astype(np.float64)
        for part in self._parts(len(batch)):
            weight = data[part] @ self._likelihood
            weight += self.log_weight
            if batch.pending_level.size:
                weight += self._pending(batch.pending_level[part], batch.pending_share[part])
            weight -= weight.max(axis=1, keepdims=True)
            found[part] = np.exp(weight, out=weight) @ columns
        return np.asarray(found[:, :-1] / found[:, -1:])

    def _parts(self, rows: int) -> Iterator[slice]:
        size = max(1, _CELLS // len(self.log_weight))
        return (slice(start, start + size) for start in range(0, rows, size))

    @cached_property
    def _rate_or_none(self) -> Floats:
        """The rates with nobody's level 0 in front, whose rate is 0; (1 + D x K)."""
        return np.vstack([np.zeros(len(self.log_p)), self.p.T])

    def _pending(self, level: Whole, share: Floats) -> Floats:
        """Log-likelihood of the participants under observation; (S x K)."""
        likelihood = np.ones((len(level), len(self.log_weight)))
        weight = -np.clip(share, 0.0, 1.0)
        size = max(1, _CACHED // len(self.log_weight))
        factor = np.empty((size, len(self.log_weight)))
        for start in range(0, len(level), size):
            part = likelihood[start : start + size]
            here = factor[: len(part)]
            for who in np.flatnonzero(level[start : start + size].any(axis=0)):
                levels = level[start : start + size, who]
                np.take(self._rate_or_none, levels, axis=0, out=here, mode="clip")
                here *= weight[start : start + size, who, None]
                here += 1.0
                part *= here
        return np.asarray(np.log(np.maximum(likelihood, np.finfo(np.float64).tiny)))


@dataclass(frozen=True)
class NormalPrior:
    """A normal prior of the intercept a and the log slope b of a curve.

    ``intercept_sd`` 0 fixes the intercept. ``correlation`` is that of a and b.
    """

    intercept: float
    intercept_sd: float
    log_slope: float
    log_slope_sd: float
    correlation: float = 0.0


def power_grid(skeleton: Sequence[float], sd: float, *, bounds: Sequence[float], n: int) -> Grid:
    """The power (empiric) model p_d = skeleton_d ^ exp(b), b normal with mean 0 and ``sd``.

    ``bounds`` are rates; ``n`` is how many participants the nodes must be fine enough for.
    """
    log_skeleton = np.log(np.asarray(skeleton, dtype=np.float64))
    # The Fisher information on b of one participant is p log(p)^2 / (1 - p), at most 0.648.
    step = _step(sd, information=0.65 * n)
    nodes = equally_spaced(_reach(sd), step)
    log_p = np.exp(nodes)[:, None] * log_skeleton
    cuts = [np.log(log(bound) / log_skeleton) for bound in bounds]
    above = [below(nodes[:, None], step, cut=cut) for cut in cuts]
    log_weight = -0.5 * (nodes / sd) ** 2
    return Grid(log_weight, log_p, _log_complement(log_p), nodes[:, None], _stack(above, log_p))


def logistic_grid(
    x: Sequence[float], prior: NormalPrior, *, bounds: Sequence[float], n: int
) -> Grid:
    """The logistic model logit(p_d) = a + exp(b) x_d; ``x`` are standardised doses.

    ``bounds`` and ``n`` are as in :func:`power_grid`. With a fixed intercept every ``x`` must be
    negative, as it is where the skeleton lies below the intercept. With two parameters a rate is
    above a bound where a > logit(bound) - exp(b) x_d: for each b a half-line of a, along which the
    nodes are equally spaced, so that the step lies where it should for every b.
    """
    doses = np.asarray(x, dtype=np.float64)
    layout = _one_parameter if prior.intercept_sd == 0 else _two_parameters
    intercept, log_slope, log_weight, share = layout(doses, prior, n)
    odds = intercept[:, None] + np.exp(log_slope)[:, None] * doses
    above = [share(logit(bound)) for bound in bounds]
    log_p, log_q = -np.logaddexp(0.0, -odds), -np.logaddexp(0.0, odds)
    parameters = np.column_stack([intercept, log_slope])
    return Grid(log_weight, log_p, log_q, parameters, _stack(above, log_p))


Share = Callable[[float], Floats]
"""From the log odds of a bound to what is averaged for the probability above it; (K x D)."""


def _one_parameter(
    doses: Floats, prior: NormalPrior, n: int
) -> tuple[Floats, Floats, Floats, Share]:
    sd, intercept = prior.log_slope_sd, prior.intercept
    # Information on b of one participant: p (1 - p) (logit p - a)^2.
    odds = np.linspace(-12.0, 12.0, 481)
    most = float(np.max((odds - intercept) ** 2 / (2 * np.cosh(odds / 2)) ** 2))
    step = _step(sd, information=most * n)
    nodes = equally_spaced(_reach(sd), step)

    def share(bound: float) -> Floats:
        # A bound that no slope reaches has a cut at minus infinity: no rate is above it.
        with np.errstate(divide="ignore"):
            cut = np.log(np.maximum((bound - intercept) / doses, 0.0)) - prior.log_slope
        return below(nodes[:, None], step, cut=cut)

    log_weight = -0.5 * (nodes / sd) ** 2
    return np.full(len(nodes), intercept), nodes + prior.log_slope, log_weight, share


def _two_parameters(
    doses: Floats, prior: NormalPrior, n: int
) -> tuple[Floats, Floats, Floats, Share]:
    """Nodes in standard units: u of the log slope, z of the intercept given the slope."""
    own = prior.intercept_sd * (1 - prior.correlation**2) ** 0.5
    step = _step(1.0, information=own**2 * n / 4, per_sd=1.5)
    # Slopes vary over orders of magnitude under a vague prior: finer steps for it.
    across = min(0.2, 0.3 / prior.log_slope_sd)
    z, u = np.meshgrid(
        equally_spaced(_REACH_OF_TWO, step), equally_spaced(_REACH_OF_TWO, across), indexing="ij"
    )
    near = z**2 + u**2 <= _REACH_OF_TWO**2
    z, u = z[near], u[near]
    shifted = prior.intercept + prior.intercept_sd * prior.correlation * u
    log_slope = prior.log_slope + prior.log_slope_sd * u
    slope = np.exp(log_slope)

    def share(bound: float) -> Floats:
        cut = (bound - slope[:, None] * doses - shifted[:, None]) / own
        return 1 - below(z[:, None], step, cut=cut)

    return shifted + own * z, log_slope, -0.5 * (z**2 + u**2), share


def ewoc_grid(dosages: Sequence[float], target: float, *, support: tuple[float, float]) -> Grid:
    """Babb's model: rho the rate at the lowest dose of ``support``, gamma the dose of the target.

    logit(p(x)) = logit(rho) + (logit(target) - logit(rho)) (x - low) / (gamma - low), with rho
    uniform on (0, target) and gamma on the support. A rate is above the target where gamma is
    below the dose: the integration breaks there. ``parameters`` are rho and gamma.
    """
    low, high = support
    breaks = [low, *(dose for dose in dosages if low < dose < high), high]
    gamma, gamma_weight = gauss_legendre(breaks, max(16, 96 // (len(breaks) - 1)))
    # rho = target v^3 spreads the nodes towards 0, where rates vary like a root of rho.
    v, v_weight = gauss_legendre((0.0, 1.0), 32)
    rho, rho_weight = target * v**3, 3 * v**2 * v_weight
    gammas, rhos = (one.ravel() for one in np.meshgrid(gamma, rho, indexing="ij"))
    start = np.log(rhos / (1 - rhos))
    doses = np.asarray(dosages, dtype=np.float64)
    reach = (doses - low) / (gammas - low)[:, None]
    odds = start[:, None] + (logit(target) - start)[:, None] * reach
    log_weight = np.log(np.outer(gamma_weight, rho_weight).ravel())
    return Grid(
        log_weight,
        -np.logaddexp(0.0, -odds),
        -np.logaddexp(0.0, odds),
        np.column_stack([rhos, gammas]),
        (gammas[:, None] < doses).astype(np.float64)[None],
    )


def _reach(sd: float) -> float:
    """How far the nodes reach: data may pull a posterior far away from a narrow prior."""
    return 6 * sd + 1.5


def _step(sd: float, *, information: float, per_sd: float = 2.0) -> float:
    """A spacing of ``per_sd`` nodes to the least standard deviation of a posterior."""
    return float((1 / sd**2 + information) ** -0.5 / per_sd)


def _log_complement(log_p: Floats) -> Floats:
    return np.asarray(np.log(-np.expm1(log_p)))


def _stack(above: Sequence[Floats], log_p: Floats) -> Floats:
    return np.stack(above) if above else np.zeros((0, *log_p.shape))

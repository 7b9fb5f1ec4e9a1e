"""Posteriors of the model-based designs, against brute force on much finer grids."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from scipy.special import expit, log_expit, logit
from scipy.stats import norm

from dosepath.designs import Blrm, Counts, Crm, Ewoc, Posterior, Tally, TiteCrm

SKELETON = (0.05, 0.12, 0.25, 0.40, 0.55)
DOSAGES = (10, 25, 50, 100, 200, 400)
NOTHING, SOME = (0,) * 6, (3, 3, 3, 6, 3, 0)
DATA = [
    (NOTHING, NOTHING),
    (SOME, (0, 0, 0, 1, 2, 0)),
    (SOME, NOTHING),
    ((6, 0, 0, 0, 0, 0), (6, 0, 0, 0, 0, 0)),
    ((12, 0, 0, 12, 0, 0), (0, 0, 0, 6, 0, 0)),
    ((0, 0, 24, 0, 0, 0), (0, 0, 12, 0, 0, 0)),
]


def counts(n: tuple[int, ...], dlt: tuple[int, ...]) -> Counts:
    return Counts(tuple(Tally(a, b) for a, b in zip(n, dlt, strict=True)), 1)


def check(found: Posterior, weight: np.ndarray, p: np.ndarray) -> None:
    """Against the weights (K) of nodes where the rates are p (K x D).

    The sum over nodes is wrong by a node's share at the edges of an interval.
    """
    weight = weight / weight.sum()
    mean = weight @ p
    assert found.mean == pytest.approx(mean, abs=1e-6)
    assert found.sd == pytest.approx(np.sqrt(weight @ p**2 - mean**2), abs=1e-6)
    edges = [-1.0, *found.bounds, 1.0]
    for level, shares in enumerate(found.probability):
        rate = p[:, level]
        within = [weight[(rate > a) & (rate <= b)].sum() for a, b in pairwise(edges)]
        assert shares == pytest.approx(within, abs=1e-6 + 2 * weight.max())
        assert sum(shares) == pytest.approx(1)


def likelihood(p: np.ndarray, n: tuple[int, ...], dlt: tuple[int, ...]) -> np.ndarray:
    y, free = np.asarray(dlt), np.asarray(n) - np.asarray(dlt)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_p = np.where(y > 0, y * np.log(p), 0.0) + np.where(free > 0, free * np.log1p(-p), 0.0)
    return np.exp(log_p.sum(axis=1))


@pytest.mark.parametrize("sd", [0.3, 1.34**0.5, 3.0])
@pytest.mark.parametrize(("n", "dlt"), DATA)
def test_power_model(n: tuple[int, ...], dlt: tuple[int, ...], sd: float) -> None:
    n, dlt = n[:5], dlt[:5]
    b = np.linspace(-9 * sd, 9 * sd, 200_001)
    p = np.asarray(SKELETON) ** np.exp(b)[:, None]
    weight = np.exp(-0.5 * (b / sd) ** 2) * likelihood(p, n, dlt)
    design = Crm(levels=5, target=0.25, max_n=30, skeleton=SKELETON, prior_sd=sd)
    found = design.posterior(counts(n, dlt))
    check(found, weight, p)
    best = np.asarray(SKELETON) ** np.exp(weight @ b / weight.sum())
    assert found.estimate == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("intercept", [1.0, 3.0])
@pytest.mark.parametrize(("n", "dlt"), DATA)
def test_one_parameter_logistic_model(
    n: tuple[int, ...], dlt: tuple[int, ...], intercept: float
) -> None:
    n, dlt, sd = n[:5], dlt[:5], 1.16
    b = np.linspace(-9 * sd, 9 * sd, 200_001)
    x = logit(SKELETON) - intercept
    p = expit(intercept + np.exp(b)[:, None] * x)
    weight = np.exp(-0.5 * (b / sd) ** 2) * likelihood(p, n, dlt)
    design = Crm(levels=5, target=0.25, max_n=30, skeleton=SKELETON, prior_sd=sd,
                 model="logistic_1", intercept=intercept, estimate="posterior_mean")  # fmt: skip
    found = design.posterior(counts(n, dlt))
    check(found, weight, p)
    assert found.estimate == pytest.approx(found.mean)


PRIORS = [
    ((-0.693, 0.0), (2.0, 1.0), 0.0),
    ((2.15, 0.52), (0.84, 0.8), 0.2),
    ((-3.0, 0.0), (0.5, 1.0), -0.5),
    ((-1.0, 0.0), (5.0, 2.0), 0.0),
]
LINES = np.linspace(-7, 7, 561)
ALONG = np.linspace(-8, 8, 2401)


@lru_cache(maxsize=1)
def fine_grid(prior: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log prior (B x A), log odds (B x A x D) and odds without intercept (B x D)."""
    mean, sd, correlation = PRIORS[prior]
    u, z = LINES[:, None], ALONG
    centre = mean[0] + sd[0] * correlation * u
    own = sd[0] * (1 - correlation**2) ** 0.5
    rest = np.exp(mean[1] + sd[1] * u) * np.log(np.array(DOSAGES) / 200) + centre
    odds = (own * z)[None, :, None] + rest[:, None, :]
    return -0.5 * (u**2 + z**2), odds, rest / own


@pytest.mark.slow
@pytest.mark.parametrize("prior", range(len(PRIORS)))
@pytest.mark.parametrize(("n", "dlt"), [DATA[1], DATA[3], DATA[4], DATA[5]])
def test_two_parameter_logistic_regression(
    prior: int, n: tuple[int, ...], dlt: tuple[int, ...]
) -> None:
    """Line by line of the slope, the integral over the intercept is cut where the bound is."""
    log_weight, odds, rest = fine_grid(prior)
    mean, sd, correlation = PRIORS[prior]
    y, free = np.array(dlt, float), np.subtract(n, dlt).astype(float)
    log_weight = log_weight + log_expit(odds) @ y + log_expit(-odds) @ free
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    design = Blrm(levels=6, max_n=24, dosages=DOSAGES, reference_dose=200, prior_mean=mean,
                  prior_sd=sd, prior_correlation=correlation)  # fmt: skip
    found = design.posterior(counts(n, dlt))
    assert found.mean == pytest.approx(np.einsum("ba,bad->d", weight, expit(odds)), abs=1e-5)
    own = sd[0] * (1 - correlation**2) ** 0.5
    step = ALONG[1] - ALONG[0]
    cumulated = np.cumsum(weight, axis=1)
    for bound, above in ((0.16, 0), (0.33, 1)):
        cuts = logit(bound) / own - rest
        for level in range(6):
            under = [
                np.interp(cut, ALONG + step / 2, line, left=0.0)
                for cut, line in zip(cuts[:, level], cumulated, strict=True)
            ]
            over = sum(found.probability[level][above + 1 :])
            assert over == pytest.approx(1 - sum(under), abs=1e-4)


def test_interval_probabilities_of_the_regression_do_not_depend_on_the_step() -> None:
    """The nodes get finer with the cap: 24 and 400 participants agree to 1e-4 and better."""
    coarse, fine = (
        Blrm(levels=6, max_n=n, cohort=1, dosages=DOSAGES, reference_dose=200) for n in (24, 400)
    )
    for n, dlt in DATA:
        one, other = (design.posterior(counts(n, dlt)) for design in (coarse, fine))
        for a, b in zip(one.probability, other.probability, strict=True):
            assert a == pytest.approx(b, abs=2e-5)


def test_an_interval_probability_of_the_prior_has_a_closed_form() -> None:
    """At the reference dose the log odds are normal."""
    design = Blrm(levels=2, max_n=24, dosages=(1, 2), prior_mean=(-1, 0.3), prior_sd=(1.5, 0.7))
    found = design.posterior(Counts.none(2)).probability[1]
    low, high = norm.cdf(logit([0.16, 0.33]), -1, 1.5)
    assert found == pytest.approx((low, high - low, 1 - high), abs=1e-7)


def test_the_crm_with_two_parameters_is_the_regression_on_skeleton_doses() -> None:
    crm = Crm(levels=5, target=0.25, max_n=30, skeleton=SKELETON, model="logistic_2",
              intercept=1.0, intercept_sd=0.8, prior_sd=0.9, estimate="posterior_mean")  # fmt: skip
    dosages = tuple(np.exp(np.asarray(crm.doses)).tolist())
    blrm = Blrm(levels=5, max_n=30, dosages=dosages, reference_dose=1.0, prior_mean=(1.0, 0.0),
                prior_sd=(0.8, 0.9), target_interval=(0.1, 0.25))  # fmt: skip
    for n, dlt in DATA:
        one, other = (d.posterior(counts(n[:5], dlt[:5])) for d in (crm, blrm))
        assert one.mean == pytest.approx(other.mean, abs=1e-9)
        over = [row[1] for row in one.probability]
        assert over == pytest.approx([row[2] for row in other.probability], abs=1e-6)


@pytest.mark.parametrize(("n", "dlt"), DATA)
def test_overdose_control(n: tuple[int, ...], dlt: tuple[int, ...]) -> None:
    dosages = (100, 150, 200, 250, 300, 400)
    edge = np.linspace(100, 400, 1201)
    gamma = (edge[:-1] + edge[1:]) / 2
    v = (np.arange(500) + 0.5) / 500
    rho = 0.33 * v**4
    weight = np.outer(np.ones(len(gamma)), v**3).ravel()
    g, r = (one.ravel() for one in np.meshgrid(gamma, rho, indexing="ij"))
    slope = (logit(0.33) - logit(r)) / (g - 100)
    p = expit(logit(r)[:, None] + slope[:, None] * (np.asarray(dosages) - 100))
    weight *= likelihood(np.clip(p, 1e-300, 1 - 1e-16), n, dlt)
    weight /= weight.sum()
    found = Ewoc(levels=6, target=0.33, max_n=24, dosages=dosages).posterior(counts(n, dlt))
    assert found.mean == pytest.approx(weight @ p, abs=1e-4)
    over = [weight[g < dose].sum() for dose in dosages]
    assert [row[1] for row in found.probability] == pytest.approx(over, abs=1e-4)


def test_the_prior_of_overdose_control_is_uniform() -> None:
    design = Ewoc(levels=3, target=0.3, max_n=24, dosages=(10, 20, 40), mtd_range=(0, 50))
    over = [row[1] for row in design.posterior(Counts.none(3)).probability]
    assert over == pytest.approx([0.2, 0.4, 0.8])


LIKELY = [
    ((3, 0, 0), (1, 0, 0)),
    ((3, 3, 3), (0, 0, 1)),
    ((3, 6, 3), (0, 1, 3)),
    ((6, 6, 6), (3, 2, 1)),
    ((0, 0, 6), (0, 0, 5)),
    ((12, 0, 3), (0, 0, 1)),
]


@pytest.mark.parametrize("model", ["power", "logistic_1"])
def test_maximum_likelihood_finds_the_top_of_the_likelihood(model: str) -> None:
    design = Crm(levels=3, target=0.25, max_n=30, model=model, method="maximum_likelihood")
    b = np.linspace(-4, 4, 80_001)
    x = logit(design.rates) - 3
    if model == "power":
        p = np.asarray(design.rates) ** np.exp(b)[:, None]
    else:
        p = expit(3 + np.exp(b)[:, None] * x)
    for n, dlt in LIKELY:
        top = p[likelihood(p, n, dlt).argmax()]
        found = design.posterior(counts(n, dlt))
        assert found.estimate == pytest.approx(top, abs=1e-4)
        assert (found.mean, found.sd, found.probability) == ((), (), ())


def test_pending_participants_weigh_by_the_time_that_has_passed() -> None:
    b = np.linspace(-10, 10, 200_001)
    p = np.asarray(SKELETON) ** np.exp(b)[:, None]
    likely = p[:, 1] * (1 - p[:, 0]) ** 3 * (1 - 0.25 * p[:, 2]) * (1 - 0.9 * p[:, 1])
    weight = np.exp(-0.5 * b**2 / 1.34) * likely
    seen = (Tally(3), Tally(1, 1, pending=(0.9,)), Tally(pending=(0.25, 0.0)), Tally(), Tally())
    design = TiteCrm(levels=5, target=0.25, max_n=30, skeleton=SKELETON)
    check(design.posterior(Counts(seen, 3)), weight, p)


def test_a_finished_window_counts_as_an_evaluated_participant() -> None:
    design = TiteCrm(levels=5, target=0.25, max_n=30, skeleton=SKELETON)
    crm = Crm(levels=5, target=0.25, max_n=30, skeleton=SKELETON)
    rest = (Tally(),) * 3
    pending = Counts((Tally(2), Tally(1, 1, pending=(1.0, 1.0)), *rest), 2)
    evaluated = Counts((Tally(2), Tally(3, 1), *rest), 2)
    expected = crm.posterior(evaluated)
    assert design.posterior(evaluated).mean == pytest.approx(expected.mean, abs=1e-12)
    assert design.posterior(pending).mean == pytest.approx(expected.mean, abs=1e-12)


def test_a_narrow_prior_is_moved_by_data_against_it() -> None:
    """All of 24 with a DLT at a level that was thought safe: the posterior leaves the prior."""
    design = Crm(levels=5, target=0.25, max_n=24, skeleton=SKELETON, prior_sd=0.25)
    b = np.linspace(-6, 3, 400_001)
    p = np.asarray(SKELETON) ** np.exp(b)[:, None]
    weight = np.exp(-0.5 * (b / 0.25) ** 2 + 24 * np.log(p[:, 0]) + 60)
    found = design.posterior(counts((24, 0, 0, 0, 0), (24, 0, 0, 0, 0)))
    check(found, weight, p)

"""Where posteriors are evaluated: nodes as fine and as far as is stated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, ndtr
from scipy.special import logit as log_odds

from dosepath.designs import Batch, Counts
from dosepath.designs.grid import NormalPrior, logistic_grid, power_grid


def spacing(nodes: np.ndarray) -> float:
    return float(np.diff(np.unique(nodes.round(12))).min())


@pytest.mark.parametrize("sd", [0.3, 1.2, 3.0])
@pytest.mark.parametrize("n", [3, 60])
def test_nodes_are_half_the_least_standard_deviation_apart_and_reach_far(sd: float, n: int) -> None:
    """The Fisher information of one participant, at most, by search over all rates."""
    log_p = np.linspace(-30, -1e-4, 300_001)
    most = (log_p**2 * np.exp(log_p) / -np.expm1(log_p)).max()
    nodes = power_grid((0.1, 0.3), sd, bounds=(), n=n).parameters[:, 0]
    least = (1 / sd**2 + most * n) ** -0.5
    assert spacing(nodes) == pytest.approx(least / 2, rel=0.005)
    assert 6 * sd + 1.5 <= nodes.max() < 6 * sd + 1.5 + least
    assert nodes.min() == -nodes.max()


@pytest.mark.parametrize("intercept", [-2.0, 0.0, 3.0])
def test_nodes_of_the_logistic_model_too(intercept: float) -> None:
    odds = np.linspace(-40, 40, 80_001)
    most = (expit(odds) * expit(-odds) * (odds - intercept) ** 2).max()
    prior = NormalPrior(intercept, 0.0, 0.2, 0.8)
    grid = logistic_grid((-3.0, -1.0), prior, bounds=(), n=24)
    nodes = grid.parameters[:, 1]
    least = (1 / 0.8**2 + 24 * most) ** -0.5
    assert spacing(nodes) == pytest.approx(least / 2, rel=0.005)
    assert (grid.parameters[:, 0] == intercept).all()
    assert (nodes.min() + nodes.max()) / 2 == pytest.approx(0.2)


@pytest.mark.parametrize("slope_sd", [0.5, 3.0])
def test_nodes_of_two_parameters_fill_a_disc_of_seven_standard_deviations(slope_sd: float) -> None:
    """One participant's information on the intercept is a quarter at most."""
    prior = NormalPrior(-1.0, 1.5, 0.3, slope_sd, 0.6)
    own = 1.5 * 0.8
    a, b = logistic_grid((-2.0, 0.0), prior, bounds=(), n=30).parameters.T
    u = (b - 0.3) / slope_sd
    z = (a + 1.0 - 1.5 * 0.6 * u) / own
    assert spacing(u) == pytest.approx(min(0.2, 0.3 / slope_sd))
    assert spacing(z) == pytest.approx((1 + own**2 * 30 / 4) ** -0.5 / 1.5)
    assert 6.7 < np.hypot(z, u).max() <= 7


def test_a_rate_that_no_slope_reaches_is_never_exceeded() -> None:
    """Above the intercept's rate, a half, the logistic curve of one parameter cannot go."""
    prior = NormalPrior(0.0, 0.0, 0.0, 1.0)
    grid = logistic_grid((-2.0, -1.0), prior, bounds=(0.4, 0.6), n=12)
    over = grid.average(Batch.of(Counts.none(2)), np.hstack([*grid.above]))[0]
    assert over[2:] == pytest.approx(0, abs=1e-12)
    b = np.linspace(-9, 9, 400_001)
    weight = np.exp(-0.5 * b**2)
    under = [weight[-np.exp(b) * x < log_odds(0.4)].sum() / weight.sum() for x in (2.0, 1.0)]
    assert over[:2] == pytest.approx(1 - np.array(under), abs=1e-5)


def test_a_slope_with_a_mean_of_its_own_moves_the_share_above_a_bound() -> None:
    prior = NormalPrior(1.0, 0.0, 0.4, 0.8)
    grid = logistic_grid((-2.0, -1.0), prior, bounds=(0.4,), n=12)
    over = grid.average(Batch.of(Counts.none(2)), grid.above[0])[0]
    # Above 0.4 where 1 + exp(b) x > logit(0.4), b normal with mean 0.4.
    cut = np.log((log_odds(0.4) - 1) / np.array([-2.0, -1.0]))
    assert over == pytest.approx(ndtr((cut - 0.4) / 0.8), abs=1e-5)

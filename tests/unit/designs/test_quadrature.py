"""Integration rules, against integrals known in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from dosepath.designs.quadrature import below, equally_spaced, gauss_legendre


def normal(x: np.ndarray, mean: float, sd: float) -> np.ndarray:
    return np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))


@pytest.mark.parametrize(("spacing", "error"), [(1.0, 1e-8), (0.5, 1e-13)])
@pytest.mark.parametrize("mean", [0.0, 0.37, -2.05])
def test_equally_spaced_nodes_integrate_a_normal_density(
    spacing: float, error: float, mean: float
) -> None:
    nodes = equally_spaced(10, spacing)
    assert spacing * normal(nodes, mean, 1).sum() == pytest.approx(1, abs=error)


def test_nodes_are_symmetric_and_reach_as_far_as_asked() -> None:
    nodes = equally_spaced(3, 0.7)
    assert nodes == pytest.approx(-nodes[::-1])
    assert nodes[-1] >= 3
    assert np.diff(nodes) == pytest.approx(0.7)


@pytest.mark.parametrize(("per_sd", "error"), [(1.25, 5e-4), (1.5, 2e-5), (2.0, 3e-9)])
def test_a_step_is_integrated_to_the_accuracy_that_is_stated(per_sd: float, error: float) -> None:
    """Between the nodes too: a plain sum over nodes would be wrong by up to a node's weight."""
    nodes, step = equally_spaced(10, 1 / per_sd), 1 / per_sd
    density = normal(nodes, 0.21, 1)
    cuts = np.linspace(-4, 4, 161)
    found = step * density @ below(nodes[:, None], step, cut=cuts)
    assert np.abs(found - stats.norm.cdf(cuts, 0.21, 1)).max() < error
    plain = step * density @ (nodes[:, None] < cuts)
    assert np.abs(plain - stats.norm.cdf(cuts, 0.21, 1)).max() > 0.05


def test_cuts_at_infinity_take_all_or_nothing() -> None:
    nodes = equally_spaced(4, 0.5)
    assert below(nodes, 0.5, cut=np.float64(np.inf)) == pytest.approx(1)
    assert below(nodes, 0.5, cut=np.float64(-np.inf)) == pytest.approx(0)


def test_gauss_legendre_is_exact_for_polynomials_and_breaks_at_steps() -> None:
    x, weight = gauss_legendre((0, 0.3, 2), 4)
    assert (weight * x**7).sum() == pytest.approx(2**8 / 8)
    assert weight[x < 0.3].sum() == pytest.approx(0.3)

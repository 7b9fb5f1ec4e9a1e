"""Isotonic regression and the published rules for ties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from dosepath.designs.isotonic import Selection, highest_level, isotonic, lowest_level


def rows(*values: float) -> np.ndarray:
    return np.array([values], dtype=float)


def test_violators_are_pooled_with_their_weights() -> None:
    """0.4 (weight 1) before 0.1 (weight 3) give 0.175 each."""
    found = isotonic(rows(0.1, 0.4, 0.1, 0.5), rows(1, 1, 3, 1))
    assert found[0] == pytest.approx([0.1, 0.175, 0.175, 0.5])


def test_levels_without_weight_pool_nothing() -> None:
    found = isotonic(rows(0.4, 0.9, 0.1), rows(1, 0, 1))
    assert found[0, [0, 2]] == pytest.approx([0.25, 0.25])


LADDERS = st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 100)), min_size=1, max_size=8)


@given(LADDERS)
def test_the_fit_is_that_of_a_library(ladder: list[tuple[float, float]]) -> None:
    rate, weight = (np.array(column) for column in zip(*ladder, strict=True))
    expected = isotonic_regression(rate, weights=weight).x
    assert isotonic(rate[None], weight[None])[0] == pytest.approx(expected, abs=1e-12)


def nearest(rates: tuple[float, ...], **parameters: object) -> int:
    used = np.ones((1, len(rates)), dtype=bool)
    return int(Selection(target=0.3, **parameters).nearest(rows(*rates), used)[0])


@pytest.mark.parametrize(
    ("rates", "parameters", "level"),
    [
        ((0.1, 0.25, 0.5), {}, 2),
        ((0.2, 0.2, 0.6), {}, 2),
        ((0.35, 0.35, 0.6), {}, 1),
        ((0.2, 0.4), {}, 1),
        ((0.2, 0.2, 0.4, 0.4), {}, 2),
        ((0.1, 0.3, 0.3, 0.5), {}, 2),
        ((0.1, 0.3, 0.3, 0.5), {"tie_at_target": "highest"}, 3),
        ((0.2, 0.2, 0.4, 0.4), {"ties": "lowest"}, 1),
        ((0.2, 0.2, 0.4, 0.4), {"ties": "highest"}, 4),
        ((0.35, 0.35), {"ties": "highest"}, 2),
    ],
)
def test_ties(rates: tuple[float, ...], parameters: dict[str, object], level: int) -> None:
    assert nearest(rates, **parameters) == level


def test_no_level_no_mtd() -> None:
    none = np.zeros((1, 3), dtype=bool)
    assert Selection(target=0.3).nearest(rows(0.1, 0.2, 0.3), none).tolist() == [0]


def test_rates_have_pseudo_counts() -> None:
    n, dlt = np.array([[3, 3]]), np.array([[0, 1]])
    used = n > 0
    assert Selection(target=0.3).rates(n, dlt, used)[0] == pytest.approx([0.05 / 3.1, 1.05 / 3.1])
    mtpi = Selection(target=0.3, pseudo_counts=(0.005, 0.005))
    assert mtpi.rates(n, dlt, used)[0] == pytest.approx([0.005 / 3.01, 1.005 / 3.01])


def test_weights_are_inverse_posterior_variances() -> None:
    """2/3 before 1/6: variances of beta(2.05, 1.05) and beta(1.05, 5.05)."""
    n, dlt = np.array([[3, 6]]), np.array([[2, 1]])
    variance = [2.05 * 1.05 / (3.1**2 * 4.1), 1.05 * 5.05 / (6.1**2 * 7.1)]
    rate = [2.05 / 3.1, 1.05 / 6.1]
    pooled = sum(r / v for r, v in zip(rate, variance, strict=True)) / sum(1 / v for v in variance)
    found = Selection(target=0.3).rates(n, dlt, n > 0)[0]
    assert found == pytest.approx([pooled, pooled])


def test_the_highest_and_the_lowest_of_some_levels_or_none() -> None:
    flags = np.array([[False, True, True], [False, False, False], [True, False, False]])
    assert highest_level(flags).tolist() == [3, 0, 1]
    assert lowest_level(flags).tolist() == [2, 0, 1]

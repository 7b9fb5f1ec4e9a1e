"""Exact intervals: laws, and words that say what few participants still allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from dosepath.analysis import clopper_pearson
from dosepath.wording import say


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_both_ends_are_where_the_tail_is_two_and_a_half_percent(counts: tuple[int, int]) -> None:
    x, n = counts
    share = clopper_pearson(x, n)
    assert share.low <= x / n <= share.high
    if x:
        assert binom.sf(x - 1, n, share.low) == pytest.approx(0.025)
    if x < n:
        assert binom.cdf(x, n, share.high) == pytest.approx(0.025)


def test_with_nobody_observed_everything_is_possible() -> None:
    share = clopper_pearson(0, 0)
    assert (share.low, share.high) == (0.0, 1.0)
    assert say(share.words) == "Nobody evaluated yet: nothing is known."


@pytest.mark.parametrize(
    ("x", "n", "sentence"),
    [
        (0, 3, "0 of 3 still allows a true rate of up to 71%."),
        (0, 6, "0 of 6 still allows a true rate of up to 46%."),
        (1, 6, "1 of 6: the true rate may lie anywhere from 0.4% to 64%."),
        (3, 3, "3 of 3 means a true rate of at least 29%."),
    ],
)
def test_the_interval_in_words(x: int, n: int, sentence: str) -> None:
    assert say(clopper_pearson(x, n).words) == sentence


@pytest.mark.parametrize(("x", "n"), [(4, 3), (-1, 3)])
def test_impossible_counts_are_refused(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="need 0 <= events <= people"):
        clopper_pearson(x, n)


def test_a_confidence_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        clopper_pearson(1, 3, confidence=95)

"""Decisions of the interval designs that could be changed without a test noticing."""

from __future__ import annotations

import pytest

from dosepath.designs import Boin, Counts, Keyboard, Mtpi2, Tally
from dosepath.quantity import FaultsFound

NEVER_OUT = {"levels": 2, "max_n": 30, "cohort": 1, "eliminate_above": None}
# Target, and width of the target key below and above it; the key ends at a half.
AT_A_HALF = [(0.35, 0.05, 0.15), (0.4, 0.1, 0.1), (0.45, 0.05, 0.05), (0.4, 0.05, 0.1)]


def faulty(design: type, **parameters: object) -> set[str]:
    """The parameters that are found fault with."""
    with pytest.raises(FaultsFound) as caught:
        design(**{"levels": 3, "target": 0.3, "max_n": 12, **parameters})
    return {fault.place.path for fault in caught.value.faults}


@pytest.mark.parametrize("design", [Keyboard, Mtpi2])
@pytest.mark.parametrize(("target", "below", "above"), AT_A_HALF)
def test_of_equally_strong_keys_the_higher_leads_down(
    design: type, target: float, below: float, above: float
) -> None:
    """With half of a level's participants having DLTs, the posterior is as strong on both sides
    of a half: in the target key and in the next.
    """
    asked = design(target=target, epsilon_1=below, epsilon_2=above, **NEVER_OUT)
    for row in asked.boundaries():
        if row.n % 2 == 0:
            assert row.de_escalate_at_least == row.n // 2


@pytest.mark.parametrize(("target", "p_tox"), [(0.3, 0.7), (0.4, 0.6), (0.45, 0.55)])
def test_boin_goes_down_from_a_rate_on_its_boundary(target: float, p_tox: float) -> None:
    design = Boin(target=target, p_tox=p_tox, **NEVER_OUT)
    assert design.lambda_d == 0.5
    assert [row.de_escalate_at_least for row in design.boundaries()[1::2]] == [*range(1, 16)]


@pytest.mark.parametrize(("target", "p_saf"), [(0.7, 0.3), (0.6, 0.4), (0.55, 0.45)])
def test_boin_goes_up_from_a_rate_on_its_boundary(target: float, p_saf: float) -> None:
    design = Boin(target=target, p_saf=p_saf, **NEVER_OUT)
    assert design.lambda_e == 0.5
    assert [row.escalate_at_most for row in design.boundaries()[1::2]] == [*range(1, 16)]


def test_boins_offset_lowers_the_cut_off_and_never_raises_it() -> None:
    assert faulty(Boin, offset=-0.01) == {"offset"}


@pytest.mark.parametrize("value", [0.49, 1.01])
def test_a_cut_off_is_a_probability_of_a_half_or_more(value: float) -> None:
    assert faulty(Boin, eliminate_above=value) == {"eliminate_above"}


@pytest.mark.parametrize("eliminate_above", [1, None])
def test_a_cut_off_of_one_or_none_eliminates_nothing(eliminate_above: float | None) -> None:
    """After 60 of 60 the probability is 1 but for rounding."""
    design = Boin(
        levels=2,
        target=0.3,
        max_n=60,
        eliminate_above=eliminate_above,
        extra_safe=not eliminate_above,
    )
    assert {row.eliminate_at_least for row in design.boundaries()} == {None}
    assert design.select(Counts((Tally(60, 60), Tally()), 1)).mtd == 1

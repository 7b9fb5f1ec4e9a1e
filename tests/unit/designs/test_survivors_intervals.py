"""Decisions of the interval designs that could be changed without a test noticing."""

from __future__ import annotations

import pytest

from dosepath.designs import Boin, Counts, Keyboard, Mtpi, Mtpi2, Tally, Tpi
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


@pytest.mark.parametrize(
    ("design", "parameter", "value"),
    [
        (Boin, "levels", 1),
        (Boin, "start_level", 3),
        (Boin, "max_n", 3),
        (Boin, "max_n", 999),
        (Boin, "cohort", 1),
        (Boin, "stop_at_level_n", 1),
        (Boin, "eliminate_above", 0.5),
        (Boin, "eliminate_above", 1),
        (Boin, "eliminate_from_n", 1),
        (Boin, "offset", 0),
        (Boin, "offset", 0.5),
        (Mtpi, "epsilon_1", 0),
        (Mtpi, "epsilon_2", 0),
        (Mtpi, "epsilon_1", 0.2999),
        (Mtpi, "epsilon_2", 0.6999),
        (Tpi, "k_1", 0),
        (Tpi, "k_1", 10),
        (Tpi, "k_2", 0),
        (Tpi, "k_2", 10),
    ],
)
def test_the_least_and_the_most_that_are_accepted(
    design: type, parameter: str, value: float
) -> None:
    given = {"levels": 3, "target": 0.3, "max_n": 12, parameter: value}
    assert getattr(design(**given), parameter) == value


@pytest.mark.parametrize(
    ("design", "parameter", "value"),
    [
        (Boin, "start_level", 0),
        (Boin, "start_level", 4),
        (Boin, "max_n", 0),
        (Boin, "max_n", 1002),
        (Boin, "eliminate_from_n", 0),
        (Boin, "offset", 0.51),
        (Tpi, "k_1", -0.1),
        (Tpi, "k_1", 10.1),
        (Tpi, "k_2", -0.1),
        (Tpi, "k_2", 10.1),
    ],
)
def test_just_beyond_is_a_fault(design: type, parameter: str, value: float) -> None:
    assert faulty(design, **{parameter: value}) == {parameter}


def test_a_thousand_participants_are_the_most() -> None:
    assert Boin(levels=1, target=0.3, max_n=1000, cohort=1000).cohort == 1000
    assert faulty(Boin, max_n=1001, cohort=1001) == {"max_n", "cohort"}


def test_a_key_is_a_thousandth_wide_or_wider() -> None:
    for design in (Keyboard, Mtpi2):
        assert faulty(design, epsilon_1=0.0004, epsilon_2=0.0004) == {"epsilon_1"}
        wide = design(levels=2, target=0.3, max_n=3, epsilon_1=0.0006, epsilon_2=0.0006)
        assert wide.epsilon_1 == 0.0006


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

"""Decisions of the interval designs that could be changed without a test noticing."""

from __future__ import annotations

import pytest
from scipy import stats

from dosepath.designs import (
    Batch,
    Boin,
    BoinTitration,
    Counts,
    IThreePlusThree,
    Keyboard,
    Mtpi,
    Mtpi2,
    Tally,
    Tpi,
)
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


@pytest.mark.parametrize(
    ("design", "stated"),
    [
        (Boin, {"prior": (1, 1), "eliminate_above": 0.95, "eliminate_from_n": 3, "offset": 0.05}),
        (IThreePlusThree, {"prior": (1, 1), "epsilon_1": 0.05, "epsilon_2": 0.05}),
        (Keyboard, {"eliminate_from_n": 3, "epsilon_1": 0.05, "epsilon_2": 0.05}),
        (Mtpi, {"eliminate_from_n": 1, "epsilon_1": 0.05, "epsilon_2": 0.05}),
        (Mtpi2, {"eliminate_from_n": 1, "epsilon_1": 0.05, "epsilon_2": 0.05}),
        (Tpi, {"prior": (0.005, 0.005), "k_1": 1, "k_2": 1.5, "tie_at_target": "highest"}),
    ],
)
def test_what_is_not_given_is_as_stated(design: type, stated: dict[str, object]) -> None:
    made = design(levels=3, target=0.3, max_n=9)
    assert {name: getattr(made, name) for name in stated} == stated
    assert (made.cohort, made.start_level, made.stop_at_level_n) == (3, 1, None)


def test_tpis_width_is_that_of_the_posterior_under_a_lopsided_prior() -> None:
    """Against the beta distribution of a library, cell by cell."""
    design = Tpi(target=0.25, prior=(0.4, 1.7), k_1=1, k_2=1.5, **NEVER_OUT)
    for row in design.boundaries():
        for dlt in range(row.n + 1):
            rate = stats.beta(0.4 + dlt, 1.7 + row.n - dlt)
            ends = (0.25 - 1.5 * rate.std(), 0.25 + rate.std())
            low, high = (rate.cdf(end) for end in ends)
            likeliest = max((1 - high, "D"), (high - low, "S"), (low, "E"))[1]
            up, down = row.escalate_at_most, row.de_escalate_at_least
            said = "E" if up is not None and dlt <= up else "S"
            assert ("D" if down is not None and dlt >= down else said) == likeliest, (row.n, dlt)


def test_tpis_middle_interval_may_reach_beyond_zero_and_one() -> None:
    design = Tpi(target=0.3, k_1=10, k_2=10, **NEVER_OUT)
    assert design.decide(Counts((Tally(2, 1), Tally()), 1)).because.code == "design.stay"


def test_who_stops_only_where_the_rule_stays_may_treat_up_to_the_cap_at_a_level() -> None:
    given = {"levels": 2, "target": 0.3, "max_n": 18, "stop_at_level_n": 6}
    most = [
        Boin(**given, stop_at_level_when=when).most_per_level
        for when in ("next_level", "this_level", "stays")
    ]
    assert most == [8, 8, 18]


def test_a_trial_of_one_participant() -> None:
    assert Boin(levels=1, target=0.3, max_n=1, cohort=1).max_n == 1


def titration(**parameters: object) -> BoinTitration:
    given = {"levels": 3, "target": 0.3, "max_n": 15, "last_cohort": "shorten", **parameters}
    start = given.pop("start_level", 1)
    return BoinTitration(escalation=Boin(**given), start_level=start)


def test_titration_starts_at_a_level_of_the_ladder() -> None:
    with pytest.raises(FaultsFound) as caught:
        titration(start_level=0)
    assert [fault.place.path for fault in caught.value.faults] == ["start_level"]


@pytest.mark.parametrize(("levels", "code"), [(1, "titration_top"), (3, "titration_up")])
def test_titration_goes_on_from_data_that_name_no_level(levels: int, code: str) -> None:
    """The first participant is evaluated, and nothing says which level was treated last."""
    design = titration(levels=levels)
    seen = Counts((Tally(1), *[Tally()] * (levels - 1)), 0)
    decision, moves = design.decide(seen), design.decide_many(Batch.of(seen))
    assert decision.because.code == f"design.{code}"
    assert (moves.level.tolist(), moves.size.tolist()) == ([decision.level], [decision.n])


def test_no_mtd_where_every_completion_closes_the_lowest_level() -> None:
    """Three DLTs in the titrated one and two of a cohort of three, judged from four on."""
    design = titration(eliminate_from_n=4)
    seen = Counts((Tally(3, 3), Tally(3, 3), Tally()), 1)
    assert design.decide(seen).because.code == "design.lowest_eliminated"
    assert design.decide_many(Batch.of(seen)).mtd.tolist() == [0]


def test_a_thousand_participants_are_the_most() -> None:
    assert Boin(levels=1, target=0.3, max_n=1000, cohort=1000).cohort == 1000
    assert faulty(Boin, max_n=1001, cohort=1001) == {"max_n", "cohort"}


def test_a_key_is_a_thousandth_wide_or_wider() -> None:
    for design in (Keyboard, Mtpi2):
        assert faulty(design, epsilon_1=0.0004, epsilon_2=0.0004) == {"epsilon_1"}
        wide = design(levels=2, target=0.3, max_n=3, epsilon_1=0.0005, epsilon_2=0.0005)
        assert wide.epsilon_1 == 0.0005


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


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, set()),
        ({"p_saf": 0.4}, set()),
        ({"p_tox": 0.3}, set()),
        ({"p_saf": 0.2, "p_tox": 0.3}, set()),
        ({"p_saf": 0.4, "p_tox": 0.3}, {"p_saf"}),
        ({"p_saf": 4, "p_tox": 3}, {"p_saf", "p_tox"}),
        ({"p_saf": 4, "p_tox": 0.3}, {"p_saf"}),
    ],
)
def test_beside_a_wrong_target_p_saf_and_p_tox_are_judged_by_themselves(
    given: dict[str, float], wrong: set[str]
) -> None:
    assert faulty(Boin, target=2, **given) == {"target", *wrong}


@pytest.mark.parametrize(
    ("target", "allowed"), [(0.3, "less than 0.7,"), (2, "less than 1 less the target,")]
)
def test_how_wide_an_interval_may_be_is_said_by_the_target(target: float, allowed: str) -> None:
    with pytest.raises(FaultsFound) as caught:
        Mtpi(levels=3, target=target, max_n=12, epsilon_2=1)
    (said,) = (one.allowed for one in caught.value.faults if one.place.path == "epsilon_2")
    assert said.startswith(allowed)

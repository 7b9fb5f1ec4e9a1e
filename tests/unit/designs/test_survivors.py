"""Decisions that could be changed without a test noticing, until these were written."""

from __future__ import annotations

import pytest

from dosepath.designs import (
    BfBoin,
    Boin,
    Boin12,
    Counts,
    IThreePlusThree,
    Keyboard,
    Mtpi,
    Mtpi2,
    RollingSix,
    Stop,
    Tally,
    TiteBoin,
    Tpi,
    TwoAgentBoin,
    UBoin,
    Wait,
)
from dosepath.quantity import FaultsFound

ROLLING = RollingSix(levels=3)


def seen(*levels: tuple[int, int], at: int, of: int = 3) -> Counts:
    """Evaluated and DLTs of each level, the rest untreated."""
    return Counts((*(Tally(*one) for one in levels), *(Tally(),) * (of - len(levels))), at)


def test_rolling_six_recommends_a_level_with_three_and_no_dlt() -> None:
    assert ROLLING.select(seen((3, 0), (3, 0), at=2)).mtd == 2
    assert ROLLING.select(seen((3, 0), (2, 0), at=2)).mtd == 1
    assert ROLLING.select(seen((6, 1), (5, 1), at=2)).mtd == 1


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        (Counts.none(3), "design.start"),
        (seen((1, 0), at=1), "design.enter_next"),
        (seen((3, 0), at=1), "design.escalate"),
        (seen((3, 0), (3, 0), at=2), "design.escalate"),
        (seen((3, 0), (2, 2), at=2), "design.de_escalate"),
        (seen((2, 2), at=1), "design.no_mtd"),
        (seen((6, 0), (2, 2), at=1), "design.mtd_below"),
        (seen((3, 0), (3, 0), (6, 1), at=3), "design.mtd_top"),
    ],
)
def test_rolling_six_says_why(counts: Counts, code: str) -> None:
    assert ROLLING.decide(counts).because.code == code


def test_boins_offset_goes_up_to_a_half() -> None:
    assert Boin(levels=3, target=0.3, max_n=9, offset=0.4).offset == 0.4
    with pytest.raises(FaultsFound):
        Boin(levels=3, target=0.3, max_n=9, offset=0.6)


@pytest.mark.parametrize("name", ["epsilon_1", "epsilon_2"])
def test_an_interval_holds_its_target(name: str) -> None:
    with pytest.raises(FaultsFound) as caught:
        Mtpi(levels=3, target=0.3, max_n=9, **{name: -0.01})
    assert [fault.place.path for fault in caught.value.faults] == [name]


@pytest.mark.parametrize(
    ("design", "pseudo_counts"),
    [
        (Boin, (0.05, 0.05)),
        (Keyboard, (0.05, 0.05)),
        (IThreePlusThree, (0.005, 0.005)),
        (Mtpi, (0.005, 0.005)),
        (Mtpi2, (0.005, 0.005)),
        (Tpi, (0.005, 0.005)),
    ],
)
def test_the_mtd_is_selected_with_the_pseudo_counts_that_are_stated(
    design: type, pseudo_counts: tuple[float, float]
) -> None:
    assert design(levels=3, target=0.3, max_n=9).pseudo_counts == pseudo_counts


def test_tite_boin_awaits_the_last_outcomes_although_the_level_above_is_closed() -> None:
    design = TiteBoin(levels=3, target=0.3, max_n=18)
    waiting = Counts((Tally(13, 1, pending=(0.5, 0.5)), Tally(3, 3), Tally()), 1)
    assert isinstance(design.decide(waiting), Wait)


@pytest.mark.parametrize(("pending", "code"), [((), "design.escalate"), ((0.9,), "expected_rate")])
def test_tite_boin_speaks_of_an_expected_rate_only_while_somebody_is_pending(
    pending: tuple[float, ...], code: str
) -> None:
    here = Tally(3 - len(pending), 0, pending=pending)
    decision = TiteBoin(levels=3, target=0.3, max_n=18).decide(Counts((here, Tally(), Tally()), 1))
    assert decision.because.code.endswith(code)


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        (Counts.none(3), "design.start"),
        (seen((2, 0), at=1), "design.rest_of_cohort"),
        (seen((3, 0), at=1), "design.most_desirable"),
        (seen((18, 9), at=1), "design.no_obd"),
    ],
)
def test_boin12_says_why(counts: Counts, code: str) -> None:
    design = Boin12(levels=3, target=0.35, max_n=18, efficacy_limit=0.25)
    assert design.decide(counts).because.code == code


U_BOIN = UBoin(levels=3, target=0.3, efficacy_limit=0.2, max_n=24)


def test_u_boin_explores_the_highest_level_too() -> None:
    assert U_BOIN.decide(Counts((Tally(3), Tally(12, 1, responses=9), Tally()), 2)).level == 3


def test_u_boin_names_its_dose_at_the_cap() -> None:
    useful = Tally(12, 1, responses=9)
    ended = U_BOIN.decide(Counts((Tally(6, 0, responses=1), useful, Tally(6, 2)), 2))
    assert isinstance(ended, Stop)
    assert ended.mtd == 2


def test_u_boins_first_stage_may_be_one_participant() -> None:
    small = UBoin(levels=3, target=0.3, efficacy_limit=0.2, max_n=24, stage_1_level_n=1)
    assert small.stage_1_level_n == 1


def test_bf_boin_pools_no_level_below_the_lowest_conflicting_one() -> None:
    """3 DLTs in 9 at levels 2 and 3 lead down; with level 1, 3 in 21 would lead up."""
    design = BfBoin(levels=4, target=0.25, max_n=60)
    assert design.decide(seen((12, 0), (6, 3), (3, 0), at=3, of=4)).level == 2


@pytest.mark.parametrize(("tie", "agents"), [("first", (2, 1)), ("second", (1, 2))])
def test_two_agent_boin_names_both_agents_levels(tie: str, agents: tuple[int, int]) -> None:
    design = TwoAgentBoin(levels=6, grid=(2, 3), target=0.3, max_n=18, tie=tie)
    said = dict(design.decide(seen((3, 0), at=1, of=6)).because.values)
    assert (said["first"], said["second"]) == agents

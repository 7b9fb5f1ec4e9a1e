"""U-BOIN: BOIN in stage 1, the highest mean utility in stage 2."""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import Boin, Counts, Tally, Treat, UBoin, build, select
from dosepath.quantity import FaultsFound
from tests.unit.designs.drawn import drawn_batch
from tests.unit.designs.judging import check_everything, check_no_skipping

DESIGN = UBoin(levels=4, target=0.3, efficacy_limit=0.2, max_n=45)


def observed(*levels: tuple[int, int, int], at: int) -> Counts:
    """Evaluated, DLTs and responses per level, no response in anybody with a DLT."""
    known = [Tally(n, dlt, responses=yes) for n, dlt, yes in levels]
    return Counts((*known, *(Tally(),) * (4 - len(known))), at)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_arrays_rows_sentences_and_no_skipping(seed: int) -> None:
    batch = drawn_batch(seed, levels=4)
    moves = check_everything(DESIGN, batch)
    check_no_skipping(batch, moves)


@pytest.mark.parametrize("seed", [1, 2])
def test_stage_1_treats_as_boin_does(seed: int) -> None:
    batch = drawn_batch(seed, levels=4, most=11)
    moves, plain = DESIGN.decide_many(batch), Boin(levels=4, target=0.3, max_n=45)
    expected = plain.decide_many(batch)
    assert not DESIGN.is_stage_2(batch).any()
    assert np.array_equal(moves.level, expected.level)
    assert np.array_equal(moves.size, expected.size)


def test_stage_2_goes_to_the_highest_mean_utility_even_two_levels_away() -> None:
    counts = observed((6, 0, 5), (6, 0, 1), (12, 4, 2), at=3)
    decision = DESIGN.decide(counts)
    assert isinstance(decision, Treat)
    assert (decision.level, decision.because.code) == (1, "design.most_useful")
    sooner = UBoin(levels=4, target=0.3, efficacy_limit=0.2, max_n=45, stage_1_level_n=15)
    assert sooner.decide(counts).because.code == "design.stay"


def test_stage_2_explores_above_the_highest_level_tried_while_that_is_safe() -> None:
    decision = DESIGN.decide(observed((3, 0, 1), (12, 1, 9), at=2))
    assert isinstance(decision, Treat)
    assert (decision.level, decision.because.code) == (3, "design.explore")
    closed = DESIGN.decide(observed((3, 0, 1), (12, 1, 9), (3, 3, 0), at=2))
    assert closed.level == 2


def test_stage_1_can_also_end_by_the_number_in_all() -> None:
    counts = observed((6, 0, 5), (6, 2, 0), at=2)
    design = UBoin(levels=4, target=0.3, efficacy_limit=0.2, max_n=45, stage_1_max_n=12)
    assert (DESIGN.decide(counts).level, design.decide(counts).level) == (2, 1)


def test_no_admissible_level_ends_without_a_dose() -> None:
    decision = DESIGN.decide(observed((12, 0, 0), (12, 3, 0), (3, 3, 0), at=2))
    assert decision.mtd is None
    assert decision.because.code == "design.no_obd"


def test_the_dose_selected_may_be_held_below_the_mtd() -> None:
    counts = observed((12, 3, 3), (9, 4, 5), at=2)
    held = UBoin(levels=4, target=0.25, efficacy_limit=0.2, max_n=45, obd_not_above_mtd=True)
    free = UBoin(levels=4, target=0.25, efficacy_limit=0.2, max_n=45)
    assert (select(free, counts).mtd, select(held, counts).mtd) == (2, 1)


def test_it_can_be_built_by_name_with_a_written_prior() -> None:
    given = {"target": 0.3, "efficacy_limit": 0.2, "max_n": 45, "utility_prior": [1, 1, 1, 1]}
    assert build([{"u_boin": given}], 4).utility_prior == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"utility_prior": [1, 1]}, "utility_prior"),
        ({"utility_prior": (1, 1, 1, 0)}, "utility_prior"),
        ({"stage_1_level_n": 0}, "stage_1_level_n"),
        ({"stage_1_max_n": 0}, "stage_1_max_n"),
    ],
)
def test_wrong_parameters(wrong: dict[str, object], path: str) -> None:
    with pytest.raises(FaultsFound) as error:
        UBoin(**{"levels": 4, "target": 0.3, "efficacy_limit": 0.2, "max_n": 45, **wrong})
    assert path in {fault.place.path for fault in error.value.faults}

"""BOIN12: the choice of the next level, what may not be used, and the dose selected."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from dosepath.designs import (
    Batch,
    Boin12,
    Counts,
    Decision,
    Stop,
    Tally,
    Treat,
    build,
    needs,
    select,
)
from dosepath.designs.isotonic import SAME
from dosepath.designs.utility import best_level
from dosepath.quantity import FaultsFound
from tests.unit.designs.drawn import drawn_batch
from tests.unit.designs.judging import check_everything, check_no_skipping

DESIGN = Boin12(levels=4, target=0.35, efficacy_limit=0.25, max_n=36)


def observed(*levels: tuple[int, int, int], at: int, design: Boin12 = DESIGN) -> Counts:
    """Evaluated, DLTs and responses per level, no response in anybody with a DLT."""
    known = [Tally(n, dlt, responses=yes) for n, dlt, yes in levels]
    return Counts((*known, *(Tally(),) * (design.levels - len(known))), at)


def level_of(decision: Decision) -> int | None:
    return decision.level if isinstance(decision, Treat) else None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_arrays_rows_sentences_and_no_skipping(seed: int) -> None:
    batch = drawn_batch(seed, levels=4)
    moves = check_everything(DESIGN, batch)
    check_no_skipping(batch, moves)
    assert (moves.mtd > 0).any()


def by_hand(counts: Counts) -> int:
    """The level that the paper's figure 1 chooses among its admissible neighbours, else 0."""
    at = counts.at or 1
    closed = min(
        (
            level
            for level, tally in enumerate(counts.levels, 1)
            if tally.n >= 3 and stats.beta.sf(0.35, 1 + tally.dlt, 1 + tally.n - tally.dlt) > 0.95
        ),
        default=9,
    )
    if counts[at].n % 3 or not counts[at].n:
        return at if closed > at else 0

    def usable(level: int) -> bool:
        if not 1 <= level < min(closed, 5):
            return False
        n, yes = counts[level].n, counts[level].responses
        return n < 3 or stats.beta.cdf(0.25, 1 + yes, 1 + n - yes) <= 0.9

    def promise(level: int) -> float:
        one = counts[level]
        alone, both = one.responses - one.responses_with_dlt, one.responses_with_dlt
        worth = (100 * alone + 60 * both + 40 * (one.n - one.dlt - alone)) / 100
        return float(stats.beta.sf(0.705, 1 + worth, 1 + one.n - worth))

    rate = counts[at].dlt / counts[at].n
    if rate >= DESIGN.lambda_d or closed <= at:
        return at - 1 if usable(at - 1) else 0
    up = rate <= DESIGN.lambda_e or counts[at].n < 6
    choice = [level for level in (at - 1, at, at + up) if usable(level)]
    return max(choice, key=lambda level: (round(promise(level), 12), -level), default=0)


@pytest.mark.parametrize("seed", [4, 5])
def test_the_choice_is_the_papers(seed: int) -> None:
    batch = drawn_batch(seed, levels=4, most=9)
    compared = 0
    for row in range(len(batch)):
        counts = batch.counts(row)
        decision = DESIGN.decide(counts)
        expected = by_hand(counts)
        if expected and isinstance(decision, Treat):
            assert decision.level == expected, counts
            compared += 1
    assert compared > 100


def test_an_untried_level_is_more_promising_than_a_poor_one() -> None:
    poor = observed((3, 0, 0), at=1)
    rich = observed((3, 0, 3), at=1)
    assert (level_of(DESIGN.decide(poor)), level_of(DESIGN.decide(rich))) == (2, 1)


def test_exploration_ends_with_enough_between_the_boundaries() -> None:
    counts = observed((3, 0, 0), (6, 2, 0), at=2)
    curious = Boin12(levels=4, target=0.35, efficacy_limit=0.25, max_n=36, explore_below_n=9)
    assert level_of(DESIGN.decide(counts)) in {1, 2}
    assert level_of(curious.decide(counts)) == 3


def test_a_futile_level_is_left_for_the_nearest_that_may_be_used() -> None:
    counts = observed((3, 0, 1), (9, 0, 0), (3, 3, 0), at=2)
    assert level_of(DESIGN.decide(counts)) == 1
    upwards = observed((9, 0, 0), at=1)
    assert level_of(DESIGN.decide(upwards)) == 2


def test_too_toxic_and_nothing_below_to_use_stays_until_eliminated() -> None:
    counts = observed((9, 0, 0), (6, 3, 2), at=2)
    decision = DESIGN.decide(counts)
    assert level_of(decision) == 2
    assert decision.because.code == "design.stay_nothing_below"
    gone = DESIGN.decide(observed((9, 0, 0), (6, 5, 1), at=2))
    assert gone == Stop(None, gone.because)
    assert gone.because.code == "design.no_obd"


def test_the_dose_selected_has_the_best_mean_utility_and_is_not_above_the_mtd() -> None:
    counts = observed((6, 0, 2), (6, 0, 5), (6, 1, 4), (6, 4, 2), at=3)
    assert select(DESIGN, counts).mtd == 2
    high = observed((3, 0, 0), (9, 3, 0), (6, 3, 3), at=2)
    anywhere = Boin12(
        levels=4, target=0.35, efficacy_limit=0.25, max_n=36, obd_not_above_mtd=False,
        futile_above=None,
    )  # fmt: skip
    assert select(anywhere, high).mtd != select(DESIGN, high).mtd


def test_utilities_may_be_named_in_any_order_and_scaled() -> None:
    given = {"dlt": -10, "both": 2, "response": 10, "neither": -2}
    design = Boin12(levels=4, target=0.35, efficacy_limit=0.25, max_n=36, utilities=given)
    assert design.scaled == pytest.approx((1, 0.4, 0.6, 0))
    assert design.ranks((0, 3)) == DESIGN.ranks((0, 3))
    assert hash(design) == hash(design)


def test_the_benchmark_is_half_way_to_the_best_or_as_given() -> None:
    assert DESIGN.scaled_benchmark == pytest.approx(0.705)
    given = Boin12(levels=4, target=0.35, efficacy_limit=0.25, max_n=36, benchmark=62)
    assert given.scaled_benchmark == pytest.approx(0.62)


def test_overlap_of_dlt_and_response_counts_where_utilities_do_not_add_up() -> None:
    odd = {"response": 100, "neither": 40, "both": 90, "dlt": 0}
    design = Boin12(levels=1, target=0.35, efficacy_limit=0.25, max_n=36, utilities=odd)
    apart, together = Tally(3, 1, responses=1), Tally(3, 1, responses=1, responses_with_dlt=1)
    worth = [design.worth(Batch.of(Counts((one,), 1)))[0, 0] for one in (apart, together)]
    assert worth == pytest.approx([1.4, 1.7])


def test_what_it_says_of_itself() -> None:
    assert needs(DESIGN) == {"responses"}
    made = build([{"boin12": {"target": 0.35, "efficacy_limit": 0.25, "max_n": 36}}], 4)
    assert made == DESIGN
    assert made.decide(Counts.none(4)).n == 3


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"efficacy_limit": 1}, "efficacy_limit"),
        ({"futile_above": 0.1}, "futile_above"),
        ({"utilities": {"response": 100}}, "utilities"),
        ({"utilities": "high"}, "utilities"),
        ({"utilities": {"response": 1, "neither": 2, "both": 0, "dlt": 0}}, "utilities"),
        ({"utilities": {"response": 1, "neither": "x", "both": 0, "dlt": 0}}, "utilities.neither"),
        ({"benchmark": 140}, "benchmark"),
        ({"explore_below_n": 0}, "explore_below_n"),
        ({"obd_not_above_mtd": "yes"}, "obd_not_above_mtd"),
        ({"target": 1.2}, "target"),
    ],
)
def test_wrong_parameters(wrong: dict[str, object], path: str) -> None:
    with pytest.raises(FaultsFound) as error:
        Boin12(**{"levels": 4, "target": 0.35, "efficacy_limit": 0.25, "max_n": 36, **wrong})
    assert path in {fault.place.path for fault in error.value.faults}


def test_desirability_lies_between_nothing_and_certainty() -> None:
    batch = drawn_batch(7, levels=4)
    promise = DESIGN.desirability(batch)
    assert np.all((promise >= 0) & (promise <= 1))


def test_scores_that_differ_by_rounding_alone_are_equal_and_the_lowest_level_is_taken() -> None:
    every = np.ones((3, 2), dtype=np.bool_)
    score = np.array([[0.5 - SAME, 0.5], [0.5 - 3 * SAME, 0.5], [0.5, 0.5]])
    assert best_level(score, every).tolist() == [1, 2, 1]
    assert best_level(score, ~every).tolist() == [0, 0, 0]


def test_where_nothing_near_is_open_the_lowest_level_comes_before_any_above() -> None:
    """Levels 2 and 3 are futile and level 3 is left to stay: level 1 is open, and so is level 4."""
    design = Boin12(levels=4, target=0.3, efficacy_limit=0.25, max_n=60, cohort=3)
    levels = (
        Tally(9, 0, responses=5),
        Tally(12, 0),
        Tally(12, 4),
        Tally(3, 0, responses=3),
    )
    decision = design.decide(Counts(levels, 3))
    assert isinstance(decision, Treat)
    assert decision.level == 1


def test_a_level_is_futile_from_the_first_number_that_may_be() -> None:
    """Nobody of 8 responded: P(rate < 0.25) is 1 - 0.75^9 under a uniform prior."""
    design = Boin12(
        levels=2, target=0.3, efficacy_limit=0.25, max_n=24, cohort=4, eliminate_from_n=8
    )
    batch = Batch.of(Counts((Tally(8), Tally(7)), 2))
    assert design.futile(batch)[0].tolist() == [True, False]
    assert 1 - 0.75**8 > 0.89
    assert (design.futile_above or 0) < 1 - 0.75**9

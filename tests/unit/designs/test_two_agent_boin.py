"""Two-agent BOIN: neighbours on the grid, closed corners, and isotonic regression on a matrix."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dosepath.designs import Batch, Boin, Counts, Tally, Treat, TwoAgentBoin, build, select
from dosepath.designs.isotonic import isotonic
from dosepath.designs.lattice import lower_sets, matrix_isotonic, neighbours, not_above
from dosepath.quantity import FaultsFound
from tests.unit.designs.drawn import drawn_batch
from tests.unit.designs.judging import check_everything

GRID = (3, 4)
DESIGN = TwoAgentBoin(levels=12, grid=GRID, target=0.3, max_n=48)


def number(first: int, second: int) -> int:
    return (first - 1) * GRID[1] + second


def observed(data: dict[tuple[int, int], tuple[int, int]], at: tuple[int, int]) -> Counts:
    """Evaluated and DLTs by combination."""
    tallies = [Tally()] * 12
    for pair, (n, dlt) in data.items():
        tallies[number(*pair) - 1] = Tally(n, dlt)
    return Counts(tuple(tallies), number(*at))


def pair_of(level: int) -> tuple[int, int]:
    return (level - 1) // GRID[1] + 1, (level - 1) % GRID[1] + 1


@pytest.mark.parametrize("seed", [1, 2])
def test_arrays_rows_sentences_and_one_step_of_one_agent(seed: int) -> None:
    batch = drawn_batch(seed, levels=12, rows=250, most=6)
    moves = check_everything(DESIGN, batch)
    at = np.where(batch.at > 0, batch.at, 1)
    eliminated = DESIGN._eliminated_now(batch, at, DESIGN.look(batch)[1])
    for row in np.flatnonzero(moves.level):
        old, new = pair_of(int(at[row])), pair_of(int(moves.level[row]))
        if any(b > a for a, b in zip(old, new, strict=True)):
            assert sorted(b - a for a, b in zip(old, new, strict=True)) == [0, 1]
        for bad in np.flatnonzero(eliminated[row]):
            corner = pair_of(int(bad) + 1)
            assert not all(b >= a for a, b in zip(corner, new, strict=True)), batch.counts(row)


def test_with_one_level_of_the_second_agent_it_is_boin() -> None:
    batch = drawn_batch(3, levels=5)
    plain = Boin(levels=5, target=0.3, max_n=48)
    for grid in ((5, 1), (1, 5)):
        design = TwoAgentBoin(levels=5, grid=grid, target=0.3, max_n=48)
        moves, expected = design.decide_many(batch), plain.decide_many(batch)
        assert np.array_equal(moves.level, expected.level)
        assert np.array_equal(moves.size, expected.size)
        assert np.array_equal(design.select_many(batch), plain.select_many(batch))


def test_it_begins_with_the_lowest_of_both_and_goes_up_by_one_agent() -> None:
    start = DESIGN.decide(Counts.none(12))
    assert (start.level, start.n) == (1, 3)
    up = DESIGN.decide(observed({(1, 1): (3, 0)}, at=(1, 1)))
    assert pair_of(up.level) == (2, 1)
    other = TwoAgentBoin(levels=12, grid=GRID, target=0.3, max_n=48, tie="second")
    assert pair_of(other.decide(observed({(1, 1): (3, 0)}, at=(1, 1))).level) == (1, 2)


def test_the_more_promising_neighbour_is_taken() -> None:
    data = {(1, 1): (3, 0), (2, 1): (6, 3), (1, 2): (6, 2)}
    assert pair_of(DESIGN.decide(observed(data, at=(1, 1))).level) == (1, 2)
    data = {(2, 1): (6, 0), (1, 2): (6, 2), (2, 2): (6, 3)}
    assert pair_of(DESIGN.decide(observed(data, at=(2, 2))).level) == (1, 2)


def test_a_combination_closes_every_one_with_no_less_of_either_agent() -> None:
    data = {(1, 1): (3, 0), (2, 1): (3, 3)}
    assert pair_of(DESIGN.decide(observed(data, at=(1, 1))).level) == (1, 2)
    data = {(1, 1): (3, 0), (2, 1): (3, 3), (1, 2): (3, 3)}
    stays = DESIGN.decide(observed(data, at=(1, 1)))
    assert pair_of(stays.level) == (1, 1)
    gone = DESIGN.decide(observed({(1, 1): (3, 3)}, at=(1, 1)))
    assert (gone.mtd, gone.because.code) == (None, "design.lowest_eliminated")


def test_there_is_no_way_up_from_the_corner() -> None:
    decision = DESIGN.decide(observed({(3, 4): (3, 0)}, at=(3, 4)))
    assert isinstance(decision, Treat)
    assert pair_of(decision.level) == (3, 4)


def test_the_mtd_is_the_nearest_to_the_target_after_pooling() -> None:
    data = {(1, 1): (6, 0), (2, 1): (6, 1), (1, 2): (6, 2), (2, 2): (6, 1), (3, 1): (6, 4)}
    assert pair_of(select(DESIGN, observed(data, at=(2, 2))).mtd) == (2, 2)


def brute_force(rate: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The max-min formula over upper and lower sets (Robertson et al. 1988, theorem 1.4.4)."""
    lower = lower_sets(GRID)
    upper = np.vstack([~lower, np.ones((1, 12), dtype=bool)])
    fitted = np.zeros(12)
    for cell in np.flatnonzero(weight):
        best = -np.inf
        for high in upper[upper[:, cell]]:
            both = lower[lower[:, cell]] & high
            mass = both @ weight
            best = max(best, float(np.min((both @ (weight * rate)) / mass)))
        fitted[cell] = best
    return fitted


def test_matrix_isotonic_regression_is_exact() -> None:
    rng = np.random.default_rng(5)
    rate, weight = rng.random((60, 12)), rng.uniform(0.5, 30, (60, 12))
    weight[rng.random((60, 12)) < 0.4] = 0
    fitted = matrix_isotonic(rate, weight, grid=GRID)
    expected = np.array([brute_force(*one) for one in zip(rate, weight, strict=True)])
    assert np.allclose(fitted, expected, atol=1e-12)
    order = not_above(GRID)
    for row, (low, high) in product(range(60), np.argwhere(order)):
        if weight[row, low] and weight[row, high]:
            assert fitted[row, low] <= fitted[row, high] + 1e-12


def test_on_one_line_it_is_the_isotonic_regression_of_one_agent() -> None:
    rng = np.random.default_rng(6)
    rate, weight = rng.random((50, 5)), rng.uniform(0.5, 30, (50, 5))
    assert np.allclose(matrix_isotonic(rate, weight, grid=(1, 5)), isotonic(rate, weight))


def test_there_are_as_many_lower_sets_as_lattice_paths() -> None:
    assert len(lower_sets((3, 4))) == 34  # 35 ways, one of them empty
    assert len(lower_sets((2, 2))) == 5


def test_it_can_be_built_by_name_with_a_written_grid() -> None:
    made = build([{"two_agent_boin": {"grid": [3, 4], "target": 0.3, "max_n": 48}}], 12)
    assert made == DESIGN
    assert made.grid == (3, 4)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"grid": (3, 3)}, "grid"),
        ({"grid": "3x4"}, "grid"),
        ({"grid": (12, 1.0)}, "grid"),
        ({"grid": (3, 4, 1)}, "grid"),
        ({"levels": 144, "grid": (12, 12)}, "grid"),
        ({"grid": (-3, -4)}, "grid"),
        ({"tie": "third"}, "tie"),
    ],
)
def test_wrong_parameters(wrong: dict[str, object], path: str) -> None:
    with pytest.raises(FaultsFound) as error:
        TwoAgentBoin(**{"levels": 12, "grid": GRID, "target": 0.3, "max_n": 48, **wrong})
    assert [fault.place.path for fault in error.value.faults] == [path]


def test_rates_are_of_the_combinations_treated() -> None:
    counts = observed({(1, 1): (6, 1), (2, 2): (6, 0)}, at=(2, 2))
    rates = DESIGN.rates(Batch.of(counts))[0]
    assert rates[0] == pytest.approx(rates[5])
    assert np.count_nonzero(rates) == 2


def test_of_two_agents_the_higher_of_combinations_at_the_target_itself_is_selected() -> None:
    design = TwoAgentBoin(levels=6, grid=(2, 3), target=0.3, max_n=36, pseudo_counts=(0.3, 0.7))
    at_target, untried = Tally(10, 3), Tally()
    counts = Counts((at_target, at_target, *(untried,) * 4), 2)
    assert design.rates(Batch.of(counts))[0, :2] == pytest.approx(0.3)
    assert select(design, counts).mtd == 2


def test_two_agent_boin_says_that_no_combination_is_closed() -> None:
    design = TwoAgentBoin(levels=6, grid=(2, 3), target=0.3, max_n=36)
    assert design.look(Batch.of(Counts.none(6)))[2].tolist() == [7]


def test_the_largest_grid_whose_regression_is_offered() -> None:
    assert TwoAgentBoin(levels=14_999, grid=(1, 14_999), target=0.3, max_n=9).grid[1] == 14_999
    with pytest.raises(FaultsFound, match="too large"):
        TwoAgentBoin(levels=15_000, grid=(1, 15_000), target=0.3, max_n=9)


@pytest.mark.parametrize(("tie", "selected"), [("first", 4), ("second", 2)])
def test_of_equal_totals_the_agent_named_is_higher_in_the_combination_selected(
    tie: str, selected: int
) -> None:
    design = TwoAgentBoin(levels=6, grid=(2, 3), target=0.3, max_n=36, tie=tie)
    clean, near, untried = Tally(6), Tally(6, 1), Tally()
    counts = Counts((clean, near, untried, near, untried, untried), 4)
    assert select(design, counts).mtd == selected


def test_of_rates_equally_far_from_the_target_the_one_below_is_selected() -> None:
    design = TwoAgentBoin(levels=6, grid=(2, 3), target=0.3, max_n=36, pseudo_counts=(0.3, 0.7))
    counts = Counts((Tally(10, 2), Tally(10, 4), *(Tally(),) * 4), 2)
    low, high = design.rates(Batch.of(counts))[0, :2]
    assert 0.3 - low == pytest.approx(high - 0.3)
    assert select(design, counts).mtd == 1


def test_neighbours_have_one_level_more_or_less_of_one_agent() -> None:
    up, down = neighbours((2, 3))
    assert up.tolist() == [[4, 2], [5, 3], [6, 0], [0, 5], [0, 6], [0, 0]]
    assert down.tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [2, 4], [3, 5]]


def test_a_grid_without_rows_is_found_fault_with_beside_its_levels() -> None:
    with pytest.raises(FaultsFound) as error:
        TwoAgentBoin(levels=0, grid=(0, 3), target=0.3, max_n=48)
    assert [fault.place.path for fault in error.value.faults] == ["grid", "levels"]


def test_going_down_without_an_open_neighbour_leads_to_what_is_open_below() -> None:
    """Both neighbours of (2, 2) are closed, (1, 1) is not."""
    data = {(2, 2): (3, 2), (1, 2): (3, 3), (2, 1): (3, 3)}
    assert pair_of(DESIGN.decide(observed(data, at=(2, 2))).level) == (1, 1)


@pytest.mark.parametrize(
    ("dlt", "rule", "selected"),
    [
        ((2, 4), {}, 1),
        ((2, 4), {"ties": "highest"}, 2),
        ((2, 4), {"ties": "lowest"}, 1),
        ((3, 3), {}, 2),
        ((3, 3), {"tie_at_target": "lowest"}, 1),
        ((3, 3), {"ties": "lowest"}, 1),
        ((3, 3), {"ties": "highest", "tie_at_target": "lowest"}, 2),
        ((2, 2), {"ties": "lowest"}, 1),
        ((4, 4), {"ties": "highest"}, 2),
    ],
)
def test_the_rules_of_ties_hold_for_combinations_too(
    dlt: tuple[int, int], rule: dict[str, str], selected: int
) -> None:
    """Ten each at (1, 1) and (1, 2), whose rates are (dlt + 0.3) / 11; the target is 3.3 / 11."""
    design = TwoAgentBoin(
        levels=6, grid=(2, 3), target=0.3, max_n=36, pseudo_counts=(0.3, 0.7), **rule
    )
    counts = Counts((Tally(10, dlt[0]), Tally(10, dlt[1]), *(Tally(),) * 4), 2)
    assert select(design, counts).mtd == selected

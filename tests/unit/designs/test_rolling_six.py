"""The rolling six: its table cell by cell, its ends, and what it never does."""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import (
    Batch,
    Counts,
    Decision,
    RollingSix,
    Stop,
    Tally,
    ThreePlusThree,
    Treat,
    Wait,
    build,
    decide_many,
    most_per_level,
    needs,
    select,
)
from dosepath.pathways import compile_design, operating_characteristics, prove
from dosepath.quantity import FaultsFound
from tests.unit.designs.drawn import drawn_batch

DESIGN = RollingSix(levels=3)


def at_two(entered: int, evaluated: int, dlt: int) -> Counts:
    """Level 1 has passed; ``entered`` are at level 2, ``evaluated`` of them known."""
    here = Tally(evaluated, dlt, pending=(0.5,) * (entered - evaluated))
    return Counts((Tally(3), here, Tally()), 2)


def word(decision: Decision) -> str:
    if isinstance(decision, Wait):
        return "hold"
    assert isinstance(decision, Treat), decision
    return {1: "down", 2: "same", 3: "up"}[decision.level]


# Entered, evaluated, DLTs, and what the rolling six says: PMC7221509, table 2, by its rows.
ROWS = {
    "1": [(n, 0, 0, "same") for n in range(6)],
    "2": [(6, 0, 0, "hold")],
    "3": [(n, 1, 0, "same") for n in range(1, 6)],
    "4": [(6, 1, 0, "hold")],
    "6": [(n, 2, 0, "same") for n in range(2, 6)],
    "7": [(6, 2, 0, "hold")],
    "9": [(3, 3, 0, "up")],
    "10": [(4, 3, 0, "same"), (5, 3, 0, "same")],
    "11": [(6, 3, 0, "hold")],
    "13": [(4, 4, 0, "up")],
    "14": [(5, 4, 0, "same")],
    "15": [(6, 4, 0, "hold")],
    "16": [(5, 5, 0, "up")],
    "17": [(6, 5, 0, "up")],
    "19": [(n, e, 1, "same") for n in range(1, 6) for e in range(1, n + 1)],
    "20": [(6, e, 1, "hold") for e in (1, 2, 3)],
    "21, 22": [(6, 4, 1, "hold"), (6, 5, 1, "hold")],
    "25": [(6, 6, 1, "up")],
    "26": [(n, e, 2, "down") for n in range(2, 7) for e in range(2, n + 1)],
    "30": [(n, e, 3, "down") for n in range(3, 7) for e in range(3, n + 1)],
}
CELLS = [(row, *cell) for row, cells in ROWS.items() for cell in cells]


@pytest.mark.published
@pytest.mark.parametrize(("row", "entered", "evaluated", "dlt", "answer"), CELLS)
def test_the_published_table(row: str, entered: int, evaluated: int, dlt: int, answer: str) -> None:
    assert word(DESIGN.decide(at_two(entered, evaluated, dlt))) == answer, f"row {row}"


def test_entry_is_one_at_a_time() -> None:
    sizes = {DESIGN.decide(at_two(n, e, y)).n for _, n, e, y, what in CELLS if what != "hold"}
    assert sizes == {1}
    assert DESIGN.decide(Counts.none(3)) == Treat(1, 1, DESIGN.decide(Counts.none(3)).because)


def test_down_fills_to_six_and_then_names_the_mtd() -> None:
    closed = Tally(4, 2)
    for n in (3, 4):
        decision = DESIGN.decide(Counts((Tally(n), closed, Tally()), 2))
        assert isinstance(decision, Treat)
        assert (decision.level, decision.n) == (1, 1)
    assert DESIGN.decide(Counts((Tally(6, 1), closed, Tally()), 1)).mtd == 1
    held = Counts((Tally(5, 1, pending=(0.9,)), closed, Tally()), 1)
    assert DESIGN.decide(held).because.code == "design.hold"


def test_the_sixth_after_five_clean_is_a_parameter() -> None:
    counts = Counts((Tally(5), Tally(4, 2), Tally()), 1)
    assert DESIGN.decide(counts).mtd == 1
    strict = RollingSix(levels=3, five_clean_suffice=False)
    assert strict.decide(counts).level == 1
    assert strict.decide(counts.add(1, n=1)).mtd == 1


@pytest.mark.parametrize(
    ("six_at_mtd", "top", "below"),
    [("always", "treat", "treat"), ("after_de_escalation", "stop", "treat"),
     ("never", "stop", "stop")],
)  # fmt: skip
def test_six_at_the_mtd(six_at_mtd: str, top: str, below: str) -> None:
    design = RollingSix(levels=2, six_at_mtd=six_at_mtd)
    at_top = design.decide(Counts((Tally(3), Tally(3)), 2))
    came_down = design.decide(Counts((Tally(3), Tally(3, 2)), 2))
    assert ["stop" if isinstance(d, Stop) else "treat" for d in (at_top, came_down)] == [top, below]
    assert all(d.mtd for d in (at_top, came_down) if isinstance(d, Stop))


def test_two_dlts_at_the_lowest_level_end_without_an_mtd() -> None:
    decision = DESIGN.decide(Counts((Tally(2, 2), Tally(), Tally()), 1))
    assert decision == Stop(None, decision.because)


def test_a_dlt_that_comes_late_at_a_lower_level_closes_what_is_above() -> None:
    decision = DESIGN.decide(Counts((Tally(6, 1), Tally(6, 2), Tally(2)), 3))
    assert decision.mtd == 1


def test_select_takes_the_highest_level_that_passed() -> None:
    assert select(DESIGN, Counts((Tally(3), Tally(6, 1), Tally(2)), 3)).mtd == 2
    assert select(DESIGN, Counts((Tally(3), Tally(6, 1), Tally(3, 2)), 3)).mtd == 2
    assert select(DESIGN, Counts((Tally(3, 1), Tally(), Tally()), 1)).mtd is None


def test_what_it_says_of_itself() -> None:
    assert needs(DESIGN) == {"pending"}
    assert most_per_level(DESIGN) == 6
    assert build([{"rolling_six": {"six_at_mtd": "never"}}], 4).levels == 4


@pytest.mark.parametrize("six_at_mtd", ["always", "after_de_escalation", "never"])
def test_with_everybody_evaluated_at_once_it_selects_as_three_plus_three(six_at_mtd: str) -> None:
    """Both pass a level with 0 of 3 or with at most 1 of 6; only the pace differs."""
    scenario = [0.05, 0.15, 0.3, 0.45]
    rolling = RollingSix(levels=4, six_at_mtd=six_at_mtd)
    plain = ThreePlusThree(levels=4, six_at_mtd=six_at_mtd)
    found, expected = (
        operating_characteristics(compile_design(design), scenario).selection
        for design in (rolling, plain)
    )
    assert found == pytest.approx(expected, abs=1e-12)


def test_every_law_holds() -> None:
    assert [law.code for law in prove(DESIGN).laws if not law.holds] == []


@pytest.mark.parametrize("six_at_mtd", ["always", "after_de_escalation", "never"])
@pytest.mark.parametrize("seed", [1, 2])
def test_arrays_and_rows_agree_and_no_law_is_broken(six_at_mtd: str, seed: int) -> None:
    design = RollingSix(levels=4, start_level=2, six_at_mtd=six_at_mtd)
    batch = drawn_batch(seed, levels=4, pending=5, most=6)
    moves = decide_many(design, batch)
    chosen = design.select_many(batch)
    for row in range(len(batch)):
        counts = batch.counts(row)
        assert_same(design.decide(counts), moves, row=row)
        assert (design.select(counts).mtd or 0) == chosen[row]
    goes = moves.level > 0
    closed = np.where((batch.dlt >= 2).any(axis=1), (batch.dlt >= 2).argmax(axis=1) + 1, 5)
    assert np.all(moves.level < closed)
    assert np.all(moves.mtd < closed)
    assert np.all(moves.size[goes] == 1)
    judged = np.where(batch.at > 0, batch.at, 2)
    for row in np.flatnonzero(goes & (moves.level > judged)):
        skipped = batch.n[row, judged[row] - 1 : moves.level[row] - 1]
        assert np.all(skipped > 0), batch.counts(int(row))


def assert_same(decision: Decision, moves: object, *, row: int) -> None:
    if isinstance(decision, Treat):
        assert (decision.level, decision.n) == (moves.level[row], moves.size[row])
    elif isinstance(decision, Stop):
        assert (moves.level[row], moves.mtd[row], moves.waits[row]) == (0, decision.mtd or 0, False)
    else:
        assert moves.waits[row]


@pytest.mark.parametrize(
    ("parameters", "path"),
    [
        ({"levels": 0}, "levels"),
        ({"levels": 3, "start_level": 4}, "start_level"),
        ({"levels": 3, "six_at_mtd": "sometimes"}, "six_at_mtd"),
        ({"levels": 3, "five_clean_suffice": 1}, "five_clean_suffice"),
    ],
)
def test_wrong_parameters(parameters: dict[str, object], path: str) -> None:
    with pytest.raises(FaultsFound) as error:
        RollingSix(**parameters)
    assert [fault.place.path for fault in error.value.faults] == [path]


def test_a_batch_without_pending_participants_is_read_as_everybody_evaluated() -> None:
    counts = Counts((Tally(3), Tally(), Tally()), 1)
    assert decide_many(DESIGN, Batch.of(counts)).level[0] == 2


@pytest.mark.parametrize("levels", [1, 2])
def test_a_rolling_six_may_have_one_level(levels: int) -> None:
    assert RollingSix(levels=levels, start_level=levels).decide(Counts.none(levels)).level == levels
    with pytest.raises(FaultsFound, match="start_level"):
        RollingSix(levels=levels, start_level=0)

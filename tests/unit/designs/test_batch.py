"""Many observations as arrays, and back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dosepath.designs import Batch, Counts, Moves, Stop, Tally, Treat, Wait, decide_many
from dosepath.rule import Reason

WHY = Reason.of("design.stay")
SEEN = Counts(
    (
        Tally(6, 2, grade2=1, responses=3, responses_with_dlt=1, pending=(0.25, 0.5)),
        Tally(),
        Tally(3, 1, grade2=2, responses=2, pending=(0.9,)),
    ),
    3,
)


def test_an_observation_comes_back_as_it_was() -> None:
    assert Batch.of(SEEN).counts(0) == SEEN
    assert Batch.of(Counts.none(2)).counts(0) == Counts.none(2)


def test_those_under_observation_stand_at_their_levels() -> None:
    batch = Batch.of(SEEN)
    assert batch.pending_level.tolist() == [[1, 1, 3]]
    assert batch.pending_share.tolist() == [[0.25, 0.5, 0.9]]


def test_what_was_not_observed_is_nothing() -> None:
    n, dlt = np.array([[3, 1], [6, 0]]), np.array([[1, 0], [2, 0]])
    batch = Batch(n, dlt, np.array([2, 1]))
    assert len(batch) == 2
    assert batch.counts(0) == Counts((Tally(3, 1), Tally(1)), 2)
    assert batch.counts(1) == Counts((Tally(6, 2), Tally()), 1)


def test_moves_are_stops_until_they_are_filled_in() -> None:
    moves = Moves.empty(4)
    moves.put(1, Treat(2, 3, WHY))
    moves.put(2, Wait(WHY))
    moves.put(3, Stop(2, WHY))
    assert moves.level.tolist() == [0, 2, 0, 0]
    assert moves.size.tolist() == [0, 3, 0, 0]
    assert moves.mtd.tolist() == [0, 0, 0, 2]
    assert moves.waits.tolist() == [False, False, True, False]
    assert moves.stops.tolist() == [True, False, False, True]


def test_a_stop_without_an_mtd_takes_back_none_that_stood_there() -> None:
    moves = Moves.empty(1)
    moves.put(0, Stop(1, WHY))
    moves.put(0, Stop(None, WHY))
    assert moves.mtd.tolist() == [0]


@dataclass
class Asked:
    """A design that answers one observation at a time and keeps what it was asked."""

    levels: int = 2
    asked: list[Counts] = field(default_factory=list)

    def decide(self, counts: Counts) -> Treat:
        self.asked.append(counts)
        return Treat(1 + counts[1].dlt, 3, WHY)


def test_equal_rows_are_asked_once_of_a_design_that_knows_no_arrays() -> None:
    design = Asked()
    n, dlt = np.array([[3, 0]] * 3), np.array([[1, 0], [0, 0], [1, 0]])
    moves = decide_many(design, Batch(n, dlt, np.array([1, 1, 1])))
    assert moves.level.tolist() == [2, 1, 2]
    assert [counts[1].dlt for counts in design.asked] == [1, 0]

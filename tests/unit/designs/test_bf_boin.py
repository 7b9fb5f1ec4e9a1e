"""BF-BOIN: which levels are open for backfilling, and what backfilled data decide."""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import BfBoin, Boin, CapOnN, Counts, Tally, Treat, build, filler_of, needs
from dosepath.quantity import FaultsFound
from tests.unit.designs.drawn import drawn_batch
from tests.unit.designs.judging import check_everything, check_no_skipping

DESIGN = BfBoin(levels=4, target=0.25, max_n=60)


def observed(*levels: tuple[int, int, int], at: int) -> Counts:
    """Evaluated, DLTs and responses per level, no response in anybody with a DLT."""
    known = [Tally(n, dlt, responses=yes) for n, dlt, yes in levels]
    return Counts((*known, *(Tally(),) * (4 - len(known))), at)


def open_levels(counts: Counts, design: BfBoin = DESIGN) -> tuple[int, ...]:
    decision = design.decide(counts)
    assert isinstance(decision, Treat)
    return decision.backfill


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_arrays_rows_sentences_and_no_skipping(seed: int) -> None:
    batch = drawn_batch(seed, levels=4)
    moves = check_everything(DESIGN, batch)
    check_no_skipping(batch, moves)
    filled = DESIGN.backfill_many(batch, moves)
    for row in range(len(batch)):
        decision = DESIGN.decide(batch.counts(row))
        levels = decision.backfill if isinstance(decision, Treat) else ()
        assert levels == tuple(np.flatnonzero(filled[row]) + 1)
        assert all(level < decision.level for level in levels)


@pytest.mark.parametrize("seed", [1, 2])
def test_without_conflict_it_escalates_as_boin_does(seed: int) -> None:
    batch = drawn_batch(seed, levels=4)
    design = BfBoin(levels=4, target=0.25, max_n=60, conflict="own_rate")
    moves = design.decide_many(batch)
    plain = Boin(levels=4, target=0.25, max_n=60).decide_many(batch)
    assert np.array_equal(moves.level, plain.level)
    assert np.array_equal(moves.mtd, plain.mtd)


def test_a_response_here_or_lower_opens_a_level() -> None:
    counts = observed((3, 0, 1), (3, 0, 0), (3, 0, 0), at=3)
    assert open_levels(counts) == (1, 2, 3)
    here = BfBoin(levels=4, target=0.25, max_n=60, backfill_after="response_here")
    tried = BfBoin(levels=4, target=0.25, max_n=60, backfill_after="tried")
    assert open_levels(counts, here) == (1,)
    assert open_levels(observed((3, 0, 0), at=1), tried) == (1,)
    assert open_levels(observed((3, 0, 0), at=1)) == ()
    assert (needs(tried), needs(here)) == (frozenset(), {"responses"})


def test_the_cap_closes_a_level() -> None:
    assert open_levels(observed((12, 0, 5), (3, 0, 1), at=2)) == (2,)


def test_toxicity_closes_a_level_only_with_the_one_above() -> None:
    high_above = observed((6, 2, 2), (6, 2, 1), (3, 0, 0), at=3)
    clean_above = observed((6, 2, 2), (12, 0, 1), (3, 0, 0), at=3)
    own = BfBoin(levels=4, target=0.25, max_n=60, conflict="own_rate")
    assert 1 not in open_levels(high_above, own)
    assert 1 in open_levels(clean_above, own)


def test_backfilled_dlts_below_are_pooled_with_the_present_level() -> None:
    counts = observed((9, 4, 2), (3, 0, 0), at=2)
    own = BfBoin(levels=4, target=0.25, max_n=60, conflict="own_rate")
    assert own.decide(counts).level == 3
    assert DESIGN.decide(counts).level == 1
    diluted = observed((6, 2, 2), (12, 1, 0), at=2)
    assert (own.decide(diluted).level, DESIGN.decide(diluted).level) == (3, 3)


def test_it_can_be_built_by_name() -> None:
    assert build([{"bf_boin": {"target": 0.25, "max_n": 60}}], 4) == DESIGN


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"backfill_cap": 0}, "backfill_cap"),
        ({"backfill_after": "always"}, "backfill_after"),
        ({"conflict": "ignore"}, "conflict"),
    ],
)
def test_wrong_parameters(wrong: dict[str, object], path: str) -> None:
    with pytest.raises(FaultsFound) as error:
        BfBoin(**{"levels": 4, "target": 0.25, "max_n": 60, **wrong})
    assert [fault.place.path for fault in error.value.faults] == [path]


def test_a_rate_on_the_boundary_closes_a_level() -> None:
    """lambda_d is a half here: 2 of 4 alone and 4 of 8 with the next tried are on it."""
    design = BfBoin(levels=3, target=0.3, p_tox=0.7, max_n=36, cohort=2, backfill_after="tried",
                    conflict="own_rate")  # fmt: skip
    assert design.lambda_d == 0.5
    decision = design.decide(Counts((Tally(4, 2), Tally(4, 2), Tally(4)), 3))
    assert isinstance(decision, Treat)
    assert decision.backfill == (2,)


def test_what_backfills_is_found_inside_of_behaviours() -> None:
    filling = BfBoin(levels=3, target=0.3, max_n=18)
    plain = Boin(levels=3, target=0.3, max_n=18)
    assert filler_of(filling) is filling
    assert filler_of(CapOnN(design=filling, n=12)) is filling
    assert filler_of(plain) is None
    assert filler_of(CapOnN(design=plain, n=12)) is None

"""TITE-BOIN: decisions while participants are pending, and BOIN when nobody is."""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import Boin, Counts, Stop, Tally, TiteBoin, Treat, Wait, build, needs
from dosepath.quantity import FaultsFound
from tests.unit.designs.drawn import drawn_batch
from tests.unit.designs.judging import check_everything, check_no_skipping

DESIGN = TiteBoin(levels=4, target=0.2, max_n=24)


def at_two(entered: int, dlt: int, *pending: float) -> Counts:
    """Level 1 passed with 0 of 3; ``entered`` at level 2, those ``pending`` not evaluated."""
    here = Tally(entered - len(pending), dlt, pending=pending)
    return Counts((Tally(3), here, Tally(), Tally()), 2)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_nobody_pending_it_is_boin(seed: int) -> None:
    batch = drawn_batch(seed, levels=4)
    plain = Boin(levels=4, target=0.2, max_n=24).decide_many(batch)
    moves = DESIGN.decide_many(batch)
    for name in ("level", "size", "mtd", "waits"):
        assert np.array_equal(getattr(moves, name), getattr(plain, name)), name


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_arrays_rows_sentences_and_no_skipping(seed: int) -> None:
    batch = drawn_batch(seed, levels=4, pending=4, most=9)
    moves = check_everything(DESIGN, batch)
    check_no_skipping(batch, moves)
    assert moves.waits.any()


@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_enters_beyond_the_cap(seed: int) -> None:
    batch = drawn_batch(seed, levels=4, pending=4, most=9)
    moves = DESIGN.decide_many(batch)
    entered = batch.n.sum(axis=1) + (batch.pending_level > 0).sum(axis=1)
    treats = moves.level > 0
    assert np.all((entered + moves.size)[treats] <= 24)


def test_more_follow_up_never_leads_lower() -> None:
    levels = {"down": 1, "stay": 2, "up": 3}
    for dlt in (1, 2):
        goals = []
        for share in np.linspace(0, 1, 21):
            decision = DESIGN.decide(at_two(9, dlt, *(share,) * 4))
            assert isinstance(decision, Treat)
            goals.append(decision.level)
        assert goals == sorted(goals)
        assert len(set(goals)) == 2, (dlt, goals, levels)


def test_entry_is_suspended_when_more_than_half_is_pending() -> None:
    decision = DESIGN.decide(at_two(6, 0, 0.9, 0.9, 0.9, 0.9))
    assert isinstance(decision, Wait)
    assert decision.because.code == "design.hold"
    assert isinstance(DESIGN.decide(at_two(6, 0, 0.1, 0.1, 0.1)), Treat)
    patient = TiteBoin(levels=4, target=0.2, max_n=24, max_pending=0.2)
    assert isinstance(patient.decide(at_two(6, 0, 0.1, 0.1, 0.1)), Wait)


def test_enough_dlts_lead_down_although_most_are_pending() -> None:
    decision = DESIGN.decide(at_two(6, 2, 0.5, 0.5, 0.5, 0.5))
    assert isinstance(decision, Treat)
    assert decision.level == 1


def test_a_cohort_that_is_not_full_is_filled_without_waiting() -> None:
    decision = DESIGN.decide(at_two(2, 0, 0.1, 0.2))
    assert isinstance(decision, Treat)
    assert (decision.level, decision.n) == (2, 1)


def test_the_end_waits_for_the_last_outcomes() -> None:
    design = TiteBoin(levels=2, target=0.3, max_n=6)
    decision = design.decide(Counts((Tally(3), Tally(2, pending=(0.9,))), 2))
    assert isinstance(decision, Wait)
    assert decision.because.code == "design.last_outcomes"
    assert design.decide(Counts((Tally(3), Tally(3)), 2)) == Stop(
        2, design.decide(Counts((Tally(3), Tally(3)), 2)).because
    )


def test_one_dlt_may_lead_down_if_that_is_wanted() -> None:
    counts = at_two(6, 1, 0.0, 0.0)
    either = TiteBoin(levels=4, target=0.2, max_n=24, one_dlt_goes_down=True)
    assert (DESIGN.decide(counts).level, either.decide(counts).level) == (2, 1)


def test_what_it_says_of_itself() -> None:
    assert needs(DESIGN) == {"pending"}
    assert build([{"tite_boin": {"target": 0.2, "max_n": 24}}], 4) == DESIGN


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"max_pending": 1.5}, "max_pending"),
        ({"one_dlt_goes_down": "no"}, "one_dlt_goes_down"),
        ({"target": 0}, "target"),
        ({"max_n": 25}, "max_n"),
    ],
)
def test_wrong_parameters(wrong: dict[str, object], path: str) -> None:
    with pytest.raises(FaultsFound) as error:
        TiteBoin(**{"levels": 4, "target": 0.2, "max_n": 24, **wrong})
    assert path in {fault.place.path for fault in error.value.faults}


def test_at_the_lowest_level_too_many_dlts_wait_for_the_others() -> None:
    """There is no level to go down to: with most still pending nobody more enters here."""
    most = Counts((Tally(4, 4, pending=(0.9, 0.5, 0.5, 0.0, 0.0)), *(Tally(),) * 3), 1)
    assert isinstance(TiteBoin(levels=4, target=0.3, max_n=24).decide(most), Wait)
    at_two_of_them = Counts((Tally(3), *most.levels[:1], *(Tally(),) * 2), 2)
    down = TiteBoin(levels=4, target=0.3, max_n=24).decide(at_two_of_them)
    assert isinstance(down, Treat)
    assert down.level == 1

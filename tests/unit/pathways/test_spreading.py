"""Blocks: the same results whoever works them, and what there is when they are stopped."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from dosepath.designs import Boin, Design, RollingSix, ThreePlusThree
from dosepath.pathways import (
    Sampling,
    Scenario,
    TimeCourse,
    TimedJob,
    TimedSimulation,
    simulate_in_time,
    simulate_trials,
    sweep,
)
from dosepath.pathways.timed_trials import TimedBlock
from dosepath.quantity import FaultsFound

DLT = (0.05, 0.12, 0.25)
COURSE = TimeCourse(not_evaluable=0.1)
DESIGNS: dict[str, Design] = {
    "3+3": ThreePlusThree(levels=3),
    "BOIN": Boin(levels=3, target=0.25, max_n=18),
    "rolling six": RollingSix(levels=3),
}
SCENARIOS = {"low": Scenario((0.02, 0.05, 0.1)), "high": Scenario((0.2, 0.4, 0.6))}


def arrays(result: TimedSimulation) -> bytes:
    return b"".join(getattr(result, item.name).tobytes() for item in fields(TimedBlock))


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_bytes() -> None:
    found = [
        simulate_in_time(
            DESIGNS["rolling six"], DLT, course=COURSE, sampling=Sampling(2500, 3, workers=workers)
        )
        for workers in (1, 2, 3)
    ]
    assert len({arrays(one) for one in found}) == 1


@pytest.mark.slow
def test_a_grid_is_the_same_on_any_number_of_workers() -> None:
    alone, shared = (
        list(sweep(DESIGNS, SCENARIOS, course=COURSE, sampling=Sampling(300, 3, workers=workers)))
        for workers in (1, 2)
    )
    assert [(one.design, one.scenario) for one in alone] == [
        (design, scenario) for design in DESIGNS for scenario in SCENARIOS
    ]
    for one, other in zip(alone, shared, strict=True):
        assert one.selection.tobytes() == other.selection.tobytes()
        assert one.participants.tobytes() == other.participants.tobytes()
        assert (one.days, one.engine) == (other.days, other.engine)


def test_a_cell_of_a_grid_is_what_is_simulated_alone() -> None:
    (cell,) = sweep(
        {"BOIN": DESIGNS["BOIN"]}, {"low": SCENARIOS["low"]}, sampling=Sampling(500, seed=3)
    )
    alone = simulate_trials(DESIGNS["BOIN"], SCENARIOS["low"], sampling=Sampling(500, seed=3))
    assert np.array_equal(cell.selection, alone.selection)
    assert (cell.runs, cell.days, cell.engine) == (500, None, "simulation, 500 trials, seed 3")
    assert cell.cohorts == pytest.approx(cell.participants.sum() / 3)


def test_more_trials_begin_with_the_same_ones() -> None:
    few, many = (
        simulate_in_time(DESIGNS["3+3"], DLT, course=COURSE, sampling=Sampling(runs, seed=3))
        for runs in (700, 1700)
    )
    assert np.array_equal(few.selected, many.selected[:700])
    assert np.array_equal(few.days, many.days[:700])


def test_another_seed_gives_other_trials() -> None:
    one, other = (
        simulate_in_time(DESIGNS["3+3"], DLT, course=COURSE, sampling=Sampling(500, seed=seed))
        for seed in (3, 4)
    )
    assert not np.array_equal(one.days, other.days)


def test_progress_is_told_after_each_block() -> None:
    told: list[tuple[int, int]] = []
    sampling = Sampling(2500, seed=3, on_block=lambda done, total: told.append((done, total)))
    simulate_trials(DESIGNS["BOIN"], DLT, sampling=sampling)
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_what_was_stopped_says_how_far_it_came() -> None:
    job = TimedJob.of(DESIGNS["3+3"], DLT, course=COURSE, sampling=Sampling(5000, seed=3))
    blocks = job.blocks()
    partial = job.gather([next(blocks), next(blocks)])
    assert (partial.runs, partial.planned, partial.is_complete) == (2000, 5000, False)
    expected = "simulation in time, 2,000 trials of 5,000 (stopped before the end), seed 3"
    assert partial.engine == expected
    whole = job.gather(job.blocks())
    assert np.array_equal(partial.days, whole.days[:2000])


def test_impossible_sampling_is_a_fault_for_each_value() -> None:
    with pytest.raises(FaultsFound) as found:
        Sampling(0, seed=-1, workers=0)
    assert [fault.place.path for fault in found.value.faults] == ["runs", "seed", "workers"]


def test_scenarios_of_a_wrong_length_are_faults_before_any_work() -> None:
    wrong = {"short": Scenario((0.1,))}
    with pytest.raises(FaultsFound, match="short"):
        next(sweep(DESIGNS, wrong, sampling=Sampling(10, seed=1)))

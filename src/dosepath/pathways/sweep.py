"""A grid of designs and scenarios, each cell simulated where there is room for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from dosepath.designs import Design
from dosepath.pathways.chances import read_chances
from dosepath.pathways.comparison import Cell
from dosepath.pathways.evaluation import check_scenarios
from dosepath.pathways.sampling import Sampling
from dosepath.pathways.scenario import Scenario
from dosepath.pathways.time_course import TimeCourse
from dosepath.pathways.timed import TimedSimulation, simulate_in_time
from dosepath.pathways.trials import TrialBlock, plain_engine, run_trials


@dataclass(frozen=True)
class _Task:
    """One cell of the grid, self-contained, so that it can be worked anywhere."""

    design_name: str
    design: Design
    scenario_name: str
    scenario: Scenario


def sweep(
    designs: Mapping[str, Design],
    scenarios: Mapping[str, Scenario],
    *,
    course: TimeCourse | None = None,
    sampling: Sampling,
) -> Iterator[Cell]:
    """The cells of all designs under all scenarios, design by design, as they are done.

    All cells meet the same participants. A cell depends on its design, its scenario and the
    sampling's runs and seed alone: ``sampling.workers`` and ``sampling.spread`` change nothing.
    ``sampling.on_block`` is told the trials done in all cells, and of how many.

    Args:
        designs, scenarios: by name.
        course: simulate in time; without it cohorts follow one another, and cells have no days.
        sampling: trials of each cell.

    Raises:
        FaultsFound: scenarios of a wrong length, before any work.
    """
    for design in designs.values():
        check_scenarios(scenarios, design.levels)
    tasks = [_Task(*one, *other) for one in designs.items() for other in scenarios.items()]
    alone = Sampling(sampling.runs, sampling.seed)
    worked = sampling.way(partial(_cell, course, alone), tasks)
    for done, cell in enumerate(worked, start=1):
        if sampling.on_block is not None:
            sampling.on_block(done * sampling.runs, len(tasks) * sampling.runs)
        yield cell


def _cell(course: TimeCourse | None, sampling: Sampling, task: _Task) -> Cell:
    if course is None:
        chances = read_chances(task.scenario, task.design.levels)
        plain = run_trials(task.design, chances, sampling)
        cell = _filled(task, plain, plain_engine(sampling.runs, sampling))
        return replace(cell, cohorts=float(plain.cohorts.mean()))
    timed = simulate_in_time(task.design, task.scenario, course=course, sampling=sampling)
    return replace(_filled(task, timed, timed.engine), days=timed.mean(timed.days).value)


def _filled(task: _Task, trials: TrialBlock | TimedSimulation, engine: str) -> Cell:
    sizes, counted = np.unique(trials.participants.sum(axis=1), return_counts=True)
    runs, scenario = len(trials.selected), task.scenario
    return Cell(
        task.design_name,
        task.scenario_name,
        np.asarray(scenario.dlt),
        selection=np.bincount(trials.selected, minlength=task.design.levels + 1) / runs,
        participants=trials.participants.mean(axis=0),
        dlts=trials.dlts.mean(axis=0),
        sizes=tuple(int(size) for size in sizes),
        size_probability=counted / runs,
        cohorts=None,
        days=None,
        runs=runs,
        engine=engine,
        grade_2=None if scenario.grade_2 is None else np.asarray(scenario.grade_2),
        response=None if scenario.response is None else np.asarray(scenario.response),
    )

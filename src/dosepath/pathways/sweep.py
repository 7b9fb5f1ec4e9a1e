"""A grid of designs and scenarios, simulated where there is room for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from dosepath.designs import Design
from dosepath.pathways.blocks import in_blocks
from dosepath.pathways.comparison import Cell
from dosepath.pathways.contest import job_of, simulated_cell
from dosepath.pathways.sampling import Sampling
from dosepath.pathways.scenario import Scenario, check_scenarios
from dosepath.pathways.time_course import TimeCourse


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
    jobs = {
        (name, key): job_of(design, scenario, course, sampling=sampling)
        for name, design in designs.items()
        for key, scenario in scenarios.items()
    }
    worked = in_blocks(jobs, sampling)
    for names, blocks in groupby(worked, key=lambda one: one[0]):
        trials = jobs[names].gather(block for _, block in blocks)
        yield simulated_cell(names, scenarios[names[1]], trials)

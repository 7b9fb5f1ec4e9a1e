"""Designs under the same scenarios, piece by piece: whoever stops asking keeps what is done.

A piece is a cell of exact figures, or a block of trials of a cell that is simulated. Without
time a design is exact where it is small enough; in time every design is simulated, and meets
the same participants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from dosepath.designs import Design
from dosepath.pathways.blocks import in_blocks
from dosepath.pathways.characteristics import operating_characteristics
from dosepath.pathways.comparison import Cell, Comparison, Question, cells_of
from dosepath.pathways.effort import Effort
from dosepath.pathways.planning import plan
from dosepath.pathways.program import Program
from dosepath.pathways.sampling import Sampling
from dosepath.pathways.scenario import Scenario, check_scenarios
from dosepath.pathways.simulation import Simulation
from dosepath.pathways.time_course import TimeCourse
from dosepath.pathways.timed import TimedJob, TimedSimulation
from dosepath.pathways.timed_trials import TimedBlock
from dosepath.pathways.trials import TrialBlock, TrialJob
from dosepath.quantity import Fault, FaultsFound, Place

_NO_TARGET, _USUAL = Question(), Effort()


class Piece(NamedTuple):
    """What is done of one design under one scenario: all of it, or a block of its trials."""

    design: str
    scenario: str
    made: Cell | TrialBlock | TimedBlock


@dataclass(frozen=True)
class Contest:
    """What is compared.

    Attributes:
        designs, scenarios: by name.
        question: what they are compared on.
        effort: how much work may be done, and who does it.
        course: simulate in time; without it cohorts follow one another.

    Raises:
        FaultsFound: nothing to compare, designs with different numbers of levels, scenarios of
            a wrong length.
    """

    designs: Mapping[str, Design]
    scenarios: Mapping[str, Scenario]
    question: Question = _NO_TARGET
    effort: Effort = _USUAL
    course: TimeCourse | None = None

    def __post_init__(self) -> None:
        if not self.designs or not self.scenarios:
            message = "There is nothing to compare."
            found = f"{len(self.designs)} designs, {len(self.scenarios)} scenarios"
            allowed = "at least one of each"
            fault = Fault(Place(path="compare"), "comparison.nothing", message, found, allowed)
            raise FaultsFound([fault])
        levels = {name: design.levels for name, design in self.designs.items()}
        if len(set(levels.values())) > 1:
            message = "The designs have different numbers of dose levels."
            found = ", ".join(f"{name}: {number}" for name, number in levels.items())
            place, allowed = Place(path="compare"), "equally many levels"
            raise FaultsFound([Fault(place, "comparison.levels", message, found, allowed)])
        check_scenarios(self.scenarios, next(iter(levels.values())))

    def pieces(self) -> Iterator[Piece]:
        """Everything that is to be done, design by design."""
        for name in self.designs:
            yield from self.pieces_of(name)

    def pieces_of(self, name: str) -> Iterator[Piece]:
        """Everything that is to be done for one design."""
        program = None if self.course is not None else self._program(name)
        if program is None:
            jobs = {key: self._job(name, scenario) for key, scenario in self.scenarios.items()}
            for key, block in in_blocks(jobs, self.effort.sampling):
                yield Piece(name, key, block)
            return
        for cell in _exact(program, self.scenarios, name):
            yield Piece(name, cell.scenario, cell)

    def gather(self, pieces: Iterable[Piece]) -> Comparison:
        """The comparison of the pieces there are; at least one."""
        made: dict[tuple[str, str], list[Cell | TrialBlock | TimedBlock]] = {}
        for design, scenario, part in pieces:
            made.setdefault((design, scenario), []).append(part)
        cells = tuple(self._cell(*names, parts) for names, parts in made.items())
        asked = self.effort.runs
        is_partial = len(cells) < len(self.designs) * len(self.scenarios) or any(
            cell.runs not in (None, asked) for cell in cells
        )
        one_by_one = self.effort.cancel_undosed
        return Comparison(self.question, cells, is_partial=is_partial, is_one_by_one=one_by_one)

    def _program(self, name: str) -> Program | None:
        planned = plan(
            self.designs[name],
            limit=self.effort.limit,
            cancel_undosed=self.effort.cancel_undosed,
            # Time is not asked about here; who compares in time gives a course.
            exact_if_pending=True,
        )
        if planned.program is None and self.effort.tell is not None:
            self.effort.tell(name, planned.why)
        return planned.program

    def _job(self, name: str, scenario: Scenario) -> TrialJob | TimedJob:
        return job_of(self.designs[name], scenario, self.course, sampling=self.effort.sampling)

    def _cell(self, name: str, key: str, parts: list[Cell | TrialBlock | TimedBlock]) -> Cell:
        first, scenario = parts[0], self.scenarios[key]
        if isinstance(first, Cell):
            return _assuming(first, scenario)
        job = self._job(name, scenario)
        return simulated_cell((name, key), scenario, job.gather(parts))  # type: ignore[arg-type]


def job_of(
    design: Design, scenario: Scenario, course: TimeCourse | None, *, sampling: Sampling
) -> TrialJob | TimedJob:
    """A design under a scenario, ready to be simulated, in time if a ``course`` is given."""
    if course is None:
        return TrialJob.of(design, scenario, sampling=sampling)
    return TimedJob.of(design, scenario, course=course, sampling=sampling)


def simulated_cell(
    names: tuple[str, str], scenario: Scenario, trials: Simulation | TimedSimulation
) -> Cell:
    """The figures of simulated trials; ``names`` of the design and the scenario."""
    sizes, counted = np.unique(trials.sizes, return_counts=True)
    timed = trials if isinstance(trials, TimedSimulation) else None
    plain = trials if isinstance(trials, Simulation) else None
    cell = Cell(
        *names,
        np.asarray(scenario.dlt),
        selection=trials.selection,
        participants=trials.participants.mean(axis=0),
        dlts=trials.dlts.mean(axis=0),
        sizes=tuple(int(size) for size in sizes),
        size_probability=counted / trials.runs,
        cohorts=None if plain is None else float(plain.cohorts.mean()),
        days=None if timed is None else float(timed.days.mean()),
        runs=trials.runs,
        engine=trials.engine,
    )
    return _assuming(cell, scenario)


def _assuming(cell: Cell, scenario: Scenario) -> Cell:
    """The cell with everything that its scenario assumes."""
    grade_2, response = (
        None if given is None else np.asarray(given, dtype=np.float64)
        for given in (scenario.grade_2, scenario.response)
    )
    return replace(cell, grade_2=grade_2, response=response)


def _exact(program: Program, scenarios: Mapping[str, Scenario], name: str) -> Iterator[Cell]:
    """Scenarios that say nothing but DLTs are evaluated together: there may be thousands."""
    if all(one == Scenario(one.dlt, name=one.name) for one in scenarios.values()):
        truth = [scenario.dlt for scenario in scenarios.values()]
        result = operating_characteristics(program, truth)
        yield from cells_of(name, tuple(scenarios), result=result)
        return
    for key, scenario in scenarios.items():
        yield from cells_of(name, (key,), result=operating_characteristics(program, scenario))

"""Exact where the design is small enough, simulated where it is not, and it is said which.

The simulator here asks :func:`dosepath.designs.decide_many` cohort by cohort; it knows no
time. Its trials are drawn from the seed alone, so that every design meets the same chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dosepath.designs import Batch, Design, decide_many, needs
from dosepath.pathways.characteristics import operating_characteristics
from dosepath.pathways.comparison import Cell, Comparison, Question, cells_of
from dosepath.pathways.explore import TooManyStates
from dosepath.pathways.program import BrokenDesign, Program, compile_design
from dosepath.pathways.scenario import Scenario, read_scenario
from dosepath.quantity import Fault, FaultsFound, Place

Whole = NDArray[np.int64]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Effort:
    """How much work may be done.

    Attributes:
        limit: a design with more merged states than this is simulated.
        runs: simulated trials per scenario.
        seed: of the simulated trials.
        cancel_undosed: participants are followed one by one (exact figures only).
    """

    limit: int = 200_000
    runs: int = 10_000
    seed: int = 1
    cancel_undosed: bool = False

    def __post_init__(self) -> None:
        faults = [
            Fault(Place(path=path), "effort", "Not enough.", f"{value}", f"{least} or more")
            for path, value, least in (
                ("limit", self.limit, 1),
                ("runs", self.runs, 1),
                ("seed", self.seed, 0),
            )
            if value < least
        ]
        if faults:
            raise FaultsFound(faults)


_NO_TARGET, _USUAL = Question(), Effort()


def evaluate(
    design: Design,
    scenarios: Mapping[str, Scenario],
    *,
    name: str = "",
    effort: Effort = _USUAL,
    tell: Tell | None = None,
) -> Iterator[Cell]:
    """The figures of ``design`` under each scenario, exact if its states are within the limit.

    ``tell`` is given a sentence if the design has to be simulated.

    Raises:
        FaultsFound: a scenario that is not one, by its name.
    """
    check_scenarios(scenarios, design.levels)
    program = _program(design, effort)
    if program is not None:
        for cell in cells_of(name, tuple(scenarios), _exact(program, scenarios)):
            yield _assuming(cell, scenarios[cell.scenario])
        return
    if tell is not None:
        tell(
            f"{name or 'The design'} has more than {effort.limit:,} states to follow: "
            f"{effort.runs:,} trials per scenario are simulated."
        )
    for scenario_name, scenario in scenarios.items():
        cell = _simulated(design, scenario, effort)
        yield replace(_assuming(cell, scenario), design=name, scenario=scenario_name)


def compare(
    designs: Mapping[str, Design],
    scenarios: Mapping[str, Scenario],
    *,
    question: Question = _NO_TARGET,
    effort: Effort = _USUAL,
) -> Comparison:
    """All designs under all scenarios; see :func:`comparing` for one design at a time."""
    return list(comparing(designs, scenarios, question=question, effort=effort))[-1]


def comparing(
    designs: Mapping[str, Design],
    scenarios: Mapping[str, Scenario],
    *,
    question: Question = _NO_TARGET,
    effort: Effort = _USUAL,
    tell: Tell | None = None,
) -> Iterator[Comparison]:
    """The comparison as it grows, after each design; the last one is complete.

    Raises:
        FaultsFound: nothing to compare, or scenarios of a wrong length, before any work.
    """
    if not designs or not scenarios:
        message = "There is nothing to compare."
        found = f"{len(designs)} designs, {len(scenarios)} scenarios"
        allowed = "at least one of each"
        fault = Fault(Place(path="compare"), "comparison.nothing", message, found, allowed)
        raise FaultsFound([fault])
    for design in designs.values():
        check_scenarios(scenarios, design.levels)
    cells: tuple[Cell, ...] = ()
    for done, (name, design) in enumerate(designs.items(), start=1):
        cells += tuple(evaluate(design, scenarios, name=name, effort=effort, tell=tell))
        yield Comparison(question, cells, is_partial=done < len(designs))


def check_scenarios(scenarios: Mapping[str, Scenario], levels: int) -> None:
    """Raise FaultsFound with the faults of all scenarios, each under its scenario's name."""
    faults: list[Fault] = []
    for name, scenario in scenarios.items():
        try:
            read_scenario(scenario, levels)
        except FaultsFound as found:
            faults += (
                replace(one, place=replace(one.place, path=f"scenario {name}: {one.place.path}"))
                for one in found.faults
            )
    if faults:
        raise FaultsFound(faults)


def _assuming(cell: Cell, scenario: Scenario) -> Cell:
    """The cell with everything that its scenario assumes."""
    grade_2, response = (
        None if given is None else np.asarray(given, dtype=np.float64)
        for given in (scenario.grade_2, scenario.response)
    )
    return replace(cell, grade_2=grade_2, response=response)


def _program(design: Design, effort: Effort) -> Program | None:
    if needs(design):
        return None
    try:
        return compile_design(design, cancel_undosed=effort.cancel_undosed, limit=effort.limit)
    except TooManyStates:
        return None


def _exact(program: Program, scenarios: Mapping[str, Scenario]) -> object:
    given = [scenario.grade_2 or (0.0,) * len(scenario.dlt) for scenario in scenarios.values()]
    truth = {"dlt": [scenario.dlt for scenario in scenarios.values()], "grade_2": given}
    return operating_characteristics(program, truth)


def _simulated(design: Design, scenario: Scenario, effort: Effort) -> Cell:
    trials = _Trials(design, scenario, effort).run()
    sizes, counted = np.unique(trials.n.sum(axis=1), return_counts=True)
    return Cell(
        design="",
        scenario="",
        dlt=np.asarray(scenario.dlt),
        selection=np.bincount(trials.mtd, minlength=design.levels + 1) / effort.runs,
        participants=trials.n.mean(axis=0),
        dlts=trials.dlt.mean(axis=0),
        sizes=tuple(int(size) for size in sizes),
        size_probability=counted / effort.runs,
        cohorts=float(trials.cohorts.mean()),
        days=None,
        runs=effort.runs,
        engine=f"simulation, {effort.runs:,} trials, seed {effort.seed}",
    )


class _Trials:
    """Trials of one scenario, all advanced by one cohort at a time; arrays (runs x D)."""

    def __init__(self, design: Design, scenario: Scenario, effort: Effort) -> None:
        self.design, self.runs = design, effort.runs
        self.generator = np.random.Generator(np.random.PCG64(effort.seed))
        p = np.asarray(scenario.dlt)
        self.p, grade_2 = p, np.asarray(scenario.grade_2 or np.zeros_like(p))
        response = np.asarray(scenario.response or np.zeros_like(p))
        self.if_dlt = np.asarray(scenario.response_if_dlt or response)
        free = np.where(p < 1, 1 - p, 1.0)
        # Among those without a DLT: the share with a grade-2 event, and with a response.
        self.events = (grade_2 / free).clip(0, 1)
        self.if_free = ((response - p * self.if_dlt) / free).clip(0, 1)
        shape = (effort.runs, design.levels)
        self.n, self.dlt, self.grade2, self.responses, self.both = (
            np.zeros(shape, dtype=np.int64) for _ in range(5)
        )
        self.at, self.mtd, self.cohorts = (np.zeros(effort.runs, dtype=np.int64) for _ in range(3))

    def run(self) -> _Trials:
        running = np.arange(self.runs)
        while running.size:
            moves = decide_many(self.design, self._seen(running))
            if moves.waits.any():
                raise BrokenDesign("With everybody evaluated the design still waits")
            self.mtd[running[moves.stops]] = moves.mtd[moves.stops]
            going = moves.level > 0
            running = running[going]
            self._treat(running, moves.level[going], moves.size[going])
        return self

    def _seen(self, running: Whole) -> Batch:
        return Batch(
            self.n[running],
            self.dlt[running],
            self.at[running],
            grade2=self.grade2[running],
            responses=self.responses[running],
            responses_with_dlt=self.both[running],
        )

    def _treat(self, running: Whole, level: Whole, size: Whole) -> None:
        place, draw = level - 1, self.generator.binomial
        toxic = draw(size, self.p[place])
        both = draw(toxic, self.if_dlt[place])
        self.n[running, place] += size
        self.dlt[running, place] += toxic
        self.grade2[running, place] += draw(size - toxic, self.events[place])
        self.both[running, place] += both
        self.responses[running, place] += both + draw(size - toxic, self.if_free[place])
        self.at[running] = level
        self.cohorts[running] += 1

"""Exact where the design is small enough, simulated where it is not, and it is said which.

What is simulated knows no time; every design meets the same participants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from dosepath.designs import Design
from dosepath.pathways.chances import read_chances
from dosepath.pathways.characteristics import operating_characteristics
from dosepath.pathways.comparison import Ceiling, Cell, Comparison, Question, cells_of
from dosepath.pathways.optimum import benchmark
from dosepath.pathways.planning import plan
from dosepath.pathways.program import Program
from dosepath.pathways.sampling import Sampling
from dosepath.pathways.scenario import Scenario, read_scenario
from dosepath.pathways.trials import plain_engine, run_trials
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason

# Told the name of a design and why it has to be simulated.
Tell = Callable[[str, Reason], None]


@dataclass(frozen=True)
class Effort:
    """How much work may be done.

    Attributes:
        limit: a design with more merged states than this is simulated; ``None``: as many as
            :func:`plan` follows.
        runs: simulated trials per scenario.
        seed: of the simulated trials.
        cancel_undosed: participants are followed one by one (exact figures only).
        tell: is told the name of a design that has to be simulated, and why.
    """

    limit: int | None = None
    runs: int = 10_000
    seed: int = 1
    cancel_undosed: bool = False
    tell: Tell | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        faults = [
            Fault(Place(path=path), "effort", "Not enough.", f"{value}", f"{least} or more")
            for path, value, least in (
                ("limit", 1 if self.limit is None else self.limit, 1),
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
) -> Iterator[Cell]:
    """The figures of ``design`` under each scenario, exact if its states are within the limit.

    Raises:
        FaultsFound: a scenario that is not one, by its name.
    """
    check_scenarios(scenarios, design.levels)
    planned = plan(
        design,
        limit=effort.limit,
        cancel_undosed=effort.cancel_undosed,
        # Time is not asked about here; who compares in time simulates (:func:`sweep`).
        exact_if_pending=True,
    )
    if planned.program is not None:
        for cell in _exact(planned.program, scenarios, name):
            yield _assuming(cell, scenarios[cell.scenario])
        return
    if effort.tell is not None:
        effort.tell(name, planned.why)
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
) -> Iterator[Comparison]:
    """The comparison as it grows, after each design; the last one is complete.

    Raises:
        FaultsFound: nothing to compare, designs with different numbers of levels, scenarios of
            a wrong length; all before any work.
    """
    if not designs or not scenarios:
        message = "There is nothing to compare."
        found = f"{len(designs)} designs, {len(scenarios)} scenarios"
        allowed = "at least one of each"
        fault = Fault(Place(path="compare"), "comparison.nothing", message, found, allowed)
        raise FaultsFound([fault])
    levels = {name: design.levels for name, design in designs.items()}
    if len(set(levels.values())) > 1:
        message = "The designs have different numbers of dose levels."
        found = ", ".join(f"{name}: {number}" for name, number in levels.items())
        place, allowed = Place(path="compare"), "equally many levels"
        raise FaultsFound([Fault(place, "comparison.levels", message, found, allowed)])
    check_scenarios(scenarios, next(iter(levels.values())))
    cells: tuple[Cell, ...] = ()
    for done, (name, design) in enumerate(designs.items(), start=1):
        cells += tuple(evaluate(design, scenarios, name=name, effort=effort))
        is_partial, one_by_one = done < len(designs), effort.cancel_undosed
        yield Comparison(question, cells, is_partial=is_partial, is_one_by_one=one_by_one)


def with_benchmark(found: Comparison, n: int) -> Comparison:
    """The comparison with the optimal benchmark of ``n`` participants in every scenario.

    Raises:
        FaultsFound: a question without a target, nobody.
    """
    target = found.question.target
    if target is None:
        message, place = "The benchmark needs a target DLT rate.", Place(path="target")
        raise FaultsFound([Fault(place, "benchmark", message, "none", "between 0 and 1")])
    names = found.scenarios
    truth = [found.under(name)[0].dlt.tolist() for name in names]
    best = benchmark(truth, target, n=n, rule=found.question.correct)
    rows = zip(names, best.selection, strict=True)
    return replace(found, ceilings=tuple(Ceiling(name, n, row) for name, row in rows))


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


def _exact(program: Program, scenarios: Mapping[str, Scenario], name: str) -> Iterator[Cell]:
    """Scenarios that say nothing but DLTs are evaluated together: there may be thousands."""
    if all(one == Scenario(one.dlt, name=one.name) for one in scenarios.values()):
        truth = [scenario.dlt for scenario in scenarios.values()]
        result = operating_characteristics(program, truth)
        yield from cells_of(name, tuple(scenarios), result=result)
        return
    for key, scenario in scenarios.items():
        yield from cells_of(name, (key,), result=operating_characteristics(program, scenario))


def _simulated(design: Design, scenario: Scenario, effort: Effort) -> Cell:
    sampling = Sampling(effort.runs, effort.seed)
    trials = run_trials(design, read_chances(scenario, design.levels), sampling)
    sizes, counted = np.unique(trials.participants.sum(axis=1), return_counts=True)
    return Cell(
        design="",
        scenario="",
        dlt=np.asarray(scenario.dlt),
        selection=np.bincount(trials.selected, minlength=design.levels + 1) / effort.runs,
        participants=trials.participants.mean(axis=0),
        dlts=trials.dlts.mean(axis=0),
        sizes=tuple(int(size) for size in sizes),
        size_probability=counted / effort.runs,
        cohorts=float(trials.cohorts.mean()),
        days=None,
        runs=effort.runs,
        engine=plain_engine(effort.runs, sampling),
    )

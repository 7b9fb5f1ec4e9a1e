"""A plain simulator of the compiled states: the witness of the exact engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dosepath.designs import Stop, Treat
from dosepath.pathways.explore import Node
from dosepath.pathways.program import Program
from dosepath.pathways.scenario import Floats, Toxicity, read_scenario
from dosepath.quantity import Fault, FaultsFound, Place

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Simulation:
    """``runs`` simulated trials of one scenario.

    Attributes:
        selected: the MTD of each trial, 0 for none; (runs).
        participants, dlts, grade2: numbers per trial and level; (runs x D).
        engine: how the figures were made.
    """

    selected: Whole = field(repr=False)
    participants: Whole = field(repr=False)
    dlts: Whole = field(repr=False)
    grade2: Whole = field(repr=False)
    engine: str

    @property
    def runs(self) -> int:
        """Simulated trials."""
        return len(self.selected)

    @property
    def selection(self) -> Floats:
        """Share of trials that select none (index 0) or level 1..D."""
        levels = self.participants.shape[1]
        return np.bincount(self.selected, minlength=levels + 1) / self.runs

    @property
    def selection_error(self) -> Floats:
        """Monte Carlo standard error of :attr:`selection`."""
        return np.asarray(np.sqrt(self.selection * (1 - self.selection) / self.runs))

    @property
    def sizes(self) -> Whole:
        """Participants of each trial."""
        return np.asarray(self.participants.sum(axis=1))

    def rows(self) -> list[dict[str, Any]]:
        """One row per level (level 0: no MTD): share, means, and their standard errors."""
        levels = range(self.participants.shape[1] + 1)
        found = {
            name: self.mean(getattr(self, name)) for name in ("participants", "dlts", "grade2")
        }
        return [
            {
                "level": level,
                "selected": float(self.selection[level]),
                "selected_error": float(self.selection_error[level]),
            }
            | {
                f"{name}{ending}": float(values[level - 1])
                for name, pair in found.items()
                for ending, values in zip(("", "_error"), pair, strict=True)
                if level
            }
            for level in levels
        ]

    def to_json(self) -> dict[str, Any]:
        """The engine, the number of trials and the rows."""
        return {"engine": self.engine, "runs": self.runs, "rows": self.rows()}

    def mean(self, of: Whole) -> tuple[Floats, Floats]:
        """Mean over the trials of one of the arrays, and its Monte Carlo standard error."""
        return np.asarray(of.mean(axis=0)), np.asarray(of.std(axis=0) / np.sqrt(self.runs))


@dataclass(frozen=True)
class _Steps:
    """Per state and result: cumulative chance, next state, DLTs and graded events."""

    cumulative: Floats
    to: Whole
    dlt: Whole
    grade2: Whole
    level: Whole
    size: Whole
    graded: NDArray[np.bool_]


def simulate(
    program: Program, scenario: object, *, generator: np.random.Generator, n: int
) -> Simulation:
    """Simulate ``n`` trials of one scenario on the states of ``program``.

    The same generator state gives the same trials.

    Raises:
        FaultsFound: a scenario that is not one, or several scenarios.
    """
    truth = read_scenario(scenario, program.design.levels)
    if len(truth.dlt) != 1:
        place = Place(path="scenario")
        message = "One scenario is simulated at a time."
        found = f"{len(truth.dlt)} scenarios"
        raise FaultsFound([Fault(place, "scenario.length", message, found, "one scenario")])
    steps = _steps(program, truth)
    shape = (n, program.design.levels)
    participants, dlts, grade2 = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    at = np.zeros(n, dtype=np.int64)
    running = np.arange(n)
    while len(running := running[steps.size[at[running]] > 0]):
        state = at[running]
        draw = generator.random(len(running))
        result = (draw[:, None] >= steps.cumulative[state]).sum(axis=1)
        level = steps.level[state] - 1
        with_dlt, events = steps.dlt[state, result], steps.grade2[state, result]
        events = events + _ungraded(generator, steps, truth, (state, steps.size[state] - with_dlt))
        participants[running, level] += steps.size[state]
        dlts[running, level] += with_dlt
        grade2[running, level] += events
        at[running] = steps.to[state, result]
    selected = _selected(program)[at]
    return Simulation(selected, participants, dlts, grade2, _engine(program, n))


def _engine(program: Program, n: int) -> str:
    return f"simulation, {n:,} trials on {program.states:,} merged states"


def _ungraded(
    generator: np.random.Generator, steps: _Steps, truth: Toxicity, cohort: tuple[Whole, Whole]
) -> Whole:
    """Events among participants without a DLT where the walk does not tell them apart."""
    state, free = cohort
    p, q = truth.dlt[0], truth.grade_2[0]
    share = np.divide(q, 1 - p, out=np.zeros_like(q), where=p < 1).clip(0.0, 1.0)
    return generator.binomial(np.where(steps.graded[state], 0, free), share[steps.level[state] - 1])


def _steps(program: Program, truth: Toxicity) -> _Steps:
    nodes = program.graph.nodes
    widest = max(len(node.edges) for node in nodes)
    chances = np.zeros((len(nodes), widest))
    to, dlt, grade2 = (np.zeros((len(nodes), widest), dtype=np.int64) for _ in range(3))
    for index, node in enumerate(nodes):
        for column, edge in enumerate(node.edges):
            chances[index, column] = edge.outcome.chance(*_truth_at(truth, node, edge.graded))
            to[index, column] = edge.to
            dlt[index, column], grade2[index, column] = edge.outcome.dlt, edge.outcome.grade2
    cumulative = np.cumsum(chances, axis=1)
    # The last result takes what rounding leaves, so that every draw has one.
    last = np.array([max(len(node.edges) - 1, 0) for node in nodes])
    cumulative[np.arange(widest) >= last[:, None]] = 2.0
    level = np.array([_treat(node).level for node in nodes])
    size = np.array([_treat(node).n for node in nodes])
    one = program.cancel_undosed
    graded = np.array([bool(node.edges) and node.edges[0].graded for node in nodes])
    return _Steps(cumulative, to, dlt, grade2, level, np.minimum(size, 1) if one else size, graded)


def _truth_at(truth: Toxicity, node: Node, graded: bool) -> tuple[float, float]:
    place = _treat(node).level - 1
    return float(truth.dlt[0, place]), float(truth.grade_2[0, place]) if graded else 0.0


def _treat(node: Node) -> Treat:
    """The decision of a state, or nobody at level 1 where the trial has stopped."""
    if isinstance(node.decision, Treat):
        return node.decision
    return Treat(1, 0, node.decision.because)


def _selected(program: Program) -> Whole:
    decisions = (node.decision for node in program.graph.nodes)
    return np.array([(d.mtd or 0) if isinstance(d, Stop) else 0 for d in decisions])

"""A plain simulator of the compiled states: the witness of the exact engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dosepath.pathways.alphabet import Whole
from dosepath.pathways.characteristics import check_response
from dosepath.pathways.kinds import Kinds
from dosepath.pathways.program import Program
from dosepath.pathways.scenario import Floats, Toxicity, read_scenario
from dosepath.quantity import Fault, FaultsFound, Place


@dataclass(frozen=True, eq=False)
class Simulation:
    """``runs`` simulated trials of one scenario.

    Attributes:
        selected: the MTD of each trial, 0 for none; (runs).
        participants, dlts, grade2: numbers per trial and level; (runs x D).
        engine: how the figures were made.
        cohorts: cohorts of each trial; (runs).
        responses: per trial and level, (runs x D); ``None`` where they are not told apart.
        planned: how many trials were asked for, ``None`` for as many as there are; there are
            fewer if it was stopped.
    """

    selected: Whole = field(repr=False)
    participants: Whole = field(repr=False)
    dlts: Whole = field(repr=False)
    grade2: Whole = field(repr=False)
    engine: str
    cohorts: Whole = field(repr=False)
    responses: Whole | None = field(default=None, repr=False)
    planned: int | None = None

    @property
    def runs(self) -> int:
        """Simulated trials."""
        return len(self.selected)

    @property
    def is_complete(self) -> bool:
        """Whether all trials were simulated that were asked for."""
        return self.planned in (None, self.runs)

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

    def probability_above(self, n: int) -> float:
        """P(N > n)."""
        return float((self.sizes > n).mean())

    def probability_of_size(self, n: int) -> float:
        """P(N = n)."""
        return float((self.sizes == n).mean())

    def quantile(self, share: float) -> int:
        """The smallest n that a ``share`` of trials does not pass."""
        return int(np.quantile(self.sizes, share, method="inverted_cdf"))

    def rows(self) -> list[dict[str, Any]]:
        """One row per level (level 0: no MTD): share, means, and their standard errors."""
        levels = range(self.participants.shape[1] + 1)
        named = ("participants", "dlts", "grade2", "responses")
        known = {name: getattr(self, name) for name in named}
        found = {name: self.mean(array) for name, array in known.items() if array is not None}
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
        planned = self.runs if self.planned is None else self.planned
        return {
            "engine": self.engine,
            "runs": self.runs,
            "planned_runs": planned,
            "rows": self.rows(),
        }

    def mean(self, of: Whole) -> tuple[Floats, Floats]:
        """Mean over the trials of one of the arrays, and its Monte Carlo standard error."""
        return np.asarray(of.mean(axis=0)), np.asarray(of.std(axis=0) / np.sqrt(self.runs))


def simulate(
    program: Program, scenario: object, *, generator: np.random.Generator, n: int
) -> Simulation:
    """Simulate ``n`` trials of one scenario on the states of ``program``.

    The same generator state gives the same trials.

    Raises:
        FaultsFound: a scenario that is not one, or several scenarios.
    """
    truth = read_scenario(scenario, program.design.levels)
    check_response(program.alphabet, truth)
    if len(truth.dlt) != 1:
        place = Place(path="scenario")
        message = "One scenario is simulated at a time."
        found = f"{len(truth.dlt)} scenarios"
        raise FaultsFound([Fault(place, "scenario.length", message, found, "one scenario")])
    states, alphabet = program.reached, program.alphabet
    kinds = program.kinds
    cumulative = _cumulative(kinds, truth)
    cells = np.zeros((n, program.design.levels, len(alphabet)), dtype=np.int64)
    at = np.zeros(n, dtype=np.int64)
    cohorts = np.zeros(n, dtype=np.int64)
    running = np.arange(n)
    while len(running := running[states.level[at[running]] > 0]):
        state = at[running]
        kind = kinds.of[state]
        draw = generator.random(len(running))
        result = (draw[:, None] >= cumulative[kind]).sum(axis=1)
        cells[running, states.level[state] - 1] += kinds.cells[kind, result]
        cohorts[running] += states.begins[state]
        at[running] = states.to[states.first[state] + result]
    start = np.array([alphabet.cells(tally) for tally in states.given.levels])
    grade2 = _ungraded(generator, cells[..., alphabet.plain[1]], truth)
    cells += start
    tallied = {
        name: cells[..., np.array(kind)].sum(axis=2)
        for name, kind in (("dlt", alphabet.dlt), ("grade2", alphabet.grade2))
    }
    responses = cells[..., np.array(alphabet.responses)].sum(axis=2)
    return Simulation(
        states.mtd[at],
        cells.sum(axis=2),
        tallied["dlt"],
        tallied["grade2"] + grade2,
        f"simulation, {n:,} trials on {program.states:,} merged states",
        cohorts=cohorts,
        responses=responses if alphabet.name == "responses" else None,
    )


def _cumulative(kinds: Kinds, truth: Toxicity) -> Floats:
    """Cumulative chance of the results of each kind (K x R), beyond the last above any draw."""
    cumulative = np.cumsum(kinds.chances(truth)[..., 0], axis=1)
    # The last result takes what rounding leaves, so that every draw has one.
    cumulative[np.arange(cumulative.shape[1]) >= kinds.width[:, None] - 1] = 2.0
    return np.asarray(cumulative)


def _ungraded(generator: np.random.Generator, free: Whole, truth: Toxicity) -> Whole:
    """Events among participants without a DLT in whom the walk does not tell them apart."""
    p, q = truth.dlt[0], truth.grade_2[0]
    if not q.any():
        return np.zeros_like(free)
    share = np.divide(q, 1 - p, out=np.zeros_like(q), where=p < 1).clip(0.0, 1.0)
    return generator.binomial(free, share)

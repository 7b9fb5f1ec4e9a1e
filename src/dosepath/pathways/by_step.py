"""What a design decides after each cohort, and how likely each decision is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dosepath.pathways.alphabet import Whole
from dosepath.pathways.characteristics import check_response
from dosepath.pathways.program import Program
from dosepath.pathways.scenario import Floats, Toxicity, read_scenario

ACTIONS = ("escalate", "stay", "de_escalate", "stop")

# Scenarios taken at a time: every edge of a step has a number for each.
_CHUNK = 8


@dataclass(frozen=True, eq=False)
class DecisionsByStep:
    """Probability of each decision after the first, second, ... cohort.

    Attributes:
        probability: (K x 4), the columns as in ``actions``; with a leading axis S if several
            scenarios were given. A row sums to the probability that its cohort is treated.
        one_by_one: the steps are participants, not cohorts.
        engine: how the figures were made.
    """

    probability: Floats
    one_by_one: bool
    scenario: Toxicity = field(repr=False)
    engine: str

    @property
    def actions(self) -> tuple[str, ...]:
        """Names of the columns."""
        return ACTIONS

    @property
    def treated(self) -> Floats:
        """Probability that the k-th cohort is treated; (..., K)."""
        return np.asarray(self.probability.sum(axis=-1))

    def rows(self) -> list[dict[str, Any]]:
        """One row per scenario and step."""
        return list(self._rows())

    def _rows(self) -> Iterator[dict[str, Any]]:
        every = self.probability[None] if self.scenario.single else self.probability
        for number, steps in enumerate(every, start=1):
            for step, chances in enumerate(steps, start=1):
                named = dict(zip(ACTIONS, map(float, chances), strict=True))
                row = {"scenario": number, "step": step, "treated": float(chances.sum())}
                yield {**row, **named}

    def to_json(self) -> dict[str, Any]:
        """The rows and the engine."""
        unit = "participant" if self.one_by_one else "cohort"
        return {"step": unit, "engine": self.engine, "rows": self.rows()}


def decisions_by_step(program: Program, scenario: object) -> DecisionsByStep:
    """Exact probabilities of what is decided after each cohort.

    Up, stay and down are seen from the level of the cohort just evaluated.

    Raises:
        FaultsFound: a scenario that is not one.
    """
    truth = read_scenario(scenario, program.design.levels)
    check_response(program.alphabet, truth)
    parts = [
        _steps(program, truth.part(slice(at, at + _CHUNK)))
        for at in range(0, len(truth.dlt), _CHUNK)
    ]
    found = np.concatenate(parts, axis=2).transpose(2, 0, 1)
    probability = found[0] if truth.single else found
    return DecisionsByStep(probability, program.cancel_undosed, truth, program.engine)


def _steps(program: Program, truth: Toxicity) -> Floats:
    """(K x 4 x S)."""
    states, kinds = program.reached, program.kinds
    chances = kinds.chances(truth)
    at = np.zeros(1, dtype=np.int64)
    reached = np.ones((1, len(truth.dlt)))
    found = []
    while len(going := np.flatnonzero(states.level[at] > 0)):
        at, reached = at[going], reached[going]
        source, child, flow = _follow(program, (at, reached), chances)
        move = _action(states.level[source], states.level[child])
        found.append(np.stack([flow[move == action].sum(axis=0) for action in range(len(ACTIONS))]))
        at, place = np.unique(child, return_inverse=True)
        reached = np.zeros((len(at), len(truth.dlt)))
        np.add.at(reached, place, flow)
    return np.stack(found) if found else np.zeros((0, len(ACTIONS), len(truth.dlt)))


def _follow(
    program: Program, now: tuple[Whole, Floats], chances: Floats
) -> tuple[Whole, Whole, Floats]:
    """One step along all edges: from which state, to which, and with what probability."""
    states, kinds = program.reached, program.kinds
    at, reached = now
    width = kinds.width[kinds.of[at]]
    row = np.repeat(np.arange(len(at)), width)
    result = np.arange(len(row)) - np.repeat(np.cumsum(width) - width, width)
    source = at[row]
    flow = reached[row] * chances[kinds.of[source], result]
    return source, states.to[states.first[source] + result], flow


def _action(before: Whole, after: Whole) -> Whole:
    """The column of a decision that treats at ``after`` (0: stops), seen from ``before``."""
    return np.select([after == 0, after > before, after == before], [3, 0, 1], default=2)

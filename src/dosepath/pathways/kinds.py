"""Cohorts of the same kind: one level, one size, the same told apart; and their results."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dosepath.pathways.alphabet import Alphabet, Whole, results
from dosepath.pathways.scenario import Floats, Toxicity
from dosepath.pathways.states import States


@dataclass(frozen=True, eq=False)
class Kinds:
    """K kinds of cohort, each with at most R results.

    Attributes:
        alphabet: what is told apart in a participant.
        of: the kind of the cohort treated in each state; (V).
        level: its level, 0 for none; (K).
        width: how many results it has; (K).
        cells: participants per cell in each result; (K x R x C).
        ways: the orders of each, 0 beyond its results; (K x R).
    """

    alphabet: Alphabet
    of: Whole
    level: Whole
    width: Whole
    cells: Whole
    ways: Floats

    @classmethod
    def among(cls, states: States) -> Kinds:
        """Those of all states."""
        graded = states.graded.astype(np.int64)
        code = (states.level * (int(states.taken.max()) + 1) + states.taken) * 2 + graded
        _, first, of = np.unique(code, return_index=True, return_inverse=True)
        made = [
            results(states.alphabet, int(states.taken[one]), graded=bool(graded[one]))
            for one in first
        ]
        width = np.array([len(one.ways) for one in made])
        cells = np.zeros((len(made), int(width.max()), len(states.alphabet)), dtype=np.int64)
        ways = np.zeros(cells.shape[:2])
        for kind, one in enumerate(made):
            cells[kind, : width[kind]], ways[kind, : width[kind]] = one.cells, one.ways
        return cls(states.alphabet, of, states.level[first], width, cells, ways)

    def chances(self, truth: Toxicity) -> Floats:
        """The chance of each result under S scenarios: (K x R x S)."""
        found = np.zeros((*self.ways.shape, len(truth.dlt)))
        for kind, level in enumerate(self.level.tolist()):
            if level:
                one = self.alphabet.chances(truth, level - 1)
                powers = one[None] ** self.cells[kind][..., None]
                found[kind] = self.ways[kind][:, None] * powers.prod(axis=1)
        return found

"""How the figures of a trial are summed from the chances of its ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dosepath.pathways.alphabet import Alphabet, Whole
from dosepath.pathways.evaluator import Evaluator
from dosepath.pathways.products import product_into
from dosepath.pathways.scenario import Floats, Toxicity


@dataclass(frozen=True, eq=False)
class Summing:
    """K figures of G ends: ``matrix`` (G x K).

    ``parts``: where each figure stands: selection (none, 1..D), participants and tried per
    level, size (``sizes`` ascending), below_selected.
    """

    matrix: Floats
    parts: dict[str, slice]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, mtd: Whole, treated: Whole) -> Summing:
        """From the level selected at each end (G) and the participants there (G x D)."""
        n = treated.astype(np.float64)
        total = n.sum(axis=1).astype(np.int64)
        levels, sizes = np.arange(n.shape[1] + 1), np.unique(total)
        rows = {
            "selection": levels[:, None] == mtd,
            "participants": n.T,
            "tried": n.T > 0,
            "size": sizes[:, None] == total,
            "below_selected": (n * (levels[1:] < mtd[:, None])).sum(axis=1)[None, :],
        }
        at = np.cumsum([0, *(len(row) for row in rows.values())])
        parts = {name: slice(at[i], at[i + 1]) for i, name in enumerate(rows)}
        matrix = np.concatenate([np.asarray(row, dtype=np.float64) for row in rows.values()])
        return cls(np.ascontiguousarray(matrix.T), parts, tuple(sizes.tolist()))


def figures_of(
    evaluator: Evaluator, alphabet: Alphabet, toxicity: Toxicity, matrix: Floats
) -> tuple[Floats, Floats]:
    """Sums of the ends' chances by ``matrix`` (G x K): (S x K); and the cohorts (S).

    Scenarios are taken in chunks that stay in the processor's cache.
    """
    scenarios, levels = toxicity.dlt.shape
    width = min(scenarios, evaluator.chunk)
    room = evaluator.room(width)
    sums, cohorts = np.empty((scenarios, matrix.shape[1])), np.empty(scenarios)
    for start in range(0, scenarios, width):
        rows = slice(start, start + width)
        part = toxicity.part(rows)
        if len(part.dlt) < width:
            room = evaluator.room(len(part.dlt))
        tables = [
            evaluator.factors[level].values(alphabet.chances(part, level))
            for level in range(levels)
        ]
        ends, cohorts[rows] = evaluator.evaluate(tables, room)
        product_into(ends.T, matrix, out=sums[rows])
    return sums, cohorts

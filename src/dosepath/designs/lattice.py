"""DLT rates made to rise with the dose of either of two agents.

Isotonic regression on the grid of J x K combinations is exact here, by the minimum lower sets
algorithm: Robertson T, Wright FT, Dykstra RL. Order Restricted Statistical Inference, 1988,
section 2.3 (for a matrix: Dykstra RL, Robertson T. Ann Stat 1982;10:708-16).
"""

from __future__ import annotations

from functools import cache
from itertools import combinations_with_replacement

import numpy as np

from dosepath.designs.batch import Floats, Whole
from dosepath.designs.isotonic import SAME, Flags


@cache
def not_above(grid: tuple[int, int]) -> Flags:
    """[a, b]: combination a has no more of either agent than b; both row-major from 0."""
    first, second = np.divmod(np.arange(grid[0] * grid[1]), grid[1])
    return np.asarray((first[:, None] <= first) & (second[:, None] <= second))


@cache
def lower_sets(grid: tuple[int, int]) -> Flags:
    """Every set of combinations that holds, with one, all below it; (sets x J K), not empty."""
    rows, columns = grid
    widths = [w for w in combinations_with_replacement(range(columns, -1, -1), rows) if w[0]]
    sets = np.arange(columns) < np.array(widths)[:, :, None]
    return np.asarray(sets.reshape(len(widths), rows * columns))


def matrix_isotonic(rate: Floats, weight: Floats, *, grid: tuple[int, int]) -> Floats:
    """Weighted least squares fit that never falls along either agent; (S x J K) from the same.

    What stands at entries of weight 0 means nothing.
    """
    sets = lower_sets(grid)
    counted = sets.T.astype(np.float64)
    left = weight > 0
    fitted = np.zeros(rate.shape)
    while len(rows := np.flatnonzero(left.any(axis=1))):
        still = left[rows]
        live = np.where(still, weight[rows], 0.0)
        mass, size = live @ counted, (live * rate[rows]) @ counted
        mean = np.divide(size, mass, out=np.full(mass.shape, np.inf), where=mass > 0)
        least = mean.min(axis=1, keepdims=True)
        # The union of equally low sets is as low: the largest of them is taken whole.
        number = np.where(mean <= least + SAME, still.astype(np.float64) @ counted, -1.0)
        chosen = sets[number.argmax(axis=1)] & still
        fitted[rows] = np.where(chosen, least, fitted[rows])
        left[rows] = still & ~chosen
    return fitted


def neighbours(grid: tuple[int, int]) -> tuple[Whole, Whole]:
    """Per combination those with one level more, and one less, of the first or second agent.

    Each (J K x 2), 1-based and row-major, 0 where there is none.
    """
    rows, columns = grid
    numbers = np.arange(1, rows * columns + 1).reshape(rows, columns)
    framed = np.pad(numbers, 1)
    up = np.stack([framed[2:, 1:-1], framed[1:-1, 2:]], axis=-1)
    down = np.stack([framed[:-2, 1:-1], framed[1:-1, :-2]], axis=-1)
    return up.reshape(-1, 2), down.reshape(-1, 2)

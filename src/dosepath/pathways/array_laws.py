"""The laws checked on all observations at once, for designs that answer arrays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dosepath.pathways.alphabet import Whole
from dosepath.pathways.observed import Observed
from dosepath.pathways.states import Flags

# Beyond this many pairs of observations the comparison of all of them is left out.
PAIRS = 400_000_000
# Observations of one group compared with all others of it at a time.
_ROWS = 256


def exists(seen: Observed) -> Flags:
    """Every dose named is one of the levels."""
    levels, moves = seen.cells.shape[1], seen.moves
    treats = moves.level != 0
    sound = np.where(treats, moves.level, moves.mtd)
    return np.asarray(moves.waits | ((sound >= treats) & (sound <= levels)))


def decides(seen: Observed) -> Flags:
    """The answer is a decision."""
    return np.asarray(~seen.moves.waits)


def moves_on(seen: Observed) -> Flags:
    """The trial stops, or treats somebody at a level that there is."""
    moves = seen.moves
    treats = (moves.level >= 1) & (moves.level <= seen.cells.shape[1]) & (moves.size >= 1)
    return np.asarray(moves.stops | treats)


def skips_nothing(seen: Observed, grid: tuple[int, int] | None) -> Flags:
    """The level treated is at most one above those treated before."""
    tried, level = seen.n > 0, seen.moves.level
    begun = tried.any(axis=1)
    if grid is None:
        highest = np.where(begun, tried.shape[1] - np.argmax(tried[:, ::-1], axis=1), 0)
        return np.asarray(~begun | (level <= highest + 1))
    near = _next_to(grid)[np.clip(level, 1, tried.shape[1]) - 1]
    return np.asarray(~begun | (level == 0) | (near & tried).any(axis=1))


def stays_under(seen: Observed, dlt_limit: int, grid: tuple[int, int] | None) -> Flags:
    """Nobody is treated above a level with that many DLTs."""
    levels = seen.cells.shape[1]
    below = _below(levels, grid)[np.clip(seen.moves.level, 1, levels) - 1]
    toxic = seen.count(seen.alphabet.dlt) >= dlt_limit
    return np.asarray((seen.moves.level == 0) | ~(below & toxic).any(axis=1))


def within_level(seen: Observed, most: int) -> Flags:
    """No level gets more than ``most``."""
    place = np.clip(seen.moves.level, 1, seen.cells.shape[1]) - 1
    treated = seen.n[np.arange(len(seen)), place] + seen.moves.size
    return np.asarray((seen.moves.level == 0) | (treated <= most))


def within_cap(seen: Observed, most: int) -> Flags:
    """The trial gets no more than ``most``."""
    return np.asarray((seen.moves.level == 0) | (seen.n.sum(axis=1) + seen.moves.size <= most))


def mtd_was_treated(seen: Observed) -> Flags:
    """The level selected is one that somebody was treated at."""
    mtd = np.clip(seen.moves.mtd, 0, seen.cells.shape[1])
    treated = seen.n[np.arange(len(seen)), mtd - 1] > 0
    return np.asarray(~seen.moves.stops | (mtd == 0) | treated)


def pairs(seen: Observed) -> int:
    """How many pairs :func:`more_dlts` compares."""
    return int(sum(len(group) ** 2 for group in _groups(seen)))


def more_dlts(seen: Observed, grid: tuple[int, int] | None) -> tuple[int, int] | None:
    """Two observations, the second with more DLTs and a higher dose; ``None`` if there are none.

    Compared are those with equal numbers treated at every level, the same level last treated,
    and equal responses. A dose that stops the trial is the one selected, 0 for none. The pair
    found is the shortest.
    """
    dose = np.where(seen.moves.level != 0, seen.moves.level, seen.moves.mtd)
    worse = seen.count(seen.alphabet.dlt)
    events = seen.count(seen.alphabet.grade2)
    for group in _groups(seen):
        if dose[group].min() == dose[group].max():
            continue
        for at in range(0, len(group), _ROWS):
            rows = group[at : at + _ROWS]
            as_bad = (worse[group][None] >= worse[rows][:, None]).all(axis=2)
            as_bad &= (events[group].sum(axis=1) + worse[group].sum(axis=1))[None] >= (
                events[rows].sum(axis=1) + worse[rows].sum(axis=1)
            )[:, None]
            higher = as_bad & _higher(dose[group], dose[rows], grid)
            if higher.any():
                row, column = np.argwhere(higher)[0]
                return int(rows[row]), int(group[column])
    return None


def _groups(seen: Observed) -> Iterator[Whole]:
    """Observations that differ in DLTs alone, fewest participants first."""
    responses = seen.count(seen.alphabet.responses)
    rows = np.column_stack([seen.n, seen.at, responses])
    order = np.lexsort((*rows.T, seen.n.sum(axis=1)))
    ordered = rows[order]
    new = np.flatnonzero((ordered[1:] != ordered[:-1]).any(axis=1)) + 1
    yield from (group for group in np.split(order, new) if len(group) > 1)


def _higher(dose: Whole, than: Whole, grid: tuple[int, int] | None) -> Flags:
    """Whether a dose is higher than another: (rows of ``than`` x rows of ``dose``)."""
    if grid is None:
        return np.asarray(dose[None] > than[:, None])
    levels = grid[0] * grid[1]
    above = np.zeros((levels + 1, levels + 1), dtype=np.bool_)
    above[1:, 1:] = _below(levels, grid)
    above[1:, 0] = True
    return np.asarray(above[dose[None], than[:, None]])


def _below(levels: int, grid: tuple[int, int] | None) -> Flags:
    """Which levels lie below each; (levels x levels)."""
    place = np.arange(levels)
    if grid is None:
        return np.asarray(place[None] < place[:, None])
    first, second = place // grid[1], place % grid[1]
    lower = (first[None] <= first[:, None]) & (second[None] <= second[:, None])
    return np.asarray(lower & (place[None] != place[:, None]))


def _next_to(grid: tuple[int, int]) -> Flags:
    """Which combinations each is at most one step of one agent above."""
    place = np.arange(grid[0] * grid[1])
    first, second = place // grid[1], place % grid[1]
    up = np.clip(first[:, None] - first[None], 0, None)
    up = up + np.clip(second[:, None] - second[None], 0, None)
    return np.asarray(up <= 1)

"""Asking a design about the present states of many simulated trials at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dosepath.designs import Batch, Design, Moves, decide_many
from dosepath.pathways.program import BrokenDesign

Whole = NDArray[np.int64]

_NOBODY = np.zeros((0, 0), dtype=np.int64)


def ask(design: Design, batch: Batch) -> Moves:
    """What is next in every trial; equal states are asked once.

    Raises:
        BrokenDesign: an answer that treats nobody, or at a level that does not exist.
    """
    if batch.pending_level.size or hasattr(design, "decide_many"):
        moves = decide_many(design, batch)
    else:
        moves = _each_once(design, batch)
    going = moves.level != 0
    wrong = going & ((moves.size < 1) | (moves.level < 1) | (moves.level > design.levels))
    if bool(wrong.any()):
        row = int(np.argmax(wrong))
        answer = f"treat {moves.size[row]} at level {moves.level[row]}"
        raise BrokenDesign(f"After {batch.counts(row)} the design says: {answer}")
    return moves


def _each_once(design: Design, batch: Batch) -> Moves:
    parts = [batch.n, batch.dlt, batch.at[:, None]]
    parts += [extra for extra in (batch.grade2, batch.responses) if extra.size]
    parts += [batch.responses_with_dlt] if batch.responses_with_dlt.size else []
    _, first, back = np.unique(
        np.concatenate(parts, axis=1), axis=0, return_index=True, return_inverse=True
    )

    def pick(array: Whole) -> Whole:
        return array[first] if array.size else _NOBODY

    few = Batch(
        batch.n[first],
        batch.dlt[first],
        batch.at[first],
        pick(batch.grade2),
        pick(batch.responses),
        pick(batch.responses_with_dlt),
    )
    moves = decide_many(design, few)
    back = back.reshape(-1)
    return Moves(moves.level[back], moves.size[back], moves.mtd[back], moves.waits[back])

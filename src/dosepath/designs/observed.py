"""What a batch of observations says of participants who are not evaluated, and of responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dosepath.designs.batch import Batch, Floats, Whole

Value = TypeVar("Value", bound=np.generic)


def pending_by_level(batch: Batch) -> tuple[Whole, Floats]:
    """Participants not evaluated yet, and the shares of the DLT window passed for them, summed.

    Both (S x D), counted at each level; 0 where the batch knows of nobody. The second is the
    standardised total follow-up time of TITE-BOIN.
    """
    rows, levels = batch.n.shape
    count = np.zeros((rows, levels), dtype=np.int64)
    passed = np.zeros((rows, levels))
    for column in range(batch.pending_level.shape[1] if batch.pending_level.size else 0):
        level = batch.pending_level[:, column]
        row = np.flatnonzero(level)
        count[row, level[row] - 1] += 1
        passed[row, level[row] - 1] += batch.pending_share[row, column]
    return count, passed


def responses_by_level(batch: Batch) -> tuple[Whole, Whole]:
    """Responses without and with a DLT; both (S x D), 0 where none was counted."""
    none = np.zeros_like(batch.n)
    both = batch.responses_with_dlt if batch.responses_with_dlt.size else none
    every = batch.responses if batch.responses.size else none
    return every - both, both


def rows_of(batch: Batch, chosen: NDArray[np.bool_]) -> Batch:
    """The rows where ``chosen`` (S) is true, with everything observed in them."""
    every = (getattr(batch, item.name) for item in fields(batch))
    return Batch(*(one[chosen] if one.size else one for one in every))


def level_last_treated(batch: Batch, start_level: int) -> Whole:
    """The level whose data are judged: the last one treated, or where the trial begins; (S)."""
    at = np.where(batch.at > 0, batch.at, start_level)
    return np.asarray(np.minimum(at, batch.n.shape[1]))


def at_level(table: NDArray[Value], level: Whole) -> NDArray[Value]:
    """The column of a table (S x D) that each row's 1-based ``level`` names; (S).

    Level 0 gives the first column, which the caller masks.
    """
    column = np.maximum(level, 1) - 1
    return np.asarray(np.take_along_axis(table, column[:, None], axis=1)[:, 0])


def each_once(ask: Callable[..., Floats], *counted: Whole) -> Floats:
    """``ask(*counted)``, asked once for entries that are equal in every array of ``counted``.

    All have one shape and hold no number below 0; ``ask`` works entry by entry.
    """
    size = max(int(one.max(initial=0)) for one in counted) + 1
    key = np.zeros(counted[0].size, dtype=np.int64)
    for one in counted:
        key = key * size + one.ravel()
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    answers = ask(*(one.ravel()[first] for one in counted))
    return np.asarray(answers[back].reshape(counted[0].shape))

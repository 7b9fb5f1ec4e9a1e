"""What every design must keep on any batch, and how its rows are compared with its arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from dosepath.designs import Batch, Moves, Stop, Treat, decide_many
from dosepath.wording import say


def check_everything(design: Any, batch: Batch) -> Moves:
    """Rows equal arrays, every sentence can be said, nobody above the top or over the cap."""
    moves = decide_many(design, batch)
    chosen = design.select_many(batch)
    for row in range(len(batch)):
        counts = batch.counts(row)
        decision = design.decide(counts)
        found = (moves.level[row], moves.size[row], moves.mtd[row], moves.waits[row])
        if isinstance(decision, Treat):
            assert found == (decision.level, decision.n, 0, False), counts
        elif isinstance(decision, Stop):
            assert found == (0, 0, decision.mtd or 0, False), counts
        else:
            assert found == (0, 0, 0, True), counts
        selected = design.select(counts)
        assert (selected.mtd or 0) == chosen[row], counts
        for because in (decision.because, selected.because):
            for lang in ("en", "zh-Hans"):
                said = say(because, lang)
                assert said, because
                assert "?]" not in said, said
    treats = moves.level > 0
    assert moves.level.max() <= design.levels
    assert np.all(moves.size[treats] > 0)
    tried = np.take_along_axis(batch.n, np.maximum(moves.mtd, 1)[:, None] - 1, axis=1)[:, 0] > 0
    assert np.all(tried[moves.mtd > 0])
    return moves


def check_no_skipping(batch: Batch, moves: Moves, *, start_level: int = 1) -> None:
    """Nobody is treated above an untried level that lies above the last one treated."""
    at = np.where(batch.at > 0, batch.at, start_level)
    for row in np.flatnonzero(moves.level > at):
        between = batch.n[row, at[row] : moves.level[row] - 1]
        assert np.all(between > 0), batch.counts(int(row))

"""No decision of any design changes unseen: answers kept in tests/spec/decisions.

A changed line is a changed decision in somebody's trial. If it is meant, `make decisions` writes
the record anew, and every changed line is looked at.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dosepath.designs import (
    BEHAVIOURS,
    CATALOGUE,
    Batch,
    Moves,
    decide_many,
    select,
    select_many,
)
from scripts.record_decisions import FOLDER, Block, read_blocks

FILES = sorted(FOLDER.glob("*.txt"))
every_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def blocks(path: Path) -> list[Block]:
    return read_blocks(path.read_text(encoding="utf-8"))


@every_file
def test_decisions_are_as_recorded(path: Path) -> None:
    recorded = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [line for block in blocks(path) for line in block.lines()]
    changed = [
        f"\n  recorded: {before}\n  now:      {now}"
        for before, now in zip(recorded, found, strict=True)
        if before != now
    ]
    assert not changed, f"{len(changed)} decisions changed:" + "".join(changed[:5])


@every_file
def test_arrays_answer_as_recorded(path: Path) -> None:
    """The exact engine asks arrays, the committee's page one observation: both the same."""
    for block in blocks(path):
        design = block.design
        wanted = Moves.empty(len(block.observations))
        for row, counts in enumerate(block.observations):
            wanted.put(row, design.decide(counts))
        batch = batch_of(block)
        moves = decide_many(design, batch)
        for name in ("level", "size", "mtd", "waits"):
            found, answers = getattr(moves, name), getattr(wanted, name)
            different = np.flatnonzero(found != answers)
            assert not len(different), [(name, block.observations[row]) for row in different[:5]]
        selected = [select(design, one).mtd or 0 for one in block.observations]
        assert select_many(design, batch).tolist() == selected


def batch_of(block: Block) -> Batch:
    """The observations as arrays; those under observation padded with nobody."""
    rows = [Batch.of(counts) for counts in block.observations]
    most = max(row.pending_level.shape[1] for row in rows)

    def padded(name: str) -> np.ndarray:
        return np.vstack(
            [np.pad(one := getattr(row, name), ((0, 0), (0, most - one.shape[1]))) for row in rows]
        )

    names = ("n", "dlt", "at", "grade2", "responses", "responses_with_dlt")
    joined = {name: np.concatenate([getattr(row, name) for row in rows]) for name in names}
    return Batch(
        **joined, pending_level=padded("pending_level"), pending_share=padded("pending_share")
    )


def test_every_design_and_behaviour_has_a_record() -> None:
    assert {path.stem for path in FILES} == {*CATALOGUE, *BEHAVIOURS}

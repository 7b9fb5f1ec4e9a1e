"""Many observations asked at once: the same answers as ``decide``, as arrays.

A design may offer ``decide_many(batch) -> Moves``; :func:`decide_many` uses it, and else
asks ``decide`` row by row, equal rows once. The law battery holds both to be equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from dosepath.designs.decision import Counts, Decision, Design, Stop, Tally, Treat

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]


def _none() -> Whole:
    return np.zeros((0, 0), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Batch:
    """S observations of a ladder of D levels.

    Attributes:
        n, dlt: evaluated participants and DLTs; (S x D).
        at: the level last treated, 1-based, 0 at the start; (S).
        grade2, responses, responses_with_dlt: as in :class:`Tally`; (S x D), or of size 0
            where nothing of the kind was observed.
        pending_level: the level of each participant not evaluated yet, 0 for nobody; (S x P).
        pending_share: the share of the DLT window passed for each; (S x P).
    """

    n: Whole
    dlt: Whole
    at: Whole
    grade2: Whole = field(default_factory=_none)
    responses: Whole = field(default_factory=_none)
    responses_with_dlt: Whole = field(default_factory=_none)
    pending_level: Whole = field(default_factory=_none)
    pending_share: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    def __len__(self) -> int:
        return len(self.at)

    @classmethod
    def of(cls, counts: Counts) -> Batch:
        """One observation."""
        levels = counts.levels
        pending = [(i, share) for i, tally in enumerate(levels, 1) for share in tally.pending]

        def row(name: str) -> Whole:
            return np.array([[getattr(tally, name) for tally in levels]], dtype=np.int64)

        return cls(
            row("n"),
            row("dlt"),
            np.array([counts.at], dtype=np.int64),
            row("grade2"),
            row("responses"),
            row("responses_with_dlt"),
            pending_level=np.array([[i for i, _ in pending]], dtype=np.int64),
            pending_share=np.array([[share for _, share in pending]], dtype=np.float64),
        )

    def counts(self, row: int) -> Counts:
        """Observation ``row`` as a design's own value."""
        tallies = []
        for place in range(self.n.shape[1]):
            shares: tuple[float, ...] = ()
            if self.pending_level.size:
                here = self.pending_level[row] == place + 1
                shares = tuple(self.pending_share[row][here].tolist())
            seen = (self.n, self.dlt, self.grade2, self.responses, self.responses_with_dlt)
            n, dlt, *more = (int(one[row, place]) if one.size else 0 for one in seen)
            tallies.append(Tally(n, dlt, more[0], more[1], more[2], shares))
        return Counts(tuple(tallies), int(self.at[row]))


@dataclass(frozen=True, eq=False)
class Moves:
    """The answers to S observations.

    Attributes:
        level: the level to treat, 1-based; 0 for none; (S).
        size: how many; (S).
        mtd: the level selected where the trial stops, 0 for none; (S).
        waits: nothing may be decided yet; (S). A row that neither treats nor waits stops.
    """

    level: Whole
    size: Whole
    mtd: Whole
    waits: NDArray[np.bool_]

    @classmethod
    def empty(cls, rows: int) -> Moves:
        """Every row stops without an MTD; to be filled in."""
        level, size, mtd = (np.zeros(rows, dtype=np.int64) for _ in range(3))
        return cls(level, size, mtd, np.zeros(rows, dtype=np.bool_))

    @property
    def stops(self) -> NDArray[np.bool_]:
        """Where the trial ends; (S)."""
        return np.asarray((self.level == 0) & ~self.waits)

    def put(self, row: int, decision: Decision) -> None:
        """Write the answer to one observation."""
        if isinstance(decision, Treat):
            self.level[row], self.size[row] = decision.level, decision.n
        elif isinstance(decision, Stop):
            self.mtd[row] = decision.mtd or 0
        else:
            self.waits[row] = True


@runtime_checkable
class Many(Protocol):
    """A design that answers arrays itself."""

    def decide_many(self, batch: Batch) -> Moves:
        """The moves of ``decide``, row by row."""


def decide_many(design: Design, batch: Batch) -> Moves:
    """What is next for every row of ``batch``."""
    if isinstance(design, Many):
        return design.decide_many(batch)
    moves = Moves.empty(len(batch))
    known: dict[Counts, Decision] = {}
    for row in range(len(batch)):
        counts = batch.counts(row)
        if counts not in known:
            known[counts] = design.decide(counts)
        moves.put(row, known[counts])
    return moves

"""What every behaviour shares: it is a design around another, and hands on what it leaves alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np

from dosepath.designs import stage
from dosepath.designs.batch import Batch, Moves, Whole
from dosepath.designs.decision import Counts, Decision, Design, Stop, Treat, Wait
from dosepath.designs.options import SixAtMtd
from dosepath.rule import Reason


class Around:
    """Hands every question that a behaviour does not answer itself to the field ``design``."""

    design: Design

    @property
    def levels(self) -> int:
        """The number of dose levels."""
        return self.design.levels

    @property
    def needs(self) -> frozenset[stage.Need]:
        """What the design inside heeds besides evaluated participants and DLTs."""
        return stage.needs(self.design)

    @property
    def selects(self) -> stage.Selects:
        """What the level that the design inside selects is."""
        return stage.selects(self.design)

    @property
    def most_per_level(self) -> int | None:
        """The most participants at one level, ``None`` if the design inside states none."""
        return stage.most_per_level(self.design)

    @property
    def six_at_mtd(self) -> SixAtMtd | None:
        """The choice of the design inside."""
        return stage.six_at_mtd(self.design)

    @property
    def selects_by_cells(self) -> bool:
        """Whether merged counts lead to the same recommendation at any time."""
        return bool(getattr(self.design, "selects_by_cells", False))

    @property
    def grid(self) -> tuple[int, int]:
        """Levels of two agents; AttributeError if the design inside has one agent."""
        return cast("Any", self.design).grid  # type: ignore[no-any-return]

    def six_at_mtd_variants(self) -> Mapping[str, Design]:
        """The same behaviour around each variant of the design inside."""
        variants = stage.six_at_mtd_variants(self.design)
        return {name: replace(cast("Any", self), design=one) for name, one in variants.items()}

    def warnings(self) -> tuple[Reason, ...]:
        """Parameters inside that can never have an effect."""
        return stage.warnings(self.design)

    def heeds_grade_2(self, counts: Counts, *, treat: Treat) -> bool:
        """Whether counting events in the cohort ``treat`` can change a later decision."""
        return stage.heeds_grade_2(self.design, counts, treat=treat)

    def is_titrating(self, counts: Counts) -> bool:
        """Whether the design inside is in its titration."""
        return stage.phase(self.design, counts) == "titration"

    def select(self, counts: Counts) -> Stop:
        """What the design inside would recommend if the escalation ended now."""
        return stage.select(self.design, counts)

    def select_many(self, batch: Batch) -> Whole:
        """The same for every row; 0 for none; (S)."""
        return select_many(self.design, batch)

    def merge(self, counts: Counts, *, keep_sizes: bool = True) -> Counts:
        """Counts that stand for ``counts``, as the design inside merges them."""
        return stage.merge(self.design, counts, keep_sizes=keep_sizes)

    def dlts_alike(self, counts: Counts) -> tuple[int, ...]:
        """Per level the most DLTs that :meth:`merge` makes equal to those of ``counts``."""
        return stage.most_dlts(self.design, counts)


@runtime_checkable
class _SelectsMany(Protocol):
    def select_many(self, batch: Batch) -> Whole:
        """What would be recommended in every row."""


def select_many(design: Design, batch: Batch) -> Whole:
    """What ``design`` would recommend in every row of ``batch``, 0 for none; (S)."""
    if isinstance(design, _SelectsMany):
        return design.select_many(batch)
    chosen = np.zeros(len(batch), dtype=np.int64)
    known: dict[Counts, int] = {}
    for row in range(len(batch)):
        counts = batch.counts(row)
        if counts not in known:
            known[counts] = stage.select(design, counts).mtd or 0
        chosen[row] = known[counts]
    return chosen


def goes_on(decision: Decision) -> bool:
    """Whether a decision completes a cohort that has begun: a part of it is evaluated."""
    return isinstance(decision, Treat) and decision.because.code == "design.rest_of_cohort"


def treated(counts: Counts) -> int:
    """Everyone treated, evaluated or under observation."""
    return sum(tally.treated for tally in counts.levels)


def treated_many(batch: Batch) -> Whole:
    """Participants treated per level, evaluated or under observation; (S x D)."""
    total = batch.n.copy()
    if batch.pending_level.size:
        rows, places = np.nonzero(batch.pending_level)
        np.add.at(total, (rows, batch.pending_level[rows, places] - 1), 1)
    return total


def ended(stop: Stop, counts: Counts) -> Stop | Wait:
    """``stop``, once nobody is under observation: a result still to come may change it."""
    pending = sum(len(tally.pending) for tally in counts.levels)
    return Wait(Reason.of("design.last_outcomes", pending=pending)) if pending else stop


def ended_many(moves: Moves, ends: np.ndarray, mtd: Whole, batch: Batch) -> Moves:
    """``moves``, but where ``ends`` the trial stops with ``mtd``, as :func:`ended` says; (S)."""
    waits = (
        ends & (batch.pending_level > 0).any(axis=1) if batch.pending_level.size else ends & False
    )
    return Moves(
        np.where(ends, 0, moves.level),
        np.where(ends, 0, moves.size),
        np.where(ends, np.where(waits, 0, mtd), moves.mtd),
        moves.waits | waits,
    )


def at_level(values: Whole, level: Whole) -> Whole:
    """The column of each row that ``level`` names, 0 where it names none; (S)."""
    rows = np.arange(len(level))
    return np.where(level > 0, values[rows, np.maximum(level, 1) - 1], 0)


def merge_if_same_selection(design: Design, counts: Counts) -> Counts:
    """The merged counts if a recommendation drawn from them is sure to be the same.

    Merging keeps decisions. A behaviour that stops early with what would be recommended
    needs more: of the designs that merge, the k+m rules alone keep it, because what they
    recommend is told by the actions of their cells.
    """
    if getattr(design, "selects_by_cells", False):
        return stage.merge(design, counts, keep_sizes=True)
    return counts

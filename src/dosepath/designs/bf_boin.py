"""BF-BOIN: while escalation goes on, lower levels with signs of activity are filled.

Source: Zhao Y, Yuan Y, Korn EL, Freidlin B. Backfilling patients in phase I dose-escalation
trials using Bayesian optimal interval design (BOIN). Clin Cancer Res 2024;30:673-9.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from dosepath.designs.batch import Batch, Moves, Whole
from dosepath.designs.boin import Boin
from dosepath.designs.decision import Counts, Decision, Treat
from dosepath.designs.isotonic import Flags
from dosepath.designs.observed import responses_by_level
from dosepath.designs.options import check_choice, check_whole
from dosepath.designs.stage import Need
from dosepath.designs.stepping import Advice, Advices, Walk
from dosepath.quantity import Fault

After = Literal["response_here_or_lower", "response_here", "tried"]
Conflict = Literal["pool", "own_rate"]


@dataclass(frozen=True, kw_only=True)
class BfBoin(Boin):
    """BOIN for escalation, with lower levels opened for backfilling.

    A level below the one of the escalation cohort is open while fewer than ``backfill_cap`` were
    evaluated there, it is active (see ``backfill_after``), it is not eliminated, and it is not
    closed for toxicity: its own DLT rate and the rate of it and the next level tried together
    are not both at or above lambda_d. A level that was closed for toxicity can open again.

    Who was backfilled counts as anybody else at the level: in decisions there, in ``max_n``, and
    in cohorts, which fill a level up to the next multiple of ``cohort``.

    Attributes:
        backfill_cap: a level is closed when so many were evaluated there.
        backfill_after: what opens a level: a response seen there or at a lower level, a response
            there, or only that it was tried.
        conflict: what decides where a lower level has a DLT rate at or above lambda_d but the
            present one has not: ``pool`` takes the rate of all levels from the lowest such one
            to the present one together, ``own_rate`` that of the present level.
    """

    backfill_cap: int = 12
    backfill_after: After = "response_here_or_lower"
    conflict: Conflict = "pool"

    @property
    def needs(self) -> frozenset[Need]:
        """Responses open levels, unless it is enough that a level was tried."""
        return frozenset() if self.backfill_after == "tried" else frozenset({"responses"})

    def look(self, batch: Batch, *, apart: Flags | None = None) -> tuple[Whole, Advices, Whole]:
        """See :meth:`Stepping.look`; conflicting data are pooled."""
        at, step, closed = super().look(batch, apart=apart)
        if self.conflict == "own_rate":
            return at, step, closed
        numbers = np.arange(1, self.levels + 1)
        below = self._is_high(batch.n, batch.dlt) & (numbers < at[:, None])
        lowest = below.argmax(axis=1) + 1
        pooled = (numbers >= lowest[:, None]) & (numbers <= at[:, None])
        n, dlt = (np.where(pooled, one, 0).sum(axis=1) for one in (batch.n, batch.dlt))
        found = self.interval_step(np.maximum(n, 1), dlt)
        decided = (step == Advice.ESCALATE) | (step == Advice.STAY)
        return at, np.where(below.any(axis=1) & decided, found, step), closed

    def put_in_words(self, counts: Counts, walk: Walk) -> Decision:
        """See :meth:`Stepping.put_in_words`."""
        decision = super().put_in_words(counts, walk)
        if not isinstance(decision, Treat):
            return decision
        open_ = self.backfill_many(Batch.of(counts), walk.moves)[0]
        levels = tuple(int(place) + 1 for place in np.flatnonzero(open_))
        return replace(decision, backfill=levels)

    def backfill_many(self, batch: Batch, moves: Moves) -> Flags:
        """Which levels may be filled beside ``moves``, the answers to ``batch``; (S x D)."""
        alone, both = responses_by_level(batch)
        active = alone + both > 0
        if self.backfill_after == "response_here_or_lower":
            active = np.logical_or.accumulate(active, axis=1)
        if self.backfill_after == "tried":
            active = np.ones_like(active)
        numbers = np.arange(1, self.levels + 1)
        lower = numbers < moves.level[:, None]
        room = batch.n < self.backfill_cap
        return np.asarray(
            lower & room & active & self._admissible(batch) & ~self._closed_for_backfill(batch)
        )

    def high_many(self, batch: Batch) -> Flags:
        """Which levels have a DLT rate at or above lambda_d; (S x D)."""
        return self._is_high(batch.n, batch.dlt)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_whole("backfill_cap", self.backfill_cap, low=1)
        yield from check_choice("backfill_after", self.backfill_after, get_args(After))
        yield from check_choice("conflict", self.conflict, get_args(Conflict))

    def _closed_for_backfill(self, batch: Batch) -> Flags:
        """Too toxic alone and together with the next level tried; (S x D)."""
        n, dlt = batch.n.copy(), batch.dlt.copy()
        above_n = above_dlt = np.zeros(len(batch), dtype=np.int64)
        for place in reversed(range(self.levels)):
            tried = batch.n[:, place] > 0
            n[:, place] += above_n
            dlt[:, place] += above_dlt
            above_n = np.where(tried, batch.n[:, place], above_n)
            above_dlt = np.where(tried, batch.dlt[:, place], above_dlt)
        return self._is_high(batch.n, batch.dlt) & self._is_high(n, dlt)

    def _is_high(self, n: Whole, dlt: Whole) -> Flags:
        return np.asarray(dlt / np.maximum(n, 1) >= self.lambda_d)

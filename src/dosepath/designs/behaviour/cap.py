"""A cap on the number of participants, and what is done when it falls inside a cohort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from dosepath.designs import stage
from dosepath.designs.batch import Batch, Moves, Whole, decide_many
from dosepath.designs.behaviour.around import (
    Around,
    at_level,
    ended,
    ended_many,
    goes_on,
    merge_if_same_selection,
    select_many,
    treated,
    treated_many,
)
from dosepath.designs.decision import Counts, Decision, Design, Stop, Treat
from dosepath.designs.options import check_choice, check_whole
from dosepath.quantity import Fault, FaultsFound
from dosepath.rule import Reason

InsideCohort = Literal["shorten_cohort", "finish_cohort", "stop_before"]
Declared = Literal["select", "no_mtd", "level_below"]


@dataclass(frozen=True, kw_only=True)
class CapOnN(Around):
    """``design`` until ``n`` participants were treated.

    Attributes:
        design: what it is wrapped around.
        n: the most participants, evaluated and under observation together.
        inside_cohort: when the cohort asked for would pass ``n``: ``shorten_cohort`` treats
            as many as are left; ``finish_cohort`` treats the whole cohort and stops after it,
            so that at most a cohort less one is treated beyond ``n``; ``stop_before`` does
            not begin it.
        then: what is declared: what the design would ``select``; ``no_mtd``; or
            ``level_below``, the level under the one treated last, if it was treated. Nothing
            is declared while somebody is under observation.

    Raises:
        FaultsFound: every impossible parameter.
    """

    design: Design
    n: int
    inside_cohort: InsideCohort = "shorten_cohort"
    then: Declared = "select"

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise FaultsFound(faults)

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        then = self.design.decide(counts)
        if not isinstance(then, Treat):
            return then
        room = self.n - treated(counts)
        if then.n < room:
            return then
        if then.n == room or (
            self.inside_cohort == "finish_cohort" and (room > 0 or goes_on(then))
        ):
            return replace(then, backfill=())
        if room > 0 and (self.inside_cohort == "shorten_cohort" or goes_on(then)):
            because = Reason.of("design.cap_shortens", level=then.level, add=room, cap=self.n)
            return Treat(then.level, room, because)
        return ended(self._declare(counts), counts)

    def _declare(self, counts: Counts) -> Stop:
        mtd: int | None = None
        if self.then == "select":
            mtd = stage.select(self.design, counts).mtd
        elif self.then == "level_below" and counts.at > 1 and counts[counts.at - 1].n:
            mtd = counts.at - 1
        if mtd is None:
            return Stop(None, Reason.of("design.cap_no_mtd", total=treated(counts), cap=self.n))
        values = {"total": treated(counts), "cap": self.n, "level": mtd}
        return Stop(mtd, Reason.of("design.cap_mtd", **values))

    def decide_many(self, batch: Batch) -> Moves:
        """The moves of :meth:`decide`, row by row."""
        moves = decide_many(self.design, batch)
        room = self.n - treated_many(batch).sum(axis=1)
        over = (moves.level > 0) & (moves.size > room)
        ends = over & (room <= 0)
        if self.inside_cohort == "finish_cohort":
            # What goes on beyond the cap is told by the reason alone; such rows are few.
            ends &= ~self._goes_on(batch, ends, moves.level)
        cut = over & ~ends & (self.inside_cohort != "finish_cohort")
        if self.inside_cohort == "stop_before":
            begins = cut & ~self._goes_on(batch, cut, moves.level)
            ends, cut = ends | begins, cut & ~begins
        cut_short = replace(moves, size=np.where(cut, room, moves.size))
        return (
            ended_many(cut_short, ends, self._declared(batch), batch) if ends.any() else cut_short
        )

    def _goes_on(self, batch: Batch, rows: np.ndarray, level: Whole) -> np.ndarray:
        """Where among ``rows`` a cohort that has begun is completed; (S)."""
        found = np.zeros(len(batch), dtype=np.bool_)
        known: dict[Counts, bool] = {}
        # Only at the level treated last can a cohort be under way.
        for row in np.flatnonzero(rows & (level == batch.at)):
            counts = batch.counts(int(row))
            if counts not in known:
                known[counts] = goes_on(self.design.decide(counts))
            found[row] = known[counts]
        return found

    def _declared(self, batch: Batch) -> Whole:
        if self.then == "select":
            return select_many(self.design, batch)
        below = np.maximum(batch.at - 1, 0)
        if self.then == "no_mtd":
            return np.zeros_like(below)
        return np.where(at_level(batch.n, below) > 0, below, 0)

    def merge(self, counts: Counts, *, keep_sizes: bool = True) -> Counts:  # noqa: ARG002
        """Counts that stand for ``counts``; sizes are always kept, because the cap counts them."""
        if self.then == "select":
            return merge_if_same_selection(self.design, counts)
        return stage.merge(self.design, counts, keep_sizes=True)

    def dlts_alike(self, counts: Counts) -> tuple[int, ...]:
        """Per level the most DLTs that :meth:`merge` makes equal to those of ``counts``."""
        if self.merge(counts) is counts:
            return tuple(tally.dlt for tally in counts.levels)
        return stage.most_dlts(self.design, counts)

    def _faults(self) -> Iterator[Fault]:
        yield from check_whole("n", self.n, low=1)
        yield from check_choice("inside_cohort", self.inside_cohort, get_args(InsideCohort))
        yield from check_choice("then", self.then, get_args(Declared))

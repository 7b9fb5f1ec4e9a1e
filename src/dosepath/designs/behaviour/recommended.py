"""Stop once enough participants were treated at the level that would be recommended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from dosepath.designs import stage
from dosepath.designs.batch import Batch, Moves, decide_many
from dosepath.designs.behaviour.around import (
    Around,
    at_level,
    ended,
    ended_many,
    goes_on,
    merge_if_same_selection,
    select_many,
)
from dosepath.designs.decision import Counts, Decision, Design, Stop, Treat
from dosepath.designs.options import check_choice, check_whole
from dosepath.quantity import Fault, FaultsFound
from dosepath.rule import Reason

Which = Literal["recommended", "next"]


@dataclass(frozen=True, kw_only=True)
class StopAtRecommended(Around):
    """``design`` until ``n`` participants were evaluated at the level in question.

    Attributes:
        design: what it is wrapped around.
        n: this many at the level are enough; a cohort that has begun is completed first, and
            whoever is under observation is awaited.
        level: ``recommended``, the level that would be recommended if the escalation ended
            now; or ``next``, that one only if it is also where the next cohort would go.

    Raises:
        FaultsFound: every impossible parameter.
    """

    design: Design
    n: int
    level: Which = "recommended"

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise FaultsFound(faults)

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        then = self.design.decide(counts)
        if not isinstance(then, Treat) or goes_on(then):
            return then
        chosen = stage.select(self.design, counts).mtd
        if chosen is None or counts[chosen].n < self.n:
            return then
        if self.level == "next" and then.level != chosen:
            return then
        values = {"level": chosen, "n": counts[chosen].n, "enough": self.n}
        return ended(Stop(chosen, Reason.of("design.enough_at_recommended", **values)), counts)

    def decide_many(self, batch: Batch) -> Moves:
        """The moves of :meth:`decide`, row by row."""
        moves = decide_many(self.design, batch)
        ends = (moves.level > 0) & (batch.n.max(axis=1) >= self.n)
        if not ends.any():
            return moves
        chosen = select_many(self.design, batch)
        ends &= at_level(batch.n, chosen) >= self.n
        if self.level == "next":
            ends &= moves.level == chosen
        known: dict[Counts, bool] = {}
        # A cohort under way is told by the reason alone; it is at the level treated last.
        for row in np.flatnonzero(ends & (moves.level == batch.at)):
            counts = batch.counts(int(row))
            if counts not in known:
                known[counts] = goes_on(self.design.decide(counts))
            ends[row] = not known[counts]
        return ended_many(moves, ends, chosen, batch)

    def merge(self, counts: Counts, *, keep_sizes: bool = True) -> Counts:  # noqa: ARG002
        """Counts that stand for ``counts``; sizes are always kept, because they end the trial."""
        return merge_if_same_selection(self.design, counts)

    def dlts_alike(self, counts: Counts) -> tuple[int, ...]:
        """Per level the most DLTs that :meth:`merge` makes equal to those of ``counts``."""
        if self.merge(counts) is counts:
            return tuple(tally.dlt for tally in counts.levels)
        return stage.most_dlts(self.design, counts)

    def _faults(self) -> Iterator[Fault]:
        yield from check_whole("n", self.n, low=1)
        yield from check_choice("level", self.level, get_args(Which))

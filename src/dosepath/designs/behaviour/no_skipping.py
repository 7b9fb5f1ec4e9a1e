"""No untried dose level is skipped on the way up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dosepath.designs.batch import Batch, Moves, decide_many
from dosepath.designs.behaviour.around import Around, treated_many
from dosepath.designs.decision import Counts, Decision, Design, Treat
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason


@dataclass(frozen=True, kw_only=True)
class NoSkipping(Around):
    """``design``, never more than one level above the highest that was tried.

    The first decision is left alone: where to begin is the design's own choice. A level is
    tried when somebody was treated there, evaluated or not.

    Source: Faries D. Practical modifications of the continual reassessment method for phase I
    cancer clinical trials. J Biopharm Stat 1994;4:147-64.

    Raises:
        FaultsFound: two agents, whose levels stand in no single order.
    """

    design: Design

    def __post_init__(self) -> None:
        if faults := list(_one_agent(self.design)):
            raise FaultsFound(faults)

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        then = self.design.decide(counts)
        tried = [level for level, tally in enumerate(counts.levels, 1) if tally.treated]
        if not tried or not isinstance(then, Treat) or then.level <= max(tried) + 1:
            return then
        to = max(tried) + 1
        because = Reason.of("design.not_skipped", level=to, wanted=then.level)
        return replace(then, level=to, because=because)

    def decide_many(self, batch: Batch) -> Moves:
        """The moves of :meth:`decide`, row by row."""
        moves = decide_many(self.design, batch)
        tried = treated_many(batch) > 0
        highest = np.where(tried, np.arange(1, tried.shape[1] + 1), 0).max(axis=1)
        held = np.minimum(moves.level, highest + 1)
        return replace(moves, level=np.where(highest > 0, held, moves.level))


def _one_agent(design: Design) -> Iterator[Fault]:
    if getattr(design, "grid", None) is not None:
        message = "Levels of two agents stand in no single order."
        place, allowed = Place(path=""), "a design of one agent"
        yield Fault(place, "design.parameter", message, type(design).__name__, allowed)

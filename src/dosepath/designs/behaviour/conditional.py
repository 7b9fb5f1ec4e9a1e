"""Dose levels that are used on the way down only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dosepath.designs.accelerated_titration import AcceleratedTitration
from dosepath.designs.batch import Batch, Moves, decide_many
from dosepath.designs.behaviour.around import Around, treated_many
from dosepath.designs.decision import Counts, Decision, Design, Treat
from dosepath.designs.options import check_whole
from dosepath.designs.three_plus_three import ThreePlusThree
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason


@dataclass(frozen=True, kw_only=True)
class ConditionalLevels(Around):
    """A k+m rule that passes by the levels ``at`` on its way up.

    They are inserted (intermediate) levels: a level above them that exceeds the MTD leads
    down to them, and from there on the rule is as at any other level. A level under the
    start level needs no behaviour: it is reached by going down.

    Attributes:
        design: a k+m rule that de-escalates, with or without titration before it.
        at: the 1-based levels of the ladder that are conditional.

    Raises:
        FaultsFound: another design; levels that could never be reached, or not be passed by.
    """

    design: Design
    at: Sequence[int] = ()

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise FaultsFound(faults)
        object.__setattr__(self, "at", tuple(sorted(self.at)))

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        then = self.design.decide(counts)
        if not isinstance(then, Treat) or then.level not in self.at:
            return then
        if any(tally.treated for tally in counts.levels[then.level - 1 :]):
            return then
        to = self._above[then.level]
        tally = counts[counts.at]
        values = {"n": tally.n, "dlt": tally.dlt, "add": then.n, "to": to, "passed": then.level}
        return replace(then, level=to, because=Reason.of("design.passed_by", **values))

    def decide_many(self, batch: Batch) -> Moves:
        """The moves of :meth:`decide`, row by row."""
        moves = decide_many(self.design, batch)
        places = np.arange(1, batch.n.shape[1] + 1)
        highest = np.where(treated_many(batch) > 0, places, 0).max(axis=1)
        above = np.arange(batch.n.shape[1] + 1)
        for level, to in self._above.items():
            above[level] = to
        passed = np.where(moves.level > highest, above[moves.level], moves.level)
        return replace(moves, level=passed)

    @property
    def _above(self) -> dict[int, int]:
        """Per conditional level the first one above that is not."""
        to, found = self.levels, {}
        for level in range(self.levels, 0, -1):
            if level in self.at:
                found[level] = to
            else:
                to = level
        return found

    def _faults(self) -> Iterator[Fault]:
        rule, place = self.design, Place(path="at")
        if not _is_list(self.at):
            message = "The parameter cannot have this value."
            yield Fault(place, "design.parameter", message, repr(self.at), "a list of levels: [3]")
        if isinstance(rule, AcceleratedTitration):
            lowest, rule = rule.last_titration_level + 1, rule.escalation
        elif isinstance(rule, ThreePlusThree):
            lowest = rule.start_level + 1
        else:
            message = "Only a k+m rule passes by levels."
            found, allowed = type(rule).__name__, "three_plus_three as the last stage, innermost"
            yield Fault(place, "design.parameter", message, found, allowed)
            return
        if not rule.de_escalate:
            message = "A rule that never goes down cannot reach a conditional level."
            yield Fault(
                place, "design.parameter", message, "de_escalate: false", "de_escalate: true"
            )
        for level in self.at if _is_list(self.at) else ():
            yield from check_whole("at", level, low=lowest, high=self.levels - 1)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) > 0

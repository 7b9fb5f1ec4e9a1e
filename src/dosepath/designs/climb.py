"""One question asked of a k+m rule: the ladder as it stands, and what is next on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from dosepath.designs.cells import Action, Cells
from dosepath.designs.decision import Counts, Decision, Stop, Treat, Wait
from dosepath.designs.options import DownToOne, SixAtMtd
from dosepath.rule import Reason


class Conventions(Protocol):
    """What a climb needs to know of its rule besides the cells; see ThreePlusThree."""

    @property
    def levels(self) -> int:
        """The number of dose levels."""

    @property
    def cohort(self) -> int:
        """k, the size of a cohort at a new level."""

    @property
    def six_at_mtd(self) -> SixAtMtd:
        """When the MTD must have k+m participants."""

    @property
    def de_escalate(self) -> bool:
        """Whether exceeding the MTD leads down, or stops."""

    @property
    def down_to_one(self) -> DownToOne:
        """What is done at a level that titration left behind."""


@dataclass(frozen=True)
class Climb:
    """``cells`` and ``titrated`` are per level: its table, and participants before the rule."""

    rule: Conventions
    counts: Counts
    cells: tuple[Cells, ...]
    titrated: tuple[int, ...]
    _closed_from: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for several times in each decision, and an engine takes thousands of these.
        object.__setattr__(self, "_closed_from", self._lowest_closed())

    def decide(self) -> Decision:
        """What is next from the level last treated.

        A level that exceeds the MTD closes all above it, so it decides also for a trial
        that has gone past it (a DLT that was adjudicated late).
        """
        if self._closed_from <= self.counts.at:
            return self._down(self._closed_from)
        return self._at(self.counts.at)

    def select(self) -> Stop:
        """The highest level that is open and from which the rule goes up; none if there is none."""
        for level in range(self._closed_from - 1, 0, -1):
            if self._action(level) in (Action.ESCALATE, Action.DECLARES_MTD):
                return Stop(level, self._because("passed", level))
        return Stop(None, Reason.of("design.none_passed"))

    def _action(self, level: int) -> Action | None:
        tally = self.counts[level]
        return self.cells[level - 1][tally] if tally.n else Action.TREAT_REST

    def _lowest_closed(self) -> int:
        """The lowest level that exceeds the MTD; one above the top if none does."""
        for level, (tally, cells) in enumerate(zip(self.counts.levels, self.cells, strict=True), 1):
            if tally.n and (tally.n, tally.dlt) in cells.closing:
                return level
        return self.rule.levels + 1

    def _came_down(self, level: int) -> bool:
        return self._closed_from == level + 1 <= self.rule.levels

    def _must_confirm(self, level: int) -> bool:
        """Whether the level above was left by a step back, which asks for confirmation."""
        return self._came_down(level) and self._action(self._closed_from) is Action.STEPS_BACK

    def _fills_both(self, level: int) -> bool:
        filled_at_once = self.titrated[level - 1] > 0 and self.rule.down_to_one == "add_5"
        return self._came_down(level) and filled_at_once

    def _at(self, level: int) -> Decision:
        tally, cells = self.counts[level], self.cells[level - 1]
        action = self._action(level)
        if action is None:
            return Wait(self._because("unforeseen", level))
        if action is Action.DECLARES_MTD:
            return Stop(level, self._because("mtd_declared", level))
        if self._fills_both(level) and tally.n < cells.full:
            return self._treat(level, cells.full - tally.n, "rest_of_cohort")
        if action is Action.TREAT_REST:
            return self._treat(level, cells.rest(tally.n), "rest_of_cohort")
        if action is Action.EXPAND:
            return self._treat(level, cells.full - tally.n, "expand")
        return self._up(level)

    def _up(self, level: int) -> Decision:
        above = level + 1
        if above > self.rule.levels or self._came_down(level):
            return self._settle(level)
        if self.counts[above].n:
            return self._at(above)
        because = self._because("escalate", level, to=above, add=self.rule.cohort)
        return Treat(above, self.rule.cohort, because)

    def _settle(self, level: int) -> Decision:
        """No way up: the level is the MTD once enough participants were treated at it."""
        tally, full = self.counts[level], self.cells[level - 1].full
        came_down = self._came_down(level)
        if tally.n >= full:
            return Stop(level, self._because("mtd_below" if came_down else "mtd_top", level))
        wanted = self.rule.six_at_mtd == "always" or (
            came_down
            and (self.rule.six_at_mtd == "after_de_escalation" or self._must_confirm(level))
        )
        if wanted:
            return self._treat(level, full - tally.n, "confirm", full=full)
        code = "mtd_below_accepted" if came_down else "mtd_top_accepted"
        return Stop(level, self._because(code, level))

    def _down(self, level: int) -> Decision:
        below = level - 1
        if below == 0:
            return Stop(None, self._because("no_mtd", level))
        treated = self.counts[below].n
        if not self.rule.de_escalate and self._action(level) is Action.EXCEEDS_MTD:
            if treated == 0:
                return Stop(None, self._because("no_mtd_untried", level, below=below))
            return Stop(below, self._because("stop_mtd_below", level, mtd=below, treated=treated))
        return self._explain_descent(level, self._enter(below))

    def _enter(self, level: int) -> Decision:
        """Going down to ``level``, which may have had no, few or enough participants."""
        cells, treated = self.cells[level - 1], self.counts[level].n
        if treated == 0 or treated >= cells.first:
            return self._at(level)
        if self.rule.down_to_one == "accept" and not self._must_confirm(level):
            return Stop(level, self._because("mtd_below_accepted", level))
        wanted = cells.full if self.rule.down_to_one == "add_5" else cells.first
        return self._treat(level, wanted - treated, "rest_of_cohort")

    def _explain_descent(self, level: int, then: Decision) -> Decision:
        if isinstance(then, Treat):
            because = self._because("de_escalate", level, to=then.level, add=then.n)
            return Treat(then.level, then.n, because)
        if isinstance(then, Stop) and then.mtd is not None:
            treated = self.counts[then.mtd].n
            because = self._because("de_escalate_mtd", level, mtd=then.mtd, treated=treated)
            return Stop(then.mtd, because)
        return then

    def _treat(self, level: int, n: int, code: str, **values: int) -> Treat:
        return Treat(level, n, self._because(code, level, add=n, **values))

    def _because(self, code: str, level: int, **values: int) -> Reason:
        tally = self.counts[level]
        return _reason(code, level, (tally.n, tally.dlt), tuple(values.items()))


@lru_cache(maxsize=4096)
def _reason(
    code: str, level: int, seen: tuple[int, int], values: tuple[tuple[str, int], ...]
) -> Reason:
    """A reason made once: there are few, and an engine asks for each again and again."""
    n, dlt = seen
    return Reason.of(f"design.{code}", level=level, n=n, dlt=dlt, **dict(values))

"""Two-agent BOIN: escalation over the grid of two agents' dose levels.

Source: Lin R, Yin G. Bayesian optimal interval design for dose finding in drug-combination
trials. Stat Methods Med Res 2017;26:2155-67.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb
from typing import Literal, get_args

import numpy as np

from dosepath.designs.batch import Batch, Floats, Whole
from dosepath.designs.boin import Boin
from dosepath.designs.decision import Counts, Decision, Treat
from dosepath.designs.isotonic import SAME, Flags, TieAtTarget, highest_level
from dosepath.designs.lattice import matrix_isotonic, neighbours, not_above
from dosepath.designs.observed import at_level, each_once
from dosepath.designs.options import check_choice, check_whole
from dosepath.designs.stepping import Advice, Advices, Walk
from dosepath.quantity import Fault, Place
from dosepath.rule import Reason

Agent = Literal["first", "second"]
_MOST_SETS = 15_000


@dataclass(frozen=True, kw_only=True)
class TwoAgentBoin(Boin):
    """BOIN on J x K combinations; level (j - 1) K + k is level j of the first agent, k of the
    second.

    Where BOIN would go up (down), one more (less) level of either agent is in the choice, as far
    as it is on the grid and not eliminated; the one whose DLT rate lies between lambda_e and
    lambda_d with the higher posterior probability is treated, and without a choice one stays.
    A combination is eliminated with every one that has no less of either agent.

    The MTD is the combination treated and not eliminated whose DLT rate by matrix isotonic
    regression is nearest to the target. Of equally near ones the highest (lowest) total of both
    agents' levels is taken where ``ties`` and ``tie_at_target`` say the highest (lowest) level;
    of equal totals ``tie`` decides.

    Attributes:
        grid: J and K; their product is the number of levels.
        tie: the agent that goes up (and stays when going down) when both are equally good, and
            that has the higher level in the combination selected; the paper draws lots.
    """

    grid: tuple[int, int]
    tie_at_target: TieAtTarget = "highest"
    tie: Agent = "first"

    def __post_init__(self) -> None:
        self._keep_pair("grid")
        super().__post_init__()

    def look(self, batch: Batch, *, apart: Flags | None = None) -> tuple[Whole, Advices, Whole]:
        """See :meth:`Stepping.look`; a combination is closed by one that is not above it."""
        at, step, _ = super().look(batch, apart=apart)
        by = self._eliminated_now(batch, at, step) & not_above(self.grid).T[at - 1]
        return at, step, np.where(by.any(axis=1), by.argmax(axis=1) + 1, self.levels + 1)

    def walk(self, batch: Batch, *, apart: Flags | None = None) -> Walk:
        """See :meth:`Stepping.walk`."""
        at, step, closed = self.look(batch, apart=apart)
        goal = self._goal(batch, at, step=step, closed=closed)
        ends = self.ends_at(batch, at, goal, step=step)
        return Walk(self.moves_to(batch, goal, ends=ends), at, step, closed)

    def select_many(self, batch: Batch, *, apart: Flags | None = None) -> Whole:
        """The MTD of every row if escalation ended now, 0 for none; (S)."""
        rates = self.rates(batch, apart=apart)
        used = self._admissible(batch, apart) & self.acceptable(rates)
        gap = np.where(used, np.abs(rates - self.target), np.inf)
        near = used & (gap <= gap.min(axis=1, keepdims=True) + SAME)
        total = np.add.outer(np.arange(self.grid[0]), np.arange(self.grid[1])).ravel()
        number = np.arange(self.levels) * (1 if self.tie == "first" else -1)
        high = self.selection.takes_highest(rates)
        # What is taken from above goes first; of equal totals the number decides.
        rank = np.where(high, total + self.levels, -total) * self.levels + number
        best = np.where(near, rank, rank.min() - 1).argmax(axis=1) + 1
        return np.asarray(np.where(near.any(axis=1), best, 0))

    def rates(self, batch: Batch, *, apart: Flags | None = None) -> Floats:
        """DLT rates by matrix isotonic regression, 0 where nobody was treated; (S x J K)."""
        used = self._admissible(batch, apart)
        rate, weight = self.selection.observed(batch.n, batch.dlt, used)
        return np.where(used, matrix_isotonic(rate, weight, grid=self.grid), 0.0)

    def promise(self, batch: Batch) -> Floats:
        """Posterior probability that a DLT rate lies in (lambda_e, lambda_d); (S x J K)."""
        edges = np.array([self.lambda_e, self.lambda_d])
        return each_once(lambda n, dlt: self.mass(edges, n, dlt)[0], batch.n, batch.dlt)

    def put_in_words(self, counts: Counts, walk: Walk) -> Decision:
        """See :meth:`Stepping.put_in_words`; combinations are named by both agents' levels."""
        level, at = int(walk.moves.level[0]), int(walk.at[0])
        if level in {0, at} or walk.closed[0] <= at:
            return super().put_in_words(counts, walk)
        tally, add = counts[at], int(walk.moves.size[0])
        values = {"level": at, "to": level, "n": tally.n, "dlt": tally.dlt, "add": add}
        agents = {
            "first": (level - 1) // self.grid[1] + 1,
            "second": (level - 1) % self.grid[1] + 1,
        }
        if walk.step[0] == Advice.ESCALATE:
            return Treat(level, add, Reason.of("design.combination_up", **values, **agents))
        return Treat(level, add, Reason.of("design.combination_down", **values, **agents))

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_choice("tie", self.tie, get_args(Agent))
        yield from _grid_faults(self.grid, self.levels)

    def _goal(self, batch: Batch, at: Whole, *, step: Advices, closed: Whole) -> Whole:
        """The combination to treat next, 0 where none may be; (S)."""
        up, down = neighbours(self.grid)
        open_ = ~(self._eliminated_now(batch, at, step) @ not_above(self.grid))
        score = self.promise(batch)
        higher = self._better(score, open_, choice=up[at - 1], last=self.tie == "second")
        lower = self._better(score, open_, choice=down[at - 1], last=self.tie == "first")
        stays = np.where(at_level(open_, at), at, 0)
        goes_down = (step == Advice.DE_ESCALATE) | (closed <= at)
        goal = np.where(step == Advice.ESCALATE, np.where(higher > 0, higher, stays), stays)
        below = np.where(lower > 0, lower, self._highest_within(open_, at))
        return np.where(goes_down, below, goal)

    def _better(self, score: Floats, open_: Flags, *, choice: Whole, last: bool) -> Whole:
        """Of two combinations (S x 2) the open one with the better score, 0 for none; (S)."""
        free = np.stack([at_level(open_, one) & (one > 0) for one in choice.T], axis=1)
        value = np.stack([at_level(score, one) for one in choice.T], axis=1)
        value = np.where(free, value, -np.inf)
        second = value[:, 1] > value[:, 0] + SAME
        if last:
            second |= ~(value[:, 0] > value[:, 1] + SAME)
        picked = np.where(second, choice[:, 1], choice[:, 0])
        return np.where(free.any(axis=1), picked, 0)

    def _highest_within(self, open_: Flags, at: Whole) -> Whole:
        """The present combination if it is open, else the highest open one with no more of
        either agent, 0 for none; (S).
        """
        below = open_ & not_above(self.grid).T[at - 1]
        return highest_level(below)

    def _eliminated(self, batch: Batch) -> Flags:
        return np.asarray(self._look_up(batch.n, batch.dlt) == Advice.ELIMINATE)

    def _eliminated_now(self, batch: Batch, at: Whole, step: Advices) -> Flags:
        """As :meth:`_eliminated`, the level looked at by its partial cohort; (S x J K)."""
        out = self._eliminated(batch)
        out[np.arange(len(batch)), at - 1] = step == Advice.ELIMINATE
        return out

    def _admissible(self, batch: Batch, apart: Flags | None = None) -> Flags:
        """Treated, and not eliminated by any with no more of either agent; (S x J K)."""
        del apart  # no titration goes before it
        shut = self._eliminated(batch) @ not_above(self.grid)
        return np.asarray((batch.n > 0) & ~shut)


def _grid_faults(grid: object, levels: int) -> Iterator[Fault]:
    given = grid if isinstance(grid, tuple) else ()
    wrong = [fault for one in given for fault in check_whole("grid", one, low=1)]
    place = Place(path="grid")
    if wrong or len(given) != 2 or given[0] * given[1] != levels:
        message = "The grid does not hold the dose levels."
        allowed = f"two whole numbers whose product is {levels}"
        yield Fault(place, "design.parameter", message, str(grid), allowed)
    elif comb(sum(given), given[0]) > _MOST_SETS:
        message = "The grid is too large for its isotonic regression."
        yield Fault(place, "design.parameter", message, str(given), "for example 8 by 7")

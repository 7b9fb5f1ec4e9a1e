"""One machine for every design that steps through the ladder by a table.

The rule looks at the level last treated, at n evaluated and y DLTs, and says escalate, stay,
de-escalate or eliminate (go down and never come back to this level or any above). All else is
common to these designs: cohorts, the cap on participants, both ends of the ladder, stopping
when enough are at one level, and the MTD by isotonic regression.

Many observations are answered at once by looking cells up in an array; ``decide`` is the same
lookup for one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from dosepath.designs.batch import Batch, Floats, Moves, Whole
from dosepath.designs.decision import Counts, Decision, Stop, Treat, Wait
from dosepath.designs.isotonic import Flags, Selection, TieAtTarget, Ties
from dosepath.designs.observed import at_level, rows_of
from dosepath.designs.options import LastCohort, check_choice, check_sizes
from dosepath.quantity import Fault, FaultsFound
from dosepath.rule import Reason

StopAtLevelWhen = Literal["next_level", "stays", "this_level"]
Advices = NDArray[np.int8]


class Advice(IntEnum):
    """What the rule says at a level."""

    ESCALATE = 0
    STAY = 1
    DE_ESCALATE = 2
    ELIMINATE = 3
    UNFORESEEN = 4
    REST_OF_COHORT = 5


class Boundary(NamedTuple):
    """A row of the decision table: cut-offs after ``n`` evaluated at a level, None for never."""

    n: int
    escalate_at_most: int | None
    de_escalate_at_least: int | None
    eliminate_at_least: int | None


class Walk(NamedTuple):
    """S answers and what led to them; all (S).

    ``at`` is the level that was looked at, ``step`` what the rule says there, ``closed`` the
    lowest eliminated level (levels + 1 for none).
    """

    moves: Moves
    at: Whole
    step: Advices
    closed: Whole


@dataclass(frozen=True, kw_only=True)
class Stepping(ABC):
    """A design that steps through the ladder by a table.

    Attributes:
        levels: number of dose levels.
        target: target DLT rate.
        max_n: the cap on participants; at most 1000.
        cohort: cohort size. A level is looked at when its number is a multiple of it.
        start_level: 1-based level of the first cohort.
        stop_at_level_n: stop when this many were treated at one level; ``None``: never.
        stop_at_level_when: which level is meant: the one that would be treated next
            (``next_level``); the present one if the rule stays there (``stays``, as the R package
            BOIN 2.7 does); the present one whatever the rule says (``this_level``).
        last_cohort: ``exact`` asks for whole cohorts up to ``max_n``; ``shorten`` cuts the last
            one short.
        cancel_undosed_at_elimination: a partial cohort whose every completion eliminates its
            level is not completed.
        pseudo_counts, ties, tie_at_target: how the MTD is selected; see :class:`Selection`.

    Raises:
        FaultsFound: every impossible parameter.
    """

    levels: int
    target: float
    max_n: int
    cohort: int = 3
    start_level: int = 1
    stop_at_level_n: int | None = None
    stop_at_level_when: StopAtLevelWhen = "next_level"
    last_cohort: LastCohort = "exact"
    cancel_undosed_at_elimination: bool = True
    pseudo_counts: tuple[float, float] = (0.05, 0.05)
    ties: Ties = "by_side"
    tie_at_target: TieAtTarget = "lowest"

    def __post_init__(self) -> None:
        self._keep_pair("pseudo_counts")
        if faults := list(self.faults()):
            raise FaultsFound(faults)

    @abstractmethod
    def advise(self, n: Whole, dlt: Whole, *, lowest: bool) -> Advices:
        """The rule for a complete cohort, cell by cell.

        ``n`` (1 or more) and ``dlt`` have one shape, which the answer has too; ``lowest`` says
        that the cells are those of level 1, for rules that treat it with more care.
        """

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        return self.put_in_words(counts, self.walk(Batch.of(counts)))

    def decide_many(self, batch: Batch) -> Moves:
        """What is next for every row: see :func:`dosepath.designs.decide_many`."""
        return self.walk(batch).moves

    def select(self, counts: Counts) -> Stop:
        """The MTD if escalation ended now."""
        mtd = int(self.select_many(Batch.of(counts))[0])
        return Stop(mtd or None, self.selected("selected", counts, mtd))

    def select_many(self, batch: Batch, *, apart: Flags | None = None) -> Whole:
        """The MTD of every row if escalation ended now, 0 for none; for ``apart`` see
        :meth:`walk`; (S).
        """
        rates = self.rates(batch, apart=apart)
        used = self._admissible(batch, apart) & self.acceptable(rates)
        return self.selection.nearest(rates, used)

    def rates(self, batch: Batch, *, apart: Flags | None = None) -> Floats:
        """DLT rates that never fall with the dose, 0 where a level is of no use; (S x D)."""
        return self.selection.rates(batch.n, batch.dlt, self._admissible(batch, apart))

    def acceptable(self, rates: Floats) -> Flags:
        """Which isotonic rates an MTD may have; (S x D)."""
        return np.ones(rates.shape, dtype=np.bool_)

    def boundaries(self) -> tuple[Boundary, ...]:
        """The decision table, a row for each number that may be evaluated at a level."""
        return tuple(
            self._boundary(n, self._table[1, n, : n + 1]) for n in range(1, self.most_per_level + 1)
        )

    @property
    def most_per_level(self) -> int:
        """The most participants that are treated at one level."""
        if self.stop_at_level_n is None or self.stop_at_level_when == "stays":
            return self.max_n
        return min(self.max_n, self.stop_at_level_n - 1 + self.cohort)

    @property
    def selection(self) -> Selection:
        """How the MTD is selected."""
        return Selection(
            target=self.target,
            pseudo_counts=self.pseudo_counts,
            ties=self.ties,
            tie_at_target=self.tie_at_target,
        )

    def warnings(self) -> tuple[Reason, ...]:
        """Parameters that can never have an effect, each as a reason."""
        limit = self.stop_at_level_n
        if limit is None or limit <= self.max_n:
            return ()
        code = "design.warning.stop_at_level_n_out_of_reach"
        return (Reason.of(code, limit=limit, max_n=self.max_n),)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from check_sizes(self)
        for name, choices in (
            ("stop_at_level_when", get_args(StopAtLevelWhen)),
            ("cancel_undosed_at_elimination", (True, False)),
        ):
            yield from check_choice(name, getattr(self, name), choices)
        yield from self.selection.faults()

    def walk(self, batch: Batch, *, apart: Flags | None = None) -> Walk:
        """Every row's answer and how it came about.

        ``apart`` (S x D) marks levels whose first participant came before their first cohort
        and is not counted in any.
        """
        rows = np.arange(len(batch))
        at, step, closed = self.look(batch, apart=apart)
        left = self.max_n - batch.n.sum(axis=1)
        single = np.int64(0) if apart is None else apart.astype(np.int64)
        up, down = step == Advice.ESCALATE, step == Advice.DE_ESCALATE
        # Below a level that is eliminated, wherever the rule leads.
        goal = np.minimum(np.clip(at + up - down, 1, self.levels), closed - 1)
        # Whatever is unforeseen at a level, an elimination at or below it leads down.
        waits = (step == Advice.UNFORESEEN) & (closed > at)
        ends = ~waits & ((closed == 1) | (left <= 0) | self._has_enough(batch, at, goal, step))
        treats = ~waits & ~ends
        room = self.cohort - (batch.n - single)[rows, goal - 1] % self.cohort
        moves = Moves.empty(len(batch))
        moves.level[:] = np.where(treats, goal, 0)
        moves.size[:] = np.where(treats, np.minimum(room, left), 0)
        moves.waits[:] = waits
        named = ends & (closed > 1)
        if named.any():
            marked = None if apart is None else apart[named]
            moves.mtd[named] = self.select_many(rows_of(batch, named), apart=marked)
        return Walk(moves, at, step, closed)

    def ends_at(self, batch: Batch, at: Whole, goal: Whole, *, step: Advices) -> Flags:
        """Where the trial ends that would go to ``goal``, 0 for nowhere; (S)."""
        full = batch.n.sum(axis=1) >= self.max_n
        enough = self._has_enough(batch, at, np.maximum(goal, 1), step)
        return np.asarray((goal == 0) | full | enough)

    def moves_to(self, batch: Batch, goal: Whole, *, ends: Flags) -> Moves:
        """To ``goal`` with what is open of its cohort; where it ``ends``, the level selected."""
        left = self.max_n - batch.n.sum(axis=1)
        room = self.cohort - at_level(batch.n, goal) % self.cohort
        moves = Moves.empty(len(batch))
        moves.level[:] = np.where(ends, 0, goal)
        moves.size[:] = np.where(ends, 0, np.minimum(room, left))
        if ends.any():
            moves.mtd[ends] = self.select_many(rows_of(batch, ends))
        return moves

    def look(self, batch: Batch, *, apart: Flags | None = None) -> tuple[Whole, Advices, Whole]:
        """The level looked at, the rule's advice there, the lowest eliminated level; all (S).

        Partial cohorts are seen as such; for ``apart`` see :meth:`walk`.
        """
        rows = np.arange(len(batch))
        at = np.where(batch.at == 0, self.start_level, batch.at)
        raw = self._look_up(batch.n, batch.dlt, apart)
        left = self.max_n - batch.n.sum(axis=1)
        single = np.zeros(raw.shape, dtype=np.int64) if apart is None else apart.astype(np.int64)
        step = raw[rows, at - 1]
        open_ = left > 0
        step[open_] = self._partial_step(
            rows_of(batch, open_), at[open_], single[rows, at - 1][open_]
        )
        raw[rows, at - 1] = step
        return at, step, _first(raw == Advice.ELIMINATE)

    def put_in_words(self, counts: Counts, walk: Walk) -> Decision:
        """The first row of ``walk``, which is the answer to ``counts``, with its reason."""
        moves, at, closed = walk.moves, int(walk.at[0]), int(walk.closed[0])
        level, add = int(moves.level[0]), int(moves.size[0])
        if moves.waits[0]:
            return Wait(_because("unforeseen", counts, at))
        if level == 0:
            return self._end(counts, int(moves.mtd[0]), closed)
        if counts.at == 0:
            return Treat(level, add, Reason.of("design.start", level=level, n=add))
        if closed <= at:
            because = _because("eliminated", counts, closed, to=level, add=add)
            return Treat(level, add, because)
        code = self._code(Advice(int(walk.step[0])), at, level)
        return Treat(level, add, _because(code, counts, at, to=level, add=add))

    def _code(self, step: Advice, at: int, goal: int) -> str:
        if step is Advice.REST_OF_COHORT:
            return "rest_of_cohort"
        if goal != at:
            return "escalate" if goal > at else "go_down"
        if step is Advice.STAY:
            return "stay"
        if step is Advice.DE_ESCALATE:
            return "stay_lowest"
        return "stay_top" if at == self.levels else "stay_below_eliminated"

    def _end(self, counts: Counts, mtd: int, closed: int) -> Stop:
        if closed == 1:
            return Stop(None, _because("lowest_eliminated", counts, 1))
        code = "all_treated" if counts.total >= self.max_n else "enough_at_level"
        return Stop(mtd or None, self.selected(code, counts, mtd))

    def selected(self, code: str, counts: Counts, mtd: int) -> Reason:
        """Why the trial ends, and the level selected with its data and isotonic rate."""
        if not mtd:
            return Reason.of(f"design.{code}_no_mtd", total=counts.total)
        rate = f"{100 * self.rates(Batch.of(counts))[0, mtd - 1]:.1f}"
        target = f"{100 * self.target:g}"
        return _because(code, counts, mtd, total=counts.total, rate=rate, target=target)

    def _partial_step(self, batch: Batch, at: Whole, single: Whole) -> Advices:
        """What the rule says at the level looked at, where its cohort may be partial; (S)."""
        rows = np.arange(len(batch))
        n, dlt = batch.n[rows, at - 1], batch.dlt[rows, at - 1]
        return np.asarray(self._partial[single, np.minimum(at - 1, 1), n, dlt])

    def _look_up(self, n: Whole, dlt: Whole, apart: Flags | None = None) -> Advices:
        """The rule at every level as if its cohorts were complete; (S x D)."""
        found = np.empty(n.shape, dtype=np.int8)
        for place in range(n.shape[1]):
            cells = n[:, place], dlt[:, place]
            found[:, place] = self._cell_steps(*cells, single=0, lowest=place == 0)
            if apart is not None and (first := apart[:, place]).any():
                cells = n[first, place], dlt[first, place]
                found[first, place] = self._cell_steps(*cells, single=1, lowest=place == 0)
        return found

    def _cell_steps(self, n: Whole, dlt: Whole, *, single: int, lowest: bool) -> Advices:
        seen = self._seen[single, int(not lowest)]
        inside = n <= self.max_n
        if inside.all():
            return np.asarray(seen[n, dlt])
        found = np.empty(n.shape, dtype=np.int8)
        found[inside] = seen[n[inside], dlt[inside]]
        found[~inside] = self.advise(n[~inside], dlt[~inside], lowest=lowest)
        return found

    @cached_property
    def _table(self) -> Advices:
        """[0 for level 1 and 1 for any other, n, dlt], for complete cohorts."""
        size = self.max_n + 1
        table = np.full((2, size, size), Advice.REST_OF_COHORT, dtype=np.int8)
        n, dlt = np.tril_indices(size)
        n, dlt = n[1:], dlt[1:]
        for index, lowest in enumerate((True, False)):
            table[index, n, dlt] = self.advise(n, dlt, lowest=lowest)
        return table

    @cached_property
    def _seen(self) -> Advices:
        """[whether the first stands apart, as in the table ...]; and a level that was left as
        settled in a partial cohort stays so.
        """
        settled = self._partial == Advice.ELIMINATE
        return np.where(settled, np.int8(Advice.ELIMINATE), self._table)

    @cached_property
    def _partial(self) -> Advices:
        """[whether the first stands apart, as in the table ...]: what an open cohort asks for."""
        partial = np.stack([self._table, self._table])
        for single in (0, 1):
            for n in range(single, self.max_n):
                missing = -(n - single) % self.cohort
                if missing:
                    partial[single, :, n] = self._open(n, min(n + missing, self.max_n))
        return partial

    def _open(self, n: int, full: int) -> Advices:
        """The answers after ``n`` of a cohort that is complete with ``full``; (2 x any DLTs)."""
        steps = np.full((2, self.max_n + 1), Advice.REST_OF_COHORT, dtype=np.int8)
        if not self.cancel_undosed_at_elimination:
            return steps
        still = full - n
        ends = np.zeros((2, self.max_n + 2), dtype=np.int64)
        ends[:, 1:] = np.cumsum(self._table[:, full] == Advice.ELIMINATE, axis=1)
        # Every completion eliminates: so do all of 0 to `still` more DLTs.
        settled = ends[:, still + 1 : full + 2] - ends[:, : n + 1] == still + 1
        steps[:, : n + 1][settled] = Advice.ELIMINATE
        return steps

    def _admissible(self, batch: Batch, apart: Flags | None = None) -> Flags:
        """Levels that were treated and are not eliminated; (S x D)."""
        eliminated = self._look_up(batch.n, batch.dlt, apart) == Advice.ELIMINATE
        return np.asarray((batch.n > 0) & ~np.logical_or.accumulate(eliminated, axis=1))

    def _has_enough(self, batch: Batch, at: Whole, goal: Whole, step: Advices) -> Flags:
        if self.stop_at_level_n is None:
            return np.zeros(len(batch), dtype=np.bool_)
        rows = np.arange(len(batch))
        complete = (step != Advice.REST_OF_COHORT) | (goal != at)
        asked = goal if self.stop_at_level_when == "next_level" else at
        enough = complete & (batch.n[rows, asked - 1] >= self.stop_at_level_n)
        stays = self.stop_at_level_when == "stays"
        return np.asarray(enough & (goal == at) if stays else enough)

    def _boundary(self, n: int, steps: Advices) -> Boundary:
        up = np.flatnonzero(steps == Advice.ESCALATE)
        down = np.flatnonzero((steps == Advice.DE_ESCALATE) | (steps == Advice.ELIMINATE))
        out = np.flatnonzero(steps == Advice.ELIMINATE)
        return Boundary(
            n,
            int(up[-1]) if up.size else None,
            int(down[0]) if down.size else None,
            int(out[0]) if out.size else None,
        )

    def _keep_pair(self, name: str) -> None:
        """Keep a pair that was written as a list; anything else is left to be a fault."""
        if isinstance(value := getattr(self, name), list):
            object.__setattr__(self, name, tuple(value))


def _first(flags: Flags) -> Whole:
    """1-based place of the first true in each row; one past the end for none."""
    found: Whole = np.where(flags.any(axis=1), flags.argmax(axis=1) + 1, flags.shape[1] + 1)
    return found


def _because(code: str, counts: Counts, level: int, **values: int | str) -> Reason:
    tally = counts[level]
    return Reason.of(f"design.{code}", level=level, n=tally.n, dlt=tally.dlt, **values)

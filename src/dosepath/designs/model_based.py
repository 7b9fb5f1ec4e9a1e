"""One machine for every design that asks a dose-toxicity model: cohorts, limits, ends.

A model says of each level how far it is from what is wanted, and whether it may be given at all.
All else is common to these designs: cohorts, no skipping, the cap on participants, stopping when
enough are at a level, the MTD. Many observations are answered at once; ``decide`` is the same
arithmetic for one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from dosepath.designs.batch import Batch, Floats, Moves, Whole
from dosepath.designs.decision import Counts, Decision, Stop, Treat, Wait
from dosepath.designs.grid import Grid
from dosepath.designs.isotonic import Flags
from dosepath.designs.observed import at_level
from dosepath.designs.options import LastCohort, check_choice, check_sizes
from dosepath.quantity import Fault, FaultsFound
from dosepath.rule import Reason

Coherence = Literal["none", "rate_at_level"]
EscalateFrom = Literal["last_level", "highest_tried"]
MtdAmong = Literal["tried", "all"]
# Distances that differ by less are equal: products of matrices are summed in varying order.
_SAME = 9


class Posterior(NamedTuple):
    """What a model says of the DLT rate at each of D levels, given an observation.

    Attributes:
        estimate: the rates that the design compares with its target; empty where the model
            cannot be fitted yet. For designs with an overdose bound the posterior means.
        mean, sd: posterior mean and standard deviation; empty for maximum likelihood.
        bounds: the rates that divide (0, 1) into intervals, rising.
        probability: per level the posterior probability of each interval, from the lowest;
            empty for maximum likelihood.
    """

    estimate: tuple[float, ...]
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    bounds: tuple[float, ...]
    probability: tuple[tuple[float, ...], ...]


class Advice(NamedTuple):
    """What a model says of S observations; each (S x D).

    Attributes:
        distance: how far a level is from what is wanted; the least is best.
        allowed: levels that may be treated. Where none is, the trial ends without an MTD.
        selectable: levels that may be the MTD.
        precise: levels whose posterior allows stopping there, with enough participants.
    """

    distance: Floats
    allowed: Flags
    selectable: Flags
    precise: Flags


class Verdict(IntEnum):
    """What decided an answer."""

    START = 0
    NONE_ALLOWED = 1
    ALL_TREATED = 2
    REST_OF_COHORT = 3
    ENOUGH = 4
    NEXT = 5
    AWAITED = 6


class Walk(NamedTuple):
    """S answers, the verdict of each and the level that was last treated; each (S)."""

    moves: Moves
    verdict: NDArray[np.int8]
    at: Whole


@dataclass(frozen=True, kw_only=True)
class ModelBased(ABC):
    """A design that asks a dose-toxicity model.

    Attributes:
        levels: number of dose levels.
        max_n: the cap on participants.
        cohort: cohort size. A partial cohort is completed at its level first.
        start_level: 1-based level of the first cohort.
        stop_at_level_n: stop when this many were treated at the level that would be treated
            next; ``None``: never.
        last_cohort: ``exact`` asks for whole cohorts up to ``max_n``; ``shorten`` cuts the last
            one short.
        allow_skipping: whether levels may be skipped on the way up.
        escalate_from: without skipping, the dose goes at most one level above the
            ``last_level`` treated, or above the ``highest_tried``.
        mtd_among: whether only levels that were ``tried`` can be the MTD, or ``all``.

    Raises:
        FaultsFound: every impossible parameter.
    """

    levels: int
    max_n: int
    cohort: int = 3
    start_level: int = 1
    stop_at_level_n: int | None = None
    last_cohort: LastCohort = "exact"
    allow_skipping: bool = False
    escalate_from: EscalateFrom = "last_level"
    mtd_among: MtdAmong = "tried"

    def __post_init__(self) -> None:
        for item in fields(self):
            if isinstance(value := getattr(self, item.name), list):
                object.__setattr__(self, item.name, tuple(value))
        if faults := list(self.faults()):
            raise FaultsFound(faults)

    @abstractmethod
    def advise(self, batch: Batch) -> Advice:
        """What the model says of each level."""

    @abstractmethod
    def posterior(self, counts: Counts) -> Posterior:
        """What the model says of the DLT rate at each level."""

    @abstractmethod
    def reason(self, code: str, counts: Counts, *, level: int, **values: int) -> Reason:
        """The reason of a verdict that rests on the model.

        ``code`` is ``up``, ``stay``, ``down``, ``all_treated``, ``enough``, ``selected`` or
        ``none_allowed``; its sentence speaks of ``level`` and needs ``values``.
        """

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        return self._in_words(counts, self.walk(Batch.of(counts)))

    def decide_many(self, batch: Batch) -> Moves:
        """What is next for every row: see :func:`dosepath.designs.decide_many`."""
        return self.walk(batch).moves

    def select(self, counts: Counts) -> Stop:
        """The MTD if escalation ended now."""
        mtd = int(self.select_many(Batch.of(counts))[0])
        if not mtd:
            return Stop(None, Reason.of("design.selected_no_mtd", total=counts.total))
        return Stop(mtd, self.reason("selected", counts, level=mtd))

    def select_many(self, batch: Batch) -> Whole:
        """The MTD of every row if escalation ended now, 0 for none; (S)."""
        return self._best_selectable(self.advise(batch), self.entered(batch))

    @property
    def takes_highest_of_equals(self) -> bool:
        """Which of equally good levels is taken; they are equal to nine decimals."""
        return False

    @property
    def most_per_level(self) -> int:
        """The most participants that are treated at one level."""
        if self.stop_at_level_n is None:
            return self.max_n
        return min(self.max_n, self.stop_at_level_n - 1 + self.cohort)

    def warnings(self) -> tuple[Reason, ...]:
        """Parameters that can never have an effect, each as a reason."""
        limit = self.stop_at_level_n
        if limit is None or limit <= self.max_n:
            return ()
        code = "design.warning.stop_at_level_n_out_of_reach"
        return (Reason.of(code, limit=limit, max_n=self.max_n),)

    def entered(self, batch: Batch) -> Whole:
        """Participants who count towards cohorts and the cap; (S x D)."""
        return batch.n

    def ceiling(self, batch: Batch, at: Whole) -> Whole:
        """The highest level that may follow the level ``at``; (S)."""
        if self.allow_skipping:
            return np.full(len(batch), self.levels, dtype=np.int64)
        if self.escalate_from == "highest_tried":
            tried = np.where(self.entered(batch) > 0, np.arange(1, self.levels + 1), 0)
            at = np.maximum(at, tried.max(axis=1))
        return np.minimum(at + 1, self.levels)

    def held(self, batch: Batch, at: Whole, *, highest: Whole, rate: float) -> Whole:
        """``highest``, and not above ``at`` where the DLT rate seen there exceeds ``rate``; (S)."""
        toxic = at_level(batch.dlt, at) > rate * at_level(self.entered(batch), at)
        return np.where(toxic, np.minimum(highest, at), highest)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from check_sizes(self)
        for name, choices in (
            ("allow_skipping", (True, False)),
            ("escalate_from", get_args(EscalateFrom)),
            ("mtd_among", get_args(MtdAmong)),
        ):
            yield from check_choice(name, getattr(self, name), choices)

    def walk(self, batch: Batch) -> Walk:
        """Every row's answer and how it came about."""
        entered, advice = self.entered(batch), self.advise(batch)
        at = np.where(batch.at == 0, self.start_level, batch.at)
        total, here = entered.sum(axis=1), at_level(entered, at)
        left = self.max_n - total
        rest = np.where(here == 0, self.cohort, -here % self.cohort)
        within = np.arange(1, self.levels + 1) <= self.ceiling(batch, at)[:, None]
        goal = self._best(advice.distance, advice.allowed & within)
        verdict = np.full(len(batch), Verdict.NEXT, dtype=np.int8)
        verdict[self._has_enough(entered, goal, advice)] = Verdict.ENOUGH
        verdict[rest > 0] = Verdict.REST_OF_COHORT
        verdict[left <= 0] = Verdict.ALL_TREATED
        ends = (verdict == Verdict.ALL_TREATED) | (verdict == Verdict.ENOUGH)
        verdict[ends & (total > batch.n.sum(axis=1))] = Verdict.AWAITED
        verdict[goal == 0] = Verdict.NONE_ALLOWED
        verdict[(batch.at == 0) & (total == 0)] = Verdict.START
        moves = self._moves(verdict, at, goal, rest)
        moves.size[:] = np.minimum(moves.size, np.maximum(left, 0))
        done = verdict == Verdict.ALL_TREATED
        moves.mtd[done] = self._best_selectable(advice, entered)[done]
        return Walk(moves, verdict, at)

    def _moves(self, verdict: NDArray[np.int8], at: Whole, goal: Whole, size: Whole) -> Moves:
        """Where to go by each verdict; the MTD after all were treated is left open."""
        moves = Moves.empty(len(verdict))
        same = (verdict == Verdict.REST_OF_COHORT) | (verdict == Verdict.START)
        on = verdict == Verdict.NEXT
        moves.level[:] = np.where(same, at, np.where(on, goal, 0))
        moves.size[:] = np.where(on, self.cohort, np.where(same, size, 0))
        moves.mtd[:] = np.where(verdict == Verdict.ENOUGH, goal, 0)
        moves.waits[:] = verdict == Verdict.AWAITED
        return moves

    def _has_enough(self, entered: Whole, goal: Whole, advice: Advice) -> Flags:
        if self.stop_at_level_n is None:
            return np.zeros(len(goal), dtype=np.bool_)
        enough = at_level(entered, goal) >= self.stop_at_level_n
        return enough & at_level(advice.precise, goal)

    def _best_selectable(self, advice: Advice, entered: Whole) -> Whole:
        candidates = advice.selectable & (entered.sum(axis=1) > 0)[:, None]
        if self.mtd_among == "tried":
            candidates = candidates & (entered > 0)
        return self._best(advice.distance, candidates)

    def _best(self, distance: Floats, candidates: Flags) -> Whole:
        return _best(distance, candidates, highest=self.takes_highest_of_equals)

    def _in_words(self, counts: Counts, walk: Walk) -> Decision:
        moves, verdict, at = walk.moves, Verdict(int(walk.verdict[0])), int(walk.at[0])
        level, add, mtd = (int(one[0]) for one in (moves.level, moves.size, moves.mtd))
        if verdict is Verdict.START:
            return Treat(level, add, Reason.of("design.start", level=level, n=add))
        tally = counts[at]
        if verdict is Verdict.REST_OF_COHORT:
            code, treated = "design.rest_of_cohort", tally.treated
            because = Reason.of(code, level=level, n=treated, dlt=tally.dlt, add=add)
            return Treat(level, add, because)
        if verdict is Verdict.NEXT:
            code = "stay" if level == at else "up" if level > at else "down"
            return Treat(level, add, self.reason(code, counts, level=at, to=level, add=add))
        if verdict is Verdict.AWAITED:
            total = sum(len(tally.pending) for tally in counts.levels)
            code, here = "design.awaiting_last", len(tally.pending)
            return Wait(Reason.of(code, total=total, n=here, level=at))
        if verdict is Verdict.NONE_ALLOWED:
            return Stop(None, self.reason("none_allowed", counts, level=1))
        if not mtd:
            return Stop(None, Reason.of("design.all_treated_no_mtd", total=counts.total))
        code = "enough" if verdict is Verdict.ENOUGH else "all_treated"
        return Stop(mtd, self.reason(code, counts, level=mtd, total=counts.total))


def model_reason(code: str, counts: Counts, *, level: int, **values: int | str) -> Reason:
    """A reason with the participants and DLTs at ``level``."""
    tally = counts[level]
    return Reason.of(f"design.{code}", level=level, n=tally.n, dlt=tally.dlt, **values)


def percent(share: float) -> str:
    """``0.21649`` as ``21.6``."""
    return f"{100 * share:.1f}"


def summary(grid: Grid, counts: Counts, bounds: tuple[float, ...]) -> Posterior:
    """Mean, standard deviation and interval probabilities; the estimate is the mean.

    ``bounds`` rise, and are the first of those that the grid was made for.
    """
    features = np.hstack([grid.p, grid.p**2, *grid.above[: len(bounds)]])
    found = grid.average(Batch.of(counts), features)[0].reshape(-1, grid.p.shape[1])
    mean, square, above = found[0], found[1], np.clip(found[2:], 0.0, 1.0)
    edges = np.vstack([np.ones_like(mean), above, np.zeros_like(mean)])
    shares = np.clip(-np.diff(edges, axis=0), 0.0, 1.0).T
    sd = np.sqrt(np.maximum(square - mean**2, 0.0))
    means = tuple(mean.tolist())
    return Posterior(
        means, means, tuple(sd.tolist()), bounds, tuple(tuple(row) for row in shares.tolist())
    )


def everywhere(batch: Batch) -> Flags:
    """True for every observation and level; (S x D)."""
    return np.ones(batch.n.shape, dtype=np.bool_)


def _best(distance: Floats, candidates: Flags, *, highest: bool) -> Whole:
    """The candidate with the least distance, the lowest or highest of equals; 0 for none; (S)."""
    far = np.where(candidates, np.round(distance, _SAME), np.inf)
    place = far.shape[1] - far[:, ::-1].argmin(axis=1) if highest else far.argmin(axis=1) + 1
    best: Whole = np.where(candidates.any(axis=1), place, 0)
    return best

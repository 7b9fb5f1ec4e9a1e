"""Every state that a design can reach, each asked for its decision once.

Paths that lead to the same data are one state: what matters is the data, not their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import comb
from typing import Literal, NamedTuple

from dosepath.designs import (
    Cohort,
    Counts,
    Decision,
    Design,
    Tally,
    Treat,
    format_path,
    heeds_grade_2,
    merge,
    merge_tally,
)
from dosepath.pathways.states import STATE_LIMIT, TooManyStates
from dosepath.rule import Reason

# What is one state: all combinations of tallies apart; those with the same future and the
# same numbers treated; those with the same future.
Merging = Literal["none", "same_sizes", "same_future"]

# How a cohort becomes known: all at once, one participant after the other (so that a
# design may stop early), or in any parts (for proofs).
Steps = Literal["cohorts", "participants", "any"]

# The code of a decision that the walk puts in for participants whose results come first.
AWAITED = "design.awaiting_outcomes"


class Outcome(NamedTuple):
    """A result of ``n`` participants and the number of orders in which it can arise."""

    n: int
    dlt: int
    grade2: int
    ways: int

    def chance(self, p: float, q: float) -> float:
        """Its probability if a DLT has probability ``p`` and a grade-2 event ``q``."""
        free = self.n - self.dlt - self.grade2
        return float(self.ways * p**self.dlt * q**self.grade2 * max(1 - p - q, 0.0) ** free)


class Edge(NamedTuple):
    """One result of the next participants, and the state it leads to.

    ``graded``: events of grade 2 are told apart in it.
    """

    to: int
    outcome: Outcome
    graded: bool


class Node(NamedTuple):
    """A reachable state, the decision there, its edges, and the result that first led to it."""

    counts: Counts
    decision: Decision
    edges: tuple[Edge, ...]
    parent: int
    level: int
    result: Outcome | None

    @property
    def cohort(self) -> Cohort | None:
        """The result that first led here; ``None`` at the start."""
        if self.result is None:
            return None
        n, dlt, grade2, _ = self.result
        return Cohort.of(self.level, n=n, dlt=dlt, grade2=grade2)


@dataclass(frozen=True)
class Graph:
    """Nodes as they were found; ``order`` lists them so that every edge leads onward.

    If it is not ``is_complete``, the walk was too long, and the last nodes have no edges yet.
    """

    nodes: tuple[Node, ...]
    order: tuple[int, ...]
    is_complete: bool = True

    def cohorts(self, index: int) -> tuple[Cohort, ...]:
        """A way to a node that treats no more than any other."""
        cohorts: list[Cohort] = []
        node = self.nodes[index]
        while (cohort := node.cohort) is not None:
            cohorts.append(cohort)
            node = self.nodes[node.parent]
        return tuple(reversed(cohorts))

    def path(self, index: int) -> str:
        """The same in outcome notation; "the start" for the first node."""
        return format_path(self.cohorts(index)) or "the start"


@lru_cache(maxsize=256)
def outcomes(n: int, *, graded: bool) -> tuple[Outcome, ...]:
    """Every result of ``n`` participants, with its multinomial coefficient."""
    return tuple(
        Outcome(n, dlt, grade2, comb(n, dlt) * comb(n - dlt, grade2))
        for dlt in range(n + 1)
        for grade2 in range(n - dlt + 1 if graded else 1)
    )


def is_sound(decision: Treat, levels: int) -> bool:
    """Whether a decision treats somebody at a level that exists."""
    return decision.n >= 1 and 1 <= decision.level <= levels


@dataclass(frozen=True)
class Walk:
    """How to walk a design.

    Attributes:
        merging: what counts as one state.
        graded: tell grade-2 events apart where the design heeds them.
        steps: how a cohort becomes known.
        limit: raise :class:`TooManyStates` beyond this many.
        may_be_partial: beyond ``limit`` give what was found instead.
        given: where to start; ``None``: before the first participant.
        waiting: per level participants whose results come before any decision.
    """

    merging: Merging = "same_sizes"
    graded: bool = True
    steps: Steps = "cohorts"
    limit: int = STATE_LIMIT
    given: Counts | None = None
    waiting: tuple[tuple[int, int], ...] = ()
    may_be_partial: bool = False


def explore(design: Design, walk: Walk = Walk()) -> Graph:
    """Visit every reachable state in the order of participants treated."""
    return _Search(design, walk).run()


# A state as numbers: that of the tally at each level, and the level last treated.
_Key = tuple[int, ...]


class _Search:
    """The walk, in layers of equally many participants: an edge leads to a later layer.

    Tallies are numbered, so that a state is a tuple of small numbers and what a result makes
    of it is looked up; values are made, merged and compared only where that fails.
    """

    def __init__(self, design: Design, walk: Walk) -> None:
        self.design, self.walk = design, walk
        self.heeds = walk.graded and hasattr(design, "heeds_grade_2")
        keep_sizes = walk.merging == "same_sizes"
        apart = None if walk.merging == "none" else merge_tally(design, keep_sizes=keep_sizes)
        # A design that merges each level by itself is asked about the level that changed.
        self.alone: Callable[[Tally], Tally] = apart or (lambda tally: tally)
        self.merges = walk.merging != "none" and apart is None and hasattr(design, "merge")
        self.tallies: list[Tally] = []
        self.numbers: dict[Tally, int] = {}
        self.sums: dict[tuple[int, Outcome], int] = {}
        # Numbers by identity: a design merges into the same few values again and again.
        self.seen: dict[int, int] = {}
        self.held: list[Tally] = []
        start = Counts.none(design.levels) if walk.given is None else walk.given
        key = tuple(self._number(self.alone(tally)) for tally in start.levels)
        self.waiting = len(walk.waiting)
        # How many of those waited for are still to come is part of a state.
        self.keys = [(*key, start.at, self.waiting)]
        self.states = [start]
        self.totals = [start.total]
        self.index = {self.keys[0]: 0}
        self.after: dict[_Key, int] = {}
        self.came: list[tuple[int, int, Outcome | None]] = [(0, 0, None)]

    def run(self) -> Graph:
        nodes: dict[int, Node] = {}
        is_complete = True
        try:
            self._follow(nodes)
        except TooManyStates:
            if not self.walk.may_be_partial:
                raise
            is_complete = False
            for index in range(len(self.states)):
                if index not in nodes:
                    made = self.states[index], self._decide(index), ()
                    nodes[index] = Node(*made, *self.came[index])
        return Graph(tuple(nodes[index] for index in range(len(nodes))), tuple(nodes), is_complete)

    def _follow(self, nodes: dict[int, Node]) -> None:
        """Fill ``nodes``, layer by layer."""
        layers: dict[int, list[int]] = {self.totals[0]: [0]}
        while layers:
            for index in layers.pop(min(layers)):
                decision = self._decide(index)
                seen = len(self.states)
                edges = self._leave(index, decision)
                nodes[index] = Node(self.states[index], decision, edges, *self.came[index])
                for new in range(seen, len(self.states)):
                    layers.setdefault(self.totals[new], []).append(new)

    def _decide(self, index: int) -> Decision:
        if left := self.keys[index][-1]:
            level, n = self.walk.waiting[self.waiting - left]
            return Treat(level, n, Reason.of(AWAITED, level=level, n=n, total=n))
        return self.design.decide(self.states[index])

    def _leave(self, index: int, decision: Decision) -> tuple[Edge, ...]:
        if not isinstance(decision, Treat) or not is_sound(decision, self.design.levels):
            return ()
        edges: list[Edge] = []
        level = decision.level
        for n in self._sizes(index, decision.n):
            graded = self.heeds and heeds_grade_2(
                self.design, self.states[index], treat=Treat(level, n, decision.because)
            )
            made = outcomes(n, graded=graded)
            edges += [Edge(self._reach(index, level, one), one, graded) for one in made]
        return tuple(edges)

    def _sizes(self, index: int, n: int) -> range:
        if self.walk.steps == "cohorts" or self.keys[index][-1]:
            return range(n, n + 1)
        return range(1, 2 if self.walk.steps == "participants" else n + 1)

    def _reach(self, index: int, level: int, outcome: Outcome) -> int:
        after = list(self.keys[index])
        after[level - 1] = self._add(after[level - 1], outcome)
        after[-2] = level
        if after[-1]:
            after[-1] -= 1
        key = tuple(after)
        known = self.after.get(key)
        if known is None:
            known = self.after[key] = self._find(index, level, outcome, key)
        return known

    def _add(self, number: int, outcome: Outcome) -> int:
        known = self.sums.get((number, outcome))
        if known is None:
            old, (n, dlt, grade2, _) = self.tallies[number], outcome
            new = replace(old, n=old.n + n, dlt=old.dlt + dlt, grade2=old.grade2 + grade2)
            known = self.sums[number, outcome] = self._number(self.alone(new))
        return known

    def _number(self, tally: Tally) -> int:
        number = self.numbers.setdefault(tally, len(self.tallies))
        if number == len(self.tallies):
            self.tallies.append(tally)
        return number

    def _look_up(self, tally: Tally) -> int:
        """The number of a value, which is held so that its identity stays its own."""
        if id(tally) not in self.seen:
            self.held.append(tally)
            self.seen[id(tally)] = self._number(tally)
        return self.seen[id(tally)]

    def _find(self, index: int, level: int, outcome: Outcome, after: _Key) -> int:
        """The state of observations met for the first time."""
        state, key = self._merged(level, after) if self.merges else (None, after)
        known = self.index.get(key)
        if known is not None:
            return known
        state = state or self._counts(level, key)
        new = self.index[key] = len(self.states)
        self.states.append(state)
        # Closed levels may forget how many they had; all else keeps the numbers treated.
        forgets = self.walk.merging == "same_future"
        self.totals.append(state.total if forgets else self.totals[index] + outcome.n)
        self.keys.append(key)
        self.came.append((index, level, outcome))
        if new >= self.walk.limit:
            raise TooManyStates(self.walk.limit, self._path(new))
        return new

    def _counts(self, level: int, key: _Key) -> Counts:
        return Counts(tuple([self.tallies[one] for one in key[:-2]]), level)

    def _merged(self, level: int, after: _Key) -> tuple[Counts, _Key]:
        """What stands for observations, by a design that looks at all levels together."""
        counts = self._counts(level, after)
        keep_sizes = self.walk.merging == "same_sizes"
        merged = merge(self.design, counts, keep_sizes=keep_sizes)
        if merged is counts:
            return counts, after
        numbers = [self.seen.get(id(tally), -1) for tally in merged.levels]
        if -1 in numbers:
            numbers = [self._look_up(tally) for tally in merged.levels]
        return merged, (*numbers, merged.at, after[-1])

    def _path(self, index: int) -> str:
        cohorts: list[Cohort] = []
        while (outcome := self.came[index][2]) is not None:
            parent, level, _ = self.came[index]
            n, dlt, grade2, _ = outcome
            cohorts.append(Cohort.of(level, n=n, dlt=dlt, grade2=grade2))
            index = parent
        return format_path(reversed(cohorts))

"""Every state that a design can reach, each asked for its decision once.

Paths that lead to the same data are one state: what matters is the data, not their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import Literal, NamedTuple

from dosepath.designs import (
    Cohort,
    Counts,
    Decision,
    Design,
    Treat,
    format_path,
    heeds_grade_2,
    merge,
)
from dosepath.quantity import DosePathError

# What is one state: all combinations of tallies apart; those with the same future and the
# same numbers treated; those with the same future.
Merging = Literal["none", "same_sizes", "same_future"]

# How a cohort becomes known: all at once, one participant after the other (so that a
# design may stop early), or in any parts (for proofs).
Steps = Literal["cohorts", "participants", "any"]

STATE_LIMIT = 500_000


class TooManyStates(DosePathError):
    """A design has more reachable states than the limit; ``limit`` and the path to one more."""

    def __init__(self, limit: int, path: str) -> None:
        self.limit, self.path = limit, path
        super().__init__(
            f"The design has more than {limit:,} reachable states (one is {path}). "
            "Raise the limit, or use simulation."
        )


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


@dataclass(frozen=True)
class Node:
    """A reachable state, the decision there, its edges, and how it was first reached."""

    counts: Counts
    decision: Decision
    edges: tuple[Edge, ...]
    parent: int
    cohort: Cohort | None


@dataclass(frozen=True)
class Graph:
    """Nodes as they were found; ``order`` lists them so that every edge leads onward."""

    nodes: tuple[Node, ...]
    order: tuple[int, ...]

    def cohorts(self, index: int) -> tuple[Cohort, ...]:
        """A way to a node that treats no more than any other."""
        cohorts: list[Cohort] = []
        node = self.nodes[index]
        while node.cohort is not None:
            cohorts.append(node.cohort)
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
    """

    merging: Merging = "same_sizes"
    graded: bool = True
    steps: Steps = "cohorts"
    limit: int = STATE_LIMIT


def explore(design: Design, walk: Walk = Walk()) -> Graph:
    """Visit every reachable state in the order of participants treated."""
    return _Search(design, walk).run()


class _Search:
    """The walk, in layers of equally many participants: an edge leads to a later layer."""

    def __init__(self, design: Design, walk: Walk) -> None:
        self.design, self.walk = design, walk
        start = Counts.none(design.levels)
        self.index = {start: 0}
        self.states = [start]
        self.came: list[tuple[int, Cohort | None]] = [(0, None)]

    def run(self) -> Graph:
        layers: dict[int, list[int]] = {0: [0]}
        nodes: dict[int, Node] = {}
        while layers:
            for index in layers.pop(min(layers)):
                decision = self.design.decide(self.states[index])
                seen = len(self.states)
                edges = tuple(self._leave(index, decision))
                nodes[index] = Node(self.states[index], decision, edges, *self.came[index])
                for new in range(seen, len(self.states)):
                    layers.setdefault(self.states[new].total, []).append(new)
        return Graph(tuple(nodes[index] for index in range(len(nodes))), tuple(nodes))

    def _leave(self, index: int, decision: Decision) -> Iterator[Edge]:
        if not isinstance(decision, Treat) or not is_sound(decision, self.design.levels):
            return
        counts = self.states[index]
        for n in self._sizes(decision.n):
            graded = self.walk.graded and heeds_grade_2(
                self.design, counts, treat=Treat(decision.level, n, decision.because)
            )
            for outcome in outcomes(n, graded=graded):
                to = self._reach(index, decision.level, outcome)
                yield Edge(to, outcome, graded)

    def _sizes(self, n: int) -> range:
        if self.walk.steps == "cohorts":
            return range(n, n + 1)
        return range(1, 2 if self.walk.steps == "participants" else n + 1)

    def _reach(self, index: int, level: int, outcome: Outcome) -> int:
        n, dlt, grade2, _ = outcome
        after = self.states[index].add(level, n=n, dlt=dlt, grade2=grade2)
        state = after
        if self.walk.merging != "none":
            keep_sizes = self.walk.merging == "same_sizes"
            state = merge(self.design, after, keep_sizes=keep_sizes)
        known = self.index.get(state)
        if known is not None:
            return known
        new = self.index[state] = len(self.states)
        self.states.append(state)
        self.came.append((index, Cohort.of(level, n=n, dlt=dlt, grade2=grade2)))
        if new >= self.walk.limit:
            raise TooManyStates(self.walk.limit, self._path(new))
        return new

    def _path(self, index: int) -> str:
        cohorts: list[Cohort] = []
        while (cohort := self.came[index][1]) is not None:
            cohorts.append(cohort)
            index = self.came[index][0]
        return format_path(reversed(cohorts))

"""Probability carried forward along the links between merged states.

Merged data have no longer one chance per level, so the chance of an end is not one product.
The links are few; each takes one multiplication, for all scenarios at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dosepath.designs import Stop, Treat
from dosepath.pathways.alphabet import Alphabet, Whole
from dosepath.pathways.array_walk import ArrayWalk
from dosepath.pathways.explore import Edge, Graph, Outcome
from dosepath.pathways.merged_walk import begins
from dosepath.pathways.polynomial import Factors
from dosepath.pathways.scenario import Floats

_CHUNK = 2048
# Up to this many scenarios plain numbers are quicker than arrays.
_FEW = 3


class Link(NamedTuple):
    """From row ``source`` to row ``to`` by a factor of a level; ``adds`` to what is there."""

    source: int
    to: int
    level: int
    factor: int
    adds: bool


@dataclass(frozen=True, eq=False)
class ForwardRoom:
    """Arrays that a pass works in: probability per row, and one step."""

    rows: Floats
    step: Floats


@dataclass(frozen=True, eq=False)
class Forward:
    """The links of a graph, and rows for the probability of its states.

    A row is used again once its state has been left. The last G rows are the ends.

    Attributes:
        factors: per level the chances of groups of results, sums of monomials.
        links: in the order in which they are followed.
        cohorts: rows to be counted as a cohort begun, each before the link of that number.
        height: how many rows.
        mtd, n: of each end; (G), (G x D).
    """

    factors: tuple[Factors, ...]
    links: tuple[Link, ...]
    cohorts: tuple[tuple[int, int], ...]
    height: int
    mtd: Whole
    n: Whole
    chunk: int = _CHUNK

    @classmethod
    def of(cls, graph: Graph, alphabet: Alphabet, how: ArrayWalk) -> Forward:
        """The links of ``graph``."""
        return _Build(graph, alphabet, how).run()

    def room(self, width: int) -> ForwardRoom:
        """Arrays to evaluate ``width`` scenarios in, again and again."""
        return ForwardRoom(np.empty((self.height, width)), np.empty(width))

    def evaluate(self, tables: Sequence[Floats], room: ForwardRoom) -> tuple[Floats, Floats]:
        """Probability of each end (G x S), and expected cohorts (S).

        ``tables`` are the factors' values at each level, (F x S). The first answer lies in
        ``room``, and lasts until that is used again.
        """
        width = tables[0].shape[1]
        if width <= _FEW:
            columns = [self._numbers(tables, scenario) for scenario in range(width)]
            ends = np.array([ends for ends, _ in columns]).T
            return ends, np.array([cohorts for _, cohorts in columns])
        rows, step = room.rows, room.step
        rows[0] = 1.0
        cohorts = np.zeros(width)
        begun = iter((*self.cohorts, (-1, -1)))
        before, row = next(begun)
        for place, (source, to, level, factor, adds) in enumerate(self.links):
            if place == before:
                cohorts += rows[row]
                before, row = next(begun)
            if adds:
                np.multiply(rows[source], tables[level][factor], out=step)
                np.add(rows[to], step, out=rows[to])
            else:
                np.multiply(rows[source], tables[level][factor], out=rows[to])
        return rows[self.height - len(self.mtd) :], cohorts

    def _numbers(self, tables: Sequence[Floats], scenario: int) -> tuple[list[float], float]:
        """The same for one scenario, without arrays."""
        values = [table[:, scenario].tolist() for table in tables]
        rows = [0.0] * self.height
        rows[0] = 1.0
        cohorts, begun = 0.0, iter((*self.cohorts, (-1, -1)))
        before, row = next(begun)
        for place, (source, to, level, factor, adds) in enumerate(self.links):
            if place == before:
                cohorts += rows[row]
                before, row = next(begun)
            step = rows[source] * values[level][factor]
            rows[to] = rows[to] + step if adds else step
        return rows[self.height - len(self.mtd) :], cohorts

    def slopes(self, tables: Sequence[Floats], moved: Floats, level: int) -> tuple[Floats, Floats]:
        """Derivatives of :meth:`evaluate` where the factors of a level move by ``moved``."""
        width = tables[0].shape[1]
        rows, moves = (np.zeros((self.height, width)) for _ in range(2))
        rows[0] = 1.0
        cohorts = np.zeros(width)
        begun = dict(self.cohorts)
        for place, (source, to, at, factor, adds) in enumerate(self.links):
            if place in begun:
                cohorts += moves[begun[place]]
            table = tables[at][factor]
            move = moves[source] * table
            if at == level:
                move += rows[source] * moved[factor]
            value = rows[source] * table
            rows[to], moves[to] = (rows[to] + value, moves[to] + move) if adds else (value, move)
        return moves[self.height - len(self.mtd) :], cohorts


# Whether grade 2 is told apart, and the results that lead to the same state.
_Group = tuple[bool, tuple[Outcome, ...]]


class _Build:
    """Numbers factors and rows, and lists the links."""

    def __init__(self, graph: Graph, alphabet: Alphabet, how: ArrayWalk) -> None:
        self.graph, self.alphabet, self.how = graph, alphabet, how
        self.levels = len(graph.nodes[0].counts.levels)
        self.groups: list[dict[_Group, int]] = [{} for _ in range(self.levels)]
        self.patterns: dict[tuple[int, int, bool, tuple[int, ...]], list[int]] = {}
        self.rows: dict[int, int] = {}
        self.free: list[int] = []
        self.ends: dict[tuple[int, tuple[int, ...]], int] = {}
        self.height = 0

    def run(self) -> Forward:
        graph, links, cohorts = self.graph, list[Link](), []
        if isinstance(graph.nodes[graph.order[0]].decision, Treat):
            self.rows[graph.order[0]] = self._row()
        else:
            self._target(graph.order[0])
        for index in graph.order:
            decision = graph.nodes[index].decision
            if not isinstance(decision, Treat):
                continue
            if begins(graph, index, self.how):
                cohorts.append((len(links), self.rows[index]))
            source, at = self.rows[index], decision.level - 1
            edges = graph.nodes[index].edges
            targets = dict.fromkeys([edge.to for edge in edges])
            for to, number in zip(targets, self._numbers(at, edges), strict=True):
                row, adds = self._target(to)
                links.append(Link(source, row, at, number, adds))
            self.free.append(source)
        # The ends were numbered -1, -2, ...: their rows lie behind all others.
        height = self.height + len(self.ends)
        placed = tuple(
            Link(one.source, one.to % height, one.level, one.factor, one.adds)
            if one.to < 0
            else one
            for one in links
        )
        labels = list(reversed(self.ends))
        factors = tuple(self._factors(groups) for groups in self.groups)
        mtd, n = np.array([mtd for mtd, _ in labels]), np.array([n for _, n in labels])
        return Forward(factors, placed, tuple(cohorts), height, mtd, n)

    def _target(self, index: int) -> tuple[int, bool]:
        """The row of a state that a link leads to, and whether something is there already.

        Ends with the same MTD and the same numbers treated share a row.
        """
        node = self.graph.nodes[index]
        if isinstance(node.decision, Stop):
            label = (node.decision.mtd or 0, tuple(tally.n for tally in node.counts.levels))
            adds = label in self.ends
            return self.ends.setdefault(label, -1 - len(self.ends)), adds
        adds = index in self.rows
        if not adds:
            self.rows[index] = self._row()
        return self.rows[index], adds

    def _row(self) -> int:
        if self.free:
            return self.free.pop()
        self.height += 1
        return self.height - 1

    def _numbers(self, level: int, edges: tuple[Edge, ...]) -> list[int]:
        """The factors of the states that ``edges`` lead to, each state once.

        They depend only on the size of the cohort and on which of its results lead together.
        """
        ranks: dict[int, int] = {}
        pattern = tuple([ranks.setdefault(edge.to, len(ranks)) for edge in edges])
        what = level, edges[0].outcome.n, edges[0].graded, pattern
        if what not in self.patterns:
            grouped: dict[int, list[Outcome]] = {}
            for to, outcome, _ in edges:
                grouped.setdefault(to, []).append(outcome)
            groups = self.groups[level]
            self.patterns[what] = [
                groups.setdefault((edges[0].graded, tuple(made)), len(groups))
                for made in grouped.values()
            ]
        return self.patterns[what]

    def _factors(self, groups: dict[_Group, int]) -> Factors:
        """The groups of a level as sums of monomials; a level without any has the factor 1."""
        cells = len(self.alphabet)
        if not groups:
            return Factors(np.zeros((1, cells), dtype=np.int64))
        found: dict[tuple[int, ...], int] = {}
        parts = []
        for (graded, made), row in groups.items():
            for outcome in made:
                power = _cells(outcome, cells, graded=graded)
                parts.append((row, found.setdefault(power, len(found)), outcome.ways))
        mixing = np.zeros((len(groups), len(found)))
        for row, column, ways in parts:
            mixing[row, column] += ways
        return Factors(np.array(list(found)), mixing)


def _cells(outcome: Outcome, cells: int, *, graded: bool) -> tuple[int, ...]:
    n, dlt, grade2, _ = outcome
    if cells == 2:
        return dlt, n - dlt
    return (dlt, 0, grade2, n - dlt - grade2) if graded else (dlt, n - dlt, 0, 0)

"""A design compiled once: its merged states as plain arrays, ready for any scenario.

A state stands for all data with equal numbers treated and equal decisions ever after.
The chance of a step depends on its level and its result alone, so a program holds few
distinct *factors* (such as "at most one DLT in three at level 2") and a graph whose
edges name them. One forward pass over the graph gives the probability of every state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from dosepath.designs import Decision, Design, Stop, Treat
from dosepath.pathways.explore import STATE_LIMIT, Edge, Graph, Node, Outcome, Steps, Walk, explore
from dosepath.quantity import DosePathError


class BrokenDesign(DosePathError):
    """A design that cannot be compiled: a reachable state where it neither treats nor stops."""


class Factor(NamedTuple):
    """The chance of one of ``results`` among the next participants at ``level``.

    ``graded``: events of grade 2 are told apart in ``results``.
    """

    level: int
    graded: bool
    results: tuple[Outcome, ...]


class Link(NamedTuple):
    """From state ``source`` to state ``to`` with the chance ``factor`` (an index)."""

    source: int
    to: int
    factor: int


@dataclass(frozen=True, eq=False)
class Program:
    """A compiled design.

    Attributes:
        design: what was compiled.
        graded: whether grade-2 events are told apart where the design heeds them.
        cancel_undosed: participants are followed one by one, so that a cohort that has
            exceeded the MTD is not completed; else cohorts are complete.
        graph: merged states and the order in which every edge leads onward.
        factors, links: the arithmetic of the forward pass, links ordered by source.
    """

    design: Design
    graded: bool
    cancel_undosed: bool
    graph: Graph = field(repr=False)
    factors: tuple[Factor, ...] = field(repr=False)
    links: tuple[Link, ...] = field(repr=False)

    def __repr__(self) -> str:
        cohorts = "participants one by one" if self.cancel_undosed else "complete cohorts"
        return f"Program({self.design.levels} levels, {self.states} merged states, {cohorts})"

    @property
    def states(self) -> int:
        """How many merged states the design can reach."""
        return len(self.graph.nodes)

    @property
    def terminals(self) -> tuple[tuple[int, Node], ...]:
        """Index and node of every state where the trial stops."""
        return tuple((i, node) for i, node in enumerate(self.graph.nodes) if not node.edges)

    @property
    def engine(self) -> str:
        """What to print under a figure."""
        return f"exact, {self.states:,} merged states"


@lru_cache(maxsize=64)
def compile_design(
    design: Design,
    *,
    graded: bool = True,
    cancel_undosed: bool = False,
    limit: int = STATE_LIMIT,
) -> Program:
    """Visit every state of ``design`` once; the result is kept per design.

    Args:
        design: the rule; it must be hashable.
        graded: tell grade-2 events apart where the design heeds them.
        cancel_undosed: follow participants one by one, so that the design may cancel the
            rest of a cohort. The default follows complete cohorts, as published figures do.
        limit: the most states.

    Raises:
        TooManyStates: beyond ``limit``.
        BrokenDesign: a state where the design neither treats somebody nor stops.
    """
    steps: Steps = "participants" if cancel_undosed else "cohorts"
    graph = explore(design, Walk(graded=graded, steps=steps, limit=limit))
    for index, node in enumerate(graph.nodes):
        if not node.edges and not isinstance(node.decision, Stop):
            raise BrokenDesign(f"After {graph.path(index)} the design says {node.decision}")
    factors: dict[Factor, int] = {}
    links = []
    for source in graph.order:
        node = graph.nodes[source]
        for to, results in _by_target(node.edges).items():
            factor = Factor(_level(node.decision), node.edges[0].graded, tuple(results))
            links.append(Link(source, to, factors.setdefault(factor, len(factors))))
    return Program(design, graded, cancel_undosed, graph, tuple(factors), tuple(links))


def _by_target(edges: tuple[Edge, ...]) -> dict[int, list[Outcome]]:
    grouped: dict[int, list[Outcome]] = {}
    for to, result, _ in edges:
        grouped.setdefault(to, []).append(result)
    return grouped


def _level(decision: Decision) -> int:
    return decision.level if isinstance(decision, Treat) else 0

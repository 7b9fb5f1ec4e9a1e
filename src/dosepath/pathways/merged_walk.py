"""Merged states as arrays, for designs that say which data have the same future.

Such designs (the 3+3 and its relatives) offer ``merge``. Their states are few; each is asked
as a value, and probability is carried forward along the links between them.
"""

from __future__ import annotations

import numpy as np

from dosepath.designs import Design, Stop, Treat
from dosepath.pathways.alphabet import Alphabet
from dosepath.pathways.array_walk import REST, ArrayWalk
from dosepath.pathways.explore import AWAITED, Graph, Steps, Walk, explore
from dosepath.pathways.states import BrokenDesign, States


def walk_merged(design: Design, how: ArrayWalk) -> Graph:
    """Find every merged state.

    Raises:
        TooManyStates: beyond the limit.
        BrokenDesign: a state where the design neither treats somebody nor stops.
    """
    steps: Steps = "participants" if how.one_by_one else "cohorts"
    walk = Walk(
        graded=how.graded, steps=steps, limit=how.limit, given=how.given, waiting=how.waiting
    )
    graph = explore(design, walk)
    for index, node in enumerate(graph.nodes):
        if not node.edges and not isinstance(node.decision, Stop):
            raise BrokenDesign(f"After {graph.path(index)} the design says {node.decision}")
    return graph


def begins(graph: Graph, index: int, how: ArrayWalk) -> bool:
    """Whether the participants treated next begin a cohort, and are not the rest of one."""
    decision = graph.nodes[index].decision
    if not isinstance(decision, Treat) or decision.because.code == AWAITED:
        return False
    # Complete cohorts leave no rest, but the data at the start may.
    partial = how.one_by_one or how.given is not None
    return not (partial and decision.because.code == REST)


def states_of(graph: Graph, alphabet: Alphabet, how: ArrayWalk) -> States:
    """The graph as arrays, in its order."""
    order = graph.order
    number = {index: place for place, index in enumerate(order)}
    nodes = [graph.nodes[index] for index in order]
    treats = [node.decision if isinstance(node.decision, Treat) else None for node in nodes]
    edges = [len(node.edges) for node in nodes]
    first = np.cumsum([0, *edges[:-1]])
    return States(
        alphabet=alphabet,
        n=np.array([[tally.n for tally in node.counts.levels] for node in nodes]),
        level=np.array([0 if one is None else one.level for one in treats]),
        size=np.array([0 if one is None else one.n for one in treats]),
        taken=np.array([node.edges[0].outcome.n if node.edges else 0 for node in nodes]),
        mtd=np.array([_mtd(node.decision) for node in nodes]),
        graded=np.array([bool(node.edges) and node.edges[0].graded for node in nodes]),
        begins=np.array([begins(graph, index, how) for index in order]),
        first=np.where(edges, first, -1),
        to=np.array([number[edge.to] for node in nodes for edge in node.edges], dtype=np.int64),
        parent=np.array([number[node.parent] for node in nodes]),
        born=np.array([_born(graph, index) for index in order]),
        given=nodes[0].counts,
    )


def _mtd(decision: object) -> int:
    return (decision.mtd or 0) if isinstance(decision, Stop) else 0


def _born(graph: Graph, index: int) -> int:
    """Which of the results of its parent led to a node first."""
    node = graph.nodes[index]
    edges = graph.nodes[node.parent].edges
    return next((place for place, edge in enumerate(edges) if edge.outcome is node.result), 0)

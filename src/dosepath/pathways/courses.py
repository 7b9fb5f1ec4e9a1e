"""Every course that a trial can take, cohort by cohort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dosepath.designs import Cohort, Decision, Design, Path, Stop, Treat, format_path
from dosepath.pathways.explore import STATE_LIMIT, Graph, Walk, explore
from dosepath.pathways.scenario import Toxicity, read_scenario


@dataclass(frozen=True)
class Course:
    """One course: its cohorts, how it ends, and its probability (``None`` without a scenario).

    Cohorts are told apart by their numbers of DLTs (and of grade-2 events where the
    design heeds them), not by who had them.
    """

    path: Path
    decision: Decision
    probability: float | None

    @property
    def mtd(self) -> int | None:
        """The level that this course ends with, ``None`` for none."""
        return self.decision.mtd if isinstance(self.decision, Stop) else None

    @property
    def n(self) -> int:
        """Participants."""
        return sum(cohort.n for cohort in self.path)

    @property
    def dlt(self) -> int:
        """DLTs."""
        return sum(cohort.dlt for cohort in self.path)

    def row(self) -> dict[str, object]:
        """Plain named values."""
        return {
            "path": format_path(self.path),
            "participants": self.n,
            "dlts": self.dlt,
            "mtd": self.mtd,
            "probability": self.probability,
        }


def count_paths(design: Design, *, limit: int = STATE_LIMIT) -> int:
    """How many courses :func:`enumerate_paths` yields, without walking each."""
    graph = explore(design, Walk(limit=limit))
    ways = [0] * len(graph.nodes)
    ways[0] = 1
    for index in graph.order:
        for edge in graph.nodes[index].edges:
            ways[edge.to] += ways[index]
    return sum(ways[i] for i, node in enumerate(graph.nodes) if not node.edges)


def enumerate_paths(
    design: Design, *, scenario: object = None, limit: int = STATE_LIMIT
) -> Iterator[Course]:
    """Yield every course of complete cohorts, fewest DLTs first at each step.

    Args:
        design: the rule to walk.
        scenario: one scenario of true toxicity, for probabilities.
        limit: the most states.
    """
    truth = None if scenario is None else read_scenario(scenario, design.levels)
    graph = explore(design, Walk(merging="none", limit=limit))
    yield from _walk(graph, truth, 0, ((), None if truth is None else 1.0))


def _walk(
    graph: Graph, truth: Toxicity | None, index: int, so_far: tuple[Path, float | None]
) -> Iterator[Course]:
    node, (path, probability) = graph.nodes[index], so_far
    if not isinstance(node.decision, Treat):
        yield Course(path, node.decision, probability)
        return
    level = node.decision.level
    for to, outcome, graded in node.edges:
        cohort = Cohort.of(level, n=outcome.n, dlt=outcome.dlt, grade2=outcome.grade2)
        chance = probability
        if truth is not None and probability is not None:
            p = float(truth.dlt[0, level - 1])
            q = float(truth.grade_2[0, level - 1]) if graded else 0.0
            chance = probability * outcome.chance(p, q)
        yield from _walk(graph, truth, to, ((*path, cohort), chance))

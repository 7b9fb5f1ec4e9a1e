"""Every course that a trial can take, cohort by cohort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dosepath.designs import (
    Cohort,
    Counts,
    Decision,
    Design,
    Path,
    Stop,
    Treat,
    format_path,
    heeds_grade_2,
)
from dosepath.pathways.explore import (
    Outcome,
    Walk,
    explore,
    outcomes,
)
from dosepath.pathways.scenario import Toxicity, read_scenario
from dosepath.pathways.states import STATE_LIMIT, TooManyStates

# No course of a design that ends has this many cohorts.
_LONGEST = 300


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
        design: the rule to walk; it is asked as the courses are taken, not before.
        scenario: one scenario of true toxicity, for probabilities.
        limit: the most observations on the way.

    Raises:
        FaultsFound: a scenario that is not one.
        TooManyStates: beyond ``limit``.
    """
    truth = None if scenario is None else read_scenario(scenario, design.levels)
    start = Counts.none(design.levels)
    yield from _Walker(design, truth, limit).walk(start, (), None if truth is None else 1.0)


@dataclass
class _Walker:
    """The walk, and the answers already given on it."""

    design: Design
    truth: Toxicity | None
    limit: int
    answers: dict[Counts, Decision] = field(default_factory=dict)

    def walk(self, counts: Counts, path: Path, probability: float | None) -> Iterator[Course]:
        decision = self._decide(counts, path)
        if not isinstance(decision, Treat):
            yield Course(path, decision, probability)
            return
        graded = heeds_grade_2(self.design, counts, treat=decision)
        for outcome in outcomes(decision.n, graded=graded):
            n, dlt, grade2, _ = outcome
            cohort = Cohort.of(decision.level, n=n, dlt=dlt, grade2=grade2)
            chance = self._chance(decision.level, outcome, graded=graded)
            onward = None if probability is None else probability * chance
            yield from self.walk(cohort.added_to(counts), (*path, cohort), onward)

    def _decide(self, counts: Counts, path: Path) -> Decision:
        answer = self.answers.get(counts)
        if answer is None:
            answer = self.answers[counts] = self.design.decide(counts)
            if len(self.answers) > self.limit or len(path) > _LONGEST:
                raise TooManyStates(self.limit, format_path(path))
        return answer

    def _chance(self, level: int, outcome: Outcome, *, graded: bool) -> float:
        if self.truth is None:
            return 1.0
        q = float(self.truth.grade_2[0, level - 1]) if graded else 0.0
        return outcome.chance(float(self.truth.dlt[0, level - 1]), q)

"""Every course that a trial can take, cohort by cohort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from dosepath.designs import (
    Counts,
    Decision,
    Design,
    Path,
    Stop,
    Treat,
    format_path,
)
from dosepath.pathways.alphabet import Alphabet, alphabet_of, grading, results
from dosepath.pathways.array_walk import ArrayWalk, walk_arrays
from dosepath.pathways.characteristics import check_response
from dosepath.pathways.explore import Walk, explore
from dosepath.pathways.program import walks_arrays
from dosepath.pathways.scenario import Toxicity, read_scenario
from dosepath.pathways.states import STATE_LIMIT, States, TooManyStates, cohort_of

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
    if walks_arrays(design):
        return _count(walk_arrays(design, ArrayWalk(limit=limit)).states)
    graph = explore(design, Walk(limit=limit))
    ways = [0] * len(graph.nodes)
    ways[0] = 1
    for index in graph.order:
        for edge in graph.nodes[index].edges:
            ways[edge.to] += ways[index]
    return sum(ways[i] for i, node in enumerate(graph.nodes) if not node.edges)


def _count(states: States) -> int:
    # Whole numbers of any size: there can be more courses than 64 bits hold.
    ways = np.zeros(len(states), dtype=object)
    ways[0] = 1
    going = np.flatnonzero(states.first >= 0)
    going = going[np.argsort(states.first[going])]
    starts = np.append(states.first[going], len(states.to)).tolist()
    for place, state in enumerate(going.tolist()):
        start, after = starts[place : place + 2]
        np.add.at(ways, states.to[start:after], ways[state])
    return int(ways[states.stops].sum())


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
    alphabet = alphabet_of(design, graded=True)
    if truth is not None:
        check_response(alphabet, truth)
    walker = _Walker(design, truth, limit, alphabet)
    yield from walker.walk(start, (), None if truth is None else 1.0)


@dataclass
class _Walker:
    """The walk, and the answers already given on it."""

    design: Design
    truth: Toxicity | None
    limit: int
    alphabet: Alphabet
    answers: dict[Counts, Decision] = field(default_factory=dict)

    def walk(self, counts: Counts, path: Path, probability: float | None) -> Iterator[Course]:
        decision = self._decide(counts, path)
        if not isinstance(decision, Treat):
            yield Course(path, decision, probability)
            return
        level, n = decision.level, decision.n
        made = results(self.alphabet, n, graded=grading(self.design, counts, level=level, n=n))
        chances = None if self.truth is None else self.alphabet.chances(self.truth, level - 1)
        for cells, ways in zip(made.cells, made.ways, strict=True):
            cohort = cohort_of(self.alphabet, level, cells)
            onward = None
            if probability is not None and chances is not None:
                onward = probability * float(ways * np.prod(chances[:, 0] ** cells))
            yield from self.walk(cohort.added_to(counts), (*path, cohort), onward)

    def _decide(self, counts: Counts, path: Path) -> Decision:
        answer = self.answers.get(counts)
        if answer is None:
            answer = self.answers[counts] = self.design.decide(counts)
            if len(self.answers) > self.limit or len(path) > _LONGEST:
                raise TooManyStates(self.limit, format_path(path))
        return answer

"""What may come next from the data at hand: the tree of outcomes, and what is already settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dosepath.designs import (
    Cohort,
    Counts,
    Decision,
    Design,
    Stop,
    Tally,
    Treat,
    Wait,
    heeds_grade_2,
)
from dosepath.pathways.explore import Outcome, outcomes
from dosepath.pathways.scenario import Toxicity, read_scenario
from dosepath.rule import Reason

Pending = int | Mapping[int, int]


@dataclass(frozen=True)
class Branch:
    """One possible result of the next participants.

    ``cohort`` is the result, ``tally`` the level's tally with it, ``probability`` that
    of this result given the present data (``None`` without a scenario), ``then`` what follows.
    """

    cohort: Cohort
    tally: Tally
    probability: float | None
    then: Ahead

    @property
    def label(self) -> str:
        """DLTs among all evaluated at the level: ``1/3``; grade-2 events as ``+1 G``."""
        text = f"{self.tally.dlt}/{self.tally.n}"
        return f"{text} +{self.cohort.grade2} G" if self.cohort.grade2 else text


@dataclass(frozen=True)
class Ahead:
    """A state to come: its counts, the decision there, and the branches that were asked for."""

    counts: Counts
    decision: Decision
    branches: tuple[Branch, ...] = ()

    def rows(self) -> list[dict[str, object]]:
        """One row per branch, depth first: depth, level, outcome, probability and decision."""
        return list(_rows(self, 1, 1.0))

    def to_json(self) -> dict[str, object]:
        """Nested: decision, and branches with their outcome and probability."""
        return {
            "decision": decision_row(self.decision),
            "because": self.decision.because.to_json(),
            "branches": [
                {
                    "outcome": branch.label,
                    "cohort": str(branch.cohort),
                    "probability": branch.probability,
                    "then": branch.then.to_json(),
                }
                for branch in self.branches
            ],
        }


def _rows(ahead: Ahead, depth: int, reached: float) -> Iterator[dict[str, object]]:
    for branch in ahead.branches:
        one = None if branch.probability is None else reached * branch.probability
        yield {
            "depth": depth,
            "level": branch.cohort.level,
            "outcome": branch.label,
            "cohort": str(branch.cohort),
            "probability": one,
            **decision_row(branch.then.decision),
        }
        yield from _rows(branch.then, depth + 1, 1.0 if one is None else one)


def decision_row(decision: Decision) -> dict[str, object]:
    """A decision as plain named values."""
    if isinstance(decision, Treat):
        return {"action": "treat", "to": decision.level, "n": decision.n}
    if isinstance(decision, Stop):
        return {"action": "stop", "to": decision.mtd, "n": 0}
    return {"action": "wait", "to": None, "n": 0}


def look_ahead(
    design: Design,
    counts: Counts,
    *,
    pending: Pending = 0,
    scenario: object = None,
    depth: int = 1,
) -> Ahead:
    """The tree of what may come next.

    Args:
        design: the rule.
        counts: evaluated participants.
        pending: dosed but not yet evaluated: per level, or a number at the level now
            being treated. Their results are the first branching.
        scenario: true toxicity (see ``read_scenario``); without it no probabilities.
        depth: how many branchings.
    """
    waiting = pending_levels(design, counts, pending)
    truth = None if scenario is None else read_scenario(scenario, design.levels)
    return _tree((design, truth), counts, waiting, depth)


def settled(design: Design, counts: Counts, *, pending: Pending = 0) -> Decision:
    """The decision, if no result of the pending participants can change it; else a Wait.

    Two decisions are the same if they treat equally many at the same level, or stop
    with the same MTD.
    """
    waiting = pending_levels(design, counts, pending)
    ends = _completions(design, counts, waiting)
    first = next(ends)
    if all(decision_row(end) == decision_row(first) for end in ends):
        return first
    level, n = next(iter(waiting.items()))
    total = sum(waiting.values())
    return Wait(Reason.of("design.awaiting_outcomes", level=level, n=n, total=total))


def pending_levels(design: Design, counts: Counts, pending: Pending) -> dict[int, int]:
    """Pending participants per level, lowest level first; levels without any left out.

    A plain number is at the level now being treated: that of the next cohort, unless
    the design has already turned down or stopped, which leaves the level last treated.
    """
    if isinstance(pending, Mapping):
        return {level: pending[level] for level in sorted(pending) if pending[level]}
    if pending == 0:
        return {}
    decision = design.decide(counts)
    onward = isinstance(decision, Treat) and decision.level >= counts.at
    level = decision.level if isinstance(decision, Treat) and onward else counts.at
    return {level: pending}


def _completions(design: Design, counts: Counts, waiting: Mapping[int, int]) -> Iterator[Decision]:
    if not waiting:
        yield design.decide(counts)
        return
    (level, n), *rest = waiting.items()
    for outcome in outcomes(n, graded=_is_graded(design, counts, level, n)):
        after = _after(counts, level, outcome)
        yield from _completions(design, after, dict(rest))


def _is_graded(design: Design, counts: Counts, level: int, n: int) -> bool:
    part = Treat(level, n, Reason.of("design.pending", level=level, n=n))
    return heeds_grade_2(design, counts, part)


def _after(counts: Counts, level: int, outcome: Outcome) -> Counts:
    return counts.add(level, n=outcome.n, dlt=outcome.dlt, grade2=outcome.grade2)


def _tree(
    question: tuple[Design, Toxicity | None],
    counts: Counts,
    waiting: Mapping[int, int],
    depth: int,
) -> Ahead:
    design, truth = question
    decision = design.decide(counts)
    if not waiting and isinstance(decision, Treat):
        waiting = {decision.level: decision.n}
    if depth == 0 or not waiting:
        return Ahead(counts, decision)
    (level, n), *rest = waiting.items()
    graded = _is_graded(design, counts, level, n)
    branches = []
    for outcome in outcomes(n, graded=graded):
        after = _after(counts, level, outcome)
        then = _tree(question, after, dict(rest), depth - 1)
        cohort = Cohort.of(level, n=n, dlt=outcome.dlt, grade2=outcome.grade2)
        chance = None if truth is None else _chance(truth, level, outcome, graded=graded)
        branches.append(Branch(cohort, after[level], chance, then))
    return Ahead(counts, decision, tuple(branches))


def _chance(truth: Toxicity, level: int, outcome: Outcome, *, graded: bool) -> float:
    p = float(truth.dlt[0, level - 1])
    q = float(truth.grade_2[0, level - 1]) if graded else 0.0
    return outcome.chance(p, q)

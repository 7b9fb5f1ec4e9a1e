"""What may come next from the data at hand: the tree of outcomes, and what is already settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dosepath.designs import (
    Cohort,
    Counts,
    Decision,
    Design,
    Stop,
    Tally,
    Treat,
    Wait,
)
from dosepath.pathways.alphabet import Alphabet, alphabet_of, grading, results
from dosepath.pathways.posterior import Posterior
from dosepath.pathways.scenario import Floats, Toxicity, read_scenario
from dosepath.pathways.states import cohort_of, tally_of
from dosepath.rule import Reason

Pending = int | Mapping[int, int]


@dataclass(frozen=True)
class Branch:
    """One possible result of the next participants.

    ``cohort`` is the result, ``tally`` the level's tally with it, ``probability`` that
    of this result given what came before (``None`` without a scenario), ``then`` what follows.
    """

    cohort: Cohort
    tally: Tally
    probability: float | None
    then: Ahead

    @property
    def label(self) -> str:
        """DLTs among all evaluated at the level: ``1/3``; grade-2 events as ``+1 G``.

        Responses of the cohort as ``+2 R``, of which with a DLT as ``+1 B``.
        """
        tally = self.cohort.tally
        more = {
            "G": tally.grade2,
            "R": tally.responses - tally.responses_with_dlt,
            "B": tally.responses_with_dlt,
        }
        extra = [f" +{number} {letter}" for letter, number in more.items() if number]
        return "".join([f"{self.tally.dlt}/{self.tally.n}", *extra])


@dataclass(frozen=True)
class Ahead:
    """The data at hand or to come, the decision on them, and what may come next.

    ``branches`` are made when they are looked at, so the tree can be followed as far as
    one likes. ``pending`` are participants per level whose results come first. Under
    several equally likely scenarios (a posterior) each branch makes those likelier that
    foretold it.
    """

    counts: Counts
    decision: Decision
    pending: tuple[tuple[int, int], ...]
    _design: Design = field(repr=False)
    _truth: Toxicity | None = field(repr=False, compare=False)
    _weight: Floats | None = field(default=None, repr=False, compare=False)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Every result of the pending participants of a level, or else of the next cohort."""
        if self.pending:
            (level, n), *rest = self.pending
        elif isinstance(self.decision, Treat):
            level, n, rest = self.decision.level, self.decision.n, []
        else:
            return ()
        graded = grading(self._design, self.counts, level=level, n=n)
        alphabet = alphabet_of(self._design, graded=True)
        made = results(alphabet, n, graded=graded)
        chances = self._chances(alphabet, level)
        found = []
        for cells, ways in zip(made.cells, made.ways, strict=True):
            weight = None
            if chances is not None and self._weight is not None:
                weight = self._weight * ways * (chances ** cells[:, None]).prod(axis=0)
            cohort, more = cohort_of(alphabet, level, cells), tally_of(alphabet, cells)
            after = self.counts.plus(level, more)
            then = Ahead(
                after, self._design.decide(after), tuple(rest), self._design, self._truth, weight
            )
            found.append(Branch(cohort, after[level], self._share(weight), then))
        return tuple(found)

    def _chances(self, alphabet: Alphabet, level: int) -> Floats | None:
        return None if self._truth is None else alphabet.chances(self._truth, level - 1)

    def _share(self, weight: Floats | None) -> float | None:
        """The chance of a branch, given that the tree was followed so far."""
        if weight is None or self._weight is None:
            return None
        so_far = float(self._weight.sum())
        return float(weight.sum()) / so_far if so_far else 0.0

    def rows(self, depth: int = 1) -> list[dict[str, object]]:
        """One row per branch, depth first: depth, level, outcome, probability and decision."""
        return list(self._rows(depth, 1, 1.0))

    def _rows(self, depth: int, at: int, reached: float) -> Iterator[dict[str, object]]:
        for branch in self.branches if at <= depth else ():
            one = None if branch.probability is None else reached * branch.probability
            yield {
                "depth": at,
                "level": branch.cohort.level,
                "outcome": branch.label,
                "cohort": str(branch.cohort),
                "probability": one,
                **decision_row(branch.then.decision),
            }
            yield from branch.then._rows(depth, at + 1, 1.0 if one is None else one)  # noqa: SLF001

    def to_json(self, depth: int = 1) -> dict[str, object]:
        """Nested to ``depth``: decision, and branches with their outcome and probability."""
        return {
            "decision": decision_row(self.decision),
            "because": self.decision.because.to_json(),
            "branches": [
                {
                    "outcome": branch.label,
                    "cohort": str(branch.cohort),
                    "probability": branch.probability,
                    "then": branch.then.to_json(depth - 1),
                }
                for branch in (self.branches if depth > 0 else ())
            ],
        }


def decision_row(decision: Decision) -> dict[str, object]:
    """A decision as plain named values."""
    if isinstance(decision, Treat):
        return {"action": "treat", "to": decision.level, "n": decision.n}
    if isinstance(decision, Stop):
        return {"action": "stop", "to": decision.mtd, "n": 0}
    return {"action": "wait", "to": None, "n": 0}


def look_ahead(
    design: Design, counts: Counts, *, pending: Pending = 0, scenario: object = None
) -> Ahead:
    """The tree of what may come next.

    Args:
        design: the rule.
        counts: evaluated participants.
        pending: dosed but not yet evaluated: per level, or a number at the level now
            being treated. Their results are the first branches.
        scenario: true toxicity (see ``read_scenario``), or a :class:`Posterior`, or several
            scenarios, taken as equally likely before the tree; without it no probabilities.

    Raises:
        FaultsFound: a scenario that is not one.
    """
    waiting = tuple(pending_levels(design, counts, pending=pending).items())
    if scenario is None:
        return Ahead(counts, design.decide(counts), waiting, design, None)
    drawn = scenario.scenarios if isinstance(scenario, Posterior) else scenario
    truth = read_scenario(drawn, design.levels)
    even = np.full(len(truth.dlt), 1 / len(truth.dlt))
    return Ahead(counts, design.decide(counts), waiting, design, truth, even)


def settled(design: Design, counts: Counts, *, pending: Pending = 0) -> Decision:
    """The decision, if no result of the pending participants can change it; else a Wait.

    Two decisions are the same if they treat equally many at the same level, or stop
    with the same MTD.
    """
    waiting = pending_levels(design, counts, pending=pending)
    ends = _completions(design, counts, tuple(waiting.items()))
    first = next(ends)
    if all(decision_row(end) == decision_row(first) for end in ends):
        return first
    level, n = next(iter(waiting.items()))
    total = sum(waiting.values())
    return Wait(Reason.of("design.awaiting_outcomes", level=level, n=n, total=total))


def pending_levels(design: Design, counts: Counts, *, pending: Pending) -> dict[int, int]:
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


def _completions(
    design: Design, counts: Counts, waiting: tuple[tuple[int, int], ...]
) -> Iterator[Decision]:
    if not waiting:
        yield design.decide(counts)
        return
    level, n = waiting[0]
    alphabet = alphabet_of(design, graded=True)
    graded = grading(design, counts, level=level, n=n)
    for cells in results(alphabet, n, graded=graded).cells:
        after = counts.plus(level, tally_of(alphabet, cells))
        yield from _completions(design, after, waiting[1:])

"""Parameters of a design found by evaluating all candidates under the same scenarios.

What is usually searched with nested simulation (a trial simulated thousands of times for each
candidate) is a curve of exact figures here wherever the design is small enough: nothing on it
is noise, and two candidates with equal figures are the same rule in practice.

Source of the idea: Lee SM, Cheung YK. Model calibration in the continual reassessment method.
Clin Trials 2009;6:227-38 (correct selection averaged over scenarios in which each level in its
turn is the MTD).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, Literal, get_args

import numpy as np

from dosepath.designs import Design
from dosepath.pathways.comparison import Comparison, Question
from dosepath.pathways.effort import Effort
from dosepath.pathways.evaluation import evaluate
from dosepath.pathways.scenario import Scenario
from dosepath.quantity import Fault, FaultsFound, Place

Over = Literal["mean", "least"]
OVER: tuple[Over, ...] = get_args(Over)
Values = Mapping[str, float]
Make = Callable[[Values], Design]

# Figures closer than this are equal; they are sums of thousands of products.
_EQUAL = 1e-9
# A wanted probability must be kept at this many sizes in a row: it does not grow evenly with N.
_KEPT = 3


@dataclass(frozen=True)
class Goal:
    """What is looked for.

    Attributes:
        question: the target DLT rate, needed here, and which level is right.
        over: correct selection averaged over the scenarios, or in the worst of them.
        wanted: the least probability of correct selection; then the first candidate that has
            it, and keeps it in the two after it, is chosen. ``None``: the best candidate is.
        overdose_at_most: only candidates are chosen whose probability of selecting a level above
            the target, averaged over the scenarios, is not greater. ``None``: any.

    Raises:
        FaultsFound: no target, a probability that is none, a convention that there is not.
    """

    question: Question
    over: Over = "mean"
    wanted: float | None = None
    overdose_at_most: float | None = None

    def __post_init__(self) -> None:
        faults = []
        for name in ("wanted", "overdose_at_most"):
            share = getattr(self, name)
            if share is not None and not 0 < share < 1:
                message, place = "Not a probability to aim at.", Place(path=name)
                allowed, found = "between 0 and 1, both excluded", f"{share:g}"
                faults.append(Fault(place, "calibration.share", message, found, allowed))
        if self.question.target is None:
            message, allowed = "Correct selection needs a target DLT rate.", "between 0 and 1"
            place = Place(path="target")
            faults.append(Fault(place, "calibration.target", message, "none", allowed))
        if self.over not in OVER:
            message, place = "There is no such average.", Place(path="over")
            found = str(self.over)
            faults.append(Fault(place, "calibration.over", message, found, " | ".join(OVER)))
        if faults:
            raise FaultsFound(faults)


@dataclass(frozen=True)
class Search:
    """Where it is looked for.

    Attributes:
        candidates: values in the order of the search; from small to large if the goal has a
            ``wanted`` probability, and then the search ends once it was kept.
        scenarios: what correct selection is averaged over, by name.
        goal: what is looked for.
        effort: see :class:`Effort`.

    Raises:
        FaultsFound: no candidates.
    """

    candidates: Sequence[Values]
    scenarios: Mapping[str, Scenario]
    goal: Goal
    effort: Effort = field(default_factory=Effort)

    def __post_init__(self) -> None:
        if not self.candidates:
            message, place = "There is nothing to search.", Place(path="candidates")
            raise FaultsFound([Fault(place, "calibration.nothing", message, "", "one or more")])


@dataclass(frozen=True)
class Candidate:
    """One point of the curve: parameter values and what they give.

    ``figures`` are those of :meth:`Comparison.averages`; empty where the values make no
    design, and ``fault`` says why.
    """

    values: tuple[tuple[str, float], ...]
    figures: tuple[tuple[str, Any], ...] = ()
    engine: str = ""
    fault: str = ""

    def figure(self, name: str) -> Any:
        """A figure by its name; None where there is none."""
        return dict(self.figures).get(name)

    def row(self) -> dict[str, Any]:
        """Values and figures as plain named values."""
        figures = {name: one for name, one in self.figures if name != "design"}
        return {**dict(self.values), **figures, "engine": self.engine, "fault": self.fault}


@dataclass(frozen=True, eq=False)
class Calibration:
    """The curve that was searched, and what was chosen on it.

    ``scenarios`` are those it rests on; ``is_partial`` is set until the last candidate.
    """

    goal: Goal
    scenarios: tuple[Scenario, ...] = field(repr=False)
    candidates: tuple[Candidate, ...] = field(repr=False)
    is_partial: bool = False

    def __repr__(self) -> str:
        chosen = self.chosen
        found = "nothing" if chosen is None else ", ".join(f"{k}={v:g}" for k, v in chosen.values)
        return f"Calibration({found}; {len(self.candidates)} candidates, {self.goal.over})"

    @property
    def parameters(self) -> tuple[str, ...]:
        """What was varied."""
        return tuple(name for name, _ in self.candidates[0].values) if self.candidates else ()

    def reached(self, candidate: Candidate) -> float | None:
        """The probability of correct selection that the goal speaks of."""
        name = "correct" if self.goal.over == "mean" else "correct_least"
        value = candidate.figure(name)
        return None if value is None else float(value)

    @property
    def chosen(self) -> Candidate | None:
        """What meets the goal best; None if nothing does.

        Of equally good candidates the middle one is taken, for it is the farthest from worse
        ones.
        """
        if self.goal.wanted is not None:
            return self._first_kept(self.goal.wanted)
        equal = self._best()
        return equal[(len(equal) - 1) // 2] if equal else None

    def is_allowed(self, candidate: Candidate) -> bool:
        """Whether a candidate may be chosen: it is possible, and keeps the goal's bound."""
        over, bound = candidate.figure("overdose_selected"), self.goal.overdose_at_most
        if self.reached(candidate) is None:
            return False
        return bound is None or float(over) <= bound + _EQUAL

    def _best(self) -> list[Candidate]:
        """The candidates that may be chosen and that none exceeds."""
        known = [one for one in self.candidates if self.is_allowed(one)]
        best = max((self.reached(one) or 0.0 for one in known), default=0.0)
        return [one for one in known if best - (self.reached(one) or 0.0) <= _EQUAL]

    @property
    def equally_good(self) -> int:
        """How many candidates are as good as the chosen one, itself among them."""
        if self.chosen is None:
            return 0
        return 1 if self.goal.wanted is not None else len(self._best())

    def _first_kept(self, wanted: float) -> Candidate | None:
        enough = [
            self.is_allowed(one) and (self.reached(one) or 0.0) >= wanted - _EQUAL
            for one in self.candidates
        ]
        for place, one in enumerate(self.candidates):
            if all(enough[place : place + _KEPT]):
                return one
        return None

    def rows(self) -> list[dict[str, Any]]:
        """One row per candidate, in the order searched."""
        return [one.row() for one in self.candidates]

    def to_json(self) -> dict[str, Any]:
        """The goal, the scenarios, what was chosen and the whole curve."""
        chosen = self.chosen
        return {
            "target": self.goal.question.target,
            "correct": self.goal.question.correct,
            "over": self.goal.over,
            "wanted": self.goal.wanted,
            "overdose_at_most": self.goal.overdose_at_most,
            "is_partial": self.is_partial,
            "scenarios": [{"name": one.name, "dlt": list(one.dlt)} for one in self.scenarios],
            "chosen": None if chosen is None else dict(chosen.values),
            "reached": None if chosen is None else self.reached(chosen),
            "equally_good": self.equally_good,
            "curve": self.rows(),
        }


def calibration_scenarios(
    levels: int, target: float, *, odds_ratio: float = 2.0
) -> dict[str, Scenario]:
    """One scenario per level: it has the target rate, all below one lower, all above one higher.

    The odds of a DLT above and below differ from those at the target by ``odds_ratio``.

    Raises:
        FaultsFound: an odds ratio of 1 or less.
    """
    if odds_ratio <= 1:
        message, place = "The odds ratio must be greater than 1.", Place(path="odds_ratio")
        fault = Fault(place, "calibration.odds", message, f"{odds_ratio:g}", "more than 1")
        raise FaultsFound([fault])
    odds = target / (1 - target)
    low, high = (ratio / (1 + ratio) for ratio in (odds / odds_ratio, odds * odds_ratio))
    made = {}
    for mtd in range(1, levels + 1):
        dlt = (*((low,) * (mtd - 1)), target, *((high,) * (levels - mtd)))
        name = f"MTD at {mtd}"
        made[name] = Scenario(dlt, name=name)
    return made


def candidates_of(dimensions: Mapping[str, Sequence[float]]) -> list[dict[str, float]]:
    """Every combination of the values, the first parameter changing slowest."""
    return [dict(zip(dimensions, one, strict=True)) for one in product(*dimensions.values())]


def calibrating(make: Make, search: Search) -> Iterator[Calibration]:
    """The calibration as it grows, after each candidate; the last one is complete.

    ``make`` gives the design with certain values, or FaultsFound for impossible ones.

    Raises:
        FaultsFound: every candidate is impossible (the faults of the first).
    """
    truth = tuple(replace(one, name=name) for name, one in search.scenarios.items())
    found: list[Candidate] = []
    first: FaultsFound | None = None
    for number, values in enumerate(search.candidates, start=1):
        try:
            found.append(_candidate(make(values), values, search))
        except FaultsFound as faults:
            first = first or faults
            found.append(Candidate(tuple(values.items()), fault=str(faults.faults[0])))
        done = Calibration(search.goal, truth, tuple(found))
        is_over = number == len(search.candidates) or _is_kept(done)
        if is_over and first is not None and all(one.fault for one in found):
            raise first
        yield replace(done, is_partial=not is_over)
        if is_over:
            return


def calibrate(make: Make, search: Search) -> Calibration:
    """The complete calibration; see :func:`calibrating`."""
    return list(calibrating(make, search))[-1]


def spaced(low: float, high: float, *, by: float) -> tuple[float, ...]:
    """``low`` to ``high`` inclusive in steps of ``by``, without the drift of repeated addition."""
    count = int(np.floor((high - low) / by + 1e-9)) + 1
    return tuple(round(low + place * by, 10) for place in range(max(count, 0)))


def _candidate(design: Design, values: Values, search: Search) -> Candidate:
    cells = tuple(evaluate(design, search.scenarios, name="candidate", effort=search.effort))
    (averages,) = Comparison(search.goal.question, cells).averages()
    return Candidate(tuple(values.items()), tuple(averages.items()), cells[0].engine)


def _is_kept(found: Calibration) -> bool:
    """Whether what is wanted has been reached at as many sizes in a row as it must be."""
    wanted = found.goal.wanted
    last = found.candidates[-_KEPT:]
    if wanted is None or len(last) < _KEPT:
        return False
    return all(
        found.is_allowed(one) and (found.reached(one) or 0.0) >= wanted - _EQUAL for one in last
    )

"""Designs side by side: the same questions asked of each under the same scenarios.

The level that is right in a scenario depends on a target DLT rate and a convention, both
named here: ``nearest``, the level whose true DLT probability is closest to the target (the
lower of two equally close), as in the literature on model-based and interval designs; or
``at_most``, the highest level whose probability does not exceed the target, none if the
lowest does, as in that on the 3+3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np

from dosepath.pathways.scenario import Floats
from dosepath.quantity import Fault, FaultsFound, Place

Correct = Literal["nearest", "at_most"]
CORRECT: tuple[Correct, ...] = get_args(Correct)

# What :meth:`Comparison.averages` averages, in the order in which people read it.
FIGURES = (
    "correct",
    "selected_none",
    "overdose_selected",
    "participants",
    "dlts",
    "overdosed",
    "above_planned",
    "cohorts",
    "days",
)


@dataclass(frozen=True)
class Question:
    """What designs are compared on.

    Attributes:
        target: the DLT rate that the MTD should have; a level above it is an overdose.
            ``None``: figures that need one are left out.
        planned: shows P(N > planned).
        correct: which level is right in a scenario.

    Raises:
        FaultsFound: a target that is not between 0 and 1, a convention that there is not.
    """

    target: float | None = None
    planned: int | None = None
    correct: Correct = "nearest"

    def __post_init__(self) -> None:
        faults = []
        if self.target is not None and not 0 < self.target < 1:
            message, allowed = "Not a target DLT rate.", "between 0 and 1, both excluded"
            place = Place(path="target")
            faults.append(Fault(place, "comparison.target", message, f"{self.target:g}", allowed))
        if self.correct not in CORRECT:
            message, allowed = "There is no such convention.", " | ".join(CORRECT)
            place = Place(path="correct")
            faults.append(Fault(place, "comparison.correct", message, str(self.correct), allowed))
        if faults:
            raise FaultsFound(faults)


@dataclass(frozen=True, eq=False)
class Cell:
    """One design under one scenario.

    Attributes:
        design, scenario: their names.
        dlt: true DLT probability per level; (D).
        grade_2, response: that of a counting grade-2 event and of a response, where the
            scenario assumes them; (D).
        selection: probability that none (index 0) or level 1..D is selected; (D + 1).
        participants, dlts: expected per level; (D).
        sizes, size_probability: the distribution of N; (K).
        cohorts: expected number of cohorts, None if it is not known.
        days: mean duration in days, where time was simulated.
        runs: simulated trials, None for exact figures.
        engine: how the figures were made.
    """

    design: str
    scenario: str
    dlt: Floats
    selection: Floats
    participants: Floats
    dlts: Floats
    sizes: tuple[int, ...]
    size_probability: Floats
    cohorts: float | None
    days: float | None
    runs: int | None
    engine: str
    grade_2: Floats | None = None
    response: Floats | None = None


@dataclass(frozen=True, eq=False)
class Ceiling:
    """What complete information on ``n`` participants would select in a scenario; (D + 1)."""

    scenario: str
    n: int
    selection: Floats


@dataclass(frozen=True, eq=False)
class Comparison:
    """Cells by design and scenario, with the figures that answer ``question``.

    ``is_partial`` is set where the comparison was stopped before its end. ``ceilings`` hold
    what no design is expected to beat, one per scenario or none at all. ``is_one_by_one``: in
    exact figures each participant is evaluated before the next is dosed.
    """

    question: Question
    cells: tuple[Cell, ...] = field(repr=False)
    is_partial: bool = False
    ceilings: tuple[Ceiling, ...] = field(default=(), repr=False)
    is_one_by_one: bool = False

    def __repr__(self) -> str:
        stopped = ", stopped early" if self.is_partial else ""
        return (
            f"Comparison({', '.join(self.designs)}; {len(self.scenarios)} scenarios"
            f"; target {self.question.target}{stopped})"
        )

    @property
    def designs(self) -> tuple[str, ...]:
        """The names of the designs, in their order."""
        return tuple(dict.fromkeys(cell.design for cell in self.cells))

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios, in their order."""
        return tuple(dict.fromkeys(cell.scenario for cell in self.cells))

    def rows(self) -> list[dict[str, Any]]:
        """One row per scenario and design with named figures."""
        return [self.row(cell) for name in self.scenarios for cell in self.under(name)]

    def under(self, scenario: str) -> tuple[Cell, ...]:
        """The cells of one scenario, design by design."""
        return tuple(cell for cell in self.cells if cell.scenario == scenario)

    def row(self, cell: Cell) -> dict[str, Any]:
        """The figures of one cell; ``None`` where the question or the engine gives none."""
        target, levels = self.question.target, len(cell.dlt)
        is_above = cell.dlt > (1.0 if target is None else target)
        right = (
            None if target is None else right_level(cell.dlt, target, correct=self.question.correct)
        )
        planned = self.question.planned
        return {
            "scenario": cell.scenario,
            "design": cell.design,
            "right": right,
            "correct": None if right is None else float(cell.selection[right]),
            "correct_error": _error(cell, right),
            **{f"selected_{n or 'none'}": float(cell.selection[n]) for n in range(levels + 1)},
            "overdose_selected": _if(target, float(cell.selection[1:][is_above].sum())),
            "participants": float(cell.participants.sum()),
            "dlts": float(cell.dlts.sum()),
            "overdosed": _if(target, float(cell.participants[is_above].sum())),
            "above_planned": None if planned is None else _above(cell, planned),
            "cohorts": cell.cohorts,
            "days": cell.days,
            "runs": cell.runs,
            "engine": cell.engine,
        }

    def averages(self) -> list[dict[str, Any]]:
        """One row per design: each figure averaged over the scenarios, all of equal weight.

        ``correct_least`` is the smallest probability of correct selection, and
        ``scenarios`` the number of scenarios averaged.
        """
        return [self._average(name) for name in self.designs]

    def ceiling(self, scenario: str) -> dict[str, Any] | None:
        """The optimal benchmark in a scenario, with the names of :meth:`row`; or None."""
        found = next((one for one in self.ceilings if one.scenario == scenario), None)
        target = self.question.target
        if found is None or target is None:
            return None
        dlt = self.under(scenario)[0].dlt
        right = right_level(dlt, target, correct=self.question.correct)
        return {
            "n": found.n,
            "correct": float(found.selection[right]),
            **{f"selected_{n or 'none'}": float(share) for n, share in enumerate(found.selection)},
            "overdose_selected": float(found.selection[1:][dlt > target].sum()),
        }

    def ceiling_average(self) -> dict[str, Any] | None:
        """The optimal benchmark averaged over the scenarios; or None."""
        found = [self.ceiling(name) for name in self.scenarios]
        known = [one for one in found if one is not None]
        if not known:
            return None
        names = ("correct", "overdose_selected", "selected_none")
        means = {name: float(np.mean([one[name] for one in known])) for name in names}
        least = min(float(one["correct"]) for one in known)
        return {"n": known[0]["n"], **means, "correct_least": least}

    def _average(self, design: str) -> dict[str, Any]:
        rows = [self.row(cell) for cell in self.cells if cell.design == design]
        known = {name: [row[name] for row in rows if row[name] is not None] for name in FIGURES}
        return {
            "design": design,
            "scenarios": len(rows),
            **{name: float(np.mean(values)) if values else None for name, values in known.items()},
            "correct_least": min(known["correct"], default=None),
        }

    def to_json(self) -> dict[str, Any]:
        """The question, the scenarios, one object per cell and the averages."""
        truth = {cell.scenario: cell for cell in self.cells}
        return {
            "target": self.question.target,
            "planned": self.question.planned,
            "correct": self.question.correct,
            "is_partial": self.is_partial,
            "cohorts": "one_by_one" if self.is_one_by_one else "complete",
            "scenarios": [
                {
                    "name": name,
                    **{of: _listed(getattr(cell, of)) for of in ("dlt", "grade_2", "response")},
                }
                for name, cell in truth.items()
            ],
            "rows": [
                {
                    **self.row(cell),
                    "participants_per_level": cell.participants.tolist(),
                    "dlts_per_level": cell.dlts.tolist(),
                    "sizes": list(cell.sizes),
                    "size_probability": cell.size_probability.tolist(),
                }
                for name in self.scenarios
                for cell in self.under(name)
            ],
            "averages": self.averages(),
            "benchmark": [
                {"scenario": name, **found}
                for name in self.scenarios
                if (found := self.ceiling(name)) is not None
            ],
            "benchmark_average": self.ceiling_average(),
        }


def right_level(dlt: Floats, target: float, *, correct: Correct = "nearest") -> int:
    """The level that should be selected under true DLT probabilities ``dlt`` (D); 0 for none."""
    if correct == "at_most":
        fine = np.flatnonzero(np.asarray(dlt) <= target)
        return int(fine[-1]) + 1 if fine.size else 0
    # Rounded, so that .2 and .4 are equally far from .3.
    return int(np.argmin(np.round(np.abs(np.asarray(dlt) - target), 12))) + 1


def common_target(targets: Sequence[float | None]) -> float | None:
    """The one target that those designs that have one share.

    Raises:
        FaultsFound: they have several.
    """
    stated = sorted({target for target in targets if target is not None})
    if len(stated) > 1:
        found = ", ".join(f"{target:g}" for target in stated)
        message = "The designs have different target DLT rates."
        place = Place(path="target")
        fault = Fault(place, "comparison.target", message, found, "one target for all")
        raise FaultsFound([fault])
    return stated[0] if stated else None


def cells_of(design: str, scenarios: Sequence[str], *, result: Any) -> Iterator[Cell]:
    """Cells from exact operating characteristics of one scenario or several.

    ``result`` has the fields of :class:`dosepath.pathways.OperatingCharacteristics`.
    """
    for place, name in enumerate(scenarios):
        single = result.scenario.single

        def at(values: Any, place: int = place, single: bool = single) -> Floats:
            return np.asarray(values if single else values[place], dtype=np.float64)

        yield Cell(
            design,
            name,
            np.asarray(result.scenario.dlt[place]),
            at(result.selection),
            at(result.participants),
            at(result.dlts),
            tuple(int(size) for size in result.sizes),
            at(result.size_probability),
            cohorts=float(at(result.cohorts)),
            days=None,
            runs=None,
            engine=result.engine,
        )


def _listed(values: Floats | None) -> list[float] | None:
    return None if values is None else [float(value) for value in values]


def _if(target: float | None, value: float) -> float | None:
    return None if target is None else value


def _error(cell: Cell, right: int | None) -> float | None:
    if cell.runs is None or right is None:
        return None
    share = float(cell.selection[right])
    return float(np.sqrt(share * (1 - share) / cell.runs))


def _above(cell: Cell, planned: int) -> float:
    return float(cell.size_probability[np.asarray(cell.sizes) > planned].sum())

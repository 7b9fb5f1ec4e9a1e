"""True toxicity per dose level, checked before anything is computed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dosepath.quantity import Fault, FaultsFound, Place

Floats = NDArray[np.float64]

_TOLERANCE = 1e-9
_ALLOWED = "a probability from 0 to 1"


@dataclass(frozen=True)
class Scenario:
    """One scenario: probabilities per level of a DLT and of a counting grade-2 event.

    ``grade_2[i]`` is the probability of an event of grade >= 2 that is not a DLT at
    level ``i + 1``; ``None`` means that none is assumed. ``response[i]`` is the probability
    of a response, and ``response_if_dlt[i]`` that of a response in a participant with a DLT;
    without the latter a response does not depend on toxicity.
    """

    dlt: tuple[float, ...]
    grade_2: tuple[float, ...] | None = None
    name: str = ""
    response: tuple[float, ...] | None = None
    response_if_dlt: tuple[float, ...] | None = None

    @classmethod
    def of_grades(cls, grades: Sequence[Sequence[float]], *, name: str = "") -> Scenario:
        """From per-level probabilities of the worst grade: 0-1, 2, 3 and 4 or 5 (D x 4).

        Grades 3 and more are DLTs.

        Raises:
            FaultsFound: a level without four grades, or whose grades do not sum to 1.
        """
        faults: list[Fault] = []
        for level, row in enumerate(grades, start=1):
            faults += _grade_faults(level, row)
        if faults:
            raise FaultsFound(faults)
        dlt = tuple(float(row[2] + row[3]) for row in grades)
        return cls(dlt, tuple(float(row[1]) for row in grades), name)


@dataclass(frozen=True, eq=False)
class Toxicity:
    """Checked arrays of S scenarios on D levels; ``single`` if one was given without an axis."""

    dlt: Floats
    grade_2: Floats
    single: bool
    is_graded: bool


def read_scenario(scenario: object, levels: int) -> Toxicity:
    """Arrays (S x D) from a scenario or several.

    Args:
        scenario: DLT probabilities (D) or (S x D); or an object or mapping with ``dlt``
            and optionally ``grade_2`` of those shapes.
        levels: D.

    Raises:
        FaultsFound: a wrong length, NaN, a value outside [0, 1], or ``dlt + grade_2 > 1``,
            by scenario and level.
    """
    given_dlt, given_grade_2 = _parts(scenario)
    dlt, single = _array("dlt", given_dlt, levels)
    is_graded = given_grade_2 is not None
    grade_2 = np.zeros_like(dlt)
    faults = list(_value_faults("dlt", dlt))
    if given_grade_2 is not None:
        grade_2, _ = _array("grade_2", given_grade_2, levels)
        if grade_2.shape != dlt.shape:
            raise FaultsFound(
                [_shape_fault("grade_2", grade_2.shape, f"the shape of dlt, {dlt.shape}")]
            )
        faults += _value_faults("grade_2", grade_2)
    if not faults:
        faults = list(_sum_faults(dlt + grade_2))
    if faults:
        raise FaultsFound(faults)
    return Toxicity(dlt, grade_2, single, is_graded)


def _parts(scenario: Any) -> tuple[ArrayLike, ArrayLike | None]:
    if isinstance(scenario, Mapping):
        unknown = set(scenario) - {"dlt", "grade_2", "name"}
        if unknown or "dlt" not in scenario:
            found = ", ".join(sorted(map(str, scenario))) or "nothing"
            place = Place(path="scenario")
            message = "A scenario gives dlt, and grade_2 if it is graded."
            raise FaultsFound([Fault(place, "scenario.keys", message, found, "dlt, grade_2")])
        dlt, grade_2 = scenario["dlt"], scenario.get("grade_2")
    elif hasattr(scenario, "dlt"):
        dlt, grade_2 = scenario.dlt, getattr(scenario, "grade_2", None)
    else:
        dlt, grade_2 = scenario, None
    empty = grade_2 is None or (isinstance(grade_2, Sequence) and len(grade_2) == 0)
    return dlt, None if empty else grade_2


def _array(name: str, values: ArrayLike, levels: int) -> tuple[Floats, bool]:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        place = Place(path=name)
        message = "Not a list of numbers of equal lengths."
        fault = Fault(place, "scenario.number", message, str(values), f"{levels} numbers")
        raise FaultsFound([fault]) from None
    if array.ndim not in (1, 2) or array.shape[-1] != levels:
        raise FaultsFound([_shape_fault(name, array.shape, _lengths(levels))])
    return np.atleast_2d(array), array.ndim == 1


def _lengths(levels: int) -> str:
    return f"one probability for each of the {levels} dose levels"


def _shape_fault(name: str, shape: tuple[int, ...], allowed: str) -> Fault:
    found = f"{shape[0]} values" if len(shape) == 1 else f"an array of shape {shape}"
    message = "The scenario has the wrong length."
    return Fault(Place(path=name), "scenario.length", message, found, allowed)


def _at(name: str, array: Floats, row: int, column: int) -> Place:
    which = f"scenario {row + 1}, " if len(array) > 1 else ""
    return Place(path=f"{name} ({which}level {column + 1})")


def _value_faults(name: str, array: Floats) -> Iterator[Fault]:
    wrong = ~((array >= 0) & (array <= 1))
    for row, column in np.argwhere(wrong)[:20]:
        value = float(array[row, column])
        message = "Not a probability."
        place = _at(name, array, int(row), int(column))
        yield Fault(place, "scenario.probability", message, f"{value:g}", _ALLOWED)


def _sum_faults(total: Floats) -> Iterator[Fault]:
    for row, column in np.argwhere(total > 1 + _TOLERANCE)[:20]:
        value = float(total[row, column])
        message = "DLT and grade 2 exclude each other: together they cannot exceed 1."
        place = _at("dlt + grade_2", total, int(row), int(column))
        yield Fault(place, "scenario.sum", message, f"{value:g}", "at most 1")


def _grade_faults(level: int, row: Sequence[float]) -> Iterator[Fault]:
    place = Place(path=f"grades (level {level})")
    if len(row) != 4:
        allowed = "four probabilities: grade 0-1, 2, 3, 4-5"
        yield Fault(place, "scenario.length", "Wrong number of grades.", str(len(row)), allowed)
        return
    values = np.asarray(row, dtype=np.float64)
    if not bool(np.all((values >= 0) & (values <= 1))):
        message = "Not probabilities."
        yield Fault(place, "scenario.probability", message, str(tuple(row)), _ALLOWED)
    elif abs(float(values.sum()) - 1) > _TOLERANCE:
        message = "The grades of a level must sum to 1."
        yield Fault(place, "scenario.sum", message, f"{float(values.sum()):g}", "1")

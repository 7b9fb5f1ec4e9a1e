"""True toxicity per dose level, checked before anything is computed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dosepath.quantity import Fault, FaultsFound, Place

Floats = NDArray[np.float64]

_TOLERANCE = 1e-9
_OPTIONAL = ("grade_2", "response", "response_if_dlt")
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

    @property
    def falls_at(self) -> tuple[int, ...]:
        """Levels with a lower DLT probability than the one below: allowed, and seldom meant."""
        return tuple(
            level for level, (below, here) in enumerate(pairwise(self.dlt), start=2) if here < below
        )

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
    """Checked arrays of S scenarios on D levels, each (S x D).

    Attributes:
        dlt, grade_2: probabilities of a DLT, and of a counting event that is not one.
        single: one scenario was given without an axis S.
        is_graded: ``grade_2`` was given; else it is 0.
        response: probability of a response; ``None`` if not given.
        response_if_dlt: the same among participants with a DLT; ``None`` if a response does
            not depend on toxicity.
    """

    dlt: Floats
    grade_2: Floats
    single: bool
    is_graded: bool
    response: Floats | None = None
    response_if_dlt: Floats | None = None

    @property
    def response_with_dlt(self) -> Floats:
        """Probability of both; (S x D), 0 where no response is assumed."""
        if self.response is None:
            return np.zeros_like(self.dlt)
        share = self.response if self.response_if_dlt is None else self.response_if_dlt
        return np.asarray(self.dlt * share)

    def part(self, rows: slice) -> Toxicity:
        """Some of the scenarios."""
        response, if_dlt = (
            None if array is None else array[rows]
            for array in (self.response, self.response_if_dlt)
        )
        graded = self.is_graded
        return Toxicity(self.dlt[rows], self.grade_2[rows], False, graded, response, if_dlt)


def read_scenario(scenario: object, levels: int) -> Toxicity:
    """Arrays (S x D) from a scenario or several.

    Args:
        scenario: DLT probabilities (D) or (S x D); or an object or mapping with ``dlt``
            and optionally ``grade_2``, ``response`` and ``response_if_dlt`` of those shapes.
        levels: D.

    Raises:
        FaultsFound: a wrong length, NaN, a value outside [0, 1], ``dlt + grade_2 > 1``, or
            responses that do not fit, by scenario and level.
    """
    if isinstance(scenario, Toxicity) and scenario.dlt.shape[1] == levels:
        return scenario
    given = _parts(scenario)
    dlt, single = _array("dlt", given["dlt"], levels)
    arrays = {"dlt": dlt}
    for name in _OPTIONAL:
        if name in given:
            arrays[name], _ = _array(name, given[name], levels)
            if arrays[name].shape != dlt.shape:
                allowed = f"the shape of dlt, {dlt.shape}"
                raise FaultsFound([_shape_fault(name, arrays[name].shape, allowed)])
    faults = [fault for name, array in arrays.items() for fault in _value_faults(name, array)]
    if not faults:
        faults = [*_sum_faults(arrays), *_response_faults(arrays)]
    if faults:
        raise FaultsFound(faults)
    grade_2 = arrays.get("grade_2", np.zeros_like(dlt))
    response, if_dlt = arrays.get("response"), arrays.get("response_if_dlt")
    return Toxicity(dlt, grade_2, single, "grade_2" in given, response, if_dlt)


def _parts(scenario: Any) -> dict[str, Any]:
    """What a scenario gives, by name; what it leaves out or leaves empty is left out."""
    if isinstance(scenario, Mapping):
        unknown = set(scenario) - {"dlt", *_OPTIONAL, "name"}
        if unknown or "dlt" not in scenario:
            found = ", ".join(sorted(map(str, scenario))) or "nothing"
            place, allowed = Place(path="scenario"), ", ".join(("dlt", *_OPTIONAL))
            message = "A scenario gives dlt, and what else is assumed."
            raise FaultsFound([Fault(place, "scenario.keys", message, found, allowed)])
        given = dict(scenario)
    elif hasattr(scenario, "dlt"):
        given = {name: getattr(scenario, name, None) for name in ("dlt", *_OPTIONAL)}
    else:
        given = {"dlt": scenario}
    return {name: given[name] for name in given if name == "dlt" or not _is_empty(given[name])}


def _is_empty(values: Any) -> bool:
    return values is None or (isinstance(values, Sequence) and len(values) == 0)


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


def _sum_faults(arrays: Mapping[str, Floats]) -> Iterator[Fault]:
    total = arrays["dlt"] + arrays.get("grade_2", 0.0)
    for row, column in np.argwhere(total > 1 + _TOLERANCE)[:20]:
        value = float(total[row, column])
        message = "DLT and grade 2 exclude each other: together they cannot exceed 1."
        place = _at("dlt + grade_2", total, int(row), int(column))
        yield Fault(place, "scenario.sum", message, f"{value:g}", "at most 1")


def _response_faults(arrays: Mapping[str, Floats]) -> Iterator[Fault]:
    """Responses with a DLT can be no more than all, and leave room for those without."""
    if "response_if_dlt" not in arrays:
        return
    if "response" not in arrays:
        message = "Responses of those with a DLT are given without those of all."
        place = Place(path="response_if_dlt")
        yield Fault(place, "scenario.keys", message, "no response", "response as well")
        return
    dlt, response = arrays["dlt"], arrays["response"]
    alone = response - dlt * arrays["response_if_dlt"]
    wrong = (alone < -_TOLERANCE) | (alone > 1 - dlt + _TOLERANCE)
    for row, column in np.argwhere(wrong)[:20]:
        message = "So many responses with a DLT do not fit the responses of all."
        place = _at("response_if_dlt", dlt, int(row), int(column))
        found = f"a response without a DLT would have probability {alone[row, column]:g}"
        yield Fault(place, "scenario.sum", message, found, f"0 to {1 - dlt[row, column]:g}")


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


def require_response(truth: Toxicity) -> None:
    """Raise FaultsFound for a scenario without responses, where a design heeds them."""
    if truth.response is None:
        place = Place(path="response")
        message = "The design heeds responses, and the scenario gives no probability of them."
        allowed = "a probability of a response for each level"
        raise FaultsFound([Fault(place, "scenario.keys", message, "nothing", allowed)])


def check_scenarios(scenarios: Mapping[str, Scenario], levels: int) -> None:
    """Raise FaultsFound with the faults of all scenarios, each under its scenario's name."""
    faults: list[Fault] = []
    for name, scenario in scenarios.items():
        try:
            read_scenario(scenario, levels)
        except FaultsFound as found:
            faults += (
                replace(one, place=replace(one.place, path=f"scenario {name}: {one.place.path}"))
                for one in found.faults
            )
    if faults:
        raise FaultsFound(faults)

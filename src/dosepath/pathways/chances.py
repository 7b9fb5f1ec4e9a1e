"""One scenario as what decides a simulated participant's outcome, level by level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dosepath.pathways.scenario import Floats, read_scenario
from dosepath.quantity import Fault, FaultsFound, Place

Flags = NDArray[np.bool_]

_TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Chances:
    """Probabilities per level; each (D).

    Attributes:
        dlt, grade_2: of a DLT, and of a counting event that is not one.
        response_if_dlt, response_if_none: of a response with and without a DLT.
    """

    dlt: Floats
    grade_2: Floats
    response_if_dlt: Floats
    response_if_none: Floats

    def responds(self, place: NDArray[np.int64], with_dlt: Flags, draw: Floats) -> Flags:
        """Whether participants at 0-based levels ``place`` respond, by their uniform draws."""
        chance = np.where(with_dlt, self.response_if_dlt[place], self.response_if_none[place])
        return np.asarray(draw < chance)


def read_chances(scenario: object, levels: int) -> Chances:
    """The chances of one scenario (see :func:`dosepath.pathways.read_scenario`).

    Raises:
        FaultsFound: a scenario that is not one, several scenarios, or probabilities of a
            response that cannot be.
    """
    truth = read_scenario(scenario, levels)
    if len(truth.dlt) != 1:
        place, found = Place(path="scenario"), f"{len(truth.dlt)} scenarios"
        message = "One scenario is simulated at a time."
        raise FaultsFound([Fault(place, "scenario.length", message, found, "one scenario")])
    p, q = truth.dlt[0], truth.grade_2[0]
    faults: list[Fault] = []
    response = _read("response", scenario, levels, faults)
    if response is None:
        response, if_dlt = np.zeros(levels), np.zeros(levels)
    else:
        given = _read("response_if_dlt", scenario, levels, faults)
        if_dlt = response if given is None else given
    if_none = np.divide(response - p * if_dlt, 1 - p, out=response.copy(), where=p < 1)
    if not faults:
        faults = list(_impossible(if_none))
    if faults:
        raise FaultsFound(faults)
    return Chances(p, q, if_dlt, if_none.clip(0.0, 1.0))


def _read(name: str, scenario: Any, levels: int, faults: list[Fault]) -> Floats | None:
    given = getattr(scenario, name, None)
    if given is None:
        return None
    values = np.asarray(given, dtype=np.float64)
    if values.shape != (levels,):
        message = "The scenario has the wrong length."
        allowed = f"one probability for each of the {levels} dose levels"
        place = Place(path=name)
        faults.append(Fault(place, "scenario.length", message, f"{values.size} values", allowed))
        return np.zeros(levels)
    for level in np.flatnonzero(~((values >= 0) & (values <= 1))):
        place = Place(path=f"{name} (level {level + 1})")
        allowed = "a probability from 0 to 1"
        found = f"{float(values[level]):g}"
        faults.append(Fault(place, "scenario.probability", "Not a probability.", found, allowed))
    return values


def _impossible(if_none: Floats) -> Iterator[Fault]:
    wrong = (if_none < -_TOLERANCE) | (if_none > 1 + _TOLERANCE)
    for level in np.flatnonzero(wrong):
        place = Place(path=f"response (level {level + 1})")
        message = "With this probability if there is a DLT, no other gives the level's own."
        found = f"{float(if_none[level]):g} without a DLT"
        yield Fault(place, "scenario.sum", message, found, "0 to 1")

"""One scenario as what decides a simulated participant's outcome, level by level."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dosepath.pathways.scenario import Floats, read_scenario, require_response
from dosepath.quantity import Fault, FaultsFound, Place

Flags = NDArray[np.bool_]


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


def read_chances(scenario: object, levels: int, *, heeds: Collection[str] = ()) -> Chances:
    """The chances of one scenario (see :func:`dosepath.pathways.read_scenario`).

    Args:
        scenario: of one kind that :func:`read_scenario` takes.
        levels: how many dose levels.
        heeds: what the design needs besides DLTs (:func:`dosepath.designs.needs`).

    Raises:
        FaultsFound: a scenario that is not one, several scenarios, or no ``response`` for a
            design that heeds responses.
    """
    truth = read_scenario(scenario, levels)
    if len(truth.dlt) != 1:
        place, found = Place(path="scenario"), f"{len(truth.dlt)} scenarios"
        message = "One scenario is simulated at a time."
        raise FaultsFound([Fault(place, "scenario.length", message, found, "one scenario")])
    if "responses" in heeds:
        require_response(truth)
    p, both = truth.dlt[0], truth.response_with_dlt[0]
    response = np.zeros(levels) if truth.response is None else truth.response[0]
    if_dlt = np.divide(both, p, out=np.zeros(levels), where=p > 0)
    if_none = np.divide(response - both, 1 - p, out=np.zeros(levels), where=p < 1)
    return Chances(p, truth.grade_2[0], if_dlt.clip(0.0, 1.0), if_none.clip(0.0, 1.0))

"""Scenarios that are none get faults that name the level; nothing is computed from them."""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import ThreePlusThree
from dosepath.pathways import (
    Scenario,
    compile_design,
    operating_characteristics,
    read_scenario,
)
from dosepath.quantity import FaultsFound

PROGRAM = compile_design(ThreePlusThree(levels=3))


@pytest.mark.parametrize(
    ("scenario", "code", "place"),
    [
        ([0.1, 0.2], "scenario.length", "dlt"),
        ([], "scenario.length", "dlt"),
        ([[0.1, 0.2], [0.1, 0.2]], "scenario.length", "dlt"),
        ([[[0.1, 0.2, 0.3]]], "scenario.length", "dlt"),
        (0.2, "scenario.length", "dlt"),
        ([0.1, -0.2, 0.3], "scenario.probability", "dlt (level 2)"),
        ([0.1, 0.2, 1.3], "scenario.probability", "dlt (level 3)"),
        ([float("nan"), 0.2, 0.3], "scenario.probability", "dlt (level 1)"),
        ([0.1, float("inf"), 0.3], "scenario.probability", "dlt (level 2)"),
        ([[0.1] * 3, [0.1, 2.0, 0.1]], "scenario.probability", "dlt (scenario 2, level 2)"),
        (["low", "middle", "high"], "scenario.number", "dlt"),
        ([[0.1], [0.1, 0.2]], "scenario.number", "dlt"),
        ({"dlt": [0.1] * 3, "grade_2": [0.1] * 2}, "scenario.length", "grade_2"),
        ({"dlt": [0.5] * 3, "grade_2": [0.4, 0.5, 0.6]}, "scenario.sum",
         "dlt + grade_2 (level 3)"),
        ({"dlt": [0.5] * 3, "grade_2": [-0.1, 0.5, 0.5]}, "scenario.probability",
         "grade_2 (level 1)"),
        ({"toxicity": [0.1] * 3}, "scenario.keys", "scenario"),
        ({"dlt": [0.1] * 3, "grade_3": [0.1] * 3}, "scenario.keys", "scenario"),
    ],
)  # fmt: skip
def test_faults(scenario: object, code: str, place: str) -> None:
    with pytest.raises(FaultsFound) as error:
        operating_characteristics(PROGRAM, scenario)
    fault = error.value.faults[0]
    assert (fault.code, fault.place.path) == (code, place)
    assert fault.allowed


@pytest.mark.parametrize("target", [-0.1, 1.5, float("nan")])
def test_a_target_is_a_probability(target: float) -> None:
    with pytest.raises(FaultsFound):
        operating_characteristics(PROGRAM, [0.1, 0.2, 0.3], target=target)


def test_one_scenario_in_many_shapes_is_one_scenario() -> None:
    dlt, grade_2 = (0.1, 0.2, 0.3), (0.2, 0.2, 0.2)
    shapes = (Scenario(dlt, grade_2), {"dlt": list(dlt), "grade_2": np.array(grade_2)})
    first, second = (read_scenario(shape, 3) for shape in shapes)
    assert first.dlt.tolist() == second.dlt.tolist() == [list(dlt)]
    assert first.grade_2.tolist() == second.grade_2.tolist()
    assert first.single
    assert not read_scenario([dlt], 3).single


def test_from_the_probabilities_of_each_grade() -> None:
    scenario = Scenario.of_grades([(0.7, 0.2, 0.08, 0.02), (0.5, 0.2, 0.2, 0.1)])
    assert scenario.dlt == pytest.approx((0.1, 0.3))
    assert scenario.grade_2 == (0.2, 0.2)


@pytest.mark.parametrize(
    ("grades", "code"),
    [
        ((0.7, 0.2, 0.08, 0.03), "scenario.sum"),
        ((0.7, 0.2, 0.08), "scenario.length"),
        ((0.7, 0.2, 0.2, -0.1), "scenario.probability"),
        ((0.7, 0.2, float("nan"), 0.1), "scenario.probability"),
    ],
)
def test_grades_of_a_level_must_be_probabilities_that_sum_to_one(
    grades: tuple[float, ...], code: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        Scenario.of_grades([(1.0, 0.0, 0.0, 0.0), grades])
    (fault,) = error.value.faults
    assert (fault.code, fault.place.path) == (code, "grades (level 2)")

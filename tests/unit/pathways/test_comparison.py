"""Designs side by side: which level is right, what is averaged, exact and simulated alike."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dosepath.designs import ThreePlusThree, build
from dosepath.pathways import (
    Comparison,
    Effort,
    Question,
    Scenario,
    common_target,
    compare,
    compile_design,
    operating_characteristics,
    right_level,
    with_benchmark,
)
from dosepath.pathways.evaluation import comparing
from dosepath.quantity import FaultsFound

BOIN = build([{"boin": {"target": 0.3, "max_n": 12}}], 3)
PLAIN = ThreePlusThree(levels=3)
SCENARIOS = {
    "low": Scenario((0.05, 0.1, 0.3), name="low"),
    "high": Scenario((0.3, 0.5, 0.6), name="high"),
}
QUESTION = Question(0.3, planned=9)


def made(**effort: int) -> Comparison:
    designs = {"boin": BOIN, "3+3": PLAIN}
    return compare(designs, SCENARIOS, question=QUESTION, effort=Effort(**effort))


@pytest.mark.parametrize(
    ("dlt", "target", "nearest", "at_most"),
    [
        ((0.1, 0.2, 0.3), 0.3, 3, 3),
        ((0.1, 0.28, 0.35), 0.3, 2, 2),
        ((0.1, 0.2, 0.35), 0.3, 3, 2),
        ((0.4, 0.5, 0.6), 0.3, 1, 0),
        ((0.2, 0.4, 0.6), 0.3, 1, 1),
        ((0.0, 0.0, 0.0), 0.3, 1, 3),
    ],
)
def test_the_right_level(dlt: tuple[float, ...], target: float, nearest: int, at_most: int) -> None:
    assert right_level(np.array(dlt), target) == nearest
    assert right_level(np.array(dlt), target, correct="at_most") == at_most


def test_cells_are_the_exact_figures() -> None:
    found = made()
    exact = operating_characteristics(compile_design(PLAIN), SCENARIOS["high"], target=0.3)
    row = next(row for row in found.rows() if (row["design"], row["scenario"]) == ("3+3", "high"))
    assert row["right"] == 1
    assert row["correct"] == pytest.approx(float(exact.selection[1]), abs=1e-12)
    assert row["participants"] == pytest.approx(float(exact.expected_size), abs=1e-12)
    assert row["above_planned"] == pytest.approx(float(exact.probability_above(9)), abs=1e-12)
    assert exact.overdosed is not None
    assert row["overdosed"] == pytest.approx(float(exact.overdosed), abs=1e-12)
    assert row["runs"] is None


def test_a_design_beyond_the_limit_is_simulated_and_it_is_said() -> None:
    said: list[tuple[str, str]] = []
    designs = {"3+3": PLAIN}
    (found,) = comparing(
        designs,
        SCENARIOS,
        question=QUESTION,
        effort=Effort(limit=5, runs=4000, tell=lambda name, why: said.append((name, why.code))),
    )
    assert [(name, code.split("_about")[0]) for name, code in said] == [("3+3", "plan.too_many")]
    exact = compare(designs, SCENARIOS, question=QUESTION)
    for simulated, true in zip(found.rows(), exact.rows(), strict=True):
        assert simulated["runs"] == 4000
        assert abs(simulated["correct"] - true["correct"]) < 3 * simulated["correct_error"]
        assert simulated["participants"] == pytest.approx(true["participants"], rel=0.03)


def test_simulated_figures_are_the_same_on_every_run() -> None:
    effort = Effort(limit=5, runs=500)
    first, second = (compare({"a": PLAIN}, SCENARIOS, effort=effort).to_json() for _ in range(2))
    assert first == second


def test_averages_are_over_the_scenarios() -> None:
    found = made()
    rows = [row for row in found.rows() if row["design"] == "boin"]
    average = found.averages()[0]
    assert average["correct"] == pytest.approx(np.mean([row["correct"] for row in rows]))
    assert average["correct_least"] == min(row["correct"] for row in rows)
    assert average["scenarios"] == 2


def test_without_a_target_what_needs_one_is_left_out() -> None:
    found = compare({"3+3": PLAIN}, SCENARIOS)
    row = found.rows()[0]
    assert (row["right"], row["correct"], row["overdosed"]) == (None, None, None)
    assert found.averages()[0]["correct"] is None
    assert found.averages()[0]["participants"] > 3


def test_the_benchmark_stands_beside_the_designs() -> None:
    found = with_benchmark(made(), 12)
    low = found.ceiling("low")
    assert low is not None
    assert low["n"] == 12
    average = found.ceiling_average()
    assert average is not None
    assert average["correct"] > found.averages()[0]["correct"]
    assert len(found.to_json()["benchmark"]) == 2
    with pytest.raises(FaultsFound, match="target"):
        with_benchmark(compare({"3+3": PLAIN}, SCENARIOS), 12)


def test_the_comparison_grows_design_by_design() -> None:
    steps = list(comparing({"boin": BOIN, "3+3": PLAIN}, SCENARIOS, question=QUESTION))
    assert [(one.designs, one.is_partial) for one in steps] == [
        (("boin",), True),
        (("boin", "3+3"), False),
    ]


def test_json_is_plain() -> None:
    data = json.loads(json.dumps(made().to_json()))
    assert [row["design"] for row in data["rows"]] == ["boin", "3+3"] * 2
    assert data["scenarios"][0] == {
        "name": "low",
        "dlt": [0.05, 0.1, 0.3],
        "grade_2": None,
        "response": None,
    }


def test_faults_name_their_scenario_before_any_work() -> None:
    wrong = SCENARIOS | {"short": Scenario((0.1, 0.2)), "odd": Scenario((0.1, 0.2, 1.2))}
    with pytest.raises(FaultsFound) as found:
        compare({"3+3": PLAIN}, wrong)
    places = [str(fault.place.path) for fault in found.value.faults]
    assert sorted(places) == ["scenario odd: dlt (level 3)", "scenario short: dlt"]


@pytest.mark.parametrize(
    ("values", "place"),
    [({"target": 1.0}, "target"), ({"target": 0.0}, "target"), ({"correct": "best"}, "correct")],
)
def test_a_question_that_is_none_is_refused(values: dict[str, object], place: str) -> None:
    with pytest.raises(FaultsFound) as found:
        Question(**values)  # type: ignore[arg-type]
    assert found.value.faults[0].place.path == place


@pytest.mark.parametrize("values", [{"limit": 0}, {"runs": 0}, {"seed": -1}])
def test_an_effort_that_is_none_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(FaultsFound, match="Not enough"):
        Effort(**values)


def test_nothing_to_compare_is_a_fault() -> None:
    with pytest.raises(FaultsFound, match="nothing to compare"):
        compare({}, SCENARIOS)


def test_designs_with_different_targets_need_one_for_all() -> None:
    assert common_target([None, 0.3, 0.3]) == 0.3
    assert common_target([None]) is None
    with pytest.raises(FaultsFound, match=r"0\.25, 0\.3"):
        common_target([0.25, 0.3])

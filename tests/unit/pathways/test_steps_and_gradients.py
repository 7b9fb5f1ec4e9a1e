"""What is decided after each cohort, and how the figures move with what is assumed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dosepath.designs import AcceleratedTitration, Design, ThreePlusThree, build
from dosepath.pathways import (
    compile_design,
    decisions_by_step,
    enumerate_paths,
    gradients,
    operating_characteristics,
)
from dosepath.quantity import FaultsFound

BOIN = build([{"boin": {"target": 0.3, "max_n": 12, "cohort": 3}}], 4)
EFFICACY = build([{"boin12": {"target": 0.3, "max_n": 9, "cohort": 3, "efficacy_limit": 0.2}}], 2)
TITRATED = AcceleratedTitration(escalation=ThreePlusThree(levels=3))
CASES = [
    (BOIN, {"dlt": [0.1, 0.2, 0.3, 0.5]}),
    (TITRATED, {"dlt": [0.1, 0.2, 0.4], "grade_2": [0.2, 0.3, 0.2]}),
    (EFFICACY, {"dlt": [0.1, 0.3], "response": [0.2, 0.5]}),
]


@pytest.mark.parametrize(("design", "truth"), CASES, ids=lambda one: type(one).__name__)
def test_each_step_has_the_chances_of_the_courses(
    design: Design, truth: dict[str, list[float]]
) -> None:
    found = decisions_by_step(compile_design(design), truth)
    expected = np.zeros_like(found.probability)
    for course in enumerate_paths(design, scenario=truth):
        levels = [cohort.level for cohort in course.path]
        for step, (level, after) in enumerate(zip(levels, [*levels[1:], 0], strict=True)):
            action = 3 if not after else 0 if after > level else 1 if after == level else 2
            expected[step, action] += course.probability
    assert found.probability == pytest.approx(expected, abs=1e-12)
    exact = operating_characteristics(compile_design(design), truth)
    assert found.treated.sum() == pytest.approx(float(exact.cohorts), abs=1e-12)


def test_steps_of_many_scenarios_are_those_of_each() -> None:
    program = compile_design(BOIN)
    dlt = np.random.default_rng(1).uniform(0, 0.6, size=(20, 4))
    many = decisions_by_step(program, dlt)
    assert many.probability.shape == (20, 4, 4)
    one = decisions_by_step(program, dlt[13])
    assert many.probability[13] == pytest.approx(one.probability, abs=1e-14)
    assert len(many.rows()) == 80
    assert json.loads(json.dumps(one.to_json()))["rows"][0]["treated"] == pytest.approx(1)


@pytest.mark.parametrize("of", ["dlt", "grade_2", "response"])
@pytest.mark.parametrize(("design", "truth"), CASES, ids=lambda one: type(one).__name__)
def test_gradients_are_what_differences_tend_to(
    design: Design, truth: dict[str, list[float]], of: str
) -> None:
    program, by = compile_design(design), gradients(compile_design(design), truth, of=of)
    if of not in truth:
        assert not by.selection.any()
        return
    for level in range(design.levels):
        above, below = (_moved(truth, of, level, by=step) for step in (1e-6, -1e-6))
        high, low = (operating_characteristics(program, one) for one in (above, below))
        for name in ("selection", "participants", "dlts", "size_probability", "cohorts"):
            slope = (getattr(high, name) - getattr(low, name)) / 2e-6
            assert getattr(by, name)[..., level] == pytest.approx(slope, abs=1e-6), name
        size = (high.expected_size - low.expected_size) / 2e-6
        assert by.expected_size[level] == pytest.approx(float(size), abs=1e-6)


def _moved(truth: dict[str, list[float]], of: str, level: int, *, by: float) -> object:
    values = list(truth[of])
    values[level] += by
    return {**truth, of: values}


def test_gradients_are_finite_where_toxicity_is_certain_or_none() -> None:
    program = compile_design(BOIN)
    found = gradients(program, [[0.0] * 4, [1.0] * 4])
    assert np.isfinite(found.selection).all()
    # The first DLT anywhere can only help "none" to be selected.
    assert (found.selection[0, 0] >= 0).all()
    assert found.selection.sum(axis=1) == pytest.approx(np.zeros((2, 4)), abs=1e-12)


def test_gradients_given_the_data_so_far() -> None:
    from dosepath.designs import replay_path

    given = replay_path(BOIN, "1NNN 2NNT").counts
    program = compile_design(BOIN, given=given)
    truth = [0.1, 0.2, 0.3, 0.5]
    by = gradients(program, truth)
    high = operating_characteristics(program, [0.1, 0.2 + 1e-6, 0.3, 0.5])
    low = operating_characteristics(program, [0.1, 0.2 - 1e-6, 0.3, 0.5])
    assert by.dlts[:, 1] == pytest.approx((high.dlts - low.dlts) / 2e-6, abs=1e-6)


def test_a_probability_that_there_is_not_is_refused() -> None:
    with pytest.raises(FaultsFound):
        gradients(compile_design(BOIN), [0.1, 0.2, 0.3, 0.5], of="age")

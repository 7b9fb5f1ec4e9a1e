"""The simulator and the exact engine on the worked study: within three standard errors."""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import AcceleratedTitration, ThreePlusThree
from dosepath.pathways import compile_design, operating_characteristics, simulate
from dosepath.quantity import FaultsFound

DESIGN = AcceleratedTitration(
    escalation=ThreePlusThree(levels=4), switch_level=2, grade_2_threshold=1
)
SCENARIO = {"dlt": [0.05, 0.1, 0.2, 0.35], "grade_2": [0.1, 0.15, 0.2, 0.2]}


@pytest.mark.parametrize("one_by_one", [False, True])
def test_within_three_standard_errors(one_by_one: bool) -> None:
    program = compile_design(DESIGN, cancel_undosed=one_by_one)
    exact = operating_characteristics(program, SCENARIO)
    seen = simulate(program, SCENARIO, generator=np.random.default_rng(7), n=200_000)
    assert np.all(np.abs(seen.selection - exact.selection) <= 3 * seen.selection_error)
    for name, expected in (
        ("participants", exact.participants),
        ("dlts", exact.dlts),
        ("grade2", exact.grade2),
        ("sizes", exact.expected_size),
    ):
        mean, error = seen.mean(getattr(seen, name))
        assert np.all(np.abs(mean - expected) <= 3 * error), name
    above = float((seen.sizes > 10).mean())
    assert above == pytest.approx(float(exact.probability_above(10)), abs=3 * 0.5 / 200_000**0.5)


def test_the_same_generator_gives_the_same_trials() -> None:
    program = compile_design(DESIGN)
    one, two = (
        simulate(program, SCENARIO, generator=np.random.default_rng(7), n=100) for _ in range(2)
    )
    assert one.selected.tolist() == two.selected.tolist()
    assert one.dlts.tolist() == two.dlts.tolist()


def test_one_scenario_at_a_time() -> None:
    program, many = compile_design(DESIGN), [[0.1] * 4, [0.2] * 4]
    with pytest.raises(FaultsFound, match="One scenario"):
        simulate(program, many, generator=np.random.default_rng(1), n=10)


def test_the_engine_says_that_it_is_a_simulation() -> None:
    seen = simulate(compile_design(DESIGN), SCENARIO, generator=np.random.default_rng(1), n=10)
    assert seen.engine == "simulation, 10 trials on 192 merged states"
    assert seen.runs == 10


def test_a_simulation_is_shown_with_its_errors() -> None:
    seen = simulate(compile_design(DESIGN), SCENARIO, generator=np.random.default_rng(1), n=1000)
    rows = seen.to_json()["rows"]
    assert [row["level"] for row in rows] == [0, 1, 2, 3, 4]
    assert sum(row["selected"] for row in rows) == pytest.approx(1)
    assert rows[4]["participants"] == seen.participants[:, 3].mean()
    assert 0 < rows[4]["participants_error"] < 0.1

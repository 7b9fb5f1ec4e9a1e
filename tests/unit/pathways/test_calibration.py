"""Parameters found by evaluating all candidates."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from dosepath.designs import Design, build, with_parameters
from dosepath.pathways import (
    Effort,
    Goal,
    Question,
    Search,
    calibrate,
    calibrating,
    calibration_scenarios,
    candidates_of,
    compare,
    spaced,
)
from dosepath.quantity import FaultsFound

BOIN = build([{"boin": {"target": 0.3, "max_n": 12}}], 3)
SCENARIOS = calibration_scenarios(3, 0.3)
GOAL = Goal(Question(0.3))


def boin(values: Mapping[str, float]) -> Design:
    return with_parameters(BOIN, "boin", **values)


def sizes(*numbers: int) -> list[dict[str, float]]:
    return [{"max_n": n} for n in numbers]


def test_scenarios_have_each_level_as_the_mtd_in_its_turn() -> None:
    # Odds of .3 are 3/7; half of them are 3/14, twice as many 6/7.
    low, high = 3 / 17, 6 / 13
    expected = [(0.3, high, high), (low, 0.3, high), (low, low, 0.3)]
    for scenario, dlt in zip(SCENARIOS.values(), expected, strict=True):
        assert scenario.dlt == pytest.approx(dlt)


def test_every_candidate_is_what_a_comparison_gives() -> None:
    found = calibrate(boin, Search([{"p_saf": 0.18}, {"p_saf": 0.24}], SCENARIOS, GOAL))
    for candidate, p_saf in zip(found.candidates, (0.18, 0.24), strict=True):
        design = with_parameters(BOIN, "boin", p_saf=p_saf)
        (average,) = compare({"x": design}, SCENARIOS, question=GOAL.question).averages()
        assert found.reached(candidate) == average["correct"]
        assert candidate.figure("correct_least") == average["correct_least"]


def test_the_best_is_chosen_and_of_equals_the_middle_one() -> None:
    found = calibrate(
        boin, Search(candidates_of({"p_saf": spaced(0.12, 0.27, by=0.01)}), SCENARIOS, GOAL)
    )
    best = max(found.reached(one) or 0 for one in found.candidates)
    equal = [one for one in found.candidates if (found.reached(one) or 0) > best - 1e-9]
    assert len(equal) == found.equally_good > 1
    assert found.chosen is equal[(len(equal) - 1) // 2]


def test_over_the_worst_scenario_another_may_be_chosen() -> None:
    search = Search(sizes(9, 12, 15), SCENARIOS, Goal(Question(0.3), over="least"))
    found = calibrate(boin, search)
    least = [one.figure("correct_least") for one in found.candidates]
    assert found.chosen is found.candidates[least.index(max(least))]


def test_the_smallest_size_that_keeps_what_is_wanted() -> None:
    curve = calibrate(boin, Search(sizes(*range(6, 31, 3)), SCENARIOS, GOAL))
    reached = [curve.reached(one) or 0 for one in curve.candidates]
    wanted = reached[3]
    goal = Goal(Question(0.3), wanted=wanted)
    steps_taken = list(calibrating(boin, Search(sizes(*range(6, 31, 3)), SCENARIOS, goal)))
    found = steps_taken[-1]
    assert found.chosen is not None
    assert dict(found.chosen.values) == {"max_n": 15}
    # It was kept at the two sizes after it, and nothing larger was evaluated.
    assert len(found.candidates) == 6
    assert [one.is_partial for one in steps_taken] == [True] * 5 + [False]


def test_a_bound_on_overdoses_comes_before_correct_selection() -> None:
    values = [{"p_tox": p} for p in (0.36, 0.42, 0.5)]
    free = calibrate(boin, Search(values, SCENARIOS, GOAL))
    assert free.chosen is not None
    over = float(free.chosen.figure("overdose_selected"))
    goal = Goal(Question(0.3), overdose_at_most=over - 0.001)
    kept = calibrate(boin, Search(values, SCENARIOS, goal))
    assert kept.chosen is not None
    assert float(kept.chosen.figure("overdose_selected")) < over
    assert (kept.reached(kept.chosen) or 0) < (free.reached(free.chosen) or 0)
    none = Goal(Question(0.3), overdose_at_most=0.001)
    assert calibrate(boin, Search(values, SCENARIOS, none)).chosen is None


def test_a_probability_that_is_not_reached_chooses_nothing() -> None:
    goal = Goal(Question(0.3), wanted=0.99)
    found = calibrate(boin, Search(sizes(6, 9), SCENARIOS, goal))
    assert found.chosen is None
    assert found.equally_good == 0
    assert found.to_json()["chosen"] is None


def test_impossible_candidates_are_on_the_curve_and_never_chosen() -> None:
    found = calibrate(boin, Search([{"p_saf": 0.18}, {"p_saf": 0.4}], SCENARIOS, GOAL))
    good, bad = found.candidates
    assert found.chosen is good
    assert "p_saf" in bad.fault
    assert found.reached(bad) is None
    with pytest.raises(FaultsFound, match="p_saf"):
        calibrate(boin, Search([{"p_saf": 0.4}, {"p_saf": 0.5}], SCENARIOS, GOAL))


def test_the_result_is_plain_and_the_same_on_every_run() -> None:
    search = Search(sizes(9, 12), SCENARIOS, GOAL, Effort(limit=5, runs=300))
    first, second = (json.dumps(calibrate(boin, search).to_json()) for _ in range(2))
    assert first == second
    assert "simulation, 300 trials" in first


@pytest.mark.parametrize(
    ("goal", "place"),
    [
        ({"question": Question()}, "target"),
        ({"question": Question(0.3), "wanted": 1.0}, "wanted"),
        ({"question": Question(0.3), "over": "best"}, "over"),
    ],
)
def test_a_goal_that_is_none_is_refused(goal: dict[str, object], place: str) -> None:
    with pytest.raises(FaultsFound) as found:
        Goal(**goal)  # type: ignore[arg-type]
    assert found.value.faults[0].place.path == place


def test_nothing_to_search_and_no_odds_are_refused() -> None:
    with pytest.raises(FaultsFound, match="nothing to search"):
        Search([], SCENARIOS, GOAL)
    with pytest.raises(FaultsFound, match="greater than 1"):
        calibration_scenarios(3, 0.3, odds_ratio=1)


def test_steps_do_not_drift() -> None:
    assert spaced(0.02, 0.1, by=0.01)[-1] == 0.1
    assert len(spaced(0.02, 0.1, by=0.01)) == 9
    assert spaced(3, 2, by=1) == ()


def test_the_repr_says_what_was_chosen() -> None:
    found = calibrate(boin, Search(sizes(9, 12), SCENARIOS, GOAL))
    assert repr(found) == "Calibration(max_n=12; 2 candidates, mean)"

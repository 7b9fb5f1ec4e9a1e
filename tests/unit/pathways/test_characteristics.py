"""Operating characteristics: what the figures mean, and that they belong together."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dosepath.designs import AcceleratedTitration, Counts, Decision, Stop, ThreePlusThree, Wait
from dosepath.pathways import (
    BrokenDesign,
    TooManyStates,
    compile_design,
    operating_characteristics,
)
from dosepath.quantity import FaultsFound
from dosepath.rule import Reason

DESIGN = AcceleratedTitration(escalation=ThreePlusThree(levels=4), grade_2_threshold=2)
SCENARIO = {"dlt": [0.05, 0.1, 0.2, 0.35], "grade_2": [0.1, 0.15, 0.2, 0.2]}
RESULT = operating_characteristics(compile_design(DESIGN), SCENARIO, target=0.25)


def test_probabilities_sum_to_one() -> None:
    assert float(RESULT.selection.sum()) == pytest.approx(1, abs=1e-12)
    assert float(RESULT.size_probability.sum()) == pytest.approx(1, abs=1e-12)


def test_sizes_and_participants_tell_the_same_mean() -> None:
    mean = float((np.array(RESULT.sizes) * RESULT.size_probability).sum())
    assert mean == pytest.approx(float(RESULT.expected_size), abs=1e-12)


def test_tails_and_quantiles_of_the_size() -> None:
    assert float(RESULT.probability_above(0)) == pytest.approx(1)
    assert float(RESULT.probability_above(max(RESULT.sizes))) == 0
    median = int(RESULT.quantile(0.5))
    assert float(RESULT.probability_above(median)) <= 0.5
    assert float(RESULT.probability_above(median - 1)) > 0.5
    assert int(RESULT.quantile(1)) == max(RESULT.sizes)
    assert int(RESULT.quantile(0)) == min(RESULT.sizes)
    with pytest.raises(FaultsFound):
        RESULT.quantile(1.2)


def test_participants_below_a_level_and_overdosing() -> None:
    assert float(RESULT.participants_below(3)) == pytest.approx(RESULT.participants[:2].sum())
    assert float(RESULT.participants_below(1)) == 0
    assert float(RESULT.overdosed) == pytest.approx(RESULT.participants[3])
    assert float(RESULT.overdose_selected) == pytest.approx(RESULT.selection[4])


def test_a_level_at_the_target_is_no_overdose() -> None:
    result = operating_characteristics(compile_design(DESIGN), SCENARIO, target=0.35)
    assert float(result.overdosed) == 0


def test_many_scenarios_are_many_single_ones() -> None:
    dlt = np.array([[0.05, 0.1, 0.2, 0.35], [0, 0, 0, 0], [1, 1, 1, 1], [0.3, 0.3, 0.3, 0.3]])
    many = operating_characteristics(compile_design(DESIGN), dlt, target=0.25)
    for number, row in enumerate(dlt):
        one = operating_characteristics(compile_design(DESIGN), row, target=0.25)
        for name in ("selection", "participants", "dlts", "tried", "size_probability", "cohorts"):
            assert getattr(many, name)[number] == pytest.approx(getattr(one, name), abs=1e-14)
        assert many.overdosed[number] == pytest.approx(one.overdosed)
        assert many.quantile(0.9)[number] == one.quantile(0.9)


def test_more_scenarios_than_one_pass_holds() -> None:
    dlt = np.random.default_rng(3).uniform(0, 0.6, size=(5000, 4))
    many = operating_characteristics(compile_design(DESIGN), dlt)
    assert many.selection.shape == (5000, 5)
    last = operating_characteristics(compile_design(DESIGN), dlt[-1])
    assert many.selection[-1] == pytest.approx(last.selection, abs=1e-14)


def test_certain_toxicity_and_none() -> None:
    toxic = operating_characteristics(compile_design(DESIGN), [1.0] * 4)
    assert toxic.selection.tolist() == [1, 0, 0, 0, 0]
    clean = operating_characteristics(compile_design(DESIGN), [0.0] * 4)
    assert clean.selection.tolist() == [0, 0, 0, 0, 1]
    assert clean.participants.tolist() == [1, 1, 1, 3]


def test_one_by_one_never_treats_more_and_selects_the_same() -> None:
    one = operating_characteristics(compile_design(DESIGN, cancel_undosed=True), SCENARIO)
    assert float(one.expected_size) < float(RESULT.expected_size)
    assert one.selection == pytest.approx(RESULT.selection, abs=1e-12)
    assert float(one.cohorts) == pytest.approx(float(RESULT.cohorts), abs=1e-12)


def test_a_rule_that_never_cancels_is_the_same_one_by_one() -> None:
    rule = ThreePlusThree(levels=3, cancel_undosed_at_exceeding=False)
    dlt = [0.1, 0.3, 0.5]
    complete = operating_characteristics(compile_design(rule), dlt)
    single = operating_characteristics(compile_design(rule, cancel_undosed=True), dlt)
    assert single.size_probability == pytest.approx(complete.size_probability, abs=1e-12)


def test_json_is_plain_and_complete() -> None:
    data = json.loads(json.dumps(RESULT.to_json()))
    assert data["selection"] == RESULT.selection.tolist()
    assert data["engine"].startswith("exact, ")
    assert data["scenario"]["grade_2"] == SCENARIO["grade_2"]
    assert [row["level"] for row in RESULT.rows()] == [0, 1, 2, 3, 4]


def test_the_repr_says_what_and_how() -> None:
    assert "E[N]" in repr(RESULT)
    assert "exact" in repr(RESULT)


def test_a_design_is_compiled_once() -> None:
    assert compile_design(DESIGN) is compile_design(
        AcceleratedTitration(escalation=ThreePlusThree(levels=4), grade_2_threshold=2)
    )


def test_too_many_states_say_how_many_and_where() -> None:
    with pytest.raises(TooManyStates, match=r"more than 50 reachable states \(one is 1N"):
        compile_design(DESIGN, limit=50)


class Undecided:
    """Waits after the first cohort."""

    levels = 2

    def decide(self, counts: Counts) -> Decision:
        if counts.at == 0:
            return ThreePlusThree(levels=2).decide(counts)
        return Wait(Reason.of("design.unforeseen", level=1, n=3, dlt=0))


def test_a_design_that_leaves_a_state_open_is_not_compiled() -> None:
    with pytest.raises(BrokenDesign, match="After 1NNN the design says Wait"):
        compile_design(Undecided())


def test_ending_is_always_a_stop() -> None:
    ends = compile_design(DESIGN).terminals
    assert all(isinstance(node.decision, Stop) for _, node in ends)

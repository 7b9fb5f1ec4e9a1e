"""Designs walked as arrays: their sizes, and their figures against courses walked one by one."""

from __future__ import annotations

from math import fsum

import numpy as np
import pytest

from dosepath.designs import (
    AcceleratedTitration,
    Batch,
    Counts,
    Decision,
    Design,
    Moves,
    Stop,
    Tally,
    ThreePlusThree,
    Treat,
    build,
    replay_path,
)
from dosepath.pathways import (
    BrokenDesign,
    TooManyStates,
    compile_design,
    count_paths,
    enumerate_paths,
    operating_characteristics,
    simulate,
)
from dosepath.pathways.array_walk import ArrayWalk, walk_arrays
from dosepath.pathways.ends import ends_of
from dosepath.pathways.numbering import factors_of, one_word
from dosepath.quantity import FaultsFound
from dosepath.rule import Reason

WHY = Reason.of("design.pending", level=1, n=1)


def boin(levels: int = 4, max_n: int = 12, **more: object) -> Design:
    return build([{"boin": {"target": 0.3, "max_n": max_n, "cohort": 3, **more}}], levels)


def efficacy() -> Design:
    rule = {"target": 0.3, "max_n": 9, "cohort": 3, "efficacy_limit": 0.2}
    return build([{"boin12": rule}], 2)


TITRATED = build(
    [
        {"boin_titration": {"grade_2_threshold": 2}},
        {"boin": {"target": 0.3, "max_n": 10, "cohort": 3, "last_cohort": "shorten"}},
    ],
    3,
)
CASES = [
    (boin(), {"dlt": [0.1, 0.2, 0.3, 0.5]}),
    (boin(stop_at_level_n=6), {"dlt": [0.1, 0.2, 0.3, 0.5]}),
    (efficacy(), {"dlt": [0.1, 0.3], "response": [0.2, 0.5]}),
    (efficacy(), {"dlt": [0.1, 0.3], "response": [0.2, 0.5], "response_if_dlt": [0.6, 0.1]}),
    (TITRATED, {"dlt": [0.1, 0.2, 0.4], "grade_2": [0.2, 0.3, 0.2]}),
    (ThreePlusThree(levels=3), {"dlt": [0.1, 0.2, 0.4]}),
    (
        AcceleratedTitration(escalation=ThreePlusThree(levels=3)),
        {"dlt": [0.1, 0.2, 0.4], "grade_2": [0.2, 0.3, 0.2]},
    ),
]


@pytest.mark.parametrize(("design", "truth"), CASES, ids=lambda one: type(one).__name__)
def test_the_figures_are_those_of_all_courses_walked_one_by_one(
    design: Design, truth: dict[str, list[float]]
) -> None:
    result = operating_characteristics(compile_design(design), truth)
    courses = list(enumerate_paths(design, scenario=truth))
    levels = range(1, design.levels + 1)

    def mean(of: object) -> float:
        return fsum(course.probability * of(course) for course in courses)

    def tally(name: str) -> list[float]:
        return [
            mean(lambda one, at=at: sum(getattr(c.tally, name) for c in one.path if c.level == at))
            for at in levels
        ]

    close = {"rel": 0, "abs": 1e-12}
    assert len(courses) == count_paths(design)
    assert mean(lambda _: 1) == pytest.approx(1, **close)
    chosen = [mean(lambda one, m=m: (one.mtd or 0) == m) for m in (0, *levels)]
    assert result.selection == pytest.approx(chosen, **close)
    assert result.participants == pytest.approx(tally("n"), **close)
    assert result.dlts == pytest.approx(tally("dlt"), **close)
    if "response" in truth:
        assert result.responses == pytest.approx(tally("responses"), **close)
    sizes = [mean(lambda one, n=n: one.n == n) for n in result.sizes]
    assert result.size_probability == pytest.approx(sizes, **close)
    tried = [mean(lambda one, at=at: any(c.level == at for c in one.path)) for at in levels]
    assert result.tried == pytest.approx(tried, **close)
    assert float(result.cohorts) == pytest.approx(mean(lambda one: len(one.path)), **close)


@pytest.mark.parametrize(("design", "truth"), CASES, ids=lambda one: type(one).__name__)
def test_the_figures_are_those_of_the_simulator(
    design: Design, truth: dict[str, list[float]]
) -> None:
    program = compile_design(design)
    exact = operating_characteristics(program, truth)
    seen = simulate(program, truth, generator=np.random.default_rng(11), n=100_000)
    assert np.all(np.abs(seen.selection - exact.selection) <= 3.5 * seen.selection_error + 1e-9)
    for name in ("participants", "dlts", "responses"):
        expected, found = getattr(exact, name), getattr(seen, name)
        if expected is not None and found is not None:
            mean, error = seen.mean(found)
            assert np.all(np.abs(mean - expected) <= 3.5 * error + 1e-9), name
    assert seen.cohorts.mean() == pytest.approx(float(exact.cohorts), abs=0.05)


@pytest.mark.parametrize(
    ("levels", "max_n", "decisions"), [(5, 30, 6_581), (8, 30, 7_421), (5, 45, 176_614)]
)
def test_decision_states_of_boin(levels: int, max_n: int, decisions: int) -> None:
    """BOIN, target .30, cohorts of 3: states are told apart by data and the level treated next."""
    assert compile_design(boin(levels, max_n)).decision_states == decisions


def test_states_of_three_plus_three_before_any_merging() -> None:
    """Five doses, six always: 323 observations with a next cohort and 677 without one."""
    states = walk_arrays(ThreePlusThree(levels=5, six_at_mtd="always"), ArrayWalk()).states
    ends = int(states.stops.sum())
    assert (len(states) - ends, ends) == (323, 677)


@pytest.mark.parametrize("six", ["always", "after_de_escalation", "never"])
@pytest.mark.parametrize("titrated", [False, True])
def test_merged_values_and_arrays_tell_the_same(six: str, titrated: bool) -> None:
    rule = ThreePlusThree(levels=4, six_at_mtd=six)
    design = AcceleratedTitration(escalation=rule) if titrated else rule
    truth = {"dlt": [0.05, 0.1, 0.2, 0.35], "grade_2": [0.1, 0.15, 0.2, 0.2]}
    merged = operating_characteristics(compile_design(design), truth)
    walked = walk_arrays(design, ArrayWalk())
    ends = ends_of(walked)
    alphabet = walked.states.alphabet
    from dosepath.pathways.scenario import read_scenario

    toxicity = read_scenario(truth, 4)
    tables = [
        factors.values(alphabet.chances(toxicity, level))
        for level, factors in enumerate(ends.factors)
    ]
    chances, cohorts = ends.evaluate(tables, ends.room(1))
    chosen = np.bincount(ends.mtd, weights=chances[:, 0], minlength=5)
    assert chosen == pytest.approx(merged.selection, abs=1e-13)
    assert chances[:, 0] @ ends.n == pytest.approx(merged.participants, abs=1e-12)
    assert float(cohorts[0]) == pytest.approx(float(merged.cohorts), abs=1e-12)


def test_many_scenarios_are_many_single_ones() -> None:
    program = compile_design(boin(5, 18))
    dlt = np.random.default_rng(1).uniform(0, 1, size=(300, 5))
    dlt[:3] = [[0] * 5, [1] * 5, [0, 1, 0, 1, 0]]
    many = operating_characteristics(program, dlt)
    assert many.selection.sum(axis=1) == pytest.approx(np.ones(300), abs=1e-12)
    for number in (0, 1, 2, 7, 299):
        one = operating_characteristics(program, dlt[number])
        for name in ("selection", "participants", "tried", "size_probability", "cohorts"):
            expected = getattr(one, name)
            assert getattr(many, name)[number] == pytest.approx(expected, abs=1e-13)


def test_certain_toxicity_and_none_are_exact() -> None:
    program = compile_design(boin(3, 12))
    assert operating_characteristics(program, [1.0] * 3).selection.tolist() == [1, 0, 0, 0]
    clean = operating_characteristics(program, [0.0] * 3)
    assert clean.selection.tolist() == [0, 0, 0, 1]
    assert clean.participants.tolist() == [3, 3, 6]


def test_one_by_one_treats_no_more_and_a_rule_that_never_cancels_the_same() -> None:
    truth = [0.2, 0.35, 0.5]
    kept = boin(3, 9, cancel_undosed_at_elimination=False)
    complete = operating_characteristics(compile_design(kept), truth)
    single = operating_characteristics(compile_design(kept, cancel_undosed=True), truth)
    for name in ("selection", "participants", "size_probability", "cohorts"):
        assert getattr(single, name) == pytest.approx(getattr(complete, name), abs=1e-12)
    cancelling = compile_design(boin(3, 9, eliminate_from_n=2), cancel_undosed=True)
    fewer = operating_characteristics(cancelling, truth)
    assert float(fewer.expected_size) <= float(complete.expected_size)


def test_more_cells_than_one_word_holds_are_still_told_apart() -> None:
    rows = np.random.default_rng(2).integers(0, 90, size=(5000, 20))
    words = rows @ factors_of([90] * 20)
    assert words.shape[1] > 1
    assert len(np.unique(one_word(words))) == len(np.unique(rows, axis=0))


def test_too_many_states_say_about_how_many() -> None:
    design = boin(5, 45)
    with pytest.raises(TooManyStates, match=r"more than 40,000 reachable .* about") as raised:
        compile_design(design, limit=40_000)
    true = compile_design(design).states
    assert raised.value.estimate is not None
    assert true / 3 < raised.value.estimate < 3 * true


def test_a_design_that_heeds_responses_needs_a_scenario_with_them() -> None:
    with pytest.raises(FaultsFound, match="heeds responses"):
        operating_characteristics(compile_design(efficacy()), [0.1, 0.2])


class Broken:
    """Answers arrays, and treats nobody after the first DLT."""

    levels = 1

    def decide(self, counts: Counts) -> Decision:
        moves = self.decide_many(Batch.of(counts))
        level, size = int(moves.level[0]), int(moves.size[0])
        return Treat(level, size, WHY) if level else Stop(None, WHY)

    def decide_many(self, batch: Batch) -> Moves:
        moves = Moves.empty(len(batch))
        moves.level[batch.n[:, 0] < 4] = 1
        moves.size[(batch.n[:, 0] < 4) & (batch.dlt[:, 0] == 0)] = 2
        return moves


def test_a_state_that_treats_nobody_is_named_by_its_course() -> None:
    with pytest.raises(BrokenDesign, match=r"After 1NT the design says Treat\(level=1, n=0"):
        compile_design(Broken())


# The data so far ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("design", "path", "truth"),
    [
        (boin(), "1NNN 2NNT", {"dlt": [0.1, 0.2, 0.3, 0.5]}),
        (boin(), "1NNN 2NT", {"dlt": [0.1, 0.2, 0.3, 0.5]}),
        (ThreePlusThree(levels=4), "1NNN 2NNT", {"dlt": [0.1, 0.2, 0.3, 0.5]}),
        (ThreePlusThree(levels=4), "1NNN 2NT", {"dlt": [0.1, 0.2, 0.3, 0.5]}),
        (
            AcceleratedTitration(escalation=ThreePlusThree(levels=3)),
            "1N 2G",
            {"dlt": [0.1, 0.2, 0.4], "grade_2": [0.2, 0.3, 0.2]},
        ),
        (efficacy(), "1NRT", {"dlt": [0.1, 0.3], "response": [0.2, 0.5]}),
    ],
    ids=str,
)
def test_figures_given_the_data_so_far(
    design: Design, path: str, truth: dict[str, list[float]]
) -> None:
    given = replay_path(design, path).counts
    result = operating_characteristics(compile_design(design, given=given), truth)
    chosen, participants, dlts = _onward(design, given, truth)
    assert result.selection == pytest.approx(chosen, abs=1e-12)
    assert result.participants == pytest.approx(participants, abs=1e-12)
    assert result.dlts == pytest.approx(dlts, abs=1e-12)
    assert float(result.expected_remaining) == pytest.approx(sum(participants) - given.total)
    assert result.given == given


def _onward(
    design: Design, given: Counts, truth: dict[str, list[float]]
) -> tuple[list[float], list[float], list[float]]:
    """The same by the tree of what may come next, followed to all its ends."""
    from dosepath.pathways import look_ahead

    chosen, treated, toxic = [0.0] * (design.levels + 1), *([0.0] * design.levels for _ in "nd")
    waiting = [(look_ahead(design, given, scenario=truth), 1.0)]
    while waiting:
        tree, reached = waiting.pop()
        if not tree.branches:
            chosen[tree.decision.mtd or 0] += reached
            for place, tally in enumerate(tree.counts.levels):
                treated[place] += reached * tally.n
                toxic[place] += reached * tally.dlt
        waiting += [(branch.then, reached * branch.probability) for branch in tree.branches]
    return chosen, treated, toxic


def test_the_rest_of_a_cohort_is_no_new_cohort() -> None:
    for design in (boin(), ThreePlusThree(levels=4)):
        whole = replay_path(design, "1NNN").counts
        part = replay_path(design, "1NN").counts
        truth = [0.0] * 4
        complete, partial = (
            operating_characteristics(compile_design(design, given=given), truth)
            for given in (whole, part)
        )
        assert float(partial.cohorts) == float(complete.cohorts)


def test_results_that_are_awaited_come_first() -> None:
    for design in (boin(), ThreePlusThree(levels=4)):
        truth = [0.1, 0.2, 0.3, 0.5]
        before = replay_path(design, "1NNN").counts
        levels = list(before.levels)
        levels[1] = Tally(pending=(0.1, 0.4, 0.9))
        waiting = compile_design(design, given=Counts(tuple(levels), 1))
        free = compile_design(design, given=before)
        found = [operating_characteristics(program, truth) for program in (waiting, free)]
        assert found[0].selection == pytest.approx(found[1].selection, abs=1e-12)
        assert found[0].participants == pytest.approx(found[1].participants, abs=1e-12)
        assert float(found[0].cohorts) == pytest.approx(float(found[1].cohorts) - 1, abs=1e-12)


def test_a_trial_that_has_ended_stays_where_it_is() -> None:
    for design in (boin(3, 9), ThreePlusThree(levels=3)):
        ended = Counts((Tally(3, 3), Tally(), Tally()), 1)
        result = operating_characteristics(compile_design(design, given=ended), [0.1, 0.2, 0.3])
        assert result.selection.tolist() == [1, 0, 0, 0]
        assert float(result.expected_remaining) == 0

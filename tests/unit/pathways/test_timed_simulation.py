"""Simulation in time: it agrees with what is exact, and time does to it what time does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from dosepath.designs import (
    AcceleratedTitration,
    BfBoin,
    Boin,
    Boin12,
    Counts,
    Crm,
    Decision,
    Design,
    RollingSix,
    Stop,
    ThreePlusThree,
    TiteBoin,
    TiteCrm,
    Treat,
    Wait,
)
from dosepath.pathways import (
    BrokenDesign,
    Sampling,
    Scenario,
    TimeCourse,
    TimedSimulation,
    compile_design,
    operating_characteristics,
    simulate_in_time,
    simulate_trials,
)
from dosepath.quantity import FaultsFound
from dosepath.rule import Reason

DLT = (0.05, 0.12, 0.25, 0.4, 0.55)
GRADED = Scenario(DLT, (0.1, 0.15, 0.2, 0.2, 0.2))
EFFICACY = Scenario(DLT, response=(0.1, 0.3, 0.4, 0.45, 0.45))
STANDARD = ThreePlusThree(levels=5, six_at_mtd="always")
BOIN = Boin(levels=5, target=0.3, max_n=18, cohort=3)
TITE_BOIN = TiteBoin(levels=5, target=0.3, max_n=18, cohort=3)
FIXED = TimeCourse(accrual="fixed", accrual_days=7)


def timed(
    design: Design, scenario: object = DLT, course: TimeCourse = FIXED, *, runs: int = 4000
) -> TimedSimulation:
    return simulate_in_time(design, scenario, course=course, sampling=Sampling(runs, seed=11))


@pytest.mark.parametrize(
    ("design", "scenario"),
    [
        (STANDARD, DLT),
        (AcceleratedTitration(escalation=ThreePlusThree(levels=5), switch_level=4), GRADED),
        (BOIN, DLT),
    ],
    ids=["3+3", "titration", "BOIN"],
)
@pytest.mark.parametrize("not_evaluable", [0.0, 0.2])
def test_complete_cohorts_agree_with_the_exact_figures(
    design: Design, scenario: object, not_evaluable: float
) -> None:
    course = TimeCourse(not_evaluable=not_evaluable)
    found = timed(design, scenario, course)
    exact = operating_characteristics(compile_design(design), scenario)
    off = np.abs(found.selection - exact.selection)
    error = np.sqrt(exact.selection * (1 - exact.selection) / found.runs)
    assert np.all(off <= 3 * error + 1e-12)
    for of, expected in ((found.evaluated, exact.participants), (found.dlts, exact.dlts)):
        assert np.all(np.abs(of.mean(axis=0) - expected) <= 3.5 * of.std(axis=0) / 4000**0.5)


def test_participants_judged_one_by_one_agree_with_the_exact_figures() -> None:
    slow = TimeCourse(accrual="fixed", accrual_days=60, cancel_undosed=True)
    found = timed(STANDARD, course=slow)
    exact = operating_characteristics(compile_design(STANDARD, cancel_undosed=True), DLT)
    sizes = found.mean(found.sizes)
    assert abs(sizes.value - float(exact.expected_size)) <= 3 * sizes.error
    assert sizes.value < timed(STANDARD).mean(found.sizes).value + 3 * sizes.error


def test_cancelling_spares_participants_and_leaves_the_selection() -> None:
    asked = timed(STANDARD, course=TimeCourse(cancel_undosed=True, accrual_days=20))
    complete = timed(STANDARD, course=TimeCourse(accrual_days=20))
    assert asked.sizes.mean() < complete.sizes.mean()
    assert np.all(np.abs(asked.selection - complete.selection) < 0.05)


@pytest.mark.parametrize("not_evaluable", [0.0, 0.2])
@pytest.mark.parametrize("dlt", [DLT, (0.02, 0.05, 0.1, 0.15, 0.2)])
def test_the_rolling_six_is_shorter_than_three_plus_three(
    dlt: tuple[float, ...], not_evaluable: float
) -> None:
    """Skolnik 2008: 294 days against 350, from inputs that were published only in part."""
    course = TimeCourse(
        accrual_days=10, window_days=28, while_closed="turn_away", not_evaluable=not_evaluable
    )
    rolling = timed(RollingSix(levels=5), dlt, course)
    standard = timed(STANDARD, dlt, course)
    assert rolling.mean(rolling.days).value < standard.mean(standard.days).value
    assert rolling.turned_away.mean() < standard.turned_away.mean()


def test_tite_boin_is_boin_when_accrual_is_slow() -> None:
    slow = TimeCourse(accrual="fixed", accrual_days=40, window_days=28)
    waiting = timed(TITE_BOIN, course=slow)
    complete = timed(BOIN, course=slow)
    assert np.array_equal(waiting.selected, complete.selected)
    # It may leave a level within a cohort that is too toxic already; seldom here.
    same = (waiting.participants == complete.participants).all(axis=1)
    assert same.mean() > 0.95
    assert np.array_equal(waiting.days[same], complete.days[same])


def test_the_tite_crm_is_the_crm_when_accrual_is_slow() -> None:
    slow = TimeCourse(accrual="fixed", accrual_days=100, window_days=84)
    model = {"levels": 5, "target": 0.25, "max_n": 15, "skeleton": DLT, "cohort": 1}
    waiting = timed(TiteCrm(**model), course=slow, runs=500)  # type: ignore[arg-type]
    complete = timed(Crm(**model), course=slow, runs=500)  # type: ignore[arg-type]
    assert np.array_equal(waiting.participants, complete.participants)
    assert np.array_equal(waiting.selected, complete.selected)
    assert np.array_equal(waiting.days, complete.days)


def test_tite_boin_is_shorter_than_boin_when_accrual_is_fast() -> None:
    fast = TimeCourse(accrual_days=10, window_days=90, onset="weibull", second_half=0.5)
    waiting = timed(TITE_BOIN, course=fast, runs=1000)
    complete = timed(BOIN, course=fast, runs=1000)
    assert waiting.days.mean() < 0.85 * complete.days.mean()


@pytest.mark.parametrize("design", [STANDARD, BOIN, RollingSix(levels=5)])
def test_who_is_lost_is_replaced(design: Design) -> None:
    lossless = timed(design)
    lossy = timed(design, course=TimeCourse(accrual="fixed", accrual_days=7, not_evaluable=0.3))
    assert np.all(lossy.evaluated <= lossy.participants)
    assert lossy.sizes.mean() > 1.2 * lossless.sizes.mean()
    assert lossy.days.mean() > lossless.days.mean()
    if design is not BOIN:
        return
    # Every cohort is complete at the end, however many were lost.
    assert not np.any(lossy.evaluated % 3)


def test_a_dlt_before_a_drop_out_counts_and_one_after_does_not() -> None:
    course = TimeCourse(accrual="fixed", drop_out=0.5)
    certain = timed(ThreePlusThree(levels=1), [1.0], course)
    # Leaving and DLT are both uniform in the window: of the half who would leave, one in two
    # has the DLT first. Three in four are evaluated, each of them with a DLT.
    assert np.array_equal(certain.dlts, certain.evaluated)
    assert certain.evaluated.sum() / certain.participants.sum() == pytest.approx(0.75, abs=0.01)


@pytest.mark.parametrize("onset", ["weibull", "halves"])
@pytest.mark.parametrize("p", [0.05, 0.3, 0.9])
def test_the_stated_share_of_dlts_comes_in_the_second_half(onset: str, p: float) -> None:
    course = TimeCourse(window_days=28, onset=onset, second_half=0.7)  # type: ignore[arg-type]
    draws = (np.arange(100_000) + 0.5) / 100_000
    days = course.onset_days(np.full(draws.shape, p), draws)
    assert np.all((days >= 0) & (days <= 28))
    assert np.all(np.diff(days) >= 0)
    assert np.mean(days > 14) == pytest.approx(0.7, abs=1e-4)


def test_late_onset_has_no_dlt_in_the_first_half() -> None:
    course = TimeCourse(window_days=28, onset="halves", second_half=1.0)
    days = course.onset_days(np.full(101, 0.2), np.linspace(0, 0.999, 101))
    assert days.min() == 14


def test_designs_and_engines_meet_the_same_participants() -> None:
    """Whoever has a DLT at the first level has it under every design and in every engine."""
    plain = simulate_trials(BOIN, DLT, sampling=Sampling(2000, seed=11))
    passing = timed(BOIN, runs=2000)
    assert np.array_equal(plain.selected, passing.selected)
    assert np.array_equal(plain.dlts, passing.dlts)
    standard = simulate_trials(STANDARD, DLT, sampling=Sampling(2000, seed=11))
    first = (plain.participants[:, 0] == 3) & (standard.participants[:, 0] == 3)
    assert first.sum() > 1000
    assert np.array_equal(plain.dlts[first, 0], standard.dlts[first, 0])


def test_responses_are_awaited_and_seen() -> None:
    design = Boin12(levels=5, target=0.3, max_n=18, efficacy_limit=0.2)
    plain = simulate_trials(design, EFFICACY, sampling=Sampling(1000, seed=11))
    passing = timed(design, EFFICACY, runs=1000)
    assert np.array_equal(plain.selected, passing.selected)
    assert passing.responses.sum() > 0
    late = TimeCourse(accrual="fixed", accrual_days=7, response_days=56)
    assert timed(design, EFFICACY, late, runs=1000).days.mean() > 1.3 * passing.days.mean()


def test_lower_levels_are_filled_while_a_cohort_is_observed() -> None:
    course = TimeCourse(accrual_days=4, window_days=28)
    design = BfBoin(levels=5, target=0.3, max_n=60, cohort=3, backfill_after="tried")
    found = timed(design, course=course, runs=1000)
    filled = found.backfilled.sum(axis=1)
    assert filled.mean() > 3
    assert not found.backfilled[:, -1].any()
    assert np.all(found.backfilled <= found.participants)
    # Nobody is let in to fill a level where the cap was reached.
    assert np.all(found.backfilled < design.backfill_cap + 1)
    without = timed(BOIN, course=course, runs=1000).totals()
    assert found.totals()["waited_days"] < without["waited_days"]


def test_a_trial_that_has_stopped_ends_with_the_last_outcome_of_those_backfilled() -> None:
    rule = {"levels": 5, "target": 0.3, "max_n": 60, "backfill_after": "tried"}
    design = BfBoin(stop_at_level_n=6, **rule)  # type: ignore[arg-type]
    course = TimeCourse(accrual_days=4, window_days=28)
    found = timed(design, course=course, runs=200)
    assert found.is_complete
    assert found.backfilled.any()
    assert np.array_equal(found.evaluated, found.participants)


@dataclass(frozen=True)
class Stubborn:
    """Waits for nobody, or goes on for ever."""

    waits: bool
    needs: frozenset[str] = frozenset()
    levels: int = 1

    def decide(self, counts: Counts) -> Decision:
        if self.waits and counts.total:
            return Wait(Reason.of("design.hold"))
        return Treat(1, 1, Reason.of("design.start"))


@pytest.mark.parametrize("waits", [True, False])
@pytest.mark.parametrize("needs", [frozenset(), frozenset({"pending"})])
def test_a_design_that_does_not_end_is_broken(waits: bool, needs: frozenset[str]) -> None:
    with pytest.raises(BrokenDesign):
        timed(Stubborn(waits, needs), [0.1], runs=1)


@dataclass(frozen=True)
class Hasty:
    """Stops with the second participant pending, and thinks better of it."""

    after: Decision
    levels: int = 2
    needs: frozenset[str] = frozenset({"pending"})

    def decide(self, counts: Counts) -> Decision:
        because = Reason.of("design.start")
        if counts.total == 2:
            return self.after
        entered = sum(tally.treated for tally in counts.levels)
        return Stop(1, because) if entered == 2 else Treat(1, 1, because)


@pytest.mark.parametrize(
    ("after", "selected"),
    [(Stop(2, Reason.of("design.start")), 2), (Treat(1, 1, Reason.of("design.start")), 1)],
)
def test_a_stop_with_outcomes_awaited_is_asked_again_and_not_taken_back(
    after: Decision, selected: int
) -> None:
    found = timed(Hasty(after), [0.0, 0.0], runs=1)
    assert found.selected.tolist() == [selected]
    assert found.sizes.tolist() == [2]
    assert found.days.tolist() == [35.0]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"accrual_days": 0}, "accrual_days"),
        ({"window_days": float("nan")}, "window_days"),
        ({"response_days": -1}, "response_days"),
        ({"not_evaluable": 1.2}, "not_evaluable"),
        ({"drop_out": float("nan")}, "drop_out"),
        ({"not_evaluable": 0.5, "drop_out": 0.5}, "not_evaluable + drop_out"),
        ({"accrual": "monthly"}, "accrual"),
        ({"while_closed": "leave"}, "while_closed"),
        ({"second_half": 0.7}, "second_half"),
        ({"onset": "weibull", "second_half": 1.0}, "second_half"),
    ],
    ids=str,
)
def test_time_that_cannot_pass_is_a_fault(given: dict[str, object], place: str) -> None:
    with pytest.raises(FaultsFound) as found:
        TimeCourse(**given)  # type: ignore[arg-type]
    assert place in {fault.place.path for fault in found.value.faults}


@pytest.mark.parametrize(
    ("scenario", "place"),
    [
        (Scenario((0.1,) * 5, response=(0.1,)), "response"),
        (Scenario((0.1,) * 5, response=(0.1, 0.2, 1.3, 0.1, 0.1)), "response (level 3)"),
        (
            Scenario((0.5,) * 5, response=(0.1,) * 5, response_if_dlt=(0.9,) + (0.1,) * 4),
            "response_if_dlt (level 1)",
        ),
        ([[0.1] * 5, [0.2] * 5], "scenario"),
    ],
)
def test_a_scenario_that_is_none_is_a_fault(scenario: object, place: str) -> None:
    with pytest.raises(FaultsFound) as found:
        timed(STANDARD, scenario)
    assert found.value.faults[0].place.path == place


def test_figures_have_names_and_errors() -> None:
    found = timed(STANDARD, runs=1000)
    totals = found.totals()
    assert totals["days"] == pytest.approx(found.days.mean())
    assert totals["days_error"] == pytest.approx(found.days.std() / 1000**0.5)
    assert totals["days_10"] <= totals["days_50"] <= totals["days_90"]
    assert found.above(12).value == np.mean(found.sizes > 12)
    assert found.overdosed(0.3).value == found.participants[:, 3:].sum(axis=1).mean()
    assert [row["level"] for row in found.rows()] == [0, 1, 2, 3, 4, 5]
    assert "simulation in time, 1,000 trials, seed 11" in repr(found)
    assert found.to_json()["course"]["window_days"] == 28

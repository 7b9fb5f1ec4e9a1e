"""Cells of k+m rules and steps of titration that could be changed without a test noticing."""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import (
    AcceleratedTitration,
    Batch,
    BfBoin,
    Blrm,
    Boin,
    Boin12,
    BoinTitration,
    Counts,
    Crm,
    Stop,
    Tally,
    ThreePlusThree,
    Treat,
    Wait,
    merge_tally,
    phase,
)
from dosepath.quantity import FaultsFound

NOBODY = Tally()


def contradictions(table: dict[str, str]) -> list[tuple[str, str | None]]:
    """The cells of a 3+3 with ``table`` that are found fault with, each with what was found."""
    with pytest.raises(FaultsFound) as caught:
        ThreePlusThree(levels=3, table=table)
    return [(fault.place.path, fault.found) for fault in caught.value.faults]


@pytest.mark.parametrize("action", ["escalate", "expand", "declares_mtd"])
def test_the_cell_with_the_most_dlts_may_not_be_milder_than_the_one_before(action: str) -> None:
    found = contradictions({"3,3": action})
    assert found == [("table.3,3", f"{action} after exceeds_mtd")]


@pytest.mark.parametrize("table", [{"2,1": "escalate"}, {"2,0": "treat_rest", "2,1": "escalate"}])
def test_nobody_goes_up_with_a_dlt_where_without_one_the_cohort_is_completed(
    table: dict[str, str],
) -> None:
    assert contradictions(table) == [("table.2,1", "escalate after treat_rest")]


def test_a_cohort_may_be_completed_after_a_dlt_where_without_one_the_trial_goes_up() -> None:
    asked = ThreePlusThree(levels=3, table={"2,0": "escalate", "2,1": "treat_rest"})
    assert asked.cells[2, 0] == "escalate"
    assert asked.cells[2, 1] == "treat_rest"


def test_a_part_of_a_cohort_takes_the_more_careful_of_two_ways_down() -> None:
    """After 2 of 3 with a DLT, the third decides between exceeding and stepping back."""
    assert ThreePlusThree(levels=3, table={"3,3": "steps_back"}).cells[2, 2] == "steps_back"


def test_numbers_that_the_rule_cannot_bring_are_waited_for_also_under_an_exceeding_level() -> None:
    decision = ThreePlusThree(levels=2).decide(Counts((Tally(9, 4), Tally(3, 2)), 2))
    assert isinstance(decision, Wait)
    assert decision.because.code == "design.unforeseen"


def test_titration_of_one_level_is_a_titration() -> None:
    asked = AcceleratedTitration(escalation=ThreePlusThree(levels=3), switch_level=2)
    nobody = Counts.none(3)
    assert phase(asked, nobody) == "titration"
    decision = asked.decide(nobody)
    assert (decision.because.code, decision.n) == ("design.titration_start", 1)


def titrated_boin(levels: int, max_n: int, start_level: int = 1) -> BoinTitration:
    cohorts = Boin(levels=levels, target=0.3, max_n=max_n, cohort=3, last_cohort="shorten")
    return BoinTitration(escalation=cohorts, start_level=start_level)


def test_boins_titration_that_starts_at_the_top_starts_with_one() -> None:
    decision = titrated_boin(3, 12, start_level=3).decide(Counts.none(3))
    assert isinstance(decision, Treat)
    assert (decision.level, decision.n) == (3, 1)


def test_boins_titration_ends_when_all_were_treated() -> None:
    decision = titrated_boin(5, 3).decide(Counts((Tally(1),) * 3 + (NOBODY,) * 2, 3))
    assert isinstance(decision, Stop)
    assert decision.because.code == "design.all_treated"


def test_somebody_not_evaluated_yet_is_the_rest_of_a_titrated_cohort() -> None:
    decision = titrated_boin(3, 12).decide(Counts((NOBODY,) * 3, 1))
    assert isinstance(decision, Treat)
    assert (decision.level, decision.because.code) == (1, "design.rest_of_cohort")


@pytest.mark.parametrize(("must_not", "mtd"), [(True, None), (False, 1)])
def test_a_rate_on_lambda_d_is_not_under_it(must_not: bool, mtd: int | None) -> None:
    """With p_tox mirrored about a half, lambda_d is a half, and so is the rate of 3 in 6."""
    asked = Boin(
        levels=2,
        target=0.3,
        p_tox=0.7,
        max_n=12,
        cohort=3,
        eliminate_above=None,
        mtd_must_not_be_over_lambda_d=must_not,
    )
    assert asked.lambda_d == 0.5
    assert asked.select(Counts((Tally(6, 3), NOBODY), 1)).mtd == mtd


def test_one_dlt_in_one_is_a_high_rate_whatever_the_boundary() -> None:
    """A conflict of backfilled data is told by each level's own rate, also of one participant."""
    asked = BfBoin(levels=3, target=0.5, max_n=18, cohort=3)
    assert asked.lambda_d > 0.5
    assert asked._is_high(np.array([1]), np.array([1])).all()


def test_blrms_interval_of_target_toxicity_is_the_published_one() -> None:
    """Neuenschwander B, Branson M, Gsponer T. Stat Med 2008;27:2420-39, section 2."""
    assert Blrm.__dataclass_fields__["target_interval"].default == (0.16, 0.33)


def test_a_table_of_ranks_takes_the_least_overlap_of_dlts_and_responses() -> None:
    """2 DLTs and 2 responses in 3: one participant had both, and no more than one is assumed."""
    utilities = {"response": 100, "neither": 60, "both": 10, "dlt": 0}
    asked = Boin12(levels=1, target=0.35, efficacy_limit=0.25, max_n=12, utilities=utilities)

    def worth(n: int, dlt: int, responses: int) -> float:
        overlap = max(dlt + responses - n, 0)
        tally = Tally(n, dlt, responses=responses, responses_with_dlt=overlap)
        return float(asked.desirability(Batch.of(Counts((tally,), 1)))[0, 0])

    ranks = {cell: rank for cell, rank in asked.ranks((0, 3, 6)).items() if rank is not None}
    by_worth = sorted(ranks, key=lambda cell: worth(*cell))
    assert [ranks[cell] for cell in by_worth] == sorted(ranks.values())
    assert len(set(ranks.values())) > len(ranks) // 2


def test_a_titration_cohort_of_nobody_is_one_fault() -> None:
    with pytest.raises(FaultsFound) as caught:
        AcceleratedTitration(escalation=ThreePlusThree(levels=3), cohort=0, top_up_to=4)
    assert [fault.place.path for fault in caught.value.faults] == ["cohort"]


def test_to_complete_a_cohort_is_as_careful_as_to_treat_another() -> None:
    asked = ThreePlusThree(levels=3, table={"2,0": "treat_rest", "2,1": "expand"})
    assert asked.cells[2, 1] == "expand"
    assert contradictions({"2,0": "declares_mtd", "2,1": "expand"}) == [
        ("table.2,1", "expand after declares_mtd")
    ]
    assert contradictions({"2,0": "declares_mtd", "2,1": "treat_rest"}) == [
        ("table.2,1", "treat_rest after declares_mtd")
    ]


def test_a_rule_merges_each_level_by_itself_and_an_interval_design_does_not_say_so() -> None:
    """After six with one DLT the next level opens as after six with none; two of three close."""
    asked = merge_tally(ThreePlusThree(levels=3), keep_sizes=True)
    assert asked is not None
    assert [asked(Tally(6, 1)), asked(Tally(3, 1)), asked(Tally(6, 5))] == [
        Tally(6, 0),
        Tally(3, 1),
        Tally(6, 2),
    ]
    forgetting = merge_tally(ThreePlusThree(levels=3), keep_sizes=False)
    assert forgetting is not None
    assert forgetting(Tally(6, 5)).n < 6
    assert merge_tally(Boin(levels=3, target=0.3, max_n=12), keep_sizes=True) is None


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"halfwidth": 0.7}, ["halfwidth", "target"]),
        ({"halfwidth": 0.1}, ["target"]),
        ({"halfwidth": 0.7, "skeleton": [0.1, 0.2, 0.3]}, ["halfwidth", "target"]),
        ({"halfwidth": 0.1, "skeleton": [0.1, 0.2, 0.3]}, ["halfwidth", "target"]),
    ],
)
def test_a_half_width_is_judged_also_beside_a_target_out_of_reach(
    given: dict[str, object], wrong: list[str]
) -> None:
    with pytest.raises(FaultsFound) as caught:
        Crm(levels=3, target=0.99, max_n=12, cohort=3, model="logistic_1", intercept=1, **given)
    assert sorted(fault.place.path for fault in caught.value.faults) == wrong

"""Proofs find what is wrong with a design, and show the shortest course that breaks the law."""

from __future__ import annotations

import pytest

from dosepath.designs import (
    AcceleratedTitration,
    Counts,
    Decision,
    Stop,
    ThreePlusThree,
    Treat,
    Wait,
    replay_path,
)
from dosepath.pathways import Law, Limits, TooManyStates, enumerate_paths, prove
from dosepath.rule import Reason

WHY = Reason.of("design.pending", level=1, n=1)


class Changed:
    """A 3+3 on three levels with one answer changed."""

    levels = 3

    def __init__(self, at: str, answer: Decision) -> None:
        self.rule = ThreePlusThree(levels=3)
        self.at, self.answer = replay_path(self.rule, at).counts, answer

    def decide(self, counts: Counts) -> Decision:
        return self.answer if counts == self.at else self.rule.decide(counts)


def found(design: object, code: str, **limits: int) -> Law:
    return next(law for law in prove(design, **limits).laws if law.code == code)


@pytest.mark.parametrize(
    ("code", "at", "answer"),
    [
        ("law.levels", "1NNN 2NNN 3NNN", Treat(4, 3, WHY)),
        ("law.levels", "1NNN", Treat(0, 3, WHY)),
        ("law.levels", "1NTT", Stop(7, WHY)),
        ("law.no_skipping", "1NNN", Treat(3, 3, WHY)),
        ("law.no_escalation", "1NTT", Treat(2, 3, WHY)),
        ("law.one_decision", "1NNT", Wait(WHY)),
        ("law.mtd_treated", "1NNN", Stop(2, WHY)),
        ("law.ends", "1NNN", Treat(2, 0, WHY)),
        ("law.more_dlts", "1NTT", Treat(2, 3, WHY)),
    ],
)
def test_a_broken_law_is_shown_by_its_shortest_course(code: str, at: str, answer: Decision) -> None:
    law = found(Changed(at, answer), code)
    assert law.holds is False
    assert law.counterexample == at


def test_two_courses_are_compared_where_the_law_compares_two() -> None:
    law = found(Changed("1NTT", Treat(2, 3, WHY)), "law.more_dlts")
    assert law.against in ("1NNT", "1NN 1T", "1N 1NT", "1N 1N 1T")


def test_a_level_limit_can_be_stated() -> None:
    assert found(ThreePlusThree(levels=3), "law.level_limit").holds
    law = found(ThreePlusThree(levels=3), "law.level_limit", limits=Limits(level=5))
    assert (law.holds, law.limit, law.counterexample) == (False, 5, "1NNT")


def test_a_dlt_limit_can_be_stated() -> None:
    law = found(ThreePlusThree(levels=3), "law.no_escalation", limits=Limits(dlts=1))
    assert (law.holds, law.counterexample) == (False, "1NNT 1NNN")


def test_a_rule_that_escalates_after_two_of_six_breaks_the_law() -> None:
    rule = ThreePlusThree(levels=3, escalate_both=2, exceeds_both=3)
    law = found(rule, "law.no_escalation")
    assert law.counterexample == "1NNT 1NNT"
    assert found(rule, "law.no_escalation", limits=Limits(dlts=3)).holds


class Endless:
    """Treats one more at level 1 for ever."""

    levels = 1

    def decide(self, counts: Counts) -> Decision:
        return Treat(1, 1, WHY)


def test_a_design_without_end_is_not_proven() -> None:
    proof = prove(Endless(), limit=100)
    assert not proof.holds
    assert not proof.is_complete
    assert not proof.is_broken
    assert {law.holds for law in proof.laws} == {None}
    assert all(law.checked >= 100 for law in proof.laws)


def test_nor_is_it_walked_for_ever() -> None:
    with pytest.raises(TooManyStates):
        list(enumerate_paths(Endless()))


@pytest.mark.parametrize(
    "design",
    [
        ThreePlusThree(levels=5, six_at_mtd="always"),
        ThreePlusThree(levels=4, de_escalate=False),
        ThreePlusThree(levels=3, cancel_undosed_at_exceeding=False),
        ThreePlusThree(levels=3, three_of_six="steps_back", two_of_six="declares_mtd"),
        AcceleratedTitration(escalation=ThreePlusThree(levels=4), switch_level=2),
        AcceleratedTitration(escalation=ThreePlusThree(levels=4), cohort=2, top_up_to=5),
        AcceleratedTitration(escalation=ThreePlusThree(levels=6), grade_2_threshold=2),
    ],
    ids=repr,
)
def test_the_catalogues_designs_are_proven(design: object) -> None:
    proof = prove(design)
    assert proof.holds, proof.rows()
    assert proof.states > 50
    assert {law.code for law in proof.laws} >= {"law.ends", "law.more_dlts", "law.no_escalation"}

"""The 3+3 and its variants, in outcome notation; the arrow is what the rule says next."""

from __future__ import annotations

import re

import pytest

from dosepath.designs import Counts, Stop, ThreePlusThree, Treat, Wait, replay_path
from dosepath.quantity import FaultsFound


def says(path: str, **parameters: object) -> str:
    """``2+3`` treat three at level 2; ``MTD 1``; ``none``."""
    decision = replay_path(ThreePlusThree(levels=3, **parameters), path).decision
    if isinstance(decision, Treat):
        return f"{decision.level}+{decision.n}"
    assert isinstance(decision, Stop)
    return "none" if decision.mtd is None else f"MTD {decision.mtd}"


STANDARD = """
    (nothing)                           -> 1+3
    1NNN                                -> 2+3
    1NNT                                -> 1+3
    1NNT 1NNN                           -> 2+3
    1NNT 1NNT                           -> none
    1NTT                                -> none
    1NNN 2NTT                           -> 1+3
    1NNN 2NTT 1NNN                      -> MTD 1
    1NNN 2NTT 1NNT                      -> MTD 1
    1NNN 2NTT 1NTT                      -> none
    1NNT 1NNN 2NTT                      -> MTD 1
    1NNN 2NNT 2NNN 3TTT                 -> MTD 2
    1NNN 2NNN 3NNN                      -> MTD 3
    1NNN 2NNN 3NNT                      -> 3+3
    1NNN 2NNN 3NNT 3NNN                 -> MTD 3
    1NNN 2NNN 3NNT 3NNT                 -> 2+3
    1NNN 2NNN 3NTT 2NTT                 -> 1+3
"""
PARTIAL = """
    1N                                  -> 1+2
    1T                                  -> 1+2
    1NT                                 -> 1+1
    1TT                                 -> none
    1NNN 2TT                            -> 1+3
    1NNT 1T                             -> none
    1NNT 1NN                            -> 1+1
    1NNN 2TT 1N                         -> 1+2
"""


def rows(table: str) -> list[tuple[str, str]]:
    lines = (line.split("->") for line in table.strip().splitlines())
    return [(path.replace("(nothing)", "").strip(), answer.strip()) for path, answer in lines]


@pytest.mark.parametrize(("path", "answer"), rows(STANDARD))
def test_standard(path: str, answer: str) -> None:
    assert says(path) == answer


@pytest.mark.parametrize(("path", "answer"), rows(PARTIAL))
def test_partial_cohorts_are_completed_unless_settled(path: str, answer: str) -> None:
    assert says(path) == answer


@pytest.mark.parametrize(
    ("parameters", "path", "answer"),
    [
        ({"six_at_mtd": "always"}, "1NNN 2NNN 3NNN", "3+3"),
        ({"six_at_mtd": "always"}, "1NNN 2NNN 3NNN 3NNT", "MTD 3"),
        ({"six_at_mtd": "never"}, "1NNN 2NNN 3NNN", "MTD 3"),
        ({"six_at_mtd": "never"}, "1NNN 2NTT", "MTD 1"),
        ({"six_at_mtd": "never", "down_to_three": "accept"}, "1NNN 2NTT", "MTD 1"),
        ({"de_escalate": False}, "1NNN 2NTT", "MTD 1"),
        ({"de_escalate": False}, "1NTT", "none"),
        ({"de_escalate": False, "start_level": 2}, "2NTT", "none"),
        ({"start_level": 2}, "2NTT", "1+3"),
        ({"start_level": 2}, "2NTT 1NNN", "1+3"),
        ({"two_of_six": "declares_mtd"}, "1NNT 1NNT", "MTD 1"),
        ({"two_of_six": "declares_mtd"}, "1NNT 1T", "1+2"),
        ({"two_of_six": "declares_mtd"}, "1NNT 1TT", "none"),
        ({"two_of_six": "declares_mtd"}, "1NTT", "none"),
        ({"table": {"6,2": "declares_mtd"}}, "1NNT 1NNT", "MTD 1"),
        ({"table": {"3,1": "escalate"}}, "1NNT", "2+3"),
        ({"three_of_six": "steps_back", "de_escalate": False}, "1NNN 2NNT 2NTT", "1+3"),
        ({"three_of_six": "steps_back", "de_escalate": False}, "1NNN 2NNT 2NTT 1NNN", "MTD 1"),
        ({"three_of_six": "steps_back", "de_escalate": False}, "1NNN 2NTT", "MTD 1"),
        ({"three_of_six": "steps_back", "six_at_mtd": "never"}, "1NNN 2NNT 2NTT", "1+3"),
        ({"cancel_undosed_at_exceeding": False}, "1TT", "1+1"),
        ({"cohort": 2, "expansion": 4}, "1NN", "2+2"),
        ({"cohort": 2, "expansion": 4}, "1NT", "1+4"),
        ({"cohort": 1, "expansion": 2, "exceeds_first": 1}, "1T", "none"),
        ({"exceeds_both": 3, "escalate_both": 2}, "1NNT 1NNT", "2+3"),
    ],
)
def test_variants(parameters: dict[str, object], path: str, answer: str) -> None:
    assert says(path, **parameters) == answer


def test_what_the_rule_cannot_foresee_is_the_committees() -> None:
    """Seven at a level: nobody may read a dose from it."""
    decision = ThreePlusThree(levels=3).decide(Counts.none(3).add(1, n=7))
    assert isinstance(decision, Wait)
    assert decision.because.code == "design.unforeseen"


def test_a_dlt_that_is_judged_late_closes_its_level_and_all_above() -> None:
    """Level 1 was left with 0/3; two of its DLTs are adjudicated while level 2 is treated."""
    counts = Counts.none(3).add(1, n=3, dlt=2).add(2, n=2)
    assert ThreePlusThree(levels=3).decide(counts).mtd is None


def test_coming_down_two_levels_at_once_the_open_one_between_is_used() -> None:
    """The committee stepped from 3 to 1; level 2 has 0/3 and is not closed."""
    counts = Counts.none(3).add(2, n=3).add(3, n=3, dlt=2).add(1, n=3)
    decision = ThreePlusThree(levels=3).decide(counts)
    assert (decision.level, decision.n) == (2, 3)


def test_a_level_that_was_closed_stays_closed() -> None:
    counts = Counts.none(3).add(1, n=3).add(2, n=3, dlt=2).add(1, n=3)
    assert ThreePlusThree(levels=3).decide(counts).mtd == 1


@pytest.mark.parametrize(
    ("parameters", "cell", "words"),
    [
        ({"escalate_first": 2}, "3,2", "two actions"),
        ({"exceeds_both": 3}, "6,2", "no action"),
        ({"table": (("3,1", "expand"), ("3, 1", "escalate"))}, "3,1", "two actions"),
        ({"table": {"3,1": "exceeds_mtd", "3,2": "escalate"}}, "3,2", "less careful than 3,1"),
        ({"table": {"4,4": "expand"}}, "4,4", "never be seen"),
        ({"table": {"7,1": "escalate"}}, "7,1", "never be seen"),
        ({"table": {"6,1": "expand"}}, "6,1", "more participants than a level may have"),
        ({"table": {"3,1": "treat_rest"}}, "3,1", "cohort is complete"),
        ({"table": {"6,2": "shrug"}}, "6,2", "Unknown action"),
        ({"table": {"6": "expand"}}, "6", "named by participants evaluated and DLTs"),
    ],
)
def test_gaps_and_contradictions_are_reported_by_cell(
    parameters: dict[str, object], cell: str, words: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        ThreePlusThree(levels=3, **parameters)
    found = {fault.place.path: fault for fault in error.value.faults}
    assert re.search(words, found[f"table.{cell}"].message)
    assert found[f"table.{cell}"].allowed


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("levels", 0),
        ("levels", "four"),
        ("start_level", 4),
        ("cohort", 0),
        ("expansion", -1),
        ("six_at_mtd", "sometimes"),
        ("de_escalate", 1),
        ("two_of_six", None),
        ("down_to_one", "add_3"),
        ("down_to_three", "accept"),
        ("cancel_undosed_at_exceeding", "yes"),
    ],
)
def test_impossible_parameters_are_faults_that_name_them(parameter: str, value: object) -> None:
    with pytest.raises(FaultsFound) as error:
        ThreePlusThree(**{"levels": 3, parameter: value})
    assert {fault.place.path for fault in error.value.faults} == {parameter}


def test_every_cell_of_the_standard_table() -> None:
    """Every cell up to six has one action, also those that only a deviation can show."""
    short = {
        "escalate": "up", "expand": "+3", "treat_rest": "rest", "exceeds_mtd": "down",
    }  # fmt: skip
    table = {cell: short[action] for cell, action in ThreePlusThree(levels=2).cells.items()}
    by_n = {n: [table.get((n, dlt), "-") for dlt in range(n + 1)] for n in range(7)}
    assert by_n == {
        0: ["rest"],
        1: ["rest", "rest"],
        2: ["rest", "rest", "down"],
        3: ["up", "+3", "down", "down"],
        4: ["rest", "rest", "down", "down", "down"],
        5: ["rest", "rest", "down", "down", "down", "down"],
        6: ["up", "up", "down", "down", "down", "down", "down"],
    }

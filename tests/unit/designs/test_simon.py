"""Simon's four designs, and titration in steps of two levels."""

from __future__ import annotations

from typing import Any

import pytest

from dosepath.designs import (
    AcceleratedTitration,
    Counts,
    Stop,
    ThreePlusThree,
    Treat,
    build,
    replay_path,
    simon_design,
    warnings,
)
from dosepath.quantity import FaultsFound


def says(number: int, path: str, levels: int = 6) -> str:
    decision = replay_path(simon_design(number, levels), path).decision
    if isinstance(decision, Treat):
        return f"{decision.level}+{decision.n}"
    assert isinstance(decision, Stop)
    return "none" if decision.mtd is None else f"MTD {decision.mtd}"


@pytest.mark.parametrize(
    ("number", "path", "answer"),
    [
        (1, "", "1+3"),
        (1, "1NNN", "2+3"),
        (2, "", "1+1"),
        (2, "1N", "2+1"),
        (2, "1N 2G", "3+1"),
        (2, "1N 2G 3G", "3+2"),
        (2, "1N 2T", "2+2"),
        (3, "1N", "3+1"),
        (3, "1N 3N", "5+1"),
        (3, "1N 3N 5N", "6+1"),  # the top is not stepped over
        (3, "1N 3N 5N 6N", "6+2"),
        (3, "1G 3G", "3+2"),
        (3, "1G 3G 3NN", "4+3"),  # by 40% from here
        (3, "1N 3N 5T", "5+2"),
        (3, "1N 3N 5T 5NT", "4+3"),  # the level that was stepped over
        (3, "1N 3N 5T 5NT 4NNN", "4+3"),
        (3, "1N 3N 5T 5NT 4NNN 4NNN", "MTD 4"),
        (3, "1N 3N 5T 5NT 4NTT", "3+2"),
        (3, "1N 3T 3NT 2NTT", "1+2"),
        (4, "1N 3N", "5+1"),
    ],
)
def test_what_is_next(number: int, path: str, answer: str) -> None:
    assert says(number, path) == answer


def test_a_step_ends_at_the_cap() -> None:
    design = AcceleratedTitration(
        escalation=ThreePlusThree(levels=6), switch_level=5, titration_step=2
    )
    assert design.titration_levels == (1, 3, 4)
    assert replay_path(design, "1N 3N").decision.level == 4
    decision = replay_path(design, "1N 3N 4N").decision
    assert (decision.level, decision.n) == (5, 3)


def test_only_levels_that_titration_treats_can_fire_its_trigger() -> None:
    wide = AcceleratedTitration(escalation=ThreePlusThree(levels=4), titration_step=3)
    (reason,) = warnings(wide)
    assert reason["titration_levels"] == 1


def test_designs_3_and_4_differ_in_what_the_study_counts() -> None:
    assert simon_design(3, 6) == simon_design(4, 6)


@pytest.mark.parametrize("number", [0, 5, True, "1"])
def test_simons_designs_have_the_numbers_1_to_4(number: Any) -> None:
    with pytest.raises(FaultsFound, match="number"):
        simon_design(number, 4)


def test_simons_designs_begin_where_they_are_told() -> None:
    for number, n in ((1, 3), (2, 1), (3, 1), (4, 1)):
        for start, parameters in ((1, {}), (2, {"start_level": 2})):
            then = simon_design(number, 5, **parameters).decide(Counts.none(5))
            assert isinstance(then, Treat)
            assert (then.level, then.n) == (start, n)


def test_in_a_file_they_are_parameters_of_the_titration() -> None:
    stages = [{"accelerated_titration": {"titration_step": 2}}, {"three_plus_three": {}}]
    assert build(stages, 6) == simon_design(3, 6)

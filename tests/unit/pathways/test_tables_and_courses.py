"""The decision table asked of the design, and the courses that a trial can take."""

from __future__ import annotations

import pytest

from dosepath.designs import AcceleratedTitration, ThreePlusThree, replay_path
from dosepath.pathways import (
    compile_design,
    count_paths,
    decision_table,
    enumerate_paths,
    operating_characteristics,
)

DESIGN = AcceleratedTitration(
    escalation=ThreePlusThree(levels=4), switch_level=2, grade_2_threshold=1
)
SCENARIO = {"dlt": [0.05, 0.1, 0.2, 0.35], "grade_2": [0.1, 0.15, 0.2, 0.2]}


def table(design: object) -> dict[tuple[str, int, int, int | None], dict[str, str]]:
    return {
        (row.stage, row.n, row.dlt, row.events): {
            situation: " ".join(f"{a.move}{a.n or ''}" for a in answers)
            for situation, answers in row.answers
        }
        for row in decision_table(design).lines
    }


def test_the_table_of_the_worked_study() -> None:
    made = table(DESIGN)
    assert made["titration", 1, 0, 0] == {"open": "up3"}
    assert made["titration", 1, 0, 1] == {"open": "stay2"}
    assert made["titration", 1, 1, 0] == {"open": "stay2"}
    assert made["escalation", 3, 0, None] == {"open": "up3", "top": "mtd", "came_down": "stay3"}
    assert made["escalation", 6, 1, None] == {"open": "up3", "top": "mtd", "came_down": "mtd"}
    assert made["escalation", 2, 1, None]["open"] == "stay1"
    assert made["escalation", 4, 2, None]["top"] == "down3 mtd_below"


def test_partial_cohorts_are_marked() -> None:
    complete = {(row.n, row.dlt) for row in decision_table(DESIGN).lines if row.complete}
    assert complete == {(1, 0), (1, 1), (3, 0), (3, 1), (3, 2), (3, 3)} | {
        (6, dlt) for dlt in range(5)
    }


@pytest.mark.parametrize("six", ["always", "never"])
def test_a_variant_shows_in_its_cell(six: str) -> None:
    made = table(ThreePlusThree(levels=3, six_at_mtd=six))
    assert made["escalation", 3, 0, None]["top"] == {"always": "stay3", "never": "mtd"}[six]


def test_courses_replay_to_their_own_end() -> None:
    for course in enumerate_paths(DESIGN):
        replay = replay_path(DESIGN, course.path)
        assert replay.decision == course.decision
        assert replay.counts.total == course.n


def test_courses_have_the_probabilities_of_the_exact_engine() -> None:
    courses = list(enumerate_paths(DESIGN, scenario=SCENARIO))
    result = operating_characteristics(compile_design(DESIGN), SCENARIO)
    selected = [0.0] * 5
    for course in courses:
        selected[course.mtd or 0] += course.probability
    assert selected == pytest.approx(result.selection.tolist(), abs=1e-12)
    assert len(courses) == count_paths(DESIGN)


def test_without_a_scenario_there_is_no_probability() -> None:
    first = next(enumerate_paths(DESIGN))
    assert first.row() == {
        "path": "1N 2NNN 3NNN 4NNN",
        "participants": 10,
        "dlts": 0,
        "mtd": 4,
        "probability": None,
    }

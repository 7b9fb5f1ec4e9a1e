"""Survival: which course counts as what, and honesty where nobody is followed."""

from dataclasses import replace
from datetime import date

import pytest

from dosepath.analysis import (
    Estimate,
    ParticipantRow,
    dead_by,
    followed,
    incidence_curves,
    kaplan_meier,
    survival_curve,
    survival_table,
)
from tests.unit.analysis.made_trial import made_trial

ALIVE = ParticipantRow("P-001", 1, date(2026, 3, 2), "none", 75)
DIED_AFTER_GRAFT = replace(ALIVE, followed_to=40, died_day=40, transplanted_day=12)


@pytest.mark.parametrize(
    ("kind", "course"),
    [("overall", (40, True)), ("overall_censored", (12, False)), ("transplant_free", (12, True))],
)
def test_what_a_death_after_transplantation_counts_as(kind: str, course: tuple[int, bool]) -> None:
    assert followed(DIED_AFTER_GRAFT, kind, horizon=60) == course  # type: ignore[arg-type]


def test_what_comes_after_the_horizon_is_not_an_event() -> None:
    late = replace(ALIVE, followed_to=70, died_day=70)
    assert followed(late, "overall", horizon=60) == (60, False)
    assert followed(replace(late, followed_to=60, died_day=60), "overall", horizon=60) == (60, True)


def test_without_an_event_there_is_an_estimate_but_no_interval() -> None:
    assert kaplan_meier([60, 60], [False, False]).at(60) == Estimate(1.0, None, None)


def test_a_death_on_the_day_of_dosing_counts() -> None:
    assert kaplan_meier([0, 60], [True, False]).at(0).value == pytest.approx(0.5)


def test_a_first_transplantation_keeps_a_later_death_out_of_the_incidence_of_death() -> None:
    data = made_trial(participants=(ALIVE, DIED_AFTER_GRAFT))
    death, graft = incidence_curves(data)
    assert (death.at(60).value, graft.at(60).value) == (0.0, 0.5)
    assert survival_curve(data, "overall").at(60).value == 0.5


def test_death_transplantation_and_neither_add_up_to_one() -> None:
    data = made_trial()
    death, graft = incidence_curves(data)
    for day in (7, 28, 45, 60):
        free = survival_curve(data, "transplant_free").at(day).value
        assert death.at(day).value + graft.at(day).value + free == pytest.approx(1)


def test_a_day_to_which_nobody_is_followed_has_no_estimate() -> None:
    early = made_trial(participants=(replace(ALIVE, followed_to=30),))
    table = survival_table(early, days=(28, 60))
    overall = {row[0].code: row[1:] for row in table.rows}["survival.overall"]  # type: ignore[union-attr]
    assert overall[0] == 1
    assert overall[1] == Estimate(1.0, None, None)
    assert overall[2:] == (0, None)


def test_when_everyone_has_died_the_later_estimate_is_known() -> None:
    dead = made_trial(participants=(replace(ALIVE, followed_to=10, died_day=10),))
    row = survival_table(dead, days=(28, 60)).rows[0]
    assert row[-1] == Estimate(0.0, None, None)


def test_the_exact_proportion_leaves_out_people_whose_state_is_not_known() -> None:
    data = made_trial(
        participants=(
            ALIVE,
            replace(ALIVE, followed_to=20),
            replace(ALIVE, followed_to=9, died_day=9),
        )
    )
    share = dead_by(data, 28)
    assert (share.x, share.n) == (1, 2)


def test_a_trial_without_participants_has_a_table() -> None:
    table = survival_table(made_trial(participants=()))
    assert all(row[2] is None or row[0].code == "survival.dead_known" for row in table.rows)  # type: ignore[union-attr]

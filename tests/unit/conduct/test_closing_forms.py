"""The closing visit's forms and the record say the same, or the window is not assessed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dosepath import conduct
from tests.unit.conduct.playing import COORDINATOR, HERE, Play

ASSESSMENT = "day_28_assessment"


def answered(trial: Play, **answers: str) -> tuple[str, ...]:
    """What refuses the assessment when the forms say ``answers`` and nothing is recorded."""
    participant = trial.past_window()
    trial.closing_forms(participant, **answers)
    return trial.refused(conduct.assess_window, participant)


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        ({"complete": "no"}, ("refused.closing_incomplete",)),
        ({"candidate": "yes"}, ("refused.closing_no_candidate",)),
        ({"alive": "no"}, ("refused.closing_not_recorded",)),
        ({"died_on": "2026-03-20"}, ("refused.closing_not_recorded",)),
        ({"alive": "no", "died_on": "2026-03-20"}, ("refused.closing_not_recorded",)),
        ({"transplanted": "yes"}, ("refused.closing_not_recorded",)),
        (
            {"candidate": "yes", "transplanted": "yes"},
            ("refused.closing_no_candidate", "refused.closing_not_recorded"),
        ),
    ],
)
def test_what_the_forms_say_and_nobody_recorded_keeps_the_window_open(
    answers: dict[str, str], refused: tuple[str, ...]
) -> None:
    assert answered(Play().open(), **answers) == refused


def test_forms_that_agree_with_the_record_close_the_window() -> None:
    trial = Play().open()
    participant = trial.past_window()
    trial.closing_forms(participant, candidate="no", alive="yes", transplanted="no")
    trial.do(conduct.assess_window, participant)
    assert trial.state.participants[participant].window is not None


def test_a_candidate_that_the_form_denies_keeps_the_window_open_until_the_form_is_corrected() -> (
    None
):
    trial = Play().open()
    participant = trial.dosed()
    trial.judged(trial.harm(participant), "not_dlt")
    trial.now = trial.ends(participant) + timedelta(days=1)
    trial.closing_forms(participant, candidate="no")
    assert trial.refused(conduct.assess_window, participant) == (
        "refused.closing_candidate_denied",
    )
    key = (participant, "d28", ASSESSMENT)
    trial.do(conduct.correct_form, key, items={"candidate": "yes"}, reason="it was")
    trial.do(conduct.assess_window, participant)


def test_a_death_after_the_window_is_told_the_same_way_by_both() -> None:
    trial = Play().open()
    participant = trial.past_window()
    on = trial.now
    trial.do(conduct.record_death, participant, on=on, by=COORDINATOR)
    trial.closing_forms(participant, alive="no", died_on=f"{on.astimezone(HERE):%Y-%m-%d}")
    trial.do(conduct.assess_window, participant)


def test_a_death_on_another_day_than_the_form_says_keeps_the_window_open() -> None:
    trial = Play().open()
    participant = trial.past_window()
    trial.do(conduct.record_death, participant, on=trial.now, by=COORDINATOR)
    trial.closing_forms(participant, alive="no", died_on="2026-03-20")
    assert trial.refused(conduct.assess_window, participant) == ("refused.closing_date",)


def test_a_transplantation_before_the_visit_that_the_form_denies() -> None:
    trial = Play().open()
    participant = trial.past_window()
    trial.do(conduct.record_transplantation, participant, on=trial.now, by=COORDINATOR)
    trial.wait(days=1)
    trial.closing_forms(participant, transplanted="no")
    assert trial.refused(conduct.assess_window, participant) == ("refused.closing_denied",)


def test_what_waits_names_the_contradiction() -> None:
    trial = Play().open()
    participant = trial.past_window()
    trial.closing_forms(participant, candidate="yes")
    codes = [reason.code for reason in trial.recommend().missing]
    assert codes == ["missing.agreement"]

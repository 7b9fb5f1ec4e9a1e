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


def corrected_after(trial: Play, visit: str, form: str) -> str:
    """A participant whose form of ``visit`` was corrected after the window was assessed."""
    participant = trial.dosed()
    trial.wait(days=1)
    items = {"heart_rate": "79"}
    key = (participant, "d1", "vitals")
    trial.do(conduct.record_form, key, on=trial.now, items=items, by=COORDINATOR)
    trial.completed(participant)
    key = (participant, visit, form)
    changed = {"heart_rate": "81"} if form == "vitals" else {"candidate": "yes"}
    trial.do(conduct.correct_form, key, items=changed, reason="typing", by=COORDINATOR)
    return participant


def test_a_closing_form_corrected_after_the_assessment_must_be_assessed_again() -> None:
    trial = Play().open()
    participant = corrected_after(trial, "d28", "vitals")
    assert trial.recommend().status == "wait"
    assert [r.code for r in trial.recommend().missing] == ["missing.assessment_again"]
    waiting = [task.what.code for task in conduct.tasks(trial.state, trial.now)]
    assert waiting == ["task.assess_window_again"]
    trial.do(conduct.assess_window, participant)
    assert trial.recommend().is_decision_due
    assert conduct.tasks(trial.state, trial.now) == ()


def test_a_correction_that_contradicts_the_record_keeps_the_window_open() -> None:
    trial = Play().open()
    participant = corrected_after(trial, "d28", ASSESSMENT)
    assert trial.refused(conduct.assess_window, participant) == ("refused.closing_no_candidate",)


def test_a_form_of_another_visit_does_not_reopen_the_window() -> None:
    trial = Play().open()
    participant = corrected_after(trial, "d1", "vitals")
    assert trial.state.participants[participant].window is not None


def test_nobody_is_dosed_at_the_next_level_while_a_window_below_is_open_again() -> None:
    trial = Play().open()
    first = trial.dosed()
    trial.completed(first)
    trial.decide()
    second = trial.ready()
    key = (first, "d28", "vitals")
    trial.do(conduct.correct_form, key, items={"heart_rate": "81"}, reason="typing")
    assert not conduct.dosing_gate(trial.state, second, at=trial.now).is_open
    trial.do(conduct.assess_window, first)
    assert conduct.dosing_gate(trial.state, second, at=trial.now).is_open

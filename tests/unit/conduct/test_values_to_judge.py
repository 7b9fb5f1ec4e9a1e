"""A laboratory value of a candidate's grade raises no candidate by itself: a person judges it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import DltRule, Worsened, outcome, unjudged_labs
from dosepath.schedule import Form, Item, ItemType, Visit
from tests.unit.conduct.playing import COORDINATOR, FORMS, VISITS, Play, protocol, report

UNIT = "10*9/L"
LABS = Form(
    "labs",
    {"en": "Laboratory"},
    (Item("platelets", ItemType.NUMBER, {"en": "Platelets"}, unit=UNIT, units=(UNIT,)),),
)
TERM = "Platelet count decreased"


def measured(**changes: object) -> Play:
    """A trial with a laboratory form before dosing and on days 1 and 35."""
    visits = (
        Visit("baseline", -1, 3, 0, ("labs",)),
        *VISITS,
        Visit("d7", 7, 6, 6, ("labs",)),
        Visit("d35", 35, 5, 5, ("labs",)),
    )
    made = protocol(visits=visits, forms={**FORMS, "labs": LABS}, **changes)
    return Play(made).open()


def sampled(trial: Play, who: str, visit: str, platelets: str) -> None:
    key = (who, visit, "labs")
    items = {"platelets": platelets}
    trial.do(conduct.record_form, key, on=trial.now, items=items, by=COORDINATOR)


def low(trial: Play, value: str = "40", baseline: str = "60") -> str:
    """A participant dosed, whose platelets were ``baseline`` and are ``value`` on day 5."""
    who = trial.ready()
    if baseline:
        sampled(trial, who, "baseline", baseline)
    trial.wait(hours=1)
    trial.do(conduct.give_dose, who, given_at=trial.now)
    trial.wait(days=5)
    sampled(trial, who, "d7", value)
    return who


def waiting(trial: Play) -> list[tuple[str, int]]:
    return [(one.term, one.grade) for one in unjudged_labs(trial.state)]


# value on day 5, baseline, waits to be judged?
VALUES = (
    ("40", "60", True),  # grade 3 after 2
    ("20", "40", True),  # grade 4 after 3
    ("30", "40", False),  # grade 3 as before
    ("60", "70", False),  # grade 2
    ("40", "140", True),  # the baseline's grade is not known without a limit of normal
    ("40", "", True),  # nothing was measured before dosing
    ("60", "", False),
)


@pytest.mark.parametrize(("value", "baseline", "expected"), VALUES)
def test_what_must_be_judged(value: str, baseline: str, expected: bool) -> None:
    trial = measured()
    low(trial, value, baseline)
    assert bool(waiting(trial)) is expected
    # It stops no dosing by itself: it is no candidate.
    assert conduct.candidates(trial.state) == ()


def test_it_waits_for_an_investigator_and_keeps_the_window_open() -> None:
    trial = measured()
    who = low(trial)
    (task,) = conduct.tasks(trial.state, trial.now)
    assert (task.what.code, task.subject, task.permission) == (
        "task.judge_value",
        who,
        "value.judge",
    )
    trial.now = trial.ends(who) + timedelta(days=1)
    trial.closing_forms(who)
    assert [reason.code for reason in trial.recommend().missing] == ["missing.values"]
    assert trial.refused(conduct.assess_window, who) == ("refused.value_unjudged",)
    assert outcome(trial.state, who).result == "pending"  # type: ignore[union-attr]


def test_an_adverse_event_of_the_term_and_grade_answers_it() -> None:
    trial = measured()
    who = low(trial)
    mild = report(2, term=TERM, onset=trial.now)
    trial.do(conduct.record_adverse_event, who, report=mild)
    assert waiting(trial) == [(TERM, 3)]
    trial.harm(who, term=TERM.lower(), baseline_grade=2)
    assert waiting(trial) == []
    # Now it is a candidate, as any such event is.
    assert [one.number for one in conduct.candidates(trial.state)] == ["AE-002"]


def test_stating_why_it_is_none_answers_it_and_keeps_the_reason() -> None:
    trial = measured()
    who = low(trial)
    given = {"item": "platelets", "reason": "clotted sample; repeated, 62"}
    trial.do(conduct.judge_value, who, **given)
    assert waiting(trial) == []
    (judged,) = trial.state.values_judged
    assert (judged.participant, judged.term, judged.stamp.reason) == (who, TERM, given["reason"])
    trial.completed(who)
    assert outcome(trial.state, who).result == "none"  # type: ignore[union-attr]


def test_a_corrected_value_is_judged_again() -> None:
    trial = measured()
    who = low(trial)
    trial.do(conduct.judge_value, who, item="platelets", reason="clotted sample")
    new = {"platelets": "20"}
    trial.do(conduct.correct_form, (who, "d7", "labs"), items=new, reason="typing")
    assert waiting(trial) == [(TERM, 4)]


@pytest.mark.parametrize(
    "changes",
    [
        {"dlt": DltRule(28, excluded=(TERM.lower(),))},
        {"dlt": DltRule(4)},
        {"dlt": DltRule(28, grade=4)},
        {"dlt": DltRule(28, worsening=2)},
    ],
    ids=["never dose-limiting", "after the window", "below the grade", "not worse enough"],
)
def test_what_the_studys_definition_leaves_out_is_left_out(changes: dict[str, object]) -> None:
    trial = measured(**changes)
    low(trial)
    assert waiting(trial) == []


def test_only_what_is_certain_is_listed_as_worsened() -> None:
    trial = measured()
    low(trial, baseline="140")
    assert conduct.worsened_labs(trial.state) == ()
    (one,) = unjudged_labs(trial.state)
    assert isinstance(one, Worsened)
    assert (one.baseline_grade, one.before) == (None, None)


def test_who_records_forms_cannot_state_that_a_value_is_no_harm() -> None:
    trial = measured()
    who = low(trial)
    given = {"item": "platelets", "reason": "clotted", "by": COORDINATOR}
    assert trial.refused(conduct.judge_value, who, **given) == ("refused.not_permitted",)

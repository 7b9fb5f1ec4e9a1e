"""The public status follows the trial itself, and tells nothing about anyone in it."""

from __future__ import annotations

from datetime import datetime

import pytest

from dosepath import conduct
from dosepath.web.public.progress import progress_of, status_code
from tests.unit.conduct.playing import INVESTIGATOR, Play


def code(play: Play, at: datetime | None = None) -> str:
    return status_code(play.state, at or play.now)


def test_the_story_of_a_trial_as_the_public_sees_it() -> None:
    play = Play()
    assert code(play) == "not_yet_recruiting"
    play.open()
    assert code(play) == "recruiting"
    first = play.dosed()
    assert code(play) == "waiting_list"  # one participant at the lowest level, under observation
    play.completed(first)
    assert code(play) == "waiting_list"  # a decision is due
    play.decide()
    assert code(play) == "recruiting"  # three places at the next level


def test_an_event_that_may_be_dose_limiting_pauses_until_two_people_have_judged_it() -> None:
    play = Play().open()
    number = play.harm(play.dosed())
    assert code(play) == "suspended"
    play.judged(number, "not_dlt")
    assert code(play) == "waiting_list"


def test_a_halt_is_shown_at_once() -> None:
    play = Play().open()
    play.do(conduct.halt_dosing, reason="looking at a report", by=INVESTIGATOR)
    assert code(play) == "suspended"


@pytest.mark.django_db
def test_a_study_that_is_not_run_here_has_no_progress() -> None:
    assert progress_of("NCT05727722", datetime.now().astimezone()) is None


def test_a_database_without_tables_leaves_the_page_with_what_the_record_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.db import OperationalError

    from dosepath import store

    def fail(_: str) -> None:
        raise OperationalError("no such table")

    monkeypatch.setattr(store, "trial_state", fail, raising=False)
    assert progress_of("NCT05727722", datetime.now().astimezone()) is None

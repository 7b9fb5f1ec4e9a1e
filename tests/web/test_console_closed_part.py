"""A part that is not open yet: shown where people are enrolled, and not to be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from dosepath import conduct, store
from dosepath.study import load_text
from tests.unit.conduct.playing import COORDINATOR
from tests.web.console_trial import FILE, TRIAL, Console, create_people, hidden, page, play, undone

PARTS = """\
escalation:
  parts:
    b:
      title: {en: Every week}
      doses: [0.2e9 cells, 0.4e9 cells]
      stages: [three_plus_three]
      scenarios: {hoped: {dlt: [0.1, 0.2]}}
      after: the MTD of the main part
    c:
      doses: [0.2e9 cells]
      stages: [three_plus_three]
      scenarios: {hoped: {dlt: [0.1]}}
"""


@pytest.fixture(scope="module")
def parted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Console]:
    text = FILE.read_text(encoding="utf-8").replace("\nescalation:\n", "\n" + PARTS, 1)
    with django_db_blocker.unblock(), undone():
        create_people()
        study = load_text(text, str(FILE))
        yield Console(play(study), study)


@pytest.fixture
def chief(parted: Console, db: None) -> Client:
    return parted.client("investigator")


def enrolling(console: Console) -> str:
    """The page that enrols a new screening."""
    console.trial.do(conduct.open_screening, by=COORDINATOR)
    return f"/console/{TRIAL}/screening/{list(store.trial_state(TRIAL).screenings)[-1]}/enrol/"


def choices(shown: Any) -> dict[str, bool]:
    """The parts to choose from, and whether each can be chosen."""
    radios = [one for one in shown.all("input") if one["name"] == "part"]
    return {one["value"]: "disabled" not in one.attributes for one in radios}


def test_a_part_that_is_not_open_is_shown_with_what_it_waits_for(
    parted: Console, chief: Client
) -> None:
    shown = page(chief, enrolling(parted))
    assert choices(shown) == {"-": True, "b": False, "c": False}
    assert "b: Every week (not open; opens after: the MTD of the main part)" in shown.text
    assert "c (not open)" in shown.text


def test_a_part_that_was_opened_can_be_chosen(parted: Console, chief: Client) -> None:
    parted.trial.judged("AE-001", "not_dlt")
    parted.trial.do(conduct.open_part, "c")
    shown = page(chief, enrolling(parted))
    assert choices(shown) == {"-": True, "b": False, "c": True}
    assert "c (not open)" not in shown.text


def test_a_closed_part_that_is_sent_all_the_same_is_refused(parted: Console, chief: Client) -> None:
    where = enrolling(parted)
    before = parted.seq
    answer = chief.post(where, {**hidden(chief, where), "part": "b"})
    assert answer.status_code == 422
    assert "Part b of the trial is not open" in answer.content.decode()
    assert parted.seq == before

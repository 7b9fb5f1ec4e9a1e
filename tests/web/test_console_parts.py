"""A trial with a further part on the site: pages say and keep which part they are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from dosepath import conduct, store
from dosepath.study import load_text
from tests.unit.conduct.playing import COORDINATOR
from tests.unit.conduct.test_worked_study import enrolled
from tests.web.console_trial import FILE, TRIAL, Console, create_people, page, play, undone

PARTS = """\
escalation:
  parts:
    b: {title: {en: Every week}, doses: [0.2e9 cells, 0.4e9 cells], stages: [three_plus_three]}
"""


@pytest.fixture(scope="module")
def parted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Console]:
    """The worked study's trial with a part b that is open; P-002 is not enrolled into it."""
    text = FILE.read_text(encoding="utf-8").replace("\nescalation:\n", "\n" + PARTS, 1)
    with django_db_blocker.unblock(), undone():
        create_people()
        study = load_text(text, str(FILE))
        made = Console(play(study), study)
        made.trial.judged("AE-001", "not_dlt")
        made.trial.do(conduct.open_part, "b")
        yield made


@pytest.fixture
def console(parted: Console, db: None) -> Console:
    return parted


@pytest.fixture
def chief(console: Console) -> Client:
    return console.client("investigator")


def words(client: Client, path: str) -> str:
    return page(client, f"/console/{TRIAL}/{path}").text


def in_b(console: Console, monkeypatch: pytest.MonkeyPatch) -> str:
    """A participant enrolled into part b, with a place there."""
    trial = console.trial
    enrol = conduct.enrol
    monkeypatch.setattr(conduct, "enrol", lambda state, *a, **k: enrol(state.of_part("b"), *a, **k))
    number = enrolled(trial, console.study)
    trial.do(conduct.reserve_slot, number, by=COORDINATOR)
    return number


def test_the_line_on_every_page_names_the_part_and_leads_to_the_others(chief: Client) -> None:
    main = page(chief, f"/console/{TRIAL}/board/")
    line = next(one for one in main.all("section") if one["class"] == "trial-line")
    assert line.text.startswith("Main part: ")
    assert [(one.text, one["href"]) for one in line.all("a")] == [
        ("Part b", f"/console/{TRIAL}/board/?part=b")
    ]
    assert "Part b: Level 1" in words(chief, "board/?part=b")


def test_the_board_and_the_decision_page_of_a_part_show_its_ladder(chief: Client) -> None:
    for path in ("board/", "decisions/next/"):
        mine, other = words(chief, path + "?part=b"), words(chief, path)
        assert "0.4 × 10⁹" in mine, path
        assert "0.4 × 10⁹" not in other, path


def test_links_and_forms_keep_the_part(chief: Client) -> None:
    shown = page(chief, f"/console/{TRIAL}/decisions/?part=b")
    to = [one["href"] for one in shown.all("a")]
    assert f"/console/{TRIAL}/decisions/next/?part=b" in to
    assert f"/console/{TRIAL}/board/?part=b" in to


def test_a_part_that_is_not_there_is_the_main_one(chief: Client) -> None:
    assert "Main part: " in words(chief, "board/?part=zz")


def test_a_participants_pages_are_about_their_part(
    console: Console, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = in_b(console, monkeypatch)
    for path in (f"dosing/{number}/", f"dosing/{number}/give/", "dosing/"):
        said = words(chief, path)
        assert "0.2 × 10⁹" in said, path
    assert "Part b: " in words(chief, f"dosing/{number}/")


def test_enrolment_asks_for_the_part(console: Console, chief: Client) -> None:
    trial = console.trial
    before = len(store.trial_state(TRIAL).participants)
    trial.do(conduct.open_screening, by=COORDINATOR)
    screening = list(store.trial_state(TRIAL).screenings)[-1]
    shown = page(chief, f"/console/{TRIAL}/screening/{screening}/enrol/")
    choices = [one["value"] for one in shown.all("input") if one["name"] == "part"]
    assert choices == ["-", "b"]
    unsaid = chief.post(f"/console/{TRIAL}/screening/{screening}/enrol/", {})
    assert unsaid.status_code == 422
    assert len(store.trial_state(TRIAL).participants) == before

"""A trial with a further part on the site: pages say and keep which part they are about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dosepath import conduct, store
from dosepath.conduct import TrialState
from dosepath.study import load_text
from dosepath.web.public.progress import status_code
from tests.unit.conduct.playing import COORDINATOR, STATISTICIAN
from tests.unit.conduct.test_worked_study import enrolled
from tests.web.console_trial import (
    FILE,
    PASSWORD,
    TRIAL,
    Console,
    StoredTrial,
    create_people,
    hidden,
    page,
    play,
    undone,
)
from tests.web.markup import tree

PARTS = """\
escalation:
  parts:
    b:
      title: {en: Every week}
      doses: [0.2e9 cells, 0.4e9 cells]
      stages: [three_plus_three]
      scenarios: {hoped: {dlt: [0.1, 0.2]}, feared: {dlt: [0.3, 0.5]}}
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
    (other,) = line.all("a")
    assert other["href"] == f"/console/{TRIAL}/board/?part=b"
    assert other.text.startswith("Part b: Level 1"), "where the others stand is seen from here"
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


@pytest.mark.parametrize("asked", ["zz", "b?part=b", "main"])
def test_a_part_that_is_not_there_is_no_other_one(
    console: Console, chief: Client, asked: str
) -> None:
    where = f"/console/{TRIAL}/%s?part={asked}"
    assert chief.get(where % "board/").status_code == 404
    before = console.seq
    statistician = console.client("statistician")
    assert statistician.post(where % "decisions/next/propose/", {}).status_code == 404
    assert console.seq == before


def test_another_scenario_is_shown_of_the_same_part(chief: Client) -> None:
    """The form that puts a decision to the committee stands on that page."""
    shown = page(chief, f"/console/{TRIAL}/decisions/next/?part=b")
    to = [one["href"] for one in shown.all("a") if "if=" in one["href"]]
    assert to
    assert all(one.startswith("?part=b&if=") for one in to), to


def test_safety_shows_the_halts_and_the_harms_of_every_part(
    console: Console, chief: Client
) -> None:
    trial = console.trial
    said = words(chief, "safety/")
    assert "Main part: Adverse events: participants by worst grade" in said
    assert "Part b: No adverse event" in said
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")
    assert "Part b" not in _halted(chief), "it holds in both parts"
    _decide_in_b(trial)
    assert "Main part" in _halted(chief)
    assert "a lot is in doubt" in _halted(chief)


def test_every_page_says_that_a_part_is_open_but_halted(console: Console, chief: Client) -> None:
    trial = console.trial
    said = "It is open, but dosing in it is halted"
    assert said not in words(chief, "today/")
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")
    assert f"Part b: {said}" in words(chief, "today/")
    assert f"Main part: {said}" in words(chief, "safety/")
    _decide_in_b(trial)
    shown = words(chief, "today/")
    assert f"Part b: {said}" not in shown
    assert f"Main part: {said}" in shown


def _halted(client: Client) -> str:
    panels = page(client, f"/console/{TRIAL}/safety/").marked("panel--stop")
    return " ".join(one.text for one in panels)


def _decide_in_b(trial: StoredTrial) -> None:
    def propose(state: TrialState, **named: Any) -> Any:
        return conduct.propose_decision(state.of_part("b"), **named)

    trial.do(propose, by=STATISTICIAN)
    trial.sign(list(trial.state.decisions)[-1])


def test_a_decision_and_its_signature_name_the_part(console: Console, chief: Client) -> None:
    trial = console.trial
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")

    def propose(state: TrialState, **named: Any) -> Any:
        return conduct.propose_decision(state.of_part("b"), **named)

    trial.do(propose, by=STATISTICIAN)
    number = list(trial.state.decisions)[-1]
    assert "What you sign" in words(chief, f"decisions/{number}/sign/")
    assert "Part b: What you sign" in words(chief, f"decisions/{number}/sign/")
    assert "Part of the trial Part b" in words(chief, f"decisions/{number}/")
    harmed = trial.harm("P-001")
    outdated = page(chief, f"/console/{TRIAL}/decisions/{number}/")
    to = [one["href"] for one in outdated.all("a")]
    assert f"/console/{TRIAL}/decisions/next/?part=b" in to, harmed


def test_who_signs_is_told_of_a_dlt_in_another_part_and_asked_why(
    console: Console, chief: Client
) -> None:
    trial = console.trial
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")

    def propose(state: TrialState, **named: Any) -> Any:
        return conduct.propose_decision(state.of_part("b"), **named)

    trial.do(propose, by=STATISTICIAN)
    number = list(trial.state.decisions)[-1]
    where = f"/console/{TRIAL}/decisions/{number}/sign/"
    told = "P-001 (part main): AE-002, Rash, grade 3, was judged a DLT."
    assert told not in words(chief, f"decisions/{number}/")
    ago = trial.now - timedelta(days=2)
    trial.judged(trial.harm("P-001", term="Rash", onset=ago), "dlt")
    for path in (f"decisions/{number}/", f"decisions/{number}/sign/"):
        said = page(chief, f"/console/{TRIAL}/{path}")
        assert any(told in one.text for one in said.marked("panel--stop")), path
    sent = {**hidden(chief, where), "password": PASSWORD}
    unsaid = chief.post(where, sent)
    assert unsaid.status_code == 422
    assert (
        "Why you sign although this happened since: an answer is needed"
        in tree(unsaid.content.decode()).text
    )
    signed = chief.post(where, {**hidden(chief, where), "password": PASSWORD, "since": "its rate"})
    assert signed.status_code == 302
    assert "its rate" in words(chief, f"decisions/{number}/")
    trial.now = store.now()
    trial.harm("P-001", grade=2, serious=True, onset=ago, aware_at=trial.now)
    outdated = words(chief, f"decisions/{number}/")
    assert "signed D-001 before something grave happened" in outdated.replace(number, "D-001")


def test_the_cell_laboratory_sees_the_places_held_in_every_part(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = in_b(console, monkeypatch)
    said = words(console.client("cell_laboratory"), "today/")
    assert number in said
    assert "0.2 × 10⁹" in said


def test_the_gate_leads_to_the_decisions_of_the_participants_part(
    console: Console, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = in_b(console, monkeypatch)
    console.trial.do(conduct.halt_dosing, reason="a lot is in doubt")
    to = [one["href"] for one in page(chief, f"/console/{TRIAL}/dosing/{number}/").all("a")]
    assert f"/console/{TRIAL}/decisions/?part=b" in to


def test_the_public_page_says_recruiting_while_any_part_is(console: Console) -> None:
    trial = console.trial
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")
    assert status_code(trial.state, trial.now) == "suspended"
    _decide_in_b(trial)
    assert status_code(trial.state, trial.now) == "recruiting"


def test_a_participants_pages_are_about_their_part(
    console: Console, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = in_b(console, monkeypatch)
    for path in (f"dosing/{number}/", f"dosing/{number}/give/", "dosing/"):
        said = words(chief, path)
        assert "0.2 × 10⁹" in said, path
    assert "Part b: " in words(chief, f"dosing/{number}/")


def test_lists_of_people_say_in_which_part_each_is(
    console: Console, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = in_b(console, monkeypatch)
    for path in ("participants/", "dosing/"):
        rows = [row.text for row in page(chief, f"/console/{TRIAL}/{path}").all("tr")]
        assert any(f"{number} Part b" in row for row in rows), path
        assert any("P-002 Main part" in row for row in rows), path
    for path in (f"participants/{number}/", f"dosing/{number}/", f"dosing/{number}/sheet/"):
        assert "Part of the trial Part b" in words(chief, path), path


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

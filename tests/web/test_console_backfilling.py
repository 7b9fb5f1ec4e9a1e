"""Backfilling on the site: which places are which, before one is taken and when it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from dosepath import conduct, store
from dosepath.conduct import Choice, Filling, protocol_of, recommend, stand
from dosepath.study import load_text
from dosepath.web.board.presenter import slots_table, tree_table
from dosepath.web.decision.choices import choice_text, code_of, more_cautious, read_code
from dosepath.web.decision.evidence import evidence
from dosepath.web.public.progress import status_code
from tests.spec.test_other_protocols import STUDIES, Trial
from tests.unit.conduct.playing import COORDINATOR, HERE, MONITOR
from tests.web.console_trial import (
    TRIAL,
    Console,
    StoredTrial,
    create_people,
    hidden,
    page,
    undone,
)
from tests.web.markup import tree

WAITING = "P-005"


class Stored(StoredTrial):
    """A trial of the synthetic BF-BOIN study in the database."""

    weigh, enrolled, closing_forms = Trial.weigh, Trial.enrolled, Trial.closing_forms


def played() -> Console:
    """Three at level 1 responded; one is dosed at level 2; P-005 and P-006 wait for a dose."""
    file = STUDIES / "synthetic-bf-boin" / "study.yaml"
    text = file.read_text(encoding="utf-8").replace("id: synthetic-bf-boin", f"id: {TRIAL}", 1)
    study = load_text(text, str(file))
    now = store.now().astimezone(HERE)
    trial = Stored(protocol_of(study), now=now - timedelta(days=40))
    trial.start(study)
    trial.completed(*(trial.dosed() for _ in range(3)))
    trial.decide()
    trial.now = now - timedelta(days=4)
    trial.dosed()
    trial.now = now - timedelta(days=1)
    trial.enrolled()
    trial.enrolled()
    return Console(trial, study)


@pytest.fixture(scope="module")
def filling(django_db_setup: None, django_db_blocker: Any) -> Iterator[Console]:
    with django_db_blocker.unblock(), undone():
        create_people()
        yield played()


@pytest.fixture
def console(filling: Console, db: None) -> Console:
    """The trial for one test: what the test writes is rolled back."""
    filling.trial.state = store.trial_state(TRIAL)
    filling.trial.now = store.now().astimezone(HERE)
    return filling


def url(name: str, who: str = WAITING) -> str:
    return reverse(f"dosing:{name}", args=[TRIAL, who])


def reserve(console: Console, **data: str) -> Any:
    client = console.client("coordinator")
    return client.post(url("reserve"), {**hidden(client, url("reserve")), **data})


def test_the_page_of_reserving_offers_each_place_by_what_it_is(console: Console) -> None:
    shown = page(console.client("coordinator"), url("reserve"))
    radios = [one for one in shown.all("input") if one["type"] == "radio"]
    assert [one["value"] for one in radios] == ["0", "1"]
    assert ["checked" in one.attributes for one in radios] == [True, False]
    assert "The escalation: level 2 (1 × 10⁶ cells/kg)" in shown.text
    assert "To be filled meanwhile: level 1 (0.5 × 10⁶ cells/kg)" in shown.text
    assert "To be filled meanwhile at level 1: 9 places" in shown.text


def test_the_place_that_is_chosen_is_the_one_that_is_held(console: Console) -> None:
    assert reserve(console, backfill="1").status_code == 302
    slot = store.trial_state(TRIAL).slots["B2-1"]
    assert (slot.participant, slot.level, slot.backfill) == (WAITING, 1, True)
    gate = page(console.client("investigator"), url("gate")).text
    assert "B2-1 (to be filled, level 1)" in gate
    assert "Level 1 (0.5 × 10⁶ cells/kg) may be filled" in gate


def test_a_place_must_be_chosen_among_those_offered(console: Console) -> None:
    for wrong in ("2", "x", ""):
        assert reserve(console, backfill=wrong).status_code == 422
    assert not [s for s in store.trial_state(TRIAL).slots.values() if s.status == "reserved"]


def test_without_a_choice_it_is_the_escalation_and_no_other(console: Console) -> None:
    trial = console.trial
    trial.do(conduct.halt_dosing, reason="to be looked at", by=MONITOR)
    shown = page(console.client("coordinator"), url("reserve"))
    assert not [one for one in shown.all("input") if one["type"] == "radio"]
    assert "No place of the escalation is open now." in shown.text
    assert "Level 1 is not filled: dosing is halted" in shown.text
    answer = reserve(console)
    assert answer.status_code == 422
    assert "Not reserved" in tree(answer.content.decode()).text


def test_today_and_the_board_name_the_places_to_be_filled_apart(console: Console) -> None:
    trial = console.trial
    client = console.client("investigator")
    for where in ("today:today", "board:board"):
        text = page(client, reverse(where, args=[TRIAL])).text
        assert "To be filled meanwhile at level 1: 9 places" in text
        assert "Level 2, 1 of 3 dosed" in text
    trial.do(conduct.reserve_slot, WAITING, backfill=1, by=COORDINATOR)
    rows = slots_table(trial.state, TRIAL, trial.now).rows
    assert [row[0].text for row in rows] == ["C2-1", "B2-1 (to be filled, level 1)"]
    assert "to be filled" in page(client, reverse("board:board", args=[TRIAL])).text


def test_what_is_signed_names_the_levels_to_be_filled(console: Console) -> None:
    decision = console.trial.state.decisions["D-001"]
    said = choice_text(decision.choice, console.trial.protocol)
    assert said.endswith("; to be filled meanwhile at level 1: up to 9")
    shown = page(console.client("monitor"), reverse("decision:decision", args=[TRIAL, "D-001"]))
    assert " ".join(said.split()) in shown.text
    assert "To be filled meanwhile at level 1: 9 places" in shown.text


def test_the_committee_may_fill_fewer_levels_or_none(console: Console) -> None:
    trial = console.trial
    trial.do(conduct.halt_dosing, reason="to be looked at", by=MONITOR)
    found = recommend(trial.state, at=trial.now)
    assert found.choice == Choice("treat", 2, 2, backfill=(Filling(1, 9),))
    offered = more_cautious(found, trial.protocol)
    assert offered[0] == Choice("treat", 2, 2)
    assert Choice("treat", 2, 1, backfill=(Filling(1, 9),)) in offered
    assert Choice("treat", 1, 2) in offered
    for choice in offered:
        assert read_code(code_of(choice)) == choice
    assert read_code("treat:2:3:1") is None


def test_what_may_come_next_follows_the_escalation_alone(console: Console) -> None:
    trial = console.trial
    trial.do(conduct.reserve_slot, WAITING, backfill=1, by=COORDINATOR)
    trial.check(WAITING)
    trial.do(conduct.give_dose, WAITING, given_at=trial.now)
    table = tree_table(stand(trial.state, trial.now), console.study)
    assert all("level 2" in row[0].text for row in table.rows)
    people = evidence(trial.state, console.study, trial=TRIAL, at=trial.now).people
    assert [row[0].text for row in people.rows if "in no cohort" in row[3].text] == [WAITING]


def test_the_public_page_is_open_while_a_level_may_be_filled(console: Console) -> None:
    trial = console.trial
    for _ in range(2):
        trial.do(conduct.reserve_slot, trial.enrolled(), backfill=0, by=COORDINATOR)
    assert conduct.free_places(trial.state, trial.now) == 0
    assert status_code(trial.state, trial.now) == "recruiting"

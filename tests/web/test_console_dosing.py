"""The dosing gate in the console: closed by default, two people, one dose, nothing twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from dosepath import conduct, store, wording
from dosepath.conduct import CONDITIONS, dosing_gate
from dosepath.web.dosing.forms import GiveForm
from dosepath.web.dosing.presenter import shown_gate, verdict
from tests.unit.conduct.playing import COORDINATOR, HERE, INVESTIGATOR
from tests.web.console_trial import TRIAL, Console, hidden, page
from tests.web.markup import tree

WHO = "P-002"
SHAPE = "%Y-%m-%dT%H:%M"


def url(name: str, who: str = WHO) -> str:
    return reverse(f"dosing:{name}", args=[TRIAL, who])


def send(console: Console, name: str, data: dict[str, Any] | None = None, *, role: str) -> Any:
    client = console.client(role)
    return client.post(url(name), {**hidden(client, url(name)), **(data or {})})


def said(answer: Any) -> str:
    assert answer.status_code == 422, answer.status_code
    return tree(answer.content.decode()).text


def now(minutes_ago: float = 0) -> str:
    return (store.now().astimezone(HERE) - timedelta(minutes=minutes_ago)).strftime(SHAPE)


@pytest.fixture
def open_level(console: Console) -> Console:
    """AE-001 was a DLT and the committee has opened two more places at level 1."""
    trial = console.trial
    trial.now = store.now().astimezone(HERE)
    trial.do(conduct.adjudicate, "AE-001", verdict="dlt", by=INVESTIGATOR, reason="as seen")
    trial.decide()
    return console


@pytest.fixture
def held(open_level: Console) -> Console:
    """P-002 holds a place."""
    assert send(open_level, "reserve", role="coordinator").status_code == 302
    return open_level


def confirm(console: Console, *checks: str, roles: tuple[str, ...]) -> None:
    for check in checks:
        for role in roles:
            answer = send(console, check, {"confirmed": "on", "note": ""}, role=role)
            assert answer.status_code == 302, said(answer)


@pytest.fixture
def ready(held: Console) -> Console:
    """Everything is in order for P-002."""
    confirm(held, "identity", roles=("coordinator", "investigator"))
    confirm(held, "product", roles=("cell_laboratory", "investigator"))
    return held


def test_every_condition_is_shown_with_its_light_and_what_to_do(console: Console) -> None:
    state = store.trial_state(TRIAL)
    gate = dosing_gate(state, WHO, at=store.now())
    shown = shown_gate(state, gate, trial=TRIAL)
    assert [one.title for one in shown] == [wording.label(code) for code in CONDITIONS]
    assert all(one.light in ("in order", "stands in the way", "not known") for one in shown)
    assert all(not one.todo_url for one in shown if one.tone == "good")
    by_title = {one.title: one for one in shown}
    assert by_title["slot held"].todo_url == url("reserve")
    assert not verdict(gate).is_open
    text = page(console.client("monitor"), url("gate")).text
    assert f"{WHO} may not be dosed" in text
    assert all(one.found in text for one in shown)


def test_a_place_is_reserved_once_and_only_where_one_is_open(console: Console) -> None:
    assert "Not reserved" in said(send(console, "reserve", role="coordinator"))
    assert not store.trial_state(TRIAL).participants[WHO].slot


def test_the_same_press_twice_holds_one_place(open_level: Console) -> None:
    client = open_level.client("coordinator")
    sent = hidden(client, url("reserve"))
    assert [client.post(url("reserve"), sent).status_code for _ in range(2)] == [302, 302]
    assert sum(s.participant == WHO for s in store.trial_state(TRIAL).slots.values()) == 1
    assert "One participant, one slot" in said(send(open_level, "reserve", role="coordinator"))


def test_every_time_is_said_in_the_zone_of_the_site(held: Console) -> None:
    text = page(held.client("coordinator"), url("gate")).text
    assert "(UTC+8)" in text
    assert "(UTC)" not in text


def test_a_place_is_given_back_with_a_reason(held: Console) -> None:
    assert "Why: an answer is needed" in said(send(held, "release", role="coordinator"))
    answer = send(held, "release", {"reason": "fever"}, role="coordinator")
    assert answer.status_code == 302
    state = store.trial_state(TRIAL)
    assert [s.status for s in state.slots.values() if s.participant == WHO] == ["released"]


def test_a_confirmation_is_ticked_by_two_different_people(held: Console) -> None:
    bare = send(held, "identity", {"note": ""}, role="coordinator")
    assert "Tick the statement" in said(bare)
    confirm(held, "identity", roles=("coordinator",))
    again = send(held, "identity", {"confirmed": "on"}, role="coordinator")
    assert "A second, different person must" in said(again)
    assert (
        dosing_gate(store.trial_state(TRIAL), WHO, at=store.now()).condition("identity").light
        == "unknown"
    )
    confirm(held, "identity", roles=("investigator",))
    state = store.trial_state(TRIAL)
    assert dosing_gate(state, WHO, at=store.now()).condition("identity").is_green


def test_the_cell_laboratory_confirms_the_product_and_sees_nothing_clinical(held: Console) -> None:
    client = held.client("cell_laboratory")
    listed = page(client, reverse("dosing:list", args=[TRIAL]))
    assert WHO in listed.text
    assert [link["href"] for link in listed.all("a") if link.text == WHO] == [url("product")]
    assert "P-001" not in listed.text
    confirm(held, "product", roles=("cell_laboratory",))
    for name in ("gate", "sheet", "identity", "give", "reserve", "report"):
        assert client.get(url(name)).status_code == 403
    assert store.trial_state(TRIAL).participants[WHO].checks[-1].stamp.role == "cell_laboratory"


def test_a_dose_is_refused_while_the_gate_is_closed(held: Console) -> None:
    shown = page(held.client("investigator"), url("gate"))
    assert url("give") not in [link["href"] for link in shown.all("a")]
    text = said(send(held, "give", {"given_at": now()}, role="investigator"))
    assert "may not be dosed" in text
    assert "confirmed by 0 of 2 people" in text
    assert not store.trial_state(TRIAL).participants[WHO].is_dosed


def test_with_everything_in_order_the_dose_is_recorded_once(ready: Console) -> None:
    client = ready.client("investigator")
    assert f"{WHO} may be dosed now" in page(client, url("gate")).text
    sent = {**hidden(client, url("give")), "given_at": now()}
    first, second = (client.post(url("give"), sent) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == reverse("followup:participant", args=[TRIAL, WHO])
    state = store.trial_state(TRIAL)
    assert [who.number for who in state.dosed] == ["P-001", WHO]
    assert state.participants[WHO].dosing.dose == state.protocol.dose(1)  # type: ignore[union-attr]
    text = page(client, url("gate")).text
    assert "each participant is dosed once" in text
    assert "A dose was given although" not in text


@pytest.mark.parametrize(
    ("given_at", "expected"),
    [
        ("", "Given on, at: an answer is needed"),
        ("noon", "Give the date and the time"),
        ("2199-01-01T12:00", "lies in the future"),
        ("2001-01-01T12:00", "earlier than"),
    ],
)
def test_a_dose_at_an_impossible_time_is_refused(
    ready: Console, given_at: str, expected: str
) -> None:
    answer = send(ready, "give", {"given_at": given_at}, role="investigator")
    assert expected in said(answer)
    assert not store.trial_state(TRIAL).participants[WHO].is_dosed


@pytest.mark.parametrize(
    ("written", "sent", "kept"),
    [
        ("10:39", "10:39:40", "10:39:40"),
        ("10:39", "10:40:05", "10:39:59.999999"),
        ("10:41", "10:40:05", "10:41:00"),
    ],
)
def test_a_minute_that_was_written_ends_after_the_checks_made_in_it(
    ready: Console, written: str, sent: str, kept: str
) -> None:
    def moment(time: str) -> datetime:
        return datetime.fromisoformat(f"2026-03-02T{time}").replace(tzinfo=HERE)

    seat = SimpleNamespace(zone=HERE, at=moment(sent), state=store.trial_state(TRIAL))
    form = GiveForm({"given_at": f"2026-03-02T{written}"}, seat=seat)
    assert form.is_valid()
    assert form.cleaned_data["given_at"] == moment(kept)


def test_a_dose_is_recorded_on_the_trial_as_it_was_shown(ready: Console) -> None:
    client = ready.client("investigator")
    sent = {**hidden(client, url("give")), "given_at": now()}
    ready.trial.now = store.now().astimezone(HERE)
    ready.trial.do(conduct.open_screening, by=COORDINATOR)
    assert "Nothing was stored" in said(client.post(url("give"), sent))
    assert not store.trial_state(TRIAL).participants[WHO].is_dosed
    # The page that says so shows the trial as it is now, so the next press counts.
    again = client.post(url("give"), {**hidden(client, url("give")), "given_at": now()})
    assert again.status_code == 302


def test_a_dose_outside_the_gate_is_kept_in_the_record_and_halts(console: Console) -> None:
    data = {"given_at": now(1), "level": "2", "reason": "<script>wrong bag</script>"}
    assert said(send(console, "report", {**data, "reason": ""}, role="investigator"))
    assert said(send(console, "report", {**data, "level": "9"}, role="investigator"))
    assert not store.trial_state(TRIAL).participants[WHO].is_dosed
    assert send(console, "report", data, role="investigator").status_code == 302
    state = store.trial_state(TRIAL)
    dosing = state.participants[WHO].dosing
    assert dosing is not None
    assert "slot" in dosing.outside_gate
    assert conduct.active_halts(state)
    answer = console.client("monitor").get(url("gate"))
    assert b"<script>" not in answer.content


def test_the_sheet_shows_the_gate_and_leaves_room_for_what_is_compared_by_hand(
    held: Console,
) -> None:
    shown = page(held.client("coordinator"), url("sheet"))
    (by_hand,) = shown.marked("by-hand")
    lines = [row.all("th")[0].text for row in by_hand.all("tr")]
    assert "Lot, donor code" in lines
    assert "Identity and product, second person" in lines
    assert f"{WHO} may not be dosed" in shown.text
    assert "3.5e6 cells/mL (assumed)" in shown.text


def test_a_participant_who_does_not_exist_is_not_found(console: Console) -> None:
    client = console.client("investigator")
    for name in ("gate", "sheet", "reserve", "release", "identity", "product", "give", "report"):
        assert client.get(url(name, "P-404")).status_code == 404

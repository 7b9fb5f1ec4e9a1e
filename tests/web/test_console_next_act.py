"""The main button of a participant's gate: what is truly next, or none and the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from dosepath import conduct, store
from dosepath.web.dosing.next_act import next_act
from tests.unit.conduct.playing import COORDINATOR, HERE, INVESTIGATOR, PHYSICIAN
from tests.web.console_trial import TRIAL, Console, page
from tests.web.markup import Node

WHO = "P-002"


def gate(console: Console, role: str = "investigator") -> Node:
    return page(console.client(role), reverse("dosing:gate", args=[TRIAL, WHO]))


def main(shown: Node) -> list[tuple[str, str]]:
    """The main buttons, with where each leads."""
    return [
        (one.text, one["href"].removeprefix(f"/console/{TRIAL}/"))
        for one in shown.all("a")
        if one["class"] == "button"
    ]


@pytest.fixture
def judged(console: Console) -> Console:
    """AE-001 was no DLT: nothing pauses dosing, and P-001 is still under observation."""
    console.trial.now = store.now().astimezone(HERE)
    for by in (INVESTIGATOR, PHYSICIAN):
        console.trial.do(
            conduct.adjudicate, "AE-001", verdict="not_dlt", by=by, reason="another cause"
        )
    return console


@pytest.fixture
def decided(console: Console) -> Console:
    """The committee has opened two more places at level 1."""
    trial = console.trial
    trial.now = store.now().astimezone(HERE)
    trial.do(conduct.adjudicate, "AE-001", verdict="dlt", by=INVESTIGATOR, reason="as seen")
    trial.decide()
    return console


def test_an_event_to_be_judged_comes_before_a_place(console: Console) -> None:
    shown = gate(console)
    assert main(shown) == [("To Safety", "safety/")]
    assert "To be judged before anyone is dosed: AE-001" in shown.text


def test_without_an_open_place_there_is_no_button_but_the_reason(judged: Console) -> None:
    shown = gate(judged)
    assert main(shown) == []
    assert "No place can be reserved now" in shown.text
    assert "P-001: the 28-day DLT window runs until" in shown.text


def test_a_decision_that_is_due_comes_before_a_place(console: Console) -> None:
    trial = console.trial
    trial.now = store.now().astimezone(HERE)
    trial.do(conduct.adjudicate, "AE-001", verdict="dlt", by=INVESTIGATOR, reason="as seen")
    assert main(gate(console)) == [("To the dose decisions", "decisions/")]


def test_with_a_place_the_button_follows_each_step(decided: Console) -> None:
    assert main(gate(decided)) == [("Reserve a place", f"dosing/{WHO}/reserve/")]
    reader = gate(decided, "monitor")
    assert main(reader) == []
    assert "Ask: coordinator" in reader.text
    trial = decided.trial
    trial.do(conduct.reserve_slot, WHO, by=COORDINATOR)
    assert main(gate(decided)) == [("Confirm identity", f"dosing/{WHO}/identity/")]
    trial.check(WHO)
    assert main(gate(decided)) == [("Record the dose", f"dosing/{WHO}/give/")]


def test_an_eligibility_that_ran_out_is_signed_anew_first(decided: Console) -> None:
    trial = decided.trial
    trial.now += timedelta(days=3)
    state = trial.state
    found = next_act(state, conduct.dosing_gate(state, WHO, at=trial.now), trial=TRIAL)
    assert found.url == reverse("screening:screening", args=[TRIAL, "S-002"])


def test_who_left_the_study_has_no_next_act(decided: Console) -> None:
    trial = decided.trial
    trial.do(conduct.record_withdrawal, WHO, on=trial.now, by=COORDINATOR)
    shown = gate(decided)
    assert main(shown) == []
    assert "nothing is to be done" in shown.text.lower()


def test_who_was_dosed_is_followed(decided: Console) -> None:
    shown = page(decided.client("investigator"), reverse("dosing:gate", args=[TRIAL, "P-001"]))
    assert main(shown) == []

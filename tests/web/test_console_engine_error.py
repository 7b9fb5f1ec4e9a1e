"""A design that raises holds the trial; it never takes a page away."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from dosepath import conduct, store
from dosepath.designs import AcceleratedTitration, Counts, Decision
from tests.unit.conduct.playing import HERE, INVESTIGATOR
from tests.web.console_addresses import CONSOLE
from tests.web.console_trial import TRIAL, Console, page

READ = ("today:today", "board:board", "decision:list", "decision:next", "dosing:gate")


def broken(self: AcceleratedTitration, counts: Counts) -> Decision:
    raise ZeroDivisionError


# No decision exists yet, and the log is verified from a file that tests do not write.
ELSEWHERE = ("decision:decision", "audit:verify")


@pytest.mark.parametrize("name", [name for name in CONSOLE if name not in ELSEWHERE])
def test_every_page_opens_while_the_design_raises(
    console: Console, monkeypatch: Any, name: str
) -> None:
    monkeypatch.setattr(AcceleratedTitration, "decide", broken)
    for role in ("investigator", "statistician", "coordinator"):
        answer = console.client(role).get(reverse(name, args=[TRIAL, *CONSOLE[name][1].values()]))
        assert answer.status_code in (200, 302, 403, 404, 405), (role, answer.status_code)


@pytest.mark.parametrize("name", READ)
def test_it_says_that_the_trial_is_on_hold(console: Console, monkeypatch: Any, name: str) -> None:
    monkeypatch.setattr(AcceleratedTitration, "decide", broken)
    where = reverse(name, args=[TRIAL, *CONSOLE[name][1].values()])
    assert "On hold" in page(console.client("investigator"), where).text


def test_the_board_shows_the_ladder_and_what_could_not_be_computed(
    console: Console, monkeypatch: Any
) -> None:
    monkeypatch.setattr(AcceleratedTitration, "decide", broken)
    text = page(console.client("investigator"), reverse("board:board", args=[TRIAL])).text
    assert "could not be computed (ZeroDivisionError)" in text
    assert "P-001" in text


def test_a_design_that_fails_only_on_what_may_come_leaves_the_evidence(
    console: Console, monkeypatch: Any
) -> None:
    console.trial.now = store.now().astimezone(HERE)
    console.trial.do(conduct.adjudicate, "AE-001", verdict="dlt", by=INVESTIGATOR, reason="as seen")
    known = conduct.counts(console.trial.state)
    whole = AcceleratedTitration.decide

    def decide(self: AcceleratedTitration, counts: Counts) -> Decision:
        return whole(self, counts) if counts.total <= known.total else broken(self, counts)

    monkeypatch.setattr(AcceleratedTitration, "decide", decide)
    client = console.client("statistician")
    text = page(client, reverse("decision:next", args=[TRIAL])).text
    assert "Treat 2 participants at level 1; the committee has to decide." in text
    assert "What may come next could not be computed" in text
    board = page(client, reverse("board:board", args=[TRIAL])).text
    assert "What may come next could not be computed" in board


def test_a_proposal_or_a_place_is_refused_and_nothing_fails(
    console: Console, monkeypatch: Any
) -> None:
    monkeypatch.setattr(AcceleratedTitration, "decide", broken)
    state, at = console.trial.state, store.now().astimezone(HERE)
    for command in (
        lambda: conduct.propose_decision(state, by=INVESTIGATOR, at=at),
        lambda: conduct.reserve_slot(state, "P-002", by=INVESTIGATOR, at=at),
    ):
        with pytest.raises(conduct.Refused):
            command()

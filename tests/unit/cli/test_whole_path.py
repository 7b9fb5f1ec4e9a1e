"""From an enquiry to a signed decision and the next level open, all from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.cli.small_trial import begin
from tests.unit.cli.terminal import Terminal


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Terminal]:
    terminal = begin(tmp_path)
    yield terminal
    terminal.close()


def screened(run: Terminal) -> None:
    """An enquiry that leads to a screening, consent, facts, a judgement and a signature."""
    heard = run("enquire", "receive", "--phone", "021 555", "--agreed", "--json").json
    reference = heard["reference"]
    for state in ("assigned", "contacted", "prescreened", "invited"):
        run.done("enquire", "move", reference, state, "--as", "coordinator")
    opened = run.done("screening", "open", "--enquiry", reference, "--as", "coordinator")
    assert "Screening S-001 is open" in opened.words
    run.done("consent", "S-001", "--signed", "2026-03-02 08:30", "--as", "coordinator")
    run.done(
        "enquire", "move", reference, "consented", "--screening", "S-001", "--as", "coordinator"
    )
    told = run.done("facts", "S-001", "weight=60 kg", "--as", "coordinator")
    assert "next: " in told.out
    run.done("judge", "S-001", "E1", "no", "--reason", "none found", "--as", "investigator")
    shown = run.done("screening", "show", "S-001", "--json").json
    assert shown["verdict"] == "eligible"
    signed = run.done("sign", "S-001", "--group", "G", "--yes", "--as", "investigator")
    assert "within 72 hours" in signed.words


def dosed(run: Terminal) -> None:
    """Enrolment, a slot, two checks by two people each, and the dose."""
    assert "P-001" in run.done("enrol", "S-001", "--yes", "--as", "investigator").words
    assert "slot C1-1 at level 1" in run.done("reserve", "P-001", "--as", "coordinator").words
    closed = run("dose", "P-001", "--check", "--as", "investigator", "--at", run.now)
    assert closed.code == 3
    for check in ("identity", "product"):
        for person in ("coordinator", "investigator"):
            run.done("confirm", "P-001", check, "--as", person)
    assert run.done("dose", "P-001", "--check", "--as", "investigator").code == 0
    assert "day 0" in run.done("dose", "P-001", "--yes", "--as", "investigator").words


def test_from_enquiry_to_the_next_level(run: Terminal) -> None:
    screened(run)
    dosed(run)

    run.at("2026-03-03 10:00")
    due = run.done("today", "--json").json["visits"]
    assert [(one["visit"], one["status"], one["missing_forms"]) for one in due] == [
        ("d1", "due", ["vitals"])
    ]
    vitals = ("vitals", "heart_rate=80", "--on", "now", "--as", "coordinator")
    run.done("record", "form", "P-001", "d1", *vitals)
    mild = ("--grade", "1", "--attribution", "unlikely", "--onset", "now", "--as", "coordinator")
    run.done("record", "event", "P-001", "Nausea", *mild)

    run.at("2026-03-30 10:00")
    run.done("record", "form", "P-001", "d28", *vitals)
    assert (
        "not proposed" in run.refused("decide", "propose", "--yes", "--as", "statistician").lower()
    )
    run.at("2026-03-31 09:00")
    run.done("assess", "P-001", "--as", "investigator")

    advice = run.done("recommend", "--json").json
    assert advice["recommendation"]["choice"] == {
        "action": "treat",
        "level": 2,
        "n": 3,
        "mtd": None,
    }
    assert advice["next"]["none"]["branches"], "what may come next is shown"
    proposed = run.done("decide", "propose", "--yes", "--as", "statistician", "--json").json
    assert proposed["events"][0]["payload"]["data_cut_seq"] == advice["data_cut"]["seq"]
    doubt = ("against", "--reason", "too early", "--as", "independent_physician")
    run.done("decide", "vote", "D-001", *doubt)
    unanswered = run("sign", "D-001", "--yes", "--as", "investigator", "--at", run.now)
    assert unanswered.code == 2
    assert "too early" in unanswered.words
    answered = ("--dissent", "discussed; the rule was followed", "--as", "statistician")
    run.done("sign", "D-001", "--yes", *answered)
    run.done("decide", "vote", "D-001", "for", "--as", "independent_physician")
    signed = run.done("sign", "D-001", "--yes", "--as", "investigator")
    assert "still to sign" in signed.words.lower()
    assert "level 2" not in run.done("today").words.lower()
    last = run.done("sign", "D-001", "--yes", "--as", "independent_physician")
    assert "D-001 is in force" in last.words
    assert "Level 2, 0 of 3 dosed" in run.done("today").words
    run.at("")
    assert run("verify", str(run.database)).code == 0

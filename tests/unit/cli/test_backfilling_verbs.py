"""BF-BOIN from the command line: to the second decision, with one participant backfilled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.cli.small_trial import begin
from tests.unit.cli.terminal import Terminal

STUDY = Path(__file__).resolve().parents[3] / "studies" / "synthetic-bf-boin" / "study.yaml"
COORDINATOR, INVESTIGATOR = ("--as", "coordinator"), ("--as", "investigator")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Terminal]:
    terminal = begin(tmp_path, STUDY.read_text(encoding="utf-8"))
    yield terminal
    terminal.close()


def enrolled(run: Terminal, n: int) -> str:
    """The ``n``-th person, screened and enrolled; gives the subject number."""
    screening, number = f"S-{n:03d}", f"P-{n:03d}"
    run.done("screening", "open", *COORDINATOR)
    run.done("consent", screening, "--signed", "now", *COORDINATOR)
    run.done("facts", screening, "age=45 years", *COORDINATOR)
    run.done("judge", screening, "E1", "no", "--reason", "none found", *INVESTIGATOR)
    run.done("sign", screening, "--group", "main", "--yes", *INVESTIGATOR)
    assert number in run.done("enrol", screening, "--yes", *INVESTIGATOR).words
    return number


def given(run: Terminal, number: str, *place: str) -> str:
    """A place, both checks and the dose; gives what was said of the place."""
    said = run.done("reserve", number, *place, *COORDINATOR).words
    for check in ("identity", "product"):
        for person in ("coordinator", "investigator"):
            run.done("confirm", number, check, "--as", person)
    run.done("dose", number, "--yes", *INVESTIGATOR)
    return said


def completed(run: Terminal, *numbers: str) -> None:
    """The closing visit today, with a remission, and the window assessed."""
    for number in numbers:
        closing = ("closing", "events_complete=yes", "candidate_dlt=no", "--on", "now")
        run.done("record", "form", number, "d28", *closing, *COORDINATOR)
        disease = ("disease", "remission=yes", "--on", "now")
        run.done("record", "form", number, "d28", *disease, *COORDINATOR)
        run.done("assess", number, *INVESTIGATOR)


def decided(run: Terminal, number: str) -> str:
    """What is recommended is proposed and signed; gives what the last signature said."""
    run.done("decide", "propose", "--yes", "--as", "statistician")
    for role in ("statistician", "investigator"):
        run.done("sign", number, "--yes", "--as", role)
    return run.done("sign", number, "--yes", "--as", "independent_physician").words


def test_a_level_is_filled_while_the_next_cohort_is_observed(run: Terminal) -> None:
    first = [enrolled(run, n) for n in (1, 2, 3)]
    for number in first:
        assert "slot C1-" in given(run, number)
    run.at("2026-03-31 09:00")
    completed(run, *first)
    advice = run.done("recommend", "--json").json["recommendation"]
    assert advice["choice"]["backfill"] == [{"level": 1, "n": 9}]
    assert "Meanwhile level 1 may be filled, up to 9 participants" in run.done("recommend").words
    signed = decided(run, "D-001")
    assert "Level 1 is filled once the first participant of the cohort at level 2" in signed
    (row,) = run.done("today", "--json").json["backfill"]
    assert (row["level"], row["named"], row["places"]) == (1, 9, 0)

    fourth = enrolled(run, 4)
    assert "C2-1 at level 2" in given(run, fourth)
    said = run.done("today").words
    assert "Level 2, 1 of 3 dosed" in said
    assert "To be filled meanwhile at level 1: 9 places" in said

    filled = enrolled(run, 5)
    asked = ("reserve", filled, "--backfill", "2", *COORDINATOR)
    assert "does not name level 2 to be filled" in run.refused(*asked)
    assert "B2-1 at level 1, to be backfilled" in given(run, filled, "--backfill", "1")
    (row,) = run.done("today", "--json").json["backfill"]
    assert (row["places"], row["free"], row["because"]) == (8, 8, "")
    assert "Level 2, 1 of 3 dosed" in run.done("today").words

    rest = [enrolled(run, n) for n in (6, 7)]
    for number in rest:
        assert "slot C2-" in given(run, number)
    later = enrolled(run, 8)
    assert "B2-2 at level 1" in run.done("reserve", later, *COORDINATOR).words
    run.at("2026-05-04 09:00")
    completed(run, fourth, *rest)
    found = run.done("recommend", "--json").json["recommendation"]
    # The cohort is known; who was backfilled is not, and the decision does not wait.
    results = {one["participant"]: one["result"] for one in found["participants"]}
    assert (results[filled], found["counts"]["levels"][0]["n"]) == ("pending", 3)
    assert (found["choice"]["level"], found["choice"]["n"]) == (3, 3)
    assert found["choice"]["backfill"] == [{"level": 1, "n": 8}, {"level": 2, "n": 9}]
    assert "1 backfilled participant is still under observation" in run.done("recommend").words
    words = decided(run, "D-002")
    assert "D-002 is in force" in words
    assert "Level 3, 0 of 3 dosed" in run.done("today").words
    completed(run, filled)
    counts = run.done("recommend", "--json").json["recommendation"]["counts"]
    assert ([row["n"] for row in counts["levels"]], counts["at"]) == ([4, 3, 0, 0], 2)
    run.at("")
    assert run("verify", str(run.database)).code == 0


def test_what_the_committee_fills_goes_with_what_it_treats(run: Terminal) -> None:
    alone = run("decide", "propose", "--backfill", "1", "1", "--yes", "--as", "statistician")
    assert alone.code == 2
    assert "--backfill goes with --treat" in alone.words

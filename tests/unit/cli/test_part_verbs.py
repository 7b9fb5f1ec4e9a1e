"""A trial with two parts from the command line: each has its own cohorts, decisions and reports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.cli.small_trial import STUDY, begin
from tests.unit.cli.terminal import Terminal

COORDINATOR, INVESTIGATOR = ("--as", "coordinator"), ("--as", "investigator")
PARTS = """\
  parts:
    b:
      title: {en: Every day}
      doses: [3 mg, 5 mg]
      stages: [three_plus_three]
      scenarios: {hoped: {dlt: [0.1, 0.2]}}
      after: the MTD of the first schedule
population:
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    text = STUDY.replace("population:\n", PARTS, 1)
    terminal = begin(tmp_path_factory.mktemp("parts"), text)
    yield terminal
    terminal.close()


def enrolled(run: Terminal, screening: str, *part: str) -> None:
    run.done("screening", "open", *COORDINATOR)
    run.done("consent", screening, "--signed", "now", *COORDINATOR)
    run.done("facts", screening, "weight=60 kg", *COORDINATOR)
    run.done("judge", screening, "E1", "no", "--reason", "none", *INVESTIGATOR)
    run.done("sign", screening, "--group", "G", "--yes", *INVESTIGATOR)
    run.done("enrol", screening, *part, "--yes", *INVESTIGATOR)


def dosed(run: Terminal, number: str) -> None:
    run.done("reserve", number, *COORDINATOR)
    for check in ("identity", "product"):
        for person in (COORDINATOR, INVESTIGATOR):
            run.done("confirm", number, check, *person)
    run.done("dose", number, "--yes", *INVESTIGATOR)


def shown(run: Terminal, *arguments: str) -> str:
    said = run(*arguments, "--at", run.now)
    assert said.code == 0, said
    return said.words


def test_a_part_from_its_opening_to_a_signed_decision(run: Terminal) -> None:
    assert "b opens after: the MTD of the first schedule" in shown(run, "part", "list")
    unsaid = run("enrol", "S-001", "--yes", *INVESTIGATOR, "--at", run.now)
    assert "--part: main, b (not open)" in unsaid.words
    refused = run("part", "open", "b", "--yes", *INVESTIGATOR, "--at", run.now)
    assert refused.code == 3, refused
    assert "the MTD of the first schedule" in refused.words, refused
    run.done("part", "open", "b", "--reason", "MTD of D-004", "--yes", *INVESTIGATOR)
    for place, day in enumerate(("2026-03-02", "2026-03-09", "2026-03-16"), start=1):
        run.at(f"{day} 10:00")
        enrolled(run, f"S-00{place}", "--part", "b")
        dosed(run, f"P-00{place}")
    for words in ("SMALL-1, main part: ", "SMALL-1, part b: "):
        assert words in shown(run, "today")
    for words in ("SMALL-1, main part", "Nobody is dosed yet"):
        assert words in shown(run, "recommend")
    for words in ("SMALL-1, part b", "P-003", "3 mg"):
        assert words in shown(run, "recommend", "--part", "b")
    run.at("2026-04-14 10:00")
    for number in ("P-001", "P-002", "P-003"):
        run.done("record", "form", number, "d28", "vitals", "heart_rate=80", "--on", "now",
                 *COORDINATOR)  # fmt: skip
        run.done("assess", number, *INVESTIGATOR)
    run.done("decide", "propose", "--part", "b", "--yes", "--as", "statistician")
    for role in ("investigator", "statistician", "independent_physician"):
        run.done("sign", "D-001", "--yes", "--as", role)
    after = run("recommend", "--part", "b", "--json", "--at", run.now).json
    assert after["part"] == "b"
    assert after["recommendation"]["choice"] == {"action": "treat", "level": 2, "n": 3, "mtd": None}
    assert "part" not in run("recommend", "--json", "--at", run.now).json
    rows = run("part", "list", "--json", "--at", run.now).json["parts"]
    assert [(row["part"], row["levels"], row["dosed"]) for row in rows] == [
        ("main", 2, 0),
        ("b", 2, 3),
    ]
    assert "hoped" in shown(run, "next", "--part", "b")
    report = run("report", "--part", "b", "--json")
    assert report.code == 0, report
    assert "5 mg" in report.out
    assert (report.json["part"], report.json["dosed_elsewhere"]) == ("b", 0)
    main = run("report", "--json")
    assert "5 mg" not in main.out
    assert (main.json["part"], main.json["dosed_elsewhere"]) == ("main", 3)
    pack = run.database.with_name("pack.html")
    assert "part b" in run("report", "--part", "b", "--out", str(pack)).words
    assert "part b of the trial" in pack.read_text(encoding="utf-8")
    assert run("next", "--part", "b", "--json", "--at", run.now).json["planned"] == 10
    assert run("next", "--json", "--at", run.now).json["planned"] == 7
    assert run("verify", str(run.database)).code == 0


def test_a_part_that_is_not_there_is_wrong_usage(run: Terminal) -> None:
    said = run("recommend", "--part", "z", "--at", run.now)
    assert said.code == 2
    assert "its further parts are: b" in said.words


def test_what_cannot_be_taken_back_asks_for_the_part(run: Terminal) -> None:
    refused = run("enrol", "S-001", "--yes", *INVESTIGATOR, "--at", run.now)
    assert refused.code == 2, refused
    assert "--part: main, b" in refused.words
    taken = run("enrol", "S-001", "--part", "main", "--yes", *INVESTIGATOR, "--at", run.now)
    assert "say which part" not in taken.words
    asked = run("decide", "propose", *INVESTIGATOR, "--at", run.now)
    assert "asked to decide on part main" in asked.words


def test_a_halt_that_one_committee_lifted_is_shown_for_the_other_part_only(run: Terminal) -> None:
    run.done("halt", "--reason", "a lot is in doubt", "--as", "monitor")
    assert "Dosing was halted" in shown(run, "today")
    for verb in (("today",), ("part", "list")):
        assert "It is open, but dosing in it is halted" in shown(run, *verb)
    assert "Part main: Dosing was halted" not in shown(run, "today")
    run.done("decide", "propose", "--part", "b", "--yes", "--as", "statistician")
    for role in ("investigator", "statistician", "independent_physician"):
        run.done("sign", "D-002", "--yes", "--as", role)
    assert "Part main: Dosing was halted" in shown(run, "today")


def test_who_signs_after_a_halt_says_why(run: Terminal) -> None:
    run.done("decide", "propose", "--yes", "--as", "statistician")
    run.done("halt", "--reason", "another lot is in doubt", "--as", "monitor")
    unsaid = run("sign", "D-003", "--yes", *INVESTIGATOR, "--at", run.now)
    assert unsaid.code == 2, unsaid
    assert "another lot is in doubt" in unsaid.words
    assert "--since" in unsaid.words
    run.done("sign", "D-003", "--since", "that lot is not used", "--yes", *INVESTIGATOR)

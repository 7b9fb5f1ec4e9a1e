"""The demonstration: made anew each time, never over anything else, due for a decision today."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dosepath.cli import main
from tests.unit.cli.terminal import Terminal

STUDY = "studies/nct05727722/study.yaml"
COMMAND = [sys.executable, "-c", "from dosepath.cli import main; main()", "demo"]


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("DOSEPATH_", "DJANGO_"))}


def demo(*arguments: str, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def played(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demonstration played twice into one folder: both results, and the folder."""
    folder = tmp_path_factory.mktemp("demo")
    given = (
        "--no-serve",
        "--database",
        str(folder / "d.sqlite3"),
        "--ladder",
        str(folder / "l.svg"),
    )
    return demo(*given, root=root), demo(*given, root=root), folder


@pytest.fixture(scope="module")
def run(played: Any) -> Iterator[Terminal]:
    terminal = Terminal(played[2] / "d.sqlite3", DOSEPATH_PASSWORD="synthetic-data-only")
    yield terminal
    terminal.close()


def test_it_works_twice_and_says_the_same(played: Any) -> None:
    first, second, _ = played
    assert (first.returncode, first.stderr) == (0, "")
    assert (second.returncode, second.stdout) == (0, first.stdout)


def test_it_shows_ladder_recommendation_and_the_chance_of_more_than_planned(played: Any) -> None:
    shown = played[0].stdout
    assert "1 of 3 with DLT" in " ".join(shown.split())
    assert "Treat 3 participants at level 2" in shown
    assert "because  1 DLT in 3 at level 2" in shown
    assert "Probability that N exceeds the registered 10" in shown
    assert "Engine: exact" in shown
    assert "assumed" in shown
    assert "http://" not in shown, "it stopped before serving"
    wide = [line for line in shown.splitlines() if len(line.rstrip()) > 80]
    assert [line for line in wide if str(played[2]) not in line] == []


def test_a_decision_is_due_and_somebody_waits_for_it(run: Terminal) -> None:
    advice = run.done("recommend", "--json").json["recommendation"]
    assert (advice["status"], advice["missing"]) == ("treat", [])
    results = [one["result"] for one in advice["participants"]]
    assert results == ["none", "grade_2", "dlt", "none"]
    verdicts = {
        one["screening"]: one["verdict"] for one in run.done("screening", "list", "--json").json
    }
    assert verdicts["S-003"] == "not_eligible"
    assert verdicts["S-006"] == "eligible"
    assert verdicts["S-007"] == "undetermined"
    held = run.refused("reserve", "P-005", "--as", "coordinator")
    assert "no cohort is open" in held


def test_one_visit_is_overdue_and_one_is_due(run: Terminal) -> None:
    visits = run.done("today", "--json").json["visits"]
    assert [(v["participant"], v["visit"], v["status"]) for v in visits] == [
        ("P-002", "d60", "overdue"),
        ("P-003", "d60", "due"),
    ]


def test_the_chain_holds_and_every_account_can_sign_in(run: Terminal) -> None:
    assert run("verify", str(run.database)).code == 0
    accounts = run.done("account", "list", "--json").json
    assert {"coordinator", "investigator", "monitor", "auditor"} <= {a["account"] for a in accounts}
    signed = ("decide", "propose", "--yes", "--as", "statistician")
    assert "D-002" in run.done(*signed).words
    assert run.done("sign", "D-002", "--yes", "--as", "independent_physician").code == 0


def test_enquiries_are_in_every_stage(run: Terminal) -> None:
    states = {one["state"] for one in run.done("enquire", "list", "--json").json}
    assert {"new", "assigned", "consented", "enrolled", "declined", "not_eligible"} <= states


def test_the_picture_in_the_readme_is_the_one_that_the_command_makes(
    played: Any, root: Path
) -> None:
    made = (played[2] / "l.svg").read_text(encoding="utf-8")
    kept = (root / "docs" / "images" / "ladder.svg").read_text(encoding="utf-8")
    assert kept == made, "run: .venv/bin/dosepath demo --no-serve --ladder docs/images/ladder.svg"


def test_a_database_without_the_mark_is_never_touched(root: Path, tmp_path: Path) -> None:
    from tests.unit.cli.small_trial import create

    file = tmp_path / "real.sqlite3"
    terminal = Terminal(file)
    create(terminal, "admin", "site_administrator")
    terminal.close()
    before = file.read_bytes()
    said = demo("--no-serve", "--database", str(file), root=root)
    assert said.returncode == 1
    assert "not marked synthetic" in said.stderr
    assert file.read_bytes() == before
    note = tmp_path / "note.txt"
    note.write_text("not a database", encoding="utf-8")
    assert demo("--no-serve", "--database", str(note), root=root).returncode == 1
    assert note.read_text(encoding="utf-8") == "not a database"


def test_a_taken_port_is_told_before_anything_is_made(root: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        said = demo("--port", port, "--database", str(tmp_path / "d.sqlite3"), root=root)
    assert said.returncode == 1
    assert "--port" in said.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def served(root: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A demonstration that serves; ended whatever comes of the test."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--database", str(tmp_path / "d.sqlite3")],
        cwd=root,
        env=environment() | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield process
    process.kill()
    process.wait(timeout=30)
    if process.stdout is not None:
        process.stdout.close()


def test_it_serves_until_ctrl_c_and_then_ends_well(served: subprocess.Popen[str]) -> None:
    assert served.stdout is not None
    said = ""
    for line in served.stdout:
        said += line
        if "Ctrl-C stops it" in line:
            break
    found = re.search(r"http://127\.0\.0\.1:\d+/", said)
    assert found, said
    with urllib.request.urlopen(found.group() + "en/", timeout=30) as page:
        assert page.status == 200
    os.kill(served.pid, signal.SIGINT)
    said += served.stdout.read()
    assert served.wait(timeout=30) == 0
    assert "Password of each" in said
    assert "Stopped" in said


@pytest.mark.parametrize(("serve", "there"), [("0", True), ("1", False)])
def test_make_can_stop_before_serving(root: Path, serve: str, there: bool) -> None:
    ran = subprocess.run(
        ["make", "-n", "demo", f"SERVE={serve}"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("--no-serve" in ran.stdout) is there


def test_before_anybody_is_dosed_the_two_chances_are_one(root: Path) -> None:
    from dosepath.analysis import chance_above
    from dosepath.designs import Counts
    from dosepath.pathways import compile_design, operating_characteristics
    from dosepath.study import load

    study = load(root / STUDY)
    advice: Any = SimpleNamespace(outcomes=(), counts=Counts.none(study.levels))
    for scenario in study.scenarios.values():
        whole = operating_characteristics(compile_design(study.design), scenario)
        now = chance_above(10, study.design, advice=advice, scenario=scenario)
        assert now == pytest.approx(float(whole.probability_above(10)), abs=1e-12)


COURSE = """\
dosepath_course: 1
study: NCT05727722
steps:
  - {at: -9 09:00, by: investigator, open: {}}
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (COURSE.replace("course: 1", "course: 2"), "dosepath_course: 1"),
        (COURSE.replace("NCT05727722", "OTHER"), "another study"),
        (COURSE.replace("open: {}", "fly: {}"), "fly"),
        (COURSE.replace("open: {}", "open: {now: 1}"), "not known ['now']"),
        (COURSE.replace("open: {}", "enrol: {screening: S-001}"), "missing ['number']"),
        (COURSE.replace("-9 09:00", "last week"), "-104 10:00"),
        (COURSE.replace("-9 09:00", "-9 25:00"), "time of day"),
        (COURSE + "extra: {}\n", "extra"),
        (COURSE.replace("by: investigator", "by: somebody"), "somebody"),
        (COURSE + "  - [\n", "not YAML"),
        ("- 1\n", "no mapping"),
    ],
)
def test_faults_of_a_course_are_named_with_their_line(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["demo", *course_of(text, root, tmp_path)])
    assert stopped.value.code == 1
    said = capsys.readouterr()
    assert "course.yaml" in said.err
    assert words in said.err
    assert (said.out, (tmp_path / "d.sqlite3").exists()) == ("", False)


def test_a_step_that_the_trial_refuses_stops_the_course_at_its_line(
    root: Path, tmp_path: Path
) -> None:
    text = COURSE.replace("by: investigator", "by: monitor")
    said = demo(*course_of(text, root, tmp_path), root=root)
    assert said.returncode == 1
    assert "course.yaml:4" in said.stderr
    assert "monitor" in said.stderr


def course_of(text: str, root: Path, folder: Path) -> tuple[str, ...]:
    (folder / "study.yaml").write_bytes((root / STUDY).read_bytes())
    (folder / "course.yaml").write_text(text, encoding="utf-8")
    return str(folder / "study.yaml"), "--no-serve", "--database", str(folder / "d.sqlite3")


def test_a_study_without_a_course_says_so(root: Path, tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_bytes((root / STUDY).read_bytes())
    said = demo(str(tmp_path / "study.yaml"), "--no-serve", root=root)
    assert said.returncode == 1
    assert "course.yaml" in said.stderr

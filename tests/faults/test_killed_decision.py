"""A committee decision whose process is killed at any moment: nothing lost, nothing half."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.site import PATIENCE, ROOT, Site, plain_environment

pytestmark = pytest.mark.slow

ACTS = (
    ("decision_proposed",),
    *[("decision_voted",)] * 3,
    *[("decision_signed",)] * 2,
    ("decision_signed", "decision_effective"),
)
"""What each step of the decision appends: the last signature brings it into force."""


def deciding(task: str, folder: Path, *numbers: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.deciding", task, str(folder), *map(str, numbers)],
        cwd=ROOT,
        env=plain_environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE + 5 * len(numbers),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def statements(decision_due: Path) -> list[str]:
    """Every statement that the database carries out for the decision."""
    return deciding("statements", decision_due)


def nothing_is_lost_and_nothing_half(line: str, before: list[object]) -> None:
    """The claims of this file about one death."""
    death = json.loads(line)
    left, after = death["left"], death["after"]
    assert death["code"] == -signal.SIGKILL, death["before"]
    assert left["findings"] == after["findings"] == []
    # The log goes on from where it was, by whole steps, and has all that was acknowledged.
    added = left["kinds"][len(before) :]
    wholes = [[kind for act in ACTS[:count] for kind in act] for count in range(len(ACTS) + 1)]
    assert left["kinds"][: len(before)] == before
    assert added in wholes, (death["before"], added)
    assert all(re.fullmatch(r"acknowledged \d+", said) for said in death["acknowledged"])
    assert wholes.index(added) - len(death["acknowledged"]) in (0, 1)
    # Sent again from its beginning, the decision is completed; no step counts twice.
    assert death["finished"] == 0
    assert after["kinds"] == [*before, *wholes[-1]]


@pytest.fixture(scope="module")
def before(decision_due: Path) -> list[object]:
    """The kinds in the log before the decision."""
    return Site(decision_due).kinds()


def telling(statements: list[str]) -> list[int]:
    """Before each commit, between the two rows that bring the decision into force, at the end."""
    commits = [number for number, text in enumerate(statements) if text.startswith("COMMIT")]
    rows = [n for n, text in enumerate(statements) if text.startswith('INSERT INTO "store_event"')]
    return sorted({*commits, rows[-1], commits[-1] + 1})


@pytest.mark.parametrize("half", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_a_decision_survives_a_kill_at_each_of_its_commits(
    half: int, statements: list[str], decision_due: Path, before: list[object]
) -> None:
    points = telling(statements)[half::2]
    assert len(points) >= 5
    lines = deciding("killed", decision_due, *points)
    assert len(lines) == len(points)
    for line in lines:
        nothing_is_lost_and_nothing_half(line, before)


@pytest.mark.soak
@pytest.mark.parametrize("turn", range(8))
def test_a_decision_survives_a_kill_before_every_statement(
    turn: int, statements: list[str], decision_due: Path, before: list[object]
) -> None:
    points = range(turn, len(statements), 8)
    for line in deciding("killed", decision_due, *points):
        nothing_is_lost_and_nothing_half(line, before)


def test_the_statements_are_those_of_a_whole_decision(statements: list[str]) -> None:
    """Else the kills above would miss something: seven steps, three passwords asked for."""
    assert sum(text.startswith("COMMIT") for text in statements) == len(ACTS) + 3
    assert any("dosepath_" in text or "store_event" in text for text in statements)

"""Several processes at once, and processes killed at every statement of a decision."""

from __future__ import annotations

import re
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dosepath.ledger import Verification
from dosepath.store import back_up, inspect_database
from tests.unit.store.small import TRIAL, finished, process

KEY = bytes.fromhex("11" * 32)
pytestmark = pytest.mark.slow


def kinds(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT kind FROM store_event ORDER BY seq").fetchall()
    return [kind for (kind,) in rows]


def verified(database: Path) -> Verification:
    found = inspect_database(database, key=KEY)
    assert found.is_intact, found.findings
    return found.verification


@pytest.mark.parametrize("how", [pytest.param("by the rules", marks=pytest.mark.soak), "naive"])
def test_six_writers_want_the_last_slot_and_one_has_it(
    database: Callable[..., Path], how: str
) -> None:
    """Naive writers decide on an old state: then the unique constraint alone stands."""
    file = database("make", "6")
    before = len(kinds(file))
    children = [process(file, "reserve", f"P-{number:03}", how) for number in range(1, 7)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    said = [finished(child) for child in children]
    assert [code for code, _, _ in said] == [0] * 6, said
    answers = sorted(out.strip() for _, out, _ in said)
    assert answers.count("won") == 1, answers
    assert all(answer.startswith("refused ") for answer in answers if answer != "won")
    assert kinds(file)[before:] == ["slot_reserved"]
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM store_slot_claim").fetchone() == (1,)
    verified(file)


NOTHING = [
    "before the first row",
    "between the two rows",
    "after the last row",
    "before the commit",
]
EVERYTHING = ["after the commit", "within the anchor", "after the anchor", "never"]


@pytest.mark.parametrize("point", [*NOTHING, *EVERYTHING])
def test_a_decision_is_there_whole_or_not_at_all_wherever_the_process_is_killed(
    database: Callable[..., Path], point: str
) -> None:
    file = database("make_decision")
    before = len(kinds(file))
    code, out, err = finished(process(file, "sign_and_die", point))
    assert code == (0 if point == "never" else -signal.SIGKILL), err
    added = kinds(file)[before:]
    assert added == ([] if point in NOTHING else ["decision_signed", "decision_effective"])
    assert "acknowledged" not in out or added
    verified(file)
    # The next one to write finds everything in order, and makes up for a missing anchor.
    next_task = ("sign_and_die", "never") if point in NOTHING else ("append_many", "1")
    survivor = process(file, *next_task)
    survivor.communicate("go\n", timeout=120)
    assert survivor.returncode == 0
    assert kinds(file)[before : before + 2] == ["decision_signed", "decision_effective"]
    assert verified(file).anchored[TRIAL] >= before + 2


@pytest.mark.parametrize(
    "after", [pytest.param(1, marks=pytest.mark.soak), 4, pytest.param(9, marks=pytest.mark.soak)]
)
def test_what_was_acknowledged_is_there_after_a_kill(
    database: Callable[..., Path], after: int
) -> None:
    file = database("make", "0")
    child = process(file, "append_many", "1000")
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write("go\n")
    child.stdin.flush()
    lines = [child.stdout.readline() for _ in range(after + 1)]
    child.kill()
    rest, _ = child.communicate(timeout=120)
    acknowledged = max(map(int, re.findall(r"acknowledged (\d+)", "".join(lines) + rest)))
    assert verified(file).heads[TRIAL].rows >= acknowledged


def test_a_backup_taken_while_others_write_is_one_moment_of_the_log(
    database: Callable[..., Path], tmp_path: Path
) -> None:
    file = database("make", "0")
    child = process(file, "append_many", "25")
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdout.readline()
    child.stdin.write("go\n")
    child.stdin.flush()
    sizes = []
    for second in range(4):
        child.stdout.readline()
        made = back_up(
            file, tmp_path / "backups", at=datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC)
        )
        sizes.append(verified(made.folder / "dosepath.sqlite3").heads[TRIAL].rows)
    finished(child)
    assert sizes == sorted(sizes)
    assert verified(file).heads[TRIAL].rows >= sizes[-1]


def test_a_full_disk_stores_nothing_half_and_says_so(database: Callable[..., Path]) -> None:
    file = database("make", "0")
    code, out, err = finished(process(file, "fill_the_disk"))
    assert code == 0, err
    assert "not stored: the database could not be written: database or disk is full" in out
    acknowledged = max([1, *map(int, re.findall(r"acknowledged (\d+)", out))])
    assert verified(file).heads[TRIAL].rows == acknowledged

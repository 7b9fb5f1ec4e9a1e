"""A trial whose decision table is a file of its own: kept with the study version, and checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.cli.small_trial import STUDY, begin
from tests.unit.cli.terminal import Terminal

TABLE = "n,escalate_at_most,de_escalate_at_least,eliminate_at_least\n3,0,2,3\n6,1,3,4\n"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Terminal]:
    start, end = STUDY.index("    - accelerated_titration"), STUDY.index("  dlt:\n")
    stage = "    - decision_table: {target: 0.3, max_n: 6, cohort: 3, file: table.csv}\n"
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    terminal = begin(tmp_path, STUDY[:start] + stage + STUDY[end:])
    yield terminal
    terminal.close()


def test_the_trial_goes_on_by_the_table_it_was_opened_with(run: Terminal, tmp_path: Path) -> None:
    before = run("recommend", "--json", "--at", run.now).json
    assert before["recommendation"]["choice"] == {
        "action": "treat",
        "level": 1,
        "n": 3,
        "mtd": None,
    }
    (tmp_path / "table.csv").write_text(TABLE.replace("3,0,2,3", "3,1,2,3"), encoding="utf-8")
    assert run("recommend", "--json", "--at", run.now).json == before
    (tmp_path / "table.csv").unlink()
    assert run("recommend", "--json", "--at", run.now).json == before
    assert run("verify", str(run.database)).code == 0


def test_a_kept_table_that_was_changed_is_found(run: Terminal) -> None:
    run.close()
    with sqlite3.connect(run.database) as connection:
        (guard,) = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
            "AND tbl_name = 'store_study_version' AND name LIKE '%no_update%'"
        ).fetchall()
        connection.execute(f"DROP TRIGGER {guard[0]}")
        connection.execute(
            "UPDATE store_study_version SET files = replace(files, '3,0,2,3', '3,1,2,3')"
        )
        connection.execute(guard[1])
    other = Terminal(run.database)
    said = other("verify", str(run.database))
    other.close()
    assert said.code == 4, said
    assert "the kept text of study version" in said.words

"""``dosepath report``: refusals in words, and a pack from a real database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dosepath.cli.report import report

OPEN = """
from dosepath import web
web.start()
web.migrate()
from dosepath.ledger import Actor
from dosepath.store import open_trial
from dosepath.study import load
import sys
open_trial(load(sys.argv[1]), by=Actor("investigator-1", "investigator"), synthetic=True)
"""


class Failed(Exception):
    """A command ended with another code than 0."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"exit code {code}: {said}")
        self.code, self.said = code, said


def refused(*arguments: str) -> str:
    result = CliRunner().invoke(report, arguments)
    assert result.exit_code == 2
    return result.output


def test_it_asks_where_to_write() -> None:
    assert "say where to write" in refused()


def test_it_names_the_endings_it_knows() -> None:
    assert "must end in .html, .pdf, .svg" in refused("--out", "pack.docx")


def test_it_says_where_it_looked_for_a_database(tmp_path: Path) -> None:
    missing = tmp_path / "no.sqlite3"
    message = refused("--database", str(missing), "--out", "pack.html")
    assert "there is no database at" in message
    assert "dosepath demo" in message


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A database in which the worked study was opened and nothing else happened."""
    file = tmp_path_factory.mktemp("report") / "trial.sqlite3"
    study = root / "studies" / "nct05727722" / "study.yaml"
    run([sys.executable, "-c", OPEN, str(study)], file)
    return file


def run(command: list[str], database: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "DOSEPATH_DATABASE": str(database)}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(done.returncode, done.stderr)
    return done


def dosepath(database: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", "from dosepath.cli import main; main()", "report", *arguments]
    return run(command, database).stdout


@pytest.mark.slow
def test_a_pack_is_written_and_summed_up(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "pack.html"
    said = dosepath(database, "--out", str(out))
    assert f"Wrote {out}" in said
    assert "SYNTHETIC DATA. NCT05727722, events to 1 " in said
    assert "SYNTHETIC DATA" in out.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.slow
def test_the_tables_are_there_as_json(database: Path) -> None:
    told = json.loads(dosepath(database, "--json", "--at", "1"))
    assert told["study"] == "NCT05727722"
    assert told["cut"]["seq"] == 1
    assert [row[0] for row in told["tables"]["dose"]["shown"]] == ["1", "2", "3", "4"]


@pytest.mark.slow
def test_a_cut_after_the_end_of_the_log_is_refused(database: Path) -> None:
    with pytest.raises(Failed) as caught:
        dosepath(database, "--json", "--at", "999")
    assert caught.value.code == 2
    assert "the log of NCT05727722 ends at event 1" in caught.value.said

"""A site in a folder: its database, its command line, and what the database holds."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from dosepath.ledger import Verification
from dosepath.store import inspect_database

ROOT = Path(__file__).resolve().parents[2]
TRIAL = "NCT05727722"
PASSWORD = "synthetic-data-only"
KEY = bytes.fromhex("11" * 32)
PATIENCE = 180


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Site:
    """A folder with a database in it."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "dosepath.sqlite3"

    def begin(self, *command: str, **settings: str) -> subprocess.Popen[str]:
        """Start ``dosepath`` on this database; the password of the demonstration is known to it."""
        known = {"DOSEPATH_DATABASE": str(self.database), "DOSEPATH_PASSWORD": PASSWORD}
        return subprocess.Popen(
            [sys.executable, "-c", "from dosepath.cli import main; main()", *command],
            cwd=ROOT,
            env={**os.environ, **known, **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *command: str, **settings: str) -> Answer:
        """Run ``dosepath`` to its end."""
        return ended(self.begin(*command, **settings))

    def done(self, *command: str) -> str:
        """Run ``dosepath``; it must succeed. Gives what it printed."""
        answer = self(*command)
        assert answer.code == 0, answer
        return answer.out

    def decided(self) -> None:
        """The committee makes the decision that is due, from the command line."""
        self.done("decide", "propose", "--as", "statistician", "--yes")
        number = self.ask("SELECT max(json_extract(payload, '$.decision')) FROM store_event")
        for name in ("investigator", "statistician", "independent_physician"):
            self.done("sign", str(number), "--as", name, "--yes")

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Read the database file without DosePath."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, values).fetchall()

    def ask(self, sql: str, *values: object) -> object:
        """The first value of the first row."""
        return self.rows(sql, *values)[0][0]

    def kinds(self) -> list[object]:
        """The kinds of all events, in order."""
        return [kind for (kind,) in self.rows("SELECT kind FROM store_event ORDER BY seq")]

    def verified(self) -> Verification:
        """What verifying found; nothing may be wrong."""
        found = inspect_database(self.database, key=KEY)
        assert found.is_intact, found.findings
        return found.verification


def ended(child: subprocess.Popen[str]) -> Answer:
    """What a started command gave back at its end."""
    out, err = child.communicate(timeout=PATIENCE)
    return Answer(child.returncode, out, err)


def made_once(factory: pytest.TempPathFactory, name: str, study: Path) -> Path:
    """Play the course beside ``study`` into a new database; once for all workers of a run."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / f"made-{name}"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            answer = Site(folder)(
                "demo", str(study), "--no-serve", "--database", str(folder / "dosepath.sqlite3")
            )
            assert answer.code == 0, answer
            (folder / "complete").touch()
    return folder

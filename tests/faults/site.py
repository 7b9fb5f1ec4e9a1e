"""A site in a folder: its database, its command line, and what the database holds."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dosepath.ledger import Verification
from dosepath.store import inspect_database
from tests.unit.cli.terminal import Answer, Terminal

ROOT = Path(__file__).resolve().parents[2]
TRIAL = "NCT05727722"
PASSWORD = "synthetic-data-only"
DECISION = "D-002"  # the one that is due at the end of the demonstration
RUN = "from dosepath.cli import main; main()"
PATIENCE = 180


def plain_environment(**settings: str) -> dict[str, str]:
    """This environment without what the tests set: the keys are then those beside the database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOSEPATH_")}
    return kept | settings


@dataclass
class Site:
    """A folder with a database in it; calling it runs ``dosepath`` there.

    Calls that follow one another share a process, because starting one takes longer than most
    commands. :meth:`begin` starts one of its own.
    """

    folder: Path
    _terminal: Terminal | None = field(default=None, init=False)

    @property
    def database(self) -> Path:
        return self.folder / "dosepath.sqlite3"

    @property
    def settings(self) -> dict[str, str]:
        """What a command needs to know of this site; the password is everybody's."""
        return {"DOSEPATH_DATABASE": str(self.database), "DOSEPATH_PASSWORD": PASSWORD}

    def __call__(self, *command: str) -> Answer:
        """Run ``dosepath`` to its end."""
        if self._terminal is None:
            self._terminal = Terminal(self.database, DOSEPATH_PASSWORD=PASSWORD)
        return self._terminal(*command)

    def done(self, *command: str) -> str:
        """Run ``dosepath``; it must succeed. Gives what it printed."""
        answer = self(*command)
        assert answer.code == 0, answer
        return answer.out

    def close(self) -> None:
        """End the process that carried out the calls; nothing holds the database any more."""
        if self._terminal is not None:
            self._terminal.close()
            self._terminal = None

    def begin(self, *command: str, **settings: str) -> subprocess.Popen[str]:
        """Start ``dosepath`` in a process of its own."""
        return started(RUN, *command, **self.settings | settings)

    def at_once(self, *commands: tuple[str, ...]) -> list[Answer]:
        """Run several commands at the same moment, each in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.racing", str(self.database)],
            input=json.dumps(commands),
            cwd=ROOT,
            env=plain_environment(**self.settings),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [Answer(*said) for said in json.loads(done.stdout)]

    def decided(self) -> None:
        """The committee makes the decision that is due, from the command line."""
        self.done("decide", "propose", "--as", "statistician", "--yes")
        for name in ("investigator", "statistician", "independent_physician"):
            self.done("sign", DECISION, "--as", name, "--yes")

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
        key = (self.folder / "demo-keys" / "chain-key.txt").read_text(encoding="ascii")
        found = inspect_database(self.database, key=bytes.fromhex(key))
        assert found.is_intact, found.findings
        return found.verification


def started(program: str, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start a small program in Python with the project on its path."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=plain_environment(**settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


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
            site = Site(folder)
            answer = ended(
                site.begin("demo", str(study), "--no-serve", "--database", str(site.database))
            )
            assert answer.code == 0, answer
            (folder / "complete").touch()
    return folder

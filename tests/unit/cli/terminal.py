"""A terminal to try the command line in: one process, one database, many commands.

Each command is run as ``dosepath`` runs it, by ``main``, with its exit code and what it printed.
The process is started once, because setting Django up takes longer than any command.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DRIVER = """
import contextlib, io, json, sys
from dosepath.cli import main
answers = sys.stdout
for line in sys.stdin:
    asked = json.loads(line)
    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.stdin = io.StringIO(asked["stdin"])
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(asked["arguments"])
        except SystemExit as stop:
            code = stop.code or 0
    answers.write(json.dumps([code, out.getvalue(), err.getvalue()]) + "\\n")
    answers.flush()
"""


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def words(self) -> str:
        """Everything that was printed, on one line."""
        return " ".join((self.out + self.err).split())


class Terminal:
    """Runs commands on the database ``database``; times are given with :meth:`at`."""

    def __init__(self, database: Path, **environment: str) -> None:
        self.database = database
        self.now = ""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DOSEPATH_", "DJANGO_"))}
        self.environment = {**kept, "DOSEPATH_DATABASE": str(database), **environment}
        self.process = subprocess.Popen(
            [sys.executable, "-c", DRIVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self.environment,
        )

    def __call__(self, *arguments: str, stdin: str = "") -> Answer:
        """Run one command, whatever comes of it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        line = json.dumps({"arguments": arguments, "stdin": stdin})
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return Answer(*json.loads(self.process.stdout.readline()))

    def done(self, *arguments: str) -> Answer:
        """Run a command that must succeed, at the time set by :meth:`at`."""
        answer = self(*arguments, *self._when())
        assert answer.code == 0, (arguments, answer)
        return answer

    def refused(self, *arguments: str) -> str:
        """Run a command that a rule of the trial must refuse; what it says, on one line."""
        answer = self(*arguments, *self._when())
        assert answer.code == 3, (arguments, answer)
        assert answer.out == ""
        return answer.words

    def at(self, when: str) -> Terminal:
        """From now on it is ``when`` (2026-03-02 09:00)."""
        self.now = when
        return self

    def _when(self) -> tuple[str, ...]:
        return ("--at", self.now) if self.now else ()

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()

"""Several commands started at one moment: ``python -m tests.faults.racing FOLDER`` with JSON in.

Each command is ``dosepath`` in a process of its own. The processes are forked after everything
is loaded and wait for one signal, so that they meet at the database and not at Python's start.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from dosepath import conduct, store, web, wording
from dosepath.cli import group, main
from dosepath.study import load_text

KNOWN = (conduct.replay, wording.say)  # loaded before the race


def get_ready(database: Path, commands: Sequence[Sequence[str]]) -> None:
    """Load what the commands will need, without touching the database through Django."""
    web.start(database)
    for name, text in store.inspect_database(database).studies.values():
        load_text(text, name)
    for command in commands:
        group.get_command(None, command[0])  # type: ignore[arg-type]


def run(command: Sequence[str], start: int, into: Path) -> int:
    """Wait for the start, then run one command; what it says goes into files."""
    os.read(start, 1)
    with (
        into.with_suffix(".out").open("w") as out,
        into.with_suffix(".err").open("w") as err,
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main(command)
        except SystemExit as ended:
            return int(ended.code or 0)
    return 0


def race(commands: Sequence[Sequence[str]], folder: Path) -> list[tuple[int, str, str]]:
    """Run all; code, output and errors of each."""
    start, gun = os.pipe()
    children = []
    for number, command in enumerate(commands):
        child = os.fork()
        if child == 0:
            os.close(gun)
            os._exit(run(command, start, folder / str(number)))
        children.append(child)
    os.close(start)
    os.close(gun)  # the end of the pipe is the signal for all
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    said = [
        [(folder / f"{n}.{kind}").read_text() for kind in ("out", "err")] for n in range(len(codes))
    ]
    return [(code, *words) for code, words in zip(codes, said, strict=True)]


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    get_ready(Path(sys.argv[1]), asked)
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(race(asked, Path(place))))

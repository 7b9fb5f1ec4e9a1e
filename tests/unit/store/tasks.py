"""What another process does to a database: ``python -m tests.unit.store.tasks TASK ...``.

A task that waits says ``ready`` and goes on at the first line of its input.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NoReturn

from dosepath import conduct, store, web
from tests.unit.conduct.playing import COORDINATOR, INVESTIGATOR, PHYSICIAN, STATISTICIAN
from tests.unit.store.small import TRIAL, StoredPlay, open_screening, small_study_in_store


def say(words: str) -> None:
    print(words, flush=True)


def wait_for_the_start() -> None:
    say("ready")
    sys.stdin.readline()


def make(participants: str) -> None:
    """A new database with an open trial and so many enrolled participants."""
    web.migrate()
    play = StoredPlay().open()
    for _ in range(int(participants)):
        play.enrolled()


def make_decision() -> None:
    """A new database in which a decision lacks one signature."""
    web.migrate()
    play = StoredPlay().open()
    play.completed(play.dosed())
    decision = play.propose()
    play.sign(decision, INVESTIGATOR, STATISTICIAN)


def reserve(participant: str, how: str) -> None:
    """Try to hold the last slot; ``naive`` decides on a state read before the start."""
    play = StoredPlay().seen()
    stale = play.state
    wait_for_the_start()
    command = conduct.reserve_slot
    if how == "naive":
        command = lambda _, *args, **named: conduct.reserve_slot(stale, *args, **named)  # noqa: E731
    try:
        play.do(command, participant, by=COORDINATOR)
        say("won")
    except conduct.Refused as refusal:
        say("refused " + " ".join(reason.code for reason in refusal.reasons))


def append_many(count: str) -> None:
    """Open screenings and acknowledge each as the store does."""
    play = StoredPlay().seen()
    wait_for_the_start()
    for _ in range(int(count)):
        open_screening(play)
        say(f"acknowledged {play.events[-1].seq}")


def fill_the_disk() -> None:
    """Append until the database may not grow any more."""
    from django.db import connection

    play = StoredPlay().seen()
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 2}")
    try:
        while True:
            open_screening(play)
            say(f"acknowledged {play.events[-1].seq}")
    except store.NotStored as error:
        say(f"not stored: {error}")


def sign_and_die(point: str) -> None:
    """Give the last signature of a decision and be killed at ``point``."""
    play = StoredPlay().seen()
    arm(point)
    decision = list(play.state.decisions)[-1]
    play.sign(decision, PHYSICIAN)
    say("acknowledged")


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def arm(point: str) -> None:
    """Replace the statement at ``point`` by one that kills this process."""
    from dosepath.store import anchoring, claims, log, performing

    insert, replay, append = log._insert, performing.replay, anchoring._append
    calls = {"insert": 0, "replay": 0}

    def counted(name: str, at: int, original: Callable[..., object], *, before: bool) -> object:
        def run(*args: object, **named: object) -> object:
            calls[name] += 1
            if before and calls[name] == at:
                die()
            result = original(*args, **named)
            if not before and calls[name] == at:
                die()
            return result

        return run

    def half_a_line(path: Path, line: str) -> None:
        append(path, line[: len(line) // 2])
        os.truncate(path, path.stat().st_size - 1)  # the line end that was just written
        die()

    def anchored_then_dead(path: Path, line: str) -> None:
        append(path, line)
        die()

    armed: dict[str, Callable[[], None]] = {
        "before the first row": lambda: setattr(
            log, "_insert", counted("insert", 1, insert, before=True)
        ),
        "between the two rows": lambda: setattr(
            log, "_insert", counted("insert", 1, insert, before=False)
        ),
        "after the last row": lambda: setattr(
            performing, "replay", counted("replay", 2, replay, before=True)
        ),
        "before the commit": lambda: setattr(claims, "follow", lambda *_, **__: die()),
        "after the commit": lambda: setattr(anchoring, "catch_up", lambda *_: die()),
        "within the anchor": lambda: setattr(anchoring, "_append", half_a_line),
        "after the anchor": lambda: setattr(anchoring, "_append", anchored_then_dead),
        "never": lambda: None,
    }
    armed[point]()


TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task
    for task in (make, make_decision, reserve, append_many, fill_the_disk, sign_and_die)
}

if __name__ == "__main__":
    web.start()
    with small_study_in_store():
        partial(TASKS[sys.argv[1]], *sys.argv[2:])()
    assert TRIAL

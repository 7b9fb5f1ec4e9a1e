"""The small trial of the conduct tests, played through a real database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from dosepath import store
from dosepath.conduct import Protocol
from dosepath.ledger import Draft
from tests.unit.conduct.playing import COORDINATOR, HERE, INVESTIGATOR, Play, protocol

TRIAL = "SMALL-1"
ROOT = Path(__file__).resolve().parents[3]


class SmallStudy(Protocol):
    """A protocol that the store takes for a study file."""

    id = property(lambda self: self.study_id)
    hash = property(lambda self: self.study_hash)
    name = "small"
    text = "small"
    files = property(lambda self: {})


STUDY = SmallStudy(**{field.name: getattr(protocol(), field.name) for field in fields(Protocol)})


@contextmanager
def small_study_in_store() -> Iterator[None]:
    """The store finds the small study wherever it would load the kept text."""
    from dosepath.store import performing, trials

    before = trials.study_of
    trials.study_of = performing.study_of = lambda events: STUDY  # type: ignore[assignment]
    try:
        yield
    finally:
        trials.study_of = performing.study_of = before


class StoredPlay(Play):
    """A :class:`Play` whose log is the database."""

    def __post_init__(self) -> None:
        self.state = None  # type: ignore[assignment]

    def open(self, *, synthetic: bool = True) -> StoredPlay:
        store.open_trial(STUDY, by=INVESTIGATOR, synthetic=synthetic, at=self.now)  # type: ignore[arg-type]
        return self.seen()

    def seen(self) -> StoredPlay:
        """Look at the trial as it is now."""
        self.events = list(store.events(TRIAL))
        self.state = store.trial_state(TRIAL)
        self.now = (self.state.last_at or self.now).astimezone(HERE)
        return self

    def do(
        self, command: Callable[..., tuple[Draft, ...]], *args: object, **named: object
    ) -> tuple[Draft, ...]:
        by, at = named.pop("by", INVESTIGATOR), named.pop("at", self.now)
        key = str(named.pop("key", ""))
        performed = store.perform(
            TRIAL,
            lambda state: command(state, *args, by=by, at=at, **named),
            by=by,  # type: ignore[arg-type]
            at=at,  # type: ignore[arg-type]
            key=key,
        )
        self.state = performed.state
        self.events = list(store.events(TRIAL))
        return performed.events


def open_screening(play: Play, **named: object) -> object:
    """The shortest command there is."""
    from dosepath import conduct

    return play.do(conduct.open_screening, by=COORDINATOR, **named)


def process(database: Path, task: str, *arguments: str) -> subprocess.Popen[str]:
    """Another process that works on ``database``: see ``tasks.py`` for what it can do."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.unit.store.tasks", task, *arguments],
        cwd=ROOT,
        env={**os.environ, "DOSEPATH_DATABASE": str(database)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(child: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, output and errors of a process that has come to its end."""
    out, err = child.communicate(timeout=120)
    return child.returncode, out, err

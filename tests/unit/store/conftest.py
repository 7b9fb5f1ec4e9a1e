"""A trial in a database of its own, in memory or in a file that several processes share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dosepath import web
from tests.unit.store.small import StoredPlay, finished, process, small_study_in_store

web.start()  # the tests import models, which need Django set up first


@pytest.fixture
def play(db: None) -> Iterator[StoredPlay]:
    """The small trial, opened, synthetic, in memory."""
    with small_study_in_store():
        yield StoredPlay().open()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Databases made once by another process: ``made("make", "8")``."""
    known: dict[tuple[str, ...], Path] = {}

    def make(*task: str) -> Path:
        if task not in known:
            file = tmp_path_factory.mktemp("made") / "dosepath.sqlite3"
            code, out, err = finished(process(file, *task))
            assert code == 0, out + err
            known[task] = file
        return known[task]

    return make


@pytest.fixture
def database(made: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """A fresh copy of such a database with its anchors, for one test."""

    def copy(*task: str) -> Path:
        shutil.copytree(made(*task).parent, tmp_path / "site", dirs_exist_ok=True)
        return tmp_path / "site" / "dosepath.sqlite3"

    return copy

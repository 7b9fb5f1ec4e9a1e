"""The demonstration's database, on the evening before a dose decision, as often as needed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site, made_once


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """``made("decision-due", study)``: the folder of a database played from a study's course."""
    return lambda name, study: made_once(tmp_path_factory, name, study)


@pytest.fixture(scope="session")
def decision_due(made: Callable[..., Path], root: Path) -> Path:
    """The worked study's demonstration: a decision is due. Only to be copied."""
    return made("decision-due", root / "studies" / "nct05727722" / "study.yaml")


@pytest.fixture
def site(decision_due: Path, tmp_path: Path) -> Iterator[Site]:
    """A copy of the demonstration for one test."""
    copy = Site(Path(shutil.copytree(decision_due, tmp_path / "site")))
    yield copy
    copy.close()

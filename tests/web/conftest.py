"""Pages are tested against the site's own settings, with a database per test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dosepath import web

web.start()  # the tests import what needs Django set up first


@pytest.fixture(scope="session", autouse=True)
def folder_of_static_files() -> None:
    """An empty folder where collected files would be: the pages then use the apps' own.

    It stays: workers share it, and the first to finish must not take it from the others.
    """
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="module")
def begun(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The console's trial, played once for a module."""
    from tests.web.console_trial import begin, undone

    with django_db_blocker.unblock(), undone():
        yield begin()


@pytest.fixture
def console(begun: Any, db: None) -> Any:
    """The console's trial for one test: what the test writes is rolled back."""
    return begun


@pytest.fixture(scope="module")
def study() -> Any:
    """The worked study."""
    from dosepath.study import load
    from tests.web.console_trial import FILE

    return load(FILE)


@pytest.fixture
def begin(study: Any) -> Callable[[], Any]:
    """A trial of it without the site, opened and its readings pinned."""
    from dosepath import conduct
    from tests.unit.conduct.playing import Play
    from tests.unit.conduct.test_worked_study import pin
    from tests.web.console_trial import START

    def made() -> Any:
        trial = Play(conduct.protocol_of(study), now=START).open()
        pin(trial, study)
        return trial

    return made

"""What every test may rely on: repeatable chance, safe keys, and a browser if there is one."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent

FOLDER = Path(tempfile.gettempdir()) / f"dosepath-{os.getpid()}"
if "PYTEST_XDIST_WORKER" not in os.environ:
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

# Nothing that a test does reaches a real database or depends on the keys of this computer.
os.environ.update(
    DJANGO_SETTINGS_MODULE="dosepath.web.settings",
    DOSEPATH_DATABASE=str(FOLDER / "no.sqlite3"),
    DOSEPATH_SECRET_KEY="a-key-for-tests-that-protects-nothing",
    DOSEPATH_CHAIN_KEY="11" * 32,
    DOSEPATH_IDENTITY_KEY="22" * 32,
)
for unwanted in ("DOSEPATH_DEBUG", "DOSEPATH_HOSTS", "DOSEPATH_HTTPS"):
    os.environ.pop(unwanted, None)

# Started in the background, tests inherit that Ctrl-C is ignored, and so would what they start
# and stop with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every run; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile(
    "repeatable",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def find_chromium() -> str | None:
    """The browser for journeys: ``DOSEPATH_CHROMIUM``, else one on the path."""
    named = os.environ.get("DOSEPATH_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for found in map(shutil.which, names) if found), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium."""
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium found")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests of a worker: Playwright starts once in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out browser journeys where there is no browser, and mark tests by their folder."""
    missing = find_chromium() is None
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
        if "published" in item.path.parts:
            item.add_marker(pytest.mark.published)
        if missing and item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.skip(reason="no Chromium found"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud that journeys were left out, if they were."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum("no Chromium found" in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line("")
        terminalreporter.write_line(
            f"BROWSER JOURNEYS LEFT OUT: {count} tests did not run, because no Chromium was "
            "found. Install one or name it in DOSEPATH_CHROMIUM.",
            yellow=True,
        )

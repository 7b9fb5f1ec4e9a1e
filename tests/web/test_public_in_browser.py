"""The public pages in a real browser: accessible, no script needed, fit for a small phone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import signing
from playwright.sync_api import Browser, Page, Route

from dosepath.web.public.contact_form import STAMP_SALT

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
ID = "NCT05727722"
PATHS = [f"/{lang}/{rest}" for lang in ("en", "zh-hans") for rest in ("", f"studies/{ID}/")]
CONTACT = [f"/{lang}/studies/{ID}/contact/" for lang in ("en", "zh-hans")]
SERVE = """
import sys
from dosepath import web
web.start(sys.argv[1])
web.migrate()
web.collect_static()
web.serve("127.0.0.1", 0, ready=lambda address: print(address, flush=True))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, served by a process of its own on a new database."""
    file = tmp_path_factory.mktemp("site") / "dosepath.sqlite3"
    environment = os.environ | {"DOSEPATH_HTTPS": "0"}
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(file)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    address = server.stdout.readline().strip().rstrip("/")
    assert address.startswith("http://127.0.0.1:"), "the site did not start"
    yield address
    server.terminate()
    server.wait(timeout=20)
    server.stdout.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A small phone without JavaScript."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield page
    page.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.mark.parametrize("path", [*PATHS, *CONTACT])
def test_there_is_no_violation_of_accessibility(path: str, desk: Page, site: str) -> None:
    desk.goto(site + path)
    desk.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    found = Axe().run(desk)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", CONTACT)
def test_the_form_with_its_errors_is_accessible_too(path: str, desk: Page, site: str) -> None:
    desk.goto(site + path)
    desk.click("form button")
    assert desk.locator(".summary-of-errors a").count() >= 3
    found = Axe().run(desk)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", [*PATHS, *CONTACT])
def test_nothing_is_wider_than_the_screen(path: str, desk: Page, site: str) -> None:
    desk.goto(site + path)
    for width in (320, 360, 1280):
        desk.set_viewport_size({"width": width, "height": 740})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, width


def test_nothing_is_asked_of_other_sites_and_the_policy_is_kept(desk: Page, site: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.on("console", lambda message: complaints.append(message.text))
    desk.goto(f"{site}/en/studies/{ID}/")
    assert asked
    assert all(url.startswith(site) for url in asked), asked
    assert complaints == []


def opened_a_minute_ago(route: Route) -> None:
    """Let the form look as if it had been open for a minute: a person needs that, a test not."""
    answer = route.fetch()
    with mock.patch("django.core.signing.time.time", return_value=time.time() - 60):
        earlier = signing.TimestampSigner(salt=STAMP_SALT).sign("contact")
    body = re.sub(r'(name="stamp" value=)"[^"]*"', rf'\1"{earlier}"', answer.text())
    route.fulfill(response=answer, body=body)


def test_a_relative_writes_from_a_phone_without_javascript(phone: Page, site: str) -> None:
    phone.route("**/contact/", opened_a_minute_ago)
    phone.goto(f"{site}/studies/{ID}/")
    phone.click("main a.button >> nth=0")
    phone.fill("[name=name]", "Test Person")
    phone.check("[name=writer][value=relative]")
    phone.check("[name=consent_contact]")
    phone.click("form button")
    # An error first: what was typed is still there.
    assert phone.locator(".summary-of-errors").is_visible()
    assert phone.input_value("[name=name]") == "Test Person"
    assert not phone.is_checked("[name=consent_health]")
    phone.fill("[name=phone]", "+86 21 5555 0100")
    phone.click("form button")
    assert phone.locator(".reference").inner_text().startswith("ENQ-")
    assert phone.locator("form").count() == 0


def test_the_first_stop_of_the_keyboard_is_the_way_past_the_header(desk: Page, site: str) -> None:
    desk.goto(f"{site}/en/studies/{ID}/")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "main"

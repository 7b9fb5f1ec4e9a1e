"""The public pages in a real browser: accessible, no script needed, fit for a small phone."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from dosepath.web.public import contact_form

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ID = "NCT05727722"
PATHS = [f"/{lang}/{rest}" for lang in ("en", "zh-hans") for rest in ("", f"studies/{ID}/")]
CONTACT = [f"/{lang}/studies/{ID}/contact/" for lang in ("en", "zh-hans")]
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    # Playwright runs an event loop in this thread, which Django takes for asynchronous use.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


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
def test_there_is_no_violation_of_accessibility(path: str, desk: Page, live_server) -> None:
    desk.goto(live_server.url + path)
    desk.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    found = Axe().run(desk)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", CONTACT)
def test_the_form_with_its_errors_is_accessible_too(path: str, desk: Page, live_server) -> None:
    desk.goto(live_server.url + path)
    desk.click("form button")
    assert desk.locator(".summary-of-errors a").count() >= 3
    found = Axe().run(desk)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", [*PATHS, *CONTACT])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(
    path: str, width: int, browser: Browser, live_server
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(live_server.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_nothing_is_asked_of_other_sites_and_the_policy_is_kept(desk: Page, live_server) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.on("console", lambda message: complaints.append(message.text))
    desk.goto(f"{live_server.url}/en/studies/{ID}/")
    assert asked
    assert all(url.startswith(live_server.url) for url in asked), asked
    assert complaints == []


def test_a_relative_writes_from_a_phone_without_javascript(
    phone: Page, live_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The wait that tells people from machines is not tested by waiting.
    monkeypatch.setattr(contact_form, "QUICKEST_SECONDS", -1)
    phone.goto(f"{live_server.url}/studies/{ID}/")
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


def test_the_first_stop_of_the_keyboard_is_the_way_past_the_header(desk: Page, live_server) -> None:
    desk.goto(f"{live_server.url}/en/studies/{ID}/")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "main"

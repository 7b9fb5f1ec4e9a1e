"""Whether the eye that looks at every page of a journey sees anything at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.looking import Looks

SITE = "http://site.example"
GOOD = (
    "<!doctype html><html lang=en><title>A page</title>"
    "<link rel=icon href='data:,'><body><main><h1>A page</h1>{}</main>"
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def looked_at(page: Page, content: str, status: int = 200) -> list[str]:
    """What is found wrong on a page with this content."""
    looks = Looks(SITE)
    looks.follow(page)

    def answer(route: Route) -> None:
        html = route.request.resource_type == "document"
        route.fulfill(
            status=status, body=GOOD.format(content) if html else "", content_type="text/html"
        )

    page.route("**/*", answer)
    page.goto(f"{SITE}/page/")
    looks.look(page)
    return looks.wrong


FAULTS = {
    "a picture without words": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' width=9>",
    "a field without a label": "<input>",
    "text that is hard to see": "<p style='color: #bbb; background: #fff'>Read me</p>",
    "a page wider than a phone": "<div style='width: 500px'>wide</div>",
    "a table that is cut off": "<div class='table-box' role='region' aria-label='Cut' tabindex='0'"
    " style='overflow-x: auto'><p style='width: 500px'>wide</p></div>",
    "a template that was not filled in": "<p>Dear {name}</p>",
    "a request to another site": "<img alt='' src='http://elsewhere.example/dot.gif'>",
    "a complaint of the browser": "<script>console.error('broken')</script>",
    "a script that fails": "<script>missing()</script>",
}


def test_a_good_page_is_found_good(page: Page) -> None:
    assert looked_at(page, "<p>Good.</p>") == []


def test_a_form_that_is_shown_again_with_its_errors_is_no_fault(page: Page) -> None:
    assert looked_at(page, "<p>Please mend the following.</p>", status=422) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_seen(fault: str, page: Page) -> None:
    assert looked_at(page, FAULTS[fault])


def test_an_error_of_the_server_is_seen(page: Page) -> None:
    assert looked_at(page, "<p>Sorry.</p>", status=500)

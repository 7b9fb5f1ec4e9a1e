"""A person at a browser: what they do, in the words of somebody who watches them.

Every page that a person comes to is looked at (see ``looking.py``).
"""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.looking import Looks

expect.set_options(timeout=15_000)  # a busy computer is not a defect

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, looks: Looks, *, screen: dict[str, int]) -> None:
        context = browser.new_context(
            viewport=screen,  # type: ignore[arg-type]
            base_url=looks.site,
        )
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.looks = looks
        looks.follow(self.page)

    def leaves(self) -> None:
        """Close the browser."""
        self.page.context.close()

    def opens(self, address: str) -> None:
        """Type an address."""
        self.page.goto(address)
        self.looks.look(self.page)

    def follows(self, link: str) -> None:
        """Follow the first link with these words."""
        self.goes_by(self.page.get_by_role("link", name=link).first)

    def presses(self, button: str) -> None:
        """Press the button with these words."""
        self.goes_by(self.page.get_by_role("button", name=button, exact=True))

    def goes_by(self, control: Locator) -> None:
        """Click on what leads to another page, and look at that page."""
        with self.page.expect_navigation():
            control.click()
        self.looks.look(self.page)

    def writes(self, label: str, text: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def gives(self, label: str, answer: str) -> None:
        """Answer a field by its label: typed into a line, or chosen from a list."""
        field = self.page.get_by_label(label, exact=True)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=answer)
        else:
            field.fill(answer)

    def answers(self, question: str, answer: str) -> None:
        """Choose one of the answers under a question."""
        group = self.page.get_by_role("group", name=question, exact=True)
        group.get_by_label(answer, exact=True).check()

    def ticks(self, label: str) -> None:
        """Tick a box."""
        self.page.get_by_label(label).check()

    def sees(self, words: str) -> None:
        """The page shows these words somewhere."""
        expect(self.page.locator("body")).to_contain_text(words)

    def sees_in_row(self, row: str, words: str) -> None:
        """The table row that begins so shows these words."""
        named = self.page.get_by_role("row").filter(
            has=self.page.get_by_role("rowheader", name=row, exact=True)
        )
        expect(named.first).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        """The page shows these words nowhere."""
        expect(self.page.locator("body")).not_to_contain_text(words)

    def keeps(self, label: str, text: str) -> None:
        """The field with this label still holds what was typed."""
        expect(self.page.get_by_label(label, exact=True)).to_have_value(text)

    def sees_heading(self, words: str | re.Pattern[str]) -> None:
        """The page is headed so."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

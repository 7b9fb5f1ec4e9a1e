"""Somebody who has no mouse: Tab, arrow keys, Space and Enter, and where they are is visible."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.looking import Looks

FAR = 150
_NAME = """() => {
  const here = document.activeElement
  const labelled = here.labels && here.labels.length ? here.labels[0] : here
  return (labelled.innerText || here.getAttribute('aria-label') || '').trim()
}"""
_SHOWN = """() => {
  const style = getComputedStyle(document.activeElement)
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
  return outlined || style.boxShadow !== 'none'
}"""


class Keyboard:
    """The keyboard in front of a page."""

    def __init__(self, page: Page, looks: Looks) -> None:
        self.page, self.looks = page, looks

    def goes_to(self, name: str) -> None:
        """Press Tab until the control with this name has the focus, and it can be seen."""
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_NAME) == name:
                assert self.page.evaluate(_SHOWN), f"nothing shows that {name!r} has the focus"
                return
        raise AssertionError(f"{name!r} is not reached with Tab on {self.page.url}")

    def writes(self, name: str, text: str) -> None:
        """Go to a field and type."""
        self.goes_to(name)
        self.page.keyboard.type(text)

    def ticks(self, name: str) -> None:
        """Go to a box and tick it."""
        self.goes_to(name)
        self.page.keyboard.press("Space")

    def chooses(self, first: str, wanted: str) -> None:
        """Go to a group of answers by its ``first`` one and move to the one wanted."""
        self.goes_to(first)
        for _ in range(FAR):
            if self.page.evaluate(_NAME) == wanted:
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{wanted!r} is not reached with the arrow keys")

    def presses(self, name: str) -> None:
        """Go to a button or link and press Enter; look at the page that follows."""
        self.goes_to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.looks.look(self.page)

    def jumps(self, name: str) -> None:
        """Go to a link within the page and press Enter: the focus is then where it leads."""
        self.goes_to(name)
        wanted = self.page.evaluate("document.activeElement.hash.slice(1)")
        self.page.keyboard.press("Enter")
        self.page.wait_for_function("id => document.activeElement.id === id", arg=wanted)

"""What is asked of every page that anybody comes to, in whatever state it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

_UNFINISHED = re.compile(r"\{\{|\{%|[⟦⟧]|\{\w+(:\w+)?\}|Traceback|undefined\b")
_AXE = Axe()
_ONLY = {"resultTypes": ["violations"]}  # what is in order need not be listed
PHONE = 360
_CUT_TABLES = (
    "[...document.querySelectorAll('.table-box, .scroll')]"
    ".filter(box => box.clientWidth && box.scrollWidth > box.clientWidth + 1)"
    ".map(box => box.getAttribute('aria-label') || 'without a name')"
)


@dataclass
class Looks:
    """Everything found wrong on the pages of a journey; ``pages`` counts what was looked at."""

    site: str
    pages: int = 0
    wrong: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Notice whatever the browser asks for or complains about from now on."""
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("console", self._complained)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))

    def look(self, page: Page) -> None:
        """Look at the page as it is now."""
        self.pages += 1
        where = f"{page.url} ({page.title()})"
        found = _AXE.run(page, options=_ONLY)
        if found.violations_count:
            self.wrong.append(f"{where}\n{found.generate_report()}")
        words = page.locator("body").inner_text()
        self.wrong += [f"{where}: shows {left[0]!r}" for left in _UNFINISHED.finditer(words)]
        self.wrong += [f"{where}: {wrong}" for wrong in self._too_wide(page)]

    def _too_wide(self, page: Page) -> list[str]:
        before = page.viewport_size
        assert before is not None
        wide: list[str] = []
        for width in dict.fromkeys((before["width"], PHONE)):
            page.set_viewport_size({"width": width, "height": before["height"]})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(f"wider than {width} px")
            cut = page.evaluate(_CUT_TABLES)
            wide += [f"the table {name!r} is cut off at {width} px" for name in cut]
        page.set_viewport_size(before)
        return wide

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.wrong.append(f"asked another site: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.url}: answered {response.status}")
        if response.status >= 400 and response.request.resource_type != "document":
            self.wrong.append(f"{response.url}: answered {response.status}")

    def _complained(self, message: ConsoleMessage) -> None:
        # The browser notes each page that comes with an error status: a form with faults has one.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.wrong.append(f"{message.location.get('url')}: {message.text}")

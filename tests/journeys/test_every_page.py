"""Every page that somebody can come to by links: no fault on any, no link that leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response

from tests.faults.site import TRIAL
from tests.journeys.members import Member
from tests.journeys.person import PHONE, Person
from tests.journeys.serving import Place

pytestmark = pytest.mark.slow
SiteAt = Callable[..., Place]
People = Callable[..., Person]
_NUMBER = re.compile(r"\b(?:P|S|D|AE|ENQ|C)-[A-Z0-9-]+|\b[ABE]\d+\b")


def kind_of(url: str) -> str:
    """Pages of the same kind differ in numbers only."""
    return _NUMBER.sub("*", urlsplit(url).path)


class Walk:
    """One person follows every link to a kind of page that nobody has seen yet."""

    def __init__(self, person: Person, seen: set[str]) -> None:
        self.person, self.seen = person, seen
        self.broken: list[str] = []

    def from_here(self) -> None:
        """Follow links until there is nothing new."""
        self.seen.add(kind_of(self.person.page.url))
        waiting = self.links()
        while waiting:
            url = waiting.pop()
            if kind_of(url) in self.seen:
                continue
            self.seen.add(kind_of(url))
            self.visit(url)
            waiting |= self.links()

    def visit(self, url: str) -> None:
        answer = self.person.page.goto(url)
        assert isinstance(answer, Response)
        if answer.status != 200:
            self.broken.append(f"{url}: {answer.status}")
        unfold = "all => all.forEach(one => one.open = true)"
        self.person.page.eval_on_selector_all("details", unfold)
        self.person.looks.look(self.person.page)

    def links(self) -> set[str]:
        """Where the links of this page lead, within the site."""
        found = self.person.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        site = self.person.looks.site
        return {url.split("#")[0] for url in found if url.startswith(site)}


def test_every_page_of_the_console_is_in_order(site_at: SiteAt, people: People) -> None:
    place = site_at("demonstration", ("decide", "propose", "--as", "statistician", "--yes"))
    seen: set[str] = set()
    broken: list[str] = []
    for account in ("investigator", "coordinator", "site_administrator", "cell_laboratory"):
        member = Member(people(place), account)
        walk = Walk(member.person, seen)
        walk.from_here()
        broken += walk.broken
    assert broken == []
    screens = ("today", "board", "participants", "screening", "decisions", "safety", "inbox")
    for screen in (*screens, "dosing", "audit", "people"):
        assert f"/console/{TRIAL}/{screen}/" in seen, sorted(seen)


def test_every_public_page_is_in_order_on_a_phone(site_at: SiteAt, people: People) -> None:
    walk = Walk(people(site_at("demonstration"), screen=PHONE), set())
    walk.person.opens("/")
    walk.from_here()
    assert walk.broken == []
    assert {f"/{lang}/studies/{TRIAL}/contact/" for lang in ("en", "zh-hans")} <= walk.seen


def test_a_page_that_is_not_there_says_so_and_shows_a_way_back(
    site_at: SiteAt, people: People
) -> None:
    place = site_at("demonstration")
    stranger = people(place)
    stranger.opens("/en/studies/NCT00000000/")
    stranger.follows("DosePath")
    monitor = Member(people(place), "monitor")
    monitor.at("people/")
    monitor.person.sees("Not open to your role")
    monitor.goes_to("Today")

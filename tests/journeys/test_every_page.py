"""Every page that somebody can come to by links: no fault on any, no link that leads nowhere."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Response

from dosepath import web
from tests.faults.site import TRIAL
from tests.journeys.members import Member
from tests.journeys.person import PHONE, Person
from tests.journeys.serving import Place
from tests.web.console_addresses import CONSOLE

web.start()  # addresses are told apart by the site's own list of them

pytestmark = pytest.mark.slow
SiteAt = Callable[..., Place]
People = Callable[..., Person]
_NUMBER = re.compile(r"\b(?:P|S|D|AE|ENQ)-[A-Z0-9-]+|\b[ABE]\d+\b")
_TELLING = {"followup:form": "form", "inbox:move": "to"}
"""Pages that look different for each value of one part of their address."""


PERSON_007 = {"screening": "S-007"}
NOT_LINKED_NOW: dict[str, dict[str, str] | None] = {
    "decision:next": {},
    "followup:transplantation": {"participant": "P-001"},
    "dosing:give": {"participant": "P-005"},
    "dosing:release": {"participant": "P-005"},
    "followup:window": {"participant": "P-004"},
    "followup:value": {"participant": "P-002", "item": "platelets"},
    "screening:consent": PERSON_007,
    "screening:enrol": PERSON_007,
    "screening:sign": PERSON_007,
    "decision:propose": None,
    "decision:vote": None,
    "inbox:note": None,
    "people:unlock": None,
    "safety:judge": None,
    "followup:judge_value": None,
}
"""Pages to which nothing leads at this moment of the trial; None for what is only sent to."""


def kind_of(url: str) -> str:
    """Which page of the site this is: its view, and what makes it look different."""
    path = urlsplit(url).path
    try:
        match = resolve(path)
    except Resolver404:
        return path
    view, telling = match.view_name, _TELLING.get(match.view_name, "")
    return f"{view} {match.kwargs.get('lang', '')}{match.kwargs.get(telling, '')}".strip()


def numberless(url: str) -> str:
    """The address with a mark in the place of each number of a participant, a decision ..."""
    return _NUMBER.sub("*", urlsplit(url).path)


class Walk:
    """One person follows every link to a ``kind`` of page that nobody has seen yet."""

    def __init__(self, person: Person, seen: set[str], kind: Callable[[str], str]) -> None:
        self.person, self.seen, self.kind = person, seen, kind
        self.broken: list[str] = []

    def from_here(self) -> None:
        """Follow links until there is nothing new."""
        self.seen.add(self.kind(self.person.page.url))
        waiting = deque(self.links())
        while waiting:
            url = waiting.popleft()
            if self.kind(url) in self.seen:
                continue
            self.seen.add(self.kind(url))
            self.visit(url)
            waiting += self.links()

    def visit(self, url: str) -> None:
        answer = self.person.page.goto(url)
        assert isinstance(answer, Response)
        if answer.status != 200:
            self.broken.append(f"{url}: {answer.status}")
        unfold = "all => all.forEach(one => one.open = true)"
        self.person.page.eval_on_selector_all("details", unfold)
        self.person.looks.look(self.person.page)

    def links(self) -> list[str]:
        """Where the links of this page lead, within the site."""
        found = self.person.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        site = self.person.looks.site
        return [url.split("#")[0] for url in found if url.startswith(site)]


def the_team_walks(place: Place, people: People, kind: Callable[[str], str]) -> set[str]:
    """Four people, whose roles open everything, walk until there is nothing new; what they saw."""
    seen: set[str] = set()
    broken: list[str] = []
    for account in ("investigator", "coordinator", "site_administrator", "cell_laboratory"):
        walk = Walk(Member(people(place), account).person, seen, kind)
        walk.from_here()
        broken += walk.broken
    assert broken == []
    return seen


def test_every_page_of_the_console_is_in_order(site_at: SiteAt, people: People) -> None:
    place = site_at("demonstration", ("decide", "propose", "--as", "statistician", "--yes"))
    seen = {kind.split()[0] for kind in the_team_walks(place, people, kind_of)}
    unseen = set(CONSOLE) - seen - set(NOT_LINKED_NOW)
    assert not unseen, " ".join(sorted(unseen))


def test_a_page_that_is_opened_too_early_says_why(site_at: SiteAt, people: People) -> None:
    place = site_at("demonstration")
    investigator = Member(people(place), "investigator").person
    for name, numbers in NOT_LINKED_NOW.items():
        if numbers is not None:
            investigator.opens(reverse(name, kwargs={"trial": TRIAL, **numbers}))
            investigator.sees_heading(re.compile(r"\w+"))


@pytest.mark.soak
def test_every_address_of_the_console_is_in_order(site_at: SiteAt, people: People) -> None:
    place = site_at("demonstration", ("decide", "propose", "--as", "statistician", "--yes"))
    assert len(the_team_walks(place, people, numberless)) > 200


def test_every_public_page_is_in_order_on_a_phone(site_at: SiteAt, people: People) -> None:
    walk = Walk(people(site_at("demonstration"), screen=PHONE), set(), kind_of)
    walk.person.opens("/")
    walk.from_here()
    assert walk.broken == []
    assert {f"public:contact {lang}" for lang in ("en", "zh-Hans")} <= walk.seen, walk.seen


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

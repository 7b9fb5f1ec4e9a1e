"""Sites that begin at a chosen moment of a trial, and people who use them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.faults.site import Site, made_once
from tests.journeys.looking import Looks
from tests.journeys.person import DESK, Person
from tests.journeys.serving import Place, served

HERE = Path(__file__).parent


@pytest.fixture
def site_at(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, root: Path
) -> Iterator[Callable[..., Place]]:
    """``site_at("day_29")``: serve a copy of the database to which a course leads.

    ``"demonstration"`` is the course of the worked study itself. Commands given after the name
    are carried out before the site opens.
    """
    studies = root / "studies" / "nct05727722"
    with ExitStack() as stack:

        def begin(course: str, *commands: tuple[str, ...]) -> Place:
            if course == "demonstration":
                made = made_once(tmp_path_factory, "decision-due", studies / "study.yaml")
            else:
                study = tmp_path / "study"
                study.mkdir()
                shutil.copy(studies / "study.yaml", study)
                shutil.copy(HERE / "courses" / course / "course.yaml", study)
                made = made_once(tmp_path_factory, f"journey-{course}", study / "study.yaml")
            site = Site(Path(shutil.copytree(made, tmp_path / "site")))
            for command in commands:
                site.done(*command)
            site.close()
            return stack.enter_context(served(site))

        yield begin


@pytest.fixture
def people(browser: Browser) -> Iterator[Callable[..., Person]]:
    """``people(place)``: somebody with a browser of their own.

    When the journey is over, whatever was wrong on any page that anybody came to is told: a
    violation of accessibility, a page wider than the screen, a complaint of the browser, a
    request to another site.
    """
    looks: dict[str, Looks] = {}
    there: list[Person] = []

    def come(place: Place, screen: dict[str, int] = DESK) -> Person:
        seen = looks.setdefault(place.address, Looks(place.address))
        there.append(Person(browser, seen, screen=screen))
        return there[-1]

    yield come
    for person in there:
        person.leaves()
    for seen in looks.values():
        assert seen.pages, "nobody looked at any page"
        assert not seen.wrong, "\n\n".join(dict.fromkeys(seen.wrong))

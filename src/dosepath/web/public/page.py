"""A study's public page as plain values: what the template gets and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dosepath import wording
from dosepath.study import Study
from dosepath.web.public.blocks import Block, assumptions, blocks, questions, reading
from dosepath.web.public.calendar import visit_table
from dosepath.web.public.criteria import Criteria, criteria
from dosepath.web.public.details import details, history
from dosepath.web.public.known import follow_up, in_words, page_title
from dosepath.web.public.ladders import Ladder, ladders
from dosepath.web.public.status import Status
from dosepath.web.public.timeline import Timeline, timeline
from dosepath.web.ui.table import Fact, Table
from dosepath.wording import Language


@dataclass(frozen=True)
class Centre:
    """A study centre: name, city, and how to reach it, or why that is not known."""

    name: str
    place: str
    ways: tuple[str, ...]
    unknown: str


@dataclass(frozen=True)
class StudyPage:
    """Everything on the page, in one language."""

    id: str
    title: str
    scientific_title: str
    status: Status
    blocks: dict[str, tuple[Block, ...]]
    ladders: tuple[Ladder, ...]
    criteria: Criteria | None
    visits: Table
    picture: Timeline | None
    centres: tuple[Centre, ...]
    details: tuple[Fact, ...]
    questions: tuple[Block, ...]
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]
    history: tuple[Fact, ...]
    record_address: str


def _centre(site: Any, lang: Language) -> Centre:
    contact = site.contact
    ways = tuple(way for way in (contact.phone, contact.email) if way)
    return Centre(
        name=in_words(site.name, lang),
        place=wording.text(
            "public.place",
            lang,
            city=in_words(site.city, lang),
            country=wording.label(f"public.country.{site.country}", lang),
        ),
        ways=ways,
        unknown="" if ways else wording.text("public.contact_unknown", lang),
    )


def centres(study: Study, lang: Language) -> tuple[Centre, ...]:
    """The sites that recruit."""
    return tuple(_centre(site, lang) for site in study.sites if site.recruiting)


def study_page(study: Study, lang: Language, *, status: Status, synthetic: bool) -> StudyPage:
    """The page of ``study`` in ``lang`` under its present ``status``."""
    how, page = reading(study, lang, synthetic=synthetic), study.page or {}
    record = page.get("record", {})
    return StudyPage(
        id=study.id,
        title=page_title(study, lang),
        scientific_title=in_words(study.identity.scientific_title or {}, lang),
        status=status,
        blocks=blocks(page, how),
        ladders=ladders(study, lang),
        criteria=criteria(study, how),
        visits=visit_table(study, lang),
        picture=timeline([visit.day for visit in follow_up(study)]),
        centres=centres(study, lang),
        details=details(study, lang),
        questions=questions(page, how),
        assumptions=assumptions(page, how),
        notes=tuple(in_words(note, lang) for note in record.get("notes", ())),
        history=history(study, lang),
        record_address=record.get("address", ""),
    )

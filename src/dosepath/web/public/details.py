"""The labelled study details: no bare word, no unlabelled date, the unknown said as unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from dosepath import wording
from dosepath.study import Study
from dosepath.web.public.known import in_words
from dosepath.web.ui.table import Fact
from dosepath.wording import Language

AGE_CRITERIA = ("A2", "B2")


def _date(on: date | None, lang: Language) -> str:
    return wording.date_text(on, lang) if on else wording.label("public.unknown", lang)


def _phase(study: Study, lang: Language) -> Fact:
    phase = str(study.identity.phase)
    meaning = f"public.phase_means.{phase}"
    return Fact(
        wording.label("public.detail.phase", lang),
        (wording.text("public.phase", lang, phase=phase),),
        wording.text(meaning, lang) if wording.has_sentence(meaning) else "",
    )


def _people(study: Study, lang: Language) -> Iterator[Fact]:
    page: Any = study.page or {}
    plain = page.get("criteria", {})
    ages = {in_words(plain[name], lang) for name in AGE_CRITERIA if name in plain}
    sex = page.get("record", {}).get("sex")
    unknown = wording.label("public.unknown", lang)
    sex_words = wording.label(f"public.sex.{sex}", lang) if sex else unknown
    yield Fact(wording.label("public.detail.sex", lang), (sex_words,))
    yield Fact(wording.label("public.detail.age", lang), tuple(sorted(ages)) or (unknown,))
    planned = wording.text("public.participants", lang, n=study.planned_participants)
    yield Fact(
        wording.label("public.detail.planned", lang),
        (planned,),
        wording.text("public.planned_means", lang),
    )


def _organisation(study: Study, lang: Language) -> str:
    """The sponsor's name; a hospital that is also a site has one in this language."""
    name = study.identity.sponsor
    known = next((site.name for site in study.sites if site.name.get("en") == name), {})
    local = known.get(lang, name)
    return (
        name if local == name else wording.text("public.also_called", lang, local=local, name=name)
    )


def _who(study: Study, lang: Language) -> Iterator[Fact]:
    identity = study.identity
    yield Fact(wording.label("public.detail.sponsor", lang), (_organisation(study, lang),))
    if identity.collaborator:
        yield Fact(wording.label("public.detail.collaborator", lang), (identity.collaborator,))
    numbers = (identity.id, *(n for n in identity.identifiers.values() if n != identity.id))
    yield Fact(wording.label("public.detail.identifiers", lang), numbers)


def _dates(study: Study, lang: Language) -> Iterator[Fact]:
    dates = study.identity.dates
    yield Fact(wording.label("public.detail.start", lang), (_date(dates.start, lang),))
    yield Fact(wording.label("public.detail.completion", lang), (_date(dates.completion, lang),))
    yield Fact(
        wording.label("public.detail.record_updated", lang), (_date(dates.record_updated, lang),)
    )
    yield Fact(wording.label("public.detail.verified", lang), (_date(dates.checked, lang),))


def details(study: Study, lang: Language) -> tuple[Fact, ...]:
    """Conditions, phase with its meaning, sex, age, planned number, sponsor, ids, dates."""
    conditions = tuple(in_words(each, lang) for each in study.identity.conditions)
    unknown = wording.label("public.unknown", lang)
    return (
        Fact(wording.label("public.detail.conditions", lang), conditions or (unknown,)),
        _phase(study, lang),
        *_people(study, lang),
        *_who(study, lang),
        *_dates(study, lang),
    )


def history(study: Study, lang: Language) -> tuple[Fact, ...]:
    """Which version of the study file the page was made from, with its hash."""
    version = study.identity.version
    shown = wording.text(
        "public.version",
        lang,
        number=version.number,
        on=version.date.isoformat(),
        status=f"public.version_status.{version.status}",
    )
    return (
        Fact(wording.label("public.detail.version", lang), (shown,)),
        Fact(wording.label("public.detail.hash", lang), (study.hash[:16],)),
    )

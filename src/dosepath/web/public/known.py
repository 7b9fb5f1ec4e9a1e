"""The facts that a page's texts may name in braces, taken from the study file."""

from __future__ import annotations

from collections.abc import Mapping

from dosepath import wording
from dosepath.rule import Value
from dosepath.schedule import Visit
from dosepath.study import Dose, Study
from dosepath.wording import Language


def in_words(texts: Mapping[str, str], lang: Language) -> str:
    """A text of the study file in ``lang``, else in English, else in whatever it has."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


def page_title(study: Study, lang: Language) -> str:
    """The plain title: the page's own, else the study's."""
    return in_words((study.page or {}).get("title") or study.identity.title, lang)


def follow_up(study: Study) -> tuple[Visit, ...]:
    """The visits after dosing (day 0), in order."""
    return tuple(visit for visit in study.visits if visit.day > 0)


def dose_words(dose: Dose, lang: Language) -> str:
    """A dose for a lay reader; a level that has only a name by that."""
    if dose.value is None:
        return dose.label
    return wording.dose_in_words(f"{dose.value} {dose.unit}", lang)


def facts(study: Study, lang: Language) -> dict[str, Value]:
    """The values for ``{planned}``, ``{levels}``, ``{first_dose}`` and so on, in ``lang``.

    A fact that the file does not hold is None, which is written "unknown".
    """
    identity, days = study.identity, [visit.day for visit in follow_up(study)]
    lowest = study.dose(1)
    site = study.sites[0] if study.sites else None
    end = identity.dates.completion
    return {
        "planned": study.planned_participants,
        "levels": study.levels,
        "first_dose": dose_words(lowest, lang),
        "last_day": max(days, default=None),
        "visit_days": tuple(str(day) for day in days),
        "site": in_words(site.name, lang) if site else None,
        "city": in_words(site.city, lang) if site else None,
        "planned_end": wording.date_text(end, lang) if end else None,
    }

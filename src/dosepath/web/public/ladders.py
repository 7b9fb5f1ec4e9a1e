"""The dose levels of a trial with parts, each part under its name."""

from __future__ import annotations

from dataclasses import dataclass

from dosepath import wording
from dosepath.study import Dose, Study
from dosepath.web.public.known import dose_words, in_words
from dosepath.wording import Language


@dataclass(frozen=True)
class Step:
    """One dose in words, and whether it is assumed."""

    text: str
    assumed: bool


@dataclass(frozen=True)
class Ladder:
    """A part of the trial: what it is called, and its doses, the lowest first."""

    title: str
    steps: tuple[Step, ...]


def ladders(study: Study, lang: Language) -> tuple[Ladder, ...]:
    """Every part, the main one first; nothing for a trial without parts."""
    if not study.parts:
        return ()
    main = Ladder(wording.label("public.part_main", lang), _steps(study.doses, lang))
    found = [main]
    for name, part in study.parts.items():
        given = part.spec.title if part.spec is not None else None
        title = in_words(given, lang) if given else wording.text("public.part", lang, part=name)
        found.append(Ladder(title, _steps(part.doses, lang)))
    return tuple(found)


def _steps(doses: tuple[Dose, ...], lang: Language) -> tuple[Step, ...]:
    return tuple(Step(dose_words(dose, lang), bool(dose.assumed)) for dose in doses)

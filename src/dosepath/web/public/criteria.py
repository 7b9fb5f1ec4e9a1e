"""Who can take part, in plain words, with the clinical text and the lay question behind each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dosepath import wording
from dosepath.eligibility import Criterion
from dosepath.study import Study
from dosepath.web.public.blocks import Reading, approval_text
from dosepath.web.public.known import in_words


@dataclass(frozen=True)
class Clinical:
    """A criterion as the plan has it: its id (or ids), text, and what a lay person is asked."""

    ids: tuple[str, ...]
    text: str
    question: str = ""


@dataclass(frozen=True)
class Point:
    """One point in plain words. It stands for several criteria if their words are the same."""

    plain: str
    clinical: tuple[Clinical, ...]
    decides: bool = True

    @property
    def ids(self) -> str:
        """The ids it stands for, as ``A1, B1``."""
        return ", ".join(name for each in self.clinical for name in each.ids)


@dataclass(frozen=True)
class Criteria:
    """Points for everyone, points of each group, exclusions; ``approval`` of their wording."""

    everyone: tuple[Point, ...]
    groups: tuple[tuple[str, tuple[Point, ...]], ...]
    exclusions: tuple[Point, ...]
    approval: str


def _points(
    criteria: tuple[Criterion, ...], plain: Mapping[str, Any], how: Reading
) -> tuple[Point, ...]:
    found = []
    for each in criteria:
        ask = wording.typeset(in_words(each.ask, how.lang)) if each.ask else ""
        clinical = Clinical((each.id,), wording.typeset(in_words(each.text, how.lang)), ask)
        shown = how.words(plain[each.id]) if each.id in plain else clinical.text
        found.append(Point(shown, (clinical,), decides=each.kind != "informative"))
    return tuple(found)


def _merged(all_: list[Clinical]) -> tuple[Clinical, ...]:
    """Criteria with the same text and question as one, with all their ids."""
    ids: dict[tuple[str, str], tuple[str, ...]] = {}
    for each in all_:
        key = (each.text, each.question)
        ids[key] = (*ids.get(key, ()), *each.ids)
    return tuple(Clinical(names, *key) for key, names in ids.items())


def _shared(lists: list[tuple[Point, ...]]) -> tuple[Point, ...]:
    """Points that every group has in the same words, each once, with all its ids."""
    if len(lists) < 2:
        return ()
    found = []
    for first in lists[0]:
        same = [next((c for c in each if c.plain == first.plain), None) for each in lists]
        if all(same):
            clinical = _merged([one for c in same if c is not None for one in c.clinical])
            found.append(Point(first.plain, clinical, decides=first.decides))
    return tuple(found)


def criteria(study: Study, how: Reading) -> Criteria | None:
    """The criteria for the page; None while their wording is not approved or there are none."""
    page, population = study.page or {}, study.population
    approval = approval_text(page.get("criteria_approved"), how)
    if approval is None or population is None:
        return None
    plain = page.get("criteria", {})
    named = [
        (in_words(group.title, how.lang), _points(group.criteria, plain, how))
        for group in population.groups
    ]
    everyone = _shared([points for _, points in named])
    common = {point.plain for point in everyone}
    return Criteria(
        everyone=everyone,
        groups=tuple(
            (title, tuple(point for point in points if point.plain not in common))
            for title, points in named
        ),
        exclusions=_points(population.exclusions, plain, how),
        approval=approval,
    )

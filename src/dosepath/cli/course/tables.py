"""The tables of a course file: one line for each visit of a participant, spread over its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dosepath.study import Study

BLANK = "."
_VISIT = re.compile(r"(?P<visit>\w+?)(?P<shift>[+-]\d+)?")

Answers = dict[str, dict[str, Any]]
"""form -> item -> answer"""


@dataclass(frozen=True)
class Visiting:
    """What is the same for every participant: the study's visits, standing answers, columns."""

    study: Study
    standing: Mapping[str, Mapping[str, Any]]
    columns: tuple[str, ...]


def visits_of(
    number: str, course: Mapping[str, Any], *, asked: Visiting, day_0: timedelta
) -> Iterator[tuple[timedelta, dict[str, Any]]]:
    """Every visit that a participant's table holds: when it was, and its forms with answers."""
    known = {visit.id: visit for visit in asked.study.visits}
    midnight = timedelta(days=day_0.days)
    for row in str(course["table"]).splitlines():
        label, *cells = row.split()
        found = _VISIT.fullmatch(label)
        if found is None or found["visit"] not in known:
            raise ValueError(f"there is no visit {label!r}; there are {', '.join(known)}")
        if len(cells) != len(asked.columns):
            raise ValueError(f"{label} has {len(cells)} values for {len(asked.columns)} columns")
        visit = known[found["visit"]]
        day = visit.day + int(found["shift"] or 0)
        on = day_0 if day == 0 else midnight + timedelta(days=day, hours=10)
        held = dict(_answers(asked, cells, special=_special(course, label, visit.id)))
        forms = {form: held.get(form, {}) for form in visit.forms}
        yield on, {"key": (number, visit.id), "forms": forms}


def _special(course: Mapping[str, Any], label: str, visit: str) -> Answers:
    """What this participant answers otherwise at this visit."""
    special: Answers = {}
    for form in (visit,) if visit in course else ():
        special[form] = dict(course[form])
    if visit == "dosing":
        special["product"] = {"lot": course["dosing"]["lot"]}
        special["dosing"] = {k: v for k, v in course["dosing"].items() if k != "lot"}
    for form, items in course.get("except", {}).get(label, {}).items():
        special.setdefault(form, {}).update(items)
    return special


def _answers(
    asked: Visiting, cells: list[str], *, special: Answers
) -> Iterator[tuple[str, dict[str, Any]]]:
    filled: Answers = {form: dict(items) for form, items in asked.standing.items()}
    for column, cell in zip(asked.columns, cells, strict=True):
        if cell == BLANK:
            continue
        name, _, unit = column.partition(" ")
        form, _, item = name.partition(".")
        filled.setdefault(form, {})[item] = f"{cell} {unit}".strip()
    for form, items in special.items():
        filled.setdefault(form, {}).update(items)
    yield from filled.items()

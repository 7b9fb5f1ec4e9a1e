"""A course as a value: who does what, and how long before today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from dosepath.quantity import Place

_TIME = re.compile(r"(-?\d+) (\d{2}):(\d{2})")


@dataclass(frozen=True)
class Step:
    """One thing that was done.

    ``after`` counts from the first minute of today, ``by`` are user names, ``place`` is where
    the step stands in the file.
    """

    after: timedelta
    by: tuple[str, ...]
    action: str
    given: Mapping[str, Any]
    place: Place


@dataclass(frozen=True)
class Course:
    """A course: steps in the order of time, and the sets of facts and judgements they name."""

    study: str
    steps: tuple[Step, ...]
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    judgements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def offset(text: str) -> timedelta:
    """``-104 10:00`` as the time from the first minute of today; ValueError for another form."""
    found = _TIME.fullmatch(str(text).strip())
    if found is None:
        raise ValueError(f"{text!r} is not a day and a time, as in -104 10:00")
    days, hours, minutes = (int(part) for part in found.groups())
    if hours > 23 or minutes > 59:
        raise ValueError(f"{text!r} names no time of day")
    return timedelta(days=days, hours=hours, minutes=minutes)

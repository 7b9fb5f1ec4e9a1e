"""The picture of the visits: a line with a mark per visit, drawn as SVG from the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

WIDTH, MARGIN, CLOSEST = 340, 22, 26


@dataclass(frozen=True)
class Mark:
    """A visit on the line: its study day and its place from the left, in picture units."""

    day: int
    x: int


@dataclass(frozen=True)
class Timeline:
    """The picture: marks from day 0 to the last visit, ``width`` picture units wide."""

    marks: tuple[Mark, ...]
    width: int = WIDTH

    @property
    def days(self) -> tuple[str, ...]:
        """The days of the visits after dosing."""
        return tuple(str(mark.day) for mark in self.marks[1:])

    @property
    def first(self) -> Mark:
        """The day of dosing."""
        return self.marks[0]

    @property
    def last(self) -> Mark:
        """The last visit."""
        return self.marks[-1]


def timeline(days: Sequence[int]) -> Timeline | None:
    """Marks for day 0 and ``days``; None for no visits.

    The distance grows with the root of the day, so that the first days, which are
    close together, stay apart on a phone. The page says that it is not to scale.
    """
    later = sorted({day for day in days if day > 0})
    if not later:
        return None
    span = WIDTH - 2 * MARGIN
    places = [0.0]
    for day in later:
        places.append(max(span * sqrt(day / later[-1]), places[-1] + CLOSEST))
    shrink = span / places[-1]
    return Timeline(
        tuple(
            Mark(day, round(MARGIN + place * shrink))
            for day, place in zip((0, *later), places, strict=True)
        )
    )

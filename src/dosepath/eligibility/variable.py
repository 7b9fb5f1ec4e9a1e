"""Variables: which recorded value counts, declared once, apart from every rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from dosepath.quantity import Factor, Interval, Quantity
from dosepath.rule import Declared

ANCHORS = ("consent", "screening", "enrolment", "dosing")
"""Dates that every study has; ``screening`` and ``enrolment`` are the time of evaluation
unless they are given."""

SOURCES = ("chart", "laboratory", "imaging", "judgement")
"""Where a fact is found, cheapest first."""


@dataclass(frozen=True)
class Window:
    """How old a value may be: at most ``length`` before ``anchor``, and not after it."""

    length: timedelta
    anchor: str
    text: str


@dataclass(frozen=True)
class Derived:
    """A value worked out from two others when none is recorded.

    ``how`` is ``ratio`` (first over second, both reported for one time) or
    ``completed_years`` (calendar years from the first date to the second).
    """

    how: str
    of: tuple[str, str]


@dataclass(frozen=True)
class Variable:
    """One fact that rules ask for, and how its value is chosen.

    ``kind`` is ``number``, ``choice`` or ``date``. ``pick`` is ``latest``,
    ``first`` or ``worst`` (then ``worse`` is ``higher`` or ``lower``);
    ``same_time`` says what two different values at one time mean:
    ``conflict``, ``higher`` or ``lower``. ``plausible`` is in ``unit``.
    ``absent`` is the answer that nothing recorded stands for (None: unknown).
    ``trend`` is how far back an earlier value may lie.
    """

    name: str
    kind: str
    found_in: str
    label: Mapping[str, str] = field(default_factory=dict)
    unit: str = "1"
    factors: tuple[Factor, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    loinc: tuple[str, ...] = ()
    snomed: tuple[str, ...] = ()
    window: Window | None = None
    pick: str = "latest"
    worse: str = ""
    same_time: str = "conflict"
    plausible: Interval | None = None
    absent: str | None = None
    trend: timedelta | None = None
    default_uln: Quantity | None = None
    derived: Derived | None = None
    note: Mapping[str, str] = field(default_factory=dict)

    @property
    def declared(self) -> Declared:
        """What a rule may do with it."""
        return Declared(
            self.kind,
            self.unit,
            self.factors,
            self.choices,
            trend=self.trend is not None,
            has_range=self.found_in == "laboratory",
        )

"""The plain values that every estimate, table and figure is made from.

Nothing here knows the event log; :mod:`dosepath.analysis.adapt` is the one file that
does. Days are study days: dosing is day 0, the day before is -1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from dosepath.rule import Reason

Outcome = Literal["none", "dlt", "pending", "not_evaluable"]
Agreement = Literal["as_recommended", "more_cautious", "other"]


@dataclass(frozen=True)
class ParticipantRow:
    """One dosed participant.

    ``outcome`` of the DLT window; ``counts_grade_2`` a related event of grade 2 or more
    that was not a DLT. ``followed_to`` is the last study day on which the participant
    was known to be alive, or the day of death. ``sex`` and ``age`` only where a score needs them.
    """

    number: str
    level: int
    dosed_on: date
    outcome: Outcome
    followed_to: int
    died_day: int | None = None
    transplanted_day: int | None = None
    counts_grade_2: bool = False
    sex: Literal["female", "male"] | None = None


@dataclass(frozen=True)
class LevelRow:
    """One dose level: 1-based, its dose as the study file prints it, and whether it is assumed.

    ``state`` is a code: ``open`` (participants may be dosed), ``filling`` (may be
    backfilled), ``observed``, ``past``, ``not_reached``, ``mtd``,
    ``top_tolerated`` (the highest, where an MTD was not reached).
    """

    level: int
    dose: str
    assumed: bool = False
    state: str = "not_reached"


@dataclass(frozen=True)
class MeasurementRow:
    """One laboratory value in the unit in which its variable is analysed."""

    participant: str
    visit: str
    day: int
    variable: str
    value: Decimal
    unit: str


@dataclass(frozen=True)
class EventRow:
    """One adverse event at its worst: ``baseline_grade`` None when it is unknown."""

    participant: str
    term: str
    grade: int
    onset_day: int
    baseline_grade: int | None = 0
    related: bool | None = None
    serious: bool = False

    @property
    def emerged(self) -> bool:
        """Began or worsened on or after dosing; an unknown baseline counts as worsened."""
        before = self.baseline_grade or 0
        return self.onset_day >= 0 and self.grade > before


@dataclass(frozen=True)
class DecisionRow:
    """One dose decision beside what the rule said on the same data cut."""

    number: str
    at: datetime
    cut_seq: int
    recommended: Reason
    chosen: Reason
    agreement: Agreement
    signatures: int
    effective: bool
    reason: str = ""


@dataclass(frozen=True)
class Cut:
    """The data cut: everything up to event ``seq``, whose hash is ``head_hash``."""

    seq: int
    head_hash: str
    at: datetime
    study_hash: str
    engine: str


@dataclass(frozen=True)
class AssumedRow:
    """A value of the study file that is not public or not decided, and why it is as it is."""

    path: str
    value: str
    reason: str


@dataclass(frozen=True)
class TrialData:
    """All rows of one trial, or of one part of it, at one data cut.

    ``part`` names that part: empty for a trial without parts, ``main`` for the main one of a
    trial that has several. ``planned`` is the whole trial's, and so are ``dosed_elsewhere``,
    those who were dosed in its other parts, counted towards it.
    ``visits`` maps visit ids to planned study days, in order. ``recommendation`` is what
    the rule says now with its reasons, ``missing`` what a decision still lacks.
    ``assumed_elsewhere`` counts assumed values without a bearing on doses and results.
    """

    study_id: str
    title: str
    version: str
    cut: Cut
    synthetic: bool
    planned: int
    window_days: int
    ctcae: str
    levels: tuple[LevelRow, ...]
    participants: tuple[ParticipantRow, ...] = ()
    measurements: tuple[MeasurementRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    visits: tuple[tuple[str, int], ...] = ()
    assumed: tuple[AssumedRow, ...] = ()
    assumed_elsewhere: int = 0
    recommendation: tuple[Reason, ...] = ()
    missing: tuple[Reason, ...] = ()
    zone: str = "UTC"
    part: str = ""
    dosed_elsewhere: int = 0

    def at_level(self, level: int) -> tuple[ParticipantRow, ...]:
        """The participants dosed at a level, in order of dosing."""
        chosen = [row for row in self.participants if row.level == level]
        return tuple(sorted(chosen, key=lambda row: (row.dosed_on, row.number)))

    def dose(self, level: int) -> str:
        """The dose at a level as the study file prints it."""
        return next(row.dose for row in self.levels if row.level == level)

"""An enrolled participant, the slot they hold and the dose they received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dosepath.conduct.record.stamp import Stamp

RESERVED, DOSED, RELEASED, EXPIRED = "reserved", "dosed", "released", "expired"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a cohort, held for one participant.

    ``number`` is unique within the cohort (``C2-1``: second cohort, first place) and
    ``cohort`` counts cohorts from 1 (each opening by protocol or decision is one).
    ``status`` is ``reserved`` (until ``expires``), ``dosed``, ``released`` or ``expired``.
    ``backfill``: the place (``B2-1``) is one at a lower level that the decision which opened
    the cohort named to be filled meanwhile; it is no place of the cohort.
    """

    number: str
    cohort: int
    level: int
    participant: str
    expires: datetime
    status: str
    stamp: Stamp
    backfill: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A person confirmed a condition of dosing in person (``identity`` or ``product``)."""

    check: str
    note: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Dosing:
    """The one administration: dosing is study day 0.

    ``level`` is 1-based; ``dose`` is the amount given as the ladder names it; ``given_at``
    has an offset. ``outside_gate`` lists the gate conditions that were not green when a
    dose that had already been given was reported afterwards; empty for every dose that
    went through the gate. ``cohort`` is 0 for a dose that belongs to no cohort: at a level
    that was not open, or a ``backfill``.
    """

    level: int
    dose: str
    slot: str
    cohort: int
    given_at: datetime
    stamp: Stamp
    outside_gate: tuple[str, ...] = ()
    backfill: bool = False


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that ends or changes a participant's course, and when it happened."""

    on: datetime
    stamp: Stamp
    detail: str = ""


MILESTONES = {"transplantation": "transplanted", "death": "died", "withdrawal": "withdrawn"}
"""What ends or changes a course, and the attribute of a participant that holds it."""


@dataclass(frozen=True, slots=True)
class MilestoneCorrection:
    """A milestone as it was (``old``) and when it was instead; ``on`` is None if it was not.

    ``what`` is one of :data:`MILESTONES`; the reason is in the stamp.
    """

    what: str
    old: Milestone
    on: datetime | None
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Participant:
    """An enrolled participant by subject number (``P-001``, never reused).

    ``slot`` is the slot held now or dosed in; ``window`` is the entry that says the DLT
    window was assessed in full, ``reopened`` the correction after which it must be assessed
    again (it stays when that was done). A liver transplantation is allowed care, not a deviation.
    ``part`` is the part of the trial they were enrolled into; empty for the main one.
    """

    number: str
    screening: str
    group: str
    consent_version: str
    enrolled: Stamp
    slot: str | None = None
    checks: tuple[Check, ...] = ()
    dosing: Dosing | None = None
    window: Stamp | None = None
    reopened: Stamp | None = None
    transplanted: Milestone | None = None
    died: Milestone | None = None
    withdrawn: Milestone | None = None
    corrected: tuple[MilestoneCorrection, ...] = ()
    part: str = ""

    @property
    def is_dosed(self) -> bool:
        """Whether the one dose was given."""
        return self.dosing is not None

    def milestone(self, what: str) -> Milestone | None:
        """One of :data:`MILESTONES` as it is recorded now; KeyError for another word."""
        found: Milestone | None = getattr(self, MILESTONES[what])
        return found

    def versions(self, what: str) -> tuple[Milestone, ...]:
        """Every value that a milestone ever had, the present one last."""
        earlier = tuple(one.old for one in self.corrected if one.what == what)
        now = self.milestone(what)
        return earlier if now is None else (*earlier, now)

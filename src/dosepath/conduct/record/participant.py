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
    """

    number: str
    cohort: int
    level: int
    participant: str
    expires: datetime
    status: str
    stamp: Stamp


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
    went through the gate.
    """

    level: int
    dose: str
    slot: str
    cohort: int
    given_at: datetime
    stamp: Stamp
    outside_gate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that ends or changes a participant's course, and when it happened."""

    on: datetime
    stamp: Stamp
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """An enrolled participant by subject number (``P-001``, never reused).

    ``slot`` is the slot held now or dosed in; ``window`` is the entry that says the DLT
    window was assessed in full, ``reopened`` the correction after which it must be assessed
    again (it stays when that was done). A liver transplantation is allowed care, not a deviation.
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

    @property
    def is_dosed(self) -> bool:
        """Whether the one dose was given."""
        return self.dosing is not None

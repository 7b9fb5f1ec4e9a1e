"""The state of one trial: what the whole log says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dosepath.conduct.record.adverse_event import Adjudication, AdverseEvent
from dosepath.conduct.record.decision import Amendment, Cohort, DoseDecision, Halt
from dosepath.conduct.record.form import FormEntry, ValueJudgement
from dosepath.conduct.record.participant import DOSED, RESERVED, Participant, Slot
from dosepath.conduct.record.protocol import Protocol
from dosepath.conduct.record.screening import Pin, Screening
from dosepath.conduct.record.stamp import Stamp


@dataclass(frozen=True, slots=True)
class TrialState:
    """What is known about a trial after its log was replayed.

    The mappings are read-only and keyed by number: ``screenings`` (``S-001``),
    ``participants`` (``P-001``), ``slots`` (``C1-1``), ``adverse_events`` (``AE-001``),
    ``decisions`` (``D-001``); ``forms`` by (participant, visit, form); ``pins`` by
    criterion; ``adjudications`` by candidate, oldest verdict first. ``cohorts`` are the
    permissions to dose, oldest first; ``values_judged`` say of worsened laboratory values why
    they are no adverse events. ``seq`` and ``head_hash`` are those of the last event
    (0 and empty before the first); ``last_at`` is when it was recorded.

    The records are those of the whole trial. What the properties say, and every view, is about
    one part of it, the protocol's: :meth:`of_part` gives the same records seen from another.
    """

    protocol: Protocol
    opened: Stamp | None = None
    synthetic: bool = False
    zone: str = "UTC"
    consent_version: str = ""
    seq: int = 0
    head_hash: str = ""
    last_at: datetime | None = None
    screenings: Mapping[str, Screening] = field(default_factory=lambda: MappingProxyType({}))
    participants: Mapping[str, Participant] = field(default_factory=lambda: MappingProxyType({}))
    slots: Mapping[str, Slot] = field(default_factory=lambda: MappingProxyType({}))
    forms: Mapping[tuple[str, str, str], FormEntry] = field(
        default_factory=lambda: MappingProxyType({})
    )
    adverse_events: Mapping[str, AdverseEvent] = field(default_factory=lambda: MappingProxyType({}))
    adjudications: Mapping[str, tuple[Adjudication, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    pins: Mapping[str, Pin] = field(default_factory=lambda: MappingProxyType({}))
    decisions: Mapping[str, DoseDecision] = field(default_factory=lambda: MappingProxyType({}))
    cohorts: tuple[Cohort, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    halts: tuple[Halt, ...] = ()
    values_judged: tuple[ValueJudgement, ...] = ()
    parts_opened: Mapping[str, Stamp] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def part(self) -> str:
        """The part of the trial that is looked at; empty for the main one."""
        return self.protocol.part

    @property
    def parts(self) -> tuple[str, ...]:
        """Every part of the trial, the main one (an empty name) first."""
        return tuple(self.protocol.parts) or ("",)

    def of_part(self, name: str) -> TrialState:
        """The same trial seen from one of its parts; KeyError if there is none of that name."""
        if name == self.part:
            return self
        return replace(self, protocol=self.protocol.of_part(name))

    def part_of(self, participant: str) -> TrialState:
        """The same trial seen from the part that a participant was enrolled into."""
        return self.of_part(self.participants[participant].part)

    @property
    def part_opened(self) -> Stamp | None:
        """When this part was opened: the main one with the trial, another by a person."""
        return self.parts_opened.get(self.part) if self.part else self.opened

    @property
    def is_open(self) -> bool:
        """Whether the trial was opened."""
        return self.opened is not None

    @property
    def cohort(self) -> Cohort | None:
        """The permission to dose that is in force: the last one given."""
        return next((one for one in reversed(self.cohorts) if one.part == self.part), None)

    @property
    def newest_decision(self) -> DoseDecision | None:
        """The decision proposed last; only it can still be voted on and signed."""
        return self.decided[-1] if self.decided else None

    @property
    def decided(self) -> tuple[DoseDecision, ...]:
        """The decisions on this part, in force or not, oldest first."""
        return tuple(one for one in self.decisions.values() if one.part == self.part)

    @property
    def planned(self) -> int:
        """The number of participants that may be dosed: the registered one, or as amended."""
        amended = [a.value for a in self.amendments if a.what == "planned_participants"]
        return int(amended[-1]) if amended else self.protocol.planned

    @property
    def planned_here(self) -> int:
        """The most that this part may come to: the planned less those dosed in other parts."""
        return self.planned - (len(self.dosed_anywhere) - len(self.dosed))

    @property
    def dosed(self) -> tuple[Participant, ...]:
        """Dosed participants of this part in the order of dosing."""
        return tuple(who for who in self.dosed_anywhere if who.part == self.part)

    @property
    def dosed_anywhere(self) -> tuple[Participant, ...]:
        """Dosed participants of the whole trial in the order of dosing."""
        dosed = [p for p in self.participants.values() if p.dosing is not None]
        return tuple(sorted(dosed, key=lambda p: (given_at(p), p.number)))

    def held_slots(self, at: datetime) -> tuple[Slot, ...]:
        """Slots of the present cohort that are dosed, or reserved and not expired at ``at``."""
        cohort = self.cohort
        return tuple(
            slot
            for slot in self.slots.values()
            if cohort is not None
            and slot.cohort == cohort.number
            and (slot.status == DOSED or (slot.status == RESERVED and slot.expires > at))
        )

    def events_of(self, participant: str) -> tuple[AdverseEvent, ...]:
        """The adverse events of one participant in the order of entry."""
        return tuple(e for e in self.adverse_events.values() if e.participant == participant)

    def forms_of(self, participant: str) -> tuple[FormEntry, ...]:
        """The visit forms of one participant in the order of entry."""
        return tuple(entry for key, entry in self.forms.items() if key[0] == participant)

    def screening_of(self, participant: str) -> Screening:
        """The screening from which a participant came."""
        return self.screenings[self.participants[participant].screening]

    def local_date(self, at: datetime) -> date:
        """The calendar date of a moment at the site: study days are counted in the site's zone."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def study_day(self, participant: str, at: datetime) -> int | None:
        """Days since dosing (the day of dosing is 0) in the site's zone; ``None`` if not dosed."""
        dosing = self.participants[participant].dosing
        if dosing is None:
            return None
        return (self.local_date(at) - self.local_date(dosing.given_at)).days


def given_at(participant: Participant) -> datetime:
    """When a dosed participant was dosed. Raises ValueError for one who was not."""
    if participant.dosing is None:
        raise ValueError(f"{participant.number} was not dosed")
    return participant.dosing.given_at

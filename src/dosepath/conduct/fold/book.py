"""The fold's working copy: plain dictionaries while events are read, frozen at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from dosepath.conduct.record.adverse_event import Adjudication, AdverseEvent
from dosepath.conduct.record.decision import Amendment, Cohort, DoseDecision, Halt
from dosepath.conduct.record.form import FormEntry, ValueJudgement
from dosepath.conduct.record.participant import Participant, Slot
from dosepath.conduct.record.protocol import Protocol
from dosepath.conduct.record.screening import Pin, Screening
from dosepath.conduct.record.stamp import Stamp
from dosepath.conduct.record.state import TrialState


@dataclass(slots=True)
class Book:
    """Everything a handler may change; see :class:`TrialState` for the meaning of each."""

    protocol: Protocol
    opened: Stamp | None = None
    synthetic: bool = False
    zone: str = "UTC"
    consent_version: str = ""
    seq: int = 0
    head_hash: str = ""
    last_at: datetime | None = None
    screenings: dict[str, Screening] = field(default_factory=dict)
    participants: dict[str, Participant] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    forms: dict[tuple[str, str, str], FormEntry] = field(default_factory=dict)
    adverse_events: dict[str, AdverseEvent] = field(default_factory=dict)
    adjudications: dict[str, tuple[Adjudication, ...]] = field(default_factory=dict)
    pins: dict[str, Pin] = field(default_factory=dict)
    decisions: dict[str, DoseDecision] = field(default_factory=dict)
    cohorts: list[Cohort] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    halts: list[Halt] = field(default_factory=list)
    values_judged: list[ValueJudgement] = field(default_factory=list)
    parts_opened: dict[str, Stamp] = field(default_factory=dict)

    @classmethod
    def of(cls, state: TrialState) -> Book:
        """A working copy of ``state``, which stays as it is."""
        return cls(
            protocol=state.protocol,
            opened=state.opened,
            synthetic=state.synthetic,
            zone=state.zone,
            consent_version=state.consent_version,
            seq=state.seq,
            head_hash=state.head_hash,
            last_at=state.last_at,
            screenings=dict(state.screenings),
            participants=dict(state.participants),
            slots=dict(state.slots),
            forms=dict(state.forms),
            adverse_events=dict(state.adverse_events),
            adjudications=dict(state.adjudications),
            pins=dict(state.pins),
            decisions=dict(state.decisions),
            cohorts=list(state.cohorts),
            amendments=list(state.amendments),
            halts=list(state.halts),
            values_judged=list(state.values_judged),
            parts_opened=dict(state.parts_opened),
        )

    def close(self) -> TrialState:
        """The frozen state."""
        return TrialState(
            protocol=self.protocol,
            opened=self.opened,
            synthetic=self.synthetic,
            zone=self.zone,
            consent_version=self.consent_version,
            seq=self.seq,
            head_hash=self.head_hash,
            last_at=self.last_at,
            screenings=MappingProxyType(self.screenings),
            participants=MappingProxyType(self.participants),
            slots=MappingProxyType(self.slots),
            forms=MappingProxyType(self.forms),
            adverse_events=MappingProxyType(self.adverse_events),
            adjudications=MappingProxyType(self.adjudications),
            pins=MappingProxyType(self.pins),
            decisions=MappingProxyType(self.decisions),
            cohorts=tuple(self.cohorts),
            amendments=tuple(self.amendments),
            halts=tuple(self.halts),
            values_judged=tuple(self.values_judged),
            parts_opened=MappingProxyType(self.parts_opened),
        )

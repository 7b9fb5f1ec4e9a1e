"""A person being screened: contacts, consents, facts, judgements, the signed verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from dosepath.conduct.record.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Consent:
    """A signed consent: the version of the consent form, its language and when it was signed."""

    version: str
    language: str
    signed_at: datetime
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class FactSet:
    """Observations entered together.

    Each of ``facts`` is a JSON-safe mapping with ``variable``, ``value``, ``unit``, ``at``
    and, where known, ``uln``, ``lln``, ``source`` and ``status``.
    """

    facts: tuple[Mapping[str, object], ...]
    source: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's answer to a criterion that no value decides: ``met``, ``not_met``, ``unknown``."""

    criterion: str
    answer: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Pin:
    """The reading of an ambiguous criterion that the investigator chose for the whole trial."""

    criterion: str
    reading: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class EligibilitySignature:
    """The investigator's signature under a verdict, and the evidence it rests on.

    ``group`` is the disease group signed for; ``verdict`` is the evaluated verdict, always
    ``eligible``: no other can be signed for enrolment. ``evidence_hash`` is the SHA-256 of
    the evaluated evidence, so that a later change of facts is visible.
    """

    group: str
    verdict: str
    evidence_hash: str
    meaning: str
    stamp: Stamp


ENDINGS = ("failed", "withdrawn", "other")
"""How a screening ends without enrolment; ``withdrawn`` is the person's own consent."""


@dataclass(frozen=True, slots=True)
class ScreeningEnd:
    """A screening ended without enrolment: how (one of :data:`ENDINGS`), when, and why (stamp)."""

    outcome: str
    on: datetime
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Screening:
    """One person's screening, by its number (``S-001``, never reused).

    ``enquiry`` is the public enquiry it came from, if any; ``participant`` is the subject
    number after enrolment (``P-001``), ``None`` before. Consents signed after enrolment
    are kept here too: a person has one consent history.
    """

    number: str
    enquiry: str | None
    opened: Stamp
    consents: tuple[Consent, ...] = ()
    fact_sets: tuple[FactSet, ...] = ()
    judgements: Mapping[str, Judgement] = field(default_factory=lambda: MappingProxyType({}))
    eligibility: EligibilitySignature | None = None
    participant: str | None = None
    ended: ScreeningEnd | None = None

    @property
    def consent(self) -> Consent | None:
        """The consent signed last, or ``None``."""
        return max(self.consents, key=lambda c: (c.signed_at, c.stamp.seq), default=None)

    @property
    def first_consented_at(self) -> datetime | None:
        """When the first consent was signed: no procedure may be earlier."""
        return min((consent.signed_at for consent in self.consents), default=None)

    @property
    def facts(self) -> tuple[Mapping[str, object], ...]:
        """All observations in the order in which they were entered."""
        return tuple(fact for entered in self.fact_sets for fact in entered.facts)

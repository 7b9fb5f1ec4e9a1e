"""What evaluation answers: a verdict with everything that it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property

from dosepath.rule import Evidence, Reason, Truth


class Verdict(Enum):
    """``undetermined`` is an answer: something that decides is not known."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class ReadingResult:
    """What one reading of a criterion gives; ``rule`` is ``""`` for a descriptive reading."""

    reading: str
    truth: Truth
    rule: str = ""
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class CriterionResult:
    """The truth of one criterion: of the pinned reading, or what all readings agree on.

    For an informative criterion the truth is recorded and decides nothing. For
    an exclusion ``met`` means that the person is excluded.
    """

    id: str
    kind: str
    is_exclusion: bool
    truth: Truth
    readings: tuple[ReadingResult, ...]
    reasons: tuple[Reason, ...] = ()
    pinned: str | None = None
    recommended: str | None = None

    @property
    def readings_differ(self) -> bool:
        """Whether no reading is pinned and the readings do not all give one answer."""
        return self.pinned is None and len({reading.truth for reading in self.readings}) > 1

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence of every reading, each comparison once."""
        found = (item for reading in self.readings for item in reading.evidence)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Missing:
    """One fact that the outcome waits for.

    ``key`` is a variable, ``variable.uln`` (its limit of normal),
    ``variable.before`` (an earlier value), a criterion id (a judgement) or
    ``reading:A5`` (the principal investigator's choice of a reading).
    ``found_in`` is chart, laboratory, imaging or judgement; ``criteria`` are
    those that wait for it.
    """

    key: str
    variable: str
    found_in: str
    why: Reason
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """The verdict for one person at one time.

    ``needs_signature`` is true when nothing but judgements of named people
    stands between an undetermined verdict and eligibility. ``groups`` gives the
    truth of each group by its own criteria (exclusions apart). ``warnings`` are
    reasons about values left out; ``quality`` about reports that could not be
    read.
    """

    verdict: Verdict
    needs_signature: bool
    groups: Mapping[str, Truth]
    criteria: tuple[CriterionResult, ...]
    worklist: tuple[Missing, ...]
    warnings: tuple[Reason, ...]
    quality: tuple[Reason, ...]
    at: datetime
    population: str

    @property
    def groups_met(self) -> tuple[str, ...]:
        """The groups that hold, in the protocol's order; the investigator assigns one."""
        return tuple(id_ for id_, truth in self.groups.items() if truth is Truth.MET)

    def criterion(self, id: str) -> CriterionResult:  # noqa: A002 (the study file's word)
        """The result of one criterion; KeyError if there is none."""
        return {criterion.id: criterion for criterion in self.criteria}[id]

    def to_json(self) -> dict[str, object]:
        """A JSON object with everything; equal results give equal bytes when keys are sorted."""
        shown = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return shown | {"groups_met": list(self.groups_met)}

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of the JSON form without ``at``: what a signature of eligibility rests on.

        Evaluating the same record again a minute later gives the same hash,
        unless a value has meanwhile become too old.
        """
        data = self.to_json()
        del data["at"]
        form = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(form.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Reason):
        return value.to_json()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value

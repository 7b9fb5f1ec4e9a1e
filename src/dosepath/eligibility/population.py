"""Who can take part: criteria with their readings, in groups, and exclusions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dosepath.eligibility.variable import ANCHORS, Variable
from dosepath.rule import DATE, Declared, Rule, Truth, tree_hash

Words = Mapping[str, str]
"""A text by language: ``en`` always, ``zh-Hans`` where there is one."""


@dataclass(frozen=True)
class Reading:
    """One way to read a criterion; ``rule`` is None when it asks for nothing (descriptive)."""

    id: str
    rule: Rule | None
    text: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Boundary:
    """A worked example at the edge of a criterion: facts in a line, the answer per reading."""

    given: str
    expected: Mapping[str, Truth]


@dataclass(frozen=True)
class Criterion:
    """One criterion in the protocol's order.

    ``kind`` is ``deciding``, ``informative`` (recorded, never deciding) or
    ``judgement`` (a named person answers, with a reason). A criterion whose
    text admits one reading has one, called ``r1``. ``pinned`` is the reading
    that the study has chosen, ``recommended`` the one that its authors suggest.
    ``ask`` is the question for a lay reader, where yes means that the criterion
    is met; it is empty when only the study team can tell (``team_only``).
    """

    id: str
    kind: str
    text: Words
    readings: tuple[Reading, ...]
    is_exclusion: bool = False
    pinned: str | None = None
    recommended: str | None = None
    judgement: Words = field(default_factory=dict)
    ask: Words = field(default_factory=dict)
    boundaries: tuple[Boundary, ...] = ()
    notes: tuple[Words, ...] = ()

    @property
    def team_only(self) -> bool:
        """Whether a lay reader is not asked."""
        return not self.ask

    @property
    def wanted(self) -> Truth:
        """The truth that lets a person in: met for an inclusion, not met for an exclusion."""
        return Truth.NOT_MET if self.is_exclusion else Truth.MET

    def reading(self, id: str) -> Reading:  # noqa: A002 (the study file's word)
        """The reading with this id; KeyError if there is none."""
        return {reading.id: reading for reading in self.readings}[id]


@dataclass(frozen=True)
class Group:
    """A disease group: all its deciding criteria must be met."""

    id: str
    title: Words
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Population:
    """Eligible: one group's criteria all met, and every exclusion known to be absent."""

    variables: Mapping[str, Variable]
    groups: tuple[Group, ...]
    exclusions: tuple[Criterion, ...]
    notes: tuple[Words, ...] = ()

    @property
    def criteria(self) -> Iterator[Criterion]:
        """Every criterion in the protocol's order."""
        for group in self.groups:
            yield from group.criteria
        yield from self.exclusions

    def criterion(self, id: str) -> Criterion:  # noqa: A002 (the study file's word)
        """The criterion with this id; KeyError if there is none."""
        return self._by_id[id]

    @cached_property
    def _by_id(self) -> Mapping[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of what decides: rules, readings, pins; not of texts or layout."""
        form = [[c.id, c.kind, c.is_exclusion, c.pinned, _forms(c)] for c in self.criteria]
        groups = [[group.id, [c.id for c in group.criteria]] for group in self.groups]
        text = json.dumps([groups, form], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _forms(criterion: Criterion) -> list[list[str]]:
    return [[r.id, "" if r.rule is None else tree_hash(r.rule)] for r in criterion.readings]


def vocabulary(variables: Mapping[str, Variable], criteria: Iterator[str]) -> dict[str, Declared]:
    """Every name that a rule may use: variables, the anchors' dates, judgements by criterion id."""
    names = dict.fromkeys(ANCHORS, DATE)
    names |= {id_: Declared("judgement") for id_ in criteria}
    return names | {name: variable.declared for name, variable in variables.items()}

"""What conduct needs of a study, read once and in one place.

:class:`Protocol` is the contract between the study file and the live trial; the only
module that knows the study file's keys is :mod:`dosepath.conduct.study_terms`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from dosepath.conduct.record.adverse_event import EventReport
from dosepath.designs import Design, Stagger
from dosepath.rule import Truth
from dosepath.schedule import Form, Visit


@dataclass(frozen=True, slots=True)
class Override:
    """A term whose DLT rule is not the general one, because its baseline is abnormal.

    ``text`` is the rule as the study file says it; ``holds`` answers for a report. An
    answer that is unknown raises a candidate: two people then look.
    """

    term: str
    text: str
    holds: Callable[[EventReport], Truth]


@dataclass(frozen=True, slots=True)
class DltRule:
    """When an adverse event becomes a candidate for a dose-limiting toxicity.

    Onset on study day 0 to ``window_days`` (both included), attribution to the product at
    least ``attribution``, grade at least ``grade`` and at least ``worsening`` grades above
    baseline. ``excluded`` terms never count by themselves and ``overrides`` have a rule of
    their own (both keyed by the term in lower case). ``counting_grade`` is the grade of a
    related event that counts in accelerated titration without being a DLT.
    """

    window_days: int
    grade: int = 3
    worsening: int = 1
    attribution: str = "possible"
    excluded: tuple[str, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=lambda: MappingProxyType({}))
    counting_grade: int = 2


@dataclass(frozen=True, slots=True)
class ResponseRule:
    """When a participant counts as a response, for a design that weighs it.

    Read from the ``form`` of a ``visit``: ``holds`` answers for the items that were entered.
    An assessment after ``window_days`` (``None``: no limit) does not count. ``not_assessed``
    says what someone is who can no longer be assessed: ``no_response`` or
    ``not_evaluable``. ``text`` is the rule as the study file says it.
    """

    visit: str
    form: str
    text: str
    holds: Callable[[Mapping[str, object]], Truth]
    window_days: int | None = None
    not_assessed: str = "no_response"


@dataclass(frozen=True, slots=True)
class ReportClock:
    """A report that every serious event starts: within ``hours`` of awareness, ``to`` whom.

    ``name`` is its short name in the study file; ``is_assumed`` marks a time that is not public.
    """

    name: str
    hours: int
    to: str
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class PartRules:
    """What a part or stratum of the trial has of its own: its design and its ladder.

    ``title`` is what people call it and ``after`` what must have happened before it opens, in
    the study file's words; both may be empty.
    """

    name: str
    design: Design
    doses: tuple[str, ...]
    title: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """The rules of one study version that the conduct of the trial applies.

    ``doses`` are the ladder's amounts as printed, level 1 first. Lengths of time are in
    hours. ``eligibility_hours`` is how long a signed verdict stays valid, before enrolment
    and again before dosing; ``reservation_hours`` how long a slot is held.
    ``required_roles`` must all be among the signers of a decision, ``quorum`` different
    people in total. ``closing_visit`` is the visit whose forms must be entered before the
    DLT window can be assessed (``None``: none is asked for). ``population`` is the study's
    eligibility section. ``death`` and ``transplantation`` say what these mean inside the DLT
    window; ``replacements`` is how many participants of one cohort are replaced before the
    committee is asked (``None``: without limit). The first ``sentinel`` participants of a
    cohort (0: none) go ahead of the others by ``sentinel_hours``. ``response`` is there for
    a design that weighs responses. ``mtd_at_top`` is ``mtd`` or ``not_reached``: what a top
    level that was tolerated is called. ``clocks`` are the reports that every serious event
    starts; those of unexpected events are not among them, because whether an event was expected
    is not recorded. ``design`` and ``doses`` are those of ``part`` (empty: the
    main one); ``parts`` holds the rules of every part, the main one included, and is empty for
    a trial without parts.
    """

    study_id: str
    version: str
    study_hash: str
    design: Design
    doses: tuple[str, ...]
    planned: int
    dlt: DltRule
    engine: str
    stagger_hours: int
    quorum: int
    required_roles: tuple[str, ...]
    eligibility_hours: int
    reservation_hours: int
    consent_version: str
    adjudicators: int = 2
    population: Any = None
    zone: str = "UTC"
    ctcae: str = "5.0"
    death: str = "dlt_unless_clearly_unrelated"
    transplantation: str = "not_evaluable_replaced"
    replacements: int | None = 1
    candidate_pauses: bool = True
    sentinel: int = 0
    sentinel_hours: int = 0
    visits: tuple[Visit, ...] = ()
    forms: Mapping[str, Form] = field(default_factory=lambda: MappingProxyType({}))
    closing_visit: str | None = None
    response: ResponseRule | None = None
    mtd_at_top: str = "mtd"
    clocks: tuple[ReportClock, ...] = ()
    part: str = ""
    parts: Mapping[str, PartRules] = field(default_factory=lambda: MappingProxyType({}))

    def of_part(self, name: str) -> Protocol:
        """The same rules with the design and the ladder of a part; KeyError if there is none."""
        if name == self.part:
            return self
        rules = self.parts[name]
        return replace(self, part=name, design=rules.design, doses=rules.doses)

    @property
    def further_parts(self) -> tuple[PartRules, ...]:
        """The parts beside the main one, in the order of the study file."""
        return tuple(rules for name, rules in self.parts.items() if name)

    @property
    def stagger(self) -> Stagger:
        """How far apart participants are dosed."""
        return Stagger(
            sentinel=self.sentinel, wait=self.sentinel_hours, within_cohort=self.stagger_hours
        )

    @property
    def levels(self) -> int:
        """The number of dose levels."""
        return len(self.doses)

    def dose(self, level: int) -> str:
        """The dose at a 1-based level, as printed."""
        if not 1 <= level <= self.levels:
            raise IndexError(f"dose level {level} is not on a ladder of {self.levels}")
        return self.doses[level - 1]

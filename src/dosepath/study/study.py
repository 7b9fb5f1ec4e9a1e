"""A loaded study: the file's sections, and what is built from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any

from dosepath.designs import Design, Stagger
from dosepath.eligibility import Population
from dosepath.pathways import Scenario
from dosepath.schedule import Form, Visit
from dosepath.study.assumed import Assumed
from dosepath.study.escalation import Escalation
from dosepath.study.identity import Identity, Product
from dosepath.study.ladder import Dose
from dosepath.study.layout import StudyFile
from dosepath.study.outcome import Endpoints, Safety, Site
from dosepath.study.source import Source
from dosepath.study.stages import TrialPart


@dataclass(frozen=True)
class TrialBranch:
    """A further part or stratum of a trial: its ladder, its design, its scenarios.

    ``spec`` is the part as the file writes it.
    """

    name: str
    doses: tuple[Dose, ...]
    design: Design
    scenarios: Mapping[str, Scenario]
    spec: TrialPart | None = None


@dataclass(frozen=True, repr=False)
class Study:
    """One study file, checked. A bare design file has doses and an escalation and no more.

    ``hash`` is the SHA-256 (hex) of what the file says: comments, spacing and quoting do not
    change it, any value, key or order does. ``text`` is the file as written. ``assumed``
    lists every value that is not public or not decided, with its reason. ``page`` holds the
    texts of the public page as written, marks included. ``scenarios`` are by name. ``parts``
    are its further parts; ``chosen_part`` names the one that :meth:`part` has put in the
    place of the main one. ``files`` are the texts of the other files on which the design
    rests, by name; their content is part of the hash, and a trial keeps them with this file.
    """

    name: str
    text: str
    hash: str
    file: StudyFile
    doses: tuple[Dose, ...]
    design: Design
    scenarios: Mapping[str, Scenario]
    assumed: tuple[Assumed, ...]
    source: Source = field(compare=False)
    population: Population | None = None
    page: Mapping[str, Any] | None = None
    parts: Mapping[str, TrialBranch] = field(default_factory=dict)
    chosen_part: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Study {self.id}: {self.levels} dose levels, hash {self.hash[:12]}>"

    @property
    def is_bare(self) -> bool:
        """Whether the file holds a design only."""
        return self.file.study is None

    @property
    def id(self) -> str:
        """The study's identifier; for a bare design its file's or folder's name."""
        if self.file.study:
            return self.file.study.id
        path = Path(self.name)
        return path.parent.name if path.stem == "study" and path.parent.name else path.stem

    @property
    def identity(self) -> Identity:
        """The ``study:`` section; LookupError for a bare design."""
        if self.file.study is None:
            raise LookupError(f"{self.name} holds a design only: it has no `study:` section")
        return self.file.study

    @property
    def levels(self) -> int:
        """The number of dose levels."""
        return len(self.doses)

    def dose(self, level: int) -> Dose:
        """The dose of a 1-based level."""
        if not 1 <= level <= self.levels:
            raise LookupError(f"there is no dose level {level}: the ladder has 1 to {self.levels}")
        return self.doses[level - 1]

    def part(self, name: str) -> Study:
        """The study with the ladder, design and scenarios of one of its ``parts``.

        LookupError if there is none of that name.
        """
        if name not in self.parts:
            known = ", ".join(self.parts) or "none"
            raise LookupError(f"there is no part {name!r}; the parts are: {known}")
        one = self.parts[name]
        return replace(
            self, doses=one.doses, design=one.design, scenarios=one.scenarios, chosen_part=name
        )

    @property
    def stagger(self) -> Stagger | None:
        """How far apart participants are dosed, if the file says so."""
        spec = self.escalation.stagger
        if spec is None:
            return None
        sentinel = spec.sentinel
        return Stagger(
            sentinel=sentinel.size if sentinel else 0,
            wait=sentinel.wait_hours if sentinel else 0,
            within_cohort=spec.within_cohort_hours,
            before_next_level=spec.before_next_level,
        )

    @property
    def planned_participants(self) -> int | None:
        """How many participants the record plans, or None for a bare design."""
        return self.file.study.planned_participants if self.file.study else None

    @property
    def zone(self) -> tzinfo:
        """The site's time zone."""
        return self.file.study.zone_info if self.file.study else UTC

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """The calendar, in the order of its days."""
        visits = [spec.visit(name) for name, spec in self.file.visits.items()]
        return tuple(sorted(visits, key=lambda visit: (visit.first_day, visit.day)))

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The forms by name."""
        return {name: spec.form(name) for name, spec in self.file.forms.items()}

    def visit(self, name: str) -> Visit | None:
        """The visit called ``name``, or None."""
        return next((visit for visit in self.visits if visit.id == name), None)

    @property
    def product(self) -> Product | None:
        """What is given."""
        return self.file.product

    @property
    def escalation(self) -> Escalation:
        """How the dose goes up."""
        return self.file.escalation

    @property
    def endpoints(self) -> Endpoints | None:
        """What the study measures."""
        return self.file.endpoints

    @property
    def safety(self) -> Safety | None:
        """How safety is watched."""
        return self.file.safety

    @property
    def sites(self) -> tuple[Site, ...]:
        """Where the study takes place."""
        return self.file.sites

    def assumed_under(self, path: str) -> tuple[Assumed, ...]:
        """The marks at ``path`` or below it, as in ``doses`` or ``escalation.stagger``."""
        return tuple(
            mark
            for mark in self.assumed
            if mark.path == path or mark.path.startswith((path + ".", path + "["))
        )

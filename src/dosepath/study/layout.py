"""The whole file: its sections in the protocol's own order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from dosepath.study.escalation import Escalation
from dosepath.study.identity import Identity, Product
from dosepath.study.outcome import Endpoints, Safety, Site
from dosepath.study.page import Page
from dosepath.study.part import Name, Named, Part, Text
from dosepath.study.plan import FormSpec, VisitSpec


class Acknowledgement(Part):
    """A warning that the author has seen and keeps, with the reason."""

    warning: Name = Field(description="The warning's code.")
    at: Text = Field(description="The key path it is about, or the beginning of one.")
    because: Text = Field(description="Why it stays.")


class StudyFile(Part):
    """A study file: what the trial is, in the order of its protocol."""

    dosepath: Literal[1] = Field(1, description="The version of this format.")
    study: Identity | None = Field(None, description="What the study is called; who runs it.")
    product: Product | None = Field(None, description="What is given.")
    doses: list[Any] | dict[str, Any] = Field(description="The dose levels, lowest first.")
    escalation: Escalation = Field(description="How the dose goes up.")
    population: Mapping[str, Any] | None = Field(None, description="Who can take part.")
    visits: Named[VisitSpec] = Field({}, description="The calendar of visits.")
    forms: Named[FormSpec] = Field({}, description="What is recorded.")
    endpoints: Endpoints | None = Field(None, description="What the study measures.")
    safety: Safety | None = Field(None, description="How safety is watched.")
    sites: tuple[Site, ...] = Field((), description="Where the study takes place.")
    page: Page | None = Field(None, description="Texts of the public page.")
    acknowledge: tuple[Acknowledgement, ...] = Field((), description="Warnings that stay.")

"""The texts of the public page: blocks, plain criteria, questions and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from dosepath.study.identity import Day
from dosepath.study.part import Name, Named, Part, Text, Words


class Approval(Part):
    """Who approved a wording, and when."""

    state: Literal["draft", "approved", "synthetic"] = Field(
        description="`draft` is not shown in public; `synthetic` only in a demonstration."
    )
    by: Text | None = Field(None, description="The role that approved it.")
    on: Day | None = Field(None, description="When.")


class Block(Part):
    """A block of text."""

    place: Name = Field(description="The part of the page it stands in.")
    text: Words = Field(description="The text; {names} in braces are filled from this file.")
    source: tuple[Text, ...] = Field(min_length=1, description="What it was written from.")
    approved: Approval = Field(description="Who approved it.")


class Question(Part):
    """A question and its answer."""

    ask: Words = Field(description="The question as people ask it.")
    answer: Words = Field(description="The answer; {names} in braces are filled from this file.")
    source: tuple[Text, ...] = Field(min_length=1, description="What it was written from.")
    approved: Approval = Field(description="Who approved it.")


class Assumption(Part):
    """What is assumed in some sections, in plain words."""

    covers: tuple[Name, ...] = Field(min_length=1, description="The sections it is about.")
    text: Words = Field(description="The text.")


class Page(Part):
    """The texts of the public page."""

    title: Words | None = Field(None, description="The page's title, if not the study's.")
    record: Mapping[str, Any] = Field({}, description="What the public record shows.")
    blocks: Named[Block] = Field({}, description="Texts in the order of the page.")
    criteria_approved: Approval | None = Field(
        None, description="Who approved the criteria in plain words."
    )
    criteria: Named[Words] = Field({}, description="Criteria in plain words, by their ids.")
    questions: Named[Question] = Field({}, description="Questions and answers.")
    assumptions: tuple[Assumption, ...] = Field(
        (), description="What is assumed, in plain words, by the sections it is about."
    )

"""What the study measures, how safety is watched, and where it takes place."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dosepath.study.part import Days, Hours, Name, Part, Text, Words, YesNo


class Endpoint(Part):
    """One thing measured; exactly one of ``count``, ``score``, ``variable`` or ``time_to``."""

    title: Words = Field(description="What is measured, in words.")
    count: Text | None = Field(None, description="Events counted, as in dlt or adverse_event.")
    score: Text | None = Field(None, description="A computed score, as in meld_3_0.")
    variable: Name | None = Field(None, description="An item of a form, as in bilirubin.")
    time_to: Text | None = Field(None, description="An event whose time is measured.")
    change_from: Name | None = Field(None, description="The visit that changes are taken from.")
    at: tuple[Name, ...] = Field((), description="Visits at which it is measured.")
    competing: Text | None = Field(None, description="An event that makes the first impossible.")
    until_days: Days | None = Field(None, alias="until", description="Last day that counts.")


class Endpoints(Part):
    """What the study measures."""

    primary: tuple[Endpoint, ...] = Field((), description="What the study is judged by.")
    safety: tuple[Endpoint, ...] = Field((), description="Further measures of safety.")
    efficacy: tuple[Endpoint, ...] = Field((), description="First signs of effect.")
    exploratory: tuple[Endpoint, ...] = Field((), description="Everything else.")


class Clock(Part):
    """A report with a deadline."""

    id: Name = Field(description="A short name.")
    event: Literal["serious", "fatal_or_life_threatening_unexpected", "serious_unexpected"] = Field(
        description="Which event starts the clock."
    )
    within: Hours = Field(description="How long, from awareness.")
    to: Text = Field(description="Who must receive the report.")
    follow_up_within: Hours | None = Field(None, description="How long for the follow-up report.")


class StoppingRule(Part):
    """What halts the study."""

    id: Name = Field(description="A short name.")
    text: Words = Field(description="The rule in words.")


class Safety(Part):
    """How safety is watched."""

    ctcae: Literal["5.0", "6.0"] = Field(description="The version of CTCAE that grades events.")
    attributions: tuple[Name, ...] = Field(
        (), description="What an event may be related to, as in product or procedure."
    )
    clocks: tuple[Clock, ...] = Field((), description="Reports with a deadline.")
    stopping: tuple[StoppingRule, ...] = Field((), description="What halts the study.")


class Contact(Part):
    """How to reach a site; ``unknown`` says why nothing is given."""

    unknown: Text | None = Field(None, description="Why no contact is shown.")
    phone: Text | None = Field(None, description="A telephone number with country code.")
    email: Text | None = Field(None, description="An address for enquiries.")
    office: Words | None = Field(None, description="The office that answers.")


class Site(Part):
    """Where the study takes place."""

    id: Name = Field(description="A short name.")
    name: Words = Field(description="The hospital.")
    city: Words = Field(description="The city.")
    country: Annotated[Text, Field(pattern=r"^[A-Z]{2}$")] = Field(
        description="ISO 3166 code of the country, as in CN."
    )
    recruiting: YesNo = Field(description="Whether this site recruits.")
    latitude: float | None = Field(None, ge=-90, le=90, description="Degrees north.")
    longitude: float | None = Field(None, ge=-180, le=180, description="Degrees east.")
    contact: Contact = Field(description="How to reach it, or why that is unknown.")

"""Who runs the study, what it is called, and which version this is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from dosepath.study.part import Name, Named, Part, Text, Whole, Words, refuse


def _date(data: Any) -> Any:
    try:
        return date.fromisoformat(data) if isinstance(data, str) and len(data) == 10 else None
    except ValueError:
        return None


def _as_date(data: Any) -> Any:
    found = _date(data)
    if found is None:
        raise refuse("date.form", "this is not a date", allowed="year-month-day, as in 2026-03-01")
    return found


Day = Annotated[
    date, BeforeValidator(_as_date), WithJsonSchema({"type": "string", "format": "date"})
]


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise refuse("zone.unknown", "no such time zone", allowed="an IANA name: Asia/Shanghai")
    return name


class Version(Part):
    """Which version of the protocol this file says."""

    number: Annotated[str, BeforeValidator(str), WithJsonSchema({"type": ["string", "number"]})] = (
        Field(description="The version's number, as in 0.1 or 2.0.")
    )
    date: Day = Field(description="The day from which this version is dated.")
    status: Literal["draft", "approved", "effective", "superseded"] = Field(
        description="How far this version has come."
    )


class Dates(Part):
    """Planned or actual dates of the study."""

    start: Day | None = Field(None, description="First participant, planned or actual.")
    completion: Day | None = Field(None, description="End of follow-up, planned or actual.")
    record_updated: Day | None = Field(None, description="When the public record last changed.")
    checked: Day | None = Field(None, description="When someone last confirmed these facts.")


class Identity(Part):
    """What the study is called and who answers for it."""

    id: Name = Field(description="The study's own identifier, also its folder's name.")
    identifiers: Named[Text] = Field({}, description="Other identifiers, by who gave them.")
    title: Words = Field(description="A plain title, by language.")
    scientific_title: Words | None = Field(None, description="The official title, by language.")
    phase: Whole | Text = Field(description="The phase: 1, or a text such as 1/2.")
    conditions: tuple[Words, ...] = Field((), description="What the participants suffer from.")
    sponsor: Text = Field(description="Who is responsible for the study.")
    collaborator: Text | None = Field(None, description="Who works with the sponsor.")
    planned_participants: Whole = Field(ge=1, description="How many the record plans to enrol.")
    beyond_planned: Literal["amendment"] = Field(
        "amendment", description="What the next participant needs once the planned number is in."
    )
    version: Version = Field(description="Which version of the protocol this is.")
    dates: Dates = Field(Dates(), description="When the study starts and ends.")
    status: Literal["not_yet_recruiting", "recruiting", "suspended", "completed"] | None = Field(
        None, description="The recruitment status that the public record shows."
    )
    zone: Annotated[Text, AfterValidator(_zone)] = Field(
        "UTC", description="The site's time zone (IANA name): visits are due on its dates."
    )
    sources: tuple[Text, ...] = Field((), description="Where the public facts were seen.")

    @property
    def zone_info(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.zone)


class Product(Part):
    """What is given."""

    name: Words = Field(description="The product's name, by language.")
    kind: Text | None = Field(None, description="For example: cell product, small molecule.")
    route: Text = Field(description="How it is given.")
    dose_unit: Text = Field(description="The unit of every dose, as in cells, mg or mg/m2.")
    course: Text | None = Field(None, description="How often: once, daily, every 21 d ...")
    concentration: Text | None = Field(None, description="Active amount per volume, with units.")

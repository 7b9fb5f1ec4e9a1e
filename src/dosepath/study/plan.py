"""Visits and forms as the file writes them, and the schedule they make."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from dosepath.schedule import Form, Item, ItemType, Range, Visit
from dosepath.study.part import Days, Name, Named, OrShort, Part, Text, Words, YesNo, refuse

_SPAN = re.compile(r"\s*(-?[0-9]+)\s*(?:\.\.\s*(-?[0-9]+))?\s*")
_RANGE = re.compile(r"\s*(-?[0-9.]+)?\s*\.\.\s*(-?[0-9.]+)?\s*")


def _span(data: Any) -> tuple[int, int]:
    if isinstance(data, int) and not isinstance(data, bool):
        return data, data
    match = _SPAN.fullmatch(data) if isinstance(data, str) else None
    allowed = "a study day (dosing is day 0) or a span: 28, -1 or -3..-1"
    if match is None:
        raise refuse("day.form", "this is not a study day", allowed=allowed)
    first = int(match[1])
    last = int(match[2]) if match[2] else first
    if last < first:
        raise refuse("day.order", "the span runs backwards", allowed=allowed)
    return first, last


def _window(data: Any) -> Any:
    if isinstance(data, dict):
        return data
    if data == 0 and not isinstance(data, bool):
        data = "0 d"
    return {"before": data, "after": data}


class WindowSpec(Part):
    """Days allowed before and after the planned day."""

    before: Days = Field(0, description="Days allowed before.")
    after: Days = Field(0, description="Days allowed after.")


class VisitSpec(Part):
    """One visit of the calendar."""

    title: Words | None = Field(None, description="What the visit is called.")
    day: Annotated[
        tuple[int, int], BeforeValidator(_span), WithJsonSchema({"type": ["integer", "string"]})
    ] = Field(description="The study day (dosing is day 0), or a span of days such as -3..-1.")
    window: Annotated[WindowSpec, BeforeValidator(_window), OrShort("7 d")] = Field(
        WindowSpec(), description="Days allowed on either side: 7 d, or {before: 0 d, after: 3 d}."
    )
    forms: tuple[Name, ...] = Field((), description="Forms to fill in, by their names.")
    purpose: Words | None = Field(None, description="What happens, in plain words.")

    def visit(self, name: str) -> Visit:
        """The visit of the schedule."""
        first, last = self.day
        before = self.window.before + (last - first)
        return Visit(
            name, last, before, self.window.after, self.forms, tuple((self.title or {}).items())
        )


def _limits(data: Any) -> Any:
    match = _RANGE.fullmatch(data) if isinstance(data, str) else None
    allowed = "two numbers in the item's unit: 1..1500, 0.. or ..100"
    if match is None or not (match[1] or match[2]):
        raise refuse("range.form", "this is not a range", allowed=allowed)
    lowest, highest = (Decimal(part) if part else None for part in match.groups())
    if lowest is not None and highest is not None and lowest > highest:
        raise refuse("range.order", "the range runs backwards", allowed=allowed)
    return Range(lowest, highest)


Limits = Annotated[
    Range, BeforeValidator(_limits), WithJsonSchema({"type": "string", "examples": ["1..1500"]})
]


States = Literal[
    "events_complete", "candidate_dlt", "alive", "died_on", "transplanted", "transplanted_on"
]


class ItemSpec(Part):
    """One question of a form."""

    type: Literal["number", "code", "yes_no", "date", "text"] = Field(
        description="What kind of answer."
    )
    label: Words = Field(description="The question, by language.")
    unit: Text | None = Field(None, description="The unit that values are kept and shown in.")
    units: tuple[Text, ...] = Field((), description="Other units accepted on entry.")
    possible: Limits = Field(Range(), description="Values outside are refused (in `unit`).")
    usual: Limits = Field(Range(), description="Values outside are asked about (in `unit`).")
    codes: Named[Words] | None = Field(None, description="Allowed answers of a code item.")
    required: YesNo = Field(False, description="Must be answered before the form is complete.")
    required_when: Text | None = Field(None, description="A rule over the form's other items.")
    bound: YesNo = Field(False, description="Whether a result such as <0.2 is accepted.")
    analyte: Name | None = Field(None, description="The variable of `population` it measures.")
    states: States | None = Field(
        None,
        description="What it says about the course; held against the record at the window's end.",
    )

    def item(self, name: str) -> Item:
        """The item of the schedule."""
        return Item(
            id=name,
            type=ItemType(self.type),
            label=dict(self.label),
            unit=self.unit or "",
            units=(self.unit, *self.units) if self.unit else self.units,
            possible=self.possible,
            usual=self.usual,
            codes=dict(self.codes) if self.codes else None,
            required=self.required,
            required_when=self.required_when or "",
            bound=self.bound,
            analyte=self.analyte or "",
            states=self.states or "",
        )


class FormSpec(Part):
    """One form."""

    title: Words = Field(description="What the form is called.")
    items: Named[ItemSpec] = Field(min_length=1, description="Its questions, in order.")

    def form(self, name: str) -> Form:
        """The form of the schedule."""
        items = tuple(spec.item(item_name) for item_name, spec in self.items.items())
        return Form(name, dict(self.title), items)

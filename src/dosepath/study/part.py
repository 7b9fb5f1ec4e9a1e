"""What the parts of a study file are made of: strict, frozen, and markable as assumed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    StrictBool,
    StrictInt,
    StrictStr,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

T = TypeVar("T")

Text = Annotated[StrictStr, StringConstraints(min_length=1, strip_whitespace=True)]
Whole = StrictInt
YesNo = StrictBool
Share = Annotated[float, Strict()]
Name = Annotated[StrictStr, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]*$")]
LANGUAGES = ("en", "zh-Hans")


class Part(BaseModel):
    """A block of the file: only the keys listed, and a reason if the block is assumed."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    assumed: Text | None = Field(
        None, description="Why this block is an assumption: not public, or not decided."
    )


def refuse(code: str, message: str, *, allowed: str = "") -> PydanticCustomError:
    """An error that the loader turns into a fault with ``allowed`` beside it."""
    # Braces in a message would be read as placeholders.
    safe = message.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError(code, safe, {"allowed": allowed})


def _drop_mark(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: value for key, value in data.items() if key != "assumed"}
    return data


def _to_languages(data: Any) -> Any:
    words = {"en": data} if isinstance(data, str) else _drop_mark(data)
    unknown = sorted(set(words) - set(LANGUAGES)) if isinstance(words, dict) else []
    if unknown:
        raise refuse(
            "language.unknown", f"{unknown[0]} is not a language here", allowed=", ".join(LANGUAGES)
        )
    return words


@dataclass(frozen=True)
class OrShort:
    """Marks a block that may also be written as a short text, for the JSON Schema."""

    example: str

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        short = {"type": ["string", "integer"], "examples": [self.example]}
        return {"anyOf": [short, handler(schema)]}


Named = Annotated[dict[Name, T], BeforeValidator(_drop_mark)]
"""Entries under names of the author's choice; the block as a whole may be marked assumed."""

Words = Annotated[
    dict[str, Text],
    BeforeValidator(_to_languages),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {one: {"type": "string", "minLength": 1} for one in LANGUAGES},
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ]
        }
    ),
]
"""A text by language: ``{en: ..., zh-Hans: ...}``; a bare text is English."""

_LENGTH = re.compile(r"\s*([+-]?[0-9]+)\s*([A-Za-z]+)\s*")
_HOURS = {"h": 1, "d": 24, "wk": 168}


def _hours(data: Any) -> int:
    """Hours of ``7 d``, ``48 h`` or ``2 wk``."""
    allowed = "a whole number with its unit: 48 h, 28 d or 2 wk"
    if isinstance(data, bool) or not isinstance(data, str):
        raise refuse("length.unit", "a length of time needs its unit", allowed=allowed)
    match = _LENGTH.fullmatch(data)
    if match is None or match[2] not in _HOURS:
        raise refuse("length.form", "this is not a length of time", allowed=allowed)
    hours = int(match[1]) * _HOURS[match[2]]
    if hours < 0:
        raise refuse("length.negative", "a length of time cannot be negative", allowed=allowed)
    return hours


def _days(data: Any) -> int:
    if isinstance(data, dict) and set(data) == {"days"} and isinstance(data["days"], int):
        return data["days"]
    hours = _hours(data)
    if hours % 24:
        raise refuse("length.days", "whole days are needed here", allowed="for example 7 d")
    return hours // 24


_WRITTEN = {"type": "string", "pattern": r"^\s*[0-9]+\s*(h|d|wk)\s*$", "examples": ["7 d"]}

Days = Annotated[int, BeforeValidator(_days), WithJsonSchema(_WRITTEN)]
"""Whole days, written ``7 d`` or ``2 wk``."""

Hours = Annotated[int, BeforeValidator(_hours), WithJsonSchema(_WRITTEN)]
"""Whole hours, written ``48 h`` or ``2 d``."""

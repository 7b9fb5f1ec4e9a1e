"""The format as JSON Schema, from the models, so that editors can complete and underline."""

from __future__ import annotations

from typing import Any

from dosepath.study.layout import StudyFile

_DOSE = {
    "anyOf": [
        {"type": "string", "examples": ["0.15e9 cells"]},
        {
            "type": "object",
            "properties": {
                "dose": {"type": "string"},
                "name": {"type": "string"},
                "assumed": {"type": "string"},
            },
            "additionalProperties": False,
        },
    ]
}


def _markable(value: dict[str, Any]) -> dict[str, Any]:
    """A value, or the value with the reason why it is assumed."""
    wrapped = {
        "type": "object",
        "properties": {"value": value, "assumed": {"type": "string", "minLength": 1}},
        "required": ["value", "assumed"],
        "additionalProperties": False,
    }
    return {"anyOf": [value, wrapped]}


_STEPS = {
    "type": "object",
    "properties": {
        "first": _markable({"type": "string"}),
        "steps": _markable({"type": "array", "items": {"type": "string"}}),
        "levels": _markable({"type": "integer"}),
        "round_to": _markable({"type": "string"}),
        "assumed": {"type": "string"},
    },
    "required": ["first", "steps", "levels"],
    "additionalProperties": False,
}


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a study file.

    It knows keys, types and words; what needs the whole file (order of doses, windows,
    rules, units) only ``dosepath check`` knows.
    """
    schema = StudyFile.model_json_schema(by_alias=True)
    schema["properties"]["doses"] |= {"anyOf": [{"type": "array", "items": _DOSE}, _STEPS]}
    schema["properties"]["doses"].pop("items", None)
    for block in (schema, *schema["$defs"].values()):
        _tidy(block)
    _allow_marks(schema)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "DosePath study file"
    return schema


def _tidy(block: dict[str, Any]) -> None:
    """Every value may be wrapped as ``{value: ..., assumed: ...}``; titles say nothing new."""
    block.pop("title", None)
    for name, value in block.get("properties", {}).items():
        value.pop("title", None)
        value.pop("default", None)
        if name in ("assumed", "dosepath"):
            continue
        described = {"description": value.pop("description", "")}
        block["properties"][name] = described | _markable(value)


def _allow_marks(value: Any) -> None:
    """Blocks of entries under free names may hold a mark beside the entries."""
    if isinstance(value, list):
        for one in value:
            _allow_marks(one)
    if not isinstance(value, dict):
        return
    if "patternProperties" in value:
        ((pattern, entry),) = value.pop("patternProperties").items()
        value["propertyNames"] = {"pattern": pattern}
        value["properties"] = {"assumed": {"type": "string", "minLength": 1}}
        value["additionalProperties"] = entry
    for inner in list(value.values()):
        _allow_marks(inner)

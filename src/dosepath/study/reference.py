"""The format as a page for people, from the models' own descriptions."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dosepath.designs import BEHAVIOURS, CATALOGUE
from dosepath.study.layout import StudyFile

_OPENING = """\
# Study file

*Generated from the models by `make docs`; do not edit.*

One YAML file says what a trial is. Sections stand in the protocol's order; unknown keys are faults;
every number has its unit. A file with only `doses` and `escalation` is a design, and every command
that needs no more than a design takes it. [How to write one](../how-to/write-a-study-file.md);
[JSON Schema](../../studies/study.schema.json) for editors; `dosepath check FILE` says everything
that is wrong at once.

Any value may be marked: `{value: 28 d, assumed: "not public"}`, and a block may carry `assumed:`
beside its keys. The mark goes with the value to every page and report.

A text for people is `{en: ..., zh-Hans: ...}`; a bare text is English. A length of time is `48 h`,
`28 d` or `2 wk`. A dose is a number and its unit, `0.15e9 cells`; a level may carry a name,
`{name: low}`; a ladder may be steps, `{first: 18 mg/m2, steps: [+100 %, +40 %], levels: 8}`, of
which the last repeats. The section `population` is described with
[eligibility](../explanation/eligibility.md).
"""
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def reference() -> str:
    """The whole page in Markdown: each section, then each block that it uses."""
    parts = [_OPENING, _table("The file", StudyFile)]
    for heading, model in _blocks():
        parts.append(_table(heading, model))
    parts.append(_designs())
    return "\n".join(parts)


def _designs() -> str:
    """The catalogue of designs with the names of their parameters."""
    rows = [
        "## Designs\n",
        "Each stage of `escalation.stages` names one design of the catalogue.\n",
    ]
    for entry in CATALOGUE.values():
        names = ", ".join(f"`{name}`" for name in entry.parameters)
        then = "; another stage must follow" if entry.leads else ""
        file = "; or `file`, a CSV file beside this one" if "cells" in entry.parameters else ""
        rows.append(f"- `{entry.name}`: {names}{file}{then}")
    rows += [
        "\n## Behaviours\n",
        "Each of `escalation.behaviours` is wrapped around the stages, the first innermost.\n",
    ]
    for entry in BEHAVIOURS.values():
        names = ", ".join(f"`{name}`" for name in entry.parameters) or "no parameters"
        rows.append(f"- `{entry.name}`: {names}")
    return "\n".join(rows) + "\n"


def _blocks() -> Iterator[tuple[str, type[BaseModel]]]:
    """Every block below the file, each once, under the path where it is met first."""
    seen: set[type[BaseModel]] = set()
    waiting: list[tuple[str, type[BaseModel]]] = [("", StudyFile)]
    while waiting:
        path, model = waiting.pop(0)
        for key, info in _fields(model):
            for inner, step in _models(info.annotation, key):
                if inner not in seen:
                    seen.add(inner)
                    below = f"{path}.{step}".removeprefix(".")
                    waiting.append((below, inner))
                    yield below, inner


def _table(heading: str, model: type[BaseModel]) -> str:
    title = heading if heading == "The file" else f"`{heading}`"
    summary = (model.__doc__ or "").strip().splitlines()[0]
    rows = [
        f"## {title}\n",
        f"{summary}\n",
        "| key | needed | form | meaning |",
        "|---|---|---|---|",
    ]
    for key, info in _fields(model):
        needed = "yes" if info.is_required() else ""
        rows.append(f"| `{key}` | {needed} | {_form(info)} | {info.description or ''} |")
    return "\n".join(rows) + "\n"


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, info in model.model_fields.items():
        if name != "assumed":
            yield info.alias or name, info


def _form(info: FieldInfo) -> str:
    return _word(info.rebuild_annotation())


def _word(kind: Any) -> str:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is typing.Annotated:
        return _written(arguments) or _word(arguments[0])
    if origin is Literal:
        return " or ".join(f"`{word}`" for word in arguments)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(_word(one) for one in arguments if one is not type(None)))
    if origin in (dict, Mapping):
        return f"by name: {_word(arguments[1])}"
    if origin in (tuple, list):
        return f"list of {_word(arguments[0])}"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "block"
    return _PLAIN.get(kind, "number" if getattr(kind, "__name__", "") == "Decimal" else "any")


def _written(arguments: tuple[Any, ...]) -> str:
    """What a type with a short written form looks like in the file."""
    for mark in arguments[1:]:
        schema = getattr(mark, "json_schema", None)
        if isinstance(schema, dict):
            if examples := schema.get("examples"):
                return f"as in `{examples[0]}`"
            if "anyOf" in schema:
                return "text by language"
            return {"date": "date"}.get(schema.get("format", ""), "text or number")
        if example := getattr(mark, "example", None):
            return f"block, or `{example}`"
    return ""


def _models(kind: Any, step: str) -> Iterator[tuple[type[BaseModel], str]]:
    """The models inside an annotation, with the step that leads to them."""
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind, step
    elif origin in (dict, Mapping):
        yield from _models(arguments[1], f"{step}.NAME")
    elif origin in (tuple, list):
        yield from _models(arguments[0], f"{step}[]")
    else:
        for inner in arguments:
            yield from _models(inner, step)

"""Faults in plain words: pydantic's error types become sentences with the allowed form."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dosepath.quantity import Fault
from dosepath.study.assumed import brief
from dosepath.study.source import Source

_WORDS = {
    "int_type": ("type.whole", "a whole number is needed here"),
    "int_from_float": ("type.whole", "a whole number is needed here"),
    "float_type": ("type.number", "a number is needed here"),
    "float_parsing": ("type.number", "a number is needed here"),
    "decimal_type": ("type.number", "a number is needed here"),
    "decimal_parsing": ("type.number", "a number is needed here"),
    "finite_number": ("type.number", "a finite number is needed here"),
    "string_type": ("type.text", "a text is needed here"),
    "bool_type": ("type.truth", "true or false is needed here"),
    "dict_type": ("type.block", "a block of keys and values is needed here"),
    "mapping_type": ("type.block", "a block of keys and values is needed here"),
    "model_type": ("type.block", "a block of keys and values is needed here"),
    "model_attributes_type": ("type.block", "a block of keys and values is needed here"),
    "tuple_type": ("type.list", "a list is needed here"),
    "list_type": ("type.list", "a list is needed here"),
    "string_too_short": ("text.empty", "this text is empty"),
    "string_pattern_mismatch": ("name.form", "this name has a character that names cannot have"),
    "too_short": ("list.short", "something is missing in this list"),
    "greater_than_equal": ("number.small", "this number is too small"),
    "greater_than": ("number.small", "this number is too small"),
    "less_than_equal": ("number.large", "this number is too large"),
    "less_than": ("number.large", "this number is too large"),
}
_LIMITS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


def faults_of(error: ValidationError, source: Source, model: type[BaseModel]) -> Iterator[Fault]:
    """Every error of a validation as a fault at its place in the file."""
    details = error.errors(include_url=False)
    wrong = {detail["loc"][:-1] for detail in details}
    for detail in details:
        # A list is not too short because one of its entries is wrong.
        if detail["type"] != "too_short" or detail["loc"] not in wrong:
            yield _fault(detail, _steps(detail["loc"], source), source, model)


def _steps(loc: Sequence[str | int], source: Source) -> tuple[str | int, ...]:
    """``loc`` without the steps that only pydantic knows (members of unions and the like)."""
    node, path = source.root, []
    for index, step in enumerate(loc):
        inner = node.child(step)
        if inner is None and (wrapped := node.child("value")) is not None:
            inner = wrapped.child(step)
        if inner is not None:
            node = inner
            path.append(step)
        elif index == len(loc) - 1 and isinstance(step, str) and "[" not in step:
            path.append(step)
    return tuple(path)


def _fault(
    detail: ErrorDetails, path: tuple[str | int, ...], source: Source, model: type[BaseModel]
) -> Fault:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return _missing(path, source, model)
    if kind == "extra_forbidden":
        place = source.place(path, key=True)
        return unknown_key(place, str(path[-1]), known_keys(model, path[:-1]))
    path = path[:-1] if path and path[-1] in {"str", "int", "[key]"} else path
    place, found = source.place(path), brief(detail["input"])
    if kind in {"literal_error", "enum"}:
        return _not_allowed(place, detail["input"], str(context.get("expected", "")))
    if kind in _WORDS:
        code, message = _WORDS[kind]
        limits = [f"{_LIMITS[key]} {value}" for key, value in context.items() if key in _LIMITS]
        return Fault(place, code, message, found, _also(limits, kind))
    code = kind if "." in kind else f"value.{kind}"
    return Fault(place, code, detail["msg"], found, str(context.get("allowed", "")))


def _also(limits: list[str], kind: str) -> str:
    if kind == "string_pattern_mismatch":
        return "letters, digits, _ . + and -, beginning with a letter or digit"
    return ", ".join(limits)


def _missing(path: tuple[str | int, ...], source: Source, model: type[BaseModel]) -> Fault:
    key = str(path[-1])
    described = _description(model, path[:-1], key)
    place = source.place(path)
    return Fault(place, "key.missing", f"`{key}` is missing here", "", f"{key}: {described}")


def _not_allowed(place: Any, found: Any, expected: str) -> Fault:
    words = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ") if word]
    near = difflib.get_close_matches(str(found), words, n=1)
    message = "this is not one of the words that are allowed here"
    if near:
        message += f"; did you mean `{near[0]}`?"
    return Fault(place, "word.unknown", message, brief(found), ", ".join(words))


def unknown_key(place: Any, key: str, known: Sequence[str]) -> Fault:
    """A key that has no meaning where it stands, with the nearest one that has."""
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    message = f"`{key}` is not a key of this block"
    if near:
        message += f"; did you mean `{near[0]}`?"
    return Fault(place, "key.unknown", message, key, ", ".join(known))


def known_keys(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that the block at ``path`` may have."""
    return tuple(
        dict.fromkeys(
            info.alias or name
            for block in _blocks(model, path)
            for name, info in block.model_fields.items()
        )
    )


def _description(model: type[BaseModel], path: Sequence[str | int], key: str) -> str:
    for block in _blocks(model, path):
        for name, info in block.model_fields.items():
            if key in {name, info.alias}:
                return info.description or ""
    return ""


def _blocks(model: type[BaseModel], path: Sequence[str | int]) -> list[type[BaseModel]]:
    """The models that may stand at ``path``."""
    here: list[Any] = [model]
    for step in path:
        here = [inner for kind in here for inner in _inside(kind, step)]
    return [kind for annotation in here for kind in _models(annotation)]


def _inside(annotation: Any, step: str | int) -> Iterator[Any]:
    for kind in _models(annotation):
        for name, info in kind.model_fields.items():
            if step in {name, info.alias}:
                yield info.annotation
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        yield from _inside(arguments[0], step)
    elif origin in {typing.Union, types.UnionType}:
        for member in arguments:
            yield from _inside(member, step)
    elif origin is dict or origin is Mapping:
        yield arguments[1]
    elif origin is tuple and isinstance(step, int):
        yield arguments[0]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif origin is typing.Annotated:
        yield from _models(arguments[0])
    elif origin in {typing.Union, types.UnionType}:
        for member in arguments:
            yield from _models(member)

"""From plain data to the models, keeping what is right when something else is wrong.

One wrong word must not hide the faults behind it: a section that cannot be read is
left out, and the checks go on with the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from dosepath.quantity import Fault
from dosepath.study.escalation import Escalation
from dosepath.study.explain import faults_of
from dosepath.study.layout import StudyFile
from dosepath.study.source import Source

M = TypeVar("M", bound=BaseModel)


def read(data: Mapping[str, Any], source: Source) -> tuple[StudyFile, list[Fault]]:
    """The file's sections and every fault of their shape; faulty sections are None or empty."""
    try:
        return StudyFile.model_validate(data), []
    except ValidationError as error:
        faults = list(faults_of(error, source, StudyFile))
        return _what_is_right(StudyFile, data), faults


def _what_is_right(model: type[M], data: Mapping[str, Any]) -> M:
    return model.model_construct(**dict(_fields(model, data)))


def _fields(model: type[BaseModel], data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, info in model.model_fields.items():
        key = info.alias or name
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        value = data.get(key)
        if key not in data:
            yield name, default
        elif name == "escalation" and isinstance(value, Mapping):
            yield name, _what_is_right(Escalation, value)
        else:
            yield name, _field(model, name, value, default)


def _field(model: type[BaseModel], name: str, value: Any, default: Any) -> Any:
    annotation: Any = model.model_fields[name].rebuild_annotation()
    try:
        return TypeAdapter(annotation).validate_python(value)
    except ValidationError:
        pass
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is dict and isinstance(value, Mapping):
        return dict(_entries(get_args(annotation)[1], value))
    return default


def _entries(kind: Any, value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    adapter = TypeAdapter(kind)
    for key, entry in value.items():
        try:
            yield key, adapter.validate_python(entry)
        except ValidationError:
            continue

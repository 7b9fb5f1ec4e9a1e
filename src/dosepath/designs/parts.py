"""A design taken apart: its stages and behaviours by name, with every parameter and its default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from typing import Any, Literal

from dosepath.designs.catalogue import BEHAVIOURS, CATALOGUE, Entry
from dosepath.designs.decision import Design
from dosepath.designs.rolling_six import RollingSix
from dosepath.designs.three_plus_three import ThreePlusThree

_ENTRIES = (*CATALOGUE.values(), *BEHAVIOURS.values())


@dataclass(frozen=True)
class Parameter:
    """A parameter of a part as it is: ``value``, and what it is when nobody writes it.

    ``default`` is of no meaning where ``has_default`` is false: it must be written.
    """

    name: str
    value: Any
    default: Any
    has_default: bool

    @property
    def is_default(self) -> bool:
        """Whether the value is the one that holds when nobody writes it."""
        return self.has_default and bool(self.value == self.default)


@dataclass(frozen=True)
class Part:
    """A stage, or a behaviour wrapped around the stages, under its name in the catalogue."""

    name: str
    role: Literal["stage", "behaviour"]
    design: Design
    parameters: tuple[Parameter, ...]

    def __getitem__(self, name: str) -> Any:
        """The value of a parameter; KeyError if there is none of this name."""
        return {one.name: one.value for one in self.parameters}[name]

    def __contains__(self, name: object) -> bool:
        return any(one.name == name for one in self.parameters)

    def to_json(self) -> dict[str, object]:
        """The part as a study file writes it, defaults written out."""
        return {self.name: {one.name: one.value for one in self.parameters}}


def parts_of(design: Design) -> tuple[Part, ...]:
    """The stages in their order, then the behaviours, the innermost first.

    A design that is in no catalogue (one's own class) is a part under the name of its class,
    with its fields as parameters if it is a dataclass.
    """
    found = tuple(_walk(design))
    return tuple(sorted(found, key=lambda part: part.role != "stage"))


def tells_top(design: Design) -> bool:
    """Whether a design says of a top level that it was tolerated: 3+3, k+m and the rolling six.

    Designs with a model or an interval select the level that is nearest to a target; that it is
    the top one is no statement of theirs.
    """
    return any(isinstance(part.design, ThreePlusThree | RollingSix) for part in parts_of(design))


def with_parameters(design: Design, name: str, **values: Any) -> Design:
    """The same design, where the part called ``name`` has other values of its parameters.

    Raises:
        FaultsFound: values that are impossible.
        LookupError: no part of this name.
    """
    if all(part.name != name for part in parts_of(design)):
        raise LookupError(f"no part of the design is called {name}")
    changed: Design = _changed(design, name, values)
    return changed


def _changed(design: Any, name: str, values: Mapping[str, Any]) -> Any:
    entry = entry_of(design)
    mine = values if name == (type(design).__name__ if entry is None else entry.name) else {}
    held = ((item.name, getattr(design, item.name)) for item in _fields(design))
    inner = {key: _changed(one, name, values) for key, one in held if _is_design(one)}
    return replace(design, **inner, **mine) if inner or mine else design


def entry_of(design: Design) -> Entry | None:
    """The line of the catalogue that a design comes from; ``None`` for one's own class."""
    return next((entry for entry in _ENTRIES if entry.kind is type(design)), None)


def _walk(design: Design) -> Iterator[Part]:
    entry = entry_of(design)
    is_around = entry is not None and entry.name in BEHAVIOURS
    written = [item for item in _fields(design) if item.name != "levels"]
    inner = [value for item in written if _is_design(value := getattr(design, item.name))]
    parameters = tuple(
        _parameter(design, item) for item in written if not _is_design(getattr(design, item.name))
    )
    name = type(design).__name__ if entry is None else entry.name
    part = Part(name, "behaviour" if is_around else "stage", design, parameters)
    if not is_around:
        yield part
    for one in inner:
        yield from _walk(one)
    if is_around:
        yield part


def _fields(design: object) -> tuple[Field[Any], ...]:
    return fields(design) if is_dataclass(design) and not isinstance(design, type) else ()


def _is_design(value: object) -> bool:
    return hasattr(value, "decide") and hasattr(value, "levels")


def _parameter(design: Design, item: Field[Any]) -> Parameter:
    default = item.default
    if default is MISSING and item.default_factory is not MISSING:
        default = item.default_factory()
    has_default = default is not MISSING
    return Parameter(item.name, getattr(design, item.name), default, has_default)

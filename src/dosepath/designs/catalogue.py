"""Designs by name, made from the plain parameters of a study file.

A study names its escalation as a list of stages, each a mapping with one key::

    - accelerated_titration: {switch_level: 2, grade_2_threshold: 1}
    - three_plus_three: {six_at_mtd: after_de_escalation, table: {"6,2": exceeds_mtd}}

The last stage is a complete design; each stage before it leads into the next.
A new design is one file and one line in :data:`CATALOGUE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from dosepath.designs.accelerated_titration import AcceleratedTitration
from dosepath.designs.decision import Design
from dosepath.designs.three_plus_three import ThreePlusThree
from dosepath.quantity import Fault, FaultsFound, Place

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A design of the catalogue.

    ``make(parameters, levels, following)`` builds it from checked keys; ``following``
    is the design of the next stage, ``None`` for a last one. ``leads`` says whether
    another stage must follow.
    """

    name: str
    parameters: tuple[str, ...]
    leads: bool
    make: Callable[[Parameters, int, Design | None], Design]


def _three_plus_three(parameters: Parameters, levels: int, _: Design | None) -> Design:
    given = dict(parameters)
    table = given.pop("table", {})
    if not isinstance(table, Mapping):
        raise FaultsFound([_shape("table", table, 'cells and actions, {"6,2": exceeds_mtd}')])
    return ThreePlusThree(levels=levels, table=table, **given)


def _accelerated_titration(
    parameters: Parameters, _levels: int, following: Design | None
) -> Design:
    if not isinstance(following, ThreePlusThree):
        found = type(following).__name__
        raise FaultsFound([_shape("", found, "three_plus_three as the next stage")])
    if following.start_level != 1:
        found = str(following.start_level)
        allowed = "start_level in the titration stage only"
        raise FaultsFound([_shape("start_level of the next stage", found, allowed)])
    return AcceleratedTitration(escalation=following, **parameters)


def _names(design: type, *without: str) -> tuple[str, ...]:
    return tuple(item.name for item in fields(design) if item.name not in without)


CATALOGUE: Mapping[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            "accelerated_titration",
            _names(AcceleratedTitration, "escalation"),
            leads=True,
            make=_accelerated_titration,
        ),
        Entry(
            "three_plus_three",
            _names(ThreePlusThree, "levels"),
            leads=False,
            make=_three_plus_three,
        ),
    )
}


def build(stages: Sequence[Mapping[str, Any]], levels: int, *, path: str = "stages") -> Design:
    """The design of a list of one-key mappings ``{name: parameters}``.

    ``levels`` is the number of dose levels. ``path`` begins the dotted path of each
    fault, which goes on ``[index].name.parameter``.

    Raises:
        FaultsFound: unknown designs and parameters, impossible values, stages in an
            order that makes no design; all that can be seen at once.
    """
    named: list[tuple[str, Entry, Parameters]] = []
    faults: list[Fault] = []
    for index, stage in enumerate(stages):
        try:
            named.append(_read_stage(stage, f"{path}[{index}]"))
        except FaultsFound as error:
            faults += error.faults
    if not faults:
        faults = list(_order_faults(named, path))
    if faults:
        raise FaultsFound(faults)
    design: Design | None = None
    for at, entry, parameters in reversed(named):
        design = _make(at, entry, parameters, levels=levels, following=design)
    if design is None:
        raise FaultsFound([_order(path, "no stage", "three_plus_three as the last stage")])
    return design


def _make(
    at: str, entry: Entry, parameters: Parameters, *, levels: int, following: Design | None
) -> Design:
    try:
        return entry.make(parameters, levels, following)
    except FaultsFound as error:
        raise FaultsFound(_under(fault, at) for fault in error.faults) from None


def _under(fault: Fault, at: str) -> Fault:
    path = f"{at}.{fault.place.path}" if fault.place.path else at
    return replace(fault, place=replace(fault.place, path=path))


def _read_stage(stage: object, path: str) -> tuple[str, Entry, Parameters]:
    """The path of the stage's parameters, its entry and the parameters, keys checked."""
    if not isinstance(stage, Mapping) or len(stage) != 1:
        raise FaultsFound([_shape(path, stage, "one design and its parameters")])
    name, parameters = next(iter(stage.items()))
    entry = CATALOGUE.get(str(name))
    if entry is None:
        allowed = ", ".join(CATALOGUE)
        message = "Unknown design."
        place = Place(path=path)
        raise FaultsFound([Fault(place, "design.unknown", message, str(name), allowed)])
    at = f"{path}.{name}"
    parameters = {} if parameters is None else parameters
    if not isinstance(parameters, Mapping):
        raise FaultsFound([_shape(at, parameters, "parameters by name, or nothing")])
    if faults := list(_unknown_keys(entry, parameters, at)):
        raise FaultsFound(faults)
    return at, entry, parameters


def _unknown_keys(entry: Entry, parameters: Parameters, at: str) -> Iterator[Fault]:
    for key in parameters:
        if key not in entry.parameters:
            yield Fault(
                Place(path=f"{at}.{key}"),
                "design.unknown_parameter",
                f"{entry.name} has no parameter of this name.",
                str(key),
                ", ".join(entry.parameters),
            )


def _order_faults(named: Sequence[tuple[str, Entry, Parameters]], path: str) -> Iterator[Fault]:
    for index, (at, entry, _) in enumerate(named):
        last = index == len(named) - 1
        if entry.leads and last:
            yield _order(at, entry.name, "followed by three_plus_three")
        if not entry.leads and not last:
            yield _order(at, entry.name, "the last stage")
    if not named:
        yield _order(path, "no stage", "three_plus_three, with or without a stage before it")


def _order(path: str, found: str, allowed: str) -> Fault:
    return Fault(Place(path=path), "design.stages", "These stages make no design.", found, allowed)


def _shape(path: str, found: object, allowed: str) -> Fault:
    place = Place(path=path)
    return Fault(place, "design.parameter", "This has the wrong shape.", str(found), allowed)

"""Designs by name, made from the plain parameters of a study file.

A study names its escalation as a list of stages, each a mapping with one key::

    - accelerated_titration: {switch_level: 2, grade_2_threshold: 1}
    - three_plus_three: {six_at_mtd: after_de_escalation, table: {"6,2": exceeds_mtd}}

The last stage is a complete design; each stage before it leads into the next. Behaviours
(a cap on the number of participants, an expansion) are wrapped around the whole, in their
order, and are named in the same way.
A new design is one file and one line in :data:`CATALOGUE`, a new behaviour one in
:data:`BEHAVIOURS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from difflib import get_close_matches
from typing import Any, NamedTuple, cast

from dosepath.designs.accelerated_titration import AcceleratedTitration
from dosepath.designs.behaviour import (
    CapOnN,
    ConditionalLevels,
    DemandAtMtd,
    Expansion,
    NoSkipping,
    StopAtRecommended,
    TooToxic,
)
from dosepath.designs.bf_boin import BfBoin
from dosepath.designs.blrm import Blrm
from dosepath.designs.boin import Boin
from dosepath.designs.boin12 import Boin12
from dosepath.designs.boin_titration import BoinTitration
from dosepath.designs.crm import Crm
from dosepath.designs.decision import Design
from dosepath.designs.decision_table import DecisionTable
from dosepath.designs.ewoc import Ewoc
from dosepath.designs.i3plus3 import IThreePlusThree
from dosepath.designs.interval import Interval
from dosepath.designs.keyboard import Keyboard
from dosepath.designs.mtpi import Mtpi
from dosepath.designs.mtpi_2 import Mtpi2
from dosepath.designs.rolling_six import RollingSix
from dosepath.designs.three_plus_three import ThreePlusThree
from dosepath.designs.tite_boin import TiteBoin
from dosepath.designs.tite_crm import TiteCrm
from dosepath.designs.tpi import Tpi
from dosepath.designs.two_agent_boin import TwoAgentBoin
from dosepath.designs.u_boin import UBoin
from dosepath.quantity import Fault, FaultsFound, Place

Parameters = Mapping[str, Any]


class _Named(NamedTuple):
    """A stage or behaviour that was named, with the parameters that it knows.

    ``at`` is the path of its parameters, ``lacks`` says that a needed one is missing.
    """

    at: str
    entry: Entry
    parameters: Parameters
    lacks: bool


@dataclass(frozen=True)
class Entry:
    """A design or a behaviour of the catalogue.

    ``make(parameters, levels, following)`` builds it from checked keys; ``following``
    is the design of the next stage, ``None`` for a last one, and for a behaviour the design
    it is wrapped around. ``leads`` says whether another stage must follow. ``kind`` is the
    class whose fields the parameters are.
    """

    name: str
    parameters: tuple[str, ...]
    leads: bool
    make: Callable[[Parameters, int, Design | None], Design]
    kind: type = object


def _three_plus_three(parameters: Parameters, levels: int, _: Design | None) -> Design:
    given = dict(parameters)
    table = given.pop("table", {})
    faults: list[Fault] = []
    if not isinstance(table, Mapping):
        faults = [_shape("table", table, 'cells and actions, {"6,2": exceeds_mtd}')]
        table = {}
    return _made(faults, lambda: ThreePlusThree(levels=levels, table=table, **given))


def _accelerated_titration(
    parameters: Parameters, _levels: int, following: Design | None
) -> Design:
    if not isinstance(following, ThreePlusThree):
        found = type(following).__name__
        raise FaultsFound([_shape("", found, "three_plus_three as the next stage")])
    faults: list[Fault] = []
    if following.start_level != 1:
        found = str(following.start_level)
        allowed = "start_level in the titration stage only"
        faults = [_shape("start_level of the next stage", found, allowed)]
    return _made(faults, lambda: AcceleratedTitration(escalation=following, **parameters))


# Designs that ask for one agent's DLTs alone. Others of BOIN's family need what is pending, or
# responses, or neighbours on a grid, which a titration by level does not give them.
_TITRATED = (Boin, IThreePlusThree, Mtpi, Mtpi2, Keyboard, Tpi)


def _boin_titration(parameters: Parameters, _levels: int, following: Design | None) -> Design:
    if not isinstance(following, Interval) or type(following) not in _TITRATED:
        found = type(following).__name__
        names = ", ".join(one.name for one in CATALOGUE.values() if one.kind in _TITRATED)
        allowed = f"an interval design for DLTs alone as the next stage: {names}"
        raise FaultsFound([_shape("", found, allowed)])
    return BoinTitration(escalation=following, **parameters)


def _made(faults: Sequence[Fault], make: Callable[[], Design]) -> Design:
    """What ``make`` returns, unless there are ``faults`` or it finds more."""
    try:
        design = make()
    except FaultsFound as error:
        raise FaultsFound([*faults, *error.faults]) from None
    if faults:
        raise FaultsFound(faults)
    return design


def _names(design: type, *without: str) -> tuple[str, ...]:
    return tuple(item.name for item in fields(design) if item.name not in without)


def _last(name: str, design: type) -> Entry:
    """A design that is a last stage and takes its parameters as they are written."""

    def make(parameters: Parameters, levels: int, _: Design | None) -> Design:
        return cast("Design", design(levels=levels, **parameters))

    return Entry(name, _names(design, "levels"), leads=False, make=make, kind=design)


def _around(name: str, behaviour: type) -> Entry:
    """A behaviour: its field ``design`` is what it is wrapped around."""

    def make(parameters: Parameters, _: int, wrapped: Design | None) -> Design:
        return cast("Design", behaviour(design=wrapped, **parameters))

    return Entry(name, _names(behaviour, "design"), leads=True, make=make, kind=behaviour)


CATALOGUE: Mapping[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            "accelerated_titration",
            _names(AcceleratedTitration, "escalation"),
            leads=True,
            make=_accelerated_titration,
            kind=AcceleratedTitration,
        ),
        Entry(
            "three_plus_three",
            _names(ThreePlusThree, "levels"),
            leads=False,
            make=_three_plus_three,
            kind=ThreePlusThree,
        ),
        _last("rolling_six", RollingSix),
        _last("u_boin", UBoin),
        _last("two_agent_boin", TwoAgentBoin),
        _last("tite_boin", TiteBoin),
        _last("boin12", Boin12),
        _last("bf_boin", BfBoin),
        Entry(
            "boin_titration",
            _names(BoinTitration, "escalation"),
            leads=True,
            make=_boin_titration,
            kind=BoinTitration,
        ),
        _last("boin", Boin),
        _last("i3plus3", IThreePlusThree),
        _last("mtpi", Mtpi),
        _last("mtpi_2", Mtpi2),
        _last("keyboard", Keyboard),
        _last("tpi", Tpi),
        _last("crm", Crm),
        _last("tite_crm", TiteCrm),
        _last("ewoc", Ewoc),
        _last("blrm", Blrm),
        _last("decision_table", DecisionTable),
    )
}


_AROUND = (
    _around("no_skipping", NoSkipping),
    _around("cap_on_n", CapOnN),
    _around("stop_at_recommended", StopAtRecommended),
    _around("demand_at_mtd", DemandAtMtd),
    _around("expansion", Expansion),
    _around("too_toxic", TooToxic),
    _around("conditional_levels", ConditionalLevels),
)

BEHAVIOURS: Mapping[str, Entry] = {entry.name: entry for entry in _AROUND}


def build(
    stages: Sequence[Mapping[str, Any]],
    levels: int,
    *,
    behaviours: Sequence[Mapping[str, Any]] = (),
    path: str = "stages",
) -> Design:
    """The design of a list of one-key mappings ``{name: parameters}``.

    ``levels`` is the number of dose levels. ``behaviours`` are wrapped around the design, the
    first innermost. ``path`` begins the dotted path of each fault of a stage, which goes on
    ``[index].name.parameter``; a behaviour's begins with ``behaviours`` in its place.

    Raises:
        FaultsFound: unknown designs and parameters, impossible values, stages in an
            order that makes no design; all that can be seen at once.
    """
    faults: list[Fault] = []
    named = _read_all(CATALOGUE, stages, path, faults)
    around = _read_all(BEHAVIOURS, behaviours, path.replace("stages", "behaviours"), faults)
    if len(named) == len(stages):
        faults += _order_faults(named, path)
    design: Design | None = None
    for one in (*reversed(named), *around):
        if faults:
            faults += _faults_alone(one, levels)
            continue
        try:
            design = _make(one, levels, following=design)
        except FaultsFound as error:
            faults += error.faults
    if faults:
        raise FaultsFound(faults)
    return cast("Design", design)


def _read_all(
    catalogue: Mapping[str, Entry],
    written: Sequence[Mapping[str, Any]],
    path: str,
    faults: list[Fault],
) -> list[_Named]:
    """What is named, in its order; ``faults`` takes what is wrong with it."""
    named = []
    for index, one in enumerate(written):
        try:
            named.append(_read_stage(catalogue, one, f"{path}[{index}]", faults))
        except FaultsFound as error:
            faults += error.faults
    return named


def _make(one: _Named, levels: int, *, following: Design | None) -> Design:
    try:
        return one.entry.make(one.parameters, levels, following)
    except FaultsFound as error:
        raise FaultsFound(_under(fault, one.at) for fault in error.faults) from None


def _faults_alone(one: _Named, levels: int) -> list[Fault]:
    """What is wrong with a stage or behaviour whatever it leads into or is wrapped around.

    What it should lead into is wrong or not known, so it is tried on designs of several kinds:
    a fault that it has on each of them that fit is its own.
    """
    if one.lacks:
        return []
    found = [_faults_before(one, levels, following=inside) for inside in _tried_on(max(1, levels))]
    fitting = [faults for faults in found if all(fault.place.path != one.at for fault in faults)]
    return [fault for fault in fitting[0] if all(fault in faults for faults in fitting)]


def _faults_before(one: _Named, levels: int, *, following: Design) -> tuple[Fault, ...]:
    try:
        _make(one, levels, following=following)
    except FaultsFound as error:
        return error.faults
    return ()


def _tried_on(levels: int) -> Iterator[Design]:
    yield ThreePlusThree(levels=levels)
    yield ThreePlusThree(
        levels=levels, cohort=6, expansion=3, exceeds_first=3, exceeds_both=3, escalate_both=2
    )
    yield Boin(levels=levels, target=0.3, max_n=30, last_cohort="shorten")


def _under(fault: Fault, at: str) -> Fault:
    path = f"{at}.{fault.place.path}" if fault.place.path else at
    return replace(fault, place=replace(fault.place, path=path))


def _read_stage(
    catalogue: Mapping[str, Entry], stage: object, path: str, faults: list[Fault]
) -> _Named:
    """The stage with the parameters that there are; ``faults`` takes those of its keys."""
    if not isinstance(stage, Mapping) or len(stage) != 1:
        raise FaultsFound([_shape(path, stage, "one design and its parameters")])
    name, parameters = next(iter(stage.items()))
    entry = catalogue.get(str(name))
    if entry is None:
        allowed = ", ".join(catalogue)
        message = "Unknown design" if catalogue is CATALOGUE else "Unknown behaviour"
        near = get_close_matches(str(name), catalogue, n=1)
        message += f"; did you mean `{near[0]}`?" if near else "."
        place = Place(path=path)
        raise FaultsFound([Fault(place, "design.unknown", message, str(name), allowed)])
    at = f"{path}.{name}"
    parameters = {} if parameters is None else parameters
    if not isinstance(parameters, Mapping):
        raise FaultsFound([_shape(at, parameters, "parameters by name, or nothing")])
    missing = list(_missing_keys(entry, parameters, at))
    faults += [*_unknown_keys(entry, parameters, at), *missing]
    known = {key: value for key, value in parameters.items() if key in entry.parameters}
    return _Named(at, entry, known, bool(missing))


def _unknown_keys(entry: Entry, parameters: Parameters, at: str) -> Iterator[Fault]:
    for key in parameters:
        if key not in entry.parameters:
            near = get_close_matches(str(key), entry.parameters, n=1)
            yield Fault(
                Place(path=f"{at}.{key}"),
                "design.unknown_parameter",
                f"{entry.name} has no parameter of this name"
                + (f"; did you mean `{near[0]}`?" if near else "."),
                str(key),
                ", ".join(entry.parameters),
            )


def _missing_keys(entry: Entry, parameters: Parameters, at: str) -> Iterator[Fault]:
    for item in fields(entry.kind) if is_dataclass(entry.kind) else ():
        optional = item.default is not MISSING or item.default_factory is not MISSING
        if item.name in entry.parameters and not optional and item.name not in parameters:
            yield Fault(
                Place(path=f"{at}.{item.name}"),
                "design.missing_parameter",
                f"{entry.name} needs this parameter.",
                allowed=f"{item.name}: ...",
            )


def _order_faults(named: Sequence[_Named], path: str) -> Iterator[Fault]:
    for index, one in enumerate(named):
        last = index == len(named) - 1
        if one.entry.leads and last:
            yield _order(one.at, one.entry.name, "followed by three_plus_three")
        if not one.entry.leads and not last:
            yield _order(one.at, one.entry.name, "the last stage")
    if not named:
        yield _order(path, "no stage", "three_plus_three, with or without a stage before it")


def _order(path: str, found: str, allowed: str) -> Fault:
    return Fault(Place(path=path), "design.stages", "These stages make no design.", found, allowed)


def _shape(path: str, found: object, allowed: str) -> Fault:
    place = Place(path=path)
    return Fault(place, "design.parameter", "This has the wrong shape.", str(found), allowed)

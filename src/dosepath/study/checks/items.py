"""Form items: units from the table, codes where codes belong, conditions that can be read."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.quantity import Fault, FaultsFound, converts, find_unit
from dosepath.schedule import STATES, Form, Item, ItemType, conditions
from dosepath.study.checks.draft import Draft, Steps


def check_items(draft: Draft) -> Iterator[Fault]:
    """Every item can be asked and its answer can be checked."""
    for name, spec in (draft.file.forms or {}).items():
        form = spec.form(name)
        path = ("forms", name, "items")
        for item in form.items:
            yield from _item(draft, (*path, item.id), item)
        yield from _states(draft, path, form)
        try:
            conditions(form)
        except FaultsFound as error:
            yield from draft.placed(error, path)


def _item(draft: Draft, path: tuple[str, ...], item: Item) -> Iterator[Fault]:
    if item.type is ItemType.NUMBER:
        yield from _number(draft, path, item)
    elif item.unit or item.units or item.bound:
        message = f"only a number has a unit or a bound; this is a {item.type.value} item"
        yield draft.fault(path, "item.unit", message)
    if (item.type is ItemType.CODE) != bool(item.codes):
        message = "a code item lists its answers under `codes`, and other items have none"
        allowed = "codes: {mild: ..., severe: ...}"
        yield draft.fault(path, "item.codes", message, allowed=allowed)


def _states(draft: Draft, path: tuple[str, ...], form: Form) -> Iterator[Fault]:
    """What an item states fits its kind of answer, and no two items of a form state the same."""
    told: dict[str, str] = {}
    for item in form.items:
        if not item.states:
            continue
        where, wanted = (*path, item.id, "states"), STATES[item.states]
        if item.type is not wanted:
            message = f"`{item.states}` is stated by a {wanted.value} item, not a {item.type.value}"
            fitting = [name for name, kind in STATES.items() if kind is item.type]
            allowed = ", ".join(fitting) or "no `states` here"
            yield draft.fault(where, "item.states", message, allowed=allowed)
        if item.states in told:
            message = f"`{told[item.states]}` states this already; one item of a form does"
            yield draft.fault(where, "item.states_twice", message)
        told.setdefault(item.states, item.id)


def _number(draft: Draft, path: tuple[str, ...], item: Item) -> Iterator[Fault]:
    if not item.unit:
        message = "a number needs its unit"
        allowed = 'a unit such as g/L or "%"; "1" for a plain ratio such as INR'
        yield draft.fault(path, "item.unit_missing", message, allowed=allowed)
        return
    for index, unit in enumerate(item.units):
        where: Steps = (*path, "unit") if index == 0 else (*path, "units", index - 1)
        if find_unit(unit) is None:
            message = "this unit is not in the table of units"
            allowed = "a unit of docs/reference/units.md, such as umol/L or 10*9/L"
            yield draft.fault(where, "item.unit_unknown", message, allowed=allowed)
        elif find_unit(item.unit) and not _converts(item, unit):
            message = f"this unit does not convert into {item.unit}"
            yield draft.fault(where, "item.unit_apart", message, allowed=item.unit)


def _converts(item: Item, unit: str) -> bool:
    return converts(unit, item.unit, factors=item.factors)

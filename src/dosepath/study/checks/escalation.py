"""The escalation: a design that exists, amounts with units, a committee that can meet."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.quantity import DosePathError, Fault, Quantity
from dosepath.study.checks.draft import Draft
from dosepath.study.escalation import Condition, Dlt


def check_escalation(draft: Draft) -> Iterator[Fault]:
    """What the escalation says about DLTs, the committee and the visit that closes a window."""
    escalation = draft.escalation
    if escalation is None:
        return
    if escalation.dlt is not None:
        yield from _dlt(draft, escalation.dlt)
    committee = escalation.committee
    if committee is not None and committee.quorum < len(set(committee.roles)):
        path = ("escalation", "committee", "quorum")
        message = f"{len(set(committee.roles))} roles must sign, so fewer people cannot decide"
        allowed = f"at least {len(set(committee.roles))}"
        yield draft.fault(path, "committee.quorum", message, allowed=allowed)
    evaluable = escalation.evaluable
    visits = draft.names("visits")
    if evaluable is not None and evaluable.after_visit and evaluable.after_visit not in visits:
        path = ("escalation", "evaluable", "after_visit")
        name = evaluable.after_visit
        message = f"there is no visit `{name}`"
        yield draft.fault(path, "visit.unknown", message, allowed=", ".join(visits))


def _dlt(draft: Draft, dlt: Dlt) -> Iterator[Fault]:
    path = ("escalation", "dlt")
    if dlt.window.days < 1:
        message = "the DLT window is at least one day"
        yield draft.fault((*path, "window"), "dlt.window", message, allowed="1 d or more")
    for name, override in (dlt.overrides or {}).items():
        where = (*path, "overrides", name)
        if override.never == bool(override.any):
            message = "an override either has conditions under `any`, or is `never: true`"
            yield draft.fault(where, "dlt.override", message)
        for index, condition in enumerate(override.any):
            yield from _condition(draft, (*where, "any", index), condition)


def _condition(draft: Draft, path: tuple[str | int, ...], condition: Condition) -> Iterator[Fault]:
    for key in ("rise_of_at_least", "below"):
        amount = getattr(condition, key)
        if amount is None:
            continue
        try:
            Quantity.parse(amount)
        except DosePathError:
            message = "this is not an amount with a unit of the table"
            allowed = "a number and its unit: 171 umol/L"
            yield draft.fault((*path, key), "dlt.amount", message, allowed=allowed)

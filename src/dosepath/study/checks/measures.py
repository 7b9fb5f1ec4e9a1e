"""Endpoints refer to visits, items and events that exist."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.quantity import Fault
from dosepath.study.checks.draft import Draft, Steps
from dosepath.study.outcome import Endpoint

_WAYS = ("count", "score", "variable", "time_to")


def check_measures(draft: Draft) -> Iterator[Fault]:
    """Each endpoint is measured in exactly one way, at visits that exist."""
    endpoints = draft.file.endpoints
    if endpoints is None:
        return
    for kind in ("primary", "safety", "efficacy", "exploratory"):
        for index, endpoint in enumerate(getattr(endpoints, kind)):
            yield from _endpoint(draft, ("endpoints", kind, index), endpoint)


def _endpoint(draft: Draft, path: tuple[str | int, ...], endpoint: Endpoint) -> Iterator[Fault]:
    ways = [way for way in _WAYS if getattr(endpoint, way) is not None]
    if len(ways) != 1:
        message = "an endpoint is measured in exactly one way"
        allowed = "one of " + ", ".join(_WAYS)
        yield draft.fault(path, "endpoint.way", message, allowed=allowed)
    visits = draft.names("visits")
    named: list[tuple[Steps, str]] = [
        (("at", index), visit) for index, visit in enumerate(endpoint.at)
    ]
    if endpoint.change_from:
        named.append((("change_from",), endpoint.change_from))
    for step, visit in named:
        if visit not in visits:
            message = f"there is no visit `{visit}`"
            allowed = ", ".join(visits)
            yield draft.fault((*path, *step), "visit.unknown", message, allowed=allowed)
    items = {item for form in (draft.file.forms or {}).values() for item in form.items}
    if endpoint.variable and items and endpoint.variable not in items:
        message = f"no form asks for `{endpoint.variable}`"
        where = (*path, "variable")
        yield draft.fault(where, "item.unknown", message)

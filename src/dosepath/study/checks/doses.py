"""The ladder goes up, in one unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from dosepath.quantity import Fault
from dosepath.study.checks.draft import Draft, Steps
from dosepath.study.ladder import Dose


def check_doses(draft: Draft) -> Iterator[Fault]:
    """At least one level, all in the product's unit, each higher than the one before."""
    yield from _ladder(draft, draft.data, draft.doses, ("doses",))
    parts = (draft.data.get("escalation") or {}).get("parts") or {}
    for name, doses in draft.ladders.items():
        if "doses" in parts[name]:
            yield from _ladder(draft, parts[name], doses, ("escalation", "parts", name, "doses"))


def _ladder(
    draft: Draft, block: Mapping[str, Any], doses: tuple[Dose, ...], path: Steps
) -> Iterator[Fault]:
    if isinstance(block.get("doses"), list) and not block["doses"]:
        message = "there is no dose level"
        yield draft.fault(path, "dose.none", message, allowed="a list of doses, lowest first")
    product = draft.file.product
    for dose in doses:
        if product is not None and dose.unit and dose.unit != product.dose_unit:
            message, unit = f"the product is dosed in {product.dose_unit}", product.dose_unit
            yield draft.fault((*path, dose.level - 1), "dose.unit_differs", message, allowed=unit)
    for lower, higher in pairwise(doses):
        yield from _step(draft, (*path, higher.level - 1), lower, higher)


def _step(draft: Draft, path: Steps, lower: Dose, higher: Dose) -> Iterator[Fault]:
    if lower.value is None or higher.value is None:
        return
    if lower.unit != higher.unit:
        message = f"level {lower.level} is in {lower.unit}; a ladder has one unit"
        yield draft.fault(path, "dose.unit_differs", message, allowed=lower.unit)
    elif higher.value <= lower.value:
        message = f"dose levels go up, but this is not more than level {lower.level}"
        yield draft.fault(path, "dose.order", message, allowed=f"more than {lower.label}")

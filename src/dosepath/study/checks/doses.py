"""The ladder goes up, in one unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dosepath.quantity import Fault
from dosepath.study.checks.draft import Draft


def check_doses(draft: Draft) -> Iterator[Fault]:
    """At least one level, all in the product's unit, each higher than the one before."""
    written = draft.data.get("doses")
    if isinstance(written, list) and not written:
        message = "there is no dose level"
        allowed = "a list of doses, lowest first"
        yield draft.fault(("doses",), "dose.none", message, allowed=allowed)
    product = draft.file.product
    for dose in draft.doses:
        path = ("doses", dose.level - 1)
        if product is not None and dose.unit and dose.unit != product.dose_unit:
            yield draft.fault(
                path,
                "dose.unit_differs",
                f"the product is dosed in {product.dose_unit}",
                allowed=product.dose_unit,
            )
    for lower, higher in pairwise(draft.doses):
        path = ("doses", higher.level - 1)
        if lower.value is None or higher.value is None:
            continue
        if lower.unit != higher.unit:
            message = f"level {lower.level} is in {lower.unit}; a ladder has one unit"
            yield draft.fault(path, "dose.unit_differs", message, allowed=lower.unit)
        elif higher.value <= lower.value:
            message = f"dose levels go up, but this is not more than level {lower.level}"
            allowed = f"more than {lower.label}"
            yield draft.fault(path, "dose.order", message, allowed=allowed)

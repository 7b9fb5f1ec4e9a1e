"""Triggers that can never fire, and a window that ends after the visit that closes it."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath import designs
from dosepath.study.lint.warning import Warned
from dosepath.study.study import Study


def lint_triggers(study: Study) -> Iterator[Warned]:
    """Parts of the escalation that look active and are not."""
    for reason in designs.warnings(study.design):
        place = study.source.place(("escalation", "stages"))
        yield Warned(place, reason.code.removeprefix("design.warning."), reason=reason)
    dlt, evaluable = study.escalation.dlt, study.escalation.evaluable
    if dlt is None:
        return
    for name, override in dlt.overrides.items():
        for index, condition in enumerate(override.any):
            hours = condition.lasts_more_than
            if hours is not None and hours >= 24 * dlt.window.days:
                path = ("escalation", "dlt", "overrides", name, "any", index)
                message = f"an event cannot last so long inside a window of {dlt.window.days} days"
                place = study.source.place((*path, "lasts_more_than"))
                yield Warned(place, "trigger_never_fires", message, f"{hours} h")
    closing = study.visit(evaluable.after_visit) if evaluable and evaluable.after_visit else None
    if closing is not None and closing.first_day < dlt.window.days:
        place = study.source.place(("escalation", "evaluable", "after_visit"))
        message = f"this visit may take place before day {dlt.window.days}, when the window ends"
        yield Warned(place, "window_still_open", message, f"day {closing.first_day}")

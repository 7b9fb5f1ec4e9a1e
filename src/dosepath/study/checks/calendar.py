"""Visits: windows apart, forms known, dates in their order."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.quantity import Fault
from dosepath.schedule import overlaps
from dosepath.study.checks.draft import Draft


def check_calendar(draft: Draft) -> Iterator[Fault]:
    """No day belongs to two visits; every form that a visit asks for exists."""
    specs = draft.file.visits or {}
    visits = [spec.visit(name) for name, spec in specs.items()]
    for first, second in overlaps(visits):
        message = (
            f"the windows of {first.id} (days {first.first_day} to {first.last_day}) and "
            f"{second.id} (days {second.first_day} to {second.last_day}) overlap"
        )
        allowed = f"{second.id} begins after day {first.last_day}"
        yield draft.fault(("visits", second.id), "visit.overlap", message, allowed=allowed)
    names = draft.names("forms")
    for visit in visits:
        for index, form in enumerate(visit.forms):
            if form not in names:
                path = ("visits", visit.id, "forms", index)
                message = f"there is no form `{form}`"
                allowed = ", ".join(names) or "a form listed under `forms`"
                yield draft.fault(path, "form.unknown", message, allowed=allowed)


def check_dates(draft: Draft) -> Iterator[Fault]:
    """The study does not end before it starts."""
    study = draft.file.study
    if study and study.dates.start and study.dates.completion:
        start, end = study.dates.start, study.dates.completion
        if end < start:
            path = ("study", "dates", "completion")
            message = "the study ends before it starts"
            yield draft.fault(path, "date.order", message, allowed=f"{start} or later")

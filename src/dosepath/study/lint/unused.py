"""Things that are written and that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.study.lint.warning import Warned
from dosepath.study.study import Study


def lint_unused(study: Study) -> Iterator[Warned]:
    """Forms that no visit asks for."""
    used = {form for visit in study.visits for form in visit.forms}
    for name in study.forms:
        if name not in used:
            place = study.source.place(("forms", name), key=True)
            yield Warned(place, "form_unused", "no visit asks for this form", name)

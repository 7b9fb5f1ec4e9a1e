"""Things that are written and that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.designs import tells_top
from dosepath.study.lint.warning import Warned
from dosepath.study.study import Study


def lint_unused(study: Study) -> Iterator[Warned]:
    """Forms that no visit asks for, and a word for the top level that no design ever says."""
    used = {form for visit in study.visits for form in visit.forms}
    for name in study.forms:
        if name not in used:
            place = study.source.place(("forms", name), key=True)
            yield Warned(place, "form_unused", "no visit asks for this form", name)
    designs = (study.design, *(part.design for part in study.parts.values()))
    if study.escalation.mtd_at_top != "mtd" and not any(tells_top(one) for one in designs):
        place = study.source.place(("escalation", "mtd_at_top"))
        message = "this has no effect: the design never says that a top level was tolerated"
        yield Warned(place, "escalation.mtd_at_top_unused", message, study.escalation.mtd_at_top)

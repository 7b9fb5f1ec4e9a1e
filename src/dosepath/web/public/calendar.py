"""The visits as a table, derived from the study file's calendar."""

from __future__ import annotations

from dosepath import wording
from dosepath.schedule import Visit
from dosepath.study import Study
from dosepath.web.public.known import follow_up, in_words
from dosepath.web.ui.table import Cell, Column, Table
from dosepath.wording import Language


def _window(visit: Visit, lang: Language) -> str:
    if not visit.before and not visit.after:
        return wording.text("public.window_none", lang)
    if visit.before == visit.after:
        return wording.text("public.window_even", lang, days=visit.after)
    if not visit.before:
        return wording.text("public.window_after", lang, days=visit.after)
    return wording.text("public.window_both", lang, before=visit.before, after=visit.after)


def _checks(study: Study, visit: Visit, lang: Language) -> str:
    purpose = study.file.visits[visit.id].purpose
    if purpose:
        return in_words(purpose, lang)
    forms = [study.forms[name] for name in visit.forms if name in study.forms]
    titles = [in_words(form.title, lang) for form in forms]
    comma = "、" if lang == "zh-Hans" else ", "
    return comma.join(titles) or wording.text("public.checks_unknown", lang)


def visit_table(study: Study, lang: Language) -> Table:
    """One row per visit after dosing: day, how far it may shift, what is checked."""
    assumed = bool(study.assumed_under("visits"))
    rows = [
        (
            Cell(wording.text("public.on_day", lang, day=visit.day)),
            Cell(_window(visit, lang)),
            Cell(_checks(study, visit, lang)),
        )
        for visit in follow_up(study)
    ]
    return Table(
        caption=wording.text("public.visits_caption", lang),
        columns=(
            Column(wording.label("public.column_day", lang)),
            Column(wording.label("public.column_window", lang), assumed=assumed),
            Column(wording.label("public.column_checks", lang)),
        ),
        rows=tuple(rows),
        empty=wording.text("public.visits_unknown", lang),
    )

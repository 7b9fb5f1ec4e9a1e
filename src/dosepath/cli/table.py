"""``dosepath table``: the decision table of a design."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli import table_forms as forms
from dosepath.cli.design_file import (
    assumed_notes,
    design_file,
    gap_notes,
    read_file,
    show_notes,
    warning_notes,
)
from dosepath.cli.output import emit_json, emit_table
from dosepath.cli.stopping import while_doing

if TYPE_CHECKING:
    from dosepath.pathways import Answer, DecisionTable, Situation, TableRow
    from dosepath.study import Study

_SITUATIONS: dict[Situation, str] = {
    "open": "Next level open",
    "top": "At the top",
    "came_down": "Came down",
}
_LEGEND = "Evaluated, DLTs: at the current level."
_EVENTS = " G2: counting grade-2 events in titration so far."
_CAME_DOWN = " Came down: a level above exceeds the MTD."
_END = {
    "mtd": "MTD is this level",
    "mtd_below": "MTD is the level below",
    "no_mtd": "no MTD",
    "wait": "committee decides",
}
_TOP = "top tolerated, MTD not reached"
"""The end at a tolerated top where the study file says `mtd_at_top: not_reached`."""
_LEAVES = {"down", "mtd_below", "no_mtd"}


@click.command()
@design_file
@click.option("--partial", is_flag=True, help="Also observations of incomplete cohorts.")
def table(file: Path, *, partial: bool, as_json: bool) -> None:
    """Decision table of the design in FILE.

    Every observation at the current level and the answer to it, made by asking the
    design itself in every state it can reach, so that it cannot differ from what the
    trial will do. A design that steps by cut-offs prints those; one that heeds
    participants under observation, every observation of its first level; one that asks a
    model of all levels, the results of the first cohorts.
    """
    study = read_file(file)
    with while_doing("the design was being asked"):
        if rows := forms.cut_offs(study.design):
            _show_cut_offs(study, rows, partial=partial, as_json=as_json)
        elif forms.is_untabled(study.design):
            _show_rows(study, "first_steps", forms.first_steps(study.design), as_json=as_json)
        elif _heeds(study, "pending"):
            _show_rows(study, "watched", forms.watched(study.design), as_json=as_json)
        else:
            _show_cells(study, partial=partial, as_json=as_json)


def _head(study: Study) -> dict[str, Any]:
    return {
        "study": study.id,
        "study_hash": study.hash,
        "part": study.chosen_part,
        "assumed": assumed_notes(study),
        "gaps": gap_notes(study),
    }


def _heeds(study: Study, what: str) -> bool:
    from dosepath.designs import needs

    return what in needs(study.design)


def _show_cut_offs(
    study: Study, rows: list[dict[str, int | None]], *, partial: bool, as_json: bool
) -> None:
    if as_json:
        emit_json({**_head(study), "cut_offs": rows})
        return
    forms.show_cut_offs(study, rows, partial=partial)
    notes = [forms.CUT_OFFS_LEGEND, *warning_notes(study)]
    if _heeds(study, "responses"):
        notes.append(forms.RESPONSES_LEGEND)
    if _heeds(study, "pending"):
        notes.append(forms.FOLLOW_UP_LEGEND)
    show_notes(study, notes)


def _show_rows(study: Study, form: str, rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        emit_json({**_head(study), form: rows})
    elif form == "watched":
        forms.show_watched(study, rows)
        show_notes(study, [forms.WATCHING_LEGEND])
    else:
        forms.show_first_steps(study, rows)
        show_notes(study, [forms.FIRST_LEGEND])


def _show_cells(study: Study, *, partial: bool, as_json: bool) -> None:
    from dosepath.pathways import decision_table

    made = decision_table(study.design)
    if as_json:
        emit_json({**_head(study), **made.to_json()})
        return
    _show(study, made, partial=partial)


def _show(study: Study, made: DecisionTable, *, partial: bool) -> None:
    for stage, title in (("titration", "accelerated titration"), ("escalation", "cohorts")):
        rows = [row for row in made.lines if row.stage == stage and (partial or row.complete)]
        if rows:
            _show_stage(f"{study.id}, {title}", rows, ends=_ends(study))
    notes = [
        _legend(made.lines),
        f"Engine: exact, the design was asked in {made.states:,} merged states.",
    ]
    if exceeded := _exceeded(made.lines):
        notes.insert(1, exceeded)
    show_notes(study, notes)


def _ends(study: Study) -> dict[Situation, dict[str, str]]:
    """The words for an end, by situation: what a tolerated top is called is the study file's."""
    if study.escalation.mtd_at_top == "mtd":
        return dict.fromkeys(_SITUATIONS, _END)
    return {one: {**_END, "mtd": _TOP} if one == "top" else _END for one in _SITUATIONS}


def _legend(rows: Iterable[TableRow]) -> str:
    """What the columns mean, of those that are shown."""
    rows = list(rows)
    events = _EVENTS if any(row.events is not None for row in rows) else ""
    return _LEGEND + events + (_CAME_DOWN if any(row.at("came_down") for row in rows) else "")


def _show_stage(
    title: str, rows: Iterable[TableRow], *, ends: dict[Situation, dict[str, str]]
) -> None:
    rows = list(rows)
    situations = [one for one in _SITUATIONS if any(row.at(one) for row in rows)]
    events = ["G2"] if any(row.events is not None for row in rows) else []
    heads = ["Evaluated", "DLTs", *events, *(_SITUATIONS[one] for one in situations)]
    lines = [
        [
            f"{row.n}{'' if row.complete else ' …'}",
            row.dlt,
            *([row.events] if events else []),
            *(_words(row.at(one), ends[one]) for one in situations),
        ]
        for row in rows
    ]
    emit_table(heads, lines, title=title, numeric=["Evaluated", "DLTs", "G2"])


def _words(answers: tuple[Answer, ...], ends: dict[str, str]) -> str | None:
    """The answers of one cell; the ways of leaving a level are one word and a note."""
    if not answers:
        return None
    words = []
    if any(answer.move in _LEAVES for answer in answers):
        words.append("exceeds MTD: down")
    for answer in answers:
        if answer.move == "up":
            words.append(f"up, treat {answer.n}")
        elif answer.move == "stay":
            words.append(f"treat {answer.n} more")
        elif answer.move not in _LEAVES:
            words.append(ends[answer.move])
    return " or ".join(words)


def _exceeded(rows: Iterable[TableRow]) -> str:
    """What happens on leaving a level: gathered from the answers themselves."""
    answers = {answer for row in rows for _, given in row.answers for answer in given}
    ways = "; ".join(_ways_down({answer for answer in answers if answer.move in _LEAVES}))
    return f"Down: {ways}." if ways else ""


def _ways_down(answers: set[Answer]) -> Iterator[str]:
    if sizes := sorted(answer.n for answer in answers if answer.move == "down"):
        treat = " or ".join(map(str, sizes))
        yield f"treat {treat} more at the level below, to complete its cohort"
    if any(answer.move == "mtd_below" for answer in answers):
        yield "the level below is the MTD once enough were treated there"
    if any(answer.move == "no_mtd" for answer in answers):
        yield "below level 1 there is no MTD"

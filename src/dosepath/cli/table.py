"""``dosepath table``: the decision table of a design."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.design_file import assumed_notes, design_file, read_file, show_notes
from dosepath.cli.output import emit_json, emit_table

if TYPE_CHECKING:
    from dosepath.pathways import Answer, DecisionTable, Situation, TableRow
    from dosepath.study import Study

_SITUATIONS: dict[Situation, str] = {
    "open": "Next level open",
    "top": "At the top",
    "came_down": "Came down",
}
_LEGEND = (
    "Evaluated, DLTs: at the current level. G2: counting grade-2 events in titration so far. "
    "Came down: a level above exceeds the MTD."
)
_END = {
    "mtd": "MTD is this level",
    "mtd_below": "MTD is the level below",
    "no_mtd": "no MTD",
    "wait": "committee decides",
}
_LEAVES = {"down", "mtd_below", "no_mtd"}


@click.command()
@design_file
@click.option("--partial", is_flag=True, help="Also observations of incomplete cohorts.")
def table(file: Path, *, partial: bool, as_json: bool) -> None:
    """Decision table of the design in FILE.

    Every observation at the current level and the answer to it, made by asking the
    design itself in every state it can reach, so that it cannot differ from what the
    trial will do.
    """
    from dosepath.pathways import decision_table

    study = read_file(file)
    made = decision_table(study.design)
    if as_json:
        head = {"study": study.id, "study_hash": study.hash, "assumed": assumed_notes(study)}
        emit_json({**head, **made.to_json()})
        return
    _show(study, made, partial=partial)


def _show(study: Study, made: DecisionTable, *, partial: bool) -> None:
    for stage, title in (("titration", "accelerated titration"), ("escalation", "cohorts")):
        rows = [row for row in made.lines if row.stage == stage and (partial or row.complete)]
        if rows:
            _show_stage(f"{study.id}, {title}", rows)
    notes = [
        _LEGEND,
        f"Engine: exact, the design was asked in {made.states:,} merged states.",
    ]
    if exceeded := _exceeded(made.lines):
        notes.insert(1, exceeded)
    show_notes(study, notes)


def _show_stage(title: str, rows: Iterable[TableRow]) -> None:
    rows = list(rows)
    situations = [one for one in _SITUATIONS if any(row.at(one) for row in rows)]
    events = ["G2"] if any(row.events is not None for row in rows) else []
    heads = ["Evaluated", "DLTs", *events, *(_SITUATIONS[one] for one in situations)]
    lines = [
        [
            f"{row.n}{'' if row.complete else ' …'}",
            row.dlt,
            *([row.events] if events else []),
            *(_words(row.at(one)) for one in situations),
        ]
        for row in rows
    ]
    emit_table(heads, lines, title=title, numeric=["Evaluated", "DLTs", "G2"])


def _words(answers: tuple[Answer, ...]) -> str | None:
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
            words.append(_END[answer.move])
    return " or ".join(words)


def _exceeded(rows: Iterable[TableRow]) -> str:
    """What happens on leaving a level: gathered from the answers themselves."""
    answers = {answer for row in rows for _, given in row.answers for answer in given}
    return "; ".join(_ways_down({answer for answer in answers if answer.move in _LEAVES}))


def _ways_down(answers: set[Answer]) -> Iterator[str]:
    if sizes := sorted(answer.n for answer in answers if answer.move == "down"):
        treat = " or ".join(map(str, sizes))
        yield f"Down: treat {treat} more at the level below, to complete its cohort"
    if any(answer.move == "mtd_below" for answer in answers):
        yield "the level below is the MTD once enough were treated there"
    if any(answer.move == "no_mtd" for answer in answers):
        yield "below level 1 there is no MTD"

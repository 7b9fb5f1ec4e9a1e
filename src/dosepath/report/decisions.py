"""A decision table as a protocol prints it: equal answers together, what going down means below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from dosepath.designs import Part, needs
from dosepath.pathways import Answer, DecisionTable, Situation, TableRow
from dosepath.report.cells import ShownTable
from dosepath.report.document import Block, Grid, Paragraph, grid
from dosepath.rule import Reason, Value
from dosepath.wording import say

_SITUATIONS: tuple[Situation, ...] = ("open", "top", "came_down")
_DOWN = {"down", "mtd_below", "no_mtd"}


def decision_blocks(
    table: DecisionTable, lang: str = "en", *, mtd_at_top: str = "mtd"
) -> Iterator[Block]:
    """The table for complete cohorts, and what its words for going down stand for.

    ``mtd_at_top`` is what the study file calls a top level that was tolerated.
    """
    yield Grid(_table(table, lang, mtd_at_top))
    if notes := list(_going_down(table, lang)):
        yield Paragraph(" ".join(notes), is_note=True)


def boundary_blocks(parts: Sequence[Part], lang: str = "en") -> Iterator[Block]:
    """The cut-offs of the stage that decides by a table of them; nothing if none does.

    Only numbers are shown at which a cohort is complete.
    """
    part = next((one for one in parts if _has_boundaries(one)), None)
    if part is None:
        return
    names = ("evaluated", "escalate", "de_escalate", "eliminate")
    headings = tuple((_say(f"column.{name}", lang), True) for name in names)
    cohort = int(part["cohort"]) if "cohort" in part else 1
    rows = tuple(
        (str(n), *("\N{EN DASH}" if one is None else str(one) for one in cut_offs))
        for n, *cut_offs in part.design.boundaries()  # type: ignore[attr-defined]  # asked above
        if n % cohort == 0
    )
    yield Grid(grid("decisions", _say("table.boundaries", lang), headings=headings, rows=rows))
    yield Paragraph(_say("note.boundaries", lang), is_note=True)


def _has_boundaries(part: Part) -> bool:
    """A design that weighs responses decides by more than its table."""
    return hasattr(part.design, "boundaries") and "responses" not in needs(part.design)


def _say(code: str, lang: str, **values: Value) -> str:
    return say(Reason.of(f"protocol.{code}", **values), lang)


def _table(table: DecisionTable, lang: str, mtd_at_top: str) -> ShownTable:
    lines = [row for row in table.lines if row.complete]
    situations = [one for one in _SITUATIONS if any(row.at(one) for row in lines)]
    graded = any(row.events is not None for row in lines)
    columns = ["evaluated", "dlts", *(["grade_2"] if graded else []), *situations]
    headings = tuple((_say(f"column.{name}", lang), False) for name in columns)
    rows = []
    for _, group in groupby(lines, key=lambda row: (row.stage, row.n, row.events, row.answers)):
        same = list(group)
        answers = (_answers(same[0].at(one), lang, _top(one, mtd_at_top)) for one in situations)
        events = [] if not graded else [_events(same[0])]
        rows.append((str(same[0].n), _span(same), *events, *answers))
    return grid("decisions", _say("table.decisions", lang), headings=headings, rows=tuple(rows))


def _top(situation: Situation, mtd_at_top: str) -> str:
    """The word for stopping with the level in hand."""
    return "top_tolerated" if situation == "top" and mtd_at_top == "not_reached" else "mtd"


def _answers(answers: Sequence[Answer], lang: str, stop: str) -> str:
    """The answers of one cell; several ways of going down are one word and a note."""
    down = [one for one in answers if one.move in _DOWN]
    rest = [one for one in answers if len(down) < 2 or one not in down]
    moves = ((stop if one.move == "mtd" else one.move, one.n) for one in rest)
    said = dict.fromkeys(_say(f"move.{move}", lang, n=n) for move, n in moves)
    if len(down) > 1:
        said[_say("move.leave", lang)] = None
    return " / ".join(said) or "\N{EN DASH}"


def _going_down(table: DecisionTable, lang: str) -> Iterator[str]:
    answers = {one for row in table.lines for _, given in row.answers for one in given}
    sizes = sorted({one.n for one in answers if one.move == "down"})
    if sizes:
        yield _say("note.down", lang, sizes=tuple(sizes))
    for move in ("mtd_below", "no_mtd"):
        if any(one.move == move for one in answers):
            yield _say(f"note.{move}", lang)


def _span(rows: Sequence[TableRow]) -> str:
    low, high = rows[0].dlt, rows[-1].dlt
    return str(low) if low == high else f"{low}\N{EN DASH}{high}"


def _events(row: TableRow) -> str:
    return "" if row.events is None else str(row.events)

"""The rule's cells around the present observation, the present one marked."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath import wording
from dosepath.analysis import evaluated_only
from dosepath.designs import Counts, Design, Tally, needs, phase
from dosepath.web.ui.table import Cell, Column, Table


def rule_table(design: Design, counts: Counts) -> Table | None:
    """What the rule says for each result that could stand at the level in hand.

    Made by asking the design itself, with the other levels as they are. None before anybody
    is evaluated, and for a design that weighs responses: its answer is no table of DLTs.
    Grade-2 events are told apart only while they matter, in titration; those under
    observation are left out.
    """
    if not counts.at or not counts[counts.at].n or "responses" in needs(design):
        return None
    counts = evaluated_only(counts)
    stage, here = phase(design, counts), counts[counts.at]
    is_graded = stage == "titration"
    columns = (
        Column(wording.label("evidence.dlts"), number=True),
        *((Column(wording.label("evidence.grade_2"), number=True),) if is_graded else ()),
        Column(wording.label("evidence.now")),
        Column(wording.label("evidence.rule_says")),
    )
    rows = tuple(
        (
            Cell(str(tally.dlt), number=True),
            *((Cell(str(tally.grade2), number=True),) if is_graded else ()),
            _mark(tally, here, is_graded=is_graded),
            Cell(wording.say(design.decide(_with(counts, tally)).because)),
        )
        for tally in _results(here, is_graded=is_graded)
    )
    caption = wording.text(f"evidence.rule_{stage}", n=here.n, level=counts.at)
    return Table(caption, columns, rows)


def _results(here: Tally, *, is_graded: bool) -> Iterator[Tally]:
    for dlt in range(here.n + 1):
        most = here.n - dlt
        for grade2 in range(most + 1) if is_graded else (min(here.grade2, most),):
            yield Tally(here.n, dlt, grade2)


def _with(counts: Counts, tally: Tally) -> Counts:
    levels = list(counts.levels)
    levels[counts.at - 1] = tally
    return Counts(tuple(levels), counts.at)


def _mark(tally: Tally, here: Tally, *, is_graded: bool) -> Cell:
    is_here = tally == here if is_graded else tally.dlt == here.dlt
    return Cell(wording.label("evidence.here"), tone="info") if is_here else Cell("")

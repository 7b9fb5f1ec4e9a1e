"""Results in a notebook: as a table, as a view, as a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from dosepath.designs import parts_of
from dosepath.pathways import (
    Ahead,
    Calibration,
    Comparison,
    DecisionTable,
    OperatingCharacteristics,
    Question,
    cells_of,
)
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.report.cells import ShownTable
from dosepath.report.compared import ComparedBlocks
from dosepath.report.decisions import decision_blocks
from dosepath.report.document import Block, Document, Grid, Paragraph, Picture, Points, grid
from dosepath.report.page import render_fragment
from dosepath.report.parameters import design_sentence, parameter_sentence, says_something
from dosepath.report.series import Chart, lines_svg
from dosepath.report.tree import tree_rows, tree_svg
from dosepath.rule import Reason
from dosepath.wording import number_text, say

# A notebook shows this many rows of a long table and says how many there are.
_MOST_ROWS = 60


@dataclass(frozen=True)
class View:
    """A result as a notebook shows it; ``result`` is the result itself."""

    result: Any
    document: Document

    def __repr__(self) -> str:
        return repr(self.result)

    def _repr_html_(self) -> str:
        return render_fragment(self.document)


def frame(result: Any) -> Any:
    """The rows of a result as a table.

    ``result`` is whatever has ``rows()``, or a list of rows (mappings). The answer is a pandas
    DataFrame if pandas is installed, else a dict of columns: name -> list, one entry per row,
    ``None`` where a row has no such value.

    Raises:
        FaultsFound: something without rows.
    """
    rows = _rows(result)
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name) for row in rows] for name in names}
    if find_spec("pandas") is None:
        return columns
    # Not a dependency: used where somebody has it.
    return import_module("pandas").DataFrame(columns)


def show(result: Any) -> View:
    """A result as HTML for a notebook: figures, tables and what they rest on.

    Made for designs, operating characteristics, comparisons, calibrations, trees of what may
    come next, and anything with ``rows()``.

    Raises:
        FaultsFound: something that cannot be shown.
    """
    for kind, blocks in _VIEWS.items():
        if isinstance(result, kind):
            return View(result, Document("", tuple(blocks(result))))
    if hasattr(result, "decide") and hasattr(result, "levels"):
        return View(result, Document("", tuple(_design(result))))
    return View(result, Document("", tuple(_plain(result))))


def draw(result: Any) -> Any:
    """A result as a matplotlib Figure, to be changed and saved.

    Made for operating characteristics (of one scenario), simulations, comparisons and
    calibrations. Needs matplotlib (the extra ``report``).

    Raises:
        FaultsFound: something that has no figure.
    """
    from dosepath.report.figures import figure_of

    return figure_of(result)


def _rows(result: Any) -> list[dict[str, Any]]:
    if callable(getattr(result, "rows", None)):
        return [dict(row) for row in result.rows()]
    if isinstance(result, list | tuple) and all(hasattr(row, "keys") for row in result):
        return [dict(row) for row in result]
    found = type(result).__name__
    place, message = Place(path="result"), "This has no rows."
    raise FaultsFound([Fault(place, "frame.rows", message, found, "a result, or a list of rows")])


def _characteristics(result: OperatingCharacteristics) -> Iterator[Block]:
    names = [f"{number}" for number in range(1, len(result.scenario.dlt) + 1)]
    question = Question(result.target)
    # The repr of a design is long; there is only one here.
    comparison = Comparison(question, tuple(cells_of("the design", names, result=result)))
    yield from _comparison(comparison)


def _comparison(result: Comparison) -> Iterator[Block]:
    levels = len(result.cells[0].dlt)
    doses = [say(Reason.of("ladder.level", level=level)) for level in range(1, levels + 1)]
    yield from ComparedBlocks(result, doses, drawn=True).blocks()


def _ahead(result: Ahead) -> Iterator[Block]:
    yield Paragraph(say(result.decision.because))
    columns = (("after", False), ("probability", True), ("next", False))
    headings = tuple((say(Reason.of(f"protocol.column.{name}")), is_n) for name, is_n in columns)
    title = say(Reason.of("protocol.table.first"))
    table = grid("first", title, headings=headings, rows=tree_rows(result))
    yield Picture(say(Reason.of("protocol.figure.next")), tree_svg(result), table)


def _design(design: Any) -> Iterator[Block]:
    for part in parts_of(design):
        yield Paragraph(design_sentence(part))
        sentences = (
            parameter_sentence(part, one) for one in part.parameters if says_something(part, one)
        )
        yield Points(tuple(dict.fromkeys(sentences)))


def _calibration(result: Calibration) -> Iterator[Block]:
    yield Paragraph(repr(result))
    table = _table(result.rows(), say(Reason.of("protocol.figure.curve")))
    points = [
        (one.values[0][1], reached)
        for one in result.candidates
        if (reached := result.reached(one)) is not None
    ]
    if len(result.parameters) != 1 or len(points) < 2:
        yield Grid(table)
        return
    name = result.parameters[0]
    chart = Chart("curve", table.title, name, percent=True)
    yield Picture(chart.title, lines_svg(chart, {name: points}), table)


def _plain(result: Any) -> Iterator[Block]:
    rows = _rows(result)
    engine = getattr(result, "engine", None)
    yield Grid(_table(rows[:_MOST_ROWS], type(result).__name__))
    if len(rows) > _MOST_ROWS:
        text = say(Reason.of("protocol.more_rows", shown=_MOST_ROWS, n=len(rows)))
        yield Paragraph(text, is_note=True)
    if isinstance(engine, str):
        yield Paragraph(engine, is_note=True)


def _table(rows: Sequence[dict[str, Any]], title: str) -> ShownTable:
    names = list(dict.fromkeys(name for row in rows for name in row))
    headings = tuple((name, any(_is_number(row.get(name)) for row in rows)) for name in names)
    shown = tuple(tuple(_cell(row.get(name)) for name in names) for row in rows)
    return grid("rows", title, headings=headings, rows=shown)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return number_text(value) if value == int(value) else f"{value:.4g}"
    return str(value)


_VIEWS: dict[type, Callable[[Any], Iterator[Block]]] = {
    OperatingCharacteristics: _characteristics,
    Comparison: _comparison,
    Ahead: _ahead,
    DecisionTable: decision_blocks,
    Calibration: _calibration,
}

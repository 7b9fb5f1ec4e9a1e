"""A comparison of designs, or the characteristics of one, as blocks of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from dosepath.pathways import Cell, Comparison
from dosepath.report.cells import ShownTable
from dosepath.report.document import Block, Grid, Heading, Paragraph, Picture, grid
from dosepath.report.rungs import rungs_svg
from dosepath.report.series import Chart, bars_svg, lines_svg
from dosepath.rule import Reason, Value
from dosepath.wording import number_text, percent_text, say

# Figures of a trial as a whole, in the order of their columns; shares are shown as percentages.
_FIGURES = (
    "correct",
    "correct_least",
    "overdose_selected",
    "participants",
    "dlts",
    "overdosed",
    "above_planned",
    "cohorts",
    "days",
)
_SHARES = {"correct", "correct_least", "overdose_selected", "above_planned"}
# Of more scenarios than this only the average is told.
_MOST = 12
_HEADS = {"dlts": "dlts_expected"}


class ComparedBlocks:
    """Tables and figures of a comparison in one language.

    ``doses`` are the labels of the levels; with ``drawn`` every table that a figure shows is
    behind it.
    """

    def __init__(
        self, found: Comparison, doses: Sequence[str], *, lang: str = "en", drawn: bool = False
    ) -> None:
        self.found, self.doses, self.lang, self.drawn = found, tuple(doses), lang, drawn

    def blocks(self) -> Iterator[Block]:
        """What is assumed, each scenario, the average, and how the figures were made."""
        yield Paragraph(self._say("scenario_said"))
        yield Paragraph(self._target())
        planned = self.found.question.planned
        if planned is not None:
            yield Paragraph(self._say("planned_said", n=planned))
        if len(self.found.scenarios) <= _MOST:
            yield self._truth()
        several = len(self.found.scenarios) > 1
        if several and (len(self.found.designs) > 1 or len(self.found.scenarios) > _MOST):
            yield from self._averages()
        for scenario in self.found.scenarios if len(self.found.scenarios) <= _MOST else ():
            yield Heading(self._say("figure.scenario", scenario=scenario), 3)
            yield from self._scenario(scenario)
        if 1 < len(self.found.scenarios) <= _MOST and len(self.found.designs) == 1:
            yield from self._averages()
        for sentence in self.engines():
            yield Paragraph(sentence, is_note=True)
        if self.found.ceilings:
            n = self.found.ceilings[0].n
            yield Paragraph(self._say("benchmark_said", n=n), is_note=True)
        if self.found.is_partial:
            yield Paragraph(self._say("partial"))

    def engines(self) -> Iterator[str]:
        """How the figures of each design were made, said once."""
        seen = {(cell.design, cell.engine): cell for cell in self.found.cells}
        for (design, engine), cell in seen.items():
            if cell.runs is None:
                how = "exact_one_by_one" if self.found.is_one_by_one else "exact"
                yield self._say(how, design=design, engine=engine)
            else:
                error = 0.5 / float(np.sqrt(cell.runs))
                yield self._say("simulated", design=design, engine=engine, error=error)

    def _say(self, code: str, **values: Value) -> str:
        return say(Reason.of(f"protocol.{code}", **values), self.lang)

    def _target(self) -> str:
        question = self.found.question
        if question.target is None:
            return self._say("no_target")
        correct = f"protocol.correct.{question.correct}"
        return self._say("target_said", target=question.target, correct=correct)

    def _truth(self) -> Block:
        names = self.found.scenarios
        truth = {name: self.found.under(name)[0].dlt for name in names}
        table = self._assumed()
        # More than a handful of lines in one figure can be told apart by nobody.
        if not self.drawn or len(names) > 6:
            return Grid(table, is_behind=len(names) > 12)
        target = self.found.question.target
        marked = None if target is None else (self._say("figure.target", target=target), target)
        title, axis = self._say("figure.truth"), self._say("column.true_dlt")
        chart = Chart("truth", title, axis, percent=True, lang=self.lang)
        series = {name: [float(p) for p in values] for name, values in truth.items()}
        svg = rungs_svg(chart, self.doses, series=series, target=marked)
        return Picture(chart.title, svg, table)

    def _assumed(self) -> ShownTable:
        events = ("dlt", "grade_2", "response")
        heads = (self._say("column.scenario"), False), (self._say("column.event"), False)
        rows = tuple(
            (name, self._say(f"event.{event}"), *(f"{p:g}" for p in getattr(cell, event)))
            for name in self.found.scenarios
            for cell in self.found.under(name)[:1]
            for event in events
            if getattr(cell, event) is not None
        )
        title = self._say("table.scenarios")
        return grid("scenarios", title, headings=(*heads, *self._levels()), rows=rows)

    def _levels(self) -> list[tuple[str, bool]]:
        head = self._say("column.level")
        return [(f"{head} {level}", True) for level in range(1, len(self.doses) + 1)]

    def _axis(self) -> str:
        return say(Reason.of("axis.level"), self.lang)

    def _scenario(self, scenario: str) -> Iterator[Block]:
        cells = self.found.under(scenario)
        if self.drawn:
            yield from self._drawn(cells, scenario)
        elif len(cells) == 1:
            yield Grid(self._by_level(cells[0], scenario))
        else:
            yield Grid(self._selection(cells, scenario))
        rows = [self.found.row(cell) for cell in cells]
        yield Grid(self._figures(rows, self._say("table.figures", scenario=scenario)))

    def _averages(self) -> Iterator[Block]:
        title = self._say("table.averages", n=len(self.found.scenarios))
        best = self.found.ceiling_average()
        named = [] if best is None else [{"design": self._say("benchmark"), **best}]
        yield Grid(self._figures([*self.found.averages(), *named], title))

    def _by_level(self, cell: Cell, scenario: str) -> ShownTable:
        columns = ("level", "dose", "true_dlt", "selected", "participants", "dlts_expected")
        headings = tuple((self._say(f"column.{name}"), name != "dose") for name in columns)
        none = (self._say("column.none"), "", "", self._share(cell.selection[0]), "", "")
        levels = tuple(
            (
                str(place + 1),
                dose,
                f"{cell.dlt[place]:g}",
                self._share(cell.selection[place + 1]),
                self._number(cell.participants[place]),
                self._number(cell.dlts[place]),
            )
            for place, dose in enumerate(self.doses)
        )
        title = self._say("table.characteristics", scenario=scenario)
        return grid("by-level", title, headings=headings, rows=(none, *levels))

    def _selection(self, cells: Sequence[Cell], scenario: str) -> ShownTable:
        heads = [(self._say("column.design"), False), (self._say("column.none"), True)]
        rows = tuple((cell.design, *map(self._share, cell.selection)) for cell in cells)
        best = self.found.ceiling(scenario)
        if best is not None:
            shares = (best[f"selected_{n or 'none'}"] for n in range(len(self.doses) + 1))
            rows += ((self._say("benchmark"), *map(self._share, shares)),)
        title = self._say("table.selection", scenario=scenario)
        return grid("selection", title, headings=(*heads, *self._levels()), rows=rows)

    def _per_level(self, cells: Sequence[Cell], name: str, title: str) -> ShownTable:
        headings = ((self._say("column.design"), False), *self._levels())
        rows = tuple((c.design, *map(self._number, getattr(c, name))) for c in cells)
        return grid(name, title, headings=headings, rows=rows)

    def _figures(self, rows: Sequence[dict[str, Any]], title: str) -> ShownTable:
        shown = [name for name in _FIGURES if any(row.get(name) is not None for row in rows)]
        planned = self.found.question.planned
        heads = [
            self._say("above_planned", n=planned)
            if name == "above_planned"
            else self._say(f"column.{_HEADS.get(name, name)}")
            for name in shown
        ]
        headings = ((self._say("column.design"), False), *((head, True) for head in heads))
        lines = tuple(
            (row["design"], *(self._figure(name, row.get(name)) for name in shown)) for row in rows
        )
        return grid("figures", title, headings=headings, rows=lines)

    def _figure(self, name: str, value: float | None) -> str:
        if value is None:
            return "\N{EN DASH}"
        return self._share(value) if name in _SHARES else self._number(value)

    def _share(self, value: float) -> str:
        return percent_text(float(value), self._lang)

    def _number(self, value: float) -> str:
        return number_text(float(value), self._lang, places=2)

    @property
    def _lang(self) -> Any:
        return self.lang

    def _drawn(self, cells: Sequence[Cell], scenario: str) -> Iterator[Block]:
        named = f"-{self.found.scenarios.index(scenario) + 1}"
        levels = [str(level) for level in range(1, len(self.doses) + 1)]
        none = self._say("figure.no_level")
        table = (
            self._by_level(cells[0], scenario)
            if len(cells) == 1
            else self._selection(cells, scenario)
        )
        chart = self._chart("selection", named, percent=True)
        selection = {cell.design: cell.selection.tolist() for cell in cells}
        yield Picture(chart.title, bars_svg(chart, [none, *levels], selection), table)
        for name in ("participants", "dlts"):
            chart = self._chart(name, named)
            values = {cell.design: getattr(cell, name).tolist() for cell in cells}
            table = self._per_level(cells, name, self._titled(chart.title, scenario))
            yield Picture(chart.title, bars_svg(chart, levels, values), table)
        chart = self._chart("sizes", named, percent=True)
        yield Picture(chart.title, self._sizes_svg(chart, cells), self._sizes(cells, scenario))

    def _chart(self, name: str, ending: str, *, percent: bool = False) -> Chart:
        axis = say(Reason.of("axis.participants"), self.lang) if name == "sizes" else self._axis()
        title = self._say(f"figure.{name}")
        return Chart(f"{name}{ending}", title, axis, percent=percent, lang=self.lang)

    def _sizes_svg(self, chart: Chart, cells: Sequence[Cell]) -> str:
        largest = max(size for cell in cells for size in cell.sizes)
        series = {
            cell.design: [(float(n), _above(cell, n)) for n in range(largest + 1)] for cell in cells
        }
        return lines_svg(chart, series, steps=True)

    def _titled(self, figure: str, scenario: str) -> str:
        """A table's title that says its scenario: there is one such table under each."""
        return self._say("table.under", figure=figure, scenario=scenario)

    def _sizes(self, cells: Sequence[Cell], scenario: str) -> ShownTable:
        sizes = sorted({size for cell in cells for size in cell.sizes})
        # A long distribution is told at about twenty sizes, the largest among them.
        step = max(1, len(sizes) // 20)
        kept = [*sizes[:-1:step], sizes[-1]]
        headings = ((self._say("column.size"), True), *((cell.design, True) for cell in cells))
        rows = tuple((str(n), *(self._share(_above(cell, n)) for cell in cells)) for n in kept)
        title = self._titled(self._say("figure.sizes"), scenario)
        return grid("sizes", title, headings=headings, rows=rows)


def _above(cell: Cell, n: int) -> float:
    # Rounding alone may leave a sum a little off what a probability can be.
    return float(min(1.0, cell.size_probability[np.asarray(cell.sizes) > n].sum()))

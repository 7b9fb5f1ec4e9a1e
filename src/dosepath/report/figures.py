"""Results as matplotlib figures; this file is loaded only when one is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dosepath.pathways import Calibration, Comparison, OperatingCharacteristics, Simulation
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason
from dosepath.wording import say

_COLOURS = ("#1f4e8c", "#ffffff", "#b9c7d8", "#1a1a1a", "#7d93ad", "#e7dcc3")
_LINES = ("-", "--", ":", "-.")
# Small multiples beyond this many are not read any more.
_MOST_PANELS = 8


class Drawn(Figure):
    """A figure that a notebook shows without any setting."""

    def _repr_png_(self) -> bytes:
        written = BytesIO()
        self.savefig(written, format="png", dpi=110)
        return written.getvalue()


def figure_of(result: Any) -> Figure:
    """See :func:`dosepath.report.draw`."""
    for kind, drawing in _FIGURES.items():
        if isinstance(result, kind):
            return drawing(result)
    if hasattr(result, "selection") and hasattr(result, "participants"):
        return _simulation(result)
    allowed = "operating characteristics, a simulation, a comparison or a calibration"
    place, message = Place(path="result"), "This has no figure."
    raise FaultsFound([Fault(place, "draw.kind", message, type(result).__name__, allowed)])


def _said(code: str) -> str:
    return say(Reason.of(code))


def _panels(count: int, *, height: float = 3.2) -> tuple[Drawn, list[Axes]]:
    columns = min(count, 3)
    rows = -(-count // columns)
    made = Drawn(figsize=(4.2 * columns, height * rows), layout="constrained")
    panels = [made.add_subplot(rows, columns, place + 1) for place in range(count)]
    for panel in panels:
        panel.spines[["top", "right"]].set_visible(False)
    return made, panels


def _bars(panel: Axes, names: Sequence[str], series: dict[str, Sequence[float]]) -> None:
    each = 0.84 / len(series)
    for number, (label, values) in enumerate(series.items()):
        where = np.arange(len(names)) - 0.42 + each * (number + 0.5)
        colour = _COLOURS[number % len(_COLOURS)]
        panel.bar(where, values, each * 0.94, label=label, color=colour, edgecolor="#1a1a1a")
    panel.set_xticks(np.arange(len(names)), names)
    panel.set_xlabel(_said("axis.level"))


def _shares(panel: Axes) -> None:
    panel.set_ylim(0, 1)
    panel.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")


def _names(levels: int) -> list[str]:
    return [_said("protocol.figure.no_level"), *(str(level) for level in range(1, levels + 1))]


def _characteristics(result: OperatingCharacteristics) -> Figure:
    if not result.scenario.single:
        place, message = Place(path="result"), "One scenario is drawn at a time."
        found = f"{len(result.scenario.dlt)} scenarios"
        raise FaultsFound([Fault(place, "draw.scenarios", message, found, "one scenario")])
    made, (selection, people, sizes) = _panels(3)
    names = _names(result.levels)
    _bars(selection, names, {"": result.selection.tolist()})
    _shares(selection)
    selection.set_title(_said("protocol.figure.selection"))
    expected = {
        _said("protocol.column.participants"): result.participants.tolist(),
        _said("protocol.column.dlts_expected"): result.dlts.tolist(),
    }
    _bars(people, names[1:], expected)
    people.legend(frameon=False)
    people.set_title(_said("protocol.figure.participants"))
    counts = range(max(result.sizes) + 1)
    above = [float(result.probability_above(n)) for n in counts]
    sizes.step(counts, above, where="post", color="#1a1a1a")
    _shares(sizes)
    sizes.set_xlabel(_said("axis.participants"))
    sizes.set_title(_said("protocol.figure.sizes"))
    made.supxlabel(result.engine, fontsize=8)
    return made


def _simulation(result: Any) -> Figure:
    made, (selection, people) = _panels(2)
    levels = int(result.participants.shape[-1])
    names = _names(levels)
    _bars(selection, names, {"": result.selection.tolist()})
    error = getattr(result, "selection_error", None)
    if error is not None:
        where = np.arange(len(names))
        selection.errorbar(where, result.selection, 1.96 * error, fmt="none", color="#1a1a1a")
    _shares(selection)
    selection.set_title(_said("protocol.figure.selection"))
    expected = {
        _said("protocol.column.participants"): result.participants.mean(axis=0).tolist(),
        _said("protocol.column.dlts_expected"): result.dlts.mean(axis=0).tolist(),
    }
    _bars(people, names[1:], expected)
    people.legend(frameon=False)
    people.set_title(_said("protocol.figure.participants"))
    made.supxlabel(result.engine, fontsize=8)
    return made


def _comparison(result: Comparison) -> Figure:
    scenarios = result.scenarios[:_MOST_PANELS]
    made, panels = _panels(len(scenarios))
    for scenario, panel in zip(scenarios, panels, strict=True):
        cells = result.under(scenario)
        series = {cell.design: cell.selection.tolist() for cell in cells}
        _bars(panel, _names(len(cells[0].dlt)), series)
        _shares(panel)
        panel.set_title(say(Reason.of("protocol.figure.scenario", scenario=scenario)))
    if len(result.designs) > 1:
        panels[0].legend(frameon=False, fontsize=8)
    return made


def _calibration(result: Calibration) -> Figure:
    made, (panel,) = _panels(1, height=3.6)
    first, *rest = result.parameters
    curves: dict[tuple[float, ...], list[tuple[float, float]]] = {}
    for one in result.candidates:
        reached = result.reached(one)
        if reached is not None:
            (_, x), *others = one.values
            curves.setdefault(tuple(value for _, value in others), []).append((x, reached))
    for number, (given, points) in enumerate(curves.items()):
        label = ", ".join(f"{name} {value:g}" for name, value in zip(rest, given, strict=True))
        style = _LINES[number % len(_LINES)]
        panel.plot(*zip(*points, strict=True), style, marker="o", label=label, color="#1f4e8c")
    if result.goal.wanted is not None:
        panel.axhline(result.goal.wanted, color="#1a1a1a", linestyle=":")
    if rest and len(curves) <= _MOST_PANELS:
        panel.legend(frameon=False, fontsize=8)
    panel.yaxis.set_major_formatter(lambda share, _: f"{share:.1%}")
    panel.set_xlabel(first)
    panel.set_title(_said("protocol.column.correct"))
    return made


_FIGURES: dict[type, Callable[[Any], Figure]] = {
    OperatingCharacteristics: _characteristics,
    Simulation: _simulation,
    Comparison: _comparison,
    Calibration: _calibration,
}

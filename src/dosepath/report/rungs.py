"""The dose ladder with what is assumed of it: a rung per level, a mark per scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dosepath.report.axes import SIZE, round_ticks
from dosepath.report.series import Chart
from dosepath.report.svg import ACCENT, FAINT, INK, PAPER, SOFT, drawing, element, line, words
from dosepath.wording import percent_text

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW = 620.0, 190.0, 600.0, 18.0, 30.0
_APART, _WAYS = 10.0, (0.0, -9.0, 9.0, -4.5, 4.5)
"""Marks nearer than this would cover each other; where the second and further ones then stand."""


def rungs_svg(
    chart: Chart,
    doses: Sequence[str],
    *,
    series: Mapping[str, Sequence[float]],
    target: tuple[str, float] | None = None,
) -> str:
    """Probabilities (D) by scenario on rungs from level 1 at the bottom to D at the top.

    ``target`` is a line across all rungs, with its words.
    """
    highest = max(p for values in series.values() for p in values)
    ticks = round_ticks(0.0, max(highest, target[1] if target else 0.0, 0.05), most=6)
    bottom = _TOP + _ROW * len(doses)

    def across(value: float) -> float:
        return _LEFT + value / ticks[-1] * (_RIGHT - _LEFT)

    parts: list[str] = []
    for tick in ticks:
        x = across(tick)
        parts.append(line((x, _TOP), (x, bottom), stroke=FAINT, stroke_width=0.6))
        parts.append(
            words(percent_text(tick, places=0), x, bottom + 13, size=SIZE, anchor="middle")
        )
    if target is not None:
        x = across(target[1])
        parts.append(line((x, _TOP - 4), (x, bottom), stroke=ACCENT, stroke_dasharray="4 3"))
        parts.append(words(target[0], x, _TOP - 7, size=SIZE, anchor="middle", fill=ACCENT))
    for place, dose in enumerate(doses):
        y = bottom - _ROW * (place + 0.5)
        parts.append(line((_LEFT, y), (_RIGHT, y), stroke=SOFT, stroke_width=0.8))
        parts.append(words(f"{place + 1}", 14, y + 4, size=13, font_weight="bold"))
        parts.append(words(dose, 38, y + 4, size=12))
        at = [across(values[place]) for values in series.values()]
        for number, (x, aside) in enumerate(zip(at, _asides(at), strict=True)):
            parts += mark(number, x, y + aside)
    parts.append(words(chart.axis, (_LEFT + _RIGHT) / 2, bottom + 27, size=SIZE, anchor="middle"))
    parts += _legend(list(series), bottom + 46)
    names = [str(place + 1) for place in range(len(doses))]
    size = (_WIDTH, bottom + (56 if len(series) > 1 else 36))
    return drawing(
        chart.code, size, said=(chart.title, chart.described(names, series)), content=parts
    )


def _asides(at: Sequence[float]) -> list[float]:
    """How far each mark stands above or below its rung, so that none hides another."""
    found: list[float] = []
    for number, x in enumerate(at):
        taken = {found[k] for k in range(number) if abs(at[k] - x) < _APART}
        found.append(next((way for way in _WAYS if way not in taken), 0.0))
    return found


def mark(number: int, x: float, y: float) -> Iterator[str]:
    """A shape for each scenario: filled and open circle, square and triangle, in turn."""
    fill = INK if number % 2 == 0 else PAPER
    style: dict[str, object] = {"fill": fill, "stroke": INK, "stroke_width": 1.4}
    if number % 6 < 2:
        yield element("circle", cx=x, cy=y, r=5, **style)
    elif number % 6 < 4:
        yield element("rect", x=x - 4.5, y=y - 4.5, width=9, height=9, **style)
    else:
        points = f"{x - 5:.1f},{y + 4:.1f} {x + 5:.1f},{y + 4:.1f} {x:.1f},{y - 5:.1f}"
        yield element("polygon", points=points, **style)


def _legend(names: Sequence[str], y: float) -> Iterator[str]:
    x = _LEFT
    for number, name in enumerate(names if len(names) > 1 else ()):
        yield from mark(number, x + 5, y - 3)
        yield words(name, x + 16, y, size=SIZE)
        x += 34 + 5.8 * len(name)

"""Charts with several series: bars by dose level and lines, told apart without colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dosepath.report.axes import DASHES, SIZE, Frame, axes, round_ticks, spread
from dosepath.report.svg import ACCENT, FAINT, INK, PAPER, drawing, element, line, polyline, words
from dosepath.rule import Reason
from dosepath.wording import number_text, percent_text, say

_SIZE = (460.0, 250.0)
_FILLS = (ACCENT, PAPER, "#b9c7d8", INK, "#7d93ad", "#e7dcc3")
_LEFT, _TOP, _RIGHT, _BOTTOM = 40.0, 14.0, 452.0, 176.0
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Chart:
    """What a chart shows: ``code`` names it in the page, ``axis`` the horizontal axis.

    ``percent``: values are shares of one. ``whole``: the horizontal axis counts.
    """

    code: str
    title: str
    axis: str
    percent: bool = False
    whole: bool = False
    lang: str = "en"

    def shown(self, value: float) -> str:
        """A value as it is written on the chart."""
        if self.percent:
            return percent_text(value, places=0)
        return number_text(value, places=2 if 0 < value < 1 else 1)

    def described(self, names: Sequence[str], series: Mapping[str, Sequence[float]]) -> str:
        """Every value in words."""
        return " ".join(
            say(
                Reason.of(
                    "protocol.figure.bars_described",
                    title=self.title,
                    design=name,
                    values=", ".join(
                        f"{at} {self.shown(value)}" for at, value in zip(names, values, strict=True)
                    ),
                ),
                self.lang,
            )
            for name, values in series.items()
        )


def bars_svg(chart: Chart, names: Sequence[str], series: Mapping[str, Sequence[float]]) -> str:
    """Bars for each of ``names`` (dose levels), side by side for each of ``series`` (designs)."""
    highest = max((value for values in series.values() for value in values), default=0.0)
    ticks = _SHARES if chart.percent and highest > 0.5 else round_ticks(0.0, highest or 1.0, most=5)
    frame = Frame(_LEFT, _TOP, _RIGHT, _BOTTOM, (0, len(names)), (0, ticks[-1]), chart.percent)
    parts = [*axes(frame, (), ticks, x_name="")]
    parts.append(_axis_name(chart.axis))
    for place, name in enumerate(names):
        parts.append(words(name, frame.x(place + 0.5), _BOTTOM + 13, size=SIZE, anchor="middle"))
        values = [values[place] for values in series.values()]
        parts += _group(values, frame, chart=chart, place=place)
    parts += _legend(list(series), _swatch)
    said = (chart.title, chart.described(names, series))
    return drawing(chart.code, _size(len(series)), said=said, content=parts)


def _group(values: Sequence[float], frame: Frame, *, chart: Chart, place: int) -> Iterator[str]:
    width = frame.x(0.84) - frame.x(0.0)
    each = width / len(values)
    for number, value in enumerate(values):
        x, y = frame.x(place + 0.08) + number * each, frame.y(value)
        yield element(
            "rect",
            x=x,
            y=y,
            width=each * 0.92,
            height=frame.bottom - y,
            fill=_FILLS[number % len(_FILLS)],
            stroke=INK,
            stroke_width=0.8,
        )
        # Numbers stand above their bars where there is room for them.
        if each >= 20 or (each >= 11 and not chart.percent):
            text = chart.shown(value)
            yield words(text, x + each * 0.46, y - 3, size=min(SIZE, each * 0.5), anchor="middle")


def lines_svg(
    chart: Chart,
    series: Mapping[str, Sequence[tuple[float, float]]],
    *,
    marks: Sequence[tuple[str, float]] = (),
    steps: bool = False,
) -> str:
    """Lines through (x, y) points, each named at its end; ``marks`` are levels across the chart.

    ``steps``: a value holds until the next point.
    """
    points = [point for values in series.values() for point in values]
    xs, ys = [x for x, _ in points], [y for _, y in points] + [y for _, y in marks]
    top = max(ys, default=1.0)
    ticks = _SHARES if chart.percent and top > 0.6 else round_ticks(0.0, top or 1.0, most=6)
    across = [x for x in round_ticks(min(xs), max(xs), most=7) if not chart.whole or x == int(x)]
    low, high = min(xs), max(*xs, min(xs) + 1e-9)
    frame = Frame(_LEFT, _TOP, _RIGHT - 8, _BOTTOM, (low, high), (0, ticks[-1]), chart.percent)
    parts = [*axes(frame, (), ticks, x_name="")]
    parts.append(_axis_name(chart.axis))
    parts += _ticks(frame, [x for x in across if low - 1e-9 <= x <= high + 1e-9])
    for name, y in marks:
        ends = (frame.left, frame.y(y)), (frame.right, frame.y(y))
        parts.append(line(*ends, stroke=ACCENT, stroke_dasharray="2 3"))
        parts.append(words(name, frame.left + 4, frame.y(y) - 3, size=SIZE, fill=ACCENT))
    for number, values in enumerate(series.values()):
        parts += _line(values, frame, number=number, steps=steps)
    parts += _legend(list(series), _dash)
    said = (chart.title, _lines_described(chart, series))
    return drawing(chart.code, _size(len(series)), said=said, content=parts)


def _line(
    values: Sequence[tuple[float, float]], frame: Frame, *, number: int, steps: bool
) -> Iterator[str]:
    path: list[tuple[float, float]] = []
    for x, y in values:
        if steps and path:
            path.append((frame.x(x), path[-1][1]))
        path.append((frame.x(x), frame.y(y)))
    yield polyline(path, stroke_width=1.6, stroke_dasharray=_dashes(number), stroke=_stroke(number))
    if not steps and len(values) <= 30:
        for x, y in values:
            yield element("circle", cx=frame.x(x), cy=frame.y(y), r=2.2, fill=_stroke(number))


def _stroke(number: int) -> str:
    return (INK, ACCENT)[number % 2]


def _dashes(number: int) -> str | None:
    return (None, *(one for one in DASHES if one))[number % len(DASHES)]


def _lines_described(chart: Chart, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    # A curve of many points is told by a few of them; its table has all.
    few = {name: values[:: max(1, len(values) // 12)] for name, values in series.items()}
    return " ".join(
        chart.described([f"{x:g}" for x, _ in values], {name: [y for _, y in values]})
        for name, values in few.items()
    )


def _ticks(frame: Frame, xs: Sequence[float]) -> Iterator[str]:
    for x in xs:
        yield line((frame.x(x), frame.bottom), (frame.x(x), frame.bottom + 3))
        yield words(f"{x:g}", frame.x(x), frame.bottom + 13, size=SIZE, anchor="middle")


def _axis_name(text: str) -> str:
    return words(text, (_LEFT + _RIGHT) / 2, _BOTTOM + 27, size=SIZE, anchor="middle")


def _swatch(number: int, x: float, y: float) -> str:
    fill = _FILLS[number % len(_FILLS)]
    return element("rect", x=x, y=y - 8, width=14, height=9, fill=fill, stroke=INK)


def _dash(number: int, x: float, y: float) -> str:
    ends = (x, y - 4), (x + 22, y - 4)
    dashes, stroke = _dashes(number), _stroke(number)
    return line(*ends, stroke_width=1.6, stroke_dasharray=dashes, stroke=stroke)


def _size(series: int) -> tuple[float, float]:
    """A chart of one series needs no legend."""
    width, height = _SIZE
    return (width, height - 36) if series < 2 else (width, height + 14 * (series // 3))


def _legend(names: Sequence[str], mark: object) -> Iterator[str]:
    if len(names) < 2:
        return
    x, y = _LEFT, _BOTTOM + 46
    for number, name in enumerate(names):
        wide = 44 + 5.6 * len(name)
        if x > _LEFT and x + wide > _RIGHT:
            x, y = _LEFT, y + 14
        yield mark(number, x, y)  # type: ignore[operator]
        yield words(name, x + 27, y, size=SIZE)
        x += wide


__all__ = ["FAINT", "Chart", "bars_svg", "lines_svg", "spread"]

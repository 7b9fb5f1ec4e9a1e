"""Courses of all participants for one variable, each named at the end of its line."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.analysis import Line, Spaghetti
from dosepath.report.axes import DASHES, SIZE, Frame, axes, round_ticks, spread
from dosepath.report.svg import INK, SOFT, drawing, element, line, polyline, words
from dosepath.rule import Reason
from dosepath.wording import say, unit_text

_SIZE = (340.0, 190.0)


def courses_svg(figure: Spaghetti, lang: str = "en") -> str:
    """The spaghetti plot; dashes tell the dose level, end marks death and transplantation."""
    code = f"course-{figure.variable.replace('_', '-')}"
    named = {"variable": f"variable.{figure.variable}", "unit": unit_text(figure.unit)}
    title = say(Reason.of("figure.courses", **named), lang)
    values = [value for one in figure.lines for _, value in one.points]
    if not values:
        empty = words(say(Reason.of("figure.empty"), lang), 10, 24, size=10)
        return drawing(code, (_SIZE[0], 40), said=(title, title), content=[empty])
    lowest = min(values)
    ticks = round_ticks(0.0 if 0 <= lowest < 0.3 * max(values) else lowest, max(values))
    first = min(day for one in figure.lines for day, _ in one.points)
    frame = Frame(34, 8, 286, 130, (min(first, 0) - 1, max(figure.days)), (ticks[0], ticks[-1]))
    axis = say(Reason.of("axis.study_day"), lang)
    parts = [*axes(frame, figure.days, ticks, x_name=axis)]
    parts += [mark for one in figure.lines for mark in _course(one, frame)]
    parts += [*_names(figure, frame), *_legend(figure, frame, lang)]
    description = say(Reason.of("figure.courses_described", n=len(figure.lines), **named), lang)
    return drawing(code, _SIZE, said=(title, description), content=parts)


def _course(one: Line, frame: Frame) -> Iterator[str]:
    points = [(frame.x(day), frame.y(value)) for day, value in one.points]
    yield polyline(points, stroke_dasharray=DASHES[(one.level - 1) % len(DASHES)])
    for x, y in points:
        yield element("circle", cx=x, cy=y, r=1.5, fill=INK)
    yield from _end_mark(one.ending, *points[-1])


def _end_mark(ending: str, x: float, y: float) -> Iterator[str]:
    if ending == "died":
        yield line((x - 4, y - 4), (x + 4, y + 4), stroke_width=1.8)
        yield line((x - 4, y + 4), (x + 4, y - 4), stroke_width=1.8)
    elif ending == "transplanted":
        corners = f"{x - 4.5:.1f},{y + 4:.1f} {x + 4.5:.1f},{y + 4:.1f} {x:.1f},{y - 4.5:.1f}"
        yield element("polygon", points=corners, fill="#ffffff", stroke=INK, stroke_width=1.4)


def _names(figure: Spaghetti, frame: Frame) -> Iterator[str]:
    ends = [(frame.x(one.points[-1][0]), frame.y(one.points[-1][1])) for one in figure.lines]
    placed = spread([y for _, y in ends], 10.0)
    for one, (x, y), at in zip(figure.lines, ends, placed, strict=True):
        yield line((x + 5, y), (frame.right + 8, at), stroke=SOFT, stroke_width=0.4)
        yield words(one.participant, frame.right + 10, at + 3.2, size=SIZE)


def _legend(figure: Spaghetti, frame: Frame, lang: str) -> Iterator[str]:
    x, y = frame.left, frame.bottom + 38
    for level in sorted({one.level for one in figure.lines}):
        dash = DASHES[(level - 1) % len(DASHES)]
        yield line((x, y - 3), (x + 20, y - 3), stroke_dasharray=dash, stroke_width=1.4)
        yield words(say(Reason.of("ladder.level", level=level), lang), x + 24, y, size=SIZE)
        x += 62
    x, y = frame.left, y + 13
    for ending in ("transplanted", "died"):
        if any(one.ending == ending for one in figure.lines):
            yield from _end_mark(ending, x + 5, y - 3)
            text = say(Reason.of(f"legend.{ending}"), lang)
            yield words(text, x + 14, y, size=SIZE)
            x += 24 + 5 * len(text)

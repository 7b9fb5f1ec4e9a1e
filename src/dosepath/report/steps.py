"""Step plots: survival and cumulative incidence, with the number at risk under the days."""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.analysis import Curve, Steps
from dosepath.report.axes import SIZE, Frame, axes, spread
from dosepath.report.svg import INK, drawing, line, polyline, words
from dosepath.rule import Reason
from dosepath.wording import label, percent_text, say

_SIZE = (340.0, 164.0)
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_STYLES = ((1.8, None), (1.4, "5 2.5"))


def steps_svg(figure: Steps, lang: str = "en") -> str:
    """Step functions from day 0 to the last follow-up; small upright ticks are censored people."""
    frame = Frame(36, 8, 246, 104, (0, figure.horizon), (0.0, 1.0), percent=True)
    axis = say(Reason.of("axis.study_day"), lang)
    parts = [*axes(frame, figure.days, _TICKS, x_name=axis)]
    ends = [frame.y(curve.at(curve.until).value) for curve in figure.curves]
    placed = spread([min(end, frame.bottom - 14) for end in ends], 24.0)
    for curve, style, y in zip(figure.curves, _STYLES, placed, strict=False):
        parts.extend(_curve(curve, frame, style=style))
        text = label(f"curve.{curve.code}", lang)
        parts.append(words(text, frame.right + 8, y + 1, size=SIZE, font_weight="bold"))
        share = percent_text(curve.at(curve.until).value, places=0)
        at_end = say(Reason.of("curve.at_end", share=share, day=curve.until), lang)
        parts.append(words(at_end, frame.right + 8, y + 12, size=SIZE))
    parts.extend(_at_risk(figure, frame, lang))
    title = say(Reason.of(f"figure.{figure.code}", day=figure.horizon), lang)
    description = " ".join(_sentence(curve, figure.horizon, lang) for curve in figure.curves)
    return drawing(f"steps-{figure.code}", _SIZE, said=(title, description), content=parts)


def _curve(curve: Curve, frame: Frame, *, style: tuple[float, str | None]) -> Iterator[str]:
    width, dash = style
    path: list[tuple[float, float]] = []
    for point in curve.points:
        x, y = frame.x(point.day), frame.y(point.estimate.value)
        if path:
            path.append((x, path[-1][1]))
        path.append((x, y))
    path.append((frame.x(curve.until), path[-1][1]))  # not beyond what anybody was followed
    yield polyline(path, stroke_width=width, stroke_dasharray=dash)
    for day in curve.censored:
        x, y = frame.x(day), frame.y(curve.at(day).value)
        yield line((x, y - 4), (x, y + 4), stroke=INK, stroke_width=1)


def _at_risk(figure: Steps, frame: Frame, lang: str) -> Iterator[str]:
    y = frame.bottom + 42
    yield words(say(Reason.of("axis.at_risk"), lang), frame.left, y, size=SIZE)
    for day, n in zip(figure.days, figure.at_risk, strict=True):
        yield words(str(n), frame.x(day), y + 12, size=SIZE, anchor="middle")


def _sentence(curve: Curve, horizon: int, lang: str) -> str:
    steps = ", ".join(
        say(
            Reason.of("curve.step", day=point.day, share=round(point.estimate.value, 4)),
            lang,
        )
        for point in curve.points
        if point.day <= horizon
    )
    return say(Reason.of("curve.described", curve=f"curve.{curve.code}", steps=steps), lang)

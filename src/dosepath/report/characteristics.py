"""Operating characteristics as a figure: selection and participants per level, and P(N > n)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dosepath.pathways import OperatingCharacteristics
from dosepath.report.axes import SIZE, Frame, axes
from dosepath.report.svg import ACCENT, FAINT, INK, drawing, element, line, polyline, words
from dosepath.rule import Reason
from dosepath.wording import percent_text, say

_SIZE = (680.0, 236.0)
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def oc_svg(
    result: OperatingCharacteristics, lang: str = "en", *, planned: int | None = None
) -> str:
    """Three panels for one scenario; ``planned`` marks P(N > planned) in the third.

    Raises ValueError for a result of several scenarios: draw one at a time.
    """
    if not result.scenario.single:
        raise ValueError("draw one scenario at a time")
    parts = [*_selection(result, lang), *_participants(result, lang)]
    parts += [*_sizes(result, planned, lang)]
    title = say(Reason.of("figure.characteristics"), lang)
    return drawing(
        "characteristics", _SIZE, said=(title, _described(result, planned, lang)), content=parts
    )


def _described(result: OperatingCharacteristics, planned: int | None, lang: str) -> str:
    sentences = [
        say(
            Reason.of(
                "characteristics.level",
                level=place + 1,
                selected=round(float(result.selection[place + 1]), 4),
                participants=round(float(result.participants[place]), 2),
            ),
            lang,
        )
        for place in range(result.levels)
    ]
    none = round(float(result.selection[0]), 4)
    sentences.append(say(Reason.of("characteristics.none", selected=none), lang))
    if planned is not None:
        above = round(float(result.probability_above(planned)), 4)
        sentences.append(say(Reason.of("characteristics.above", n=planned, share=above), lang))
    return " ".join(sentences)


def _bars(
    left: float, title: str, bars: Sequence[tuple[str, float, str]], *, highest: float
) -> Iterator[str]:
    top, bottom, step = 34.0, 186.0, 180.0 / len(bars)
    yield words(title, left, 16, size=11, font_weight="bold")
    yield line((left, bottom), (left + 184, bottom))
    for place, (name, value, shown) in enumerate(bars):
        height = (bottom - top) * value / highest if highest else 0.0
        x, width = left + 4 + place * step, step * 0.7
        yield element(
            "rect", x=x, y=bottom - height, width=width, height=height, fill=ACCENT, stroke=INK
        )
        yield words(shown, x + width / 2, bottom - height - 4, size=SIZE, anchor="middle")
        yield words(name, x + width / 2, bottom + 13, size=SIZE, anchor="middle")


def _selection(result: OperatingCharacteristics, lang: str) -> Iterator[str]:
    none = say(Reason.of("characteristics.no_level"), lang)
    names = [none, *(str(level) for level in range(1, result.levels + 1))]
    bars = [
        (name, float(share), percent_text(float(share), places=0))
        for name, share in zip(names, result.selection, strict=True)
    ]
    title = say(Reason.of("characteristics.selection"), lang)
    yield from _bars(8, title, bars, highest=max(1e-9, float(np.max(result.selection))))
    yield words(say(Reason.of("axis.level"), lang), 98, 216, size=SIZE, anchor="middle")


def _participants(result: OperatingCharacteristics, lang: str) -> Iterator[str]:
    bars = [
        (str(place + 1), float(mean), f"{float(mean):.1f}")
        for place, mean in enumerate(result.participants)
    ]
    title = say(Reason.of("characteristics.participants"), lang)
    yield from _bars(232, title, bars, highest=float(np.max(result.participants)))
    yield words(say(Reason.of("axis.level"), lang), 322, 216, size=SIZE, anchor="middle")


def _sizes(result: OperatingCharacteristics, planned: int | None, lang: str) -> Iterator[str]:
    largest = max(result.sizes)
    frame = Frame(488, 34, 668, 186, (0, largest), (0.0, 1.0), percent=True)
    yield words(say(Reason.of("characteristics.size"), lang), 456, 16, size=11, font_weight="bold")
    days = tuple(range(0, largest + 1, max(1, largest // 6)))
    axis = say(Reason.of("axis.participants"), lang)
    yield from axes(frame, days, _TICKS, x_name=axis)
    path: list[tuple[float, float]] = []
    for n in range(largest + 1):
        y = frame.y(float(result.probability_above(n)))
        if path:
            path.append((frame.x(n), path[-1][1]))
        path.append((frame.x(n), y))
    yield polyline(path, stroke_width=1.6)
    if planned is not None and planned <= largest:
        above = float(result.probability_above(planned))
        x, y = frame.x(planned), frame.y(above)
        yield line((x, frame.top), (x, frame.bottom), stroke=FAINT, stroke_dasharray="4 2")
        yield element("circle", cx=x, cy=y, r=3, fill=INK)
        text = say(Reason.of("characteristics.above_short", n=planned, share=round(above, 4)), lang)
        yield words(text, x + 6, y - 6, size=SIZE, font_weight="bold")

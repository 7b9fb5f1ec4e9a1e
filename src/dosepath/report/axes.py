"""A frame with two axes, shared by every chart over study days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from scipy.optimize import isotonic_regression

from dosepath.report.svg import FAINT, INK, SOFT, line, words

DASHES = ("1.5 2.5", None, "6 2.5", "8 2.5 1.5 2.5", "3 2", "10 3")
SIZE = 9.5


@dataclass(frozen=True)
class Frame:
    """Where a chart's data area lies and what its axes span, in drawing units and data units."""

    left: float
    top: float
    right: float
    bottom: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    percent: bool = False

    def x(self, value: float) -> float:
        """The drawing coordinate of a study day."""
        low, high = self.x_range
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def y(self, value: float) -> float:
        """The drawing coordinate of a value."""
        low, high = self.y_range
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


def round_ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Ticks at 1, 2 or 5 times a power of ten that cover ``low`` to ``high``."""
    span = (high - low) or abs(high) or 1.0
    rough = span / (most - 1)
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step - 1e-9)
    return tuple(round(place * step, 10) for place in range(first, max(last, first + 1) + 1))


def axes(
    frame: Frame, days: Sequence[int], ticks: Sequence[float], *, x_name: str
) -> Iterator[str]:
    """Grid, ticks and names of both axes; days closer than a label's width lose their label."""
    for tick in ticks:
        y = frame.y(tick)
        yield line((frame.left, y), (frame.right, y), stroke=FAINT, stroke_width=0.6)
        text = f"{tick * 100:.0f}%" if frame.percent else f"{tick:g}"
        yield words(text, frame.left - 5, y + 3.2, size=SIZE, anchor="end")
    yield line((frame.left, frame.bottom), (frame.right, frame.bottom))
    taken = float("-inf")
    for day in days:
        x = frame.x(day)
        yield line((x, frame.bottom), (x, frame.bottom + 3))
        if x - taken >= 16:
            yield words(str(day), x, frame.bottom + 12, size=SIZE, anchor="middle")
            taken = x
    yield words(
        x_name, (frame.left + frame.right) / 2, frame.bottom + 24, size=SIZE, anchor="middle"
    )


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Positions as near to ``wanted`` as being ``gap`` apart allows (least squares)."""
    if not wanted:
        return []
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(len(wanted))
    fitted = isotonic_regression(np.asarray(wanted, float)[order] - steps).x + steps
    placed = np.empty(len(wanted))
    placed[order] = fitted
    return [float(one) for one in placed]


__all__ = ["DASHES", "INK", "SIZE", "SOFT", "Frame", "axes", "round_ticks", "spread"]

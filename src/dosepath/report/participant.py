"""One participant's course on one axis of study days: dose, visits, harms, laboratory lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dosepath.report.axes import SIZE, Frame, round_ticks
from dosepath.report.svg import (
    ACCENT,
    FAINT,
    INK,
    PAPER,
    SOFT,
    drawing,
    element,
    line,
    polyline,
    words,
)
from dosepath.rule import Reason
from dosepath.wording import label, say

_WIDTH, _LEFT, _RIGHT = 740.0, 124.0, 724.0
_LANE, _PANEL, _GAP = 21.0, 78.0, 34.0
_BAND = "#eef3f6"
_NARROW = 26.0
_HALO = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"}
"""Keeps words legible where a line runs behind them."""

VisitMark = Literal["done", "due", "missed", "upcoming"]


@dataclass(frozen=True)
class Track:
    """One laboratory variable: its name with unit, (study day, value) in order, and references.

    ``baseline`` is the participant's own value before dosing, ``upper_limit`` the
    laboratory's upper limit of normal; None where it is not known.
    """

    name: str
    points: tuple[tuple[int, float], ...]
    baseline: float | None = None
    upper_limit: float | None = None


@dataclass(frozen=True)
class Harm:
    """An adverse event: what is written on its bar, its study days; ``last`` None if it lasts."""

    text: str
    first: int
    last: int | None


@dataclass(frozen=True)
class ParticipantCourse:
    """Everything on the axis. Days are study days; ``today`` is the day on which it is drawn.

    ``visits`` are (planned day, how it stands), ``milestones`` (a code as ``transplanted``, day).
    """

    participant: str
    today: int
    window_days: int
    visits: tuple[tuple[int, VisitMark], ...] = ()
    harms: tuple[Harm, ...] = ()
    milestones: tuple[tuple[str, int], ...] = ()
    tracks: tuple[Track, ...] = ()


def participant_svg(course: ParticipantCourse, lang: str = "en") -> str:
    """The course as an SVG string; what it shows stands in its table too."""
    days = [day for day, _ in course.visits] + [p for t in course.tracks for p, _ in t.points]
    first, last = min([-1, *days]), max([course.window_days, *days, 0])
    span = (float(first) - 1, float(last) + 1)
    lanes = 50.0 + _LANE * len(course.harms)
    height = lanes + (_PANEL + _GAP) * len(course.tracks) + 16
    lane = Frame(_LEFT, 0, _RIGHT, lanes, span, (0, 1))
    parts = [*_window(course, lane, height - 12, lang), *_visits(course, lane, lang)]
    parts += [mark for place, harm in enumerate(course.harms) for mark in _harm(harm, place, lane)]
    for place, track in enumerate(course.tracks):
        top = lanes + _GAP * 0.7 + place * (_PANEL + _GAP)
        parts += _track(track, Frame(_LEFT, top, _RIGHT, top + _PANEL, span, _range(track)), lang)
    parts += _milestones(course, lane, height - 16, lang)
    title = say(Reason.of("figure.participant", participant=course.participant), lang)
    told = say(Reason.of("figure.participant_described", harms=len(course.harms)), lang)
    return drawing("participant", (_WIDTH, height), said=(title, told), content=parts)


def _range(track: Track) -> tuple[float, float]:
    values = [value for _, value in track.points]
    values += [one for one in (track.baseline, track.upper_limit) if one is not None]
    ticks = round_ticks(0.0, max(values, default=1.0), most=4)
    return ticks[0], ticks[-1]


def _window(course: ParticipantCourse, lane: Frame, bottom: float, lang: str) -> Iterator[str]:
    left, right = lane.x(0), lane.x(course.window_days)
    yield element("rect", x=left, y=14, width=right - left, height=bottom - 14, fill=_BAND)
    text = say(Reason.of("course.window", days=course.window_days), lang)
    yield words(text, (left + right) / 2, 10, size=SIZE, anchor="middle", fill=SOFT)
    yield line((left, 14), (left, bottom), stroke=ACCENT, stroke_width=1.6)
    yield words(label("course.dose", lang), left + 4, 23, size=SIZE, fill=ACCENT)


def _visits(course: ParticipantCourse, lane: Frame, lang: str) -> Iterator[str]:
    yield words(label("course.visits", lang), 4, 36, size=SIZE, fill=SOFT)
    taken = float("-inf")
    for day, mark in sorted(course.visits):
        x = lane.x(day)
        box = {"x": x - 3.5, "y": 28.0, "width": 7, "height": 7, "stroke": INK}
        yield element("rect", **box, fill=INK if mark == "done" else "#ffffff")
        if mark == "missed":
            yield line((x - 5, 38), (x + 5, 25), stroke_width=1.4)
        if x - taken >= _NARROW:
            yield words(str(day), x, 46, size=SIZE, anchor="middle")
            taken = x


def _harm(harm: Harm, place: int, lane: Frame) -> Iterator[str]:
    y = 66.0 + place * _LANE
    low, high = lane.x_range
    last = harm.last if harm.last is not None else high
    start, end = lane.x(max(harm.first, low)), lane.x(min(max(last, harm.first), high))
    lasting = "3 2" if harm.last is None else None
    yield line((start, y), (max(end, start + 4), y), stroke_width=4, stroke_dasharray=lasting)
    # The words stand above the bar, from its beginning unless the edge is too near.
    near_edge = start + 5.2 * len(harm.text) > _RIGHT
    side = {"anchor": "end"} if near_edge else {}
    yield words(harm.text, _RIGHT if near_edge else start, y - 4.5, size=SIZE, **side)


def _track(track: Track, frame: Frame, lang: str) -> Iterator[str]:
    low, high = frame.y_range
    for tick in round_ticks(low, high, most=4):
        y = frame.y(tick)
        yield line((frame.left, y), (frame.right, y), stroke=FAINT, stroke_width=0.6)
        yield words(f"{tick:g}", frame.left - 5, y + 3.2, size=SIZE, anchor="end")
    yield words(track.name, 4, frame.top - 9, size=SIZE, font_weight="bold", **_HALO)
    if track.upper_limit is not None:
        y = frame.y(track.upper_limit)
        box = {"x": frame.left, "y": y, "width": frame.right - frame.left}
        yield element("rect", **box, height=frame.bottom - y, fill=ACCENT, fill_opacity=0.12)
        text = say(Reason.of("course.upper_limit", value=f"{track.upper_limit:g}"), lang)
        yield words(text, frame.right - 3, y - 2.5, size=SIZE, anchor="end", fill=ACCENT, **_HALO)
    if track.baseline is not None:
        y = frame.y(track.baseline)
        ends = (frame.left, y), (frame.right, y)
        yield line(*ends, stroke=SOFT, stroke_dasharray="6 3", stroke_width=1)
        text = say(Reason.of("course.baseline", value=f"{track.baseline:g}"), lang)
        yield words(text, frame.right - 3, y - 2.5, size=SIZE, anchor="end", fill=SOFT, **_HALO)
    dots = [(frame.x(day), frame.y(value)) for day, value in track.points]
    yield polyline(dots, stroke_width=1.6)
    for x, y in dots:
        yield element("circle", cx=x, cy=y, r=2.4, fill=INK)


def _milestones(course: ParticipantCourse, lane: Frame, bottom: float, lang: str) -> Iterator[str]:
    low, high = lane.x_range
    for code, day in course.milestones:
        x = lane.x(min(max(day, low), high))
        yield line((x, 14), (x, bottom), stroke=INK, stroke_width=1.4, stroke_dasharray="2 2")
        text = say(Reason.of(f"course.{code}", day=day), lang)
        side = {"anchor": "end"} if x > (_LEFT + _RIGHT) / 2 else {}
        yield words(text, x - 4 if side else x + 4, 22, size=SIZE, font_weight="bold", **side)

"""The dose-escalation ladder: one rung per level, one mark per participant.

What a mark means is in its shape and in words beneath it, never in colour alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from dosepath.analysis import LadderLevel, LadderMark
from dosepath.report.svg import ACCENT, FAINT, INK, SOFT, drawing, element, line, words
from dosepath.rule import Reason
from dosepath.wording import dose_text, label, language, say

_WIDTH, _LEFT, _RIGHT = 680.0, 146.0, 170.0
_STEP, _RADIUS, _ROW = 45.0, 11.0, 60.0
_ACROSS = int((_WIDTH - _LEFT - _RIGHT) // _STEP)
_LEGEND = ("none", "grade_2", "dlt", "pending", "not_evaluable")


def ladder_svg(rows: Sequence[LadderLevel], lang: str = "en") -> str:
    """The ladder as an SVG string, highest level at the top.

    ``rows`` are in any order; the text alternative says for each level what the marks show.
    """
    shown = sorted(rows, key=lambda row: -row.level)
    parts: list[str] = []
    top = 4.0
    for row in shown:
        rows_of_words = 30 + 12 * len(ladder_words(row, lang))
        height = max(_ROW * max(1, ceil(len(row.marks) / _ACROSS)), rows_of_words)
        parts.extend(_rung(row, top, height, lang))
        top += height
    parts.extend(_legend(top + 20, lang))
    description = " ".join(_sentence(row, lang) for row in reversed(shown))
    title = say(Reason.of("figure.ladder"), lang)
    return drawing("ladder", (_WIDTH, top + 34), said=(title, description), content=parts)


def ladder_words(row: LadderLevel, lang: str = "en") -> tuple[str, ...]:
    """What a rung shows, in short phrases: evaluated with DLT, pending, not evaluable."""
    count = Counter(mark.outcome for mark in row.marks)
    if not row.marks:
        return (say(Reason.of("ladder.nobody"), lang),)
    evaluated = count["none"] + count["dlt"]
    phrases = []
    if evaluated:
        phrases.append(Reason.of("ladder.dlt", n=evaluated, dlt=count["dlt"]))
    graded = sum(mark.grade_2 for mark in row.marks)
    rest = {"pending": count["pending"], "not_evaluable": count["not_evaluable"]}
    for code, n in {"grade_2": graded, **rest}.items():
        if n:
            phrases.append(Reason.of(f"ladder.{code}", n=n))
    return tuple(say(phrase, lang) for phrase in phrases)


def _sentence(row: LadderLevel, lang: str) -> str:
    phrases = ", ".join(ladder_words(row, lang))
    dose = dose_text(row.dose, language(lang))
    return say(Reason.of("ladder.rung", level=row.level, dose=dose, words=phrases), lang)


def _rung(row: LadderLevel, top: float, height: float, lang: str) -> Iterator[str]:
    middle = top + 22
    is_open = row.state == "open"
    if is_open:
        yield element("rect", x=0, y=top + 2, width=4, height=height - 8, fill=ACCENT)
    yield line((0, top + height - 2), (_WIDTH, top + height - 2), stroke=FAINT)
    name = say(Reason.of("ladder.level", level=row.level), lang)
    yield words(name, 12, middle - 2, size=13, font_weight="bold")
    yield words(dose_text(row.dose, language(lang)), 12, middle + 14, size=12)
    if row.assumed:
        yield words(label("ladder.assumed", lang), 12, middle + 27, size=10, fill=SOFT)
    for place, mark in enumerate(row.marks):
        down, across = divmod(place, _ACROSS)
        yield from _mark(mark, _LEFT + 24 + across * _STEP, middle - 4 + down * _ROW, lang)
    x = _WIDTH - _RIGHT + 14
    state = label(f"level_state.{row.state}", lang)
    weight = "bold" if is_open else "normal"
    yield words(state, x, middle - 2, size=12, font_weight=weight, fill=ACCENT if is_open else INK)
    for place, phrase in enumerate(ladder_words(row, lang)):
        yield words(phrase, x, middle + 12 + 12 * place, size=11)


def _mark(mark: LadderMark, x: float, y: float, lang: str) -> Iterator[str]:
    kind = "grade_2" if mark.grade_2 and mark.outcome == "none" else mark.outcome
    yield from _shape(kind, x, y)
    yield words(mark.participant, x, y + 23, size=10, anchor="middle")
    if kind != "none":
        caption = label(f"mark.{kind}.short", lang)
        yield words(caption, x, y + 33, size=9, anchor="middle", fill=SOFT)


def _shape(kind: str, x: float, y: float) -> Iterator[str]:
    circle = {"cx": x, "cy": y, "r": _RADIUS, "stroke": INK, "stroke_width": 1.6}
    group = f"ladder-mark ladder-mark-{kind}"
    if kind == "dlt":
        yield element("circle", **circle, fill=INK, class_=group)
    elif kind == "not_evaluable":
        yield element("circle", **circle, fill="none", stroke_dasharray="3 3", class_=group)
        yield line((x - 5, y + 5), (x + 5, y - 5), stroke_width=1.4)
    else:
        yield element("circle", **circle, fill="none", class_=group)
    if kind == "pending":
        half = f"M {x:g} {y - _RADIUS:g} A {_RADIUS:g} {_RADIUS:g} 0 0 0 {x:g} {y + _RADIUS:g} Z"
        yield element("path", d=half, fill=INK)
    if kind == "grade_2":
        yield words("2", x, y + 4, size=12, anchor="middle", font_weight="bold")


def _legend(y: float, lang: str) -> Iterator[str]:
    x = 12.0
    for kind in _LEGEND:
        text = label(f"mark.{kind}", lang)
        yield element(
            "g", *_shape(kind, 0, 0), transform=f"translate({x + 7:g} {y - 4:g}) scale(.6)"
        )
        yield words(text, x + 18, y, size=10)
        x += 34 + 5.6 * len(text) * (1.7 if lang.startswith("zh") else 1)

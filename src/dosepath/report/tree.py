"""What may come next as a tree: results from left to right, the decision after each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dosepath.pathways import Ahead, Branch, decision_row
from dosepath.report.axes import SIZE
from dosepath.report.svg import ACCENT, INK, SOFT, drawing, element, line, words
from dosepath.rule import Reason
from dosepath.wording import percent_text, say

_STEP, _ROW, _TOP, _WIDTH = 236.0, 25.0, 26.0, 720.0


@dataclass
class _Placed:
    """A branch with where it stands: its column, the height of its middle, its parent's."""

    branch: Branch
    depth: int
    y: float
    parent: float
    reached: float | None


def tree_svg(ahead: Ahead, lang: str = "en", *, depth: int = 2, scenario: str = "") -> str:
    """The tree to ``depth`` cohorts; the chance of each branch is that of coming there at all."""
    placed: list[_Placed] = []
    start, height = _place(ahead, (1, depth), 0.0, 1.0, placed)
    parts = [*_decision(0, _TOP + start, _said(ahead, lang), None)]
    for one in placed:
        x, y = 12 + (one.depth - 1) * _STEP, _TOP + one.y
        parts.append(line((x + 150, _TOP + one.parent - 3), (x + _STEP - 46, y - 3), stroke=SOFT))
        parts += _decision(one.depth, y, _said(one.branch.then, lang), one)
    title = say(Reason.of("protocol.figure.tree"), lang)
    said = say(Reason.of("protocol.figure.tree_described", scenario=scenario), lang)
    size = (_WIDTH, _TOP + height + 8)
    return drawing("tree", size, said=(title, said), content=parts)


def _place(
    ahead: Ahead, at: tuple[int, int], top: float, reached: float, placed: list[_Placed]
) -> tuple[float, float]:
    """The middle of ``ahead`` and the end of its rows; its branches are added to ``placed``."""
    column, depth = at
    mine: list[_Placed] = []
    below = top
    for branch in ahead.branches if column <= depth else ():
        share = None if branch.probability is None else reached * branch.probability
        inner = 1.0 if share is None else share
        middle, below = _place(branch.then, (column + 1, depth), below, inner, placed)
        mine.append(_Placed(branch, column, middle, 0.0, share))
    if not mine:
        return top + _ROW / 2, top + _ROW
    middle = (mine[0].y + mine[-1].y) / 2
    for one in mine:
        one.parent = middle
    placed += mine
    return middle, below


def decision_words(ahead: Ahead, lang: str = "en") -> str:
    """The decision in few words: ``treat 3 at level 2``."""
    row = decision_row(ahead.decision)
    code = str(row["action"])
    if code == "stop" and row["to"] is None:
        code = "stop_none"
    values = {"n": int(str(row["n"])), "to": None if row["to"] is None else int(str(row["to"]))}
    return say(Reason.of(f"protocol.decision.{code}", **values), lang)


_said = decision_words


def _decision(column: int, y: float, text: str, one: _Placed | None) -> Iterator[str]:
    x = 12 + column * _STEP
    if one is None:
        yield element("circle", cx=x, cy=y - 3, r=3, fill=INK)
        yield words(text, x + 8, y, size=SIZE, font_weight="bold")
        return
    share = "" if one.reached is None else f" {percent_text(one.reached)}"
    yield words(f"{one.branch.label}{share}", x - 42, y, size=SIZE, fill=ACCENT)
    yield words(text, x + 42, y, size=SIZE, font_weight="bold" if "treat" not in text else None)


def tree_rows(ahead: Ahead, lang: str = "en", *, depth: int = 2) -> tuple[tuple[str, ...], ...]:
    """The same as rows: the results so far, their chance, and what is next."""
    return tuple(_rows(ahead, lang, depth, ("", 1.0)))


def _rows(
    ahead: Ahead, lang: str, depth: int, so_far: tuple[str, float]
) -> Iterator[tuple[str, ...]]:
    path, reached = so_far
    for branch in ahead.branches if depth else ():
        here = f"{path} {branch.cohort}".strip()
        share = None if branch.probability is None else reached * branch.probability
        shown = "" if share is None else percent_text(share)
        yield here, shown, decision_words(branch.then, lang)
        yield from _rows(branch.then, lang, depth - 1, (here, 1.0 if share is None else share))

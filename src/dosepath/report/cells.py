"""How the cells of a table are written, in one place for page, paper and terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from dosepath.analysis import Cell, Column, Estimate, Grades, Share, Table
from dosepath.rule import Reason
from dosepath.wording import Language, language, moment_text, number_text, percent_text, say

NOTHING = "\N{EN DASH}"


@dataclass(frozen=True)
class ShownTable:
    """A table as words: every cell a string, with the alignment of its column."""

    code: str
    title: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def shown(table: Table, lang: str = "en") -> ShownTable:
    """``table`` in words of ``lang``."""
    return ShownTable(
        table.code,
        say(table.title, lang),
        tuple(say(column.heading, lang) for column in table.columns),
        tuple(column.numeric for column in table.columns),
        tuple(
            tuple(cell_text(c, column, lang) for c, column in zip(row, table.columns, strict=True))
            for row in table.rows
        ),
        tuple(say(note, lang) for note in table.notes),
    )


def _whole(value: float, lang: Language) -> str:
    """Whole percent, one decimal below 1 %: few people do not bear more."""
    return percent_text(value, lang, places=1 if 0 < value < 0.01 else 0)


def interval_text(low: float, high: float, lang: Language = "en") -> str:
    """``0.4–64%``: a 95 % interval of a probability, the percent sign once."""
    return f"{_whole(low, lang).removesuffix('%')}\N{EN DASH}{_whole(high, lang)}"


def _share(share: Share, lang: Language) -> str:
    if not share.n:
        return NOTHING
    counted = say(Reason.of("cell.x_of_n", x=share.x, n=share.n), lang)
    return f"{counted} ({interval_text(share.low, share.high, lang)})"


def _estimate(estimate: Estimate, lang: Language) -> str:
    value = _whole(estimate.value, lang)
    if estimate.low is None or estimate.high is None:
        return value
    return f"{value} ({interval_text(estimate.low, estimate.high, lang)})"


def _grades(grades: Grades, lang: Language) -> str:
    parts = [say(Reason.of("cell.grade", grade=g, n=n), lang) for g, n in grades.counts]
    return ", ".join(parts) or NOTHING


_BY_TYPE: dict[type, Callable[..., str]] = {
    Reason: say,
    Share: _share,
    Estimate: _estimate,
    Grades: _grades,
    datetime: moment_text,
}


def cell_text(cell: Cell, column: Column, lang: str = "en") -> str:
    """One cell; what is not there is a dash, never an empty box."""
    chosen = language(lang)
    if cell is None:
        return NOTHING if column.numeric else ""
    if isinstance(cell, str):
        return cell
    writer = _BY_TYPE.get(type(cell))
    if writer is not None:
        return writer(cell, chosen)
    return number_text(cast("int | float | Decimal", cell), chosen, column.places)

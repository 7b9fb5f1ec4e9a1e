"""Plain values that the shared templates draw: tables, summary lists, links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

_SIDE_BY_SIDE = 3
"""Columns that fit on a phone."""

Tone = Literal["", "good", "warn", "stop", "info", "none"]


@dataclass(frozen=True)
class Column:
    """A column's title; ``number`` aligns it to the right, ``assumed`` marks all its values."""

    title: str
    number: bool = False
    assumed: bool = False

    @property
    def needs_title(self) -> bool:
        """Whether a row's first cell says too little without its column's title."""
        return self.number or self.assumed


@dataclass(frozen=True)
class Cell:
    """A cell's text, with a link, or a status word in the colour of its ``tone``."""

    text: str
    href: str = ""
    tone: Tone = ""
    number: bool = False
    assumed: bool = False


@dataclass(frozen=True)
class Table:
    """``ui/table.html``; ``empty`` says what will stand here and how to begin."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""

    @property
    def titled(self) -> tuple[tuple[tuple[Column, Cell], ...], ...]:
        """The rows, each cell with its column."""
        return tuple(tuple(zip(self.columns, row, strict=True)) for row in self.rows)

    @property
    def stacks(self) -> bool:
        """Whether a phone shows each row as a list: more columns than fit side by side."""
        return len(self.columns) > _SIDE_BY_SIDE


@dataclass(frozen=True)
class Fact:
    """``ui/facts.html``: a label, one or more values, and a mark when they are assumed."""

    label: str
    values: tuple[str, ...]
    note: str = ""
    assumed: bool = False


@dataclass(frozen=True)
class Link:
    """A link of the navigation; ``count`` is shown beside it when it is not 0."""

    label: str
    url: str
    current: bool = False
    count: int = 0

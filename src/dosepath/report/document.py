"""A document as plain blocks, which Markdown, HTML and Word are written from."""

from __future__ import annotations

from dataclasses import dataclass

from dosepath.report.cells import ShownTable


@dataclass(frozen=True)
class Heading:
    """A heading; ``depth`` 2 is a section, 3 a part of one."""

    text: str
    depth: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``is_note`` marks what stands under a table or figure."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Points:
    """A list of sentences; ``is_numbered`` for references."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; ``is_behind`` is one that repeats a figure, closed until it is opened."""

    table: ShownTable
    is_behind: bool = False


@dataclass(frozen=True)
class Picture:
    """A figure as SVG, which escapes its own words, and the same as a table."""

    title: str
    svg: str
    table: ShownTable


Block = Heading | Paragraph | Points | Grid | Picture


@dataclass(frozen=True)
class Document:
    """A title and its blocks, in the language ``lang``."""

    title: str
    blocks: tuple[Block, ...]
    lang: str = "en"


def grid(
    code: str,
    title: str,
    *,
    headings: tuple[tuple[str, bool], ...],
    rows: tuple[tuple[str, ...], ...],
) -> ShownTable:
    """A table of words; each heading comes with whether its column holds numbers."""
    names = tuple(name for name, _ in headings)
    return ShownTable(code, title, names, tuple(is_n for _, is_n in headings), rows, ())

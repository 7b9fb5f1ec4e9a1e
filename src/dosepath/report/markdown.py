"""A document as Markdown (GitHub's tables), without figures: each has its table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dosepath.report.cells import ShownTable
from dosepath.report.document import Block, Document, Grid, Heading, Paragraph, Picture, Points

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def render_markdown(document: Document) -> str:
    """The document as text that ends with a line break."""
    parts = [f"# {_plain(document.title)}"]
    parts += ["\n".join(_block(block)) for block in document.blocks]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.depth} {_plain(block.text)}"
    elif isinstance(block, Paragraph):
        yield f"*{_plain(block.text)}*" if block.is_note else _plain(block.text)
    elif isinstance(block, Points):
        for number, item in enumerate(block.items, start=1):
            yield f"{f'{number}.' if block.is_numbered else '-'} {_plain(item)}"
    elif isinstance(block, Grid):
        yield from _table(block.table)
    else:
        yield from _table(_named(block))


def _named(picture: Picture) -> ShownTable:
    return picture.table


def _table(table: ShownTable) -> Iterator[str]:
    yield f"**{_plain(table.title)}**"
    yield ""
    yield _row(table.headings)
    yield _row(tuple("--:" if is_number else "---" for is_number in table.numeric), raw=True)
    for row in table.rows:
        yield _row(row)
    for note in table.notes:
        yield ""
        yield _plain(note)


def _row(cells: tuple[str, ...], *, raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else _plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    """``text`` with every character escaped that Markdown would read as its own."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))

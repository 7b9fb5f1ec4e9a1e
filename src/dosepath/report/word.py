"""A document as DOCX, with real headings, real tables and header rows, for a protocol's author."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from dosepath.quantity import DosePathError
from dosepath.report.cells import ShownTable
from dosepath.report.document import Block, Document, Heading, Paragraph, Points
from dosepath.wording import language


class WordUnavailable(DosePathError):
    """A Word file was asked for, but its library is not installed."""

    def __str__(self) -> str:
        return (
            "a Word file needs the extra 'report': pip install 'dosepath[report]'. "
            "The same text as Markdown or HTML: --format md or --format html"
        )


def render_docx(document: Document) -> bytes:
    """The document as the bytes of a .docx file.

    Figures are left out; each has its table. Raises :class:`WordUnavailable` when
    python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise WordUnavailable from error
    made = docx.Document()
    made.core_properties.title = document.title
    made.core_properties.author = "DosePath"
    made.core_properties.language = language(document.lang)
    made.add_heading(document.title, level=1)
    for block in document.blocks:
        _add(made, block)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def _add(made: Any, block: Block) -> None:
    if isinstance(block, Heading):
        made.add_heading(block.text, level=block.depth)
    elif isinstance(block, Paragraph):
        run = made.add_paragraph().add_run(block.text)
        run.italic = block.is_note
    elif isinstance(block, Points):
        style = "List Number" if block.is_numbered else "List Bullet"
        for item in block.items:
            made.add_paragraph(item, style=style)
    else:
        _add_table(made, block.table)


def _add_table(made: Any, table: ShownTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    made.add_paragraph(table.title, style="Caption").paragraph_format.keep_with_next = True
    grid = made.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    _fill(grid.rows[0], table.headings, bold=True)
    _repeat_on_each_page(grid.rows[0])
    for row in table.rows:
        _fill(grid.add_row(), row)
    for row in grid.rows:
        for cell, is_number in zip(row.cells, table.numeric, strict=True):
            if is_number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for note in table.notes:
        made.add_paragraph(note)
    made.add_paragraph()


def _fill(row: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.paragraphs[0].add_run(text).bold = bold


def _repeat_on_each_page(row: Any) -> None:
    """The header row is one for a screen reader too, and is repeated on each page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # python-docx has no name for it

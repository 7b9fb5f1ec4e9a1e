"""A decision table in a CSV file, with the line and column of every fault."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dosepath.designs.table_cells import CELL_COLUMNS, CUT_OFFS, ROW_COLUMNS, TableCells
from dosepath.quantity import Fault, FaultsFound, Place

_LARGEST = 1_000_000
_NEVER = {"", "-", "na"}


@dataclass(frozen=True)
class _Line:
    number: int
    cells: tuple[str, ...]
    columns: tuple[int, ...]

    def place(self, name: str, index: int) -> Place:
        column = self.columns[min(index, len(self.columns) - 1)]
        return Place(name, self.number, column)


def read_table_csv(text: str | bytes, name: str) -> TableCells:
    """The decision table in a CSV text; ``name`` is the file's, for messages.

    A header and rows: either ``n, dlt, action``, a row for each cell; or ``n, escalate_at_most,
    de_escalate_at_least, eliminate_at_least``, a row for each number evaluated, where an empty
    cell, ``-`` or ``NA`` means never. UTF-8, with or without a byte order mark; comma, semicolon
    or tab; lines that begin with ``#`` are comments.

    Raises:
        FaultsFound: everything that cannot be read, with its line and column.
    """
    lines = [
        (number, line)
        for number, line in enumerate(_decoded(text, name).splitlines(), start=1)
        if line.strip(" \t,;") and not line.lstrip().startswith("#")
    ]
    if not lines:
        raise FaultsFound(
            [Fault(Place(name), "csv.empty", "The file holds no rows.", "", _forms())]
        )
    mark = next((sign for sign in (",", ";", "\t") if sign in lines[0][1]), ",")
    header, *rows = (_cut(number, line, mark, name) for number, line in lines)
    columns = tuple(cell.lower().replace(" ", "_").replace("-", "_") for cell in header.cells)
    if faults := [*_header_faults(header, columns, name), *_width_faults(rows, columns, name)]:
        raise FaultsFound(faults)
    if not rows:
        message = "The table has a header and no rows."
        raise FaultsFound([Fault(header.place(name, 0), "csv.empty", message, "", _forms())])
    written = [_row(line, columns) for line in rows]

    def where(path: tuple[str | int, ...]) -> Place:
        line = rows[path[0]] if path and isinstance(path[0], int) else header
        index = columns.index(str(path[1])) if len(path) > 1 else 0
        return line.place(name, index)

    return TableCells.of(written, where, file=name)


def _decoded(text: str | bytes, name: str) -> str:
    if len(text) > _LARGEST:
        allowed = f"at most {_LARGEST:,} bytes"
        raise FaultsFound(
            [Fault(Place(name), "file.too_large", "The file is too large.", "", allowed)]
        )
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            place = Place(name, before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
            message = "The file is not UTF-8 text; save it with the encoding UTF-8."
            found = f"byte 0x{error.object[error.start]:02x}"
            fault = Fault(place, "file.encoding", message, found, "UTF-8")
            raise FaultsFound([fault]) from None
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        place = Place(name, text[: text.index("\0")].count("\n") + 1)
        message = "The file holds a NUL character; save it with the encoding UTF-8."
        raise FaultsFound([Fault(place, "file.encoding", message, "U+0000", "UTF-8")])
    return text


def _cut(number: int, text: str, mark: str, name: str) -> _Line:
    try:
        cells = next(csv.reader([text], delimiter=mark, strict=True))
    except csv.Error:
        message = "Quotation marks do not match in this line."
        place = Place(name, number, 1)
        fault = Fault(place, "csv.quotes", message, text, '"text" on one line')
        raise FaultsFound([fault]) from None
    starts, quoted = [1], False
    for column, letter in enumerate(text, start=1):
        if letter == '"':
            quoted = not quoted
        elif letter == mark and not quoted:
            starts.append(column + 1)
    return _Line(number, tuple(cell.strip() for cell in cells), tuple(starts))


def _header_faults(header: _Line, columns: Sequence[str], name: str) -> Iterator[Fault]:
    by_cell = "action" in columns or "dlt" in columns
    known = CELL_COLUMNS if by_cell else ROW_COLUMNS
    needed = CELL_COLUMNS if by_cell else ("n",)
    for index, column in enumerate(columns):
        place, found = header.place(name, index), header.cells[index]
        if column not in known:
            message = "Unknown column."
            yield Fault(place, "csv.unknown_column", message, found, _forms())
        elif column in columns[:index]:
            message = "This column stands twice."
            yield Fault(place, "csv.repeated_column", message, found, "each column once")
    for column in needed:
        if column not in columns:
            message = f"The column {column} is missing."
            place = header.place(name, 0)
            yield Fault(place, "csv.missing_column", message, ", ".join(header.cells), _forms())
    if not by_cell and not set(CUT_OFFS) & set(columns):
        message = "There is no column that says what to do."
        place = header.place(name, 0)
        yield Fault(place, "csv.missing_column", message, ", ".join(header.cells), _forms())


def _width_faults(rows: Sequence[_Line], columns: Sequence[str], name: str) -> Iterator[Fault]:
    for line in rows:
        if len(line.cells) != len(columns):
            message = "This line has another number of columns than the header."
            place = line.place(name, min(len(line.cells), len(columns)))
            found, allowed = str(len(line.cells)), str(len(columns))
            yield Fault(place, "csv.width", message, found, allowed)


def _row(line: _Line, columns: Sequence[str]) -> dict[str, str | None]:
    return {
        column: None if column in CUT_OFFS and cell.lower() in _NEVER else cell
        for column, cell in zip(columns, line.cells, strict=True)
    }


def _forms() -> str:
    return f"{', '.join(CELL_COLUMNS)}; or {', '.join(ROW_COLUMNS)}"

"""Read one person's facts from CSV or JSON text, with the line and column of every fault."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

from dosepath.eligibility.intake import COLUMNS, Intake
from dosepath.eligibility.population import Population
from dosepath.eligibility.record import Record
from dosepath.quantity import Fault, FaultsFound, Place

_LARGEST = 5_000_000
_WIDE = re.compile(r"(?P<name>[\w.]+)(?:\s*\[(?P<unit>[^\]]+)\])?")
_TYPED = re.compile(
    r"(?P<value>(?:(?:[<>]=?|[≤≥])\s*)?\S+)(?:\s+(?P<unit>(?!uln\b|at\b).+?))?"
    r"(?:\s+uln\s+(?P<uln>\S+))?(?:\s+at\s+(?P<at>\S+))?"
)
_COMMON = ("at", "source", "status")


def read_csv(raw: bytes, population: Population, *, name: str, zone: tzinfo) -> Record:
    """The record in a CSV file; raises :class:`FaultsFound` with every fault.

    Long form: one fact a row, with the columns of :data:`COLUMNS` (``variable``
    and ``value`` at least). Wide form: one row for the person, a column for
    each variable, its unit in brackets (``bilirubin [umol/L]``,
    ``bilirubin.uln``), and perhaps ``at``, ``source`` and ``status`` for all.
    UTF-8, comma, a header; lines that begin with ``#`` are comments.
    """
    lines = [
        (number, line)
        for number, line in enumerate(_text(raw, name).splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    intake = Intake(population, zone)
    if not lines:
        intake.faults.append(
            Fault(Place(name), "csv.empty", "the file holds no rows", allowed="a header")
        )
        return intake.record()
    header = _Line(name, *lines[0])
    columns = [cell.strip() for cell in header.cells]
    rows = [_Line(name, number, line) for number, line in lines[1:]]
    for line in (header, *rows):
        line.check(len(columns), intake)
    if not intake.faults:
        read = _long if "variable" in columns else _wide
        read(columns, header, rows, intake)
    return intake.record()


def read_json(raw: bytes, population: Population, *, name: str, zone: tzinfo) -> Record:
    """The record in a JSON file; raises :class:`FaultsFound` with every fault.

    Either a list of facts, each an object of texts with the keys of
    :data:`COLUMNS`, or ``{"facts": [...]}``.
    """
    try:
        data = json.loads(_text(raw, name), parse_constant=str, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        raise FaultsFound([Fault(place, "json.syntax", f"not JSON: {error.msg}")]) from None
    facts = data.get("facts") if isinstance(data, Mapping) else data
    intake = Intake(population, zone)
    if not isinstance(facts, list) or (isinstance(data, Mapping) and set(data) != {"facts"}):
        allowed = 'a list of facts, or {"facts": [...]}'
        intake.faults.append(
            Fault(Place(name), "json.shape", "the facts are not a list", allowed=allowed)
        )
        return intake.record()
    for number, fact in enumerate(facts, start=1):
        _fact(fact, Place(name, path=f"facts[{number}]"), intake)
    return intake.record()


def _fact(fact: Any, place: Place, intake: Intake) -> None:
    allowed = ", ".join(COLUMNS)
    if not isinstance(fact, Mapping):
        intake.faults.append(
            Fault(place, "json.shape", "a fact is an object", found=str(fact), allowed=allowed)
        )
        return
    for key, value in fact.items():
        where = Place(place.file, path=f"{place.path}.{key}")
        if key not in COLUMNS:
            intake.faults.append(
                Fault(where, "json.unknown_key", "unknown key", found=key, allowed=allowed)
            )
        elif value is not None and not isinstance(value, str):
            message = "must be a text or a number"
            intake.faults.append(Fault(where, "json.type", message, found=str(value)))
    row = {key: value for key, value in fact.items() if isinstance(value, str)}
    intake.take(row, lambda column: Place(place.file, path=f"{place.path}.{column}"))


def _text(raw: bytes, name: str) -> str:
    if len(raw) > _LARGEST:
        allowed = f"at most {_LARGEST:,} bytes"
        raise FaultsFound(
            [Fault(Place(name), "file.too_large", "the file is too large", allowed=allowed)]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        found = f"byte 0x{raw[error.start]:02x}"
        message = "not UTF-8, or several encodings in one file; save it again as UTF-8"
        place = Place(name, line, column)
        fault = Fault(place, "file.encoding", message, found, "UTF-8")
        raise FaultsFound([fault]) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        fault = Fault(Place(name, line), "file.encoding", "a NUL character", "U+0000", "UTF-8")
        raise FaultsFound([fault])
    return text


class _Line:
    """One line of a CSV file: its cells and the column at which each begins."""

    def __init__(self, name: str, number: int, text: str) -> None:
        self.name = name
        self.number = number
        self.text = text
        self.is_broken = False
        try:
            self.cells = next(csv.reader([text], strict=True))
        except csv.Error:
            self.is_broken = True
            self.cells = [text]
        self.starts = _starts(text)

    def place(self, index: int) -> Place:
        start = self.starts[index] if index < len(self.starts) else len(self.text)
        return Place(self.name, self.number, start + 1)

    def check(self, width: int, intake: Intake) -> None:
        if self.is_broken:
            message = "quotation marks do not match in this line"
            intake.faults.append(
                Fault(self.place(0), "csv.quotes", message, allowed='"text" on one line')
            )
        elif len(self.cells) != width:
            message = "this line has another number of columns than the header"
            found, allowed = str(len(self.cells)), str(width)
            where = self.place(min(len(self.cells), width))
            intake.faults.append(Fault(where, "csv.width", message, found=found, allowed=allowed))


def _starts(text: str) -> list[int]:
    starts, is_quoted = [0], False
    for position, letter in enumerate(text):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == "," and not is_quoted:
            starts.append(position + 1)
    return starts


def _known(
    columns: Sequence[str], header: _Line, intake: Intake, allowed: Callable[[str], bool]
) -> None:
    for index, column in enumerate(columns):
        if not allowed(column):
            message = "unknown column"
            known = ", ".join(COLUMNS)
            if len(columns) == 1 and re.search("[;\t]", column):
                message = "the columns are not separated by commas"
            where = header.place(index)
            intake.faults.append(
                Fault(where, "csv.unknown_column", message, found=column, allowed=known)
            )
        elif column in columns[:index]:
            message = "this column stands twice"
            intake.faults.append(
                Fault(header.place(index), "csv.repeated_column", message, found=column)
            )


def _long(columns: Sequence[str], header: _Line, rows: Sequence[_Line], intake: Intake) -> None:
    _known(columns, header, intake, lambda column: column in COLUMNS)
    if "value" not in columns:
        message = "the column `value` is missing"
        intake.faults.append(
            Fault(header.place(0), "csv.missing_column", message, allowed="variable,value,...")
        )
    if intake.faults:
        return
    for line in rows:
        where = {column: line.place(index) for index, column in enumerate(columns)}
        row = dict(zip(columns, line.cells, strict=True))
        intake.take(row, partial(_cell, where, where["variable"]))


def _wide(columns: Sequence[str], header: _Line, rows: Sequence[_Line], intake: Intake) -> None:
    names = intake.population.variables

    def is_known(column: str) -> bool:
        match = _WIDE.fullmatch(column)
        stem, _, part = (match["name"] if match else "").partition(".")
        return column in (*_COMMON, "consent") or (stem in names and part in ("", "uln", "lln"))

    _known(columns, header, intake, is_known)
    if len(rows) != 1:
        message = "a table with one column for each variable holds one person in one row"
        found = f"{len(rows)} rows"
        intake.faults.append(
            Fault(header.place(0), "csv.one_person", message, found=found, allowed="1 row")
        )
    if intake.faults:
        return
    line = rows[0]
    cells = dict(zip(columns, line.cells, strict=True))
    common = {name: cells[name] for name in _COMMON if name in cells}
    for index, column in enumerate(columns):
        match = _WIDE.fullmatch(column)
        if match is None or column in _COMMON or "." in column or not cells[column].strip():
            continue
        name = match["name"]
        limits = {part: cells.get(f"{name}.{part}", "") for part in ("uln", "lln")}
        row = {"variable": name, "value": cells[column], "unit": match["unit"] or ""}
        intake.take(common | limits | row, partial(_cell, {}, line.place(index)))


def _cell(where: Mapping[str, Place], otherwise: Place, column: str) -> Place:
    """Where a column stands; a column that is not in the table stands where the row begins."""
    return where.get(column, otherwise)


def read_form(
    pairs: Sequence[str], population: Population, *, at: datetime, zone: tzinfo
) -> Record:
    """The record in facts as typed on a command line; raises :class:`FaultsFound` for all faults.

    Each is ``name=value``, with the unit and perhaps the limit of normal and the
    time after the value: ``bilirubin=180 umol/L uln 21 at 2026-01-14``. A fact
    without a time is of ``at``.
    """
    intake = Intake(population, zone)
    for number, pair in enumerate(pairs, start=1):
        name, separator, rest = pair.partition("=")
        place = Place("form", path=name.strip() or f"fact {number}")
        match = _TYPED.fullmatch(rest.strip())
        if not separator or match is None:
            allowed = 'name=value, such as weight="62 kg"'
            intake.faults.append(
                Fault(place, "form.pair", "not a fact", found=pair, allowed=allowed)
            )
            continue
        row = {key: value for key, value in match.groupdict().items() if value}
        row["variable"] = name.strip()
        if name.strip() in population.variables or name.strip() in _judged(population):
            row.setdefault("at", at.isoformat())
        if name.strip() in _judged(population):
            row |= {"source": "form", "reason": "as given"}
        intake.take(row, partial(_cell, {}, place))
    return intake.record()


def _judged(population: Population) -> frozenset[str]:
    return frozenset(c.id for c in population.criteria if c.judgement)

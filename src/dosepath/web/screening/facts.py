"""Rows of facts, typed or pasted, read by the eligibility room: all of them or none."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from dosepath import wording
from dosepath.eligibility import ANCHORS, COLUMNS, Population, read_json
from dosepath.quantity import Fault, FaultsFound

ORDER = ("variable", "value", "unit", "at", "uln", "source")
"""The columns of a pasted table that has no header."""

MOST_ROWS = 300

Row = Mapping[str, str]


@dataclass(frozen=True)
class Wrong:
    """A fault: which row (0-based, -1 for the table as a whole), which column, in words."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Reading:
    """Observations as JSON objects, ready to be recorded; or what is wrong, never both."""

    facts: tuple[dict[str, str], ...] = ()
    wrong: tuple[Wrong, ...] = ()


def read_rows(rows: Sequence[Row], population: Population, *, zone: tzinfo) -> Reading:
    """Every row read and checked; judgements and dates of the trial have pages of their own."""
    refused = list(_elsewhere(rows, population))
    kept = [{key: value for key, value in row.items() if value} for row in rows]
    try:
        record = read_json(json.dumps(kept).encode(), population, name="table", zone=zone)
    except FaultsFound as found:
        refused += [_wrong(fault) for fault in found.faults]
    if refused:
        return Reading(wrong=tuple(dict.fromkeys(refused)))
    return Reading(tuple(seen.to_json() for seen in record.observations))


def _elsewhere(rows: Sequence[Row], population: Population) -> Iterable[Wrong]:
    """Judgements and the trial's own dates are no values."""
    other = {*ANCHORS, *(criterion.id for criterion in population.criteria)}
    for number, row in enumerate(rows):
        if row.get("variable", "") in other - set(population.variables):
            text = wording.text("facts.elsewhere", name=row["variable"])
            yield Wrong(number, "variable", text)


def _wrong(fault: Fault) -> Wrong:
    """``facts[3].value`` as the third row's value; places of other kinds as the whole table."""
    path = fault.place.path or ""
    number, _, column = path.removeprefix("facts[").partition("].")
    code = "facts.fault_found" if fault.found else "facts.fault"
    if fault.allowed:
        code = "facts.fault_allowed" if fault.found else "facts.fault_wanted"
    said = wording.text(code, problem=fault.message, found=fault.found, allowed=fault.allowed)
    return Wrong(int(number) - 1 if number.isdecimal() else -1, column, said)


@dataclass(frozen=True)
class Pasted:
    """The rows of a pasted table, the line on which each stands, and what is wrong with it."""

    rows: tuple[Row, ...] = ()
    lines: tuple[int, ...] = ()
    wrong: tuple[str, ...] = ()


def split_table(text: str, population: Population) -> Pasted:
    """A table pasted from a laboratory report or a spreadsheet: commas, semicolons or tabs.

    The first line may name the columns; without names they are :data:`ORDER`. A variable may
    be named as the study file has it or by its label.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_ROWS:
        return Pasted(wrong=(wording.text("facts.too_many", most=MOST_ROWS, n=len(lines)),))
    mark = next((mark for mark in ("\t", ";", ",") if any(mark in line for _, line in lines)), ",")
    cells = [(n, [cell.strip() for cell in _cells(line, mark)]) for n, line in lines]
    columns: Sequence[str] = ORDER
    if cells and cells[0][1][0].casefold() == "variable":
        columns = [name.casefold() for name in cells.pop(0)[1]]
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown or "value" not in columns:
        found = tuple(unknown) or tuple(columns)
        return Pasted(wrong=(wording.text("facts.columns", found=found, allowed=COLUMNS),))
    wide = [n for n, row in cells if len(row) > len(columns)]
    if wide:
        return Pasted(wrong=tuple(wording.text("facts.wide", line=n, n=len(columns)) for n in wide))
    names = _names(population)
    rows = [dict(zip(columns, row, strict=False)) for _, row in cells]
    for row in rows:
        row["variable"] = names.get(row.get("variable", "").casefold(), row.get("variable", ""))
    return Pasted(tuple(rows), tuple(n for n, _ in cells))


def _cells(line: str, mark: str) -> list[str]:
    return next(csv.reader([line], delimiter=mark))


def _names(population: Population) -> dict[str, str]:
    """Variables by their code and by their labels, in any case."""
    found = {name.casefold(): name for name in population.variables}
    for name, variable in population.variables.items():
        for label in variable.label.values():
            found.setdefault(label.casefold(), name)
    return found

"""Adverse events: participants counted once per term, at their worst grade, by dose."""

from __future__ import annotations

from collections import Counter

from dosepath.analysis.rows import EventRow, TrialData
from dosepath.analysis.table import Cell, Column, Grades, Table
from dosepath.rule import Reason

Worst = dict[tuple[str, str], int]


def worst_grades(events: tuple[EventRow, ...]) -> Worst:
    """The worst grade of each (participant, term) that began or worsened after dosing."""
    worst: Worst = {}
    for event in events:
        if event.emerged:
            key = (event.participant, event.term)
            worst[key] = max(event.grade, worst.get(key, 0))
    return worst


def grade_table(data: TrialData, *, most: int = 12) -> Table:
    """One row per term, worst first; one column per level that has participants.

    ``most`` is how many terms are shown; a note says how many more there are and the
    worst grade among them.
    """
    level_of = {row.number: row.level for row in data.participants}
    worst = {key: grade for key, grade in worst_grades(data.events).items() if key[0] in level_of}
    levels = sorted(set(level_of.values()))
    terms = sorted({term for _, term in worst}, key=lambda term: _order(worst, term))
    columns = (Column.text("term"), *(_level_column(data, level) for level in levels))
    any_term = _row(Reason.of("cell.any_event"), _worst_of_any(worst), level_of=level_of)
    rows = [any_term] if terms else []
    rows += [_row(term, _of_term(worst, term), level_of=level_of) for term in terms[:most]]
    notes = [Reason.of("note.count_people", version=data.ctcae)]
    if not terms:
        notes.insert(0, Reason.of("note.no_event"))
    if terms[most:]:
        highest = max(grade for (_, term), grade in worst.items() if term in terms[most:])
        notes.append(Reason.of("note.more_terms", n=len(terms) - most, grade=highest))
    return Table("grade", Reason.of("table.grade"), columns, tuple(rows), tuple(notes))


def _level_column(data: TrialData, level: int) -> Column:
    heading = Reason.of("column.level_n", level=level, n=len(data.at_level(level)))
    return Column(heading, numeric=False)


def _of_term(worst: Worst, term: str) -> dict[str, int]:
    return {number: grade for (number, name), grade in worst.items() if name == term}


def _worst_of_any(worst: Worst) -> dict[str, int]:
    highest: dict[str, int] = {}
    for (number, _), grade in worst.items():
        highest[number] = max(grade, highest.get(number, 0))
    return highest


def _order(worst: Worst, term: str) -> tuple[int, int, str]:
    grades = list(_of_term(worst, term).values())
    return (-max(grades), -len(grades), term)


def _row(name: Cell, of: dict[str, int], *, level_of: dict[str, int]) -> tuple[Cell, ...]:
    cells = []
    for level in sorted(set(level_of.values())):
        found = Counter(grade for number, grade in of.items() if level_of[number] == level)
        cells.append(Grades(tuple(sorted(found.items()))))
    return (name, *cells)

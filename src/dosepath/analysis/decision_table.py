"""Dose decisions beside what the rule recommended on the same data."""

from __future__ import annotations

from dosepath.analysis.rows import TrialData
from dosepath.analysis.table import Column, Table
from dosepath.rule import Reason


def decision_table(data: TrialData) -> Table:
    """One row per decision, in the order in which they were made."""
    columns = (
        Column.text("decision"),
        Column.text("time"),
        Column.number("cut"),
        Column.text("recommended"),
        Column.text("chosen"),
        Column.text("agreement"),
        Column.number("signatures"),
    )
    rows = tuple(
        (
            row.number,
            row.at,
            row.cut_seq,
            row.recommended,
            row.chosen,
            Reason.of(f"cell.{row.agreement}", reason=row.reason),
            Reason.of(
                "cell.signatures" if row.effective else "cell.not_in_force", n=row.signatures
            ),
        )
        for row in sorted(data.decisions, key=lambda row: (row.at, row.number))
    )
    notes = () if rows else (Reason.of("note.no_decision"),)
    return Table("decision", Reason.of("table.decision"), columns, rows, notes)

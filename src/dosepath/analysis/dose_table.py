"""Participants and dose-limiting toxicities by dose."""

from __future__ import annotations

from dosepath.analysis.exact import clopper_pearson
from dosepath.analysis.rows import ParticipantRow, TrialData
from dosepath.analysis.table import Cell, Column, Share, Table
from dosepath.rule import Reason

_COUNTS = ("dosed", "evaluated", "pending", "not_evaluable", "grade_2")


def dlt_share(rows: tuple[ParticipantRow, ...]) -> Share:
    """DLTs among participants whose window was evaluated, with the exact 95 % interval."""
    evaluated = [row for row in rows if row.outcome in ("none", "dlt")]
    return clopper_pearson(sum(row.outcome == "dlt" for row in evaluated), len(evaluated))


def dose_table(data: TrialData) -> Table:
    """One row per dose level: who was dosed, who could be evaluated, DLTs with interval."""
    columns = (
        Column.number("level"),
        Column.text("dose"),
        *(Column.number(code) for code in _COUNTS),
        Column.number("dlt"),
        Column.text("interval_in_words"),
    )
    rows = tuple(_row(data, level.level) for level in data.levels)
    notes = [Reason.of("note.exact_interval"), Reason.of("note.not_an_estimate")]
    if any(level.assumed for level in data.levels):
        notes.insert(0, Reason.of("note.assumed_dose"))
    return Table("dose", Reason.of("table.dose"), columns, rows, tuple(notes))


def _row(data: TrialData, level: int) -> tuple[Cell, ...]:
    rows = data.at_level(level)
    share = dlt_share(rows)
    counts = {
        "dosed": len(rows),
        "evaluated": share.n,
        "pending": sum(row.outcome == "pending" for row in rows),
        "not_evaluable": sum(row.outcome == "not_evaluable" for row in rows),
        "grade_2": sum(row.counts_grade_2 for row in rows),
    }
    assumed = any(one.assumed for one in data.levels if one.level == level)
    dose = Reason.of("cell.dose_assumed" if assumed else "cell.dose", dose=data.dose(level))
    return (level, dose, *(counts[code] for code in _COUNTS), share, share.words)

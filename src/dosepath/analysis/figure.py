"""Figures as values: what is drawn is decided here, the drawing is in the ``report`` room.

Every figure carries the table of its numbers, so that nobody depends on seeing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dosepath.analysis.change import visit_name
from dosepath.analysis.rows import Outcome, ParticipantRow, TrialData
from dosepath.analysis.survival import (
    Curve,
    Kind,
    at_risk,
    incidence_curves,
    survival_curve,
)
from dosepath.analysis.table import Cell, Column, Table
from dosepath.rule import Reason

Ending = Literal["", "died", "transplanted"]


@dataclass(frozen=True)
class LadderMark:
    """One participant on the ladder; ``grade_2`` when a related grade-2 event counts."""

    participant: str
    outcome: Outcome
    grade_2: bool = False


@dataclass(frozen=True)
class LadderLevel:
    """One rung: its marks in order of dosing and its state (see ``LevelRow.state``)."""

    level: int
    dose: str
    marks: tuple[LadderMark, ...] = ()
    assumed: bool = False
    state: str = "not_reached"


@dataclass(frozen=True)
class Line:
    """One participant's course: (study day, value) in order, and how it ended if it did."""

    participant: str
    level: int
    points: tuple[tuple[int, float], ...]
    ending: Ending = ""


@dataclass(frozen=True)
class Spaghetti:
    """The courses of all participants for one variable."""

    variable: str
    unit: str
    lines: tuple[Line, ...]
    days: tuple[int, ...]
    table: Table


@dataclass(frozen=True)
class Steps:
    """Step functions from day 0 to ``horizon`` with the number at risk on ``days``."""

    code: str
    curves: tuple[Curve, ...]
    days: tuple[int, ...]
    at_risk: tuple[int, ...]
    horizon: int


def ladder(data: TrialData) -> tuple[LadderLevel, ...]:
    """The ladder of ``data``, lowest level first."""
    return tuple(
        LadderLevel(
            row.level,
            row.dose,
            tuple(
                LadderMark(one.number, one.outcome, one.counts_grade_2)
                for one in data.at_level(row.level)
            ),
            row.assumed,
            row.state,
        )
        for row in data.levels
    )


def spaghetti(data: TrialData, variable: str, *, unit: str) -> Spaghetti:
    """Every participant's values of ``variable`` by study day."""
    lines = []
    for row in data.participants:
        points = sorted(
            (one.day, float(one.value))
            for one in data.measurements
            if (one.participant, one.variable) == (row.number, variable)
        )
        if points:
            lines.append(Line(row.number, row.level, tuple(points), _ending(row)))
    days = (0, *(day for _, day in data.visits if day > 0))
    return Spaghetti(variable, unit, tuple(lines), days, _values(data, variable, unit))


def _ending(row: ParticipantRow) -> Ending:
    if row.transplanted_day is not None:
        return "transplanted"
    return "died" if row.died_day is not None else ""


def _values(data: TrialData, variable: str, unit: str) -> Table:
    visits = [name for name, _ in data.visits]
    headings = (visit_name(day) for _, day in data.visits)
    found = {
        (one.participant, one.visit): one.value
        for one in data.measurements
        if one.variable == variable
    }
    columns = (
        Column.text("participant"),
        Column.number("level"),
        *(Column(heading) for heading in headings),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (row.number, row.level, *(found.get((row.number, name)) for name in visits))
        for row in data.participants
    )
    code = "table.values" if unit else "table.values_no_unit"
    title = Reason.of(code, variable=f"variable.{variable}", unit=unit)
    return Table(f"values_{variable}", title, columns, rows)


def survival_steps(data: TrialData, *, horizon: int = 60) -> Steps:
    """Overall and transplant-free survival, with the number at risk without a transplant."""
    kinds: tuple[Kind, ...] = ("overall", "transplant_free")
    curves = tuple(survival_curve(data, kind, horizon=horizon) for kind in kinds)
    return _steps(data, "survival", curves, horizon=horizon)


def incidence_steps(data: TrialData, *, horizon: int = 60) -> Steps:
    """Cumulative incidence of death before transplantation and of transplantation."""
    return _steps(data, "incidence", incidence_curves(data, horizon=horizon), horizon=horizon)


def _steps(data: TrialData, code: str, curves: tuple[Curve, ...], *, horizon: int) -> Steps:
    days = (0, *(day for _, day in data.visits if 7 <= day < horizon), horizon)
    risk = tuple(at_risk(data, "transplant_free", day, horizon=horizon) for day in days)
    return Steps(code, curves, days, risk, horizon)

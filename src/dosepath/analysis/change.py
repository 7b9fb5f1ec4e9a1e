"""Change from baseline by visit, among those observed, and what happened to the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from dosepath.analysis.rows import MeasurementRow, ParticipantRow, TrialData
from dosepath.analysis.table import Cell, Column, Table
from dosepath.rule import Reason

# Decimals shown, and whether the change is also given as a ratio to baseline.
PLACES = {"bilirubin": 0, "inr": 2, "albumin": 1, "meld_3_0": 1, "meld_na_optn_2016": 0}
AS_RATIO = frozenset({"bilirubin", "inr"})


@dataclass(frozen=True)
class Change:
    """One variable at one visit: changes from baseline of those who have both values.

    ``median_ratio`` (value / baseline) only where a ratio is meaningful. ``died`` and
    ``transplanted`` count participants with a baseline who died, or were transplanted and
    alive, by the planned day; ``missing`` those due by now without a value for another reason.
    """

    variable: str
    visit: str
    n: int
    died: int = 0
    transplanted: int = 0
    missing: int = 0
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    quartiles: tuple[float, float] | None = None
    median_ratio: float | None = None


def baselines(rows: Iterable[MeasurementRow], variable: str) -> dict[str, float]:
    """The last value before or on the day of dosing, per participant."""
    chosen: dict[str, MeasurementRow] = {}
    for row in rows:
        if row.variable != variable or row.day > 0 or (row.day == 0 and row.visit != "baseline"):
            continue
        if row.participant not in chosen or row.day >= chosen[row.participant].day:
            chosen[row.participant] = row
    return {number: float(row.value) for number, row in chosen.items()}


@dataclass
class _Pairs:
    changes: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


def change_at(data: TrialData, variable: str, *, visit: str) -> Change:
    """Summarise ``variable`` at ``visit``; raises KeyError for a visit that is not planned."""
    day = dict(data.visits)[visit]
    start = baselines(data.measurements, variable)
    seen = {
        row.participant: float(row.value)
        for row in data.measurements
        if row.variable == variable and row.visit == visit
    }
    pairs, lost = _Pairs(), {"died": 0, "transplanted": 0, "missing": 0}
    for row in data.participants:
        if row.number not in start:
            continue
        if row.number in seen:
            pairs.changes.append(seen[row.number] - start[row.number])
            pairs.ratios.append(seen[row.number] / start[row.number])
        else:
            why = _why_absent(row, day)
            lost[why] = lost.get(why, 0) + 1
    lost.pop("not_due", None)
    return _summarised(variable, visit, pairs, lost=lost)


def _why_absent(row: ParticipantRow, day: int) -> str:
    if row.died_day is not None and row.died_day <= day:
        return "died"
    if row.transplanted_day is not None and row.transplanted_day <= day:
        return "transplanted"
    return "not_due" if row.followed_to < day else "missing"


def _summarised(variable: str, visit: str, pairs: _Pairs, *, lost: dict[str, int]) -> Change:
    values = pairs.changes
    n = len(values)
    if not n:
        return Change(variable, visit, 0, lost["died"], lost["transplanted"], lost["missing"])
    low, high = np.quantile(values, [0.25, 0.75])
    return Change(
        variable,
        visit,
        n,
        lost["died"],
        lost["transplanted"],
        lost["missing"],
        mean=float(np.mean(values)),
        sd=float(np.std(values, ddof=1)) if n > 1 else None,
        median=float(median(values)),
        quartiles=(float(low), float(high)) if n > 2 else None,
        median_ratio=float(median(pairs.ratios)) if variable in AS_RATIO else None,
    )


def change_table(data: TrialData, variable: str, *, unit: str) -> Table:
    """One row per planned visit after dosing; ``lost`` is died / transplanted / missing."""
    as_ratio = variable in AS_RATIO
    codes = ["n", "mean", "sd", "median", "quartiles", *(["ratio"] if as_ratio else []), "lost"]
    columns = (Column.text("visit"), *(Column.number(code) for code in codes))
    rows = tuple(
        _row(change_at(data, variable, visit=visit), day, as_ratio=as_ratio)
        for visit, day in data.visits
        if day > 0
    )
    code = "table.change" if unit else "table.change_no_unit"
    title = Reason.of(code, variable=f"variable.{variable}", unit=unit)
    return Table(f"change_{variable}", title, columns, rows)


def visit_name(day: int) -> Reason:
    """A visit by its planned day: "Day 28"; any visit before dosing is the baseline."""
    return Reason.of("cell.visit", day=day) if day > 0 else Reason.of("cell.visit_baseline")


def _row(change: Change, day: int, *, as_ratio: bool) -> tuple[Cell, ...]:
    places = PLACES.get(change.variable, 1)
    quartiles = None
    if change.quartiles:
        low, high = (_signed(value, places) for value in change.quartiles)
        quartiles = Reason.of("cell.range", low=low, high=high)
    ratio = None if change.median_ratio is None else f"{change.median_ratio:.2f}"
    lost = Reason.of(
        "cell.lost", died=change.died, transplanted=change.transplanted, missing=change.missing
    )
    return (
        visit_name(day),
        change.n,
        _signed(change.mean, places),
        None if change.sd is None else f"{change.sd:.{places}f}",
        _signed(change.median, places),
        quartiles,
        *([ratio] if as_ratio else []),
        lost,
    )


def _signed(value: float | None, places: int) -> str | None:
    """``+1.5`` or ``-1.5`` with a true minus; zero has no sign."""
    if value is None:
        return None
    shown = f"{value:+.{places}f}"
    if not float(shown):
        return f"{0:.{places}f}"
    return shown.replace("-", "\N{MINUS SIGN}")

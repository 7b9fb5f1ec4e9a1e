"""Survival and cumulative incidence to a horizon, with transplantation as a competing event.

Kaplan-Meier with the log-log interval (Kalbfleisch and Prentice 1980) and
Aalen-Johansen cumulative incidence; both from statsmodels, which equals R's ``survival``
on the cases in tests/published. One minus Kaplan-Meier overstates death when
transplantation competes, so it is never shown for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Literal

import numpy as np
from scipy.stats import norm

from dosepath.analysis.exact import clopper_pearson
from dosepath.analysis.rows import ParticipantRow, TrialData
from dosepath.analysis.table import Cell, Column, Estimate, Share, Table
from dosepath.rule import Reason

Kind = Literal["overall", "overall_censored", "transplant_free"]
KINDS: tuple[Kind, ...] = ("overall", "overall_censored", "transplant_free")
_Z = float(norm.ppf(0.975))


@dataclass(frozen=True)
class Point:
    """The estimate from ``day`` on, until the next point."""

    day: int
    estimate: Estimate


@dataclass(frozen=True)
class Curve:
    """A step function of the study day, starting at day 0, with the days of censoring.

    ``until`` is the last day on which anybody was followed: nothing is known beyond it.
    """

    code: str
    points: tuple[Point, ...]
    censored: tuple[int, ...] = ()
    until: int = 0

    def at(self, day: int) -> Estimate:
        """The estimate on ``day``."""
        return [point for point in self.points if point.day <= day][-1].estimate


def followed(row: ParticipantRow, kind: Kind, *, horizon: int) -> tuple[int, bool]:
    """Time in days and whether the event of ``kind`` happened, both cut at ``horizon``.

    ``overall`` follows participants beyond a transplantation; ``overall_censored`` stops
    at it; ``transplant_free`` counts it as an event.
    """
    day, event = row.followed_to, False
    if row.died_day is not None:
        day, event = row.died_day, True
    graft = row.transplanted_day
    if kind != "overall" and graft is not None and graft <= day:
        day, event = graft, kind == "transplant_free"
    return (horizon, False) if day > horizon else (day, event)


def _log_log(value: float, error: float) -> Estimate:
    """A probability with its log-log interval; none at 0, at 1, or without a finite error."""
    if not 0 < value < 1 or not np.isfinite(error):
        return Estimate(value, None, None)
    width = _Z * error / (value * abs(log(value)))
    return Estimate(value, value ** exp(width), value ** exp(-width))


def kaplan_meier(times: Sequence[int], events: Sequence[bool], *, code: str = "") -> Curve:
    """Kaplan-Meier with pointwise log-log 95 % intervals."""
    from statsmodels.duration.survfunc import SurvfuncRight  # noqa: PLC0415  # slow, an extra

    with np.errstate(divide="ignore", invalid="ignore"):  # a last person's event ends the risk set
        found = SurvfuncRight(np.asarray(times, float), np.asarray(events, int))
    points = [Point(0, Estimate(1.0, None, None))]
    for day, value, error in zip(
        found.surv_times, found.surv_prob, found.surv_prob_se, strict=True
    ):
        points.append(Point(int(day), _log_log(float(value), float(error))))
    marks = sorted({day for day, event in zip(times, events, strict=True) if not event})
    return Curve(code, tuple(points), tuple(marks), max(times))


def aalen_johansen(times: Sequence[int], kinds: Sequence[int]) -> dict[int, Curve]:
    """Cumulative incidence of each kind of event (1, 2, ...; 0 is censored)."""
    curves = {}
    if not any(kinds):
        return {}
    from statsmodels.duration.survfunc import CumIncidenceRight  # noqa: PLC0415  # as above

    with np.errstate(divide="ignore", invalid="ignore"):
        found = CumIncidenceRight(np.asarray(times, float), np.asarray(kinds, int))
    for kind, (values, errors) in enumerate(zip(found.cinc, found.cinc_se, strict=True), start=1):
        points = [Point(0, Estimate(0.0, None, None))]
        for day, value, error in zip(found.times, values, errors, strict=True):
            points.append(Point(int(day), _log_log(float(value), float(error))))
        curves[kind] = Curve(str(kind), tuple(points), until=max(times))
    return curves


def survival_curve(data: TrialData, kind: Kind, *, horizon: int = 60) -> Curve:
    """The Kaplan-Meier curve of one kind to ``horizon``."""
    pairs = [followed(row, kind, horizon=horizon) for row in data.participants]
    if not pairs:
        return Curve(kind, (Point(0, Estimate(1.0, None, None)),))
    return kaplan_meier([p[0] for p in pairs], [p[1] for p in pairs], code=kind)


def incidence_curves(data: TrialData, *, horizon: int = 60) -> tuple[Curve, Curve]:
    """Cumulative incidence of death before transplantation and of transplantation."""
    times, kinds = [], []
    for row in data.participants:
        day, event = followed(row, "transplant_free", horizon=horizon)
        grafted = event and row.transplanted_day is not None and row.transplanted_day <= day
        times.append(day)
        kinds.append(0 if not event else 2 if grafted else 1)
    found = aalen_johansen(times, kinds)
    none = (Point(0, Estimate(0.0, None, None)),)
    death, graft = (found[kind].points if kind in found else none for kind in (1, 2))
    until = max(times, default=0)
    return Curve("death", death, until=until), Curve("transplantation", graft, until=until)


def at_risk(data: TrialData, kind: Kind, day: int, *, horizon: int = 60) -> int:
    """Participants still followed without the event just before ``day``."""
    return sum(followed(row, kind, horizon=horizon)[0] >= day for row in data.participants)


def _cells(data: TrialData, curve: Curve, kind: Kind, days: tuple[int, ...]) -> Iterator[Cell]:
    """Number at risk and estimate on each day; none where nobody is followed that far."""
    horizon = max(days)
    free = survival_curve(data, kind, horizon=horizon)
    for day in days:
        n = at_risk(data, kind, day, horizon=horizon)
        yield n
        yield curve.at(day) if n or not free.at(day).value else None


def dead_by(data: TrialData, day: int) -> Share:
    """Deaths by ``day`` among those whose state on that day is known, with exact interval."""
    dead = [r for r in data.participants if r.died_day is not None and r.died_day <= day]
    alive = [r for r in data.participants if r not in dead and r.followed_to >= day]
    return clopper_pearson(len(dead), len(dead) + len(alive))


def survival_table(data: TrialData, *, days: tuple[int, ...] = (28, 60)) -> Table:
    """Estimates at fixed days: three kinds of survival, two incidences, exact proportions."""
    horizon = max(days)
    columns = [Column.text("measure")]
    for day in days:
        columns.append(Column(Reason.of("column.at_risk_on", day=day)))
        columns.append(Column(Reason.of("column.estimate_on", day=day)))
    rows: list[tuple[Cell, ...]] = []
    for kind in KINDS:
        curve = survival_curve(data, kind, horizon=horizon)
        rows.append((Reason.of(f"survival.{kind}"), *_cells(data, curve, kind, days)))
    for curve in incidence_curves(data, horizon=horizon):
        cells = _cells(data, curve, "transplant_free", days)
        rows.append((Reason.of(f"incidence.{curve.code}"), *cells))
    shares = [dead_by(data, day) for day in days]
    rows.append((Reason.of("survival.dead_known"), *(c for s in shares for c in (s.n, s))))
    notes = (Reason.of("note.log_log"), Reason.of("note.small_numbers", n=len(data.participants)))
    return Table("survival", Reason.of("table.survival"), tuple(columns), tuple(rows), notes)

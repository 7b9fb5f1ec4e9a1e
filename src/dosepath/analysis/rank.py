"""Composite rank: death worst, then transplantation, then the value itself.

The mean of survivors flatters a treatment under which the sickest die; ranking
everyone does not (Lachin, Control Clin Trials 1999;20:408: worst-rank analysis).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dosepath.analysis.change import baselines
from dosepath.analysis.rows import TrialData
from dosepath.rule import Reason, Value

Fate = Literal["value", "transplanted", "died"]


@dataclass(frozen=True)
class Ranked:
    """One participant's place, best first: a change from baseline, a transplantation or a death."""

    participant: str
    fate: Fate
    change: float | None = None
    day: int | None = None


def composite_rank(data: TrialData, variable: str, *, visit: str) -> tuple[Ranked, ...]:
    """Everyone with a baseline whose fate at ``visit`` is known, best first.

    Lower change is better (bilirubin, INR, MELD). Among deaths, and among
    transplantations, an earlier day is worse.
    """
    day = dict(data.visits)[visit]
    start = baselines(data.measurements, variable)
    seen = {
        row.participant: float(row.value) - start[row.participant]
        for row in data.measurements
        if (row.variable, row.visit) == (variable, visit) and row.participant in start
    }
    found = []
    for row in data.participants:
        if row.number not in start:
            continue
        if row.died_day is not None and row.died_day <= day:
            found.append(Ranked(row.number, "died", day=row.died_day))
        elif row.transplanted_day is not None and row.transplanted_day <= day:
            found.append(Ranked(row.number, "transplanted", day=row.transplanted_day))
        elif row.number in seen:
            found.append(Ranked(row.number, "value", change=seen[row.number]))
    return tuple(sorted(found, key=_place))


def _place(one: Ranked) -> tuple[int, float, str]:
    fate = ("value", "transplanted", "died").index(one.fate)
    return (fate, one.change if one.change is not None else -(one.day or 0), one.participant)


def rank_remark(data: TrialData, variable: str, *, visit: str) -> Reason:
    """What the middle participant's fate was, as a sentence for a footnote."""
    ranked = composite_rank(data, variable, visit=visit)
    named: dict[str, Value] = {"variable": f"variable.{variable}", "day": dict(data.visits)[visit]}
    if not ranked:
        return Reason.of("rank.nobody", **named)
    died = sum(one.fate == "died" for one in ranked)
    transplanted = sum(one.fate == "transplanted" for one in ranked)
    counts = {"n": len(ranked), "died": died, "transplanted": transplanted}
    middle = ranked[len(ranked) // 2]  # of an even number the worse of the two
    if middle.fate == "value":
        change = round(middle.change or 0.0, 2)
        return Reason.of("rank.median_value", change=change, **named, **counts)
    return Reason.of(f"rank.median_{middle.fate}", **named, **counts)

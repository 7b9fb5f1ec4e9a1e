"""The committee's pack as a value: which tables and figures, in which order."""

from __future__ import annotations

from dataclasses import dataclass

from dosepath.analysis.change import change_table
from dosepath.analysis.decision_table import decision_table
from dosepath.analysis.dose_table import dose_table
from dosepath.analysis.figure import (
    LadderLevel,
    Spaghetti,
    Steps,
    incidence_steps,
    ladder,
    spaghetti,
    survival_steps,
)
from dosepath.analysis.grade_table import grade_table
from dosepath.analysis.rank import rank_remark
from dosepath.analysis.rows import TrialData
from dosepath.analysis.survival import survival_table
from dosepath.analysis.table import Table
from dosepath.rule import Reason

# Variables of the change table in order, with the unit in which each is analysed.
VARIABLES = {"bilirubin": "umol/L", "inr": "", "albumin": "g/L", "meld_3_0": "points"}
DRAWN = ("bilirubin", "meld_3_0")


@dataclass(frozen=True)
class Pack:
    """Everything that a two-page pack shows of ``data``."""

    data: TrialData
    ladder: tuple[LadderLevel, ...]
    dose: Table
    decision: Table
    grade: Table
    changes: tuple[Table, ...]
    survival: Table
    courses: tuple[Spaghetti, ...]
    steps: tuple[Steps, ...]
    remarks: tuple[Reason, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in the order of the pages."""
        return (self.dose, self.decision, self.grade, *self.changes, self.survival)


def committee_pack(data: TrialData) -> Pack:
    """The pack for ``data``; the horizon is the last planned visit, day 28 shown beside it."""
    horizon = max([day for _, day in data.visits], default=60)
    days = (data.window_days, horizon) if horizon > data.window_days else (horizon,)
    at_window = [name for name, day in data.visits if day == data.window_days]
    remarks = (
        Reason.of("note.baseline"),
        Reason.of("note.observed_case"),
        *(rank_remark(data, "meld_3_0", visit=name) for name in at_window),
    )
    return Pack(
        data,
        ladder(data),
        dose_table(data),
        decision_table(data),
        grade_table(data),
        tuple(change_table(data, name, unit=unit) for name, unit in VARIABLES.items()),
        survival_table(data, days=days),
        tuple(spaghetti(data, name, unit=VARIABLES[name]) for name in DRAWN),
        (survival_steps(data, horizon=horizon), incidence_steps(data, horizon=horizon)),
        remarks,
    )

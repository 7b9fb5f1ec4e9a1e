"""Estimates, tables and figures as values, from the rows of one trial at one data cut."""

from dosepath.analysis.adapt import next_step, treat_reason, trial_data
from dosepath.analysis.change import Change, baselines, change_at, change_table, visit_name
from dosepath.analysis.decision_table import decision_table
from dosepath.analysis.dose_table import dlt_share, dose_table
from dosepath.analysis.exact import clopper_pearson
from dosepath.analysis.figure import (
    LadderLevel,
    LadderMark,
    Line,
    Spaghetti,
    Steps,
    incidence_steps,
    ladder,
    spaghetti,
    survival_steps,
)
from dosepath.analysis.grade_table import grade_table, worst_grades
from dosepath.analysis.outlook import (
    STATES,
    Outlook,
    Prior,
    Prospect,
    Truths,
    evaluated_only,
    outlook,
)
from dosepath.analysis.pack import Pack, committee_pack
from dosepath.analysis.rank import Ranked, composite_rank, rank_remark
from dosepath.analysis.rows import (
    AssumedRow,
    Cut,
    DecisionRow,
    EventRow,
    LevelRow,
    MeasurementRow,
    ParticipantRow,
    TrialData,
)
from dosepath.analysis.size import chance_above
from dosepath.analysis.survival import (
    Curve,
    Point,
    aalen_johansen,
    dead_by,
    followed,
    incidence_curves,
    kaplan_meier,
    survival_curve,
    survival_table,
)
from dosepath.analysis.table import Cell, Column, Estimate, Grades, Share, Table

__all__ = [
    "STATES",
    "AssumedRow",
    "Cell",
    "Change",
    "Column",
    "Curve",
    "Cut",
    "DecisionRow",
    "Estimate",
    "EventRow",
    "Grades",
    "LadderLevel",
    "LadderMark",
    "LevelRow",
    "Line",
    "MeasurementRow",
    "Outlook",
    "Pack",
    "ParticipantRow",
    "Point",
    "Prior",
    "Prospect",
    "Ranked",
    "Share",
    "Spaghetti",
    "Steps",
    "Table",
    "TrialData",
    "Truths",
    "aalen_johansen",
    "baselines",
    "chance_above",
    "change_at",
    "change_table",
    "clopper_pearson",
    "committee_pack",
    "composite_rank",
    "dead_by",
    "decision_table",
    "dlt_share",
    "dose_table",
    "evaluated_only",
    "followed",
    "grade_table",
    "incidence_curves",
    "incidence_steps",
    "kaplan_meier",
    "ladder",
    "next_step",
    "outlook",
    "rank_remark",
    "spaghetti",
    "survival_curve",
    "survival_steps",
    "survival_table",
    "treat_reason",
    "trial_data",
    "visit_name",
    "worst_grades",
]

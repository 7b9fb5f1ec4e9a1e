"""Criteria with their readings, evaluated for one person, with evidence and a worklist."""

from dosepath.eligibility.boundary import LineRefused, parse_facts
from dosepath.eligibility.build import build_population
from dosepath.eligibility.changes import Change, changes
from dosepath.eligibility.evaluate import evaluate
from dosepath.eligibility.intake import COLUMNS
from dosepath.eligibility.naming import named, variable_label
from dosepath.eligibility.population import Boundary, Criterion, Group, Population, Reading
from dosepath.eligibility.record import Judgement, Record
from dosepath.eligibility.result import (
    CriterionResult,
    Missing,
    ReadingResult,
    Result,
    Verdict,
)
from dosepath.eligibility.sentence import against, verdict_reason
from dosepath.eligibility.table import read_csv, read_form, read_json
from dosepath.eligibility.variable import ANCHORS, SOURCES, Derived, Variable, Window

__all__ = [
    "ANCHORS",
    "COLUMNS",
    "SOURCES",
    "Boundary",
    "Change",
    "Criterion",
    "CriterionResult",
    "Derived",
    "Group",
    "Judgement",
    "LineRefused",
    "Missing",
    "Population",
    "Reading",
    "ReadingResult",
    "Record",
    "Result",
    "Variable",
    "Verdict",
    "Window",
    "against",
    "build_population",
    "changes",
    "evaluate",
    "named",
    "parse_facts",
    "read_csv",
    "read_form",
    "read_json",
    "variable_label",
    "verdict_reason",
]

"""Criteria with their readings, evaluated for one person, with evidence and a worklist."""

from dosepath.eligibility.boundary import LineRefused, parse_facts
from dosepath.eligibility.build import build_population
from dosepath.eligibility.changes import Change, changes
from dosepath.eligibility.evaluate import evaluate
from dosepath.eligibility.population import Boundary, Criterion, Group, Population, Reading
from dosepath.eligibility.record import Judgement, Record
from dosepath.eligibility.result import (
    CriterionResult,
    Missing,
    ReadingResult,
    Result,
    Verdict,
)
from dosepath.eligibility.variable import ANCHORS, SOURCES, Derived, Variable, Window

__all__ = [
    "ANCHORS",
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
    "build_population",
    "changes",
    "evaluate",
    "parse_facts",
]

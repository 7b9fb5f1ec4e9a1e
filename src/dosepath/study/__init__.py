"""The study file: load, check, version; one file says what a trial is."""

from dosepath.study.assumed import Assumed
from dosepath.study.ladder import Dose
from dosepath.study.lint import Warned, lint
from dosepath.study.loading import load, load_text
from dosepath.study.reference import reference
from dosepath.study.schema import json_schema
from dosepath.study.show import show
from dosepath.study.source import read_text
from dosepath.study.study import Study
from dosepath.study.table_text import read_decision_table

__all__ = [
    "Assumed",
    "Dose",
    "Study",
    "Warned",
    "json_schema",
    "lint",
    "load",
    "load_text",
    "read_decision_table",
    "read_text",
    "reference",
    "show",
]

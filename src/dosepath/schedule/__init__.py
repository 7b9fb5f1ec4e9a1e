"""Visits with windows, and forms with edit checks, as data."""

from dosepath.schedule.checking import Reading, check_form, conditions, read_form
from dosepath.schedule.entry import Entry, Query
from dosepath.schedule.form import STATES, Form, Item, ItemType, Range
from dosepath.schedule.visit import Course, Visit, VisitStatus, local_date, overlaps, visit_status

__all__ = [
    "STATES",
    "Course",
    "Entry",
    "Form",
    "Item",
    "ItemType",
    "Query",
    "Range",
    "Reading",
    "Visit",
    "VisitStatus",
    "check_form",
    "conditions",
    "local_date",
    "overlaps",
    "read_form",
    "visit_status",
]

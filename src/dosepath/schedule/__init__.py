"""Visits with windows, and forms with edit checks, as data."""

from dosepath.schedule.checking import Reading, check_form, conditions, read_form
from dosepath.schedule.entry import Entry, Query
from dosepath.schedule.form import STATES, Form, Item, ItemType, Range
from dosepath.schedule.predicate import Predicate, forms_answering, read_predicate
from dosepath.schedule.visit import Course, Visit, VisitStatus, local_date, overlaps, visit_status

__all__ = [
    "STATES",
    "Course",
    "Entry",
    "Form",
    "Item",
    "ItemType",
    "Predicate",
    "Query",
    "Range",
    "Reading",
    "Visit",
    "VisitStatus",
    "check_form",
    "conditions",
    "forms_answering",
    "local_date",
    "overlaps",
    "read_form",
    "read_predicate",
    "visit_status",
]

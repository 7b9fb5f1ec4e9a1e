"""Visits with windows, and forms with edit checks, as data."""

from dosepath.schedule.form import Form, Item, ItemType, Range
from dosepath.schedule.visit import Visit, VisitStatus, local_date, overlaps, visit_status

__all__ = [
    "Form",
    "Item",
    "ItemType",
    "Range",
    "Visit",
    "VisitStatus",
    "local_date",
    "overlaps",
    "visit_status",
]

"""Checks of what a study file says, once its shape is right: one file per section."""

from dosepath.study.checks.calendar import check_calendar, check_dates
from dosepath.study.checks.doses import check_doses
from dosepath.study.checks.draft import Draft
from dosepath.study.checks.escalation import check_escalation
from dosepath.study.checks.items import check_items
from dosepath.study.checks.measures import check_measures
from dosepath.study.checks.population import check_page, read_population
from dosepath.study.checks.response import check_response
from dosepath.study.checks.scenarios import check_scenarios

CHECKS = (
    check_dates,
    check_doses,
    check_escalation,
    check_response,
    check_scenarios,
    check_calendar,
    check_items,
    check_measures,
    check_page,
)

__all__ = ["CHECKS", "Draft", "read_population"]

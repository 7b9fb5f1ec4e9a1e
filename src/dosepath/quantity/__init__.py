"""Values with units, observations, study time and the errors about them."""

from dosepath.quantity.amount import (
    ANALYTES,
    Analyte,
    Factor,
    Quantity,
    accepted,
    converts,
    decimal,
    plain,
    ratio,
)
from dosepath.quantity.errors import DosePathError, Fault, FaultsFound, Place
from dosepath.quantity.interval import Interval
from dosepath.quantity.loinc import is_loinc, loinc_check_digit
from dosepath.quantity.moment import (
    Moment,
    MomentRefused,
    add_months,
    add_years,
    completed_years,
    study_day,
)
from dosepath.quantity.number import Bounded, NumberRefused, parse_number
from dosepath.quantity.observation import STATUSES, Observation
from dosepath.quantity.unit import UNITS, Unit, UnknownUnit, find_unit, unit_of, units_like

__all__ = [
    "ANALYTES",
    "STATUSES",
    "UNITS",
    "Analyte",
    "Bounded",
    "DosePathError",
    "Factor",
    "Fault",
    "FaultsFound",
    "Interval",
    "Moment",
    "MomentRefused",
    "NumberRefused",
    "Observation",
    "Place",
    "Quantity",
    "Unit",
    "UnknownUnit",
    "accepted",
    "add_months",
    "add_years",
    "completed_years",
    "converts",
    "decimal",
    "find_unit",
    "is_loinc",
    "loinc_check_digit",
    "parse_number",
    "plain",
    "ratio",
    "study_day",
    "unit_of",
    "units_like",
]

"""CRM, five levels, 30 participants in cohorts of three, exact."""

from exact_designs import CRM, DLT, first_time

TITLE = "CRM, 5 levels, N=30, cohorts of 3, exact, compiled and one scenario"
WANTED = 1.0


def measure() -> float:
    return first_time(CRM, DLT, runs=5)

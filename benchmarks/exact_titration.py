"""Accelerated titration with a grade-2 trigger, then 3+3, on five levels, exact."""

from exact_designs import GRADED, TITRATED, first_time

TITLE = "Accelerated titration + 3+3, graded, 5 levels, exact, compiled and one scenario"
WANTED = 0.02


def measure() -> float:
    return first_time(TITRATED, GRADED, runs=50)

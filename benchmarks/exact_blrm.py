"""BLRM with two parameters, 24 participants, exact."""

from exact_designs import DLT, blrm, first_time

TITLE = "BLRM, 5 levels, N=24, exact, compiled and one scenario"
WANTED = 1.0


def measure() -> float:
    return first_time(blrm(), DLT, runs=5)

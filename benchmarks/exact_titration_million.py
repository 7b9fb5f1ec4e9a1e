"""Accelerated titration under 1,000,000 scenarios."""

from exact_designs import TITRATED, graded_scenarios, once_compiled

TITLE = "The same under 1,000,000 scenarios"
WANTED = 5.0


def measure() -> float:
    return once_compiled(TITRATED, graded_scenarios(1_000_000), runs=2)

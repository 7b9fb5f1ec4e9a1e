"""Accelerated titration as compiled before, one scenario."""

from exact_designs import GRADED, TITRATED, once_compiled

TITLE = "The same compiled before"
WANTED = 0.02


def measure() -> float:
    return once_compiled(TITRATED, GRADED)

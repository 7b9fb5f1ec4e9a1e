"""The 3+3 on five levels, exact, one scenario."""

from exact_designs import DLT, THREES, once_compiled

TITLE = "3+3, 5 levels, exact, one scenario"
WANTED = 0.005


def measure() -> float:
    return once_compiled(THREES, DLT)

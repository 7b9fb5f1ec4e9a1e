"""BOIN, five levels, ten cohorts of three: every state found."""

from exact_designs import BOIN, best

from dosepath.pathways import compile_design, forget_compiled

TITLE = "BOIN, 5 levels, 10 cohorts of 3, compiled"
WANTED = 0.5


def measure() -> float:
    return best(lambda: compile_design(BOIN).evaluator, runs=10, before=forget_compiled)

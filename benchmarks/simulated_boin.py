"""BOIN simulated cohort by cohort, without time."""

from simulated_trials import measure_boin

TITLE = "BOIN, 30 participants, 1,000 simulated trials"
WANTED = 0.025


def measure() -> float:
    return measure_boin()

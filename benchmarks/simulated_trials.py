"""Simulated trials: BOIN cohort by cohort, and the TITE-CRM as trials pass in time."""

import time

from dosepath.designs import Boin, TiteCrm
from dosepath.pathways import Sampling, TimeCourse, simulate_in_time, simulate_trials

TITLE = "TITE-CRM, 24 participants, 1,000 trials simulated in time"
WANTED = 1.0
DLT = (0.05, 0.12, 0.25, 0.4, 0.55)


def measure() -> float:
    design = TiteCrm(levels=5, target=0.25, max_n=24, skeleton=DLT)
    course = TimeCourse(accrual_days=14, window_days=84)
    return best(
        lambda: simulate_in_time(design, DLT, course=course, sampling=Sampling(1000, seed=1))
    )


def measure_boin() -> float:
    """For the module beside this one."""
    design = Boin(levels=5, target=0.3, max_n=30, cohort=3)
    return best(lambda: simulate_trials(design, DLT, sampling=Sampling(1000, seed=1)))


def best(work) -> float:
    found = []
    for _ in range(5):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)

"""The designs and scenarios of the exact measures, and how they are timed."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from dosepath.designs import AcceleratedTitration, Boin, Crm, Design, ThreePlusThree, build
from dosepath.pathways import compile_design, forget_compiled, operating_characteristics

DLT = (0.05, 0.12, 0.25, 0.4, 0.55)
THREES = ThreePlusThree(levels=5)
TITRATED = AcceleratedTitration(escalation=THREES)
GRADED = {"dlt": DLT, "grade_2": (0.1, 0.15, 0.2, 0.2, 0.2)}
BOIN = Boin(levels=5, target=0.3, max_n=30, cohort=3)
CRM = Crm(levels=5, target=0.25, max_n=30, cohort=3, skeleton=DLT)


def blrm() -> Design:
    """Two parameters, 24 participants."""
    rule = {
        "max_n": 24,
        "cohort": 3,
        "dosages": [10, 20, 40, 60, 80],
        "reference_dose": 40,
        "prior_mean": [-0.693, 0],
        "prior_sd": [2, 1],
        "target_interval": [0.16, 0.33],
        "overdose_bound": 0.25,
    }
    return build([{"blrm": rule}], 5)


def first_time(design: Design, scenario: object, *, runs: int = 20) -> float:
    """Seconds to compile a design that was not seen before and evaluate one scenario."""
    return best(
        lambda: operating_characteristics(compile_design(design), scenario),
        runs=runs,
        before=forget_compiled,
    )


def once_compiled(design: Design, scenario: object, *, runs: int = 50) -> float:
    """Seconds to evaluate scenarios of a compiled design."""
    program = compile_design(design)
    return best(lambda: operating_characteristics(program, scenario), runs=runs)


def graded_scenarios(number: int) -> dict[str, np.ndarray]:
    """Many graded scenarios on five levels, DLT probabilities ascending."""
    chance = np.random.default_rng(1)
    dlt = np.sort(chance.uniform(0, 0.6, size=(number, 5)), axis=1)
    return {"dlt": dlt, "grade_2": (1 - dlt) * 0.2}


def best(
    work: Callable[[], object], *, runs: int, before: Callable[[], None] | None = None
) -> float:
    """The least seconds of some runs; ``before`` each is not counted, the first not at all."""
    found = []
    for _ in range(runs + 1):
        if before is not None:
            before()
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found[1:])

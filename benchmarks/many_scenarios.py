"""Exact operating characteristics of the worked study under 100,000 scenarios, on one core."""

from __future__ import annotations

import timeit

import numpy as np
from one_scenario import STUDY

from dosepath.pathways import compile_design, operating_characteristics
from dosepath.study import load

TITLE = "The same under 100,000 scenarios"
WANTED = 1.0


def measure() -> float:
    design = load(STUDY).design
    program = compile_design(design)
    chance = np.random.default_rng(1)
    dlt = np.sort(chance.uniform(0, 0.6, size=(100_000, design.levels)), axis=1)
    scenarios = {"dlt": dlt, "grade_2": (1 - dlt) * 0.2}
    return min(
        timeit.repeat(lambda: operating_characteristics(program, scenarios), number=1, repeat=3)
    )

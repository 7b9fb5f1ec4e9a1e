"""BOIN simulated on its compiled states."""

import numpy as np
from exact_designs import BOIN, DLT, best

from dosepath.pathways import compile_design, simulate

TITLE = "BOIN, 1,000 trials simulated on compiled states"
WANTED = 0.025


def measure() -> float:
    program, chance = compile_design(BOIN), np.random.default_rng(1)
    return best(lambda: simulate(program, DLT, generator=chance, n=1000), runs=50)

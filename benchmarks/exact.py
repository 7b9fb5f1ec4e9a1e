"""Measure the exact engine and record it: ``python benchmarks/exact.py``.

Writes benchmarks/results/exact.json: seconds of processor time on one core (best of several
runs), the numbers of states, and a note on the machine. Nothing is asserted.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from run import machine

from dosepath.designs import Design
from dosepath.pathways import (
    compile_design,
    decision_table,
    forget_compiled,
    operating_characteristics,
    prove,
    simulate,
)
from dosepath.study import load

HERE = Path(__file__).resolve().parent
STUDIES = HERE.parent / "studies"
RESULTS = HERE / "results" / "exact.json"
NAMES = ("nct05727722", "nct05727722-long-ladder")
MANY = 100_000


def best(
    task: Callable[[], object], *, runs: int, before: Callable[[], None] | None = None
) -> float:
    """The least processor seconds of ``runs`` runs; ``before`` each is not counted."""
    seconds = []
    for _ in range(runs):
        if before is not None:
            before()
        start = time.process_time()
        task()
        seconds.append(time.process_time() - start)
    return min(seconds)


def measure(name: str) -> dict[str, object]:
    """All figures of one study."""
    study = load(STUDIES / name / "study.yaml")
    design, scenario = study.design, next(iter(study.scenarios.values()))
    program = compile_design(design)
    forget = forget_compiled

    def first() -> None:
        operating_characteristics(compile_design(design), scenario)

    many = scenarios(design)
    chance = np.random.default_rng(1)
    return {
        "levels": design.levels,
        "merged_states": program.states,
        "seconds": {
            "compile": best(lambda: compile_design(design), runs=10, before=forget),
            "one_scenario": best(lambda: operating_characteristics(program, scenario), runs=50),
            "compile_and_one_scenario": best(first, runs=10, before=forget),
            f"{MANY}_scenarios": best(lambda: operating_characteristics(program, many), runs=3),
            f"simulate_{MANY}_trials": best(
                lambda: simulate(program, scenario, generator=chance, n=MANY), runs=3
            ),
            "prove": best(lambda: prove(design), runs=3),
            "decision_table": best(lambda: decision_table(design), runs=3),
        },
    }


def scenarios(design: Design) -> dict[str, object]:
    """Many graded scenarios, DLT probabilities ascending."""
    chance = np.random.default_rng(1)
    dlt = np.sort(chance.uniform(0, 0.6, size=(MANY, design.levels)), axis=1)
    return {"dlt": dlt, "grade_2": (1 - dlt) * 0.2}


def main() -> None:
    """Measure, print and write, with one thread under numpy."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        # numpy reads it when it is loaded, which it already is.
        os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        os.execv(sys.executable, [sys.executable, *sys.argv])
    found = {name: measure(name) for name in NAMES}
    RESULTS.parent.mkdir(exist_ok=True)
    text = json.dumps({"machine": machine(), "studies": found}, indent=2, sort_keys=True)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()

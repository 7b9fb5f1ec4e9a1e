"""Exact operating characteristics of the worked study under one scenario."""

from __future__ import annotations

import timeit
from pathlib import Path

from dosepath.pathways import compile_design, operating_characteristics
from dosepath.study import load

TITLE = "Exact operating characteristics of the worked study, one scenario"
WANTED = 0.005
STUDY = Path(__file__).resolve().parent.parent / "studies" / "nct05727722" / "study.yaml"


def measure() -> float:
    study = load(STUDY)
    program = compile_design(study.design)
    scenario = next(iter(study.scenarios.values()))
    operating_characteristics(program, scenario)
    return (
        min(
            timeit.repeat(lambda: operating_characteristics(program, scenario), number=10, repeat=5)
        )
        / 10
    )

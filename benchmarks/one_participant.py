"""Eligibility of one participant under the worked study, with evidence and worklist."""

from __future__ import annotations

import timeit
from datetime import datetime

from one_scenario import STUDY

from dosepath.eligibility import evaluate, read_csv
from dosepath.study import load

TITLE = "Eligibility of one participant, all criteria, with evidence and worklist"
WANTED = 0.005
AT = datetime.fromisoformat("2026-11-20T12:00+08:00")


def measure() -> float:
    study = load(STUDY)
    assert study.population is not None
    table = STUDY.with_name("screening.csv")
    record = read_csv(table.read_bytes(), study.population, name=table.name, zone=study.zone)
    population = study.population
    return min(timeit.repeat(lambda: evaluate(population, record, at=AT), number=20, repeat=5)) / 20

"""Scenarios fit the ladder, and their probabilities are probabilities."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from dosepath.quantity import Fault
from dosepath.study.checks.draft import Draft
from dosepath.study.stages import ScenarioSpec

Path = tuple[str | int, ...]


def check_scenarios(draft: Draft) -> Iterator[Fault]:
    """One probability per level, each in [0, 1], and no more than 1 for all grades together."""
    if draft.escalation is None:
        return
    main: Path = ("escalation", "scenarios")
    for name, spec in (draft.escalation.scenarios or {}).items():
        yield from _check(draft, (*main, name), spec, levels=len(draft.doses))
    for part, block in (draft.escalation.parts or {}).items():
        under = ("escalation", "parts", part, "scenarios")
        for name, spec in (block.scenarios or {}).items():
            yield from _check(draft, (*under, name), spec, levels=len(draft.ladders.get(part, ())))


def _check(draft: Draft, path: Path, spec: ScenarioSpec, *, levels: int) -> Iterator[Fault]:
    vectors = {"grade_0_1": spec.grade_0_1, "grade_2": spec.grade_2, "dlt": spec.dlt}
    given = {key: vector for key, vector in vectors.items() if vector is not None}
    faults = [
        fault
        for key, vector in given.items()
        for fault in _vector(draft, (*path, key), vector, levels=levels)
    ]
    yield from faults
    if faults:
        return
    for index, shares in enumerate(zip(*given.values(), strict=True)):
        total = sum(shares)
        where = f"at level {index + 1}"
        if spec.grade_0_1 is not None and not isclose(total, 1, abs_tol=1e-9):
            message = f"the grades {where} add up to {total:g}"
            yield draft.fault(path, "scenario.sum", message, allowed="1")
        elif total > 1 + 1e-9:
            message = f"the probabilities {where} add up to {total:g}"
            yield draft.fault(path, "scenario.sum", message, allowed="at most 1")


def _vector(draft: Draft, path: Path, vector: tuple[float, ...], *, levels: int) -> Iterator[Fault]:
    if levels and len(vector) != levels:
        allowed = f"{levels} numbers, one per dose level"
        message = f"`{path[-1]}` has {len(vector)} numbers, but there are {levels} dose levels"
        yield draft.fault(path, "scenario.length", message, allowed=allowed)
    for index, share in enumerate(vector):
        if not 0 <= share <= 1:
            message = "a probability lies between 0 and 1"
            yield draft.fault((*path, index), "scenario.range", message, allowed="0 to 1")

"""Scenarios fit the ladder, and their probabilities are probabilities."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from dosepath.quantity import Fault
from dosepath.study.checks.draft import Draft, Steps
from dosepath.study.escalation import ScenarioSpec


def check_scenarios(draft: Draft) -> Iterator[Fault]:
    """One probability per level, each in [0, 1], and no more than 1 for all grades together."""
    scenarios = draft.escalation.scenarios if draft.escalation else None
    for name, spec in (scenarios or {}).items():
        yield from _check(draft, name, spec)


def _check(draft: Draft, name: str, spec: ScenarioSpec) -> Iterator[Fault]:
    path = ("escalation", "scenarios", name)
    vectors = {"grade_0_1": spec.grade_0_1, "grade_2": spec.grade_2, "dlt": spec.dlt}
    given = {key: vector for key, vector in vectors.items() if vector is not None}
    faults = [fault for key, vector in given.items() for fault in _vector(draft, path, key, vector)]
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


def _vector(
    draft: Draft, path: tuple[str, ...], key: str, vector: tuple[float, ...]
) -> Iterator[Fault]:
    if draft.doses and len(vector) != len(draft.doses):
        allowed = f"{len(draft.doses)} numbers, one per dose level"
        message = f"`{key}` has {len(vector)} numbers, but there are {len(draft.doses)} dose levels"
        yield draft.fault((*path, key), "scenario.length", message, allowed=allowed)
    for index, share in enumerate(vector):
        if not 0 <= share <= 1:
            message = "a probability lies between 0 and 1"
            place: Steps = (*path, key, index)
            yield draft.fault(place, "scenario.range", message, allowed="0 to 1")

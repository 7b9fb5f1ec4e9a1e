"""Figures of NCT05727722's stop-only reading, and the exact engine against a slow enumeration.

The registry gives four arms, single participants at 0.15e9 cells, 3+3 from 0.5e9 cells and
ten participants. Read as a rule that only stops (the MTD is the level below the one that
was exceeded, as treated; a DLT in the first participant adds two), the figures below follow
by arithmetic alone. Recipe: tests/published/slow_enumeration.py, written without the package.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum

import numpy as np
import pytest

from dosepath.designs import AcceleratedTitration, ThreePlusThree
from dosepath.pathways import compile_design, operating_characteristics
from tests.published.slow_enumeration import End, Rule, Truth, ends

SCENARIOS = [(0.02, 0.05, 0.08, 0.12), (0.05, 0.10, 0.20, 0.35), (0.05, 0.20, 0.40, 0.60)]
# E[N], P(N = 10), P(N > 10), P(MTD = none, 1, 2, 3, 4)
STOP_ONLY = [
    (11.50, 0.512, 0.445, (0.002, 0.027, 0.061, 0.117, 0.793)),
    (11.39, 0.345, 0.482, (0.011, 0.093, 0.261, 0.383, 0.252)),
    (9.19, 0.305, 0.231, (0.011, 0.288, 0.484, 0.199, 0.018)),
]
# P(N > 10) if six are always treated at the MTD.
ALWAYS = [0.97, 0.87, 0.67]
GRADED = Truth((0.04, 0.11, 0.22, 0.31), (0.13, 0.21, 0.17, 0.28))


def worked(
    threshold: int | None = None, *, levels: int = 4, **rule: object
) -> AcceleratedTitration:
    return AcceleratedTitration(
        escalation=ThreePlusThree(levels=levels, **rule),
        switch_level=2,
        grade_2_threshold=threshold,
    )


@pytest.mark.published
@pytest.mark.parametrize(("dlt", "figures"), [*zip(SCENARIOS, STOP_ONLY, strict=True)])
def test_stop_only_reading(
    dlt: tuple[float, ...], figures: tuple[float, float, float, tuple[float, ...]]
) -> None:
    expected, at_ten, above_ten, selection = figures
    program = compile_design(worked(de_escalate=False, six_at_mtd="never"))
    result = operating_characteristics(program, dlt)
    assert float(result.expected_size) == pytest.approx(expected, abs=0.005)
    assert float(result.probability_of_size(10)) == pytest.approx(at_ten, abs=0.0005)
    assert float(result.probability_above(10)) == pytest.approx(above_ten, abs=0.0005)
    assert result.selection == pytest.approx(selection, abs=0.00051)
    assert max(result.sizes) == 24


@pytest.mark.published
def test_with_six_always_the_clean_course_is_thirteen_and_ten_is_nearly_always_exceeded() -> None:
    result = operating_characteristics(compile_design(worked(six_at_mtd="always")), SCENARIOS)
    assert np.round(result.probability_above(10), 2).tolist() == ALWAYS
    clean = operating_characteristics(compile_design(worked(six_at_mtd="always")), [0.0] * 4)
    assert clean.sizes[int(clean.size_probability.argmax())] == 13


def test_the_registered_ten_is_the_course_without_toxicity() -> None:
    clean = operating_characteristics(compile_design(worked()), [0.0] * 4)
    assert float(clean.probability_of_size(10)) == 1.0


@pytest.mark.parametrize("six", ["always", "after_de_escalation", "never"])
@pytest.mark.parametrize("goes_down", [True, False])
@pytest.mark.parametrize("threshold", [1, None])
@pytest.mark.parametrize(("levels", "tells_every_event"), [(3, True), (4, False)])
def test_the_exact_engine_equals_a_slow_enumeration(
    six: str, goes_down: bool, threshold: int | None, levels: int, tells_every_event: bool
) -> None:
    truth = Truth(GRADED.dlt[:levels], GRADED.grade_2[:levels])
    found = list(ends(truth, Rule(six, goes_down, threshold == 1, tells_every_event)))
    design = worked(threshold, levels=levels, six_at_mtd=six, de_escalate=goes_down)
    result = operating_characteristics(compile_design(design), truth)
    close = {"rel": 0, "abs": 1e-12}
    assert result.selection == pytest.approx(_selection(found, levels), **close)
    assert result.participants == pytest.approx(_means(found, "treated"), **close)
    assert result.dlts == pytest.approx(_means(found, "dlts"), **close)
    if tells_every_event:
        assert result.grade2 == pytest.approx(_means(found, "events"), **close)
    assert float(result.cohorts) == pytest.approx(_mean(found, lambda end: end.cohorts), **close)
    below = _mean(found, lambda end: sum(end.treated[: max(end.mtd - 1, 0)]))
    assert float(result.below_selected) == pytest.approx(below, **close)
    assert set(result.sizes) == {sum(end.treated) for end in found}
    shares = [_mean(found, lambda end, n=n: sum(end.treated) == n) for n in result.sizes]
    assert result.size_probability == pytest.approx(shares, **close)


def _mean(found: Sequence[End], of: Callable[[End], float]) -> float:
    """Exactly rounded, so that a million terms do not add up a million errors."""
    return fsum(end.probability * of(end) for end in found)


def _selection(found: Sequence[End], levels: int) -> list[float]:
    return [_mean(found, lambda end, m=mtd: end.mtd == m) for mtd in range(levels + 1)]


def _means(found: Sequence[End], of: str) -> list[float]:
    levels = range(len(found[0].treated))
    return [_mean(found, lambda end, i=i: getattr(end, of)[i]) for i in levels]

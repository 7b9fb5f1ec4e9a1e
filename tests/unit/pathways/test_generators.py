"""Random scenarios and the optimal benchmark."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dosepath.pathways import Paoletti, PseudoUniform, Scenarios, benchmark
from dosepath.quantity import FaultsFound

KINDS = [Paoletti(), Paoletti(distance=0.07), PseudoUniform()]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("target", [0.2, 0.25, 0.33])
def test_scenarios_increase_and_every_level_is_as_often_nearest(
    kind: Scenarios, target: float
) -> None:
    drawn = np.array([one.dlt for one in kind.draw(5, target, n=4000, seed=7)])
    assert np.all(np.diff(drawn, axis=1) > 0)
    assert np.all((drawn >= 0) & (drawn <= 1))
    nearest = np.argmin(np.abs(drawn - target), axis=1)
    assert np.bincount(nearest, minlength=5) == pytest.approx(800, abs=5 * (4000 * 0.16) ** 0.5)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_same_seed_draws_the_same_scenarios(kind: Scenarios) -> None:
    one, again, other = (kind.draw(4, 0.3, n=3, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other


@pytest.mark.parametrize("distance", [0.07, 0.1, 0.15])
def test_neighbours_lie_at_about_the_stated_distance(distance: float) -> None:
    """Above the target on average; the level at the target is itself a little off it."""
    drawn = np.array([one.dlt for one in Paoletti(distance=distance).draw(3, 0.25, n=9000, seed=1)])
    middle = drawn[np.argmin(np.abs(drawn - 0.25), axis=1) == 1]
    assert np.diff(middle, axis=1).mean() == pytest.approx(distance, abs=0.012)


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: Paoletti(target_sd=0), "target_sd"),
        (lambda: Paoletti(distance=1), "distance"),
        (lambda: Paoletti(distance=0.4).draw(5, 0.3, n=1, seed=1), "distance"),
        (lambda: Paoletti().draw(0, 0.3, n=1, seed=1), "levels"),
        (lambda: PseudoUniform().draw(5, 1.3, n=1, seed=1), "target"),
        (lambda: PseudoUniform().draw(5, 0.3, n=0, seed=1), "n"),
        (lambda: benchmark((0.1, 0.2), 0.0, n=5), "target"),
        (lambda: benchmark((0.1, 0.2), 0.3, n=0), "n"),
        (lambda: benchmark((0.1, 0.2), 0.3, n=3, rule="best"), "rule"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_is_a_fault(make: object, place: str) -> None:
    with pytest.raises(FaultsFound) as found:
        make()  # type: ignore[operator]
    assert found.value.faults[0].place.path == place


def enumerated(p: tuple[float, ...], target: float, n: int, rule: str) -> list[float]:
    """Every way in which n tolerances can fall between the levels, one after another."""
    edges = np.array([*sorted(p), 1.0])
    between = np.diff(np.concatenate([[0.0], edges]))
    order = np.argsort(p, kind="stable")
    chosen = [0.0] * (len(p) + 1)
    for fallen in product(range(len(p) + 1), repeat=n):
        counts = [sum(one <= level for one in fallen) for level in range(len(p))]
        share = np.array(counts) / n
        if rule == "nearest":
            level = int(np.argmin(np.round(np.abs(share - target), 12))) + 1
        else:
            level = int(np.flatnonzero(share <= target)[-1]) + 1 if share[0] <= target else 0
        place = 0 if level == 0 else int(order[level - 1]) + 1
        chosen[place] += float(np.prod(between[list(fallen)]))
    return chosen


@pytest.mark.parametrize("rule", ["nearest", "at_most"])
@pytest.mark.parametrize(
    "p", [(0.1, 0.3, 0.5), (0.05, 0.05, 0.9), (0.4, 0.1, 0.2), (0.0, 0.5, 1.0), (0.2,)]
)
@pytest.mark.parametrize("target", [0.2, 0.3, 0.4])
def test_the_benchmark_equals_enumeration(p: tuple[float, ...], target: float, rule: str) -> None:
    found = benchmark(p, target, n=5, rule=rule)  # type: ignore[arg-type]
    assert found.selection == pytest.approx(enumerated(p, target, 5, rule), abs=1e-12)


def test_the_benchmark_of_many_scenarios_is_that_of_each() -> None:
    drawn = [one.dlt for one in PseudoUniform().draw(5, 0.3, n=20, seed=3)]
    together = benchmark(drawn, 0.3, n=30).selection
    assert together.shape == (20, 6)
    assert together.sum(axis=1) == pytest.approx(1.0, abs=1e-12)
    for one, row in zip(drawn, together, strict=True):
        assert benchmark(one, 0.3, n=30).selection == pytest.approx(row, abs=1e-14)


def test_more_participants_find_the_level_more_often() -> None:
    shares = [float(benchmark((0.1, 0.3, 0.5), 0.3, n=n).selection[2]) for n in (6, 18, 60)]
    assert shares == sorted(shares)
    assert benchmark((0.1, 0.3, 0.5), 0.3, n=60).engine == (
        "exact, complete information on 60 participants"
    )

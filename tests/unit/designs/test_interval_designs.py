"""The rules of the interval designs, each against the arithmetic of its paper done another way."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import comb

import pytest

from dosepath.designs import Boin, Boundary, Counts, IThreePlusThree, Keyboard, Mtpi, Mtpi2, Tpi
from dosepath.quantity import FaultsFound

EVERY = [Boin, IThreePlusThree, Keyboard, Mtpi, Mtpi2, Tpi]
PLAIN = {"levels": 4, "target": 0.3, "max_n": 12}


def cells(design: object) -> dict[tuple[int, int], str]:
    """(n, y) -> E, S, D or DU, from the boundaries."""
    said = {}
    for row in design.boundaries():
        for y in range(row.n + 1):
            out = row.eliminate_at_least is not None and y >= row.eliminate_at_least
            down = row.de_escalate_at_least is not None and y >= row.de_escalate_at_least
            up = row.escalate_at_most is not None and y <= row.escalate_at_most
            said[row.n, y] = "DU" if out else "D" if down else "E" if up else "S"
    return said


@cache
def below(limit: Fraction, n: int, y: int) -> Fraction:
    """P(p <= limit) for p ~ beta(1 + y, 1 + n - y), exactly: a binomial tail."""
    return sum(
        (comb(n + 1, k) * limit**k * (1 - limit) ** (n + 1 - k) for k in range(y + 1, n + 2)),
        Fraction(0),
    )


def too_toxic(target: Fraction, n: int, y: int, least: int = 1) -> bool:
    return n >= least and 1 - below(target, n, y) > Fraction(95, 100)


def by_intervals(n: int, y: int, edges: list[Fraction], target_at: int, *, per_length: bool) -> str:
    mass = [below(high, n, y) - below(low, n, y) for low, high in pairwise(edges)]
    if per_length:
        mass = [m / (high - low) for m, (low, high) in zip(mass, pairwise(edges), strict=True)]
    strongest = max(range(len(mass)), key=lambda i: (mass[i], i))
    return "E" if strongest < target_at else "S" if strongest == target_at else "D"


TARGETS = [Fraction(15, 100), Fraction(2, 10), Fraction(25, 100), Fraction(3, 10)]
EPSILON = Fraction(5, 100)


@pytest.mark.parametrize("target", TARGETS)
def test_mtpi(target: Fraction) -> None:
    edges = [Fraction(0), target - EPSILON, target + EPSILON, Fraction(1)]
    for (n, y), said in cells(Mtpi(levels=2, target=float(target), max_n=15)).items():
        rule = by_intervals(n, y, edges, 1, per_length=True)
        assert said == ("DU" if too_toxic(target, n, y) else rule), (n, y)


def keys(target: Fraction) -> tuple[list[Fraction], int]:
    """Edges of whole keys around the target key, and the place of that."""
    low = target - EPSILON
    edges = [low + 2 * EPSILON * i for i in range(-20, 21) if 0 <= low + 2 * EPSILON * i <= 1]
    return edges, edges.index(low)


@pytest.mark.parametrize("target", TARGETS)
def test_keyboard(target: Fraction) -> None:
    edges, place = keys(target)
    for (n, y), said in cells(Keyboard(levels=2, target=float(target), max_n=15)).items():
        rule = by_intervals(n, y, edges, place, per_length=False)
        assert said == ("DU" if too_toxic(target, n, y, least=3) else rule), (n, y)


@pytest.mark.parametrize("target", TARGETS)
def test_mtpi_2(target: Fraction) -> None:
    edges, place = keys(target)
    if edges[0] > 0:
        edges, place = [Fraction(0), *edges], place + 1
    if edges[-1] < 1:
        edges = [*edges, Fraction(1)]
    for (n, y), said in cells(Mtpi2(levels=2, target=float(target), max_n=15)).items():
        rule = by_intervals(n, y, edges, place, per_length=True)
        assert said == ("DU" if too_toxic(target, n, y) else rule), (n, y)


# Target, and width of the target key below and above it, in hundredths. They end on, or by
# rounding just beyond, 0 and 1; one key or none lies at a side; the rest at 1 is wide.
WIDTHS = [
    (30, 10, 10), (50, 10, 20), (60, 10, 20), (15, 1, 1), (16, 1, 4), (11, 1, 17), (17, 1, 5),
    (35, 5, 15), (40, 12, 13),
]  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("design", [Keyboard, Mtpi2])
def test_keys_of_any_width(design: type, width: tuple[int, int, int]) -> None:
    target, low, high = (Fraction(one, 100) for one in width)
    key, edges = low + high, [target - low]
    while edges[0] >= key:
        edges.insert(0, edges[0] - key)
    while edges[-1] + key <= 1:
        edges.append(edges[-1] + key)
    if design is Mtpi2:
        edges = sorted({Fraction(0), *edges, Fraction(1)})
    given = {"epsilon_1": float(low), "epsilon_2": float(high), "eliminate_above": None}
    found = cells(design(levels=2, target=float(target), max_n=9, **given))
    for (n, y), said in found.items():
        place = edges.index(target - low)
        rule = by_intervals(n, y, edges, place, per_length=design is Mtpi2)
        assert said == rule, (n, y)


@pytest.mark.parametrize("target", TARGETS)
def test_i3plus3(target: Fraction) -> None:
    low, high = target - EPSILON, target + EPSILON
    for (n, y), said in cells(IThreePlusThree(levels=2, target=float(target), max_n=21)).items():
        rate, one_fewer = Fraction(y, n), Fraction(y - 1, n)
        rule = "E" if rate < low else "S" if rate <= high or one_fewer < low else "D"
        assert said == ("DU" if too_toxic(target, n, y) else rule), (n, y)


def test_i3plus3_in_words() -> None:
    """Target 0.25, interval 0.20 to 0.30: 1/2 stays because 0/2 is below, 2/4 does not."""
    said = cells(IThreePlusThree(levels=2, target=0.25, max_n=12))
    assert [said[n, 1] for n in (2, 3, 4, 5, 6)] == ["S", "S", "S", "S", "E"]
    assert [said[n, 2] for n in (4, 5, 8, 10)] == ["D", "D", "S", "S"]


def test_the_same_data_under_mtpi_and_mtpi_2() -> None:
    """Three in six at a target of 0.30: mTPI stays, which mTPI-2 was made to mend."""
    assert cells(Mtpi(**PLAIN))[6, 3] == "S"
    assert cells(Mtpi2(**PLAIN))[6, 3] == "D"


def test_tpi() -> None:
    """Target 0.30; by hand for 1 DLT in 3, p ~ beta(1.005, 2.005).

    Its mean is 0.3339 and its standard deviation 0.2355, so the middle interval is -0.05 to
    0.54, which holds 0.83 of the probability: stay. No figure of the paper was at hand.
    """
    said = cells(Tpi(**PLAIN))
    assert [said[3, y] for y in range(4)] == ["E", "S", "D", "DU"]


def test_boin_compares_rates_with_its_boundaries() -> None:
    design = Boin(levels=3, target=0.25, max_n=21, p_saf=0.1, p_tox=0.4)
    for (n, y), said in cells(design).items():
        rule = "E" if y / n <= design.lambda_e else "D" if y / n >= design.lambda_d else "S"
        assert said == ("DU" if too_toxic(Fraction(1, 4), n, y, least=3) else rule), (n, y)


def test_extra_safe_stops_earlier_at_the_lowest_level_alone() -> None:
    """P(p > 0.3 | 2 in 3) is 0.916: more than 0.95 - 0.05, less than 0.95."""
    plain, safe = (Boin(**PLAIN, extra_safe=flag) for flag in (False, True))
    at_lowest = Counts.none(4).add(1, n=3, dlt=2)
    assert plain.decide(at_lowest).level == 1
    assert safe.decide(at_lowest).mtd is None
    above = Counts.none(4).add(1, n=3).add(2, n=3, dlt=2)
    assert safe.decide(above) == plain.decide(above)


def test_no_elimination_if_none_is_wanted() -> None:
    rows = Boin(**PLAIN, eliminate_above=None).boundaries()
    assert {row.eliminate_at_least for row in rows} == {None}


def test_boundaries_are_rows_with_names() -> None:
    assert Boin(**PLAIN).boundaries()[5] == Boundary(
        n=6, escalate_at_most=1, de_escalate_at_least=3, eliminate_at_least=4
    )


@pytest.mark.parametrize("design", EVERY)
@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("levels", 0),
        ("target", 0),
        ("target", 1),
        ("target", "0.3"),
        ("target", float("nan")),
        ("max_n", 2),
        ("max_n", 10),
        ("max_n", 5000),
        ("cohort", 0),
        ("start_level", 5),
        ("stop_at_level_n", 0),
        ("stop_at_level_when", "never"),
        ("last_cohort", "skip"),
        ("cancel_undosed_at_elimination", "yes"),
        ("pseudo_counts", [0, 1]),
        ("ties", "random"),
        ("tie_at_target", "middle"),
        ("prior", 1),
        ("eliminate_above", 0.3),
        ("eliminate_above", 95),
        ("eliminate_from_n", 0),
    ],
)
def test_impossible_parameters_name_themselves(design: type, parameter: str, value: object) -> None:
    with pytest.raises(FaultsFound) as error:
        design(**PLAIN | {parameter: value})
    assert {fault.place.path for fault in error.value.faults} == {parameter}
    assert all(fault.allowed for fault in error.value.faults)


@pytest.mark.parametrize("design", [IThreePlusThree, Keyboard, Mtpi, Mtpi2])
@pytest.mark.parametrize(
    ("epsilon_1", "epsilon_2", "wrong"),
    [(0.3, 0.05, "epsilon_1"), (0.05, 0.7, "epsilon_2"), (-0.1, 0.1, "epsilon_1"),
     (0, 0, "epsilon_1"), (0.05, "wide", "epsilon_2")],
)  # fmt: skip
def test_an_interval_that_crosses_zero_one_or_itself(
    design: type, epsilon_1: float, epsilon_2: float, wrong: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        design(**PLAIN, epsilon_1=epsilon_1, epsilon_2=epsilon_2)
    assert [fault.place.path for fault in error.value.faults] == [wrong]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("p_saf", 0.3), ("p_saf", 0), ("p_tox", 0.3), ("p_tox", 1), ("offset", 0.6),
     ("extra_safe", 1), ("mtd_must_not_be_over_lambda_d", None)],
)  # fmt: skip
def test_impossible_parameters_of_boin(parameter: str, value: object) -> None:
    with pytest.raises(FaultsFound) as error:
        Boin(**PLAIN, **{parameter: value})
    assert [fault.place.path for fault in error.value.faults] == [parameter]


def test_every_fault_at_once() -> None:
    with pytest.raises(FaultsFound) as error:
        Boin(levels=4, target=2, max_n=10, ties="no", prior=[1])
    paths = [fault.place.path for fault in error.value.faults]
    assert paths == ["max_n", "prior", "target", "ties"]

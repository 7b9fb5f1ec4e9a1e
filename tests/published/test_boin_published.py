"""BOIN's boundaries as printed.

Decision table: the protocol template for BOIN (target 0.30, cohorts of 3, at most 30), "Template
for Protocol Preparation", table 1, docsbay.net. Recipe: ``Boin(...).boundaries()`` at multiples
of 3.

Interval boundaries: Liu S, Yuan Y. J R Stat Soc C 2015;64:507-23, for p_saf = 0.6 and p_tox = 1.4
times the target, to three decimals as usually printed (the page itself was not at hand; the
values agree with those of the R package BOIN 2.7.2 to seven decimals).
"""

from __future__ import annotations

import pytest

from dosepath.designs import Boin, Counts, DecisionTable, Tally

PRINTED = {
    "escalate_at_most": [0, 1, 2, 2, 3, 4, 4, 5, 6, 7],
    "de_escalate_at_least": [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    "eliminate_at_least": [3, 4, 5, 7, 8, 9, 10, 11, 12, 14],
}
LAMBDAS = {
    0.15: (0.118, 0.179),
    0.20: (0.157, 0.238),
    0.25: (0.197, 0.298),
    0.30: (0.236, 0.359),
    0.35: (0.276, 0.419),
    0.40: (0.316, 0.480),
}


@pytest.mark.published
@pytest.mark.parametrize("cut_off", PRINTED)
def test_decision_table(cut_off: str) -> None:
    rows = Boin(levels=5, target=0.30, max_n=30).boundaries()[2::3]
    assert [row.n for row in rows] == list(range(3, 31, 3))
    assert [getattr(row, cut_off) for row in rows] == PRINTED[cut_off]


@pytest.mark.published
def test_lambdas_of_the_template() -> None:
    design = Boin(levels=5, target=0.30, max_n=30)
    assert design.lambda_e == pytest.approx(0.2365, abs=5e-5)
    assert design.lambda_d == pytest.approx(0.3585, abs=5e-5)


@pytest.mark.published
@pytest.mark.parametrize(("target", "lambdas"), LAMBDAS.items())
def test_lambdas(target: float, lambdas: tuple[float, float]) -> None:
    design = Boin(levels=5, target=target, max_n=30)
    assert (design.lambda_e, design.lambda_d) == pytest.approx(lambdas, abs=6e-4)


@pytest.mark.published
def test_the_printed_table_uploaded_is_boin() -> None:
    """The template's table, written row by row, decides as the formula does."""
    rows = [
        {"n": n, **{name: PRINTED[name][index] for name in PRINTED}}
        for index, n in enumerate(range(3, 31, 3))
    ]
    table = DecisionTable(levels=4, target=0.30, max_n=30, cells=rows)
    boin = Boin(levels=4, target=0.30, max_n=30)
    for n in range(3, 28, 3):
        for dlt in range(n + 1):
            counts = Counts((Tally(3, 0), Tally(n - n % 3, dlt), Tally(), Tally()), 2)
            assert table.decide(counts) == boin.decide(counts)

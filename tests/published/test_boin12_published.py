"""BOIN12: its boundaries and rank-based desirability scores.

Source: Lin R et al. BOIN12. JCO Precis Oncol 2020;4:1393-402, table 3 (toxicity limit 0.35,
efficacy limit 0.25, utilities 100, 40, 60, 0, cut-offs 0.95 and 0.9, numbers 0, 3, 6, 9). Only
the cells below were at hand, as quoted by an open implementation that recreates the table; the
rest of it is unchecked. Recipe: rank the desirabilities of every cell that is not inadmissible.
"""

from __future__ import annotations

import pytest

from dosepath.designs import Boin12

DESIGN = Boin12(levels=5, target=0.35, efficacy_limit=0.25, max_n=36)
RANKS = DESIGN.ranks((0, 3, 6, 9))


@pytest.mark.published
@pytest.mark.parametrize(
    ("n", "dlt", "responses", "rank"),
    [
        (0, 0, 0, 60),
        (3, 0, 3, 91),
        (6, 1, 5, 87),
        (6, 5, 1, None),
        (9, 0, 8, 99),
        (9, 2, 3, 32.5),  # shares ranks 32 and 33 with 9, 5, 5
        (9, 5, 5, 32.5),
    ],
)
def test_desirability_scores(n: int, dlt: int, responses: int, rank: float | None) -> None:
    assert RANKS[n, dlt, responses] == rank


@pytest.mark.published
def test_boundaries() -> None:
    assert (round(DESIGN.lambda_e, 3), round(DESIGN.lambda_d, 3)) == (0.276, 0.419)

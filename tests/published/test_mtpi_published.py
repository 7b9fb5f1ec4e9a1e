"""Decisions of mTPI as printed beside those of the 3+3.

Chiuzan C, Garrett-Mayer E, Yeatts SD. A likelihood-based approach for computing the operating
characteristics of the 3+3 phase I clinical trial design with extensions to other A+B designs.
Clin Trials 2015;12:24-33, doi 10.1177/1740774514555585 (PMC4344878), table 2 (target 0.175,
epsilon 0.125) and table 3 (target 0.10, epsilon 0.05). The tables do not tell D from DU.
Recipe: the cells of ``Mtpi`` after 3 and after 6; "1(3)+1(3)" is 2 DLTs in 6.
"""

from __future__ import annotations

import pytest

from dosepath.designs import Mtpi

TABLE_2 = {(3, 0): "E", (6, 0): "E", (6, 1): "S", (6, 2): "S",
           (3, 2): "D", (3, 3): "D", (6, 3): "D", (6, 4): "D"}  # fmt: skip
TABLE_3 = {(3, 0): "E", (6, 0): "E", (6, 1): "S",
           (3, 2): "D", (3, 3): "D", (6, 2): "D", (6, 3): "D", (6, 4): "D"}  # fmt: skip


@pytest.mark.published
@pytest.mark.parametrize(
    ("target", "epsilon", "table"), [(0.175, 0.125, TABLE_2), (0.10, 0.05, TABLE_3)]
)
def test_decisions(target: float, epsilon: float, table: dict[tuple[int, int], str]) -> None:
    design = Mtpi(levels=3, target=target, max_n=12, epsilon_1=epsilon, epsilon_2=epsilon)
    rows = {row.n: row for row in design.boundaries()}
    for (n, dlt), printed in table.items():
        up, down = rows[n].escalate_at_most, rows[n].de_escalate_at_least
        said = "E" if dlt <= up else "D" if dlt >= down else "S"
        assert said == printed, f"{dlt} DLTs in {n}"

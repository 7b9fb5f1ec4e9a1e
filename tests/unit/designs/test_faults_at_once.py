"""Every fault of a design is reported at once, each at its own place."""

from __future__ import annotations

from typing import Any

import pytest

from dosepath.designs import Crm, DecisionTable, read_table_csv
from dosepath.quantity import FaultsFound


def faults(**parameters: Any) -> list[str]:
    with pytest.raises(FaultsFound) as found:
        Crm(levels=3, max_n=24, **parameters)
    return sorted(fault.place.path for fault in found.value.faults)


@pytest.mark.parametrize(
    ("parameters", "places"),
    [
        ({"target": 1.3, "skeleton": (0.3, 0.2, 0.4)}, ["skeleton", "target"]),
        ({"target": 0.25, "skeleton": (0.1, 0.2), "model": "x"}, ["model", "skeleton"]),
        (
            {"target": 0.25, "skeleton": (0.1, 0.2), "halfwidth": 0.05, "model": "x"},
            ["halfwidth", "model", "skeleton"],
        ),
        ({"target": 2, "prior_mtd": 9, "halfwidth": 0.4}, ["prior_mtd", "target"]),
        ({"target": 0.25, "prior_mtd": 9, "halfwidth": 0.4}, ["halfwidth", "prior_mtd"]),
        (
            {"target": 0.97, "skeleton": (0.4, 0.3, 0.5), "model": "logistic_1"},
            ["skeleton", "target"],
        ),
    ],
)
def test_a_wrong_target_hides_no_other_fault(parameters: Any, places: list[str]) -> None:
    assert faults(**parameters) == places


def test_a_gap_is_placed_after_the_cell_before_it() -> None:
    text = "n,dlt,action\n3,0,escalate\n3,1,stay\n3,3,eliminate\n6,0,escalate\n6,6,eliminate\n"
    with pytest.raises(FaultsFound) as found:
        DecisionTable(levels=3, target=0.3, max_n=6, cells=read_table_csv(text, "t.csv"))
    places = [(one.place.line, one.place.path) for one in found.value.faults]
    assert places == [(3, "cells.3,2"), (5, "cells.6,1")]

"""A decision table in a file of its own: CSV and YAML say the same."""

from __future__ import annotations

import pytest

from dosepath.designs import DecisionTable
from dosepath.quantity import FaultsFound
from dosepath.study import read_decision_table

CSV = "n,escalate_at_most,de_escalate_at_least,eliminate_at_least\n3,0,2,3\n6,1,3,4\n"
CELLS = """\
cells:
  "3,0": escalate
  "3,1": stay
  "3,2": de_escalate
  "3,3": eliminate
  "6,0": E
  "6,1": E
  "6,2": S
  "6,3": D
  "6,4": DU
  "6,5": DU
  "6,6": DU
"""
ROWS = """\
cells:
  - {n: 3, escalate_at_most: 0, de_escalate_at_least: 2, eliminate_at_least: 3}
  - {n: 6, escalate_at_most: 1, de_escalate_at_least: 3, eliminate_at_least: 4}
"""


def table(text: str, name: str) -> DecisionTable:
    cells = read_decision_table(text, name)
    return DecisionTable(levels=3, target=0.3, max_n=6, cells=cells)


@pytest.mark.parametrize(("text", "name"), [(CELLS, "t.yaml"), (ROWS, "T.YML")])
def test_yaml_and_csv_are_one_design(text: str, name: str) -> None:
    assert table(text, name) == table(CSV, "t.csv")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (CELLS.replace("stay", "expand"), "t.yaml:3:10  cells.3,1", "Unknown action"),
        (ROWS.replace("n: 6", "n: 6.5"), "t.yaml:3:9  cells[2].n", "whole numbers"),
        (
            CELLS.replace('  "3,1": stay\n', ""),
            "t.yaml:2:10  cells.3,1",
            "No action is written for n: 3, dlt: 1 ",
        ),
        (CELLS + '  "6,2": D\n', "t.yaml:13:3  6,2", "written twice"),
        (CELLS + "target: 0.3\n", "t.yaml:13:1  target", "Unknown key"),
        ("rows: []\n", "t.yaml:1:1", "no cells"),
        ("cells: E\n", "t.yaml:1:8  cells", "not a table"),
    ],
)
def test_what_is_wrong_has_its_line(text: str, place: str, words: str) -> None:
    with pytest.raises(FaultsFound) as error:
        table(text, "t.yaml")
    found = {str(fault.place): fault.message for fault in error.value.faults}
    assert words in found.get(place, ""), found

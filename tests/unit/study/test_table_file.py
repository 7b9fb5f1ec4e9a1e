"""A decision table in a file beside the study file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dosepath.conduct import Refused, protocol_of
from dosepath.designs import DecisionTable
from dosepath.quantity import Fault, FaultsFound
from dosepath.study import Study, load

STUDY = """\
dosepath: 1
doses: [1 mg, 2 mg]
escalation:
  stages:
    - decision_table: {target: 0.3, max_n: 6, cohort: 3, file: NAME}
"""
TABLE = """\
n,escalate_at_most,de_escalate_at_least,eliminate_at_least
3,0,2,3
6,1,3,4
"""


def written(folder: Path, name: str = "table.csv", table: str = TABLE) -> Study:
    (folder / "table.csv").write_text(table, encoding="utf-8")
    (folder / "study.yaml").write_text(STUDY.replace("NAME", name), encoding="utf-8")
    return load(folder / "study.yaml")


def refused(folder: Path, **given: str) -> Fault:
    with pytest.raises(FaultsFound) as error:
        written(folder, **given)
    (fault,) = error.value.faults
    return fault


def test_the_table_is_the_design(tmp_path: Path) -> None:
    study = written(tmp_path)
    assert isinstance(study.design, DecisionTable)
    assert dict(study.design.cells)["3,1"] == "stay"
    assert study.files == ("table.csv",)


def test_another_table_is_another_study(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = written(tmp_path / "a")
    other = written(tmp_path / "b", table=TABLE.replace("6,1,3,4", "6,1,4,5"))
    assert one.hash != other.hash


def test_it_cannot_be_conducted_because_only_the_study_file_is_kept(tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        protocol_of(written(tmp_path))
    assert "decision_table.cells (table.csv)" in error.value.reasons[0]["missing"]


@pytest.mark.parametrize("name", ["../table.csv", "/etc/table.csv", "3", "sub/../../x.csv"])
def test_only_a_file_beside_it(tmp_path: Path, name: str) -> None:
    fault = refused(tmp_path, name=name)
    assert (fault.code, fault.place.line) == ("design.table_file", 5)


def test_a_fault_in_the_table_has_its_own_line(tmp_path: Path) -> None:
    fault = refused(tmp_path, table=TABLE.replace("6,1,3,4", "6,1,x,4"))
    assert (fault.place.file, fault.place.line) == ("table.csv", 3)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path, name="other.csv").code == "file.unreadable"


def test_cells_or_a_file(tmp_path: Path) -> None:
    fault = refused(tmp_path, name='table.csv, cells: {"3,0": escalate}')
    assert "not both" in fault.allowed

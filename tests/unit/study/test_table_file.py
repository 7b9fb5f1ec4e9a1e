"""A decision table in a file beside the study file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dosepath.designs import DecisionTable
from dosepath.quantity import Fault, FaultsFound
from dosepath.study import Study, load, load_text

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
    assert study.files == {"table.csv": TABLE}


def test_another_table_is_another_study(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = written(tmp_path / "a")
    other = written(tmp_path / "b", table=TABLE.replace("6,1,3,4", "6,1,4,5"))
    assert one.hash != other.hash


def test_a_table_that_was_changed_since_it_was_read_is_read_again(tmp_path: Path) -> None:
    before = written(tmp_path)
    changed = written(tmp_path, table=TABLE.replace("6,1,3,4", "6,1,4,5"))
    assert (changed.text, changed.name) == (before.text, before.name)
    assert changed.hash != before.hash
    assert changed.design != before.design


def test_a_kept_version_reads_its_kept_table_and_no_disk(tmp_path: Path) -> None:
    study = written(tmp_path)
    (tmp_path / "table.csv").write_text(TABLE.replace("3,0,2,3", "3,1,2,3"), encoding="utf-8")
    kept = load_text(study.text, study.name, files=study.files)
    assert (kept.hash, kept.design) == (study.hash, study.design)
    with pytest.raises(FaultsFound) as error:
        load_text(study.text, study.name, files={})
    assert error.value.faults[0].code == "design.table_file"


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


GAPS = """\
dosepath: 1
doses: [1 mg, 2 mg, 4 mg]
escalation:
  stages:
    - decision_table:
        target: 0.3
        max_n: 3
        cells:
          %s
"""


@pytest.mark.parametrize(
    "cells",
    [
        """\
"3,0": escalate
          "3,3": eliminate""",
        """\
- {n: 3, dlt: 0, action: escalate}
          - {n: 3, dlt: 3, action: eliminate}""",
    ],
)
def test_a_cell_that_is_missing_in_the_study_file_is_named_beside_no_other(cells: str) -> None:
    with pytest.raises(FaultsFound) as found:
        load_text(GAPS % cells, "gap.yaml")
    (fault,) = found.value.faults
    assert str(fault.place) == "gap.yaml:8:9  escalation.stages[1].decision_table.cells.3,1"
    assert fault.message == "No action is written for n: 3, dlt: 1 and 2 (3 evaluated at a level)."
    assert fault.allowed == "for each, one of escalate, stay, de_escalate, eliminate"

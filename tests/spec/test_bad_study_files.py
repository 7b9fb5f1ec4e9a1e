"""What a study file must not say, and the answer it gets: the table is bad_study_files.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from dosepath.quantity import Fault, FaultsFound
from dosepath.study import load_text

TABLE = Path(__file__).with_name("bad_study_files.md").read_text(encoding="utf-8")
GOOD = TABLE.split("```yaml\n")[1].split("```")[0]
ENTRY = re.compile(r"^### (.+)\n\n```diff\n((?:[-+] .*\n)+)```\n\n`(.*)`: (.+)$", re.MULTILINE)


class Row(NamedTuple):
    """A change of the good file, where the fault must point, and what it must say."""

    what: str
    old: str
    new: str
    path: str
    says: tuple[str, ...]


def rows() -> list[Row]:
    found = []
    for what, change, path, says in ENTRY.findall(TABLE):
        lines = change.splitlines()
        old = "\n".join(line[2:] for line in lines if line.startswith("- "))
        new = "\n".join(line[2:] for line in lines if line.startswith("+ "))
        new = new.replace("\\u202e", "\u202e")
        found.append(Row(what, old, new, path, tuple(says.split(" | "))))
    return found


ROWS = rows()
TOGETHER = {
    "unknown word",
    "text for a number",
    "levels out of order",
    "unknown variant",
    "vector too short",
    "window without unit",
    "threshold without unit",
    "overlapping windows",
    "unit of something else",
    "endpoint at no visit",
    "unknown section",
}


def test_the_good_file_is_good() -> None:
    assert load_text(GOOD, "good.yaml").levels == 3


def test_the_table_is_read_whole() -> None:
    assert len(ROWS) == TABLE.count("\n### ")
    assert {row.what for row in ROWS} >= TOGETHER


@pytest.mark.parametrize("row", ROWS, ids=[row.what for row in ROWS])
def test_bad_input_is_refused_at_its_place(row: Row) -> None:
    assert GOOD.count(row.old) == 1, f"the row must change one place: {row.old!r}"
    marked = GOOD.replace(row.old, row.new)
    fault = the_fault(faults_in(marked.replace("→", "")), row)
    assert fault.place.file == "bad.yaml"
    assert fault.place.line > 0
    if "→" in marked:
        before = marked[: marked.index("→")]
        pointed = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        assert (fault.place.line, fault.place.column) == pointed


def faults_in(text: str) -> tuple[Fault, ...]:
    with pytest.raises(FaultsFound) as refused:
        load_text(text, "bad.yaml")
    return refused.value.faults


def the_fault(faults: tuple[Fault, ...], row: Row) -> Fault:
    """The fault at the row's path that says what the row expects."""
    here = [fault for fault in faults if fault.place.path == row.path]
    fits = [fault for fault in here if all(part in str(fault) for part in row.says)]
    assert fits, "\n".join(map(str, faults))
    return fits[0]


def test_every_fault_is_reported_at_once() -> None:
    """One look at the file is enough: a wrong section does not hide the next."""
    text, wrong = GOOD, [row for row in ROWS if row.what in TOGETHER]
    for row in wrong:
        text = text.replace(row.old, row.new.replace("→", ""))
    found = {fault.place.path for fault in faults_in(text)}
    assert {row.path for row in wrong} <= found


def test_a_criterion_that_is_met_on_an_empty_record_is_refused() -> None:
    """Nothing known is never a yes."""
    cancer = "    cancer: {label: {en: Cancer}, type: yes_no, absent: no, from: chart}\n  groups:\n"
    rule = "  exclusions:\n    E1: {text: {en: Has cancer}, rule: cancer is yes, team_only: true}\n"
    text = GOOD.replace("  groups:\n", cancer).replace("visits:\n", rule + "visits:\n")
    assert any("nothing is recorded" in str(fault) for fault in faults_in(text))

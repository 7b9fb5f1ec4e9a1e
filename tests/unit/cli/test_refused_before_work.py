"""What a hostile user gives to the verbs about designs: clear words and the right code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

BOIN = """\
dosepath: 1
doses: [10 mg, 20 mg, 40 mg]
escalation:
  stages:
    - boin: {target: 0.3, max_n: 12}
  scenarios:
    odd: {dlt: [0.02, 0.35, 0.20]}
"""
TABLE = """\
dosepath: 1
doses: [10 mg, 20 mg, 40 mg]
escalation:
  stages:
    - decision_table:
        target: 0.3
        max_n: 3
        cells:
          - {n: 3, dlt: 0, action: escalate}
          - {n: 3, dlt: 0, action: stay}
          - {n: 6, escalate_at_most: 4, de_escalate_at_least: 1}
"""


@pytest.fixture
def boin(write: Any) -> Path:
    return write("boin.yaml", BOIN)


@pytest.mark.parametrize("target", ["3", "-1", "nan", "0"])
def test_a_simulation_has_a_target_that_can_be_one(run: Any, boin: Path, target: str) -> None:
    code, out, err = run("simulate", boin, "--runs", 10, "--target", target)
    assert (code, out) == (1, "")
    assert "Not a target DLT rate." in err
    assert f"found:   {target}" in err


@pytest.mark.parametrize(
    "arguments",
    [("oc", "--html"), ("compare", "--html"), ("text", "-o")],
    ids=["oc", "compare", "text"],
)
def test_a_document_that_cannot_be_written_is_named_as_it_was_given(
    run: Any, boin: Path, tmp_path: Path, arguments: tuple[str, str]
) -> None:
    verb, option = arguments
    out = tmp_path / "nowhere" / "page.html"
    code, shown, err = run(verb, boin, option, out)
    assert (code, shown) == (1, "")
    assert "".join(err.split()).startswith("".join(str(out).split())), err
    assert "cannot be written: No such file or directory" in " ".join(err.split())


def test_a_shorthand_with_a_fault_is_named_without_lines_that_nobody_wrote(
    run: Any, boin: Path
) -> None:
    err = run("compare", boin, "--design", "keyboard: target=0.3, max_n=13")[2]
    assert err.startswith("--design keyboard: target=0.3, max_n=13  keyboard.max_n\n")
    err = run("compare", boin, "--design", "nope: a=1")[2]
    assert err.startswith("--design nope: a=1\n  Unknown design.")


def test_more_random_scenarios_than_can_be_followed_are_refused(run: Any, boin: Path) -> None:
    code, out, err = run("compare", boin, "--random", 100_000_000)
    assert (code, out) == (2, "")
    assert "1<=x<=100000" in err


def test_every_fault_of_the_rows_of_a_table_is_named_at_once(run: Any, write: Any) -> None:
    code, _, err = run("table", write("table.yaml", TABLE))
    assert code == 1
    assert "Cell 3,0 has two actions." in err
    assert "After 6 evaluated, 1 with a DLT would both escalate and de-escalate." in err
    assert "2 faults found." in err


def test_a_file_without_anything_in_it_is_called_empty(run: Any, write: Any) -> None:
    for text in ("", "\n", "# nothing yet\n"):
        code, _, err = run("oc", write("empty.yaml", text))
        assert code == 1
        assert "this file is empty" in err


def test_the_decision_table_tells_of_cells_that_are_never_seen(run: Any, write: Any) -> None:
    cells = '"3,0": escalate, "3,1": stay, "3,2": de_escalate, "3,3": eliminate, "4,2": stay'
    text = BOIN.replace(
        "boin: {target: 0.3, max_n: 12}", "decision_table: {target: 0.3, max_n: 3, cells: {%s}}"
    )
    out = run("table", write("t.yaml", text % cells))[1]
    assert "4,2" in out


def test_a_protocol_says_that_a_scenario_falls(run: Any, boin: Path) -> None:
    words = " ".join(run("text", boin)[1].split())
    assert "Scenario odd: P(DLT) is lower at level 3 than at the level below" in words


def test_too_many_values_are_called_too_many(run: Any, boin: Path) -> None:
    err = run("calibrate", boin, "max_n=12:1000000:1")[2]
    assert "too many values" in " ".join(err.split())


def test_a_calibration_over_scenarios_of_the_file_says_that_one_falls(run: Any, boin: Path) -> None:
    words = " ".join(run("calibrate", boin, "p_saf=0.1,0.2", "--own")[1].split())
    assert "Scenario odd: P(DLT) is lower at level 3 than at the level below" in words
    assert "averaged over 1 scenario." in words

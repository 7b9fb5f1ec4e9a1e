"""``dosepath oc`` and ``dosepath simulate`` say the same things in the same words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import BARE

STUDIES = Path(__file__).resolve().parents[3] / "studies"
BOIN12 = STUDIES / "synthetic-boin12" / "study.yaml"
GIVEN = ("--dlt", "0.1,0.2,0.3")
RULE = "three_plus_three: {six_at_mtd: always}"


def heads(out: str) -> list[str]:
    return next(line for line in out.splitlines() if line.strip().startswith("Level")).split()


def written(bare: Path, stage: str) -> Path:
    bare.write_text(BARE.replace(RULE, stage), encoding="utf-8")
    return bare


@pytest.mark.parametrize("verb", ["oc", "simulate"])
def test_a_design_for_the_obd_fits_80_columns_and_says_obd(run: Any, verb: str) -> None:
    code, out, _ = run(verb, BOIN12, "--runs", 200, "--target", 0.3)
    assert code == 0
    columns = "Level Dose (cells/kg) P(DLT) P(R) OBD ± Tried N DLTs Resp"
    assert heads(out) == columns.split()
    assert max(map(len, out.splitlines())) <= 80
    assert "no OBD" in out
    assert "Below the OBD" in out
    assert "MTD" not in out
    assert "0.5 × 10⁶" in out
    assert "OBD: probability of selection as the optimal" in " ".join(out.split())


def test_simulated_and_timed_trials_have_the_same_columns_and_lines(run: Any, bare: Path) -> None:
    simulated = run("oc", bare, *GIVEN, "--limit", 5, "--runs", 300, "--planned", 12)[1]
    timed = run("simulate", bare, *GIVEN, "--runs", 300, "--planned", 12)[1]
    assert heads(simulated) == heads(timed)
    for words in (
        "Participants ",
        "Below the MTD",
        "Planned 12 ",
        "Engine: simulation",
        "±: Monte",
    ):
        assert words in simulated
        assert words in timed
    # The same participants without time and in it.
    assert [line for line in simulated.splitlines() if line.startswith(" 2")] == [
        line for line in timed.splitlines() if line.startswith(" 2")
    ]


def test_none_of_the_trials_is_no_certainty(run: Any, bare: Path) -> None:
    out = run("simulate", bare, "--dlt", "0,0,0", "--runs", 300, "--planned", 30)[1]
    first = next(line for line in out.splitlines() if "no MTD" in line).split()
    assert first[-2:] == ["0.000", "<0.010"]
    assert "P(N > 30) = 0.0 % (bound 1.0 %)" in out
    assert "± 0.000" not in out


def test_what_is_always_so_is_said_to_be_always(run: Any, bare: Path) -> None:
    crm = "crm: {target: 0.25, skeleton: [0.1, 0.25, 0.4], max_n: 12}"
    out = run("oc", written(bare, crm), *GIVEN)[1]
    assert "12.00 expected, always 12" in out


def test_cohorts_of_one_are_not_completed_before_they_are_judged(run: Any, bare: Path) -> None:
    crm = "crm: {target: 0.25, skeleton: [0.1, 0.25, 0.4], max_n: 6, cohort: 1}"
    assert "cohorts are completed" not in run("oc", written(bare, crm), *GIVEN)[1]
    assert "cohorts are completed" in run("oc", written(bare, RULE), *GIVEN)[1]


def test_a_star_is_explained_where_there_is_one(run: Any, bare: Path) -> None:
    assert "*: assumed." not in run("oc", bare, *GIVEN)[1]
    worked = run("oc", STUDIES / "nct05727722" / "study.yaml", "--scenario", "toxic")[1]
    assert "*: assumed." in " ".join(worked.split())


def test_no_level_above_the_target_is_said(run: Any, bare: Path) -> None:
    out = run("oc", bare, "--dlt", "0.01,0.02,0.03", "--target", 0.3)[1]
    assert "Overdose        none: no level has P(DLT) > 0.3" in out


def test_oc_repeats_what_check_warns_of(run: Any, bare: Path) -> None:
    cells = '"3,0": escalate, "3,1": stay, "3,2": eliminate, "3,3": eliminate, "5,1": stay'
    table = f"decision_table: {{target: 0.3, max_n: 3, cohort: 3, cells: {{{cells}}}}}"
    asked = ("oc", written(bare, table), *GIVEN)
    assert "Warning: 1 cell of the decision table can never be seen" in run(*asked)[1]
    assert len(json.loads(run(*asked, "--json")[1])["warnings"]) == 1


def test_json_says_what_the_design_selects(run: Any, bare: Path) -> None:
    assert json.loads(run("oc", bare, *GIVEN, "--json")[1])["selects"] == "mtd"
    asked = ("simulate", BOIN12, "--runs", 5, "--json")
    assert json.loads(run(*asked)[1])["selects"] == "obd"

"""``dosepath compare --in-time``: designs over the same participants, and how long they take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dosepath.pathways import Sampling, TimeCourse, sweep
from dosepath.study import load

FILE = """\
dosepath: 1
doses: [10 mg, 20 mg, 40 mg]
escalation:
  dlt: {window: {days: 21}}
  stages:
    - rolling_six: {}
  scenarios:
    hoped: {dlt: [0.02, 0.05, 0.20]}
    feared: {dlt: [0.10, 0.30, 0.50]}
"""
MORE = ("--design", "three_plus_three: six_at_mtd=always", "--target", "0.3", "--runs", "200")


@pytest.fixture
def rolling(tmp_path: Path) -> Path:
    path = tmp_path / "rolling.yaml"
    path.write_text(FILE.replace("  dlt: {window: {days: 21}}\n", ""), encoding="utf-8")
    return path


def test_days_are_a_column_and_the_assumptions_about_time_are_said(run: Any, rolling: Path) -> None:
    code, out, _ = run("compare", rolling, *MORE, "--in-time", "--accrual", "10")
    words = " ".join(out.split())
    assert code == 0
    assert "Days" in words
    assert "one participant in 10 days, at random (Poisson); DLT window 28 days" in words
    assert "All designs meet the same participants" in words
    assert "simulation in time, 200 trials, seed 1" in words
    assert "Without time" not in words
    # Cohorts are no column here, and so no word of the legend.
    assert "Cohorts" not in words
    assert "N, DLTs: expected numbers." in words
    assert max(map(len, out.splitlines())) <= 80


def test_its_figures_are_those_of_the_grid(run: Any, rolling: Path) -> None:
    data = json.loads(run("compare", rolling, *MORE, "--in-time", "--window", "21", "--json")[1])
    study = load(rolling)
    cells = sweep(
        {"rolling": study.design},
        study.scenarios,
        course=TimeCourse(window_days=21),
        sampling=Sampling(200, seed=1),
    )
    shown = {row["scenario"]: row for row in data["rows"] if row["design"] == "rolling"}
    for cell in cells:
        assert shown[cell.scenario]["days"] == cell.days
        assert shown[cell.scenario]["selected_2"] == cell.selection[2]
    assert data["course"]["window_days"] == 21
    assert json.loads(run("compare", rolling, *MORE, "--json")[1])["course"] is None


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--accrual", "10"), 2, "--accrual goes with --in-time"),
        (("--fixed", "--turn-away"), 2, "--fixed, --turn-away go with --in-time"),
        (("--in-time", "--limit", "10"), 2, "--limit does not go with --in-time"),
        (("--in-time", "--second-half", "0.7"), 1, "0.5 with onset uniform"),
    ],
)
def test_options_of_time_are_refused_where_they_mean_nothing(
    run: Any, rolling: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    found, out, err = run("compare", rolling, *MORE, *options)
    assert (found, out) == (code, "")
    assert told in " ".join(err.split())


@pytest.mark.slow
def test_workers_change_no_figure_of_a_comparison(run: Any, rolling: Path) -> None:
    asked = ("compare", rolling, *MORE, "--in-time", "--json")
    assert run(*asked)[:2] == run(*asked, "--workers", "2")[:2]


def test_responses_go_with_given_scenarios(run: Any) -> None:
    boin12 = "boin12: target=0.35, efficacy_limit=0.25, max_n=9"
    asked = ("compare", "--design", boin12, "--dlt", "0.1,0.2,0.3")
    code, out, err = run(*asked, "--response", "0.2,0.4,0.5")
    assert code == 0
    assert "selects the OBD" in " ".join(out.split())
    code, out, err = run(*asked)
    assert (code, out) == (1, "")
    assert "the scenario gives no probability" in " ".join(err.split())
    assert run(*asked, "--limit", "5")[0] == 1, "nor is it simulated as if nobody responded"

"""Ctrl-C in the verbs about designs: what is done is shown with its count, and the code is 130."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FILE = """\
dosepath: 1
doses: [10 mg, 20 mg, 40 mg]
escalation:
  stages:
    - boin: {target: 0.3, max_n: 12}
  scenarios:
    hoped: {dlt: [0.02, 0.05, 0.20]}
    feared: {dlt: [0.10, 0.30, 0.50], grade_2: [0.1, 0.1, 0.1]}
    steep: {dlt: [0.01, 0.30, 0.80]}
"""
SIMULATED = ("--limit", 5, "--runs", 5000)


@pytest.fixture
def boin(tmp_path: Path) -> Path:
    path = tmp_path / "boin.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def run(run: Any) -> Any:
    """As everywhere, with what is said on one line."""

    def ran(*arguments: object) -> tuple[int, str, str]:
        code, out, err = run(*arguments)
        return code, out, " ".join(err.split())

    return ran


@pytest.fixture
def stop_after(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ctrl-C once so many trials are done."""

    def arrange(trials: int) -> None:
        def tell(done: int, _: int) -> None:
            if done > trials:
                raise KeyboardInterrupt

        @contextmanager
        def progress() -> Iterator[Any]:
            yield tell

        monkeypatch.setattr("dosepath.cli.spreading.progress", progress)

    return arrange


@pytest.fixture
def stop_in(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ctrl-C in the call of that number of a function."""

    def arrange(where: str, number: int) -> None:
        module, _, name = where.rpartition(".")
        there = __import__(module, fromlist=[name])
        usual, calls = getattr(there, name), []

        def stopped(*given: Any, **named: Any) -> Any:
            calls.append(1)
            if len(calls) == number:
                raise KeyboardInterrupt
            return usual(*given, **named)

        monkeypatch.setattr(there, name, stopped)

    return arrange


EXACT = "dosepath.pathways.operating_characteristics"


def test_oc_keeps_the_scenarios_that_are_done(run: Any, boin: Path, stop_in: Any) -> None:
    stop_in(EXACT, 3)
    code, out, err = run("oc", boin)
    assert code == 130
    assert "scenario feared" in out
    assert "scenario steep" not in out
    assert "Stopped: 2 of 3 scenarios are done; the figures are of those." in err


def test_oc_says_in_json_that_it_was_stopped(run: Any, boin: Path, stop_in: Any) -> None:
    assert json.loads(run("oc", boin, "--json")[1])["is_partial"] is False
    stop_in(EXACT, 2)
    code, out, err = run("oc", boin, "--json")
    data = json.loads(out)
    assert (code, data["is_partial"], len(data["scenarios"])) == (130, True, 1)
    assert "Stopped: 1 of 3 scenarios are done" in err


def test_oc_keeps_the_trials_of_a_scenario_stopped_half_way(
    run: Any, boin: Path, stop_after: Any
) -> None:
    stop_after(7000)
    code, out, err = run("oc", boin, *SIMULATED)
    assert code == 130
    assert "Engine, scenario hoped: simulation, 5,000 trials, seed 1" in out
    assert "Engine, scenario feared: simulation, 2,000 trials of 5,000 (stopped before" in out
    assert "Stopped: 7,000 of 15,000 trials are done; the figures are of those." in err
    stop_after(7000)
    data = json.loads(run("oc", boin, *SIMULATED, "--json")[1])
    assert data["is_partial"] is True
    assert [one["runs"] for one in data["scenarios"]] == [5000, 2000]


def test_oc_stopped_while_it_compiles_says_so(run: Any, boin: Path, stop_in: Any) -> None:
    stop_in("dosepath.pathways.plan", 1)
    code, out, err = run("oc", boin)
    assert (code, out) == (130, "")
    assert "Stopped while the design's states were being counted: nothing is done yet" in err


def test_oc_keeps_the_variants_that_are_done(run: Any, tmp_path: Path, stop_in: Any) -> None:
    path = tmp_path / "rule.yaml"
    stage = FILE.replace("boin: {target: 0.3, max_n: 12}", "three_plus_three: {six_at_mtd: never}")
    path.write_text(stage, encoding="utf-8")
    stop_in(EXACT, 5)
    code, out, err = run("oc", path, "--variants")
    assert code == 130
    assert out.count("always") == 3
    assert out.count("after_de_escalation") == 1
    assert "Stopped: 4 of 9 scenarios are done" in err


def test_compare_keeps_the_scenarios_that_are_done(run: Any, boin: Path, stop_after: Any) -> None:
    stop_after(12_000)
    more = ("--design", "keyboard: target=0.3, max_n=12, cohort=3")
    code, out, err = run("compare", boin, *more, *SIMULATED, "--json")
    data = json.loads(out)
    assert (code, data["is_partial"]) == (130, True)
    assert [(row["design"], row["scenario"], row["runs"]) for row in data["rows"]] == [
        ("boin", "hoped", 5000),
        ("boin", "feared", 5000),
        ("boin", "steep", 2000),
    ]
    assert (
        "Stopped: 0 of 2 designs are done, and 12,000 of 15,000 trials of boin; the figures" in err
    )
    stop_after(12_000)
    out = run("compare", boin, *more, *SIMULATED)[1]
    assert "simulation, 2,000 trials of 5,000 (stopped before the end)" in " ".join(out.split())
    assert "Stopped before its end" in out


def test_compare_stopped_while_it_compiles_says_so(run: Any, boin: Path, stop_in: Any) -> None:
    stop_in("dosepath.pathways.contest.plan", 1)
    code, out, err = run("compare", boin)
    assert (code, out) == (130, "")
    assert "Stopped while the first design's states were being counted: nothing is done" in err


def test_a_document_that_was_stopped_is_not_written(
    run: Any, boin: Path, tmp_path: Path, stop_after: Any
) -> None:
    stop_after(3000)
    page = tmp_path / "section.html"
    code, out, err = run("text", boin, *SIMULATED, "-o", page)
    assert (code, out) == (130, "")
    assert "Stopped: 3,000 of 15,000 trials are done; no document was written." in err
    assert not page.exists()

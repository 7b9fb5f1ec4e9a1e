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
def boin(write: Any) -> Path:
    return write("boin.yaml", FILE)


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


@pytest.mark.parametrize(
    ("stage", "where"),
    [
        ("boin: {target: 0.3, max_n: 12}", "dosepath.pathways.laws._array_law"),
        ("three_plus_three: {six_at_mtd: always}", "dosepath.pathways.laws._law"),
    ],
)
def test_prove_keeps_the_laws_that_are_done(
    run: Any, tmp_path: Path, stop_in: Any, stage: str, where: str
) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text(FILE.replace("boin: {target: 0.3, max_n: 12}", stage), encoding="utf-8")
    whole = json.loads(run("prove", path, "--json")[1])
    assert (whole["is_partial"], whole["to_come"]) == (False, [])
    stop_in(where, 3)
    code, out, err = run("prove", path)
    words = " ".join(out.split())
    assert code == 130
    assert out.count(" holds ") == 2
    assert out.count(" stopped ") == 1
    assert out.count(" not begun ") == len(whole["laws"]) - 3
    assert f"Stopped: 2 of {len(whole['laws'])} laws are done" in err
    assert "was being checked" in err
    assert "Stopped before its end: nothing is proven of the laws that are not done." in words
    stop_in(where, 3)
    code, out, _ = run("prove", path, "--json")
    data = json.loads(out)
    assert code == 130
    assert (data["is_partial"], data["holds"], data["is_sound"]) == (True, False, False)
    assert data["laws"] == whole["laws"][:2]
    assert data["to_come"] == [law["law"] for law in whole["laws"][2:]]


def test_prove_stopped_while_it_visits_says_so(run: Any, boin: Path, stop_in: Any) -> None:
    stop_in("dosepath.pathways.laws.observe", 1)
    code, out, err = run("prove", boin)
    assert (code, out) == (130, "")
    assert "Stopped while the observations were being visited: nothing is done yet" in err


def test_a_proof_stopped_when_all_its_laws_are_done_is_whole(
    run: Any, boin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dosepath.pathways import prove_by_law

    def stopped(*given: Any, **named: Any) -> Iterator[Any]:
        yield from prove_by_law(*given, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr("dosepath.pathways.prove_by_law", stopped)
    code, out, err = run("prove", boin)
    assert (code, err) == (0, "")
    assert "stopped" not in out


def test_a_law_that_is_broken_is_shown_although_it_was_stopped(
    run: Any, boin: Path, stop_in: Any
) -> None:
    stop_in("dosepath.pathways.laws._array_law", 5)
    code, out, _ = run("prove", boin, "--dlt-limit", 1)
    assert code == 130
    assert "Broken by 1NNT 1NNN" in " ".join(out.split())


def test_paths_lists_those_that_were_found(run: Any, boin: Path, stop_in: Any) -> None:
    whole = json.loads(run("paths", boin, "--json")[1])
    assert whole["is_partial"] is False
    stop_in("dosepath.pathways.courses.Course", 5)
    code, out, err = run("paths", boin)
    assert code == 130
    assert f"4 of {whole['total']:,} paths" in out
    assert f"Stopped: 4 of {whole['total']:,} paths are listed" in err
    stop_in("dosepath.pathways.courses.Course", 5)
    code, out, _ = run("paths", boin, "--json")
    data = json.loads(out)
    assert (code, data["is_partial"]) == (130, True)
    assert data["paths"] == whole["paths"][:4]


@pytest.mark.parametrize(
    "case",
    [
        ("paths", "dosepath.pathways.count_paths", "the paths were being counted"),
        ("table", "dosepath.pathways.decision_table", "the design was being asked"),
        ("text", "dosepath.pathways.decision_table", "the decision table was being made"),
    ],
)
def test_what_was_being_done_is_said(
    run: Any, tmp_path: Path, stop_in: Any, case: tuple[str, str, str]
) -> None:
    verb, where, doing = case
    path = tmp_path / "rule.yaml"
    stage = FILE.replace("boin: {target: 0.3, max_n: 12}", "three_plus_three: {six_at_mtd: never}")
    path.write_text(stage, encoding="utf-8")
    stop_in(where, 1)
    code, out, err = run(verb, path)
    assert (code, out) == (130, "")
    assert f"Stopped while {doing}" in err

"""``dosepath simulate``: what it shows, refuses and keeps when it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dosepath.pathways import Sampling, TimeCourse, simulate_in_time
from dosepath.study import load

WORKED = Path(__file__).resolve().parents[3] / "studies" / "nct05727722" / "study.yaml"
TOXIC = ("simulate", WORKED, "--scenario", "toxic", "--runs", 300)
GIVEN = ("--dlt", "0.1,0.2,0.3", "--runs", 300)


def test_figures_come_with_their_errors_and_what_they_rest_on(run: Any) -> None:
    code, out, err = run(*TOXIC, "--target", 0.3, "--accrual", 20)
    words = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "1.5 × 10⁹*" in out
    assert "Duration" in out
    assert "±" in out
    assert "simulation in time, 300 trials, seed 1" in out
    assert "one participant in 20 days, at random (Poisson); DLT window 28 days" in words
    assert "(the file's)" in words
    assert "168 hours between dosings" in words
    assert "escalation.stagger: not public" in words
    assert max(map(len, out.splitlines())) <= 80


def test_json_is_the_engines_own_figures(run: Any) -> None:
    data = json.loads(run(*TOXIC, "--json", "--drop-out", 0.1, "--fixed", "--turn-away")[1])
    study = load(WORKED)
    course = TimeCourse(
        window_days=28,
        accrual="fixed",
        drop_out=0.1,
        while_closed="turn_away",
        stagger=study.stagger,
    )
    truth = study.scenarios["toxic"]
    own = simulate_in_time(study.design, truth, course=course, sampling=Sampling(300, seed=1))
    (shown,) = data["scenarios"]
    assert shown["totals"] == own.totals()
    assert shown["rows"] == own.rows()
    assert shown["above_planned"] == np.mean(own.sizes > 10)
    assert data["is_partial"] is False
    assert {mark["path"] for mark in data["assumed"]} >= {"escalation.dlt.window"}


@pytest.mark.slow
def test_workers_change_no_figure(run: Any, bare: Path) -> None:
    asked = ("simulate", bare, "--dlt", "0.1,0.2,0.3", "--runs", 2100, "--json")
    assert run(*asked) == run(*asked, "--workers", 2)


def test_another_seed_gives_other_figures(run: Any, bare: Path) -> None:
    asked = ("simulate", bare, *GIVEN)
    assert run(*asked)[1] == run(*asked)[1]
    assert run(*asked)[1] != run(*asked, "--seed", 2)[1]


def test_a_bare_design_file_says_that_its_window_is_assumed(run: Any, bare: Path) -> None:
    out = " ".join(run("simulate", bare, *GIVEN)[1].split())
    assert "DLT window 28 days (assumed)" in out
    assert "no stagger" in out


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--dlt", "0.1,0.2"), 1, "one probability for each of the 3 dose levels"),
        (("--dlt", "0.1,x,0.3"), 1, "Not a number"),
        ((*GIVEN, "--second-half", 0.7), 1, "0.5 with onset uniform"),
        ((*GIVEN, "--not-evaluable", 0.6, "--drop-out", 0.4), 1, "somebody must stay"),
        ((*GIVEN, "--accrual", 0), 2, "--accrual"),
        ((*GIVEN, "--not-evaluable", 1.5), 2, "--not-evaluable"),
        ((*GIVEN, "--runs", 0), 2, "--runs"),
        ((*GIVEN, "--response", "0.1"), 1, "one probability"),
        (("--response", "0.1,0.2,0.3"), 1, "no scenarios"),
        ((), 1, "The file has no scenarios"),
    ],
    ids=str,
)
def test_bad_input_is_said_in_words(
    run: Any, bare: Path, options: tuple[object, ...], code: int, words: str
) -> None:
    ended, out, err = run("simulate", bare, *options)
    assert (ended, out) == (code, "")
    assert words in " ".join(err.split()) or words in err
    assert "Traceback" not in err


def test_a_response_goes_with_a_given_scenario(run: Any) -> None:
    code, _, err = run(*TOXIC, "--response", "0.1,0.1,0.1,0.1")
    assert code == 2
    assert "--response goes with --dlt" in err


def test_who_stops_it_gets_the_blocks_that_were_done(
    run: Any, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(done: int, _: int) -> None:
        if done > 2000:
            raise KeyboardInterrupt

    monkeypatch.setattr("dosepath.cli.spreading.progress", lambda: nullcontext(tell))
    asked = ("simulate", bare, "--dlt", "0.1,0.2,0.3", "--runs", 5000)
    code, out, err = run(*asked)
    assert code == 130
    assert "2,000 trials of 5,000 (stopped before the end)" in out
    assert "Stopped: 2,000 of 5,000 trials are done" in err
    monkeypatch.undo()
    whole = json.loads(run(*asked[:-1], 2000, "--json")[1])["scenarios"][0]
    assert f"{whole['totals']['days_50']:.0f}" in out


def _stopped_after(seconds: float, arguments: list[str]) -> tuple[int, str, str]:
    program = "from dosepath.cli import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    return running.returncode, out, " ".join(err.split())


@pytest.mark.slow
def test_ctrl_c_on_two_workers_keeps_what_there_is_and_says_how_much(bare: Path) -> None:
    asked = ["simulate", str(bare), "--dlt", "0.1,0.2,0.3", "--runs", "9000000", "--json"]
    for seconds in (12, 60):  # until a block is done, which takes longer on a busy computer
        code, out, err = _stopped_after(seconds, [*asked, "--workers", "2"])
        assert code == 130, err
        if out:
            break
        assert "Stopped while the first trials were simulated: nothing is done yet" in err
    data = json.loads(out)
    (shown,) = data["scenarios"]
    assert data["is_partial"] is True
    assert 0 < shown["runs"] < shown["planned_runs"] == 9_000_000
    assert f"Stopped: {shown['runs']:,} of 9,000,000 trials are done" in " ".join(err.split())
    assert "Traceback" not in err

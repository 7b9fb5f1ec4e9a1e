"""Trials in time without a DLT: who is dosed when, and how long it takes, worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from dosepath.designs import Design, Stagger, build
from dosepath.pathways import Sampling, TimeCourse, simulate_in_time
from dosepath.pathways.chances import read_chances
from dosepath.pathways.participants import Participants
from dosepath.pathways.timed_policy import advance
from dosepath.pathways.timed_trials import Trials

TABLE = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "trial_durations.yaml").read_text(encoding="utf-8")
)["trials"]


def read(row: dict[str, Any]) -> tuple[Design, TimeCourse]:
    stages = [row["design"]]
    if "accelerated_titration" in row["design"]:
        stages.append({"three_plus_three": {}})
    stagger = Stagger(**row["stagger"]) if "stagger" in row else None
    course = TimeCourse(accrual="fixed", stagger=stagger, **row["course"])
    return build(stages, row["levels"]), course


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["case"])
def test_a_trial_without_dlts_lasts_as_long_as_by_hand(row: dict[str, Any]) -> None:
    design, course = read(row)
    clean = [0.0] * row["levels"]
    result = simulate_in_time(design, clean, course=course, sampling=Sampling(2, seed=1))
    assert set(result.days.tolist()) == {row["days"]}
    assert set(result.turned_away.tolist()) == {row["away"]}
    assert set(result.sizes.tolist()) == {len(row["dosed"])}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["case"])
def test_participants_are_dosed_on_the_days_worked_by_hand(row: dict[str, Any]) -> None:
    design, course = read(row)
    chances = read_chances([0.0] * row["levels"], row["levels"])
    trials = Trials(design, chances, course, Participants(seed=1, block=0, trials=1))
    while len(trials.running):
        advance(trials)
    assert np.allclose(trials.view(np.array([0])).start[0, : len(row["dosed"])], row["dosed"])

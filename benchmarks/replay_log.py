"""Replay of a finished trial of 24 participants, every visit form and decision included."""

from __future__ import annotations

import sys
import timeit
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dosepath import conduct  # noqa: E402
from dosepath.designs import ThreePlusThree  # noqa: E402
from dosepath.schedule import Visit  # noqa: E402
from tests.unit.conduct.playing import COORDINATOR, FORMS, Play, protocol  # noqa: E402

TITLE = "Replay of a finished trial of 24 participants"
WANTED = 0.05
LEVELS = 8


def finished() -> Play:
    """Three participants at each of eight levels, seven forms at each of six visits."""
    forms = FORMS | {f"form_{n}": replace(FORMS["vitals"], id=f"form_{n}") for n in range(6)}
    usual = ("vitals", *(name for name in forms if name.startswith("form_")))
    visits = (
        *(Visit(f"d{day}", day, 0, 3, usual) for day in (1, 3, 7, 14, 60)),
        Visit("d28", 28, 0, 3, (*usual, "day_28_assessment")),
    )
    doses = tuple(f"{level} mg" for level in range(1, LEVELS + 1))
    rules = protocol(ThreePlusThree(levels=LEVELS), planned=24, doses=doses)
    trial = Play(replace(rules, visits=visits, forms=forms)).open()
    while not trial.state.decisions or trial.recommend().status == "continue":
        three = [trial.dosed() for _ in range(3)]
        trial.now = max(trial.ends(one) for one in three) + timedelta(days=1)
        for one in three:
            follow(trial, one)
        trial.decide()
    return trial


def follow(trial: Play, participant: str) -> None:
    """Every form and two adverse events of one participant."""
    for visit in trial.protocol.visits:
        for form in visit.forms:
            items = {"complete": "yes"} if form == "day_28_assessment" else {"heart_rate": "80"}
            key = (participant, visit.id, form)
            trial.do(conduct.record_form, key, on=trial.now, items=items, by=COORDINATOR)
    for grade in (1, 2):
        trial.harm(participant, grade, onset=trial.now - timedelta(days=20))
    trial.do(conduct.assess_window, participant)


def measure() -> float:
    """The best of ten replays, in seconds."""
    trial = finished()
    if len(trial.state.dosed) != 3 * LEVELS:
        raise AssertionError("the course for the measurement has changed")
    return min(
        timeit.repeat(lambda: conduct.replay(trial.events, trial.protocol), number=1, repeat=10)
    )


if __name__ == "__main__":
    print(f"{TITLE}: {measure():.4f} s (wanted: under {WANTED:g} s)")

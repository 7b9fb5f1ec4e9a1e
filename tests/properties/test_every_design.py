"""Laws that every design and behaviour of the catalogue keeps, on the examples of one table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from dosepath.designs import (
    BEHAVIOURS,
    CATALOGUE,
    Counts,
    Design,
    Stop,
    Tally,
    Treat,
    Wait,
    build,
    decide_many,
    needs,
    select,
)
from dosepath.wording import say
from tests.unit.designs.drawn import drawn_batch

TABLE = YAML(typ="safe").load(
    (Path(__file__).parents[1] / "spec" / "every_design.yaml").read_text(encoding="utf-8")
)
EXAMPLES = [
    pytest.param(example, id=f"{name}-{number}")
    for kind in ("designs", "behaviours")
    for name, examples in TABLE[kind].items()
    for number, example in enumerate(examples, start=1)
]


def made(example: dict[str, Any]) -> Design:
    return build(example["stages"], example["levels"], behaviours=example.get("behaviours", ()))


every_example = pytest.mark.parametrize("example", EXAMPLES)


def test_every_design_and_behaviour_has_an_example() -> None:
    assert set(TABLE["designs"]) == set(CATALOGUE)
    assert set(TABLE["behaviours"]) == set(BEHAVIOURS)


@every_example
def test_a_design_is_a_value(example: dict[str, Any]) -> None:
    one, other = made(example), made(example)
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(AttributeError):
        one.levels = 9  # type: ignore[misc]


@every_example
def test_arrays_and_single_observations_are_answered_alike(example: dict[str, Any]) -> None:
    design = made(example)
    pending = 3 if "pending" in needs(design) else 0
    batch = drawn_batch(5, levels=design.levels, rows=150, pending=pending)
    moves = decide_many(design, batch)
    for row in range(len(batch)):
        counts = batch.counts(row)
        decision = design.decide(counts)
        found = (moves.level[row], moves.size[row], moves.mtd[row], bool(moves.waits[row]))
        wanted = (0, 0, 0, True)
        if isinstance(decision, Treat):
            wanted = (decision.level, decision.n, 0, False)
        elif isinstance(decision, Stop):
            wanted = (0, 0, decision.mtd or 0, False)
        assert found == wanted, counts
        assert isinstance(select(design, counts), Stop)


def courses(design: Design, *, toxicity: float, seed: int, runs: int) -> Iterator[list[Counts]]:
    """Trials played with cohorts complete, or known one participant after the other."""
    rng = np.random.default_rng(seed)
    for run in range(runs):
        counts, seen = Counts.none(design.levels), []
        for _ in range(200):
            seen.append(counts)
            decision = design.decide(counts)
            if not isinstance(decision, Treat):
                break
            n = decision.n if run % 2 else 1
            dlt = int(rng.binomial(n, toxicity))
            both, free = int(rng.binomial(dlt, 0.3)), int(rng.binomial(n - dlt, 0.4))
            counts = counts.plus(decision.level, Tally(n, dlt, 0, both + free, both))
        else:
            pytest.fail(f"no end: {counts}")
        yield seen


@every_example
@pytest.mark.parametrize("toxicity", [0.0, 0.2, 0.5, 1.0])
def test_every_course_is_safe_and_ends(example: dict[str, Any], toxicity: float) -> None:
    design = made(example)
    cap = max(stage.get("max_n", 0) for one in example["stages"] for stage in one.values())
    for seen in courses(design, toxicity=toxicity, seed=7, runs=12):
        for counts in seen:
            decision = design.decide(counts)
            assert not isinstance(decision, Wait), counts
            if isinstance(decision, Treat):
                assert 1 <= decision.level <= design.levels
                assert decision.n >= 1
                assert not cap or counts.total + decision.n <= cap, counts
                untried = [level for level in range(1, decision.level) if not counts[level].n]
                started = counts.at or decision.level
                assert_no_skip(example, untried, started)
            elif decision.mtd is not None:
                assert counts[decision.mtd].n, counts
            for lang in ("en", "zh-Hans"):
                said = say(decision.because, lang)
                assert said
                assert "?]" not in said, said


def assert_no_skip(example: dict[str, Any], untried: list[int], started: int) -> None:
    """Nobody is treated above an untried level, unless the example is made to do so."""
    if "two_agent_boin" in example["stages"][0]:
        return  # levels are combinations, ordered in part: see its own tests
    conditional = [
        level
        for one in example.get("behaviours", ())
        for level in one.get("conditional_levels", {}).get("at", ())
    ]
    assert not [level for level in untried if level >= started and level not in conditional]


@every_example
def test_a_cohort_full_of_dlts_never_leads_up(example: dict[str, Any]) -> None:
    design = made(example)
    for seen in courses(design, toxicity=1.0, seed=3, runs=6):
        for before, after in pairwise(seen):
            decision = design.decide(after)
            if isinstance(decision, Treat) and before.at:
                assert decision.level <= after.at, after

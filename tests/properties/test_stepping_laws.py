"""Laws of every design that steps by a table, on random parameters and random data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dosepath.designs import (
    Batch,
    Boin,
    BoinTitration,
    Counts,
    DecisionTable,
    Design,
    IThreePlusThree,
    Keyboard,
    Moves,
    Mtpi,
    Mtpi2,
    Stop,
    Tally,
    Tpi,
    Treat,
    Wait,
    select,
)
from dosepath.wording import say

KINDS = [Boin, IThreePlusThree, Keyboard, Mtpi, Mtpi2, Tpi]


def whole_table(max_n: int) -> dict[str, str]:
    """Every cell by the rate: under 1/5 up, to 1/3 stay, to 1/2 down, else eliminate."""
    names = ["escalate", "stay", "de_escalate", "eliminate"]
    return {
        f"{n},{y}": names[np.searchsorted([0.2, 0.34, 0.5], y / n)]
        for n in range(1, max_n + 1)
        for y in range(n + 1)
    }


@st.composite
def stepping(draw: st.DrawFn, most_n: int = 30) -> Design:
    """Any of the designs, with all that they have in common drawn."""
    cohort = draw(st.integers(1, 4))
    last = draw(st.sampled_from(["exact", "shorten"]))
    cohorts = draw(st.integers(1, most_n // cohort))
    spare = draw(st.integers(0, cohort - 1)) if last == "shorten" else 0
    max_n = cohort * cohorts + spare
    levels = draw(st.integers(1, 5))
    common = {
        "levels": levels,
        "target": draw(st.sampled_from([0.15, 0.2, 0.25, 0.3, 0.4])),
        "max_n": max_n,
        "cohort": cohort,
        "start_level": draw(st.integers(1, levels)),
        "stop_at_level_n": draw(st.none() | st.integers(1, most_n)),
        "stop_at_level_when": draw(st.sampled_from(["next_level", "stays", "this_level"])),
        "last_cohort": last,
        "cancel_undosed_at_elimination": draw(st.booleans()),
        "ties": draw(st.sampled_from(["by_side", "lowest", "highest"])),
    }
    kind = draw(st.sampled_from([*KINDS, DecisionTable]))
    if kind is DecisionTable:
        return DecisionTable(**common, cells=whole_table(max_n))
    if kind is Boin:
        common["extra_safe"] = draw(st.booleans())
        common["mtd_must_not_be_over_lambda_d"] = draw(st.booleans())
    return kind(**common)


@st.composite
def titrations(draw: st.DrawFn) -> BoinTitration:
    """BOIN's titration before any interval design."""
    kind = draw(st.sampled_from(KINDS))
    cohort = draw(st.integers(2, 4))
    levels = draw(st.integers(1, 5))
    rule = kind(
        levels=levels, target=draw(st.sampled_from([0.2, 0.3])), cohort=cohort,
        max_n=draw(st.integers(cohort, 24)), last_cohort="shorten",
    )  # fmt: skip
    return BoinTitration(
        escalation=rule,
        start_level=draw(st.integers(1, levels)),
        grade_2_threshold=draw(st.none() | st.integers(1, 3)),
        down_to_titrated=draw(st.sampled_from(["add_cohort", "add_rest"])),
    )


designs = stepping() | titrations()


@st.composite
def anything(draw: st.DrawFn, levels: int, most: int = 40) -> Counts:
    """Any counts at all, also those that no trial of the design can show."""
    tallies = []
    for _ in range(levels):
        n = draw(st.integers(0, most))
        dlt = draw(st.integers(0, n))
        tallies.append(Tally(n, dlt, draw(st.integers(0, n - dlt))))
    return Counts(tuple(tallies), draw(st.integers(0, levels)))


def row_of(moves: Moves, row: int) -> tuple[int, int, int, bool]:
    return (
        int(moves.level[row]), int(moves.size[row]), int(moves.mtd[row]), bool(moves.waits[row])
    )  # fmt: skip


def as_row(decision: Treat | Stop | Wait) -> tuple[int, int, int, bool]:
    if isinstance(decision, Treat):
        return decision.level, decision.n, 0, False
    return (
        0,
        0,
        (decision.mtd or 0) if isinstance(decision, Stop) else 0,
        isinstance(decision, Wait),
    )


def stack(seen: list[Counts]) -> Batch:
    batches = [Batch.of(counts) for counts in seen]
    n, dlt, grade2 = (
        np.concatenate([getattr(batch, name) for batch in batches])
        for name in ("n", "dlt", "grade2")
    )
    return Batch(n, dlt, np.concatenate([batch.at for batch in batches]), grade2)


@given(designs, st.data())
@settings(max_examples=200)
def test_any_counts_are_answered_and_alike_in_arrays(design: Design, data: st.DataObject) -> None:
    seen = [data.draw(anything(design.levels)) for _ in range(3)]
    moves = design.decide_many(stack(seen))
    for row, counts in enumerate(seen):
        decision = design.decide(counts)
        assert row_of(moves, row) == as_row(decision)
        sentence = say(decision.because)
        assert "⟦" not in sentence
        assert "?]" not in sentence
        if isinstance(decision, Treat):
            assert 1 <= decision.level <= design.levels
            assert decision.n >= 1
            assert counts.total + decision.n <= design.max_n
        stop = select(design, counts)
        assert stop.mtd is None or counts[stop.mtd].n > 0


@pytest.mark.parametrize("kind", [*KINDS, DecisionTable, BoinTitration])
@pytest.mark.parametrize("one_by_one", [False, True])
def test_arrays_answer_every_reachable_state_as_single_rows_do(
    kind: type, one_by_one: bool
) -> None:
    common = {"levels": 3, "target": 0.25, "max_n": 9 if one_by_one else 15}
    if kind is DecisionTable:
        design: Design = DecisionTable(**common, cells=whole_table(15))
    elif kind is BoinTitration:
        design = BoinTitration(escalation=Boin(**common, last_cohort="shorten"))
    else:
        design = kind(**common)
    known, frontier = set(), [Counts.none(3)]
    while frontier:
        moves = design.decide_many(stack(frontier))
        following = set()
        for row, counts in enumerate(frontier):
            decision = design.decide(counts)
            assert row_of(moves, row) == as_row(decision), counts
            if isinstance(decision, Treat):
                n = 1 if one_by_one else decision.n
                following |= {counts.add(decision.level, n=n, dlt=y) for y in range(n + 1)}
        known |= set(frontier)
        frontier = sorted(following - known)
    assert len(known) > 50


@given(designs, st.data())
@settings(max_examples=150)
def test_courses_climb_step_by_step_and_never_come_back_to_a_closed_level(
    design: Design, data: st.DataObject
) -> None:
    counts, closed = Counts.none(design.levels), design.levels + 1
    while isinstance(decision := design.decide(counts), Treat):
        level = decision.level
        assert level < closed
        if counts.at:
            assert level <= counts.at + 1
            untried = [i for i in range(counts.at, level) if not counts[i].n]
            assert not untried
        if decision.because.code == "design.eliminated":
            closed = min(closed, dict(decision.because.values)["level"])
        n = data.draw(st.integers(1, decision.n))
        counts = counts.add(level, n=n, dlt=data.draw(st.integers(0, n)))
        assert counts[level].n <= design.most_per_level
    assert isinstance(decision, Stop)
    if decision.mtd is not None:
        assert decision.mtd < closed
        assert counts[decision.mtd].n


@given(stepping(), st.data())
@settings(max_examples=200)
def test_more_dlts_never_lead_higher(design: Design, data: st.DataObject) -> None:
    counts = data.draw(anything(design.levels, most=10))
    level = data.draw(st.integers(1, design.levels))
    tally = counts[level]
    assume(tally.dlt + tally.grade2 < tally.n)
    one_more = Tally(tally.n, tally.dlt + 1, tally.grade2)
    levels = (*counts.levels[: level - 1], one_more, *counts.levels[level:])
    worse = Counts(levels, counts.at)
    before, after = design.decide(counts), design.decide(worse)
    if isinstance(before, Treat) and isinstance(after, Treat):
        assert after.level <= before.level
    if isinstance(before, Stop) and before.because.code == "design.lowest_eliminated":
        assert isinstance(after, Stop)


@given(stepping(), st.data())
def test_the_boundaries_say_what_is_decided(design: Design, data: st.DataObject) -> None:
    design = replace(design, levels=3, start_level=1, stop_at_level_n=None)
    sizes = range(design.cohort, design.max_n, design.cohort)
    assume(sizes)
    n = data.draw(st.sampled_from(sizes))
    row = design.boundaries()[n - 1]
    assert row.n == n
    for dlt in range(n + 1):
        decision = design.decide(Counts.none(design.levels).add(2, n=n, dlt=dlt))
        assert isinstance(decision, Treat)
        out = row.eliminate_at_least is not None and dlt >= row.eliminate_at_least
        down = row.de_escalate_at_least is not None and dlt >= row.de_escalate_at_least
        up = row.escalate_at_most is not None and dlt <= row.escalate_at_most
        assert decision.level == (1 if out or down else 3 if up else 2)
        assert out == (decision.because.code == "design.eliminated")

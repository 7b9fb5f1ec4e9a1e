"""Behaviours in outcome notation; the arrow is what is said next, with and without them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dosepath.designs import (
    BEHAVIOURS,
    AcceleratedTitration,
    Batch,
    Counts,
    Design,
    Stop,
    Tally,
    ThreePlusThree,
    Treat,
    Wait,
    build,
    decide_many,
    parse_path,
    select,
)
from dosepath.quantity import FaultsFound
from dosepath.rule import Reason

STANDARD = [{"three_plus_three": {"six_at_mtd": "always"}}]
TITRATION = [
    {"accelerated_titration": {"grade_2_threshold": 2}},
    {"three_plus_three": {"six_at_mtd": "always"}},
]


def around(*behaviours: dict[str, object], stages: object = STANDARD, levels: int = 3) -> Design:
    return build(stages, levels, behaviours=behaviours)  # type: ignore[arg-type]


def counts(path: str, levels: int = 3) -> Counts:
    seen = Counts.none(levels)
    for cohort in parse_path(path):
        seen = cohort.added_to(seen)
    return seen


def says(design: Design, path: str) -> str:
    """``2+3`` treat three at level 2; ``MTD 1``; ``none``."""
    decision = design.decide(counts(path, design.levels))
    if isinstance(decision, Treat):
        return f"{decision.level}+{decision.n}"
    assert isinstance(decision, Stop)
    return "none" if decision.mtd is None else f"MTD {decision.mtd}"


@pytest.mark.parametrize(
    ("behaviour", "path", "answer"),
    [
        # A cap of 8 falls inside the third cohort of 3.
        ({"cap_on_n": {"n": 8}}, "1NNN 2NNN", "3+2"),
        ({"cap_on_n": {"n": 8}}, "1NNN 2NNN 3NN", "MTD 2"),
        ({"cap_on_n": {"n": 8}}, "1NNN 2NNN 3N", "3+1"),
        ({"cap_on_n": {"n": 8, "inside_cohort": "stop_before"}}, "1NNN 2NNN", "MTD 2"),
        ({"cap_on_n": {"n": 9, "inside_cohort": "stop_before"}}, "1NNN 2NNN", "3+3"),
        ({"cap_on_n": {"n": 9, "inside_cohort": "stop_before"}}, "1NNN 2NNN 3N", "3+2"),
        ({"cap_on_n": {"n": 8, "inside_cohort": "finish_cohort"}}, "1NNN 2NNN", "3+3"),
        ({"cap_on_n": {"n": 8, "inside_cohort": "finish_cohort"}}, "1NNN 2NNN 3NN", "3+1"),
        ({"cap_on_n": {"n": 8, "inside_cohort": "finish_cohort"}}, "1NNN 2NNN 3NNT", "MTD 2"),
        ({"cap_on_n": {"n": 6, "then": "no_mtd"}}, "1NNN 2NNN", "none"),
        ({"cap_on_n": {"n": 6, "then": "level_below"}}, "1NNN 2NNN", "MTD 1"),
        ({"cap_on_n": {"n": 3, "then": "level_below"}}, "1NNN", "none"),
        ({"cap_on_n": {"n": 6}}, "1NNN 2NNT", "MTD 1"),
        ({"cap_on_n": {"n": 6}}, "1NTT", "none"),
        # Six at level 2 are enough if it would be recommended.
        ({"stop_at_recommended": {"n": 6}}, "1NNN 2NNT 2NNN", "MTD 2"),
        ({"stop_at_recommended": {"n": 3}}, "1NNN", "MTD 1"),
        ({"stop_at_recommended": {"n": 6}}, "1NNN 2NNN", "3+3"),
        ({"stop_at_recommended": {"n": 3, "level": "next"}}, "1NNN", "2+3"),
        # Nine at the MTD: the rule's own share of 2 in 6 closes it at 3 of 9.
        ({"demand_at_mtd": {"n": 9}}, "1NNN 2NNT 2NNN 3NTT", "2+3"),
        ({"demand_at_mtd": {"n": 9}}, "1NNN 2NNT 2NNN 3NTT 2NNN", "MTD 2"),
        ({"demand_at_mtd": {"n": 9}}, "1NNN 2NNT 2NNN 3NTT 2NNT", "MTD 2"),
        ({"demand_at_mtd": {"n": 9}}, "1NNN 2NNT 2NNN 3NTT 2NTT", "1+3"),
        ({"demand_at_mtd": {"n": 9}}, "1NNN 2NNT 2NNN 3NTT 2TT", "1+3"),
        ({"demand_at_mtd": {"n": 9}}, "1NNN 2NNT 2NNN 3NTT 2NTT 1NNN", "1+3"),
        ({"demand_at_mtd": {"n": 9}}, "1NNN 2NNT 2NNN 3NTT 2NTT 1NNN 1NNN", "MTD 1"),
        ({"demand_at_mtd": {"n": 9, "exceeds_from": 0.5}}, "1NNN 2NNT 2NNN 3NTT 2NTT", "MTD 2"),
        ({"demand_at_mtd": {"n": 6}}, "1NTT", "none"),
        # An expansion of ten, watched or not.
        ({"expansion": {"n": 10}}, "1NNN 2NNN 3NTT 2NNN", "2+10"),
        ({"expansion": {"n": 10}}, "1NNN 2NNN 3NTT 2NNN 2NNNN", "2+6"),
        ({"expansion": {"n": 10}}, "1NNN 2NNN 3NTT 2NNN 2NNNNNNNNNN", "MTD 2"),
        ({"expansion": {"n": 10}}, "1NNN 2NNN 3NTT 2NNN 2TTTTTTNNNN", "1+3"),
        ({"expansion": {"n": 10, "monitored": False}}, "1NNN 2NNN 3NTT 2NNN 2TTTTTTNNNN", "MTD 2"),
        ({"expansion": {"total": 16}}, "1NNN 2NNN 3NTT 2NNN", "2+10"),
        # Beta(1, 1): P(rate > .3 | 3 of 3) = .992 and P(rate > .3 | 2 of 3) = .916.
        ({"too_toxic": {"target": 0.3}}, "1TTT", "none"),
        ({"too_toxic": {"target": 0.3, "eliminate_above": 0.9}}, "1NTT", "none"),
        ({"too_toxic": {"target": 0.3}}, "1NNN", "2+3"),
        # Level 2 of 3 is for the way down.
        ({"conditional_levels": {"at": [2]}}, "1NNN", "3+3"),
        ({"conditional_levels": {"at": [2]}}, "1NNN 3NTT", "2+3"),
        ({"conditional_levels": {"at": [2]}}, "1NNN 3NTT 2NNN", "2+3"),
        ({"conditional_levels": {"at": [2]}}, "1NNN 3NTT 2NNN 2NNN", "MTD 2"),
        ({"conditional_levels": {"at": [2]}}, "1NNN 3NTT 2NTT", "1+3"),
        ({"conditional_levels": {"at": [2]}}, "1NNN 3NNN 3NNN", "MTD 3"),
    ],
)  # fmt: skip
def test_what_is_next(behaviour: dict[str, object], path: str, answer: str) -> None:
    assert says(around(behaviour), path) == answer


class Jumper:
    """Begins at level 1 and goes to the top at once; ends with what is tried."""

    levels = 4

    def decide(self, seen: Counts) -> Treat | Stop:
        level = 1 if seen.at == 0 else 4
        return Treat(level, 3, Reason.of("design.start", level=level, n=3))


def test_no_untried_level_is_skipped() -> None:
    held = build(STANDARD, 4)  # the wrapper itself is made by hand: no file names a Jumper
    from dosepath.designs import NoSkipping

    design = NoSkipping(design=Jumper())
    assert says(design, "1NNN") == "2+3"
    assert says(design, "1NNN 2NNN") == "3+3"
    assert says(design, "1NNN 2NNN 3NNN") == "4+3"
    assert says(NoSkipping(design=held), "1NNN") == "2+3"


def test_a_participant_under_observation_counts_for_a_cap() -> None:
    seen = Counts((Tally(3), Tally(3, 0, pending=(0.5, 0.2)), Tally()), 2)
    design = around({"cap_on_n": {"n": 8}})
    # Nobody more is treated; but what is recommended waits for those two.
    assert design.decide(seen) == Wait(Reason.of("design.last_outcomes", pending=2))
    decision = design.decide(Counts((Tally(3), Tally(5), Tally()), 2))
    assert isinstance(decision, Stop)
    assert ("total", 8) in decision.because.values


def test_behaviours_are_wrapped_in_their_order() -> None:
    """The cap inside ends the escalation; the expansion follows it."""
    inside_out = around({"cap_on_n": {"n": 9}}, {"expansion": {"total": 12}})
    assert says(inside_out, "1NNN 2NNN 3NNN") == "3+9"
    outside = around({"expansion": {"total": 12}}, {"cap_on_n": {"n": 9}})
    assert says(outside, "1NNN 2NNN 3NNN") == "MTD 3"
    # More than six at a level are still a level that the rule would recommend.
    late = around({"expansion": {"total": 12}}, {"cap_on_n": {"n": 14}})
    assert says(late, "1NNN 2NNN 3NNN 3NNNNN") == "MTD 3"
    assert says(late, "1NNN 2NNN 3NNN 3NTTTT") == "MTD 2"


def test_conditional_levels_after_titration() -> None:
    stages = [
        {"accelerated_titration": {"switch_level": 3}},
        {"three_plus_three": {"six_at_mtd": "always"}},
    ]
    design = around({"conditional_levels": {"at": [4]}}, stages=stages, levels=5)
    assert says(design, "1N 2N") == "3+3"
    assert says(design, "1N 2N 3NNN") == "5+3"
    assert says(design, "1N 2N 3NNN 5NTT") == "4+3"


def test_what_a_rule_recommends_before_its_end() -> None:
    rule = ThreePlusThree(levels=3)
    assert [select(rule, counts(path)).mtd for path in ("", "1NNT", "1NNN", "1NNN 2NNT 2NNN")] == [
        None, None, 1, 2,
    ]  # fmt: skip
    assert select(rule, counts("1NNN 2NTT")).mtd == 1
    titration = AcceleratedTitration(escalation=rule)
    assert select(titration, counts("1N 2N")).mtd is None
    assert select(titration, counts("1N 2N 3NNN")).mtd == 3


@pytest.mark.parametrize(
    ("behaviour", "path", "allowed"),
    [
        ({"cap_on_n": {"n": 0}}, "cap_on_n.n", "1 or more"),
        ({"cap_on_n": {"n": 9, "inside_cohort": "x"}}, "cap_on_n.inside_cohort", "shorten_cohort"),
        ({"cap_on_n": {"n": 9, "then": "x"}}, "cap_on_n.then", "level_below"),
        ({"stop_at_recommended": {"n": "6"}}, "stop_at_recommended.n", "whole number"),
        ({"demand_at_mtd": {"n": True}}, "demand_at_mtd.n", "whole number"),
        ({"demand_at_mtd": {"n": 9, "exceeds_from": 1}}, "demand_at_mtd.exceeds_from", "between"),
        ({"expansion": {}}, "expansion.n", "n or total"),
        ({"expansion": {"n": 1, "total": 1}}, "expansion.n", "n or total"),
        ({"too_toxic": {"target": 1}}, "too_toxic.target", "between 0 and 1"),
        ({"too_toxic": {"target": 0.3, "prior": [0, 1]}}, "too_toxic.prior", "above 0"),
        ({"too_toxic": {"target": 0.3, "level": 4}}, "too_toxic.level", "1 to 3"),
        ({"conditional_levels": {"at": [3]}}, "conditional_levels.at", "2 to 2"),
        ({"conditional_levels": {"at": [1]}}, "conditional_levels.at", "2 to 2"),
        ({"conditional_levels": {"at": 2}}, "conditional_levels.at", "a list"),
        ({"cap_on_n": {}}, "cap_on_n.n", "n: ..."),
        ({"cap_on_n": {"n": 9, "m": 1}}, "cap_on_n.m", "inside_cohort"),
        ({"no_such": {}}, "", "cap_on_n"),
    ],
)
def test_faults_name_the_place_and_what_is_allowed(
    behaviour: dict[str, object], path: str, allowed: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        around(behaviour)
    (fault,) = error.value.faults
    assert fault.place.path == f"behaviours[0].{path}".rstrip(".")
    assert allowed in fault.allowed


@pytest.mark.parametrize(
    ("stages", "behaviour", "path"),
    [
        ([{"three_plus_three": {}}], {"expansion": {"n": 10}}, "expansion.n"),
        ([{"three_plus_three": {}}], {"expansion": {"total": 9, "monitored": False}},
         "expansion.n"),
        ([{"rolling_six": {}}], {"expansion": {"n": 10}}, "expansion.n"),
        ([{"rolling_six": {}}], {"expansion": {"total": 9, "monitored": False}},
         "expansion.monitored"),
        ([{"rolling_six": {}}], {"conditional_levels": {"at": [2]}}, "conditional_levels.at"),
        ([{"three_plus_three": {"de_escalate": False}}], {"conditional_levels": {"at": [2]}},
         "conditional_levels.at"),
        ([{"accelerated_titration": {"top_up_to": 4}}, {"three_plus_three": {}}],
         {"demand_at_mtd": {"n": 9}}, "demand_at_mtd"),
    ],
)  # fmt: skip
def test_what_cannot_be_combined(
    stages: list[object], behaviour: dict[str, object], path: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        around(behaviour, stages=stages)
    assert [fault.place.path for fault in error.value.faults] == [f"behaviours[0].{path}"]


EVERY = [
    {"no_skipping": {}},
    {"cap_on_n": {"n": 8}},
    {"cap_on_n": {"n": 8, "inside_cohort": "finish_cohort", "then": "level_below"}},
    {"cap_on_n": {"n": 8, "inside_cohort": "stop_before", "then": "no_mtd"}},
    {"stop_at_recommended": {"n": 3}},
    {"stop_at_recommended": {"n": 6, "level": "next"}},
    {"demand_at_mtd": {"n": 9}},
    {"expansion": {"n": 4}},
    {"expansion": {"total": 9}},
    {"expansion": {"n": 4, "monitored": False}},
    {"too_toxic": {"target": 0.25, "eliminate_above": 0.8}},
    {"conditional_levels": {"at": [2]}},
]


def every_state(design: Design, most: int = 10) -> list[Counts]:
    """Everything that can be observed, one participant after the other."""
    start = Counts.none(design.levels)
    found, waiting = {start}, [start]
    while waiting:
        seen = waiting.pop()
        then = design.decide(seen)
        if not isinstance(then, Treat) or seen.total >= most:
            continue
        for dlt, grade2 in ((0, 0), (1, 0), (0, 1)):
            after = seen.add(then.level, n=1, dlt=dlt, grade2=grade2)
            if after not in found:
                found.add(after)
                waiting.append(after)
    return sorted(found)


def batch_of(states: list[Counts]) -> Batch:
    def rows(name: str) -> np.ndarray:
        return np.array([[getattr(t, name) for t in s.levels] for s in states], dtype=np.int64)

    at = np.array([s.at for s in states], dtype=np.int64)
    return Batch(rows("n"), rows("dlt"), at, rows("grade2"))


BOIN = [{"boin": {"target": 0.3, "max_n": 9, "cohort": 3}}]


@pytest.mark.parametrize("stages", [STANDARD, BOIN], ids=["cohorts", "boin"])
@pytest.mark.parametrize("behaviour", EVERY, ids=str)
def test_arrays_get_the_same_answers(behaviour: dict[str, object], stages: object) -> None:
    if "conditional_levels" in behaviour and stages is BOIN:
        pytest.skip("only a k+m rule passes by levels")
    design = around(behaviour, stages=stages, levels=3)
    states = every_state(design)
    moves = decide_many(design, batch_of(states))
    for row, seen in enumerate(states):
        then = design.decide(seen)
        told = (int(moves.level[row]), int(moves.size[row]), int(moves.mtd[row]))
        if isinstance(then, Treat):
            assert told == (then.level, then.n, 0), seen
        else:
            assert isinstance(then, Stop)
            assert told == (0, 0, then.mtd or 0), seen
        assert not moves.waits[row]


@pytest.mark.parametrize("behaviour", EVERY, ids=str)
@pytest.mark.parametrize("stages", [STANDARD, TITRATION], ids=["cohorts", "titration"])
def test_merged_counts_have_the_same_future(behaviour: dict[str, object], stages: object) -> None:
    """What is merged decides alike now, and after anything that both can see."""
    if "conditional_levels" in behaviour and stages is TITRATION:
        pytest.skip("conditional levels lie above the titration")
    design = around(behaviour, stages=stages, levels=3)
    for seen in every_state(design, most=7):
        merged = design.merge(seen)  # type: ignore[attr-defined]
        assert [t.n for t in merged.levels] == [t.n for t in seen.levels]
        same(design, seen, merged, depth=3)


def same(design: Design, one: Counts, other: Counts, *, depth: int) -> None:
    first, second = design.decide(one), design.decide(other)
    assert type(first) is type(second), (one, other)
    if isinstance(first, Stop):
        assert first.mtd == second.mtd, (one, other)
        return
    assert (first.level, first.n) == (second.level, second.n), (one, other)
    if one == other or not depth:
        return
    for dlt, grade2 in product((0, first.n, 1), (0,)):
        step = {"n": first.n, "dlt": min(dlt, first.n), "grade2": grade2}
        same(design, one.add(first.level, **step), other.add(first.level, **step), depth=depth - 1)


def test_every_behaviour_was_looked_at() -> None:
    assert {name for one in EVERY for name in one} == set(BEHAVIOURS)


NINE = [{"boin": {"target": 0.3, "max_n": 9}}]


@pytest.mark.parametrize(
    ("monitored", "path", "answer"),
    [
        (True, "1NNT 1NNT 1NNT", "1+6"),
        (False, "1NNT 1NNT 1NNT", "1+6"),
        # 9 of 15 eliminate the lowest level, to a rule that is asked.
        (True, "1NNT 1NNT 1NNT 1TTTTTT", "none"),
        (False, "1NNT 1NNT 1NNT 1TTTTTT", "MTD 1"),
        (False, "1NNT 1NNT 1NNT 1TTTTT", "1+1"),
        # At the escalation's own end it is still asked.
        (False, "1NNT 1NTT 1TTT", "none"),
        (False, "1NNN 2NNN 3NTT 2NNTTTT", "MTD 2"),
        (False, "1TTT", "none"),
    ],
)
def test_an_expansion_that_is_not_watched_ends_with_the_mtd_that_was_found(
    monitored: bool, path: str, answer: str
) -> None:
    design = around({"expansion": {"n": 6, "monitored": monitored}}, stages=NINE)
    assert says(design, path) == answer
    batch = Batch.of(counts(path))
    moves = decide_many(design, batch)
    chosen = design.select_many(batch)  # type: ignore[attr-defined]
    if not moves.level[0]:
        now = select(design, counts(path))
        assert (
            (now.mtd or 0) == moves.mtd[0] == chosen[0] == int(answer[-1] if "MTD" in answer else 0)
        )


def test_an_unwatched_expansion_awaits_those_under_observation() -> None:
    design = around({"expansion": {"n": 6, "monitored": False}}, stages=NINE)
    seen = Counts((Tally(13, 8, pending=(0.5, 0.5)), Tally(), Tally()), 1)
    assert isinstance(design.decide(seen), Wait)
    assert decide_many(design, Batch.of(seen)).waits.tolist() == [True]

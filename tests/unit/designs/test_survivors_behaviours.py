"""Behaviours: choices that a change could turn unseen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dosepath.designs import (
    Batch,
    CapOnN,
    Counts,
    Decision,
    Design,
    NoSkipping,
    Stop,
    Tally,
    TooToxic,
    Treat,
    build,
    decide_many,
    heeds_grade_2,
    merge,
    most_dlts,
    most_per_level,
    needs,
    phase,
    select,
    six_at_mtd,
    warnings,
)
from dosepath.designs.behaviour.around import at_level, select_many, treated_many
from dosepath.quantity import FaultsFound
from dosepath.rule import Reason

BOIN = {"boin": {"target": 0.3, "max_n": 18}}
RULE: dict[str, Any] = {"three_plus_three": {}}
TITRATED = [{"accelerated_titration": {"grade_2_threshold": 4}}, RULE]


def around(*behaviours: dict[str, Any], stages: Any = (RULE,), levels: int = 3) -> Design:
    return build(stages, levels, behaviours=behaviours)


def seen(*levels: tuple[int, ...], at: int, of: int = 3) -> Counts:
    """Evaluated, DLTs and counting events of each level, the rest untreated."""
    return Counts((*(Tally(*one) for one in levels), *(Tally(),) * (of - len(levels))), at)


def both(design: Design, counts: Counts) -> str:
    """What is said to an observation and to arrays: ``2+3``, ``MTD 1``, ``none``, ``wait``."""
    moves = decide_many(design, Batch.of(counts))
    level, size, mtd = int(moves.level[0]), int(moves.size[0]), int(moves.mtd[0])
    arrays = f"{level}+{size}" if level else f"MTD {mtd}" if mtd else "none"
    if moves.waits[0]:
        assert (level, mtd) == (0, 0)
        arrays = "wait"
    then: Decision = design.decide(counts)
    if isinstance(then, Treat):
        assert arrays == f"{then.level}+{then.n}"
    elif isinstance(then, Stop):
        assert arrays == (f"MTD {then.mtd}" if then.mtd else "none")
    else:
        assert arrays == "wait"
    return arrays


# Edges of parameters


@pytest.mark.parametrize(
    ("behaviour", "path"),
    [
        ({"cap_on_n": {"n": 0}}, "cap_on_n.n"),
        ({"stop_at_recommended": {"n": 0}}, "stop_at_recommended.n"),
        ({"stop_at_recommended": {"n": 3, "level": "last"}}, "stop_at_recommended.level"),
        ({"demand_at_mtd": {"n": 0}}, "demand_at_mtd.n"),
        ({"demand_at_mtd": {"n": 9, "exceeds_from": 0}}, "demand_at_mtd.exceeds_from"),
        ({"expansion": {"total": 0}}, "expansion.total"),
        ({"expansion": {"total": 9, "monitored": 1}}, "expansion.monitored"),
        ({"too_toxic": {"target": 0.3, "from_n": 0}}, "too_toxic.from_n"),
        ({"too_toxic": {"target": 0.3, "level": 0}}, "too_toxic.level"),
        ({"too_toxic": {"target": 0.3, "eliminate_above": 1}}, "too_toxic.eliminate_above"),
        ({"conditional_levels": {"at": []}}, "conditional_levels.at"),
        ({"conditional_levels": {"at": "2"}}, "conditional_levels.at"),
        ({"conditional_levels": {"at": [1]}}, "conditional_levels.at"),
        ({"conditional_levels": {"at": [3]}}, "conditional_levels.at"),
    ],
)
def test_beyond_the_edges(behaviour: dict[str, Any], path: str) -> None:
    with pytest.raises(FaultsFound) as error:
        around(behaviour)
    assert f"behaviours[0].{path}" in {fault.place.path for fault in error.value.faults}


@pytest.mark.parametrize(
    "behaviour",
    [
        {"cap_on_n": {"n": 1}},
        {"stop_at_recommended": {"n": 1}},
        {"demand_at_mtd": {"n": 1}},
        {"expansion": {"total": 1}},
        {"expansion": {"total": 9, "monitored": True, "exceeds_from": 0.5}},
        {"too_toxic": {"target": 0.3, "from_n": 1, "level": 3}},
        {"conditional_levels": {"at": [2]}},
    ],
)
def test_at_the_edges(behaviour: dict[str, Any]) -> None:
    assert both(around(behaviour), Counts.none(3)) in ("1+3", "1+1")


def test_the_least_expansion_is_one_more() -> None:
    always = [{"three_plus_three": {"six_at_mtd": "always"}}]
    design = around({"expansion": {"n": 1}}, stages=always)
    assert both(design, seen((6, 1), (3, 2), at=2)) == "1+1"
    with pytest.raises(FaultsFound, match="whole number"):
        around({"expansion": {"n": 0}}, stages=always)


@pytest.mark.parametrize(
    ("stages", "at", "fits"),
    [
        ([{"accelerated_titration": {"switch_level": 3}}, RULE], 3, True),
        ([{"accelerated_titration": {"switch_level": 3}}, RULE], 2, False),
        ([{"three_plus_three": {"start_level": 2}}], 3, True),
        ([{"three_plus_three": {"start_level": 2}}], 2, False),
        ([RULE], 4, True),
        ([RULE], 5, False),
    ],
)
def test_conditional_levels_lie_above_where_the_way_up_begins_and_below_the_top(
    stages: Any, at: int, fits: bool
) -> None:
    if fits:
        around({"conditional_levels": {"at": [at]}}, stages=stages, levels=5)
        return
    with pytest.raises(FaultsFound, match="at"):
        around({"conditional_levels": {"at": [at]}}, stages=stages, levels=5)


def test_an_expansion_needs_to_know_how_many_came_before() -> None:
    boin = {"boin": {"target": 0.3, "max_n": 9}}
    early = {"boin": {"target": 0.3, "max_n": 9, "stop_at_level_n": 6}}
    assert around({"expansion": {"n": 3}}, stages=[boin]).levels == 3
    assert around({"expansion": {"n": 3, "monitored": False}}, stages=[boin]).levels == 3
    assert around({"expansion": {"total": 9}}, stages=[early]).levels == 3
    for stages, behaviour in (
        ([early], {"expansion": {"n": 3}}),
        ([boin], {"expansion": {"total": 9, "monitored": False}}),
        ([RULE], {"expansion": {"n": 3}}),
        ([RULE], {"expansion": {"total": 9, "monitored": False}}),
    ):
        with pytest.raises(FaultsFound, match="do not tell") as error:
            around(behaviour, stages=stages)
        assert ("(6 and more)" in error.value.faults[0].allowed) == (stages == [RULE])


# What a behaviour hands on


def test_what_a_behaviour_does_not_answer_itself() -> None:
    titrated = around({"cap_on_n": {"n": 9}}, stages=TITRATED)
    begun = seen((1, 0), at=1)
    assert (titrated.levels, most_per_level(titrated), six_at_mtd(titrated)) == (
        3, 6, "after_de_escalation",
    )  # fmt: skip
    assert phase(titrated, begun) == "titration"
    assert phase(titrated, seen((3, 0), at=1)) == "escalation"
    then = titrated.decide(begun)
    assert isinstance(then, Treat)
    assert heeds_grade_2(titrated, begun, treat=then)
    assert not heeds_grade_2(titrated, seen((1, 1), at=1), treat=Treat(1, 2, then.because))
    assert [reason.code for reason in warnings(titrated)] == ["design.warning.trigger_never_fires"]
    assert not warnings(around({"cap_on_n": {"n": 9}}))
    boin = around({"cap_on_n": {"n": 9}}, stages=[BOIN])
    assert (most_per_level(boin), six_at_mtd(boin), needs(boin)) == (18, None, frozenset())
    rolling = around({"no_skipping": {}}, stages=[{"rolling_six": {}}])
    assert needs(rolling) == {"pending"}


def test_participants_by_level_with_those_under_observation() -> None:
    counts = Counts((Tally(3, pending=(0.5,)), Tally(), Tally(1, pending=(0.1, 0.2))), 3)
    assert treated_many(Batch.of(counts)).tolist() == [[4, 0, 3]]
    assert treated_many(Batch.of(seen((3, 0), at=1))).tolist() == [[3, 0, 0]]
    values = np.array([[1, 2], [3, 4], [5, 6]])
    assert at_level(values, np.array([0, 1, 2])).tolist() == [0, 3, 6]


def test_a_recommendation_for_every_row_is_that_of_the_row() -> None:
    counts = [seen((3, 0), at=1), seen((3, 2), at=1), seen((3, 0), (3, 0), at=2)] * 2
    batch = Batch(
        np.array([[tally.n for tally in one.levels] for one in counts]),
        np.array([[tally.dlt for tally in one.levels] for one in counts]),
        np.array([one.at for one in counts]),
    )
    for behaviours in ((), ({"cap_on_n": {"n": 9}},)):
        assert select_many(around(*behaviours), batch).tolist() == [1, 0, 2] * 2


# Merged counts, which an exact engine walks


@pytest.mark.parametrize(
    ("behaviour", "counts", "merged", "most"),
    [
        # A level below the MTD may be treated on: its DLTs count. A closed one is closed.
        ({"demand_at_mtd": {"n": 9}}, ((6, 1), (3, 3)), ((6, 1), (3, 2)), (1, 3, 0)),
        ({"demand_at_mtd": {"n": 9}}, ((9, 2), (6, 3)), ((9, 2), (6, 2)), (2, 6, 0)),
        ({"cap_on_n": {"n": 18}}, ((6, 1), (3, 3)), ((6, 0), (3, 2)), (1, 3, 0)),
        ({"cap_on_n": {"n": 18, "then": "no_mtd"}}, ((6, 1), (3, 3)), ((6, 0), (3, 2)), (1, 3, 0)),
        ({"cap_on_n": {"n": 18}}, ((3, 1), (2, 0)), ((3, 1), (2, 0)), (1, 0, 0)),
        ({"stop_at_recommended": {"n": 9}}, ((6, 1), (3, 3)), ((6, 0), (3, 2)), (1, 3, 0)),
        ({"no_skipping": {}}, ((6, 1), (3, 3)), ((6, 0), (3, 2)), (1, 3, 0)),
        ({"conditional_levels": {"at": [2]}}, ((6, 1), (3, 3)), ((6, 0), (3, 2)), (1, 3, 0)),
        # The level that is watched keeps its DLTs.
        ({"too_toxic": {"target": 0.3}}, ((6, 0), (3, 3)), ((6, 0), (3, 2)), (0, 3, 0)),
        ({"too_toxic": {"target": 0.3}}, ((6, 1), (3, 3)), ((6, 1), (3, 3)), (1, 3, 0)),
        ({"too_toxic": {"target": 0.3, "level": 2}}, ((6, 1), (3, 2)), ((6, 0), (3, 2)), (1, 2, 0)),
        ({"too_toxic": {"target": 0.3, "level": 2}}, ((6, 1), (3, 3)), ((6, 1), (3, 3)), (1, 3, 0)),
    ],
)
def test_what_stands_for_counts(
    behaviour: dict[str, Any], counts: Any, merged: Any, most: tuple[int, ...]
) -> None:
    design: Any = around(behaviour)
    given = seen(*counts, at=2)
    assert design.merge(given) == merge(design, given) == seen(*merged, at=2)
    assert most_dlts(design, given) == most
    # Sizes are never forgotten where a behaviour counts them.
    if "conditional_levels" not in behaviour and "no_skipping" not in behaviour:
        kept = merge(design, given, keep_sizes=False)
        assert kept.levels[0].n == given.levels[0].n


def test_events_of_titration_merge_beside_dlts_that_count() -> None:
    design = around({"demand_at_mtd": {"n": 9}}, stages=TITRATED)
    merged = merge(design, seen((1, 0, 1), (3, 1), at=2))
    assert merged == seen((1, 0), (3, 1), at=2)


def test_designs_without_cells_are_never_merged() -> None:
    counts = seen((6, 1), (3, 3), at=2)
    for behaviour in ({"demand_at_mtd": {"n": 9}}, {"cap_on_n": {"n": 9}}, {"expansion": {"n": 3}}):
        design = around(behaviour, stages=[BOIN])
        assert merge(design, counts) == counts
        assert most_dlts(design, counts) == (1, 3, 0)


class Merging:
    """One's own design: it merges, and does not say that its recommendation survives that."""

    levels = 3

    def decide(self, counts: Counts) -> Decision:
        return Stop(None, Reason.of("design.none_passed"))

    def merge(self, counts: Counts, *, keep_sizes: bool = True) -> Counts:
        return Counts.none(3)


def test_nothing_is_merged_that_might_change_a_recommendation() -> None:
    counts = seen((6, 1), (3, 3), at=2)
    once = CapOnN(design=Merging(), n=9)
    assert merge(once, counts) == counts
    assert merge(CapOnN(design=NoSkipping(design=Merging()), n=8), counts) == counts
    assert merge(CapOnN(design=Merging(), n=9, then="no_mtd"), counts) == Counts.none(3)


# More at the MTD


def test_a_level_with_more_is_acceptable_to_a_rule_that_takes_no_dlt() -> None:
    strict = [{"three_plus_three": {"escalate_both": 0, "exceeds_both": 1}}]
    design = around({"demand_at_mtd": {"n": 9}}, stages=strict)
    assert both(design, seen((3, 0), (9, 1), (3, 2), at=2)) == "MTD 2"
    assert both(design, seen((3, 0), (9, 2), (3, 2), at=2)) == "1+3"


def test_more_than_k_plus_m_exceed_by_their_share_of_all() -> None:
    design = around({"demand_at_mtd": {"n": 12}})
    came_down = ((3, 0), (3, 2))
    assert both(design, seen((3, 0), (12, 3), came_down[1], at=2)) == "MTD 2"
    assert both(design, seen((3, 0), (12, 4), came_down[1], at=2)) == "1+3"
    assert both(design, seen((3, 0), (9, 3), came_down[1], at=2)) == "2+3"
    assert both(design, seen((3, 0), (9, 4), came_down[1], at=2)) == "1+3"
    half = around({"demand_at_mtd": {"n": 12, "exceeds_from": 0.5}})
    assert both(half, seen((3, 0), (12, 5), came_down[1], at=2)) == "MTD 2"
    assert both(half, seen((3, 0), (12, 6), came_down[1], at=2)) == "1+3"


def test_nobody_is_asked_for_when_there_are_more_than_enough() -> None:
    assert both(around({"demand_at_mtd": {"n": 6}}), seen((7, 1), (3, 2), at=1)) == "MTD 1"
    assert both(around({"demand_at_mtd": {"n": 6}}), seen((6, 1), (3, 2), at=1)) == "MTD 1"


def test_the_last_at_the_mtd_are_awaited() -> None:
    design = around({"demand_at_mtd": {"n": 9}}, stages=[{"rolling_six": {}}])
    counts = Counts((Tally(6, 0, pending=(0.5, 0.5, 0.5)), Tally(3, 2), Tally()), 1)
    assert both(design, counts) == "wait"
    fewer = Counts((Tally(6, 0, pending=(0.5,)), Tally(3, 2), Tally()), 1)
    assert design.decide(fewer).because["level"] == 1


def test_an_unwatched_expansion_stays_where_it_began() -> None:
    boin = {"boin": {"target": 0.3, "max_n": 9}}
    design = around({"expansion": {"n": 6, "monitored": False}}, stages=[boin])
    # Nine ended the escalation at level 2 and named level 1: the expansion begins there.
    assert both(design, seen((6, 1), (3, 2), at=2)) == "1+6"
    # Begun at level 2, it stays there though level 1 would be named now.
    assert both(design, seen((6, 1), (6, 4), at=2)) == "2+3"
    watched = around({"expansion": {"n": 6}}, stages=[boin])
    assert both(watched, seen((6, 1), (6, 4), at=2)) == "1+3"


# A cap


@pytest.mark.parametrize(
    ("cap", "counts", "answer"),
    [
        ({"n": 7}, seen((3, 0), (3, 0), at=2), "3+1"),
        ({"n": 6}, seen((3, 0), (3, 0), at=2), "MTD 2"),
        ({"n": 5}, seen((3, 0), (3, 0), at=2), "MTD 2"),
        ({"n": 6, "inside_cohort": "finish_cohort"}, seen((3, 0), (3, 0), at=2), "MTD 2"),
        ({"n": 7, "inside_cohort": "finish_cohort"}, seen((3, 0), (3, 0), at=2), "3+3"),
        ({"n": 7, "inside_cohort": "stop_before"}, seen((3, 0), (3, 0), at=2), "MTD 2"),
        ({"n": 9, "inside_cohort": "stop_before"}, seen((3, 0), (3, 0), at=2), "3+3"),
        ({"n": 8, "inside_cohort": "stop_before"}, seen((3, 0), (3, 0), (1, 0), at=3), "3+1"),
        ({"n": 8, "inside_cohort": "finish_cohort"}, seen((3, 0), (3, 0), (2, 0), at=3), "3+1"),
        ({"n": 7, "inside_cohort": "finish_cohort"}, seen((3, 0), (3, 0), (2, 0), at=3), "3+1"),
        ({"n": 9, "then": "level_below"}, seen((3, 0), (3, 0), (3, 1), at=3), "MTD 2"),
        ({"n": 6, "then": "level_below"}, seen((3, 0), (3, 0), at=2), "MTD 1"),
        ({"n": 3, "then": "level_below"}, seen((3, 0), at=1), "none"),
        ({"n": 3, "then": "level_below"}, seen((0, 0), (3, 0), at=2), "none"),
        ({"n": 3, "then": "no_mtd"}, seen((3, 0), at=1), "none"),
    ],
)
def test_a_cap_inside_a_cohort(cap: dict[str, Any], counts: Counts, answer: str) -> None:
    assert both(around({"cap_on_n": cap}), counts) == answer


def test_the_level_below_may_have_a_single_participant() -> None:
    design = around({"cap_on_n": {"n": 2, "then": "level_below"}}, stages=TITRATED)
    assert both(design, seen((1, 0), (1, 0), at=2)) == "MTD 1"


def test_backfilling_ends_when_a_cap_is_reached() -> None:
    """The last cohort takes all the room that is left; nobody may be added below it."""
    stages = [{"bf_boin": {"target": 0.3, "max_n": 30}}]
    counts = Counts((Tally(3, 0, responses=1), Tally(3), Tally()), 2)
    fills = {}
    for n in (9, 10):
        then = around({"cap_on_n": {"n": n}}, stages=stages).decide(counts)
        assert isinstance(then, Treat)
        assert (then.level, then.n) == (3, 3)
        fills[n] = then.backfill
    assert fills[9] == ()
    assert fills[10]


# Levels for the way down


def test_a_conditional_level_that_was_begun_is_finished() -> None:
    design = around({"conditional_levels": {"at": [2]}})
    assert both(design, seen((3, 0), at=1)) == "3+3"
    assert both(design, seen((3, 0), (1, 0), at=2)) == "2+2"
    assert both(design, seen((3, 0), (0, 0), (2, 2), at=3)) == "2+3"
    first = design.decide(seen((3, 0), at=1)).because
    assert (first.code, first["to"], first["passed"]) == ("design.passed_by", 3, 2)


def test_several_conditional_levels_are_passed_by_together() -> None:
    design = around({"conditional_levels": {"at": [3, 2]}}, levels=5)
    assert both(design, seen((3, 0), at=1, of=5)) == "4+3"
    apart = around({"conditional_levels": {"at": [4, 2]}}, levels=5)
    assert both(apart, seen((3, 0), at=1, of=5)) == "3+3"
    assert both(apart, seen((3, 0), (0, 0), (3, 0), at=3, of=5)) == "5+3"
    assert both(apart, seen((3, 0), (0, 0), (3, 0), (0, 0), (3, 0), at=5, of=5)) == "MTD 5"


# Stopping at the recommended level


@pytest.mark.parametrize(
    ("behaviour", "counts", "answer"),
    [
        ({"n": 6}, seen((6, 1), at=1), "MTD 1"),
        ({"n": 7}, seen((6, 1), at=1), "2+3"),
        ({"n": 6}, seen((7, 1), at=1), "1+2"),  # a cohort that was begun
        ({"n": 6, "level": "next"}, seen((6, 1), at=1), "2+3"),
        ({"n": 6, "level": "next"}, seen((6, 2), at=1), "MTD 1"),
        ({"n": 6}, seen((3, 3), at=1), "none"),
        ({"n": 3}, seen((6, 1), (3, 3), at=2), "MTD 1"),
    ],
)
def test_enough_at_the_recommended_level(
    behaviour: dict[str, Any], counts: Counts, answer: str
) -> None:
    assert both(around({"stop_at_recommended": behaviour}, stages=[BOIN]), counts) == answer


def test_enough_do_not_end_a_wait() -> None:
    design = around({"stop_at_recommended": {"n": 6}}, stages=[{"tite_boin": BOIN["boin"]}])
    held = Counts((Tally(6, 1, pending=(0.1,) * 9), Tally(), Tally()), 1)
    assert both(design, held) == "wait"


# Too toxic


def test_how_many_dlts_are_too_many() -> None:
    """By hand: under beta(1, 1), P(rate > .3) is 1 - .3^4 for 3/3 and 1 - .3^2 for 1/1."""
    toxic = TooToxic(design=around(), target=0.3)
    assert (toxic.level, toxic.from_n, toxic.prior) == (1, 3, (1, 1))
    assert [toxic.fewest_dlts(n) for n in (0, 1, 2, 3)] == [1, 2, 3, 3]
    # The elimination boundaries of BOIN for a target of .3.
    assert [toxic.fewest_dlts(n) for n in range(3, 31, 3)] == [3, 4, 5, 7, 8, 9, 10, 11, 12, 14]
    one = TooToxic(design=around(), target=0.3, from_n=1)
    assert [one.fewest_dlts(n) for n in (1, 2)] == [2, 2]


def test_too_toxic_is_more_than_the_boundary() -> None:
    """Under beta(1, 1), P(rate > 1/2 | 0/1) is exactly 1/4."""
    toxic = TooToxic(design=around(), target=0.5, eliminate_above=0.25, from_n=1)
    assert toxic.fewest_dlts(1) == 1


def test_too_many_dlts_end_the_trial() -> None:
    design = around({"too_toxic": {"target": 0.3, "level": 2}}, stages=[BOIN])
    assert both(design, seen((3, 0), (3, 2), at=2)) == "1+3"
    assert both(design, seen((3, 0), (3, 3), at=2)) == "none"
    assert both(design, seen((6, 2), (3, 0), at=1)) != "none"


# No skipping


def test_two_agents_stand_in_no_single_order() -> None:
    two = {"two_agent_boin": {"target": 0.3, "max_n": 12, "grid": [2, 2]}}
    with pytest.raises(FaultsFound, match="no single order"):
        around({"no_skipping": {}}, stages=[two], levels=4)
    capped = around({"cap_on_n": {"n": 9}}, stages=[two], levels=4)
    assert getattr(capped, "grid", None) == (2, 2)
    with pytest.raises(FaultsFound, match="no single order"):
        NoSkipping(design=capped)
    assert select(capped, Counts.none(4)).mtd is None

"""Decisions of the rules and behaviours that could be changed without a test noticing."""

from __future__ import annotations

from typing import Any

import pytest

from dosepath.designs import (
    AcceleratedTitration,
    Counts,
    Design,
    Stop,
    Tally,
    ThreePlusThree,
    Treat,
    build,
    heeds_grade_2,
    merge,
    most_dlts,
    most_per_level,
    phase,
    select,
    six_at_mtd_variants,
    warnings,
)
from dosepath.quantity import FaultsFound


def rule(
    *, levels: int = 3, around: list[dict[str, Any]] | None = None, **parameters: Any
) -> Design:
    """A 3+3 with these parameters, and behaviours around it."""
    return build([{"three_plus_three": parameters}], levels, behaviours=around or [])


def titration(*, levels: int = 4, after: dict[str, Any] | None = None, **parameters: Any) -> Design:
    """Accelerated titration with these parameters, and the 3+3 that follows."""
    stages = [{"accelerated_titration": parameters}, {"three_plus_three": after or {}}]
    return build(stages, levels)


def seen(*levels: tuple[int, ...], at: int, of: int = 3) -> Counts:
    """Evaluated, DLTs and counting events of each level, the rest untreated."""
    return Counts((*(Tally(*one) for one in levels), *(Tally(),) * (of - len(levels))), at)


DECLARING = rule(two_of_six="declares_mtd", around=[{"demand_at_mtd": {"n": 9}}])


@pytest.mark.parametrize("dlt", [1, 2])
def test_a_declared_mtd_is_not_left_upwards_by_more_participants(dlt: int) -> None:
    """6/2 made it the MTD: the seventh participant must not open the next level."""
    then = DECLARING.decide(seen((7, 2), at=1))
    assert isinstance(then, Treat)
    assert (then.level, then.n) == (1, 2)
    then = DECLARING.decide(seen((9, dlt), at=1))
    assert isinstance(then, Stop)
    assert then.mtd == 1


def test_reasons_tell_what_was_observed_beyond_k_plus_m() -> None:
    """The rule is shown six of more; the committee reads of all of them."""
    design = rule(around=[{"demand_at_mtd": {"n": 12}}])
    down = design.decide(seen((3, 0), (12, 5), (3, 3), at=2)).because
    assert (down.code, down["n"], down["dlt"]) == ("design.de_escalate", 12, 5)
    none = design.decide(seen((12, 5), (3, 2), at=1)).because
    assert (none.code, none["n"], none["dlt"]) == ("design.no_mtd", 12, 5)
    passed = select(design, seen((3, 0), (12, 3), (3, 3), at=2)).because
    assert (passed.code, passed["n"], passed["dlt"]) == ("design.passed", 12, 3)


# What may be written, and what not: each parameter on both sides of its edge.


@pytest.mark.parametrize(
    "parameters",
    [
        {"levels": 1},
        {"start_level": 3},
        {"cohort": 1, "exceeds_first": 1},
        {"expansion": 1},
        {"escalate_first": 0, "exceeds_first": 1},
        {"escalate_both": 0, "exceeds_both": 1},
        {"table": {"3,3": "steps_back"}},
        {"table": {"6,3": "steps_back"}},
        {"table": {"4,2": "treat_rest"}},
        {"down_to_one": "add_5", "table": {"6,6": "steps_back"}},
        {"down_to_three": "add_3"},
        {"down_to_three": "accept", "six_at_mtd": "never"},
    ],
)
def test_what_a_cohort_rule_takes(parameters: dict[str, Any]) -> None:
    design = ThreePlusThree(**{"levels": 3} | parameters)
    assert all(
        getattr(design, name) == value for name, value in parameters.items() if name != "table"
    )


@pytest.mark.parametrize(
    ("parameters", "paths"),
    [
        ({"start_level": 0}, {"start_level"}),
        ({"expansion": 0}, {"expansion"}),
        ({"escalate_first": -1}, {"escalate_first"}),
        ({"exceeds_first": -1}, {"exceeds_first"}),
        ({"escalate_both": -1}, {"escalate_both"}),
        ({"exceeds_both": -1}, {"exceeds_both"}),
        ({"de_escalate": 0}, {"de_escalate"}),
        ({"cancel_undosed_at_exceeding": 1}, {"cancel_undosed_at_exceeding"}),
        ({"three_of_six": "stops"}, {"three_of_six"}),
        ({"down_to_three": "add_2", "six_at_mtd": "always"}, {"down_to_three"}),
        ({"down_to_three": "add_3", "six_at_mtd": "never"}, {"down_to_three"}),
        ({"table": {"6,x": "expand"}}, {"table.6,x"}),
        ({"table": {"6,1,1": "expand"}}, {"table.6,1,1"}),
        ({"table": {"4,3": "exceeds_mtd"}}, {"table.4,3"}),
        ({"table": {"3,0": "expand", "3,1": "escalate"}}, {"table.3,1"}),
        ({"table": {"3,0": "declares_mtd", "3,1": "expand"}}, {"table.3,1"}),
        ({"table": {"6,2": "exceeds_mtd", "6,3": "declares_mtd"}}, {"table.6,3"}),
        ({"table": {"6,6": "steps_back"}}, {"table.6,6"}),
        (
            {"cohort": 1, "expansion": 2, "escalate_both": 1, "exceeds_both": 4},
            {"table.3,2", "table.3,3"},
        ),
    ],
)
def test_what_a_cohort_rule_refuses(parameters: dict[str, Any], paths: set[str]) -> None:
    with pytest.raises(FaultsFound) as error:
        ThreePlusThree(**{"levels": 3} | parameters)
    assert paths <= {fault.place.path for fault in error.value.faults}


def test_a_complete_cell_is_told_which_actions_it_may_have() -> None:
    allowed = {}
    for cell in ("3,1", "6,1"):
        with pytest.raises(FaultsFound) as error:
            ThreePlusThree(levels=2, table={cell: "treat_rest"})
        (fault,) = (one for one in error.value.faults if one.code == "design.cell_gap")
        allowed[cell] = fault.allowed.split(", ")
    assert allowed["6,1"] == ["escalate", "declares_mtd", "exceeds_mtd", "steps_back"]
    assert sorted(allowed["3,1"]) == sorted([*allowed["6,1"], "expand"])


def test_a_cell_that_can_never_be_seen_contradicts_nothing() -> None:
    """6/5 lies beyond what 3/1 and three more can show; that it escalates harms nobody."""
    closing = {f"6,{dlt}": "exceeds_mtd" for dlt in (2, 3, 4)}
    design = ThreePlusThree(levels=2, escalate_both=6, exceeds_both=7, table=closing)
    assert design.cells[6, 5] == "escalate"


def test_three_of_six_steps_back_with_every_number_above_two() -> None:
    cells = ThreePlusThree(levels=2, three_of_six="steps_back").cells
    assert [cells[6, dlt] for dlt in range(1, 7)] == [
        "escalate",
        "exceeds_mtd",
        *["steps_back"] * 4,
    ]


@pytest.mark.parametrize(
    "parameters",
    [
        {"start_level": 4},
        {"cohort": 2},
        {"titration_step": 1},
        {"titration_step": 5},
        {"switch_level": 1},
        {"switch_level": 4},
        {"grade_2_threshold": 1},
        {"top_up_to": 4},
        {"top_up_to": 5, "cohort": 2},
    ],
)
def test_what_a_titration_takes(parameters: dict[str, Any]) -> None:
    design = AcceleratedTitration(escalation=ThreePlusThree(levels=4), **parameters)
    assert all(getattr(design, name) == value for name, value in parameters.items())


@pytest.mark.parametrize(
    ("parameters", "after", "path"),
    [
        ({"start_level": 0}, {}, "start_level"),
        ({"cohort": 0}, {}, "cohort"),
        ({"titration_step": 0}, {}, "titration_step"),
        ({"cohort": 3, "top_up_to": 4}, {"cohort": 4}, "cohort"),
        ({"cohort": 2, "top_up_to": 2}, {"cohort": 2}, "cohort"),
        ({"top_up_to": 2}, {}, "top_up_to"),
        ({"top_up_to": 4}, {"table": {"6,2": "declares_mtd"}}, "top_up_to"),
        ({"top_up_to": 4}, {"three_of_six": "steps_back"}, "top_up_to"),
    ],
)
def test_what_a_titration_refuses(
    parameters: dict[str, Any], after: dict[str, Any], path: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        AcceleratedTitration(escalation=ThreePlusThree(levels=4, **after), **parameters)
    assert path in {fault.place.path for fault in error.value.faults}


# What stands for what: an exact engine walks merged counts, and sizes must not be lost.

STANDARD = ThreePlusThree(levels=3)


@pytest.mark.parametrize(
    ("tally", "with_sizes", "without", "most"),
    [
        ((2, 1), (2, 1), (2, 1), 1),
        ((3, 0), (3, 0), (3, 0), 0),
        ((3, 1), (3, 1), (3, 1), 1),
        ((2, 2), (2, 2), (2, 2), 2),
        ((3, 3), (3, 2), (2, 2), 3),
        ((4, 2), (4, 2), (2, 2), 4),
        ((5, 1), (5, 1), (5, 1), 1),
        ((6, 0), (6, 0), (6, 0), 1),
        ((6, 1), (6, 0), (6, 0), 1),
        ((6, 4), (6, 2), (2, 2), 6),
        ((7, 1), (7, 1), (7, 1), 1),
    ],
)
def test_what_stands_for_a_level(
    tally: tuple[int, int], with_sizes: tuple[int, int], without: tuple[int, int], most: int
) -> None:
    counts = seen(tally, at=1)
    assert STANDARD.merge(counts) == merge(STANDARD, counts) == seen(with_sizes, at=1)
    assert merge(STANDARD, counts, keep_sizes=False) == seen(without, at=1)
    assert most_dlts(STANDARD, counts) == (most, 0, 0)


def test_levels_closed_in_two_ways_are_kept_apart_without_sizes() -> None:
    """A step back asks the level below for confirmation, exceeding need not.

    4/2 will be one or the other, and is taken as the more careful one.
    """
    design = ThreePlusThree(levels=2, three_of_six="steps_back", six_at_mtd="never")
    for tally, least in (((6, 2), (2, 2)), ((6, 5), (4, 2)), ((3, 3), (2, 2))):
        assert merge(design, seen(tally, at=1, of=2), keep_sizes=False) == seen(least, at=1, of=2)


@pytest.mark.parametrize(
    ("parameters", "counts", "merged"),
    [
        # Over all levels: events move as low as they go.
        ({}, seen((1, 0), (1, 0, 1), (1, 0), at=3, of=4),
         seen((1, 0, 1), (1, 0), (1, 0), at=3, of=4)),
        ({}, seen((1, 0, 1), (1, 0), (1, 0, 1), at=3, of=4),
         seen((1, 0, 1), (1, 0), (1, 0, 1), at=3, of=4)),
        ({"cohort": 2}, seen((2, 0, 1), (2, 0, 1), (2, 0), at=3, of=4),
         seen((2, 0, 2), (2, 0), (2, 0), at=3, of=4)),
        ({"cohort": 2, "grade_2_threshold": 4}, seen((2, 0, 1), (2, 0, 2), (2, 0), at=3, of=4),
         seen((2, 0, 2), (2, 0, 1), (2, 0), at=3, of=4)),
        # At one level: those of levels left behind are of no account.
        ({"cohort": 2, "grade_2_scope": "one_level"}, seen((2, 0, 1), (2, 0, 1), at=2, of=4),
         seen((2, 0), (2, 0, 1), at=2, of=4)),
        # At different levels: one event each is enough.
        ({"cohort": 2, "grade_2_scope": "different_levels", "grade_2_threshold": 3},
         seen((2, 0), (2, 0, 2), (2, 0, 2), at=3, of=4),
         seen((2, 0, 1), (2, 0), (2, 0, 2), at=3, of=4)),
        ({"cohort": 2, "grade_2_scope": "different_levels", "grade_2_threshold": 3},
         seen((2, 0), (2, 0, 2), (2, 0, 1), (2, 0), at=4, of=4),
         seen((2, 0, 1), (2, 0, 1), (2, 0), (2, 0), at=4, of=4)),
        ({}, seen((1, 0, 1), at=1, of=4), seen((1, 0, 1), at=1, of=4)),
        ({"start_level": 2}, seen((0, 0), (1, 0), (1, 0, 1), (1, 0), at=4, of=4),
         seen((0, 0), (1, 0, 1), (1, 0), (1, 0), at=4, of=4)),
        # The titration is over: as the 3+3 merges, whose levels know no events.
        ({}, seen((1, 0, 1), (3, 2), at=2, of=4), seen((1, 0), (3, 2), at=2, of=4)),
        ({}, seen((1, 0), (6, 1), at=2, of=4), seen((1, 0), (6, 0), at=2, of=4)),
        ({"top_up_to": 4}, seen((1, 0), (7, 1), at=2, of=4), seen((1, 0), (7, 0), at=2, of=4)),
        ({"top_up_to": 4}, seen((1, 0), (4, 1), at=2, of=4), seen((1, 0), (4, 1), at=2, of=4)),
        ({"top_up_to": 4}, seen((1, 0), (4, 4), at=2, of=4), seen((1, 0), (4, 2), at=2, of=4)),
    ],
)  # fmt: skip
def test_what_stands_for_a_titration(
    parameters: dict[str, Any], counts: Counts, merged: Counts
) -> None:
    design = titration(**parameters)
    assert design.merge(counts) == merge(design, counts) == merged


def test_without_sizes_a_titration_forgets_them_at_closed_levels_alone() -> None:
    for parameters in ({}, {"top_up_to": 4}):
        design = titration(**parameters)
        counts = seen((1, 0), (4, 3), at=2, of=4)
        assert merge(design, counts, keep_sizes=False) == seen((1, 0), (2, 2), at=2, of=4)


def test_the_most_dlts_that_stand_for_the_same() -> None:
    assert most_dlts(titration(), seen((1, 0), (1, 1), at=2, of=4)) == (0, 1, 0, 0)
    assert most_dlts(titration(), seen((1, 0), (3, 2), at=2, of=4)) == (0, 3, 0, 0)
    full_new = titration(top_up_to=4)
    assert most_dlts(full_new, seen((1, 0), (7, 0), at=2, of=4)) == (0, 1, 0, 0)
    assert most_dlts(full_new, seen((1, 0), (4, 2), at=2, of=4)) == (0, 4, 0, 0)


# What a rule says of itself.


def test_the_most_at_one_level() -> None:
    assert most_per_level(ThreePlusThree(levels=2, cohort=2, expansion=5)) == 7
    assert most_per_level(titration(top_up_to=4, after={"expansion": 2})) == 6
    assert most_per_level(rule(around=[{"demand_at_mtd": {"n": 4}}])) == 6
    assert most_per_level(rule(around=[{"demand_at_mtd": {"n": 9}}])) == 9
    assert most_per_level(rule(six_at_mtd="always", around=[{"expansion": {"n": 5}}])) == 11


def test_every_choice_of_six_at_the_mtd_is_offered() -> None:
    fixed = rule(six_at_mtd="always", down_to_three="add_3")
    for design in (fixed, titration(), rule(around=[{"cap_on_n": {"n": 9}}])):
        found = six_at_mtd_variants(design)
        assert list(found) == ["always", "after_de_escalation", "never"]
        assert [getattr(one, "six_at_mtd", None) for one in found.values()] == list(found)


def test_a_rule_that_follows_another_stage_may_begin_at_any_level() -> None:
    """By default titration's participants are part of the first cohort, not apart from it."""
    then = STANDARD.follow(seen((3, 0), at=1), titrated=(1, 0, 0))
    assert isinstance(then, Treat)
    assert (then.level, then.n) == (2, 3)
    apart = STANDARD.follow(seen((3, 0), at=1), titrated=(1, 0, 0), apart=True)
    assert isinstance(apart, Treat)
    assert (apart.level, apart.n) == (1, 1)


@pytest.mark.parametrize(
    ("counts", "treat", "heeds"),
    [
        (Counts.none(4), (1, 1), True),
        (seen((1, 0), at=1, of=4), (2, 1), True),
        (seen((1, 0), (1, 0), at=2, of=4), (3, 3), False),  # level 3 is the 3+3's
        (seen((1, 0), (1, 1), at=2, of=4), (2, 2), False),  # filled up after a DLT
        (seen((1, 0), (3, 1), at=2, of=4), (2, 3), False),
    ],
)
def test_events_are_heeded_in_titration_alone(
    counts: Counts, treat: tuple[int, int], heeds: bool
) -> None:
    design = titration(switch_level=3)
    then = design.decide(counts)
    assert isinstance(then, Treat)
    assert (then.level, then.n) == treat
    assert heeds_grade_2(design, counts, treat=then) is heeds
    deaf = titration(switch_level=3, grade_2_threshold=None)
    assert not heeds_grade_2(deaf, counts, treat=then)
    assert not heeds_grade_2(STANDARD, seen((3, 0), at=1), treat=then)


def test_the_stage_that_answers() -> None:
    design = titration(switch_level=4)
    assert phase(design, Counts.none(4)) == "titration"
    assert phase(design, seen((1, 0), (1, 0), (1, 0), at=3, of=4)) == "titration"
    assert phase(design, seen((1, 0), (1, 0), (1, 0), (1, 0), at=4, of=4)) == "escalation"
    assert phase(design, seen((1, 0), (3, 1), at=2, of=4)) == "escalation"
    assert phase(design, seen((1, 0), (3, 0), (1, 0), at=3, of=4)) == "escalation"
    assert phase(design, seen((1, 0), (1, 0), (1, 0), at=1, of=4)) == "escalation"
    assert phase(design, seen((2, 0), (1, 0), at=2, of=4)) == "escalation"
    assert phase(titration(switch_level=1), Counts.none(4)) == "escalation"
    assert phase(STANDARD, Counts.none(3)) == "escalation"


def test_half_a_pair_is_titration() -> None:
    design = titration(cohort=2)
    assert phase(design, seen((2, 0), (1, 0), at=2, of=4)) == "titration"
    assert phase(design, seen((1, 0), (2, 0), at=2, of=4)) == "escalation"


@pytest.mark.parametrize(
    ("parameters", "most"),
    [
        ({"grade_2_threshold": 4}, 3),
        ({"grade_2_threshold": 7, "cohort": 2}, 6),
        ({"grade_2_threshold": 4, "cohort": 2, "grade_2_scope": "different_levels"}, 3),
        ({"grade_2_threshold": 3, "cohort": 2, "grade_2_scope": "one_level"}, 2),
        ({"grade_2_threshold": 1, "start_level": 4, "grade_2_scope": "one_level"}, 0),
    ],
)
def test_a_trigger_that_never_fires_says_how_many_events_there_can_be(
    parameters: dict[str, Any], most: int
) -> None:
    (reason,) = warnings(titration(**parameters))
    assert (reason.code, reason["most"]) == ("design.warning.trigger_never_fires", most)
    if most:
        assert not warnings(titration(**parameters | {"grade_2_threshold": most}))


# Going down.


def test_going_down_without_titration_knows_no_single_participants() -> None:
    """``add_5`` is for levels that titration left; a first cohort of three is accepted here."""
    design = ThreePlusThree(levels=2, down_to_one="add_5", six_at_mtd="never")
    for counts in (seen((3, 0), (3, 2), at=2, of=2), seen((3, 0), (3, 2), at=1, of=2)):
        then = design.decide(counts)
        assert isinstance(then, Stop)
        assert then.mtd == 1


def test_a_step_back_is_confirmed_even_where_one_participant_would_be_accepted() -> None:
    after = {"down_to_one": "accept", "three_of_six": "steps_back", "six_at_mtd": "never"}
    design = titration(levels=2, after=after, switch_level=2)
    back = design.decide(seen((1, 0), (6, 3), at=2, of=2))
    assert isinstance(back, Treat)
    assert (back.level, back.n) == (1, 2)
    exceeded = design.decide(seen((1, 0), (6, 2), at=2, of=2))
    assert isinstance(exceeded, Stop)
    assert exceeded.mtd == 1


def test_without_cancelling_a_full_new_cohort_is_completed() -> None:
    """Titration's participant and two of three more: 3/2 says nothing before the fourth."""
    design = titration(top_up_to=4, after={"cancel_undosed_at_exceeding": False})
    then = design.decide(seen((3, 2), at=1, of=4))
    assert isinstance(then, Treat)
    assert (then.level, then.n) == (1, 1)
    # Coming down to titration's participant, a full new cohort is added as well.
    first = titration(top_up_to=4, switch_level=2).decide(seen((1, 0), (3, 2), at=2, of=4))
    assert isinstance(first, Treat)
    assert (first.level, first.n) == (1, 3)
    # A level that titration never reached has cohorts of three: 3/2 closes it.
    down = design.decide(seen((4, 1), (3, 2), at=2, of=4))
    assert isinstance(down, Treat)
    assert (down.level, down.n) == (1, 3)
    again = design.decide(seen((7, 1), (3, 2), at=1, of=4))
    assert isinstance(again, Stop)
    assert again.mtd == 1


@pytest.mark.parametrize("before", [{}, {"accelerated_titration": {}}], ids=["plain", "titrated"])
def test_around_a_cohort_rule_merged_counts_still_recommend_the_same(
    before: dict[str, Any],
) -> None:
    """Its recommendation is told by the cells, so a stop that asks for it may merge them."""
    stages = [*([before] if before else []), {"three_plus_three": {}}]
    for behaviour in ({"stop_at_recommended": {"n": 12}}, {"cap_on_n": {"n": 18}}):
        design = build(stages, 3, behaviours=[behaviour])
        assert merge(design, seen((6, 1), (3, 3), at=2)) == seen((6, 0), (3, 2), at=2)
        assert most_dlts(design, seen((6, 0), (3, 2), at=2)) == (1, 3, 0)

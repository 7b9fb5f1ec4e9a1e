"""What designs are made of, read and written: choices that a change could turn unseen."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
import pytest

from dosepath.designs import (
    BEHAVIOURS,
    AcceleratedTitration,
    Batch,
    Boin,
    CapOnN,
    Cohort,
    Counts,
    Decision,
    Design,
    RollingSix,
    Stagger,
    Stop,
    Tally,
    ThreePlusThree,
    build,
    parse_path,
    parts_of,
    replay_path,
    tells_top,
)
from dosepath.designs.observed import (
    at_level,
    each_once,
    level_last_treated,
    pending_by_level,
    rows_of,
)
from dosepath.designs.options import (
    as_written,
    check_choice,
    check_number,
    check_prior,
    check_share,
    check_whole,
)
from dosepath.quantity import FaultsFound
from dosepath.rule import Reason

# Values of parameters


@pytest.mark.parametrize("value", [1, 2, 3])
def test_whole_numbers_within_their_edges(value: int) -> None:
    assert not list(check_whole("n", value, low=1, high=3))
    assert not list(check_whole("n", value, low=1))


@pytest.mark.parametrize("value", [0, 4, -1, 1.0, "2", True, None])
def test_whole_numbers_beyond_their_edges(value: object) -> None:
    (fault,) = check_whole("n", value, low=1, high=3)
    assert (fault.place.path, fault.found) == ("n", repr(value))
    assert fault.allowed == "a whole number, 1 to 3"


def test_whole_numbers_without_an_upper_edge() -> None:
    assert not list(check_whole("n", 10**6, low=1))
    (fault,) = check_whole("n", 0, low=1)
    assert fault.allowed == "a whole number, 1 or more"


def test_true_is_not_one_and_one_is_not_true() -> None:
    assert not list(check_choice("x", True, (True, False)))
    assert not list(check_choice("x", False, (True, False)))
    assert not list(check_choice("x", 2, (1, 2)))
    for value, allowed, said in (
        (1, (True, False), "true | false"),
        (True, (1, 2), "1 | 2"),
        ("c", ("a", "b"), "a | b"),
    ):
        (fault,) = check_choice("x", value, allowed)
        assert fault.allowed == said


def test_shares_exclude_their_edges() -> None:
    for value in (0.001, 0.999):
        assert not list(check_share("x", value))
    assert not list(check_share("x", 0.3, low=0.2, high=0.4))
    for value in (0, 1, -0.5, 1.5, True, "0.5", None):
        (fault,) = check_share("x", value)
        assert fault.allowed == "a number between 0 and 1, both excluded"
    for value in (0.2, 0.4):
        assert list(check_share("x", value, low=0.2, high=0.4))


def test_numbers_include_their_edges() -> None:
    for value in (0, 0.5, 1):
        assert not list(check_number("x", value, low=0, high=1))
    assert not list(check_number("x", 7.5, low=0))
    (fault,) = check_number("x", 1.1, low=0, high=1)
    assert fault.allowed == "a number, 0 to 1"
    (fault,) = check_number("x", -0.1, low=0, high=inf)
    assert fault.allowed == "a number, 0 or more"
    for value in (True, "1", None):
        assert list(check_number("x", value, low=0, high=1))


@pytest.mark.parametrize("value", [(1, 1), [0.5, 0.25], (3, 0.1)])
def test_a_beta_prior_is_two_numbers_above_nought(value: object) -> None:
    assert not list(check_prior("prior", value))


@pytest.mark.parametrize(
    "value", [(0, 1), (1, 0), (-1, 1), (1,), (1, 1, 1), "ab", 5, (True, 1), ()]
)
def test_what_is_no_beta_prior(value: object) -> None:
    (fault,) = check_prior("prior", value)
    assert fault.found == as_written(value)


def test_values_are_shown_as_a_file_writes_them() -> None:
    assert as_written((1, 2)) == "[1, 2]"
    assert as_written([1, 2]) == "[1, 2]"
    assert as_written("x") == "'x'"


# What was observed


def test_nothing_is_nought() -> None:
    assert Tally() == Tally(0, 0, 0, 0, 0, ())
    assert (Counts((Tally(),)).at, Counts.none(3)) == (0, Counts((Tally(),) * 3, 0))


@pytest.mark.parametrize(
    "numbers", [(2, 2, 0), (2, 0, 2), (2, 1, 1), (3, 1, 0, 3, 1), (3, 2, 0, 1, 0), (2, 2, 0, 2, 2)]
)
def test_tallies_at_their_edges(numbers: tuple[int, ...]) -> None:
    assert Tally(*numbers).n == numbers[0]


@pytest.mark.parametrize(
    "numbers",
    [
        (-1,),
        (1, -1),
        (1, 0, -1),
        (2, 2, 1),
        (2, 3),
        (2, 1, 0, 2, 0),  # two responses without a DLT, and one participant without
        (3, 1, 0, 1, -1),
        (2, 2, 0, 1, 2),
        (2, 1, 0, 2, 2),
        (1, 1, 0, 0, 1),  # a response with a DLT that is no response
        (3, 1, 0, 4, 1),
    ],
)
def test_impossible_tallies(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="impossible tally"):
        Tally(*numbers)


def test_everything_is_added_at_its_level() -> None:
    more = Tally(3, 1, 1, 2, 1)
    counts = Counts((Tally(), Tally(2, 1, 0, 1, 1, (0.5,)), Tally(1)), 3).plus(2, more)
    assert counts == Counts((Tally(), Tally(5, 2, 1, 3, 2, (0.5,)), Tally(1)), 2)
    assert counts[2].treated == 6
    assert counts.total == 6
    assert Counts.none(2).add(2, n=1) == Counts((Tally(), Tally(1, 0, 0)), 2)
    for level in (0, 4):
        with pytest.raises(IndexError):
            counts[level]


def test_participants_under_observation_by_level() -> None:
    counts = Counts((Tally(1, 0, pending=(0.25, 0.5)), Tally(), Tally(2, 1, pending=(1.0,))), 3)
    number, passed = pending_by_level(Batch.of(counts))
    assert number.tolist() == [[2, 0, 1]]
    assert passed.tolist() == [[0.75, 0, 1]]
    number, passed = pending_by_level(Batch.of(Counts.none(2)))
    assert number.tolist() == passed.tolist() == [[0, 0]]


def test_rows_keep_everything_observed_in_them() -> None:
    pages = np.array([[3, 1], [6, 2], [9, 3]])
    batch = Batch(pages, pages // 3, np.array([1, 2, 2]), pages // 2)
    some = rows_of(batch, np.array([True, False, True]))
    assert some.n.tolist() == [[3, 1], [9, 3]]
    assert some.grade2.tolist() == [[1, 0], [4, 1]]
    assert (some.at.tolist(), some.responses.size) == ([1, 2], 0)


def test_columns_by_level() -> None:
    table = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    assert at_level(table, np.array([0, 1, 3])).tolist() == [1, 4, 9]


def test_before_the_first_participant_the_start_is_judged() -> None:
    batch = Batch(np.zeros((4, 3)), np.zeros((4, 3)), np.array([0, 1, 3, 9]))
    assert level_last_treated(batch, 2).tolist() == [2, 1, 3, 3]


def test_equal_entries_are_asked_once_and_answered_each() -> None:
    """Every pair that a sloppy key could take for another."""
    one, other = (grid.ravel() for grid in np.meshgrid(np.arange(6), np.arange(4)))
    asked: list[int] = []

    def ask(*given: Any) -> Any:
        asked.append(len(given[0]))
        return sum(100.0**place * value for place, value in enumerate(given))

    for counted in ((one, other), (other, one), (one,)):
        twice = tuple(np.vstack([values, values]) for values in counted)
        assert np.array_equal(each_once(ask, *twice), ask(*twice))
    assert asked[::2] == [24, 24, 6]


# Notation


def test_a_cohort_by_its_numbers() -> None:
    assert str(Cohort.of(1, n=3)) == "1NNN"
    assert str(Cohort.of(2, n=3, dlt=1, grade2=1)) == "2NGT"
    assert str(Cohort.of(1, n=2, dlt=2)) == "1TT"


def test_a_path_may_be_read_before_it_is_replayed() -> None:
    design = ThreePlusThree(levels=3)
    path = "1NNN 2NNN 3NNT 3NNN"
    assert replay_path(design, parse_path(path)) == replay_path(design, path)
    assert replay_path(design, path).decision.mtd == 3


@pytest.mark.parametrize(
    ("path", "column", "allowed"),
    [
        ("1NNN 3NNN", 6, "level 2, up to 3 participants"),
        ("1NNN 2N 3N", 9, "level 2, up to 2 participants"),
        ("1NNN 2NN 3N", 10, "level 2, up to 1 participant"),
        ("1NNNN", 5, "level 2, up to 3 participants"),
        (" 1NNTNNNN", 9, "level 2, up to 3 participants"),
        ("1NTTN", 5, "no further cohort"),
    ],
)
def test_the_finger_points_at_the_participant_who_is_refused(
    path: str, column: int, allowed: str
) -> None:
    with pytest.raises(FaultsFound) as error:
        replay_path(ThreePlusThree(levels=3), path)
    (fault,) = error.value.faults
    assert (fault.place.column, fault.allowed) == (column, allowed)


def test_a_path_that_was_not_read_from_text_has_no_column() -> None:
    with pytest.raises(FaultsFound) as error:
        replay_path(ThreePlusThree(levels=3), [Cohort(1, "NNNN")])
    (fault,) = error.value.faults
    assert fault.place.column == 0


# Sentinel and stagger


def test_nothing_is_staggered_unless_it_is_said() -> None:
    assert (Stagger().sentinel, Stagger().wait, Stagger().within_cohort) == (0, 0, 0)
    assert Stagger(wait=10).earliest(last=5, cohort=(5,)) == 5
    assert Stagger(sentinel=1, wait=10).earliest(last=5, cohort=(5,)) == 15


# The catalogue, and a design taken apart


def test_what_must_be_written() -> None:
    with pytest.raises(FaultsFound) as error:
        build([{"boin": {"cohort": 3}}], 3)
    missing = {fault.place.path: fault.code for fault in error.value.faults}
    assert missing == {
        "stages[0].boin.target": "design.missing_parameter",
        "stages[0].boin.max_n": "design.missing_parameter",
    }


def test_an_unknown_behaviour_is_called_one() -> None:
    for stages, behaviours, word in (
        ([{"three_plus_three": {}}], [{"cap_at_n": {}}], "Unknown behaviour"),
        ([{"three_plus_tree": {}}], [], "Unknown design"),
    ):
        with pytest.raises(FaultsFound) as error:
            build(stages, 3, behaviours=behaviours)
        (fault,) = error.value.faults
        assert fault.message.startswith(word)


def test_only_what_leads_may_come_first() -> None:
    boin = {"boin": {"target": 0.3, "max_n": 12, "last_cohort": "shorten"}}
    assert build([{"boin_titration": {}}, boin], 3).levels == 3
    assert build([boin], 3).levels == 3
    assert all(entry.leads for entry in BEHAVIOURS.values())
    for stages in ([{"boin_titration": {}}], [boin, boin], [boin, {"boin_titration": {}}, boin]):
        with pytest.raises(FaultsFound) as error:
            build(stages, 3)
        assert {fault.code for fault in error.value.faults} == {"design.stages"}


@dataclass(frozen=True)
class Patient:
    """One's own design, with parameters that only look like designs."""

    levels: int = 2
    before: Counts = field(default_factory=lambda: Counts.none(2))

    def decide(self, counts: Counts) -> Decision:
        return Stop(None, Reason.of("design.no_selection"))


@dataclass(frozen=True)
class Guarded:
    """One's own design around another."""

    inside: Design
    patience: int = 3

    @property
    def levels(self) -> int:
        return self.inside.levels

    def decide(self, counts: Counts) -> Decision:
        return self.inside.decide(counts)


class Bare:
    """One's own design that is no dataclass."""

    levels = 2

    def decide(self, counts: Counts) -> Decision:
        return Stop(None, Reason.of("design.no_selection"))


def test_ones_own_design_is_taken_apart_too() -> None:
    (part,) = parts_of(Patient())
    (before,) = part.parameters
    assert (before.value, before.has_default, before.is_default) == (Counts.none(2), True, True)
    (bare,) = parts_of(Bare())
    assert (bare.name, bare.role, bare.parameters) == ("Bare", "stage", ())
    wrapped: Design = BEHAVIOURS["cap_on_n"].make({"n": 3}, 2, Bare())
    assert [one.name for one in parts_of(wrapped)] == ["Bare", "cap_on_n"]
    guard, inside = parts_of(Guarded(Bare()))
    assert ([one.name for one in guard.parameters], inside.name) == (["patience"], "Bare")


def test_a_top_level_is_told_to_be_tolerated_by_rules_not_by_models() -> None:
    rule = ThreePlusThree(levels=3)
    boin = Boin(levels=3, target=0.3, max_n=12)
    assert tells_top(rule)
    assert tells_top(RollingSix(levels=3))
    assert tells_top(AcceleratedTitration(escalation=rule))
    assert tells_top(CapOnN(design=rule, n=12))
    assert not tells_top(boin)
    assert not tells_top(CapOnN(design=boin, n=12))

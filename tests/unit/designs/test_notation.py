"""Outcome notation: what is read, what is refused, and where the finger points."""

from __future__ import annotations

import pytest

from dosepath.designs import (
    Cohort,
    Counts,
    Tally,
    ThreePlusThree,
    format_path,
    parse_path,
    replay_path,
)
from dosepath.quantity import FaultsFound


@pytest.mark.parametrize("text", ["", "1N", "1N 2NNT 3NGN", "12NNN", "1NRB 2GT"])
def test_what_is_read_is_written_the_same(text: str) -> None:
    assert format_path(parse_path(text)) == text


def test_spaces_do_not_matter() -> None:
    assert parse_path("  1N\t 2NN\n") == (Cohort(1, "N"), Cohort(2, "NN"))


def test_a_cohort_counts_its_outcomes() -> None:
    (cohort,) = parse_path("2NTGT")
    assert (cohort.level, cohort.n, cohort.dlt, cohort.grade2) == (2, 4, 2, 1)


def test_responses_have_letters_with_and_without_a_dlt() -> None:
    (cohort,) = parse_path("2NRBTRG")
    assert cohort.tally == Tally(6, 2, 1, responses=3, responses_with_dlt=1)
    assert cohort.added_to(Counts.none(2))[2] == cohort.tally
    assert str(Cohort.of_tally(2, cohort.tally)) == "2NGRRTB"


def test_one_letter_cannot_tell_of_a_response_and_a_counting_event() -> None:
    with pytest.raises(ValueError, match="no single letter"):
        Cohort.of_tally(1, Tally(2, 0, 2, responses=1))


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("1N 2NXT", 6, "Unknown outcome"),
        ("1n", 2, "Unknown outcome"),
        ("0N", 1, "counted from 1"),
        ("N", 1, "begins with its dose level"),
        ("1N  2", 5, "without outcomes"),
        ("1N 2NN3NN", 7, "Unknown outcome"),
        ("¹N", 1, "begins with its dose level"),
    ],
)
def test_errors_point_at_the_character(text: str, column: int, message: str) -> None:
    with pytest.raises(FaultsFound) as error:
        parse_path(text)
    (fault,) = error.value.faults
    assert (fault.place.column, message in fault.message) == (column, True)
    pointed, caret = fault.found.splitlines()
    assert pointed == text
    # The second line is indented like the first is when the fault is printed.
    assert caret.index("^") - len("  found:   ") == column - 1


def test_all_errors_at_once() -> None:
    with pytest.raises(FaultsFound) as error:
        parse_path("1X 0N 2")
    assert [fault.place.column for fault in error.value.faults] == [2, 4, 7]
    with pytest.raises(FaultsFound) as error:
        parse_path("NX")
    assert [fault.place.column for fault in error.value.faults] == [1, 2]


@pytest.mark.parametrize(
    ("path", "place", "message"),
    [
        ("2NNN", "cohort 1 (2NNN)", "does not open level 2"),
        ("1NNN 3NNN", "cohort 2 (3NNN)", "does not open level 3"),
        ("1NNN 1NNN", "cohort 2 (1NNN)", "leaves level 1"),
        ("1NNNN", "cohort 1 (1NNNN)", "After 1NNN the design leaves level 1"),
        ("1NTT 1N", "cohort 2 (1N)", "ended with no MTD"),
        ("1NNN 2NTT 1NNN 1N", "cohort 4 (1N)", "ended with MTD at level 1"),
        ("1NNN 2N 3N", "cohort 3 (3N)", "does not open level 3"),
        ("4N", "cohort 1 (4N)", "There is no dose level 4"),
    ],
)
def test_paths_that_the_design_would_not_take(path: str, place: str, message: str) -> None:
    with pytest.raises(FaultsFound) as error:
        replay_path(ThreePlusThree(levels=3), path)
    (fault,) = error.value.faults
    assert fault.place.path == place
    assert message in fault.message
    assert fault.place.column > 0


def test_a_group_may_hold_several_cohorts_or_a_part_of_one() -> None:
    design = ThreePlusThree(levels=3)
    whole = replay_path(design, "1NNT 1NNN 2NNN")
    assert replay_path(design, "1NNTNNN 2N 2NN").decision == whole.decision
    assert str(replay_path(design, "1NNTNNN")) == "1NNT 1NNN"


def test_equal_faulty_words_are_each_pointed_at() -> None:
    with pytest.raises(FaultsFound) as error:
        parse_path("x x 1NNN x")
    assert sorted({fault.place.column for fault in error.value.faults}) == [1, 3, 10]

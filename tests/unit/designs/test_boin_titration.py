"""BOIN's own titration, in outcome notation; after 4: 0 up, 1 stays, 2 down, 3 eliminates."""

from __future__ import annotations

import pytest

from dosepath.designs import (
    Batch,
    Boin,
    BoinTitration,
    Counts,
    Mtpi,
    Stop,
    Treat,
    build,
    phase,
    replay_path,
)
from dosepath.designs.stage import heeds_grade_2
from dosepath.quantity import FaultsFound

BOIN = Boin(levels=4, target=0.3, max_n=15, last_cohort="shorten")


def says(path: str, **parameters: object) -> str:
    decision = replay_path(BoinTitration(escalation=BOIN, **parameters), path).decision
    code = decision.because.code.removeprefix("design.")
    if isinstance(decision, Treat):
        return f"{decision.level}+{decision.n} {code}"
    return f"MTD {decision.mtd} {code}"


COURSES = """
    (nothing)                     -> 1+1 titration_start
    1N                            -> 2+1 titration_up
    1N 2N 3N                      -> 4+1 titration_up
    1T                            -> 1+2 titration_dlt
    1N 2T                         -> 2+2 titration_dlt
    1N 2T 2N                      -> 2+1 rest_of_cohort
    1N 2T 2NN                     -> 2+3 stay
    1N 2N 3N 4N                   -> 4+2 titration_top
    1N 2N 3N 4T                   -> 4+2 titration_dlt
    1N 2G 3N                      -> 4+1 titration_up
"""
WHOLE = """
    1N 2T 2NT                     -> 1+3 go_down
    1N 2T 2NT 1N                  -> 1+2 rest_of_cohort
    1N 2T 2NT 1NN                 -> 1+1 rest_of_cohort
    1N 2T 2NT 1NT                 -> 1+1 rest_of_cohort
    1N 2T 2NT 1NNN                -> 2+3 escalate
    1N 2T 2NT 1NNT                -> 1+3 stay
    1N 2T 2NT 1NNT 1NNN           -> 2+3 escalate
    1N 2N 3T 3TT                  -> 2+3 eliminated
    1N 2N 3T 3TT 2NNT             -> 2+3 stay
    1N 2N 3T 3TT 2NTT             -> 1+3 go_down
    1N 2N 3T 3TT 2TTT             -> 1+3 eliminated
"""
FILLED = """
    1N 2T 2NT                     -> 1+2 go_down
    1N 2T 2NT 1NN                 -> 2+3 escalate
    1N 2T 2NT 1NT                 -> 1+3 stay
"""


def rows(table: str) -> list[tuple[str, str]]:
    lines = (line.split("->") for line in table.strip().splitlines())
    return [(path.replace("(nothing)", "").strip(), answer.strip()) for path, answer in lines]


@pytest.mark.parametrize(("path", "answer"), rows(COURSES))
@pytest.mark.parametrize("down", ["add_cohort", "add_rest"])
def test_titration(path: str, answer: str, down: str) -> None:
    assert says(path, down_to_titrated=down) == answer


@pytest.mark.parametrize(("path", "answer"), rows(WHOLE))
def test_a_whole_cohort_on_top_of_the_single_participant(path: str, answer: str) -> None:
    assert says(path) == answer


@pytest.mark.parametrize(("path", "answer"), rows(FILLED))
def test_the_first_cohort_filled_up(path: str, answer: str) -> None:
    assert says(path, down_to_titrated="add_rest") == answer


def test_the_last_cohort_is_cut_short() -> None:
    """1 + 1 + 2 + 3 + 3 + 3 = 13: two are left of fifteen."""
    assert says("1N 2T 2NN 2NNN 3NNN 4NNN") == "4+2 stay_top"


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("1G 2N", "3+1 titration_up"),
        ("1G 2G", "2+2 titration_grade_2"),
        ("1G 2G 2NN", "3+3 escalate"),
    ],
)
def test_events_of_grade_2_end_it_if_asked_to(path: str, answer: str) -> None:
    assert says(path, grade_2_threshold=2) == answer


def test_a_later_start() -> None:
    assert says("", start_level=2) == "2+1 titration_start"
    assert says("2T 2NT", start_level=2) == "1+3 go_down"


def test_grade_2_is_asked_for_only_where_it_counts() -> None:
    nothing, treat = Counts.none(4), Treat(1, 1, BOIN.decide(Counts.none(4)).because)
    plain, heeding = (BoinTitration(escalation=BOIN, grade_2_threshold=t) for t in (None, 2))
    assert not heeds_grade_2(plain, nothing, treat=treat)
    assert heeds_grade_2(heeding, nothing, treat=treat)
    after = nothing.add(1, n=3, dlt=1)
    assert not heeds_grade_2(heeding, after, treat=treat)
    assert (phase(heeding, nothing), phase(heeding, after)) == ("titration", "escalation")


def test_what_it_hands_on() -> None:
    design = BoinTitration(escalation=BOIN)
    assert design.boundaries() == BOIN.boundaries()
    assert design.most_per_level == 15
    counts = Counts.none(4).add(1, n=1).add(2, n=3, dlt=1)
    assert design.select(counts) == BOIN.select(counts)
    assert isinstance(design.select(counts), Stop)


def test_stages_of_a_study_file() -> None:
    stages = [{"boin_titration": {}}, {"mtpi": {"target": 0.3, "max_n": 12}}]
    stages[1]["mtpi"]["last_cohort"] = "shorten"
    mtpi = Mtpi(levels=4, target=0.3, max_n=12, last_cohort="shorten")
    assert build(stages, 4) == BoinTitration(escalation=mtpi)


@pytest.mark.parametrize(
    ("titration", "boin", "path"),
    [
        ({}, {"last_cohort": "exact"}, "last_cohort of the next stage"),
        ({}, {"start_level": 2}, "start_level of the next stage"),
        ({}, {"cohort": 1}, "cohort of the next stage"),
        ({"start_level": 5}, {}, "start_level"),
        ({"grade_2_threshold": 0}, {}, "grade_2_threshold"),
        ({"down_to_titrated": "stop"}, {}, "down_to_titrated"),
    ],
)
def test_what_does_not_go_together(
    titration: dict[str, object], boin: dict[str, object], path: str
) -> None:
    given = {"target": 0.3, "max_n": 15, "last_cohort": "shorten"} | boin
    with pytest.raises(FaultsFound) as error:
        build([{"boin_titration": titration}, {"boin": given}], 4)
    assert [fault.place.path for fault in error.value.faults] == [
        f"stages[0].boin_titration.{path}"
    ]


def test_a_3_plus_3_cannot_follow() -> None:
    with pytest.raises(FaultsFound) as error:
        build([{"boin_titration": {}}, {"three_plus_three": {}}], 4)
    assert "interval design" in str(error.value)


LATE = Boin(levels=3, target=0.1, max_n=18, last_cohort="shorten", eliminate_from_n=4)


@pytest.mark.parametrize(
    ("path", "level"),
    [
        # Titrated ones stand apart, so that 3 evaluated are part of the 4 that are judged.
        ("1N 2T 2TT 1TT", 1),
        ("1N 2N 3T 3TT 2TT", 2),
    ],
)
def test_a_level_eliminated_in_a_partial_cohort_is_none_that_may_be_selected(
    path: str, level: int
) -> None:
    design = BoinTitration(escalation=LATE)
    counts = replay_path(design, path).counts
    decision = design.decide(counts)
    assert dict(decision.because.values)["level"] == level
    assert decision.because.code in {"design.eliminated", "design.lowest_eliminated"}
    assert (design.select(counts).mtd or 0) < level
    assert design.select_many(Batch.of(counts)).tolist() == [design.select(counts).mtd or 0]


def test_a_level_eliminated_in_a_partial_cohort_is_never_treated_again() -> None:
    design = BoinTitration(escalation=LATE)
    decision = replay_path(design, "1N 2N 3T 3TT 2TT 1NNN").decision
    assert (decision.level, decision.because.code) == (1, "design.stay_below_eliminated")


def test_a_level_left_with_its_cohort_complete_is_eliminated_only_if_it_was_then() -> None:
    """3 of 4 are no part of a cohort of 6 where the first of them stands apart."""
    rule = Boin(levels=3, target=0.1, max_n=18, last_cohort="shorten", eliminate_from_n=6)
    design = BoinTitration(escalation=rule)
    assert replay_path(design, "1N 2N 3T 3TT 2TTT").decision.because.code == "design.go_down"
    back = replay_path(design, "1N 2N 3T 3TT 2TTT 1NNN").decision
    assert (back.level, back.because.code) == (2, "design.escalate")


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("two_agent_boin", {"grid": [2, 2]}),
        ("boin12", {"efficacy_limit": 0.2}),
        ("u_boin", {"efficacy_limit": 0.2}),
        ("tite_boin", {}),
        ("bf_boin", {}),
    ],
)
def test_no_titration_leads_into_a_design_that_asks_for_more_than_dlts(
    name: str, more: dict[str, object]
) -> None:
    rule = {"target": 0.3, "max_n": 12, "last_cohort": "shorten", **more}
    with pytest.raises(FaultsFound) as found:
        build([{"boin_titration": {}}, {name: rule}], 4)
    (fault,) = found.value.faults
    assert fault.place.path == "stages[0].boin_titration"
    assert "i3plus3" in fault.allowed


@pytest.mark.parametrize(
    ("from_n", "above", "accepted"), [(6, 0.95, 1), (7, 0.95, 0), (7, None, 1)]
)
def test_elimination_begins_with_the_second_cohort_at_the_latest(
    from_n: int, above: float | None, accepted: int
) -> None:
    """What was eliminated on a part of the third would look like a complete one afterwards."""
    rule = {
        "target": 0.3,
        "max_n": 18,
        "last_cohort": "shorten",
        "eliminate_from_n": from_n,
        "eliminate_above": above,
    }
    try:
        build([{"boin_titration": {}}, {"boin": rule}], 4)
    except FaultsFound as found:
        (fault,) = found.faults
        assert (fault.found, fault.allowed) == ("7", "6 at most, two cohorts")
        assert not accepted
    else:
        assert accepted

"""Accelerated titration: who is treated next, as a reader of the protocol would play it."""

from __future__ import annotations

import pytest

from dosepath.designs import (
    AcceleratedTitration,
    Counts,
    Stop,
    ThreePlusThree,
    Treat,
    replay_path,
    warnings,
)
from dosepath.quantity import FaultsFound


def titration(levels: int = 4, **parameters: object) -> AcceleratedTitration:
    return AcceleratedTitration(escalation=ThreePlusThree(levels=levels), **parameters)


def doses(path: str, design: AcceleratedTitration) -> list[int]:
    """The levels of everybody on ``path``, and of those whom the design asks for next."""
    replay = replay_path(design, path)
    treated = [step.cohort.level for step in replay.steps for _ in range(step.cohort.n)]
    if isinstance(replay.decision, Treat):
        treated += [replay.decision.level] * replay.decision.n
    return treated


@pytest.mark.parametrize(
    ("story", "path", "parameters", "expected"),
    [
        ("clean to the top", "1N 2N 3N 4N", {}, [1, 2, 3, 4, 4, 4]),
        ("a DLT at 2", "1N 2T", {}, [1, 2, 2, 2]),
        ("counting events at 1 and 3", "1G 2N 3G", {}, [1, 2, 3, 3, 3]),
        ("clean with cap 2", "1N 2N", {"switch_level": 3}, [1, 2, 3, 3, 3]),
        ("start at 3, clean", "3N 4N", {"start_level": 3}, [3, 4, 4, 4]),
        ("one event is not enough", "1N 2G", {}, [1, 2, 3]),
        ("the first event triggers", "1N 2G", {"grade_2_threshold": 1}, [1, 2, 2, 2]),
        ("only a DLT triggers", "1G 2G 3G", {"grade_2_threshold": None}, [1, 2, 3, 4]),
        ("a full new cohort", "1N 2T", {"top_up_to": 4}, [1, 2, 2, 2, 2]),
        ("pairs", "1NN 2NG", {"cohort": 2}, [1, 1, 2, 2, 3, 3]),
        ("pairs, two at one level", "1NG 2GN", {"cohort": 2, "grade_2_scope": "one_level"},
         [1, 1, 2, 2, 3, 3]),
        ("pairs, both at one level", "1NG 2GG", {"cohort": 2, "grade_2_scope": "one_level"},
         [1, 1, 2, 2, 2]),
        ("pairs, events at two levels", "1GG", {"cohort": 2, "grade_2_scope": "different_levels"},
         [1, 1, 2, 2]),
        ("half a pair", "1N", {"cohort": 2}, [1, 1]),
        ("half a pair with a DLT", "1T", {"cohort": 2}, [1, 1, 1]),
        ("the switch is level 1", "", {"switch_level": 1}, [1, 1, 1]),
    ],
)  # fmt: skip
def test_replay_table(
    story: str, path: str, parameters: dict[str, object], expected: list[int]
) -> None:
    assert doses(path, titration(**parameters)) == expected, story


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("1N", "design.titration_up"),
        ("1N 2T", "design.titration_dlt"),
        ("1G 2G", "design.titration_grade_2"),
        ("1N 2N 3N 4N", "design.titration_top"),
        ("1N 2T 2N", "design.rest_of_cohort"),
        ("1N 2T 2NN", "design.expand"),
        ("1N 2T 2NT", "design.de_escalate"),
    ],
)
def test_each_step_gives_its_reason(path: str, reason: str) -> None:
    assert replay_path(titration(), path).decision.because.code == reason


def test_events_after_the_titration_do_not_count() -> None:
    """Titration ended with a DLT at 2; two grade-2 events at 3 are of the 3+3."""
    decision = replay_path(titration(), "1G 2T 2NN 2NNN 3GGG").decision
    assert (decision.level, decision.n) == (4, 3)


def test_going_down_from_the_trigger_meets_single_participants_all_the_way() -> None:
    design = titration()
    path = "1N 2N 3T 3TN"
    assert replay_path(design, path).decision.level == 2
    path += " 2NT 2NTN"
    decision = replay_path(design, path).decision
    assert (decision.level, decision.n) == (1, 2)
    assert replay_path(design, path + " 1NN 1NNN").decision.mtd == 1


@pytest.mark.parametrize(
    ("down_to_one", "added", "then"),
    [("add_2", 2, "1NN"), ("add_5", 5, "1NN"), ("accept", None, "")],
)
def test_going_down_to_a_single_participant(down_to_one: str, added: int | None, then: str) -> None:
    rule = ThreePlusThree(levels=2, down_to_one=down_to_one)
    design = AcceleratedTitration(escalation=rule, switch_level=2)
    decision = replay_path(design, "1N 2NTT").decision
    if added is None:
        assert isinstance(decision, Stop)
        assert decision.mtd == 1
        return
    assert (decision.level, decision.n) == (1, added)
    # After two more both have three: add_5 goes on with the rest of its five.
    assert replay_path(design, f"1N 2NTT {then}").decision.n == 3


def test_add_5_is_completed_even_where_three_would_be_accepted() -> None:
    rule = ThreePlusThree(levels=2, down_to_one="add_5", six_at_mtd="never")
    design = AcceleratedTitration(escalation=rule, switch_level=2)
    assert replay_path(design, "1N 2NTT 1NN").decision.n == 3
    assert replay_path(design, "1N 2NTT 1NN 1NNN").decision.mtd == 1


def test_a_full_new_cohort_has_its_own_cut_offs() -> None:
    """One titration participant and three more: the rule looks after 4 and after 7."""
    design = titration(top_up_to=4)
    assert replay_path(design, "1T 1NNN").decision.n == 3
    assert replay_path(design, "1T 1NNN 1NNN").decision.level == 2
    assert replay_path(design, "1T 1NNT").decision.mtd is None
    assert replay_path(design, "1T 1NNN 1NNN 2NNN").decision.level == 3, "level 2 has cohorts of 3"


def test_the_phase_is_read_from_the_tallies_alone() -> None:
    design = titration()
    titrating = Counts.none(4).add(1, n=1).add(2, n=1, grade2=1)
    after = titrating.add(2, n=2)
    assert design.is_titrating(titrating)
    assert not design.is_titrating(after)
    assert not design.is_titrating(after.add(3, n=1)), "one of a cohort of three"


@pytest.mark.parametrize(
    ("parameters", "warned"),
    [
        ({"switch_level": 2, "grade_2_threshold": 2}, "design.warning.trigger_never_fires"),
        ({"switch_level": 2, "grade_2_threshold": 1}, None),
        ({"grade_2_threshold": 4}, "design.warning.trigger_never_fires"),
        ({"grade_2_threshold": 3}, None),
        ({"grade_2_scope": "one_level"}, "design.warning.trigger_never_fires"),
        ({"grade_2_scope": "one_level", "cohort": 2}, None),
        ({"switch_level": 1}, "design.warning.no_titration"),
        ({"grade_2_threshold": None, "switch_level": 2}, None),
    ],
)
def test_triggers_that_can_never_fire_are_warned_of(
    parameters: dict[str, object], warned: str | None
) -> None:
    found = [reason.code for reason in warnings(titration(**parameters))]
    assert found == ([warned] if warned else [])


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("switch_level", 5),
        ("switch_level", 0),
        ("start_level", 5),
        ("cohort", 3),
        ("grade_2_threshold", 0),
        ("grade_2_threshold", True),
        ("grade_2_scope", "somewhere"),
        ("top_up_to", 5),
    ],
)
def test_impossible_parameters_are_faults_that_name_them(parameter: str, value: object) -> None:
    with pytest.raises(FaultsFound) as error:
        titration(**{parameter: value})
    assert parameter in {fault.place.path for fault in error.value.faults}

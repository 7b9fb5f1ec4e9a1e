"""What may come next, and what is settled although not everybody has been evaluated."""

from __future__ import annotations

import json

import pytest

from dosepath.designs import AcceleratedTitration, Counts, ThreePlusThree, Treat, Wait, replay_path
from dosepath.pathways import decision_row, look_ahead, settled
from dosepath.quantity import FaultsFound

DESIGN = AcceleratedTitration(
    escalation=ThreePlusThree(levels=4), switch_level=2, grade_2_threshold=1
)
TRUTH = {"dlt": [0.1, 0.2, 0.3, 0.4], "grade_2": [0.2, 0.2, 0.2, 0.2]}


def after(path: str) -> Counts:
    return replay_path(DESIGN, path).counts


def story(path: str, **asked: object) -> list[tuple[str, str]]:
    """Each branch as people say it: if 0/3, then 3+3."""
    return [
        (branch.label, short(decision_row(branch.then.decision)))
        for branch in look_ahead(DESIGN, after(path), **asked).branches
    ]


def short(row: dict[str, object]) -> str:
    return f"{row['to']}+{row['n']}" if row["action"] == "treat" else f"stop {row['to']}"


def test_the_next_cohort() -> None:
    assert story("1N") == [("0/3", "3+3"), ("1/3", "2+3"), ("2/3", "1+2"), ("3/3", "1+2")]


def test_the_first_participant_is_graded() -> None:
    assert story("") == [("0/1", "2+3"), ("0/1 +1 G", "1+2"), ("1/1", "1+2")]


def test_pending_participants_come_first() -> None:
    assert story("1N 2N", pending=2) == [("0/3", "3+3"), ("1/3", "2+3"), ("2/3", "1+2")]
    assert story("1N 2NNN", pending=2) == [("0/2", "3+1"), ("1/2", "3+1"), ("2/2", "2+3")]


def test_pending_at_two_levels() -> None:
    tree = look_ahead(DESIGN, after("1N 2NN"), pending={2: 1, 3: 1})
    assert [branch.cohort.level for branch in tree.branches] == [2, 2]
    assert [branch.cohort.level for branch in tree.branches[0].then.branches] == [3, 3]


def test_probabilities_of_a_scenario() -> None:
    tree = look_ahead(DESIGN, after("1N"), scenario=TRUTH)
    assert [b.probability for b in tree.branches] == pytest.approx([0.512, 0.384, 0.096, 0.008])
    first = look_ahead(DESIGN, after(""), scenario=TRUTH)
    assert [b.probability for b in first.branches] == pytest.approx([0.7, 0.2, 0.1])


def test_rows_go_as_deep_as_asked_and_multiply_probabilities() -> None:
    rows = look_ahead(DESIGN, after("1N"), scenario=TRUTH).rows(depth=2)
    assert [row["depth"] for row in rows[:3]] == [1, 2, 2]
    assert rows[1]["probability"] == pytest.approx(0.512 * 0.343)
    deepest = [row for row in rows if row["depth"] == 2]
    assert sum(row["probability"] for row in deepest) == pytest.approx(1)


def test_the_tree_ends_where_the_trial_does() -> None:
    assert look_ahead(DESIGN, after("1T 1TN")).branches == ()


def test_json_is_plain() -> None:
    data = json.loads(json.dumps(look_ahead(DESIGN, after("1N")).to_json()))
    assert data["branches"][0]["then"]["decision"] == {"action": "treat", "to": 3, "n": 3}


def test_a_wrong_scenario_is_refused() -> None:
    with pytest.raises(FaultsFound):
        look_ahead(DESIGN, after("1N"), scenario=[0.1])


@pytest.mark.parametrize(
    ("path", "pending", "answer"),
    [
        ("1N", 0, "2+3"),
        ("1N", 1, "2+2"),  # whatever the first has, the cohort is completed
        ("1N 2NN", 1, "wait"),
        ("1N 2TT", 1, "1+2"),  # whatever the third has, the level is exceeded
        ("1N 2NNT 2T", 2, "1+2"),
        ("1N 2NNT 2NN", 1, "wait"),
        ("1N 2NNN 3NNN 4NT", 1, "wait"),
        ("1T 1TN", 0, "stop None"),
    ],
)
def test_settled(path: str, pending: int, answer: str) -> None:
    decision = settled(DESIGN, after(path), pending=pending)
    if answer == "wait":
        assert isinstance(decision, Wait)
        assert decision.because["total"] == pending
    else:
        assert short(decision_row(decision)) == answer


def test_a_grade_2_event_can_still_change_the_titration() -> None:
    """The only participant is dosed and not evaluated: a DLT, an event or neither."""
    assert isinstance(settled(DESIGN, after(""), pending=1), Wait)
    deaf = AcceleratedTitration(escalation=ThreePlusThree(levels=4), grade_2_threshold=None)
    assert isinstance(settled(deaf, Counts.none(4), pending=1), Wait)


def test_pending_counted_by_level_at_a_level_that_was_left() -> None:
    """Level 2 is exceeded and one there is still pending: nothing it shows matters."""
    decision = settled(DESIGN, after("1N 2TT"), pending={2: 1})
    assert isinstance(decision, Treat)
    assert (decision.level, decision.n) == (1, 2)

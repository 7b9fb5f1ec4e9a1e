"""The decision page and the board of trials that heed pending participants or responses."""

from __future__ import annotations

from pathlib import Path

import pytest

from dosepath import conduct, wording
from dosepath.conduct import Choice, protocol_of, stand
from dosepath.study import Study, load
from dosepath.web.board.presenter import rule_table as board_rule
from dosepath.web.board.presenter import tree_table
from dosepath.web.decision.choices import choice_text
from dosepath.web.decision.evidence import Evidence, evidence
from dosepath.web.ui.table import Table
from tests.unit.conduct.playing import Play, protocol
from tests.unit.conduct.test_responses import assessed, weighing

STUDIES = Path(__file__).resolve().parents[2] / "studies"


@pytest.fixture(scope="module")
def rolling() -> Study:
    return load(STUDIES / "synthetic-rolling-six/study.yaml")


@pytest.fixture(scope="module")
def weighed() -> Study:
    return load(STUDIES / "synthetic-boin12/study.yaml")


def six(study: Study) -> Play:
    made = protocol(study.design, stagger_hours=24, planned=24)
    trial = Play(made).open()
    for _ in range(6):
        trial.dosed()
    return trial


def shown(trial: Play, study: Study) -> Evidence:
    return evidence(trial.state, study, trial="SMALL-1", at=trial.now)


def column(table: Table, name: str) -> list[str]:
    place = [one.title for one in table.columns].index(wording.label(f"evidence.{name}"))
    return [row[place].text for row in table.rows]


def test_a_hold_of_the_rule_says_whose_results_would_change_it(rolling: Study) -> None:
    found = shown(six(rolling), rolling)
    assert not found.is_due
    assert any("The rule holds enrolment: 6 participants" in line for line in found.because)
    assert len(found.missing) == 6


def test_the_committee_sees_how_many_days_the_rule_counted(rolling: Study) -> None:
    trial = six(rolling)
    people = list(trial.state.participants)
    trial.completed(*people[:5])
    found = shown(trial, rolling)
    assert found.is_due
    assert "27 of 28 days count for the rule." in column(found.people, "why")[5]
    assert "days count" not in column(found.people, "why")[0]
    assert any("places at level 2 open one after another" in line for line in found.because)
    assert found.look is not None
    assert found.look.size is not None
    assert any("evaluated before the next one enters" in line for line in found.look.rests_on)


def test_the_tree_counts_nobody_twice(rolling: Study) -> None:
    trial = six(rolling)
    standing = stand(trial.state, trial.now)
    table = tree_table(standing, rolling)
    assert all("/6" in row[0].text for row in table.rows)
    assert board_rule(trial.state, standing) is None
    trial.completed(*list(trial.state.participants)[:5])
    rule = board_rule(trial.state, stand(trial.state, trial.now))
    assert rule is not None
    assert rule.rows[0][0].text == "0/5"


def test_responses_are_counted_where_a_design_weighs_them(weighed: Study) -> None:
    trial = weighing(weighed.design)
    people = [trial.dosed() for _ in range(3)]
    trial.completed(*people)
    for who, answer in zip(people, ("yes", "yes", "no"), strict=True):
        assessed(trial, who, answer)
    found = shown(trial, weighed)
    assert column(found.levels, "responses")[-1] == "2"
    assert [line.split(".")[-2].strip() for line in column(found.people, "why")] == [
        "Response",
        "Response",
        "No response",
    ]
    assert found.rule is None
    assert board_rule(trial.state, stand(trial.state, trial.now)) is None


def test_a_response_that_is_awaited_is_named(weighed: Study) -> None:
    trial = weighing(weighed.design)
    trial.completed(trial.dosed())
    assert "counts once it is" in column(shown(trial, weighed).people, "why")[0]
    assert conduct.recommend(trial.state, at=trial.now).status == "continue"


def test_what_is_signed_is_named_by_what_the_design_selects() -> None:
    """BOIN12 weighs toxicity against response: its level is no maximum tolerated dose."""
    stop, none = Choice("stop", mtd=2), Choice("stop")
    for name, goal in (("synthetic-boin12", "OBD"), ("nct05727722", "MTD")):
        protocol = protocol_of(load(STUDIES / name / "study.yaml"))
        assert choice_text(stop, protocol) == f"Stop: level 2 is the {goal}"
        assert choice_text(none, protocol) == f"Stop: no level is the {goal}"


def test_a_tolerated_top_level_is_signed_as_no_mtd_that_was_reached() -> None:
    protocol = protocol_of(load(STUDIES / "nct04806581" / "study.yaml"))
    assert protocol.mtd_at_top == "not_reached"
    top = Choice("stop", mtd=protocol.levels)
    assert choice_text(top, protocol) == (
        f"Stop: level {protocol.levels}, the highest, was tolerated; an MTD was not reached"
    )
    below = Choice("stop", mtd=protocol.levels - 1)
    assert choice_text(below, protocol) == f"Stop: level {protocol.levels - 1} is the MTD"

"""What happened since a decision was put to the committee, seen by no rule: signers must know."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import grave_since, signed_unaware
from dosepath.designs import ThreePlusThree
from dosepath.wording import say_all
from tests.unit.conduct.playing import (
    COORDINATOR,
    INVESTIGATOR,
    STATISTICIAN,
    InPart,
    Play,
    protocol,
    with_parts,
)

SIGNS = {"name": "x", "meaning": "I agree"}


@pytest.fixture
def trial() -> Play:
    trial = Play(with_parts(planned=20)).open()
    trial.do(conduct.open_part, "b", reason="agreed in D-004")
    return trial


@pytest.fixture
def b(trial: Play) -> InPart:
    """Part b, with a decision put to its committee."""
    b = trial.part("b")
    b.completed(*(b.dosed() for _ in range(3)))
    b.propose()
    return b


def codes(trial: Play, number: str = "D-001") -> list[str]:
    return [one.code for one in grave_since(trial.state, trial.state.decisions[number])]


def test_a_dlt_elsewhere_is_shown_and_nobody_signs_without_a_word_on_it(
    trial: Play, b: InPart
) -> None:
    adult = trial.dosed()
    assert codes(trial) == []
    trial.toxic(adult)
    assert codes(trial) == ["since.dlt"]
    assert trial.refused(conduct.sign_decision, "D-001", **SIGNS) == (
        "refused.unacknowledged",
        "since.dlt",
    )
    trial.sign("D-001", reason="another schedule")
    assert trial.state.decisions["D-001"].is_effective


def test_a_dlt_of_the_same_part_outdates_the_decision_as_ever() -> None:
    trial = Play(protocol(ThreePlusThree(levels=4), planned=20, death="always_dlt")).open()
    people = [trial.dosed() for _ in range(3)]
    trial.completed(*people)
    trial.propose()
    inside = trial.now - timedelta(days=5)
    trial.do(conduct.record_death, people[-1], on=inside, by=COORDINATOR)
    assert trial.refused(conduct.sign_decision, "D-001", **SIGNS) == ("refused.cut_superseded",)
    assert codes(trial) == ["since.death_here"]


@pytest.mark.parametrize("told", ["serious", "death", "fatal"])
def test_what_is_grave_and_no_dlt_in_the_same_part_must_be_known_too(told: str) -> None:
    trial = Play(protocol(ThreePlusThree(levels=4), planned=20)).open()
    people = [trial.dosed() for _ in range(3)]
    trial.completed(*people)
    # The windows are over by then, so the rule counts none of it and recommends the same.
    trial.wait(days=1)
    number = trial.propose()
    trial.do(conduct.sign_decision, number, by=STATISTICIAN, **SIGNS)
    if told == "death":
        trial.do(conduct.record_death, people[0], on=trial.now, by=COORDINATOR)
    else:
        grade = 5 if told == "fatal" else 4
        trial.harm(people[0], grade=grade, serious=True, aware_at=trial.now)
    expected = "since.death_here" if told == "death" else "since.serious_here"
    assert codes(trial) == [expected]
    assert trial.refused(conduct.sign_decision, number, **SIGNS) == (
        "refused.signed_unaware",
        expected,
    )
    anew = trial.propose()
    assert anew != number
    trial.sign(anew)
    assert trial.state.decisions[anew].is_effective


@pytest.mark.parametrize(
    ("change", "is_news"),
    [
        ({"outcome": "recovered"}, False),
        ({"verbatim": "belly ache"}, False),
        ({"outcome": "fatal"}, True),
        ({"grade": 5}, True),
        ({"attribution": "definite"}, True),
    ],
)
def test_how_a_serious_event_heals_is_no_news_but_what_makes_it_graver_is(
    change: dict[str, object], is_news: bool
) -> None:
    trial = Play(protocol(ThreePlusThree(levels=4), planned=20)).open()
    trial.completed(*(trial.dosed() for _ in range(3)))
    trial.wait(days=1)
    known = trial.harm("P-001", grade=4, serious=True, aware_at=trial.now)
    trial.propose()
    event = replace(trial.state.adverse_events[known].report, **change)  # type: ignore[arg-type]
    named = {"report": event, "reason": "seen again", "by": COORDINATOR}
    trial.do(conduct.update_adverse_event, known, **named)
    assert codes(trial) == (["since.serious_here"] if is_news else [])


def test_a_trial_without_parts_is_told_of_no_part() -> None:
    trial = Play(protocol(ThreePlusThree(levels=4), planned=20)).open()
    trial.completed(*(trial.dosed() for _ in range(3)))
    trial.propose()
    trial.harm("P-001", grade=4, serious=True, aware_at=trial.now)
    found = say_all(grave_since(trial.state, trial.state.decisions["D-001"]))
    assert found == ("P-001: AE-001, Abdominal pain, grade 4, is a serious event.",)


@pytest.mark.parametrize("told", ["serious", "death", "not_dlt"])
def test_other_grave_things_elsewhere_count_too(trial: Play, b: InPart, told: str) -> None:
    adult = trial.dosed()
    if told == "serious":
        trial.harm(adult, grade=2, serious=True, aware_at=trial.now)
    elif told == "death":
        trial.do(conduct.record_death, adult, on=trial.now, by=COORDINATOR)
    else:
        trial.judged(trial.harm(adult), "not_dlt")
    expected = {"serious": "since.serious", "death": "since.death", "not_dlt": "since.candidate"}
    assert codes(trial) == [expected[told]]


def test_what_was_known_at_the_cut_is_not_told_again(trial: Play) -> None:
    candidate = trial.harm(trial.dosed())
    trial.judged(candidate, "not_dlt")
    b = trial.part("b")
    b.completed(*(b.dosed() for _ in range(3)))
    b.propose()
    assert codes(trial) == []
    event = trial.state.adverse_events[candidate].report
    worse = {"report": replace(event, grade=4), "reason": "seen again", "by": COORDINATOR}
    trial.do(conduct.update_adverse_event, candidate, **worse)
    assert codes(trial) == ["since.candidate"], "a new report is judged anew"


def test_mild_events_elsewhere_ask_for_nothing(trial: Play, b: InPart) -> None:
    trial.harm(trial.dosed(), grade=2)
    assert codes(trial) == []
    trial.sign("D-001")


def test_a_halt_since_the_cut_is_told_because_the_decision_does_not_lift_it(
    trial: Play, b: InPart
) -> None:
    trial.do(conduct.halt_dosing, reason="a lot is in doubt")
    assert codes(trial) == ["since.halt"]
    trial.do(conduct.sign_decision, "D-001", reason="we know of the lot", **SIGNS)


def test_the_same_decision_can_be_put_anew_so_that_its_data_are_of_after_it(
    trial: Play, b: InPart
) -> None:
    assert b.refused(conduct.propose_decision, by=STATISTICIAN) == ("refused.proposal_open",)
    trial.toxic(trial.dosed())
    number = b.propose()
    assert codes(trial, number) == []


def test_who_signed_before_it_happened_did_not_know_so_the_decision_is_put_anew(
    trial: Play, b: InPart
) -> None:
    trial.do(conduct.sign_decision, "D-001", by=INVESTIGATOR, **SIGNS)
    trial.toxic(trial.dosed())
    held = trial.state.decisions["D-001"]
    assert signed_unaware(trial.state, held) == (INVESTIGATOR.name,)
    refused = trial.refused(
        conduct.sign_decision, "D-001", by=STATISTICIAN, reason="another schedule", **SIGNS
    )
    assert refused[0] == "refused.signed_unaware"
    number = b.propose()
    assert codes(trial, number) == []
    trial.sign(number)
    assert trial.state.decisions[number].is_effective

"""Dose decisions: what they rest on, who signs, when they have effect, when they are overtaken."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import Choice, replay, stand
from dosepath.designs import ThreePlusThree
from tests.unit.conduct.playing import (
    COORDINATOR,
    INVESTIGATOR,
    MONITOR,
    PHYSICIAN,
    SECOND,
    STATISTICIAN,
    Play,
    protocol,
    report,
)


def clean_first() -> Play:
    trial = Play().open()
    trial.completed(trial.dosed())
    return trial


def second_level(dosed: int = 3) -> Play:
    """Level 2 is open and so many were dosed there."""
    trial = clean_first()
    trial.decide()
    for _ in range(dosed):
        trial.dosed()
    return trial


def test_the_first_cohort_is_opened_by_the_protocol_and_every_later_one_by_a_decision() -> None:
    trial = clean_first()
    (first,) = trial.state.cohorts
    assert (first.level, first.n, first.opened_by) == (1, 1, "protocol")
    decision = trial.decide()
    assert trial.state.cohorts[-1].opened_by == decision


def test_r25_a_decision_freezes_its_data_cut_recommendation_study_and_engine() -> None:
    trial = clean_first()
    seq, head = trial.state.seq, trial.state.head_hash
    number = trial.propose()
    decision = trial.state.decisions[number]
    assert (decision.cut.seq, decision.cut.head_hash) == (seq, head)
    assert (decision.cut.study_hash, decision.cut.engine) == ("5" * 64, "dosepath test")
    assert decision.recommendation["participants"] == [
        {"participant": "P-001", "level": 1, "result": "none"}
    ]


def test_r26_an_open_window_blocks_the_decision_and_is_named_by_participant() -> None:
    trial = second_level()
    codes = trial.refused(conduct.propose_decision)
    assert codes == (
        "refused.no_decision_due",
        "recommend.incomplete",
        "missing.window",
        "missing.window",
        "missing.window",
    )


def test_a_decision_needs_the_quorum_and_every_required_role() -> None:
    trial = clean_first()
    decision = trial.propose()
    trial.sign(decision, INVESTIGATOR, SECOND, STATISTICIAN)
    # Three people have signed, and the independent physician is not among them.
    assert not trial.state.decisions[decision].is_effective
    needed = conduct.still_needed(trial.state, trial.state.decisions[decision])
    assert [reason.code for reason in needed] == ["decision.roles"]
    trial.sign(decision, PHYSICIAN)
    assert trial.state.decisions[decision].is_effective


@pytest.mark.parametrize("by", [COORDINATOR, MONITOR], ids=lambda actor: actor.role)
def test_r27_somebody_outside_the_committee_cannot_sign(by) -> None:
    trial = clean_first()
    decision = trial.propose()
    codes = trial.refused(conduct.sign_decision, decision, name="x", meaning="I agree", by=by)
    assert codes == ("refused.not_permitted",)


CAUTION = (
    # recommended: treat 3 at level 2
    (Choice("treat", level=2, n=3), True),
    (Choice("treat", level=2, n=1), True),
    (Choice("treat", level=1, n=3), True),
    (Choice("hold"), True),
    (Choice("stop", mtd=1), True),
    (Choice("stop"), True),
    (Choice("treat", level=3, n=1), False),
    (Choice("treat", level=2, n=4), False),
    (Choice("treat", level=2, n=0), False),
    (Choice("treat", level=0, n=3), False),
    (Choice("treat", level=1, n=6), False),
    (Choice("stop", mtd=2), False),
    (Choice("stop", mtd=4), False),
    (Choice("stop", mtd=0), False),
    (Choice("dose everybody"), False),
)


@pytest.mark.parametrize(("choice", "allowed"), CAUTION, ids=str)
def test_r29_the_committee_may_be_more_cautious_and_never_less(choice, allowed: bool) -> None:
    found = clean_first().recommend()
    assert (conduct.less_cautious(found, choice) is None) is allowed


def test_more_cautious_needs_minutes_that_say_why() -> None:
    trial = clean_first()
    one = Choice("treat", level=2, n=1)
    assert trial.refused(conduct.propose_decision, choice=one) == ("refused.empty",)
    trial.decide(one, "first in this disease: one, then look")
    assert conduct.free_places(trial.state, trial.now) == 1


def test_a_cautious_cohort_below_the_recommended_level_can_be_completed() -> None:
    trial = clean_first()
    trial.decide(Choice("treat", level=1, n=2), "more experience at level 1")
    assert trial.recommend().choice == Choice("treat", level=1, n=2)
    second = trial.dosed()
    assert trial.state.participants[second].dosing.level == 1  # type: ignore[union-attr]


def test_holding_closes_dosing_until_the_next_decision() -> None:
    trial = clean_first()
    trial.decide(Choice("hold"), "waiting for the ethics committee")
    assert conduct.free_places(trial.state, trial.now) == 0
    trial.decide()
    assert conduct.free_places(trial.state, trial.now) == 3


def test_r30_the_same_cut_gives_byte_identical_recommendations() -> None:
    trial = second_level(2)
    first = json.dumps(trial.recommend().to_json(), sort_keys=True)
    again = replay(trial.events, trial.protocol)
    later = json.dumps(conduct.recommend(again, at=trial.now).to_json(), sort_keys=True)
    assert first == later


def test_a_decision_frozen_then_equals_the_recommendation_of_its_cut_a_year_later() -> None:
    trial = second_level()
    decision = next(iter(trial.state.decisions.values()))
    then = replay(trial.events[: decision.cut.seq], trial.protocol)
    trial.wait(days=365)
    assert conduct.recommend(then, at=trial.now).to_json() == decision.recommendation


def test_r32_a_late_dlt_halts_the_open_cohort_and_asks_for_a_new_decision() -> None:
    trial = second_level(1)
    trial.wait(days=8)
    waiting = trial.ready()
    late = report(3, onset=trial.now - timedelta(days=20))
    trial.do(conduct.record_adverse_event, "P-001", report=late)
    trial.judged("AE-001", "dlt")
    assert stand(trial.state).superseded == ("D-001",)
    gate = conduct.dosing_gate(trial.state, waiting, at=trial.now)
    assert not gate.condition("halt").is_green
    # Level 2 is not offered again while its one participant is under observation.
    assert trial.recommend().status == "wait"
    trial.completed("P-002")
    assert "recommend.superseded" in [reason.code for reason in trial.recommend().because]


def test_after_a_late_dlt_the_committee_decides_again_on_the_facts_as_they_are() -> None:
    trial = second_level(0)
    late = report(3, onset=trial.now - timedelta(days=20))
    trial.do(conduct.record_adverse_event, "P-001", report=late)
    assert trial.recommend().status == "wait"
    trial.judged("AE-001", "dlt")
    found = trial.recommend()
    # Level 1 has one DLT in one: two more there, and level 2 is closed.
    assert found.choice == Choice("treat", level=1, n=2)
    assert found.superseded == ("D-001",)
    trial.decide()
    assert not stand(trial.state).is_halted


def test_a_late_event_that_is_no_dlt_gives_the_cohort_back() -> None:
    trial = second_level(0)
    late = report(3, onset=trial.now - timedelta(days=20))
    trial.do(conduct.record_adverse_event, "P-001", report=late)
    trial.judged("AE-001", "not_dlt")
    # Grade 3, related and not a DLT still counts in titration: the decision is overtaken.
    assert trial.recommend().choice == Choice("treat", level=1, n=2)
    milder = report(3, "unrelated", onset=trial.now - timedelta(days=20))
    trial.do(conduct.update_adverse_event, "AE-001", report=milder, reason="the disease")
    trial.judged("AE-001", "not_dlt")
    assert trial.recommend().status == "continue"
    assert conduct.free_places(trial.state, trial.now) == 3


def test_a_late_grade_2_event_that_changes_no_decision_halts_nothing() -> None:
    trial = Play(protocol(ThreePlusThree(levels=3))).open()
    dosed = [trial.dosed() for _ in range(3)]
    trial.completed(*dosed)
    trial.decide()
    mild = report(2, onset=trial.now - timedelta(days=20))
    trial.do(conduct.record_adverse_event, "P-001", report=mild)
    assert not stand(trial.state).is_halted


def test_a_halt_lasts_until_a_decision_on_later_data_is_effective() -> None:
    trial = second_level(1)
    trial.do(conduct.halt_dosing, reason="a lot was recalled", by=MONITOR)
    trial.wait(days=8)
    assert trial.recommend().choice == Choice("treat", level=2, n=2)
    trial.decide()
    assert trial.recommend().status == "continue"
    assert conduct.free_places(trial.state, trial.now) == 2


def test_a_halt_after_the_cut_is_not_lifted_by_that_decision() -> None:
    trial = clean_first()
    decision = trial.propose()
    trial.do(conduct.halt_dosing, reason="a lot was recalled", by=MONITOR)
    trial.sign(decision, reason="the lot is not used")
    assert stand(trial.state).is_halted


def test_two_dlts_close_the_level_while_a_participant_is_still_under_observation() -> None:
    trial = second_level(3)
    for participant in ("P-002", "P-003"):
        trial.toxic(participant)
    found = trial.recommend()
    assert found.choice == Choice("treat", level=1, n=2)
    assert "recommend.settled" in [reason.code for reason in found.because]


def test_going_up_always_waits_for_the_last_window() -> None:
    trial = second_level(3)
    trial.completed("P-002", "P-003")
    assert trial.recommend().status == "wait"


def test_a_place_held_when_a_decision_takes_effect_is_given_back() -> None:
    trial = second_level(2)
    trial.wait(days=8)
    waiting = trial.ready()
    for participant in ("P-002", "P-003"):
        trial.toxic(participant)
    trial.decide()
    assert trial.state.participants[waiting].slot is None
    trial.do(conduct.reserve_slot, waiting)
    assert trial.state.slots[trial.state.participants[waiting].slot].level == 1  # type: ignore[index]


def test_dissent_is_kept_beside_the_signatures() -> None:
    trial = clean_first()
    decision = trial.propose()
    trial.do(conduct.vote, decision, answer="against", by=SECOND, reason="too early")
    trial.sign(decision)
    kept = trial.state.decisions[decision]
    assert kept.is_effective
    assert [(v.answer, v.stamp.reason) for v in kept.latest_votes] == [("against", "too early")]


def test_numbers_are_never_used_twice() -> None:
    trial = Play().open()
    trial.do(conduct.open_screening, number="S-007", by=COORDINATOR)
    trial.do(conduct.open_screening, by=COORDINATOR)
    assert list(trial.state.screenings) == ["S-007", "S-008"]


def test_a_quorum_counts_people_besides_the_required_roles() -> None:
    trial = Play(protocol(quorum=4)).open()
    trial.completed(trial.dosed())
    decision = trial.propose()
    trial.sign(decision)
    (needed,) = conduct.still_needed(trial.state, trial.state.decisions[decision])
    assert (needed.code, needed["missing"]) == ("decision.quorum", 1)
    trial.sign(decision, SECOND)
    assert trial.state.decisions[decision].is_effective

"""A rolling design in conduct: who is under observation opens and closes places."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dosepath import conduct
from dosepath.conduct import Choice, replay, stand
from dosepath.designs import Counts, Decision, Treat, build
from dosepath.ledger import canonical_json
from dosepath.rule import Reason
from tests.unit.conduct.playing import INVESTIGATOR, START, STATISTICIAN, Play, protocol

ROLLING = build([{"rolling_six": {}}], 4)


def rolling(**changes: object) -> Play:
    """A rolling six of four levels; a participant may be dosed every day."""
    return Play(protocol(ROLLING, stagger_hours=24, planned=24, **changes)).open()


def up(trial: Play, n: int = 3) -> None:
    """Level 1 with ``n`` participants without a DLT, and the decision to go to level 2."""
    trial.completed(*(trial.dosed() for _ in range(n)))
    trial.decide()


def test_places_open_one_after_another_while_earlier_participants_are_under_observation() -> None:
    trial = rolling()
    for entered in range(6):
        found = trial.recommend()
        assert (found.status, found.choice) == ("continue", Choice("treat", level=1, n=1)), entered
        trial.dosed()
    assert [len(t.pending) for t in stand(trial.state, trial.now).counts.levels] == [6, 0, 0, 0]


def test_six_entered_and_too_few_known_is_a_hold_that_says_what_would_change_it() -> None:
    trial = rolling()
    people = [trial.dosed() for _ in range(6)]
    found = trial.recommend()
    assert found.status == "hold"
    assert [reason.code for reason in found.because] == ["design.hold", "recommend.rule_holds"]
    assert [reason["participant"] for reason in found.missing] == people
    assert {reason.code for reason in found.missing} == {"missing.window"}
    assert conduct.trial_sentence(trial.state, trial.now).code == "sentence.rule_holds"
    assert trial.refused(conduct.reserve_slot, trial.enrolled())[0] == "refused.no_cohort_open"
    assert trial.refused(conduct.propose_decision)[0] == "refused.no_decision_due"


def test_going_up_needs_a_signed_decision_and_not_the_last_window_of_six() -> None:
    trial = rolling()
    people = [trial.dosed() for _ in range(6)]
    trial.completed(*people[:5])
    found = trial.recommend()
    assert (found.status, found.choice) == ("treat", Choice("treat", level=2, n=1))
    assert [reason.code for reason in found.because] == [
        "design.escalate",
        "recommend.counted_in_part",
        "recommend.rolling",
    ]
    assert trial.refused(conduct.reserve_slot, trial.enrolled())[0] == "refused.no_cohort_open"
    trial.decide()
    # Under the signed decision, further places at level 2 open by the rule.
    for _ in range(3):
        assert trial.recommend().status == "continue"
        who = trial.dosed()
        assert trial.state.participants[who].dosing.level == 2  # type: ignore[union-attr]
    assert len(trial.state.cohorts) == 2


def test_a_second_dlt_at_the_level_closes_it_at_once_and_the_way_down_is_signed() -> None:
    trial = rolling()
    up(trial)
    first, second, _ = (trial.dosed() for _ in range(3))
    trial.toxic(first)
    assert trial.recommend().status == "continue"
    trial.toxic(second)
    found = trial.recommend()
    assert (found.status, found.choice) == ("treat", Choice("treat", level=1, n=1))
    assert conduct.free_places(trial.state, trial.now) == 0


def test_days_of_follow_up_are_frozen_with_the_decision_and_replay_to_the_same_bytes() -> None:
    trial = rolling()
    people = [trial.dosed() for _ in range(6)]
    trial.completed(*people[:5])
    number = trial.propose()
    decision = trial.state.decisions[number]
    rows = decision.recommendation["participants"]
    assert rows[5] == {  # type: ignore[index]
        "participant": "P-006",
        "level": 1,
        "result": "pending",
        "followed": {"days": 27, "of": 28},
    }
    frozen = json.dumps(dict(decision.recommendation), sort_keys=True)
    trial.wait(days=300)
    then = replay(trial.events[: decision.cut.seq], trial.protocol)
    again = conduct.recommend(then, at=decision.proposed.at).to_json()
    assert json.dumps(again, sort_keys=True) == frozen
    # Many days later the share would be another, and it is the frozen one that counts.
    assert stand(trial.state, trial.now).superseded == ()


def test_time_that_passes_between_two_signatures_is_no_new_fact() -> None:
    trial = rolling()
    trial.completed(*(trial.dosed() for _ in range(3)))
    trial.decide()
    people = [trial.dosed() for _ in range(6)]
    trial.completed(*people[:5])
    decision = trial.propose()
    trial.sign(decision, INVESTIGATOR)
    trial.wait(hours=30)
    trial.sign(decision, STATISTICIAN)
    assert len(trial.state.decisions[decision].signatures) == 2


def test_a_late_dlt_overtakes_a_decision_taken_while_somebody_was_under_observation() -> None:
    trial = rolling()
    people = [trial.dosed() for _ in range(6)]
    trial.completed(*people[:5])
    decision = trial.decide()
    trial.toxic(people[5])
    # The sixth was known to be open then: one DLT in six changes nothing.
    assert stand(trial.state, trial.now).superseded == ()
    trial.harm(people[0], onset=START)
    trial.judged("AE-002", "dlt")
    assert stand(trial.state, trial.now).superseded == (decision,)
    assert stand(trial.state, trial.now).places == 0


def test_a_committee_more_cautious_opens_what_it_named_and_no_more() -> None:
    trial = rolling()
    trial.completed(*(trial.dosed() for _ in range(3)))
    trial.decide(Choice("treat", level=1, n=1), "one more here first")
    assert trial.recommend().choice == Choice("treat", level=1, n=1)
    trial.dosed()
    assert trial.recommend().status != "continue"


def test_a_second_replacement_goes_to_the_committee() -> None:
    trial = rolling()
    for _ in range(2):
        who = trial.dosed()
        trial.do(conduct.record_withdrawal, who, on=trial.now)
    found = trial.recommend()
    assert (found.status, found.choice) == ("treat", Choice("treat", level=1, n=1))
    assert "recommend.replacements" in [reason.code for reason in found.because]


def test_an_event_that_waits_to_be_judged_counts_for_no_follow_up() -> None:
    trial = rolling(candidate_pauses=False)
    first = trial.dosed()
    trial.wait(days=14)
    assert stand(trial.state, trial.now).counts[1].pending == (0.5,)
    trial.harm(first)
    assert stand(trial.state, trial.now).counts[1].pending == (0.0,)


@pytest.mark.parametrize(("days", "share"), [(0, 0.0), (7, 0.25), (27, 27 / 28), (90, 27 / 28)])
def test_the_last_day_of_a_window_counts_only_with_its_assessment(days: int, share: float) -> None:
    trial = rolling()
    trial.dosed()
    trial.wait(days=days)
    assert stand(trial.state, trial.now).counts[1].pending == (share,)


def test_without_a_moment_follow_up_ends_with_the_last_entry() -> None:
    trial = rolling()
    trial.dosed()
    trial.wait(days=20)
    assert stand(trial.state).counts[1].pending == (0.0,)


def test_a_design_that_heeds_nobody_under_observation_sees_and_freezes_what_it_always_did() -> None:
    trial = Play().open()
    trial.dosed()
    assert all(not tally.pending for tally in stand(trial.state, trial.now).counts.levels)
    assert trial.recommend().to_json()["participants"] == [
        {"participant": "P-001", "level": 1, "result": "pending"}
    ]


class Weighing:
    """A design whose reason holds a number that is not whole."""

    levels = 4

    def decide(self, counts: Counts) -> Decision:
        return Treat(1, 3, Reason.of("design.start", level=1, n=3, estimate=1 / 3))


def test_numbers_in_a_reason_are_frozen_as_text() -> None:
    trial = Play().open()
    weighed = replace(trial.state, protocol=protocol(Weighing()), cohorts=())
    (because,) = conduct.recommend(weighed, at=trial.now).to_json()["because"]  # type: ignore[misc]
    assert because["values"]["estimate"] == "0.333333"


def test_a_time_to_event_design_goes_on_while_people_are_under_observation() -> None:
    tite = build([{"tite_boin": {"target": 0.3, "cohort": 3, "max_n": 12}}], 4)
    trial = Play(protocol(tite, stagger_hours=24, planned=24)).open()
    assert trial.recommend().choice == Choice("treat", level=1, n=3)
    for left in (2, 1):
        trial.dosed()
        assert trial.recommend().choice == Choice("treat", level=1, n=left)
    people = [*trial.state.participants, trial.dosed()]
    # Too few are known to go up: the rule itself holds enrolment, and says who is awaited.
    found = trial.recommend()
    assert found.status == "hold"
    assert [reason["participant"] for reason in found.missing] == people
    trial.completed(*people[:2])
    found = trial.recommend()
    assert (found.status, found.choice.level) == ("treat", 2)
    decision = trial.decide()
    frozen = trial.state.decisions[decision].recommendation
    assert json.dumps(dict(frozen), allow_nan=False)


def test_a_model_design_that_weighs_time_freezes_only_what_has_one_spelling() -> None:
    skeleton = [0.05, 0.12, 0.25, 0.4]
    crm = build([{"tite_crm": {"target": 0.25, "skeleton": skeleton, "max_n": 12}}], 4)
    trial = Play(protocol(crm, stagger_hours=24, planned=24)).open()
    trial.dosed()
    trial.wait(days=10)
    canonical_json(trial.recommend().to_json())

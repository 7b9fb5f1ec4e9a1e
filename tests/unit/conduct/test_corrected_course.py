"""A death, a transplantation or a withdrawal that was recorded wrongly is corrected in the open."""

from __future__ import annotations

from datetime import timedelta

from dosepath import conduct
from tests.unit.conduct.playing import COORDINATOR, INVESTIGATOR, Play


def dead(trial: Play) -> str:
    """A participant recorded as dead on day 10."""
    participant = trial.dosed()
    trial.wait(days=10)
    trial.do(conduct.record_death, participant, on=trial.now, cause="bleeding")
    return participant


def test_both_values_stay_readable() -> None:
    trial = Play().open()
    participant = dead(trial)
    first = trial.now
    trial.do(
        conduct.correct_milestone,
        participant,
        what="death",
        on=first - timedelta(days=1),
        reason="certificate",
    )
    who = trial.state.participants[participant]
    assert who.died is not None
    assert who.died.on == first - timedelta(days=1)
    assert who.died.detail == "bleeding"
    assert [(c.what, c.old.on, c.stamp.reason) for c in who.corrected] == [
        ("death", first, "certificate")
    ]


def test_a_corrected_death_is_judged_again_and_the_old_verdicts_count_no_more() -> None:
    trial = Play().open()
    participant = dead(trial)
    death = f"DEATH-{participant}"
    trial.do(conduct.adjudicate, death, verdict="dlt", reason="reviewed")
    trial.do(conduct.correct_milestone, participant, what="death", on=None, reason="other person")
    found = conduct.candidate(trial.state, f"DEATH-{participant}")
    assert found is not None
    assert (found.status, len(found.voided)) == ("pending", 1)
    trial.judged(found.number, "not_dlt")
    found = conduct.outcome(trial.state, participant)
    assert found is not None
    assert found.result == "pending"
    trial.completed(participant)
    found = conduct.outcome(trial.state, participant)
    assert found is not None
    assert found.result == "none"


def test_a_withdrawal_that_did_not_happen_lets_the_course_go_on() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.do(conduct.record_withdrawal, participant, on=trial.now, by=COORDINATOR)
    given = {"what": "withdrawal", "on": None, "reason": "stayed"}
    trial.do(conduct.correct_milestone, participant, by=COORDINATOR, **given)
    trial.completed(participant)
    found = conduct.outcome(trial.state, participant)
    assert found is not None
    assert found.result == "none"


def test_a_transplantation_moved_into_the_window_overtakes_the_decision() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.completed(participant)
    on = trial.now
    trial.do(conduct.record_transplantation, participant, on=on, by=COORDINATOR)
    decision = trial.decide()
    given = {"what": "transplantation", "on": on - timedelta(days=10), "reason": "letter"}
    trial.do(conduct.correct_milestone, participant, by=COORDINATOR, **given)
    assert conduct.stand(trial.state).superseded == (decision,)


def test_an_investigator_corrects_a_death_and_nobody_without_a_reason() -> None:
    trial = Play().open()
    participant = dead(trial)
    given = {"what": "death", "on": None}
    refused = trial.refused(
        conduct.correct_milestone, participant, by=COORDINATOR, reason="typing", **given
    )
    assert refused == ("refused.not_permitted",)
    refused = trial.refused(
        conduct.correct_milestone, participant, by=INVESTIGATOR, reason=" ", **given
    )
    assert refused == ("refused.empty",)


def test_the_same_date_and_a_date_to_come_are_refused() -> None:
    trial = Play().open()
    participant = dead(trial)
    for on, code in ((trial.now, "nothing_changed"), (trial.now + timedelta(1), "future")):
        given = {"what": "death", "on": on, "reason": "typing"}
        refused = trial.refused(conduct.correct_milestone, participant, **given)
        assert refused == (f"refused.{code}",)

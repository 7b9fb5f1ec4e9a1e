"""A screening that ended stays ended: nothing is recorded in it, nobody is enrolled from it."""

from __future__ import annotations

from dosepath import conduct
from dosepath.conduct import ConsentForm
from tests.unit.conduct.playing import COORDINATOR, Play

ENDED = ("refused.screening_ended",)


def test_after_a_withdrawn_consent_nothing_more_is_recorded_and_nobody_enrolled() -> None:
    trial = Play().open()
    number = trial.consented()
    trial.weigh(number)
    trial.do(conduct.sign_eligibility, number, group="CLF")
    end = {"outcome": "withdrawn", "on": trial.now, "by": COORDINATOR}
    trial.do(conduct.record_screening_end, number, **end)
    fact = {"variable": "weight", "value": "61", "unit": "kg", "at": trial.now.isoformat()}
    given = {"form": ConsentForm("0.1"), "signed_at": trial.now}
    judged = {"criterion": "E1", "answer": "no", "reason": "none"}
    assert trial.refused(conduct.record_consent, number, **given) == ENDED
    assert trial.refused(conduct.record_facts, number, facts=[fact]) == ENDED
    assert trial.refused(conduct.judge_criterion, number, **judged) == ENDED
    assert trial.refused(conduct.sign_eligibility, number, group="CLF") == ENDED
    assert trial.refused(conduct.enrol, number) == ENDED


def test_a_failed_screening_says_why() -> None:
    trial = Play().open()
    number = trial.consented()
    end = {"outcome": "failed", "on": trial.now, "by": COORDINATOR}
    assert trial.refused(conduct.record_screening_end, number, **end) == ("refused.empty",)
    trial.do(conduct.record_screening_end, number, reason="too light", **end)
    ended = trial.state.screenings[number].ended
    assert ended is not None
    assert (ended.outcome, ended.stamp.reason) == ("failed", "too light")

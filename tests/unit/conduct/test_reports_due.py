"""Reports of serious events: by when, whether they were sent, and what is overdue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import ReportClock, reports_due, reports_of
from tests.unit.conduct.playing import COORDINATOR, MONITOR, Play, protocol

CLOCKS = (ReportClock("to_sponsor", 24, "sponsor"), ReportClock("to_committee", 72, "committee"))


@pytest.fixture
def trial() -> Play:
    return Play(protocol(clocks=CLOCKS)).open()


def serious(trial: Play) -> str:
    return trial.harm(trial.dosed(), serious=True, aware_at=trial.now)


def test_deadlines_count_from_awareness_and_the_earliest_comes_first(trial: Play) -> None:
    number = serious(trial)
    (first, second) = reports_due(trial.state)
    assert (first.event, first.to, first.due) == (
        number,
        "sponsor",
        trial.now + timedelta(hours=24),
    )
    assert second.to == "committee"
    assert not first.is_overdue(trial.now + timedelta(hours=24))
    assert first.is_overdue(trial.now + timedelta(hours=24, seconds=1))


def test_an_older_overdue_report_stands_before_one_that_has_just_begun(trial: Play) -> None:
    old = serious(trial)
    trial.wait(days=5)
    new = trial.harm("P-001", serious=True, aware_at=trial.now)
    listed = [(one.event, one.is_overdue(trial.now)) for one in reports_due(trial.state)]
    assert listed == [(old, True), (old, True), (new, False), (new, False)]


def test_an_event_that_is_not_serious_starts_no_clock(trial: Play) -> None:
    trial.harm(trial.dosed())
    assert not reports_of(trial.state)


def test_a_report_that_was_sent_is_due_no_longer_and_may_have_been_late(trial: Play) -> None:
    number = serious(trial)
    trial.wait(hours=30)
    sent = {"sent_at": trial.now, "by": COORDINATOR}
    trial.do(conduct.record_report_sent, number, clock="to_sponsor", **sent)
    assert [one.to for one in reports_due(trial.state)] == ["committee"]
    trial.do(conduct.record_report_sent, number, clock="to_committee", **sent)
    assert not reports_due(trial.state)
    late, in_time = reports_of(trial.state)
    assert (late.sent, late.was_late, in_time.was_late) == (trial.now, True, False)
    assert not late.is_overdue(trial.now)


def test_a_wrong_time_of_sending_is_replaced_with_a_reason(trial: Play) -> None:
    number = serious(trial)
    trial.wait(hours=3)
    given = {"clock": "to_sponsor", "by": COORDINATOR}
    trial.do(conduct.record_report_sent, number, sent_at=trial.now, **given)
    earlier = trial.now - timedelta(hours=1)
    again = (conduct.record_report_sent, number)
    assert trial.refused(*again, sent_at=earlier, **given) == ("refused.sent_already",)
    trial.do(*again, sent_at=earlier, reason="read from the receipt", **given)
    assert reports_of(trial.state)[0].sent == earlier


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": "AE-009"}, "refused.unknown_adverse_event"),
        ({"clock": "to_nobody"}, "refused.unknown_clock"),
        ({"hours": 1}, "refused.future"),
        ({"hours": -9}, "refused.before"),
        ({"by": MONITOR}, "refused.not_permitted"),
    ],
)
def test_what_cannot_have_been_sent_is_refused(
    trial: Play, changed: dict[str, object], code: str
) -> None:
    number = serious(trial)
    trial.wait(hours=2)
    hours = changed.pop("hours", 0)
    given: dict[str, object] = {"clock": "to_sponsor", "by": COORDINATOR, **changed}
    which = given.pop("number", number)
    when = trial.now + timedelta(hours=hours)  # type: ignore[arg-type]
    assert trial.refused(conduct.record_report_sent, which, sent_at=when, **given) == (code,)


def test_nothing_is_sent_of_an_event_that_is_not_serious(trial: Play) -> None:
    number = trial.harm(trial.dosed())
    given = {"clock": "to_sponsor", "sent_at": trial.now, "by": COORDINATOR}
    assert trial.refused(conduct.record_report_sent, number, **given) == ("refused.not_serious",)

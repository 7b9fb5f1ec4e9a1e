"""A command is one transaction: all of it or nothing, once, by somebody, at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dosepath import conduct, store
from dosepath.conduct import Refused, TrialState
from dosepath.ledger import Draft, verify
from dosepath.store import clock, log
from dosepath.store.models import SlotClaim, Trial
from tests.unit.conduct.playing import COORDINATOR, INVESTIGATOR, MONITOR, START
from tests.unit.store.small import STUDY, TRIAL, StoredPlay, open_screening

KEY = bytes.fromhex("11" * 32)


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in caught.value.reasons]


def screening(state: TrialState, at: datetime = START) -> tuple[Draft, ...]:
    return conduct.open_screening(state, by=COORDINATOR, at=at)


def test_a_whole_course_goes_through_the_database_and_its_chain_holds(play: StoredPlay) -> None:
    first = play.dosed()
    play.completed(first)
    play.decide()
    play.dosed()
    found = verify(log.rows(TRIAL), KEY)
    assert found.is_intact
    assert found.heads[TRIAL].rows == len(play.events) == play.state.seq
    assert store.trial_state(TRIAL) == play.state


def test_what_is_returned_is_what_is_stored(play: StoredPlay) -> None:
    done = store.perform(TRIAL, screening, by=COORDINATOR, at=START)
    assert done.events == store.events(TRIAL)[1:]
    assert (done.events[0].actor, done.events[0].role) == ("coordinator-1", "coordinator")
    assert done.state.head_hash == done.events[-1].hash
    assert not done.is_repeat


@pytest.mark.parametrize("failure", [Refused, RuntimeError, KeyboardInterrupt])
def test_a_command_that_fails_leaves_nothing(
    play: StoredPlay, failure: type[BaseException]
) -> None:
    def fail(state: TrialState) -> tuple[Draft, ...]:
        raise failure

    with pytest.raises(failure):
        store.perform(TRIAL, fail, by=COORDINATOR, at=START)
    assert len(store.events(TRIAL)) == 1


def test_an_event_that_could_not_be_read_again_is_not_stored(play: StoredPlay) -> None:
    def bad(state: TrialState) -> tuple[Draft, ...]:
        return (*screening(state), Draft("dosed", "P-009", {"level": 1}, START))

    with pytest.raises(conduct.UnreadableEvent):
        store.perform(TRIAL, bad, by=COORDINATOR, at=START)
    assert len(store.events(TRIAL)) == 1


def test_a_retry_with_the_same_key_appends_nothing_and_gives_the_earlier_events(
    play: StoredPlay,
) -> None:
    once = store.perform(TRIAL, screening, by=COORDINATOR, at=START, key="form-7")
    again = store.perform(TRIAL, screening, by=COORDINATOR, at=START, key="form-7")
    assert again.is_repeat
    assert again.events == once.events
    assert len(store.events(TRIAL)) == 2
    other = store.perform(TRIAL, screening, by=COORDINATOR, at=START, key="form-8")
    assert not other.is_repeat


def test_a_key_is_its_actors_own(play: StoredPlay) -> None:
    store.perform(TRIAL, screening, by=COORDINATOR, at=START, key="form-7")
    with pytest.raises(Refused) as caught:
        store.perform(TRIAL, screening, by=INVESTIGATOR, at=START, key="form-7")
    assert codes(caught) == ["store.key_of_another"]


def test_whoever_looked_at_an_older_state_is_told_who_was_faster(play: StoredPlay) -> None:
    seen = play.state.seq
    open_screening(play)
    with pytest.raises(Refused) as caught:
        store.perform(TRIAL, screening, by=INVESTIGATOR, at=START, expected=seen)
    assert codes(caught) == ["store.moved_on"]
    assert caught.value.reasons[0]["by"] == "coordinator-1"
    assert len(store.events(TRIAL)) == 2


def test_the_rules_decide_not_the_store(play: StoredPlay) -> None:
    with pytest.raises(Refused) as caught:
        play.do(conduct.open_screening, by=MONITOR)
    assert codes(caught) == ["refused.not_permitted"]


def test_a_trial_that_is_not_here_is_named(db: None) -> None:
    with pytest.raises(store.NotFound, match=r"no trial NCT00000000 .*opened here: none"):
        store.perform("NCT00000000", screening, by=COORDINATOR)


def test_a_trial_is_opened_once(play: StoredPlay) -> None:
    with pytest.raises(Refused) as caught:
        play.open()
    assert codes(caught) == ["store.trial_open_already"]


# --- the clock ---------------------------------------------------------------------------------


@pytest.fixture
def real(play: StoredPlay, monkeypatch: pytest.MonkeyPatch) -> StoredPlay:
    """The same trial as if it were a real one."""
    from dosepath.store import performing

    trial = Trial(study_id=TRIAL, synthetic=False)
    monkeypatch.setattr(performing, "trial_row", lambda _: trial)
    return play


def test_a_synthetic_trial_records_at_the_time_it_is_told(play: StoredPlay) -> None:
    play.wait(days=3)
    open_screening(play)
    assert play.events[-1].recorded_at == START + timedelta(days=3)
    assert play.events[-1].anomaly == ""


def test_no_event_is_recorded_before_the_last_one(play: StoredPlay) -> None:
    with pytest.raises(Refused) as caught:
        store.perform(TRIAL, screening, by=COORDINATOR, at=START - timedelta(seconds=1))
    assert codes(caught) == ["store.before_last"]


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_real_trial_is_not_told_the_time(real: StoredPlay, hours: int) -> None:
    at = clock.now() + timedelta(hours=hours)
    with pytest.raises(Refused) as caught:
        store.perform(TRIAL, screening, by=COORDINATOR, at=at)
    assert codes(caught) == ["store.not_now"]
    assert len(store.events(TRIAL)) == 1


def test_a_clock_that_steps_back_is_recorded_and_the_order_stays(
    real: StoredPlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    first = store.perform(TRIAL, lambda s: screening(s, late), by=COORDINATOR).events[0]
    monkeypatch.setattr(clock, "now", lambda: late - timedelta(hours=1))
    second = store.perform(TRIAL, lambda s: screening(s, late), by=COORDINATOR).events[0]
    assert second.recorded_at == first.recorded_at == late
    assert (late - timedelta(hours=1)).isoformat(timespec="microseconds") in second.anomaly
    assert verify(log.rows(TRIAL), KEY).is_intact


def test_a_time_without_offset_is_refused(play: StoredPlay) -> None:
    with pytest.raises(ValueError, match="offset"):
        store.perform(TRIAL, screening, by=COORDINATOR, at=datetime(2026, 3, 2))  # noqa: DTZ001


def test_times_are_kept_in_utc_beside_the_offset_of_the_place(play: StoredPlay) -> None:
    open_screening(play)
    row = list(log.rows(TRIAL))[-1]
    assert str(row["occurred_at"]).endswith("+08:00")
    assert str(row["recorded_at"]).endswith("+00:00")
    assert play.events[-1].recorded_at.tzinfo == UTC


# --- the last slot -----------------------------------------------------------------------------


def test_a_slot_that_is_held_cannot_be_taken_by_a_command_that_ignores_the_state(
    play: StoredPlay,
) -> None:
    one, other = play.enrolled(), play.enrolled()
    stale = play.state
    play.do(conduct.reserve_slot, one, by=COORDINATOR)
    before = len(play.events)
    with pytest.raises(Refused) as caught:
        store.perform(
            TRIAL,
            lambda _: conduct.reserve_slot(stale, other, by=COORDINATOR, at=play.now),
            by=COORDINATOR,
            at=play.now,
        )
    assert codes(caught) == ["store.slot_taken"]
    assert len(store.events(TRIAL)) == before


def test_a_release_and_an_expiry_free_the_slot_and_a_dosing_keeps_it(play: StoredPlay) -> None:
    one, other = play.enrolled(), play.enrolled()
    play.do(conduct.reserve_slot, one, by=COORDINATOR)
    play.do(conduct.release_slot, one, by=COORDINATOR, reason="asked to wait")
    assert not SlotClaim.objects.exists()
    play.do(conduct.reserve_slot, other, by=COORDINATOR)
    play.wait(hours=STUDY.reservation_hours + 1)
    play.do(conduct.tick, by=COORDINATOR)
    assert not SlotClaim.objects.exists()
    third = play.dosed()
    assert list(SlotClaim.objects.values_list("participant", "expires")) == [(third, None)]

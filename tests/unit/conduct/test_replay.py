"""Replay: the log is the only source of truth, and a log that cannot be read is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dosepath import conduct
from dosepath.conduct import KINDS, UnreadableEvent, replay
from dosepath.conduct.fold.replay import HANDLERS
from tests.unit.conduct.playing import COORDINATOR, Play, protocol, report


def course() -> Play:
    trial = Play().open()
    trial.completed(trial.dosed())
    trial.decide()
    second = trial.dosed()
    trial.harm(second, 2)
    return trial


def test_the_same_log_gives_the_same_state() -> None:
    trial = course()
    assert replay(trial.events, trial.protocol) == replay(list(trial.events), trial.protocol)


def test_replay_in_two_parts_is_replay_in_one() -> None:
    trial = course()
    for cut in range(len(trial.events)):
        part = replay(trial.events[:cut], trial.protocol)
        assert replay(trial.events[cut:], trial.protocol, since=part) == trial.state


def test_continuing_leaves_the_earlier_state_as_it_was() -> None:
    trial = course()
    part = replay(trial.events[:5], trial.protocol)
    copy = replay(trial.events[:5], trial.protocol)
    replay(trial.events[5:], trial.protocol, since=part)
    assert part == copy


def test_every_kind_has_a_handler_and_every_handler_a_kind() -> None:
    assert set(HANDLERS) == set(KINDS)


def test_every_kind_is_in_the_reference(root: Path) -> None:
    manual = (root / "docs/reference/events.md").read_text(encoding="utf-8")
    for kind in KINDS.values():
        assert f"### {kind.name}" in manual
        for field in kind.payload:
            assert f"`{field}`" in manual


def test_a_gap_in_the_sequence_is_refused() -> None:
    events = course().events
    with pytest.raises(UnreadableEvent, match="gap"):
        replay([*events[:3], *events[4:]], protocol())


def test_events_in_another_order_are_refused() -> None:
    events = course().events
    with pytest.raises(UnreadableEvent):
        replay([events[1], events[0], *events[2:]], protocol())


def broken(**changes: object) -> str:
    events = course().events
    bad = replace(events[1], **changes)  # type: ignore[arg-type]
    with pytest.raises(UnreadableEvent) as fault:
        replay([events[0], bad], protocol())
    return str(fault.value)


def test_an_unknown_kind_or_schema_is_refused_not_skipped() -> None:
    assert "no event kind 'coffee'" in broken(kind="coffee")
    assert "schema 9" in broken(schema=9)


def test_a_payload_is_what_its_kind_promises() -> None:
    assert "missing ['enquiry']" in broken(payload={"screening": "S-001"})
    assert "not known ['extra']" in broken(
        payload={"screening": "S-001", "enquiry": None, "extra": 1}
    )
    assert "screening_opened.screening" in broken(payload={"screening": 7, "enquiry": None})


def test_an_event_about_somebody_who_was_never_recorded_is_refused() -> None:
    form = {"screening": "S-404", "version": "1", "language": "en"}
    payload = {**form, "signed_at": "2026-03-02T09:00:00+08:00"}
    assert "does not fit" in broken(kind="consent_recorded", payload=payload)


def test_a_time_without_an_offset_is_refused() -> None:
    form = {"screening": "S-001", "version": "1", "language": "en"}
    payload = {**form, "signed_at": "2026-03-02T09:00:00"}
    assert "a time with offset" in broken(kind="consent_recorded", payload=payload)


def test_every_payload_survives_json() -> None:
    trial = course()
    events = [
        replace(event, payload=json.loads(json.dumps(dict(event.payload))))
        for event in trial.events
    ]
    assert replay(events, trial.protocol) == trial.state


def test_r04_a_corrected_value_leaves_the_old_one_readable() -> None:
    trial = Play().open()
    participant = trial.dosed()
    trial.completed(participant)
    key = (participant, "d28", "vitals")
    trial.do(
        conduct.correct_form, key, items={"heart_rate": "88"}, reason="misread", by=COORDINATOR
    )
    entry = trial.state.forms[key]
    assert entry.items["heart_rate"] == "88"
    assert entry.corrections[0].changes["heart_rate"] == ("80", "88")
    assert entry.corrections[0].stamp.reason == "misread"


def test_a_report_survives_its_payload() -> None:
    given = report(3, resolved=Play().now, details={"times_baseline": "3.1"}, other_causes=("a",))
    assert conduct.EventReport.from_json(given.to_json()) == given

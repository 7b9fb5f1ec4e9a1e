"""The chain: one spelling per event, and a link that only the key can make."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosepath.ledger import COLUMNS, Actor, Draft, Event, canonical_bytes, canonical_json, link

KEY = b"k" * 32
SHANGHAI = timezone(timedelta(hours=8))


def event(**changes: object) -> Event:
    first = Event(
        kind="dosed",
        subject="P-001",
        payload={"dose": "0.15e9 cells", "level": 1},
        occurred_at=datetime(2026, 11, 24, 9, 10, tzinfo=SHANGHAI),
        reason="",
        trial="NCT05727722",
        seq=7,
        study_hash="ab" * 32,
        actor="investigator-1",
        role="investigator",
        recorded_at=datetime(2026, 11, 24, 1, 12, tzinfo=UTC),
    )
    return replace(first, **changes)


def test_an_event_survives_storing_and_reading() -> None:
    stored = event(payload={"note": "先心 \n \x00 \U0001f600", "list": [1, None, True]})
    assert Event.from_row(stored.row()) == stored


def test_the_offset_of_the_place_is_kept_and_the_recording_time_is_utc() -> None:
    row = event(recorded_at=datetime(2026, 11, 24, 9, 12, tzinfo=SHANGHAI)).row()
    assert row["occurred_at"] == "2026-11-24T09:10:00.000000+08:00"
    assert row["recorded_at"] == "2026-11-24T01:12:00.000000+00:00"


def test_moving_a_character_between_fields_changes_the_bytes() -> None:
    one = event(actor="ab", role="c")
    other = event(actor="a", role="bc")
    assert canonical_bytes(one) != canonical_bytes(other)


@given(
    st.lists(st.text(), min_size=len(COLUMNS), max_size=len(COLUMNS)),
    st.lists(st.text(), min_size=len(COLUMNS), max_size=len(COLUMNS)),
)
def test_two_different_rows_never_have_the_same_bytes(one: list[str], other: list[str]) -> None:
    rows = [dict(zip(COLUMNS, values, strict=True)) for values in (one, other)]
    assert (canonical_bytes(rows[0]) == canonical_bytes(rows[1])) == (one == other)


def test_text_and_number_of_the_same_look_differ() -> None:
    row = event().row()
    assert canonical_bytes(row) != canonical_bytes({**row, "seq": "7"})


@pytest.mark.parametrize("name", [name for name in COLUMNS if name not in ("seq", "schema")])
def test_the_link_covers_every_column(name: str) -> None:
    row = event().row()
    assert link("", row, key=KEY) != link("", {**row, name: f"{row[name]}x"}, key=KEY)


def test_the_link_depends_on_the_key_and_on_the_link_before() -> None:
    assert link("", event(), key=KEY) != link("", event(), key=b"other")
    assert link("", event(), key=KEY) != link("00", event(), key=KEY)
    with pytest.raises(ValueError, match="key"):
        link("", event(), key=b"")


def test_json_has_one_spelling_and_refuses_what_has_several() -> None:
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'
    for unfit in (0.1, datetime(2026, 1, 1, tzinfo=UTC), {1: "x"}, float("nan"), b"x"):
        with pytest.raises(Exception, match=r"payload.*(spelling|not text)"):
            canonical_json({"value": unfit})


def test_a_draft_needs_a_kind_and_an_offset() -> None:
    with pytest.raises(ValueError, match="kind"):
        Draft("", "", {}, datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="time zone offset"):
        Draft("dosed", "", {}, datetime(2026, 1, 1))  # noqa: DTZ001 (the point of the test)


@pytest.mark.parametrize(("name", "role"), [("", "auditor"), ("someone", ""), (" ", "auditor")])
def test_there_is_no_actor_without_name_and_role(name: str, role: str) -> None:
    with pytest.raises(ValueError, match="actor"):
        Actor(name, role)

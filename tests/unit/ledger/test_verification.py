"""Verification: whatever is done to a log is found, and nothing is claimed that was not checked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosepath.ledger import COLUMNS, GENESIS, Anchor, Event, digest, link, verify

KEY = b"k" * 32
START = datetime(2026, 9, 1, 1, tzinfo=UTC)
Row = dict[str, object]


def log_of(count: int, trial: str = "T-1", key: bytes = KEY) -> list[Row]:
    """A log of ``count`` rows as it would be stored."""
    rows: list[Row] = []
    previous = GENESIS
    for seq in range(1, count + 1):
        row = Event(
            kind="facts_recorded",
            subject=f"S-{seq:03}",
            payload={"value": str(seq)},
            occurred_at=START + timedelta(hours=seq),
            trial=trial,
            seq=seq,
            study_hash="ab" * 32,
            actor="coordinator-1",
            role="coordinator",
            recorded_at=START + timedelta(hours=seq),
            previous=previous,
        ).row()
        row["hash"] = previous = link(previous, row, key=key)
        rows.append(row)
    return rows


def relinked(rows: list[Row], key: bytes) -> list[Row]:
    """The rows as somebody would leave them who mends numbers and links after a change."""
    mended: list[Row] = []
    previous = GENESIS
    for seq, row in enumerate(rows, start=1):
        new = {**row, "seq": seq, "previous": previous}
        new["hash"] = previous = link(previous, new, key=key)
        mended.append(new)
    return mended


def anchor_at(rows: list[Row], seq: int) -> Anchor:
    running = ""
    for row in rows[:seq]:
        running = digest(running, row, link=str(row["hash"]))
    head = str(rows[seq - 1]["hash"])
    return Anchor(str(rows[0]["trial"]), seq, head, running, START + timedelta(days=1), "test")


def first_bad(rows: list[Row], **how: object) -> int | None:
    found = verify(rows, **{"key": KEY, **how}).first
    return found.seq if found else None


def test_an_untouched_log_is_intact_and_says_what_was_checked() -> None:
    rows = log_of(5)
    found = verify(rows, KEY, anchors=[anchor_at(rows, 3)])
    assert found.is_intact
    assert found.heads["T-1"].rows == 5
    assert found.anchored["T-1"] == 3
    assert any("with the key" in line for line in found.checked)
    assert any("cut off" in line for line in found.unchecked)


@pytest.mark.parametrize("column", [*COLUMNS, "previous", "hash"])
def test_with_the_key_a_change_in_any_column_is_found_in_its_row(column: str) -> None:
    rows = log_of(6)
    old = rows[3][column]
    rows[3][column] = old + 1 if isinstance(old, int) else f"{old}0"
    findings = verify(rows, KEY).findings
    assert findings
    # A row that claims another trial is missing here and surplus there.
    assert min(one.seq for one in findings if one.trial == "T-1") in (4, 5)
    assert column == "trial" or first_bad(rows) == 4


@given(st.data())
def test_with_the_key_any_flipped_character_is_found_in_its_row(data: st.DataObject) -> None:
    rows = log_of(4)
    at = data.draw(st.integers(0, 3))
    column = data.draw(st.sampled_from([name for name in rows[at] if rows[at][name] != ""]))
    text = str(rows[at][column])
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters().filter(lambda c: c != text[place]))
    rows[at][column] = text[:place] + other + text[place + 1 :]
    assert not verify(rows, KEY).is_intact


def test_swapped_rows_are_found_even_with_their_numbers_mended() -> None:
    rows = log_of(6)
    swapped = [*rows[:2], rows[3], rows[2], *rows[4:]]
    assert first_bad(swapped) == 3
    mended = [{**row, "seq": seq} for seq, row in enumerate(swapped, start=1)]
    assert first_bad(mended) == 3


@pytest.mark.parametrize("gone", [1, 3, 5])
def test_a_removed_row_is_found(gone: int) -> None:
    rows = log_of(6)
    del rows[gone - 1]
    assert first_bad(rows) == gone


def test_a_cut_tail_is_found_by_an_anchor_and_by_nothing_else() -> None:
    rows = log_of(6)
    anchors = [anchor_at(rows, 3), anchor_at(rows, 6)]
    cut = rows[:4]
    assert verify(cut, KEY).is_intact
    found = verify(cut, KEY, anchors=anchors)
    assert [(one.seq, one.code) for one in found.findings] == [(5, "tail_cut")]


def test_a_log_that_is_gone_altogether_is_found_by_its_anchor() -> None:
    found = verify([], KEY, anchors=[anchor_at(log_of(2), 2)])
    assert [one.code for one in found.findings] == ["tail_cut"]


def test_whoever_holds_the_key_can_rewrite_but_not_the_anchor() -> None:
    rows = log_of(6)
    anchors = [anchor_at(rows, 2), anchor_at(rows, 5)]
    rows[3]["payload"] = '{"value":"forged"}'
    forged = relinked(rows, KEY)
    assert verify(forged, KEY).is_intact
    found = verify(forged, KEY, anchors=anchors)
    assert [(one.seq, one.code) for one in found.findings] == [(3, "anchor_differs")]
    assert "rows 3 to 5" in found.findings[0].message


def test_without_the_key_an_anchor_shows_a_change_and_the_gap_after_it_is_said() -> None:
    rows = log_of(6)
    anchors = [anchor_at(rows, 5)]
    assert verify(rows, None, anchors=anchors).is_intact
    for at, found_it in ((2, True), (5, False)):
        changed = [dict(row) for row in rows]
        changed[at]["payload"] = '{"value":"forged"}'
        found = verify(changed, None, anchors=anchors)
        assert found.is_intact != found_it
        assert found_it or any("content after row 5" in line for line in found.unchecked)


def test_without_the_key_structure_is_checked() -> None:
    rows = log_of(5)
    del rows[2]
    assert first_bad(rows, key=None) == 3


def test_another_key_is_said_to_be_another_key() -> None:
    codes = {one.code for one in verify(log_of(3), b"another key").findings}
    assert "key_does_not_fit" in codes


def test_each_trial_has_its_own_chain() -> None:
    one, other = log_of(3, "T-1"), log_of(2, "T-2")
    mixed = [one[0], other[0], one[1], other[1], one[2]]
    assert verify(mixed, KEY).is_intact
    mixed[3]["reason"] = "changed"
    assert [(f.trial, f.seq) for f in verify(mixed, KEY).findings] == [("T-2", 2)]


def test_times_that_run_back_and_actors_that_are_missing_are_found_without_a_key() -> None:
    rows = log_of(4)
    rows[2]["recorded_at"] = rows[0]["recorded_at"]
    rows[3]["actor"] = ""
    codes = [(one.seq, one.code) for one in verify(rows).findings]
    assert codes == [(3, "time_ran_back"), (4, "row_unreadable")]


@pytest.mark.parametrize("damage", ["{", "[]", "nan", "\udcff", '{"a":1.5}', '{"b":1, "a":2}'])
def test_damage_is_reported_and_never_raised(damage: str) -> None:
    rows = log_of(2)
    rows[1]["payload"] = damage
    found = verify(rows, KEY).findings
    assert {one.seq for one in found} == {2}
    assert "\udcff" not in "".join(one.message for one in found)


def test_an_anchor_survives_its_line() -> None:
    anchor = anchor_at(log_of(2), 2)
    assert Anchor.from_line(anchor.to_line()) == anchor
    for line in ("", "{}", "[]", anchor.to_line()[:-9], "null"):
        with pytest.raises(ValueError, match="not an anchor"):
            Anchor.from_line(line)

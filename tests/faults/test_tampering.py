"""A participant and a decision changed in the database file, and found by ``dosepath verify``."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from tests.faults.site import TRIAL, Site

pytestmark = pytest.mark.slow


def tamper(site: Site, sql: str, *values: object) -> None:
    """Write into the file as its owner can: guards taken down, the row changed, guards put back."""
    site.close()
    with closing(sqlite3.connect(site.database)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'trigger' AND tbl_name = 'store_event'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        assert connection.execute(sql, values).rowcount == 1
        for _, text in guards:
            connection.execute(text)
        connection.commit()


def row_of(site: Site, kind: str, subject: str) -> int:
    number = site.ask(
        "SELECT min(seq) FROM store_event WHERE kind = ? AND subject = ?", kind, subject
    )
    assert isinstance(number, int)
    return number


def replaced(column: str, old: str, new: str) -> str:
    return f"UPDATE store_event SET {column} = replace({column}, '{old}', '{new}') WHERE seq = ?"


CHANGES = {
    "a participant was dosed at another level": (
        ("dosed", "P-001"),
        replaced("payload", '"level":1', '"level":2'),
    ),
    "a participant's dose was given at another hour": (
        ("dosed", "P-001"),
        replaced("occurred_at", "T1", "T0"),
    ),
    "a decision allows more participants": (
        ("decision_proposed", "D-001"),
        replaced("payload", '"n":3', '"n":6'),
    ),
    "another person signed the decision": (
        ("decision_signed", "D-001"),
        "UPDATE store_event SET actor = 'investigator-2' WHERE seq = ?",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_verify_names_the_row_that_was_changed(change: str, site: Site) -> None:
    (kind, subject), sql = CHANGES[change]
    row = row_of(site, kind, subject)
    before = site.rows("SELECT * FROM store_event WHERE seq = ?", row)
    tamper(site, sql, row)
    assert site.rows("SELECT * FROM store_event WHERE seq = ?", row) != before
    told = site("verify", str(site.database))
    assert told.code == 4, told
    assert f"row {row}" in told.out + told.err, told
    found = json.loads(site("verify", str(site.database), "--json").out)
    first = found["findings"][0]
    assert (first["trial"], first["seq"]) == (TRIAL, row)
    # An inspector without the key finds it too, because an anchor came after it.
    assert site("verify", str(site.database), "--without-key").code == 4


def test_a_site_with_a_changed_row_is_not_served(site: Site) -> None:
    (kind, subject), sql = CHANGES["a decision allows more participants"]
    tamper(site, sql, row_of(site, kind, subject))
    answer = site("serve", "--port", "0")
    assert answer.code == 4
    assert "Not served" in answer.err
    assert "Traceback" not in answer.err


def test_an_untouched_copy_verifies_with_and_without_the_key(site: Site) -> None:
    """Else the findings above would prove nothing."""
    assert site("verify", str(site.database)).code == 0
    assert site("verify", str(site.database), "--without-key").code == 0

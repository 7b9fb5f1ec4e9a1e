"""The database itself refuses what must not be, and audits what may be."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dosepath import store
from dosepath.ledger import COLUMNS, Actor
from dosepath.store import guards
from dosepath.store.models import Account, AuditEntry, LoggedEvent, RoleGrant, Trial
from tests.unit.conduct.playing import COORDINATOR, INVESTIGATOR
from tests.unit.store.small import TRIAL, StoredPlay, open_screening

ADMINISTRATOR = Actor("administrator-1", "site_administrator")
PASSWORD = "correct horse battery"


@pytest.fixture
def furnished(play: StoredPlay) -> StoredPlay:
    """A database with at least one row in every guarded table."""
    account = store.create_account("coordinator-1", PASSWORD, by=store.INSTALLER)
    grant = store.Grant("coordinator", date(2026, 1, 1))
    store.grant_role(account.username, grant, by=store.INSTALLER)
    store.receive_enquiry(
        TRIAL,
        {"email": "someone@example.org"},
        consents=[{"code": "consent_contact", "version": "1"}],
    )
    store.link_identity(TRIAL, "P-001", identity={"name": "x"}, by=COORDINATOR)
    return play


def run(sql: str, *values: object) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def refused(sql: str, *values: object) -> str:
    """The database's words, after checking that nothing changed."""
    table = next(word for word in sql.split() if word.startswith("store_"))
    before = run(f"SELECT * FROM {table}")
    with pytest.raises(DatabaseError) as caught:
        run(sql, *values)
    assert run(f"SELECT * FROM {table}") == before
    return str(caught.value)


def test_the_log_stores_exactly_the_columns_that_the_chain_covers() -> None:
    stored = {field.column for field in LoggedEvent._meta.concrete_fields}
    assert stored == {"id", *COLUMNS, "previous", "hash"}


@pytest.mark.parametrize("table", guards.APPEND_ONLY)
def test_append_only_rows_are_never_changed_deleted_or_replaced(
    furnished: StoredPlay, table: str
) -> None:
    columns = [str(row[1]) for row in run(f"PRAGMA table_info({table})")]
    names = ", ".join(columns)
    with store.acting(INVESTIGATOR):
        for column in columns:
            assert "never changed" in refused(f"UPDATE {table} SET {column} = {column}")
        assert "never deleted" in refused(f"DELETE FROM {table}")
        for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"):
            words = refused(f"{verb} INTO {table} ({names}) SELECT {names} FROM {table}")
            assert words.startswith(f"{table}: ")


def test_the_log_is_closed_to_the_orm_too(furnished: StoredPlay) -> None:
    with store.acting(INVESTIGATOR):
        event = LoggedEvent.objects.get(seq=1)
        event.reason = "another"
        for change in (
            event.save,
            event.delete,
            LoggedEvent.objects.all().delete,
            lambda: LoggedEvent.objects.update(reason="another"),
            lambda: LoggedEvent.objects.bulk_update([event], ["reason"]),
            lambda: Trial.objects.update(synthetic=False),
        ):
            with (
                pytest.raises(IntegrityError, match=r"never (changed|deleted)"),
                transaction.atomic(),
            ):
                change()
    assert LoggedEvent.objects.get(seq=1).reason == ""


def next_row(**changes: object) -> dict[str, object]:
    """A row that would follow the last one of the log, but for ``changes``."""
    last = run("SELECT * FROM store_event ORDER BY seq DESC LIMIT 1")[0]
    columns = [str(row[1]) for row in run("PRAGMA table_info(store_event)")]
    row = dict(zip(columns, last, strict=True))
    return row | {"id": 99, "seq": int(str(row["seq"])) + 1, "previous": row["hash"]} | changes


def insert(row: dict[str, object], verb: str = "INSERT") -> str:
    marks = ", ".join(["%s"] * len(row))
    return refused(f"{verb} INTO store_event ({', '.join(row)}) VALUES ({marks})", *row.values())


def test_a_row_that_would_push_out_another_is_refused_also_without_recursive_triggers(
    play: StoredPlay,
) -> None:
    """It follows in every respect; only its row id is one that is taken."""
    taken = run("SELECT id FROM store_event")[0][0]
    run("PRAGMA recursive_triggers = OFF")
    try:
        with store.acting(INVESTIGATOR):
            assert "already there" in insert(next_row(id=taken), "INSERT OR REPLACE")
    finally:
        run("PRAGMA recursive_triggers = ON")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seq": 9}, "sequence number"),
        ({"seq": 1}, "sequence number"),
        ({"previous": "00"}, "link before it"),
        ({"actor": "somebody"}, "another name"),
        ({"role": "auditor"}, "another name"),
    ],
)
def test_a_row_that_does_not_follow_is_refused(
    play: StoredPlay, change: dict[str, object], words: str
) -> None:
    with store.acting(INVESTIGATOR):
        assert words in insert(next_row(**change))


@pytest.mark.parametrize("table", sorted(guards.AUDITED))
def test_a_write_without_an_actor_fails_and_nothing_is_stored(
    furnished: StoredPlay, table: str
) -> None:
    column = run(f"PRAGMA table_info({table})")[1][1]
    audited = AuditEntry.objects.count()
    assert "needs an actor" in refused(f'UPDATE {table} SET "{column}" = "{column}"')
    assert AuditEntry.objects.count() == audited


def test_an_event_without_an_actor_fails(play: StoredPlay) -> None:
    from dosepath.store import log

    trial = Trial.objects.get()
    drafts = (store.events(TRIAL)[0],)
    here = log.Log(trial, store.events(TRIAL), "5" * 64)
    with pytest.raises((DatabaseError, TypeError)), transaction.atomic():
        log.append(here, drafts, by=INVESTIGATOR, at=play.now)
    assert LoggedEvent.objects.count() == 1


def by_orm(grant: RoleGrant) -> None:
    grant.ends = date(2026, 12, 31)
    grant.save()


def in_bulk(grant: RoleGrant) -> None:
    RoleGrant.objects.filter(pk=grant.pk).update(ends=date(2026, 12, 31))


def raw(grant: RoleGrant) -> None:
    run("UPDATE store_role_grant SET ends = '2026-12-31'")


@pytest.mark.parametrize("change", [by_orm, in_bulk, raw])
def test_a_change_leaves_exactly_one_audit_row_with_old_and_new_values(
    furnished: StoredPlay, change: Callable[[RoleGrant], None]
) -> None:
    before = AuditEntry.objects.count()
    with store.acting(ADMINISTRATOR, reason="end of the delegation"):
        change(RoleGrant.objects.get())
    assert AuditEntry.objects.count() == before + 1
    row = AuditEntry.objects.latest("pk")
    assert (row.actor, row.role) == ("administrator-1", "site_administrator")
    assert (row.action, row.place, row.reason) == (
        "update",
        "store_role_grant",
        "end of the delegation",
    )
    assert json.loads(row.old)["ends"] is None
    assert json.loads(row.new)["ends"] == "2026-12-31"
    assert datetime.fromisoformat(row.at).utcoffset() == UTC.utcoffset(None)


def test_the_audit_never_repeats_what_is_secret(furnished: StoredPlay) -> None:
    store.set_password("coordinator-1", PASSWORD + " again", by=ADMINISTRATOR)
    everything = " ".join(f"{row.old} {row.new}" for row in AuditEntry.objects.all())
    assert "argon2" not in everything
    assert "gAAAA" not in everything  # how encrypted text begins
    assert "(hidden, changed)" in everything


def test_accounts_and_enquiries_are_never_deleted_and_names_never_given_away(
    furnished: StoredPlay,
) -> None:
    with store.acting(ADMINISTRATOR):
        for table in guards.KEPT_FOR_EVER:
            assert "never deleted" in refused(f"DELETE FROM {table}")
        words = refused("UPDATE store_account SET username = 'somebody-else'")
    assert "never given to someone else" in words
    assert Account.objects.get().username == "coordinator-1"


def test_a_real_trial_never_shares_a_database_with_a_synthetic_one(play: StoredPlay) -> None:
    with store.acting(INVESTIGATOR):
        columns = "study_id, synthetic, opened_at, opened_by"
        sql = f"INSERT INTO store_trial ({columns}) VALUES ('REAL-1', 0, '2026-01-01', 'x')"
        assert "never share" in refused(sql)


def test_another_program_cannot_write_past_the_guards(database: Callable[..., Path]) -> None:
    file = database("make", "0")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        names = ", ".join((*COLUMNS, "previous", "hash"))
        for sql in (
            "UPDATE store_event SET reason = 'x'",
            "DELETE FROM store_event",
            f"INSERT INTO store_event ({names}) SELECT {names} FROM store_event",
            f"REPLACE INTO store_event (id, {names}) SELECT id, {names} FROM store_event",
            "INSERT INTO store_letter (kind) VALUES ('x')",
            "UPDATE store_trial SET synthetic = 0",
        ):
            with pytest.raises(sqlite3.DatabaseError):
                other.execute(sql)
    assert store.inspect_database(file, key=bytes.fromhex("11" * 32)).is_intact


@pytest.mark.parametrize("how", ["dropped", "weakened"])
def test_a_guard_that_is_gone_or_changed_is_found(database: Callable[..., Path], how: str) -> None:
    file = database("make", "0")
    name = "dosepath_store_event_no_update"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute(f"DROP TRIGGER {name}")
        if how == "weakened":
            other.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON store_event BEGIN SELECT 1; END")
    found = store.inspect_database(file, key=bytes.fromhex("11" * 32))
    assert [(one.code, name in one.message) for one in found.findings] == [("guard_missing", True)]


def test_the_tables_are_guarded_after_every_migration(play: StoredPlay) -> None:
    open_screening(play)
    with connection.cursor() as cursor:

        def ask(sql: str) -> list[tuple[object, ...]]:
            return list(cursor.execute(sql).fetchall())

        assert guards.missing(ask) == ()
        tables = {str(row[0]) for row in ask("SELECT name FROM sqlite_master WHERE type = 'table'")}
    own = {table for table in tables if table.startswith("store_")}
    assert own == {*guards.APPEND_ONLY, *guards.AUDITED, "store_slot_claim"}

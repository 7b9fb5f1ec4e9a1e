"""The database's own guards: triggers that refuse what must not be and audit what may be.

An append-only table refuses UPDATE, DELETE and REPLACE, and a write without an
actor. An audited table writes one audit row per changed row, with old and new
values, whether the change came from the ORM, in bulk or as raw SQL. REPLACE is
refused by a guard of its own, because SQLite lets it pass a DELETE trigger unless
recursive triggers are switched on. Standard library only: ``verify`` compares the
guards of a copy with these texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

Run = Callable[[str], Iterable[Sequence[object]]]
"""Executes one SQL statement and returns its rows."""

APPEND_ONLY = (
    "store_event",
    "store_trial",
    "store_study_version",
    "store_enquiry_move",
    "store_audit",
)
# Table -> columns whose content the audit must not repeat (hashes, encrypted text).
AUDITED: Mapping[str, tuple[str, ...]] = {
    "store_account": ("password",),
    "store_role_grant": (),
    "store_enquiry": ("sealed",),
    "store_identity_link": ("sealed",),
    "store_letter": ("sealed_to",),
}
KEPT_FOR_EVER = ("store_account", "store_role_grant", "store_enquiry", "store_identity_link")

_NO_ACTOR = "dosepath_actor() IS NULL"
_NOW = "strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00'"


def expected(run: Run) -> dict[str, str]:
    """The guards that this database must have: trigger name -> its SQL."""
    made: dict[str, str] = {}
    for table in APPEND_ONLY:
        made |= _append_only(run, table)
    for table, hidden in AUDITED.items():
        made |= _audited(run, table, hidden)
    for table in KEPT_FOR_EVER:
        made |= _refusal(table, "kept", act="DELETE", why="rows are closed, never deleted")
    made |= _chained()
    made |= _one_kind_of_trial()
    made |= _refusal(
        "store_account",
        "own_name",
        act="UPDATE WHEN NEW.username IS NOT OLD.username",
        why="an account is never given to someone else",
    )
    return made


def install(run: Run) -> None:
    """Make every guard, replacing one of the same name; safe to repeat."""
    for name, sql in expected(run).items():
        run(f"DROP TRIGGER IF EXISTS {name}")
        run(sql)


def missing(run: Run) -> tuple[str, ...]:
    """The names of guards that are absent or not as they should be, sorted."""
    there = {
        str(name): sql
        for name, sql in run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    }
    return tuple(sorted(n for n, sql in expected(run).items() if there.get(n) != sql))


def _append_only(run: Run, table: str) -> dict[str, str]:
    taken = _taken(run, table)
    made = (
        _refusal(table, "no_update", act="UPDATE", why="rows are never changed")
        | _refusal(table, "no_delete", act="DELETE", why="rows are never deleted")
        | _refusal(table, "no_replace", act=f"INSERT WHEN {taken}", why="this row is already there")
    )
    if table == "store_audit":  # written by the other guards, which know the actor
        return made | _refusal(
            table, "actor", act="INSERT WHEN NEW.actor = '' OR NEW.role = ''", why="needs an actor"
        )
    return made | _refusal(
        table, "actor", act=f"INSERT WHEN {_NO_ACTOR}", why="a write needs an actor"
    )


def _audited(run: Run, table: str, hidden: tuple[str, ...]) -> dict[str, str]:
    columns = [str(row[1]) for row in run(f"PRAGMA table_info({table})")]
    key = next(str(row[1]) for row in run(f"PRAGMA table_info({table})") if row[5])
    old = _as_json("OLD", columns, hidden)
    new = _as_json("NEW", columns, hidden)
    changed = _as_json("NEW", columns, hidden, beside="OLD")
    made = _refusal(
        table,
        "no_replace",
        act=f"INSERT WHEN {_taken(run, table)}",
        why="this row is already there",
    )
    for action, row, before, after in (
        ("insert", "NEW", "''", new),
        ("update", "NEW", old, changed),
        ("delete", "OLD", old, "''"),
    ):
        name = f"dosepath_{table}_audit_{action}"
        made[name] = (
            f"CREATE TRIGGER {name} AFTER {action.upper()} ON {table} BEGIN "  # noqa: S608
            f"SELECT RAISE(ABORT, '{table}: a write needs an actor') WHERE {_NO_ACTOR}; "
            "INSERT INTO store_audit (at, actor, role, action, place, row, old, new, reason) "
            f"VALUES ({_NOW}, dosepath_actor(), dosepath_role(), '{action}', '{table}', "
            f"CAST({row}.{key} AS TEXT), {before}, {after}, dosepath_reason()); END"
        )
    return made


def _chained() -> dict[str, str]:
    """A row of the log follows the last one, and its actor is the one who acts."""
    last = "FROM store_event WHERE trial = NEW.trial"
    head = f"COALESCE((SELECT hash {last} ORDER BY seq DESC LIMIT 1), '')"
    return (
        _refusal(
            "store_event",
            "next",
            act=f"INSERT WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 {last})",
            why="the sequence number does not follow",
        )
        | _refusal(
            "store_event",
            "link",
            act=f"INSERT WHEN NEW.previous IS NOT {head}",
            why="the row does not name the link before it",
        )
        | _refusal(
            "store_event",
            "own_actor",
            act="INSERT WHEN NEW.actor IS NOT dosepath_actor() OR NEW.role IS NOT dosepath_role()",
            why="written in another name",
        )
    )


def _one_kind_of_trial() -> dict[str, str]:
    return _refusal(
        "store_trial",
        "one_kind",
        act="INSERT WHEN EXISTS (SELECT 1 FROM store_trial WHERE synthetic IS NOT NEW.synthetic)",
        why="synthetic and real trials never share a database",
    )


def _refusal(table: str, what: str, *, act: str, why: str) -> dict[str, str]:
    """A trigger before ``act``: ``DELETE``, or ``INSERT WHEN condition``."""
    name = f"dosepath_{table}_{what}"
    verb, when, condition = act.partition(" WHEN ")
    return {
        name: f"CREATE TRIGGER {name} BEFORE {verb} ON {table}{when}{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END"
    }


def _taken(run: Run, table: str) -> str:
    """A condition that is true if a row with one of the new row's keys is there."""
    primary = [str(row[1]) for row in run(f"PRAGMA table_info({table})") if row[5]]
    unique = [
        [str(part[2]) for part in run(f"PRAGMA index_info({row[1]})")]
        for row in run(f"PRAGMA index_list({table})")
        if row[2]
    ]
    keys = sorted({tuple(columns) for columns in [primary, *unique]})
    tests = [" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in keys]
    either = " OR ".join(f"({test})" for test in tests)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {either})"  # noqa: S608 (our own names)


def _as_json(row: str, columns: Sequence[str], hidden: Sequence[str], *, beside: str = "") -> str:
    parts = []
    for column in columns:
        value = f'{row}."{column}"'
        if column in hidden:
            other = f'{beside}."{column}"'
            known = f"WHEN {value} IS NOT {other} THEN '(hidden, changed)' "
            value = f"CASE WHEN {value} = '' THEN '' {known if beside else ''}ELSE '(hidden)' END"
        parts.append(f"'{column}', {value}")
    return f"json_object({', '.join(parts)})"

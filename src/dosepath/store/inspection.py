"""Reading a database file to judge it. Standard library only; the file is opened read-only.

What an inspector runs on a copy: no Django, no settings, nothing written.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dosepath.ledger import COLUMNS, Anchor, Finding, Verification, verify
from dosepath.store import guards
from dosepath.store.anchor_file import anchors_path, read_anchors

_ALL = ", ".join((*COLUMNS, "previous", "hash"))


@dataclass(frozen=True)
class Inspection:
    """What was found in a database file.

    ``verification`` is about the event log. ``faults`` is about the file around it:
    damage, guards that are absent, a study version that is not kept. ``notes``
    are not faults. ``studies`` maps each study hash to (name, text), ``files`` to the texts of
    the other files that the study names, by name.
    """

    database: Path
    verification: Verification
    faults: tuple[Finding, ...]
    notes: tuple[str, ...]
    studies: Mapping[str, tuple[str, str]]
    files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything wrong: the log first, then the file around it."""
        return self.verification.findings + self.faults

    @property
    def is_intact(self) -> bool:
        """Nothing wrong was found by the checks that could be made."""
        return not self.findings


def inspect_database(
    database: Path, *, key: bytes | None = None, anchors: Path | None = None
) -> Inspection:
    """Check the event log and the guards of a database file, or of a copy of one.

    ``key`` is the chain key or None. ``anchors`` is a file of anchors, by default
    ``anchors.jsonl`` beside the database. Damage is reported, never raised;
    OSError if there is no such file.
    """
    _require_readable(database)
    marks, torn = read_anchors(anchors or anchors_path(database))
    notes = tuple(f"line {number} of the anchor file cannot be read" for number in torn)
    try:
        with opened(database) as connection:
            return _inspect(connection, database, key=key, marks=(marks, notes))
    except sqlite3.Error as error:
        fault = Finding("", 0, "file_damaged", f"the file cannot be read as a database: {error}")
        return Inspection(database, verify((), key, anchors=marks), (fault,), notes, {})


def _require_readable(database: Path) -> None:
    """OSError if it is not there or may not be read.

    The file itself is never opened and closed here: closing any handle on it would take the
    locks of every SQLite connection of this process away, and another process could then
    remove the write-ahead log from under a site that is being served.
    """
    database.stat()  # "no such file" is said by the operating system
    if not os.access(database, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(database))


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection that leaves no trace beside ``database``.

    Without a write-ahead log nobody is reading or writing, and the file is read as it lies.
    With one, the file is in use, or it is a copy that was taken with its log.
    """
    wal = database.with_name(database.name + "-wal")
    if not wal.exists():
        yield from _connected(f"{database.absolute().as_uri()}?mode=ro&immutable=1")
        return
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as probe:
            probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:  # a folder in which nothing may be written
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(shutil.copy(database, folder))
            shutil.copy(wal, folder)
            yield from _connected(copy.as_uri())
        return
    yield from _connected(f"{database.absolute().as_uri()}?mode=ro")


def _connected(uri: str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(uri, uri=True, timeout=30)) as connection:
        connection.row_factory = sqlite3.Row
        # A flipped byte may not be text any more: it is still read, and found by its link.
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        yield connection


def _inspect(
    connection: sqlite3.Connection,
    database: Path,
    *,
    key: bytes | None,
    marks: tuple[tuple[Anchor, ...], tuple[str, ...]],
) -> Inspection:
    anchors, notes = marks
    connection.execute("BEGIN")  # one moment of a database in use
    rows = [dict(row) for row in connection.execute(f"SELECT {_ALL} FROM store_event ORDER BY id")]  # noqa: S608 (names of our own columns)
    versions = connection.execute("SELECT hash, name, text FROM store_study_version").fetchall()
    studies = {str(row["hash"]): (str(row["name"]), str(row["text"])) for row in versions}
    return Inspection(
        database=database,
        verification=verify(rows, key, anchors=anchors),
        faults=(*_damage(connection), *_unguarded(connection), *_unversioned(rows, studies)),
        notes=notes,
        studies=studies,
        files=_files(connection),
    )


def _files(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """The files kept with each study version; a copy made before they were kept has none."""
    columns = connection.execute("SELECT name FROM pragma_table_info('store_study_version')")
    if "files" not in {str(row["name"]) for row in columns}:
        return {}
    kept = connection.execute("SELECT hash, files FROM store_study_version").fetchall()
    return {str(row["hash"]): _read_files(row["files"]) for row in kept if row["files"]}


def _read_files(written: object) -> dict[str, str]:
    """The texts by name; none if they were damaged, which the version's hash then shows."""
    try:
        found = json.loads(str(written))
    except ValueError:
        return {}
    read = found.items() if isinstance(found, dict) else ()
    return {str(name): str(text) for name, text in read}


def _damage(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (message,) in connection.execute("PRAGMA integrity_check").fetchall():
        if message != "ok":
            yield Finding("", 0, "file_damaged", str(message))


def _unguarded(connection: sqlite3.Connection) -> Iterator[Finding]:
    for name in guards.missing(lambda sql: connection.execute(sql).fetchall()):
        yield Finding("", 0, "guard_missing", f"the guard {name} is absent or was changed")


def _unversioned(
    rows: list[dict[str, object]], studies: Mapping[str, tuple[str, str]]
) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        trial, version = str(row["trial"]), str(row["study_hash"])
        if version not in studies and (trial, version) not in seen:
            seen.add((trial, version))
            seq = row["seq"] if isinstance(row["seq"], int) else 0
            yield Finding(trial, seq, "study_missing", f"study version {version[:12]} is not kept")

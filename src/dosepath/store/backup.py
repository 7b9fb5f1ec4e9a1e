"""A copy of a database in use, and the way back. Standard library only.

A backup is a folder: the database as one file, its anchors, and ``manifest.json``
with the SHA-256 of each file and the number of rows and head of each trial.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dosepath import __version__
from dosepath.quantity import DosePathError
from dosepath.store.anchor_file import anchors_path
from dosepath.store.inspection import Inspection, inspect_database, opened

DATABASE, ANCHORS, MANIFEST = "dosepath.sqlite3", "anchors.jsonl", "manifest.json"


class BackupFault(DosePathError):
    """A backup is incomplete or altered, or something is in the way; nothing was changed."""


@dataclass(frozen=True)
class Backup:
    """A backup folder: when it was made, (rows, head) per trial, rows per table."""

    folder: Path
    made_at: datetime
    trials: Mapping[str, tuple[int, str]]
    tables: Mapping[str, int]


def back_up(database: Path, into: Path, *, at: datetime) -> Backup:
    """Copy ``database`` into a new folder inside ``into``, while others go on writing.

    The folder gets its final name only when everything in it is on the disk.
    """
    name = f"dosepath-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    folder, partial = into / name, into / f"{name}.partial"
    if folder.exists() or partial.exists():
        raise BackupFault(f"{folder} is already there")
    if not database.is_file():
        raise BackupFault(f"there is no database {database}")
    partial.mkdir(parents=True, mode=0o700)
    try:
        _copy_consistently(database, partial / DATABASE)
        # After the database: an anchor may be older than the copy's last row, never newer.
        if anchors_path(database).exists():
            _copy_anchors(anchors_path(database), partial)
        manifest = _manifest(partial, at)
        _write(partial / MANIFEST, json.dumps(manifest, indent=2, sort_keys=True) + "\n")
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return read_backup(folder)


def read_backup(folder: Path) -> Backup:
    """The backup in ``folder``; BackupFault if a file is missing, altered or unlisted."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files, made_at = dict(manifest["files"]), datetime.fromisoformat(manifest["made_at"])
        trials = {t: (int(v["rows"]), str(v["head"])) for t, v in manifest["trials"].items()}
        tables = {name: int(rows) for name, rows in manifest["tables"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupFault(f"{folder} is not a backup: {MANIFEST} cannot be read") from error
    for name, listed in sorted(files.items()):
        path = folder / Path(name).name
        if not path.is_file():
            raise BackupFault(f"{path} is missing")
        if _sha256(path) != listed:
            raise BackupFault(f"{path} is not the file that was backed up (its SHA-256 differs)")
    if DATABASE not in files:
        raise BackupFault(f"{folder / MANIFEST} lists no {DATABASE}")
    return Backup(folder, made_at, trials, tables)


def restore(
    backup: Backup, database: Path, *, key: bytes | None, replace: bool = False, at: datetime
) -> Inspection:
    """Put a backup in the place of ``database`` and verify what then lies there.

    BackupFault (nothing changed) if the backup does not verify, or if a database
    is there and ``replace`` is not set; with it the old files stay beside, renamed.
    """
    source = backup.folder / DATABASE
    found = inspect_database(source, key=key, anchors=backup.folder / ANCHORS)
    if not found.is_intact:
        raise BackupFault(f"the backup does not verify: {found.findings[0].message}")
    heads = found.verification.heads
    if {trial: (head.rows, head.link) for trial, head in heads.items()} != backup.trials:
        raise BackupFault("the backup's events are not those that its manifest lists")
    if _rows_per_table(source) != backup.tables:
        raise BackupFault("the backup's tables have other row counts than its manifest lists")
    if database.exists() and not replace:
        raise BackupFault(f"{database} is there already; --replace sets it aside")
    database.parent.mkdir(parents=True, exist_ok=True)
    ours = [database, anchors_path(database)]
    for old in (*ours, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        if old.exists():
            old.rename(old.with_name(f"{old.name}.before-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"))
    for path, name in zip(ours, (DATABASE, ANCHORS), strict=True):
        if (backup.folder / name).exists():
            _copy_durably(backup.folder / name, path)
    return inspect_database(database, key=key)


def _copy_consistently(database: Path, target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        with opened(database) as source:
            source.backup(copy, pages=256)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    target.chmod(0o600)
    _sync(target)


def _copy_anchors(anchors: Path, folder: Path) -> None:
    """Only the anchors that the copied database can answer for."""
    with opened(folder / DATABASE) as connection:
        rows = dict(connection.execute("SELECT trial, MAX(seq) FROM store_event GROUP BY trial"))
    kept = []
    for line in anchors.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            fields = json.loads(line)
            is_later = int(fields["seq"]) > rows.get(fields["trial"], 0)
        except (ValueError, KeyError, TypeError):
            is_later = False
        if not is_later:
            kept.append(line)
    _write(folder / ANCHORS, "".join(f"{line}\n" for line in kept))


def _manifest(folder: Path, at: datetime) -> dict[str, object]:
    heads = inspect_database(folder / DATABASE, anchors=folder / ANCHORS).verification.heads
    return {
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "made_by": f"dosepath {__version__}",
        "files": {path.name: _sha256(path) for path in sorted(folder.iterdir())},
        "trials": {trial: {"rows": head.rows, "head": head.link} for trial, head in heads.items()},
        "tables": _rows_per_table(folder / DATABASE),
    }


def _rows_per_table(database: Path) -> dict[str, int]:
    with opened(database) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 6) = 'store_'"
        ).fetchall()
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for (name,) in names
        }


def _copy_durably(source: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".partial")
    shutil.copyfile(source, partial)
    partial.chmod(0o600)
    _sync(partial)
    partial.rename(target)
    _sync(target.parent)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

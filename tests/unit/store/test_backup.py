"""A backup can be trusted, and so can the way back: chain, counts and hashes hold (R39)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dosepath.cli import main
from dosepath.store import BackupFault, back_up, inspect_database, read_backup, restore
from tests.unit.store.small import TRIAL, finished, process

KEY = bytes.fromhex("11" * 32)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.slow


@pytest.fixture
def file(database: Callable[..., Path]) -> Path:
    return database("make_decision")


def rows(file: Path) -> int:
    return inspect_database(file, key=KEY).verification.heads[TRIAL].rows


def test_a_restore_drill_passes_chain_counts_and_hashes(file: Path, tmp_path: Path) -> None:
    made = back_up(file, tmp_path / "backups", at=NOW)
    target = tmp_path / "elsewhere" / "dosepath.sqlite3"
    found = restore(read_backup(made.folder), target, key=KEY, at=NOW)
    assert found.is_intact
    assert found.verification.anchored == inspect_database(file, key=KEY).verification.anchored
    with closing(sqlite3.connect(target)) as connection:
        for table, count in made.tables.items():
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,)
    assert made.tables["store_event"] == rows(target)
    # The restored trial goes on.
    code, out, err = finished(process(target, "sign_and_die", "never"))
    assert (code, out) == (0, "acknowledged\n"), err


def test_a_backup_is_one_folder_that_nobody_else_can_read_and_holds_no_key(
    file: Path, tmp_path: Path
) -> None:
    made = back_up(file, tmp_path / "backups", at=NOW)
    assert made.folder.name == "dosepath-20261124T010000Z"
    assert {path.name for path in made.folder.iterdir()} == {
        "dosepath.sqlite3",
        "anchors.jsonl",
        "manifest.json",
    }
    assert made.folder.stat().st_mode & 0o077 == 0
    assert not any(b"11" * 32 in path.read_bytes() for path in made.folder.iterdir())


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("dosepath.sqlite3", "flipped"),
        ("dosepath.sqlite3", "gone"),
        ("anchors.jsonl", "flipped"),
        ("anchors.jsonl", "gone"),
        ("manifest.json", "gone"),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    file: Path, tmp_path: Path, name: str, damage: str
) -> None:
    folder = back_up(file, tmp_path / "backups", at=NOW).folder
    path = folder / name
    if damage == "gone":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 3] ^= 1
        path.write_bytes(bytes(content))
    before = file.read_bytes()
    with pytest.raises(BackupFault):
        restore(read_backup(folder), file, key=KEY, replace=True, at=NOW)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("trials", TRIAL, "rows"), "not those that its manifest lists"),
        (("tables", "store_audit"), "other row counts"),
    ],
)
def test_a_manifest_that_promises_something_else_is_refused(
    file: Path, tmp_path: Path, path: tuple[str, ...], words: str
) -> None:
    folder = back_up(file, tmp_path / "backups", at=NOW).folder
    manifest = json.loads((folder / "manifest.json").read_text())
    *outer, last = path
    inner = manifest
    for name in outer:
        inner = inner[name]
    inner[last] += 1
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BackupFault, match=words):
        restore(read_backup(folder), tmp_path / "new.sqlite3", key=KEY, at=NOW)
    assert not (tmp_path / "new.sqlite3").exists()


def test_a_database_in_the_way_is_refused_or_set_aside(file: Path, tmp_path: Path) -> None:
    made = back_up(file, tmp_path / "backups", at=NOW)
    finished(process(file, "sign_and_die", "never"))
    later = rows(file)
    with pytest.raises(BackupFault, match="already"):
        restore(made, file, key=KEY, at=NOW)
    assert rows(file) == later
    restore(made, file, key=KEY, replace=True, at=NOW)
    assert rows(file) == later - 2
    (aside,) = file.parent.glob("dosepath.sqlite3.before-*")
    assert aside.stat().st_size > 0


def test_another_key_does_not_restore(file: Path, tmp_path: Path) -> None:
    made = back_up(file, tmp_path / "backups", at=NOW)
    with pytest.raises(BackupFault, match="does not verify"):
        restore(made, tmp_path / "new.sqlite3", key=b"another" * 5, at=NOW)


def test_two_backups_in_one_second_do_not_mix(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "backups", at=NOW)
    with pytest.raises(BackupFault, match="already there"):
        back_up(file, tmp_path / "backups", at=NOW)


def test_a_backup_of_nothing_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(BackupFault, match="no database"):
        back_up(tmp_path / "absent.sqlite3", tmp_path / "backups", at=NOW)
    assert list(tmp_path.iterdir()) == []


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(str(ended.value.code))


def test_the_verbs_back_up_and_restore(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", str(tmp_path / "b"), "--database", str(file), "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["trials"][TRIAL]["rows"] == rows(file)
    target = tmp_path / "c" / "dosepath.sqlite3"
    assert run("restore", made["folder"], "--database", str(target)) == 0
    assert "Verified with the chain key." in capsys.readouterr().out
    assert run("restore", made["folder"], "--database", str(target)) == 1
    assert "--replace" in capsys.readouterr().err
    assert run("restore", str(tmp_path), "--database", str(target)) == 1
    assert "is not a backup" in capsys.readouterr().err

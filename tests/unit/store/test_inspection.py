"""Whatever is done to a database file is found, with the key and as far as may be without."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dosepath.cli import main
from dosepath.ledger import COLUMNS
from dosepath.store import inspect_database
from tests.unit.store.small import ROOT, TRIAL

KEY = bytes.fromhex("11" * 32)
pytestmark = pytest.mark.slow


@pytest.fixture
def file(database: Callable[..., Path]) -> Path:
    """A trial up to a decision that lacks a signature, with anchors."""
    return database("make_decision")


def tamper(file: Path, *statements: str) -> None:
    """Change rows as the owner of the file could: guards off, change, the same guards on again."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in guards:
            connection.execute(sql)


def first(file: Path, **how: object) -> tuple[int, str] | None:
    found = inspect_database(file, **{"key": KEY, **how}).findings  # type: ignore[arg-type]
    return (found[0].seq, found[0].code) if found else None


def count(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM store_event").fetchone()[0])


def test_an_untouched_file_is_intact_with_and_without_the_key(file: Path) -> None:
    assert first(file) is None
    found = inspect_database(file)
    assert found.is_intact
    assert not found.verification.keyed
    assert any("needs the key" in line for line in found.verification.unchecked)


@pytest.mark.parametrize("column", [*COLUMNS, "previous", "hash"])
def test_a_change_in_any_column_of_any_row_is_found(file: Path, column: str) -> None:
    other = "7" if column in ("seq", "schema") else f"{column} || '0'"
    if column == "seq":
        other = "seq + 1000"
    if column == "trial":
        tamper(
            file,
            "PRAGMA foreign_keys = OFF",
            "UPDATE store_event SET trial = 'SMALL-2' WHERE seq = 4",
        )
    else:
        tamper(file, f"UPDATE store_event SET {column} = {other} WHERE seq = 4")
    found = inspect_database(file, key=KEY).findings
    assert min(one.seq for one in found if one.trial == TRIAL) in (4, 5)


def test_a_single_bit_in_the_file_is_found(file: Path) -> None:
    content = bytearray(file.read_bytes())
    at = content.find(b"signed_at")
    assert at > 0
    content[at] ^= 0x80  # not even text any more
    file.write_bytes(bytes(content))
    found = inspect_database(file, key=KEY).findings
    assert {one.code for one in found} >= {"row_altered"}


def test_swapped_rows_are_found(file: Path) -> None:
    tamper(
        file,
        "UPDATE store_event SET seq = 999 WHERE seq = 5",
        "UPDATE store_event SET seq = 5 WHERE seq = 6",
        "UPDATE store_event SET seq = 6 WHERE seq = 999",
    )
    assert first(file) is not None
    assert first(file)[0] == 5  # type: ignore[index]
    assert first(file, key=None)[0] == 5  # type: ignore[index]


def test_a_removed_row_is_found_without_a_key(file: Path) -> None:
    tamper(file, "DELETE FROM store_event WHERE seq = 5")
    assert first(file, key=None) == (5, "link_broken")


def test_a_cut_tail_is_found_by_the_anchor_of_the_signature(file: Path) -> None:
    rows = count(file)
    tamper(file, f"DELETE FROM store_event WHERE seq > {rows - 3}")
    assert first(file) == (rows - 2, "tail_cut")
    assert first(file, key=None) == (rows - 2, "tail_cut")
    file.with_name("anchors.jsonl").unlink()
    assert first(file) is None  # the chain alone cannot see it, which is why there are anchors


def test_without_the_key_a_change_before_an_anchor_is_found_by_it(file: Path) -> None:
    tamper(file, "UPDATE store_event SET reason = 'another' WHERE seq = 4")
    assert first(file, key=None) == (2, "anchor_differs")


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    for content in (b"", b"not a database at all" * 100):
        file = tmp_path / "x.sqlite3"
        file.write_bytes(content)
        assert first(file) == (0, "file_damaged")
    with pytest.raises(OSError, match="absent"):
        inspect_database(tmp_path / "absent.sqlite3")


def test_reading_leaves_no_trace_beside_the_file(file: Path) -> None:
    before = {path.name: path.read_bytes() for path in file.parent.iterdir()}
    inspect_database(file, key=KEY)
    assert {path.name: path.read_bytes() for path in file.parent.iterdir()} == before


def test_a_copy_taken_together_with_its_write_ahead_log_is_read_whole(
    file: Path, tmp_path: Path
) -> None:
    rows = count(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("CREATE TABLE scratch (x)")
        copied = Path(shutil.copytree(file.parent, tmp_path / "copy")) / file.name
    (copied.parent / f"{file.name}-shm").unlink(missing_ok=True)
    assert (copied.parent / f"{file.name}-wal").stat().st_size > 0
    assert inspect_database(copied, key=KEY).verification.heads[TRIAL].rows == rows


def test_a_torn_line_of_the_anchor_file_is_a_note_and_not_a_fault(file: Path) -> None:
    anchors = file.with_name("anchors.jsonl")
    anchors.write_text(anchors.read_text() + '{"trial": "SMA')
    found = inspect_database(file, key=KEY)
    assert found.is_intact
    assert "cannot be read" in found.notes[0]


def test_an_inspector_needs_the_standard_library_only(file: Path) -> None:
    """What `verify` does to the log, with every installed package out of reach."""
    program = (
        "import sys; sys.path.insert(0, 'src')\n"
        "from pathlib import Path\n"
        "from dosepath.store import inspect_database\n"
        f"found = inspect_database(Path({str(file)!r}), key=bytes.fromhex('11' * 32))\n"
        "print(found.is_intact, found.verification.heads)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("True")


# --- the verb ----------------------------------------------------------------------------------


def exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["verify", *arguments])
    return int(str(ended.value.code))


def verb(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = exit_code(*arguments)
    return code, capsys.readouterr().out


def findings_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    _, out = verb(capsys, "--json", *arguments)
    # The small study has no file: its kept text cannot be read again.
    return [one for one in json.loads(out)["findings"] if one["code"] != "study_altered"]


def test_the_verb_names_the_first_bad_row_and_ends_with_4(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(file)) as connection:
        kind, subject = connection.execute(
            "SELECT kind, subject FROM store_event WHERE seq = 7"
        ).fetchone()
    tamper(file, "UPDATE store_event SET actor = 'somebody' WHERE seq = 7")
    code, out = verb(capsys, str(file))
    assert code == 4
    what = f"{kind} {subject}".strip()
    assert f"First: {TRIAL} row 7: this row ({what}) is not what was written." in " ".join(
        out.split()
    )
    assert all(len(line) <= 80 for line in out.splitlines() if str(file) not in line)


def test_the_verb_takes_a_key_from_a_file_that_nobody_else_can_read(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key"
    key.write_text("11" * 32)
    key.chmod(0o644)
    assert exit_code(str(file), "--key-file", str(key)) == 1
    assert "chmod 600" in capsys.readouterr().err
    key.chmod(0o600)
    assert findings_of(capsys, str(file), "--key-file", str(key)) == []
    key.write_text("22" * 32)
    codes = {one["code"] for one in findings_of(capsys, str(file), "--key-file", str(key))}
    assert "key_does_not_fit" in codes


def test_an_anchor_that_was_printed_finds_a_rewrite_by_whoever_holds_the_key(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, printed = verb(capsys, str(file), "--print-anchors")
    kept = tmp_path / "kept.jsonl"
    kept.write_text(printed)
    assert findings_of(capsys, str(file), "--anchors", str(kept)) == []
    rows = count(file)
    tamper(file, f"DELETE FROM store_event WHERE seq = {rows}")
    (found,) = findings_of(capsys, str(file), "--anchors", str(kept), "--without-key")
    assert (found["seq"], found["code"]) == (rows, "tail_cut")


def test_the_kept_text_of_a_study_is_checked_against_its_hash(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out = verb(capsys, "--json", str(file))
    assert [one["code"] for one in json.loads(out)["findings"]] == ["study_altered"]


@pytest.mark.parametrize("given", ["absent.sqlite3", "."])
def test_a_file_that_is_not_there_is_named_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    assert exit_code(str(tmp_path / given)) in (1, 2)
    assert "Traceback" not in capsys.readouterr().err

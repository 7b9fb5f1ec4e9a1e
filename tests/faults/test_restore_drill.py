"""The database is lost. The drill: restore last night's backup, verify, compare, go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.site import Site

pytestmark = pytest.mark.slow


def test_after_a_restore_the_trial_stands_where_it_stood_and_goes_on(
    site: Site, tmp_path: Path
) -> None:
    backup = json.loads(site.done("backup", str(tmp_path / "elsewhere"), "--json"))["folder"]
    known = site.done("recommend", "--json", "--at", "2099-01-01 09:00")
    rows, kinds = site.verified().heads, site.kinds()
    site.close()
    for lost in site.folder.iterdir():
        if lost.is_file():
            lost.unlink()
    assert site("recommend").code != 0
    site.done("restore", backup, "--database", str(site.database))
    assert site.verified().heads == rows
    assert site.kinds() == kinds
    # The same cut, study and program: the same recommendation, byte for byte.
    assert site.done("recommend", "--json", "--at", "2099-01-01 09:00") == known
    site.decided()
    assert site.kinds()[-1] == "decision_effective"
    site.verified()


def test_a_backup_with_one_changed_byte_is_refused_and_nothing_is_touched(
    site: Site, tmp_path: Path
) -> None:
    backup = Path(json.loads(site.done("backup", str(tmp_path / "b"), "--json"))["folder"])
    copy = backup / "dosepath.sqlite3"
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(bytes(content))
    site.close()
    before = site.database.read_bytes()
    answer = site("restore", str(backup), "--replace")
    assert answer.code in (1, 4), answer
    assert "Traceback" not in answer.err
    assert site.database.read_bytes() == before

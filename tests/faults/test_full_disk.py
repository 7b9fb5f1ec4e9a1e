"""The disk is full in the middle of a decision: nothing half, said in words, and it goes on after.

A limit on the size of any file stands for the full disk: the operating system refuses the next
byte of the database, of its write-ahead log and of the anchor file, wherever that falls.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.faults.site import DECISION, Site, ended, started
from tests.unit.cli.terminal import Answer

pytestmark = pytest.mark.slow

LIMITED = """
import resource, signal, sys
# What is compiled on the way would be cut short as well, and be met by the next process.
sys.dont_write_bytecode = True
from dosepath.cli import main
size = int(sys.argv.pop(1))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
main()
"""


def on_a_full_disk(site: Site, size: int, *command: str) -> Answer:
    """Run ``dosepath`` where no file may grow beyond ``size`` bytes."""
    site.close()
    return ended(started(LIMITED, str(size), *command, **site.settings))


PAGE = 4096 + 24
ROOMS = [
    pytest.param(0, marks=pytest.mark.soak),
    pytest.param(32 + PAGE, marks=pytest.mark.soak),
    32 + 5 * PAGE,
]
"""Room for so many bytes of the write-ahead log: none, one page, some pages and then no more."""


@pytest.mark.parametrize("room", ROOMS)
def test_a_signature_on_a_full_disk_is_refused_whole(room: int, site: Site) -> None:
    site.done("decide", "propose", "--as", "statistician", "--yes")
    site.close()
    before = site.kinds()
    # A reader, as the site is one, keeps the database open: only what is written needs room.
    with closing(sqlite3.connect(site.database)) as reader:
        reader.execute("SELECT count(*) FROM store_event").fetchone()
        answer = on_a_full_disk(site, room, "sign", DECISION, "--as", "statistician", "--yes")
    assert answer.code == 1, answer
    assert "could not be written" in answer.err
    assert "Traceback" not in answer.err
    assert site.kinds() == before
    site.verified()
    # Room again: the same signature goes through.
    site.done("sign", DECISION, "--as", "statistician", "--yes")
    site.verified()


def test_a_signature_whose_anchor_finds_no_room_is_not_acknowledged(site: Site) -> None:
    """It is in the log; that is said; and the next to write makes up for the anchor."""
    site.done("decide", "propose", "--as", "statistician", "--yes")
    site.close()
    anchors = site.folder / "anchors.jsonl"
    kept, room = anchors.read_text(encoding="utf-8"), 400_000
    anchors.write_text(kept + " " * room, encoding="utf-8")
    answer = on_a_full_disk(site, room, "sign", DECISION, "--as", "statistician", "--yes")
    assert answer.code == 1, answer
    assert "is stored" in answer.err
    assert "anchor" in answer.err
    anchors.write_text(kept, encoding="utf-8")
    assert site.kinds()[-1] == "decision_signed"
    site.done("sign", DECISION, "--as", "investigator", "--yes")
    assert max(site.verified().anchored.values()) == len(site.kinds())

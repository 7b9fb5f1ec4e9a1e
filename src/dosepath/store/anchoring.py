"""The anchor file beside the database: append-only lines that a cut tail cannot take with it.

An anchor is written after the commit of a signed decision and before the caller
hears of it. If the process dies between the two, the next write makes up for it;
writing it earlier could anchor a row that never came to be.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.db import connection

from dosepath.ledger import Anchor, digest
from dosepath.store import clock, log
from dosepath.store.anchor_file import anchors_path, read_anchors
from dosepath.store.models import LoggedEvent

ANCHORED_KINDS = ("trial_opened", "decision_signed", "decision_effective", "amendment_recorded")
"""Events after which the head of the log is anchored without being asked."""


def catch_up(trial: str) -> Anchor | None:
    """Anchor ``trial`` if an event that calls for it is not yet covered by an anchor."""
    path = _path()
    if path is None:
        return None
    due = (
        LoggedEvent.objects.filter(trial=trial, kind__in=ANCHORED_KINDS)
        .order_by("-seq")
        .values_list("seq", "kind")
        .first()
    )
    if due is None or due[0] <= _last_anchored(path, trial):
        return None
    return anchor_now(trial, why=due[1])


def anchor_head(trial: str) -> Anchor | None:
    """Anchor the present head of ``trial`` unless it is anchored already: for regular use."""
    path = _path()
    newest = LoggedEvent.objects.filter(trial=trial).order_by("-seq").values_list("seq").first()
    if path is None or newest is None or newest[0] <= _last_anchored(path, trial):
        return None
    return anchor_now(trial, why="regular")


def anchor_now(trial: str, *, why: str = "on request") -> Anchor | None:
    """Anchor the present head of ``trial``; None for a database in memory or an empty log."""
    path = _path()
    running, seq, head = "", 0, ""
    for row in log.rows(trial):
        seq, head = int(str(row["seq"])), str(row["hash"])
        running = digest(running, row, link=head)
    if path is None or seq == 0:
        return None
    anchor = Anchor(trial, seq, head, running, clock.now(), why)
    _append(path, anchor.to_line())
    return anchor


def _path() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    if name == ":memory:" or "mode=memory" in name:
        return None
    return anchors_path(Path(name))


def _last_anchored(path: Path, trial: str) -> int:
    anchors, _ = read_anchors(path)
    return max((anchor.seq for anchor in anchors if anchor.trial == trial), default=0)


def _append(path: Path, line: str) -> None:
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
    with os.fdopen(handle, "a+b") as file:
        # A line torn by a crash stays as it is; ours begins on its own line.
        size = file.seek(0, os.SEEK_END)
        torn = size > 0 and _last_byte(file.fileno(), size) != b"\n"
        file.write((b"\n" if torn else b"") + line.encode("utf-8") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _last_byte(handle: int, size: int) -> bytes:
    return os.pread(handle, 1, size - 1)

"""Is the log what was written? Every check that rows, a key and anchors allow, and no claim beyond.

With the key each row's content and place are proven. Without it the structure
is checked (no gaps, each row names the link before it, times never run back) and
the content only at the anchors: an anchor that fails names the span of rows in
which something was altered.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dosepath.ledger.anchor import Anchor
from dosepath.ledger.chain import GENESIS, Row, digest, link
from dosepath.ledger.event import Event, UnfitPayload, canonical_json


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong with a log: the trial, the row's due number, a code, a sentence."""

    trial: str
    seq: int
    code: str
    message: str


class Head(NamedTuple):
    """Where a log ends: number of rows, last link, keyless digest; what an anchor would hold."""

    rows: int
    link: str
    digest: str


@dataclass(frozen=True)
class Verification:
    """What was found, what was checked, and what could not be.

    ``heads`` maps each trial to where its log ends. ``anchored`` maps each trial to
    the last row that an anchor confirms, 0 for none.
    """

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    unchecked: tuple[str, ...]
    heads: Mapping[str, Head]
    anchored: Mapping[str, int]
    keyed: bool

    @property
    def is_intact(self) -> bool:
        """Nothing wrong was found by the checks that could be made."""
        return not self.findings

    @property
    def first(self) -> Finding | None:
        """The first bad row, by trial and sequence number."""
        return self.findings[0] if self.findings else None


def verify(
    rows: Iterable[Row], key: bytes | None = None, *, anchors: Iterable[Anchor] = ()
) -> Verification:
    """Check stored rows (columns by name) of any number of trials.

    ``rows`` come in the order of their position in the table (any order of
    trials); a row in the wrong place is found because its number or its link
    does not follow. ``findings`` are sorted by trial and row. Never raises for
    damaged rows: damage is what it reports.
    """
    by_trial: dict[str, list[Row]] = {}
    for row in rows:
        by_trial.setdefault(_printable(row.get("trial")), []).append(row)
    known = sorted(set(anchors), key=lambda anchor: (anchor.trial, anchor.seq))
    walks = {trial: _Walk(trial, key) for trial in by_trial}
    for trial, walk in walks.items():
        walk.over(by_trial[trial], [anchor for anchor in known if anchor.trial == trial])
    lost = [_trial_gone(anchor) for anchor in known if anchor.trial not in walks]
    findings = [finding for walk in walks.values() for finding in walk.findings] + lost
    return Verification(
        findings=tuple(sorted(set(findings))),
        checked=_checked(key, known),
        unchecked=_unchecked(key, walks.values()),
        heads={
            trial: Head(len(by_trial[trial]), walk.head, walk.running)
            for trial, walk in walks.items()
        },
        anchored={trial: walk.anchored for trial, walk in walks.items()},
        keyed=key is not None,
    )


class _Walk:
    """One pass over one trial's rows, remembering the link and digest that should come next."""

    def __init__(self, trial: str, key: bytes | None) -> None:
        self.trial = trial
        self.key = key
        self.head = GENESIS
        self.running = ""
        self.anchored = 0
        self.misfits = 0
        self.findings: list[Finding] = []

    def over(self, rows: Sequence[Row], anchors: Sequence[Anchor]) -> None:
        marks: dict[int, list[Anchor]] = {}
        for anchor in anchors:
            marks.setdefault(anchor.seq, []).append(anchor)
        recorded = ""
        for expected, row in enumerate(rows, start=1):
            self.step(expected, row)
            recorded = self.check_time(expected, row, recorded)
            for anchor in marks.pop(expected, ()):
                self.check_anchor(anchor)
        for seq in sorted(marks):
            self.add(
                len(rows) + 1,
                "tail_cut",
                f"an anchor of {marks[seq][0].at.isoformat()} saw {seq} rows; "
                f"{len(rows)} are left, so the rows from {len(rows) + 1} on are missing",
            )
        if self.misfits > 1 and self.misfits == len(rows):
            self.add(1, "key_does_not_fit", "no row fits this key: is it the key of this database?")

    def step(self, expected: int, row: Row) -> None:
        seq, stored, previous = row.get("seq"), str(row.get("hash")), row.get("previous")
        if seq != expected:
            self.add(expected, "out_of_sequence", f"row {expected} is missing: found row {seq!r}")
        if previous != self.head:
            self.add(expected, "link_broken", f"row {expected} does not follow the row before it")
        if self.key is not None:
            wanted = link(str(previous), row, key=self.key)
            if not hmac.compare_digest(wanted.encode(), stored.encode("utf-8", "replace")):
                self.misfits += 1
                what = _printable(f"{row.get('kind')} {row.get('subject')}".strip())
                self.add(expected, "row_altered", f"this row ({what}) is not what was written")
        fault = _structure_fault(row)
        if fault:
            self.add(expected, "row_unreadable", f"row {expected} cannot be read: {fault}")
        self.running = digest(self.running, row, link=stored)
        self.head = stored

    def check_time(self, expected: int, row: Row, recorded: str) -> str:
        now = str(row.get("recorded_at"))
        if now < recorded:
            self.add(expected, "time_ran_back", f"row {expected} was recorded before the row above")
        return max(now, recorded)

    def check_anchor(self, anchor: Anchor) -> None:
        if (anchor.head, anchor.digest) == (self.head, self.running):
            self.anchored = anchor.seq
            return
        if any(self.anchored < finding.seq <= anchor.seq for finding in self.findings):
            return  # a row in this span was named already, which says more than the span does
        made = anchor.at.isoformat(timespec="seconds")
        self.add(
            self.anchored + 1,
            "anchor_differs",
            f"the anchor of {made} for row {anchor.seq} does not fit: "
            f"something in rows {self.anchored + 1} to {anchor.seq} was changed after it was made",
        )

    def add(self, seq: int, code: str, message: str) -> None:
        self.findings.append(Finding(self.trial, seq, code, message))


def _printable(value: object) -> str:
    """A damaged name may hold bytes that no terminal can show."""
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


def _structure_fault(row: Row) -> str:
    try:
        event = Event.from_row(row)
        if canonical_json(event.payload) != row["payload"]:
            return "its payload is not in canonical JSON"
    except (KeyError, ValueError, TypeError, RecursionError, UnfitPayload) as error:
        return _printable(f"{type(error).__name__}: {error}")
    return "" if event.actor and event.role else "it names no actor"


def _trial_gone(anchor: Anchor) -> Finding:
    when = anchor.at.isoformat()
    message = f"an anchor of {when} saw {anchor.seq} rows of {anchor.trial}; none is left"
    return Finding(anchor.trial, 1, "tail_cut", message)


def _checked(key: bytes | None, anchors: Sequence[Anchor]) -> tuple[str, ...]:
    checks = ["row numbers without gaps", "each row names the link before it", "recording times"]
    if key is not None:
        checks.append("the content and place of every row, with the key")
    if anchors:
        checks.append(f"{len(anchors)} anchors: number of rows, head and content up to each")
    return tuple(checks)


def _unchecked(key: bytes | None, walks: Iterable[_Walk]) -> tuple[str, ...]:
    gaps = []
    for walk in sorted(walks, key=lambda walk: walk.trial):
        where = f"after row {walk.anchored}" if walk.anchored else "of all rows (no anchor fits)"
        if key is None:
            gaps.append(f"{walk.trial}: the content {where}, which needs the key")
        gaps.append(f"{walk.trial}: whether rows after the last anchor were cut off")
    return tuple(gaps)

"""What a verification found, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dosepath import wording
from dosepath.store import Inspection


@dataclass(frozen=True)
class Verdict:
    """The answer first, then what is wrong, what was checked and what could not be."""

    is_intact: bool
    sentence: str
    findings: tuple[str, ...]
    checked: tuple[str, ...]
    unchecked: tuple[str, ...]
    head: str


def verdict(found: Inspection, trial: str, *, at: datetime) -> Verdict:
    """What an inspection of the database says about ``trial`` and the file around it."""
    mine = tuple(one for one in found.findings if one.trial in ("", trial))
    checks, head = found.verification, found.verification.heads.get(trial)
    rows = head.rows if head else 0
    code = "audit.intact" if not mine else "audit.not_intact"
    return Verdict(
        is_intact=not mine,
        sentence=wording.text(code, rows=rows, n=len(mine), at=at.isoformat()),
        findings=tuple(one.message for one in mine),
        checked=checks.checked,
        unchecked=(*checks.unchecked, *found.notes),
        head=head.link if head else "",
    )

"""Who said it, when it happened and when it was entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stamp:
    """The origin of a recorded fact: every number on a screen opens to one of these.

    ``seq`` is the event's place in the log (1-based). ``at`` is when it happened, with
    offset; ``recorded_at`` when it was entered, in UTC. ``reason`` is empty unless the
    event needed one (corrections, releases, verdicts).
    """

    seq: int
    actor: str
    role: str
    at: datetime
    recorded_at: datetime
    reason: str = ""

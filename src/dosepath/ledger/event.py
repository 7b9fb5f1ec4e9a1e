"""Who did what, when: the actor, the draft that a command proposes, the event once appended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from dosepath.quantity import DosePathError

COLUMNS = (
    "trial",
    "seq",
    "kind",
    "schema",
    "study_hash",
    "subject",
    "payload",
    "actor",
    "role",
    "occurred_at",
    "recorded_at",
    "reason",
    "idempotency_key",
    "anomaly",
)
"""The stored columns that a link of the chain covers, in their canonical order."""


class IntegrityError(DosePathError):
    """What is stored is not what was written."""


class UnfitPayload(DosePathError):
    """A payload holds something that has no single JSON spelling (a float, a date, an object)."""


@dataclass(frozen=True, order=True)
class Actor:
    """A person's account (or a named part of the software) in the role in which they act."""

    name: str
    role: str

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.role.strip():
            raise ValueError("an actor needs a name and a role: a write without them is refused")


@dataclass(frozen=True)
class Draft:
    """What a command proposes to append.

    ``payload`` is JSON-safe: str, int, bool, None, lists and dicts of these;
    decimals and dates travel as strings. ``occurred_at`` is aware and keeps the
    offset of the place where it happened. ``subject`` is a participant or
    screening number, or empty when the trial itself is meant.
    """

    kind: str
    subject: str
    payload: Mapping[str, object]
    occurred_at: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        if not self.kind:
            raise ValueError("an event needs a kind")
        require_aware(self.occurred_at, "occurred_at")
        canonical_json(self.payload)


@dataclass(frozen=True, kw_only=True)
class Event(Draft):
    """A draft that was appended to the log of one trial.

    ``seq`` starts at 1 and has no gaps. ``recorded_at`` is UTC and never earlier
    than that of the event before; ``anomaly`` says when the clock disagreed.
    ``previous`` and ``hash`` are hexadecimal links of the chain.
    """

    trial: str
    seq: int
    schema: int = 1
    study_hash: str
    actor: str
    role: str
    recorded_at: datetime
    idempotency_key: str = ""
    anomaly: str = ""
    previous: str = ""
    hash: str = ""

    def row(self) -> dict[str, object]:
        """The columns as stored: text and integers only, JSON and times in one spelling."""
        return {
            **{name: getattr(self, name) for name in COLUMNS},
            "payload": canonical_json(self.payload),
            "occurred_at": self.occurred_at.isoformat(timespec="microseconds"),
            "recorded_at": self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "previous": self.previous,
            "hash": self.hash,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, object]) -> Event:
        """The inverse of :meth:`row`; a damaged row raises ValueError, KeyError or UnfitPayload."""
        texts = {
            name: str(row[name])
            for name in (*COLUMNS, "previous", "hash")
            if name not in ("seq", "schema", "payload", "occurred_at", "recorded_at")
        }
        payload = json.loads(str(row["payload"]))
        if not isinstance(payload, dict):
            raise UnfitPayload("a payload is a JSON object")
        return cls(
            **texts,
            seq=int(str(row["seq"])),
            schema=int(str(row["schema"])),
            payload=payload,
            occurred_at=datetime.fromisoformat(str(row["occurred_at"])),
            recorded_at=datetime.fromisoformat(str(row["recorded_at"])),
        )


def require_aware(at: datetime, name: str) -> None:
    """Refuse a time without an offset: it could mean any of 38 moments."""
    if at.utcoffset() is None:
        raise ValueError(f"{name} needs a time zone offset: {at.isoformat()} has none")


def canonical_json(value: object) -> str:
    """The one JSON spelling of ``value``: sorted keys, no spaces, no escapes beyond JSON's own.

    Raises :class:`UnfitPayload` for floats (their spelling depends on the
    machine), and for anything JSON does not know.
    """
    _require_json_safe(value, "payload")
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _require_json_safe(value: object, path: str) -> None:
    if value is None or isinstance(value, str | bool | int):
        return
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _require_json_safe(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise UnfitPayload(f"{path}: the key {key!r} is not text")
            _require_json_safe(item, f"{path}.{key}")
    else:
        raise UnfitPayload(
            f"{path}: {type(value).__name__} has no single JSON spelling; "
            "write decimals, dates and times as text"
        )

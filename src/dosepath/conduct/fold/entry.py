"""One event as a handler sees it: its stamp, and its payload read by type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dosepath.conduct.record.stamp import Stamp
from dosepath.ledger import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """A checked event: ``payload`` has the fields that its kind promises."""

    kind: str
    payload: Mapping[str, object]
    stamp: Stamp

    @classmethod
    def of(cls, event: Event) -> Entry:
        """The entry for an appended event."""
        stamp = Stamp(
            event.seq,
            event.actor,
            event.role,
            event.occurred_at,
            event.recorded_at,
            event.reason,
        )
        return cls(event.kind, event.payload, stamp)

    @property
    def part(self) -> str:
        """The part of the trial that it is about; empty for the main one, which is not named."""
        return str(self.payload.get("part", ""))

    def text(self, name: str) -> str:
        """A text of the payload."""
        return str(self.payload[name])

    def maybe(self, name: str) -> str | None:
        """A text of the payload, or ``None``."""
        value = self.payload[name]
        return None if value is None else str(value)

    def count(self, name: str) -> int:
        """A whole number of the payload."""
        value = self.payload[name]
        return value if isinstance(value, int) else int(str(value))

    def flag(self, name: str) -> bool:
        """Whether a field that may be left out is there and true."""
        return self.payload.get(name) is True

    def moment(self, name: str) -> datetime:
        """A time of the payload, with its offset."""
        return datetime.fromisoformat(str(self.payload[name]))

    def mapping(self, name: str) -> Mapping[str, object]:
        """An object of the payload."""
        value = self.payload[name]
        return value if isinstance(value, Mapping) else {}

    def list(self, name: str) -> tuple[object, ...]:
        """A list of the payload."""
        value = self.payload[name]
        return tuple(value) if isinstance(value, list | tuple) else ()

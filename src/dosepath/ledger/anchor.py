"""Anchors: what the log's head was at a moment, kept where the database's owner may not reach."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, order=True)
class Anchor:
    """At ``at`` the log of ``trial`` had ``seq`` rows, ending in the link ``head``.

    ``digest`` is the keyless running digest up to that row (see
    :func:`dosepath.ledger.digest`); ``why`` is the kind of event or the request
    that caused the anchor. A chain alone sees neither a cut tail nor a rewrite by
    someone who holds the key; an anchor printed in a signed decision or sent
    elsewhere shows both.
    """

    trial: str
    seq: int
    head: str
    digest: str
    at: datetime
    why: str = ""

    def to_line(self) -> str:
        """One line of JSON, without the line end."""
        fields = {**asdict(self), "at": self.at.astimezone(UTC).isoformat(timespec="microseconds")}
        return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_line(cls, line: str) -> Anchor:
        """The inverse of :meth:`to_line`; raises ``ValueError`` for anything else."""
        try:
            fields = json.loads(line)
            return cls(
                trial=str(fields["trial"]),
                seq=int(fields["seq"]),
                head=str(fields["head"]),
                digest=str(fields["digest"]),
                at=datetime.fromisoformat(str(fields["at"])),
                why=str(fields.get("why", "")),
            )
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"not an anchor: {line[:80]!r}") from error

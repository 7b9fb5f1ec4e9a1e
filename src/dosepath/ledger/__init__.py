"""The event envelope, its canonical bytes, the keyed chain and its verification.

Standard library only: an inspector can read this room in one sitting and run it
on a copy of a database without installing anything else. The chain is
tamper-evident, not tamper-proof: docs/explanation/event-log.md says what each
check can and cannot show.
"""

from dosepath.ledger.anchor import Anchor
from dosepath.ledger.chain import GENESIS, canonical_bytes, digest, link
from dosepath.ledger.event import COLUMNS, Actor, Draft, Event, IntegrityError, canonical_json
from dosepath.ledger.verification import Finding, Head, Verification, verify

__all__ = [
    "COLUMNS",
    "GENESIS",
    "Actor",
    "Anchor",
    "Draft",
    "Event",
    "Finding",
    "Head",
    "IntegrityError",
    "Verification",
    "canonical_bytes",
    "canonical_json",
    "digest",
    "link",
    "verify",
]

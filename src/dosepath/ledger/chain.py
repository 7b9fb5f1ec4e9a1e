"""Canonical bytes of an event, the keyed link to the one before, and the keyless running digest."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from dosepath.ledger.event import COLUMNS, Event

GENESIS = ""
"""What the first event of a trial names as its previous link."""

_LINK = b"dosepath event link 1"
_DIGEST = b"dosepath event digest 1"

Row = Mapping[str, object]


def canonical_bytes(event: Event | Row) -> bytes:
    """One unambiguous byte string for the covered columns of an event or a stored row.

    Every field is its type (one byte), its length (8 bytes, big-endian) and its
    bytes, in the order of ``COLUMNS``: without lengths, moving a character from
    the end of one field to the beginning of the next would go unseen.
    """
    row = event.row() if isinstance(event, Event) else event
    return b"".join(_field(row.get(name)) for name in COLUMNS)


def link(previous: str, event: Event | Row, *, key: bytes) -> str:
    """HMAC-SHA256 under ``key`` of the previous link and the event, in hexadecimal.

    Without the key nobody can make a link that fits, so nobody can alter a row
    and mend the chain behind it.
    """
    if not key:
        raise ValueError("the chain needs a key")
    message = _LINK + _field(previous) + canonical_bytes(event)
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def digest(before: str, event: Event | Row, *, link: str) -> str:
    """The keyless running SHA-256 over all rows so far, in hexadecimal.

    Anchors carry it, so that someone without the key can check the content of a
    copy up to each anchor. It covers the keyed link of each row, hence cannot be
    used to guess what a row says.
    """
    message = _DIGEST + _field(before) + _field(link) + canonical_bytes(event)
    return hashlib.sha256(message).hexdigest()


def _field(value: object) -> bytes:
    tag, content = _spell(value)
    return tag + len(content).to_bytes(8, "big") + content


def _spell(value: object) -> tuple[bytes, bytes]:
    if isinstance(value, str):
        return b"s", value.encode("utf-8", "surrogatepass")
    if isinstance(value, int):
        return b"i", str(int(value)).encode("ascii")
    if isinstance(value, bytes):
        return b"b", value
    # Only a damaged row holds anything else (NULL, a float); it still gets its own bytes.
    return b"?", repr(value).encode("utf-8", "backslashreplace")

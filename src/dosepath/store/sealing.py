"""Encryption of what identifies a person: without the identity key a dump says nothing (R36)."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from dosepath.quantity import DosePathError
from dosepath.store import keys


class Unreadable(DosePathError):
    """Encrypted data do not open with this identity key."""


def seal(content: Mapping[str, object]) -> str:
    """``content`` (JSON-safe) as encrypted, authenticated text."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")
    return _box().encrypt(plain).decode("ascii")


def unseal(sealed: str) -> dict[str, Any]:
    """The inverse of :func:`seal`; empty text (erased) opens to an empty dict."""
    if not sealed:
        return {}
    try:
        opened = json.loads(_box().decrypt(sealed.encode("ascii")))
    except InvalidToken as error:
        raise Unreadable(
            "this does not open with the identity key in use: is it the key of this database?"
        ) from error
    return dict(opened)


def _box() -> Fernet:
    key = bytes.fromhex(keys.require_key("IDENTITY_KEY"))
    return Fernet(base64.urlsafe_b64encode(key))

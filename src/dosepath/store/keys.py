"""Where the database is, and the three keys: from the environment, a file, or a demonstration.

``SECRET_KEY`` signs sessions, ``CHAIN_KEY`` links the event log, ``IDENTITY_KEY``
encrypts names and contact data. Each is read from ``DOSEPATH_<NAME>``, else from
the file that ``DOSEPATH_<NAME>_FILE`` names (mode 0600), else, for a synthetic or
still empty database only, from ``demo-keys/`` beside it. Standard library only.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from dosepath.quantity import DosePathError

KEY_NAMES = ("SECRET_KEY", "CHAIN_KEY", "IDENTITY_KEY")
_SHORTEST_SECRET = 32


class KeyFault(DosePathError):
    """A key is missing, too short, of the wrong form, or readable by others."""


def database_path() -> Path:
    """The SQLite file named by ``DOSEPATH_DATABASE``, by default ``var/dosepath.sqlite3``."""
    return Path(os.environ.get("DOSEPATH_DATABASE") or "var/dosepath.sqlite3").absolute()


def database_is_synthetic(database: Path) -> bool | None:
    """Whether the trials in ``database`` are marked synthetic; None while there is no trial."""
    if not database.is_file():
        return None
    address = f"{database.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            marks = connection.execute("SELECT DISTINCT synthetic FROM store_trial").fetchall()
    except sqlite3.Error:
        return None
    return all(bool(mark) for (mark,) in marks) if marks else None


def find_key(name: str, database: Path | None = None) -> str:
    """The key called ``name``, or an empty string when there is none.

    Raises :class:`KeyFault` for a key that is there but unfit.
    """
    text = os.environ.get(f"DOSEPATH_{name}", "").strip()
    if not text and os.environ.get(f"DOSEPATH_{name}_FILE"):
        text = read_key_file(Path(os.environ[f"DOSEPATH_{name}_FILE"]))
    if not text:
        text = _demo_key(name, database or database_path())
    if text:
        _require_fit(name, text)
    return text


def require_key(name: str, database: Path | None = None) -> str:
    """As :func:`find_key`, but a missing key is a :class:`KeyFault` that says what to do."""
    text = find_key(name, database)
    if not text:
        raise KeyFault(
            f"no {name.replace('_', ' ').lower()}: set DOSEPATH_{name}, or DOSEPATH_{name}_FILE "
            "to a file with mode 0600 (docs/reference/environment.md says how to make one)"
        )
    return text


def uses_demo_keys(database: Path | None = None) -> bool:
    """Whether the chain key in use is one that :func:`make_demo_keys` made."""
    path = _demo_path((database or database_path()).parent / "demo-keys", "CHAIN_KEY")
    return path.exists() and find_key("CHAIN_KEY", database) == read_key_file(path)


def read_key_file(path: Path) -> str:
    """The text of a key file; refuses one that the group or others can read or write."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFault(f"cannot read the key file {path}: {error}") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFault(f"{path} can be read by others: run chmod 600 {path}")
    return text


def make_demo_keys(database: Path) -> Path:
    """Make the keys of a demonstration beside ``database`` (mode 0600) and return their folder.

    Existing keys stay. They serve synthetic and empty databases only.
    """
    folder = database.parent / "demo-keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in KEY_NAMES:
        path = _demo_path(folder, name)
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32) + "\n")
    return folder


def _demo_key(name: str, database: Path) -> str:
    path = _demo_path(database.parent / "demo-keys", name)
    if not path.exists() or database_is_synthetic(database) is False:
        return ""
    return read_key_file(path)


def _demo_path(folder: Path, name: str) -> Path:
    return folder / f"{name.lower().replace('_', '-')}.txt"


def _require_fit(name: str, text: str) -> None:
    if name == "SECRET_KEY":
        if len(text) < _SHORTEST_SECRET:
            raise KeyFault(f"DOSEPATH_{name} has {len(text)} characters; it needs at least 32")
        return
    try:
        fits = len(bytes.fromhex(text)) == 32
    except ValueError:
        fits = False
    if not fits:
        raise KeyFault(f"DOSEPATH_{name} needs 64 hexadecimal digits (32 bytes)")

"""The store: the only room that keeps anything.

Event log, accounts, enquiries, outgoing mail, identities and their audit, on
SQLite through Django. The public names load on first use, because Django must
be set up before its models, and because what an inspector runs (``inspect``)
must not need Django at all.
"""

from __future__ import annotations

import importlib

_WHERE = {
    "KeyFault": "keys",
    "database_path": "keys",
    "database_is_synthetic": "keys",
    "find_key": "keys",
    "make_demo_keys": "keys",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> object:
    module = _WHERE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    return [*__all__]

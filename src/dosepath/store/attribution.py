"""Who is acting now: what the audit triggers ask of the connection that writes.

The triggers call the SQL functions ``dosepath_actor``, ``dosepath_role`` and
``dosepath_reason``, which exist only on connections opened by DosePath and answer
from the context entered here. A trigger cannot read a temporary table, so a
function is what is local to one connection. Outside of :func:`acting`, and on a
connection that DosePath did not open, an audited write fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from dosepath.ledger import Actor


@dataclass(frozen=True)
class Acting:
    """An actor and why they act."""

    by: Actor
    reason: str = ""


_CURRENT: ContextVar[Acting | None] = ContextVar("dosepath_acting", default=None)


@contextmanager
def acting(by: Actor, *, reason: str = "") -> Iterator[None]:
    """Everything written inside is written by ``by``; nested contexts replace the outer one."""
    token = _CURRENT.set(Acting(by, reason))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current_actor() -> Actor | None:
    """Who acts now, or None."""
    current = _CURRENT.get()
    return current.by if current else None


def actor_name() -> str | None:
    """The acting name as the triggers see it."""
    current = _CURRENT.get()
    return current.by.name if current else None


def actor_role() -> str | None:
    """The acting role as the triggers see it."""
    current = _CURRENT.get()
    return current.by.role if current else None


def actor_reason() -> str:
    """The reason as the triggers see it, empty for none."""
    current = _CURRENT.get()
    return current.reason if current else ""

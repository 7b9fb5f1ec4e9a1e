"""The event log of a trial: read it, and append to it inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dosepath.ledger import COLUMNS, GENESIS, Actor, Draft, Event, link
from dosepath.store import clock, keys
from dosepath.store.models import LoggedEvent, Trial

_STORED = (*COLUMNS, "previous", "hash")


def events(trial: str) -> tuple[Event, ...]:
    """Every event of ``trial`` in order; empty if no such trial was opened here."""
    return tuple(Event.from_row(row) for row in rows(trial))


def rows(trial: str) -> Iterable[dict[str, object]]:
    """The stored rows of ``trial`` in order, as the chain covers them."""
    return LoggedEvent.objects.filter(trial=trial).order_by("seq").values(*_STORED)


@dataclass(frozen=True)
class Log:
    """A trial's log as read inside a transaction that holds the write lock.

    ``study_hash`` is the study version under which the next events are made.
    """

    trial: Trial
    events: tuple[Event, ...]
    study_hash: str


def append(
    log: Log,
    drafts: Sequence[Draft],
    *,
    by: Actor,
    at: datetime | None = None,
    key: str = "",
) -> tuple[Event, ...]:
    """Append ``drafts`` to ``log``, in the transaction in which it was read.

    ``key`` is the idempotency key of the command. Returns the events as stored. The
    database itself refuses a wrong number, a wrong link, and another actor than the
    acting one.
    """
    last = log.events[-1] if log.events else None
    recorded_at, anomaly = clock.recording_time(
        at, last.recorded_at if last else None, synthetic=log.trial.synthetic
    )
    chain_key = bytes.fromhex(keys.require_key("CHAIN_KEY"))
    made: list[Event] = []
    for draft in drafts:
        event = Event(
            **vars(draft),
            trial=log.trial.study_id,
            seq=last.seq + 1 if last else 1,
            study_hash=log.study_hash,
            actor=by.name,
            role=by.role,
            recorded_at=recorded_at,
            idempotency_key=key,
            anomaly=anomaly,
            previous=last.hash if last else GENESIS,
        )
        last = _insert(event, chain_key)
        made.append(last)
    return tuple(made)


def _insert(event: Event, chain_key: bytes) -> Event:
    row = event.row()
    row["hash"] = link(event.previous, row, key=chain_key)
    columns = {("trial_id" if name == "trial" else name): value for name, value in row.items()}
    LoggedEvent.objects.create(**columns)
    return Event.from_row(row)

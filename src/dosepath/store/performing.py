"""One command, one transaction: replay, decide, append, and only then acknowledge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, transaction

from dosepath.conduct import Refused, TrialState, replay
from dosepath.ledger import Actor, Draft, Event
from dosepath.quantity import DosePathError
from dosepath.rule import Reason
from dosepath.store import anchoring, claims, log
from dosepath.store.attribution import acting
from dosepath.store.trials import study_of, trial_row

Command = Callable[[TrialState], tuple[Draft, ...]]


class NotStored(DosePathError):
    """The database could not be written (busy, full, not writable); nothing was stored."""


class NotAnchored(DosePathError):
    """The events are stored, but not yet anchored, so they must not be acknowledged as signed."""


@dataclass(frozen=True)
class Performed:
    """The events that a command appended, and the state after them.

    ``is_repeat``: the idempotency key had been used, so ``events`` are the earlier ones.
    """

    events: tuple[Event, ...]
    state: TrialState
    is_repeat: bool = False


def perform(
    trial: str,
    command: Command,
    *,
    by: Actor,
    at: datetime | None = None,
    key: str = "",
    expected: int | None = None,
) -> Performed:
    """Carry out ``command`` on the state of ``trial`` as it is once the database is ours.

    The write lock is taken first, so no other writer comes between the state that
    the command saw and the events it appends; they are stored all or not at all.
    When this returns they are on the disk, and a signed decision is anchored.

    ``key`` makes a retry safe: a key used before by the same actor returns the
    earlier events and appends nothing. ``expected`` is the number of events the
    person saw; if others were appended since, the command is refused. ``at`` other
    than now is for synthetic trials only. Raises :class:`Refused` (nothing stored),
    :class:`NotStored`, :class:`NotAnchored`, or what the command raises.
    """
    with _nothing_half(), acting(by), transaction.atomic(durable=True):
        row = trial_row(trial)
        before = log.events(trial)
        study = study_of(before)
        state = replay(before, study)
        new = earlier = _earlier(before, key, by)
        if not earlier:
            _refuse_if_moved_on(before, expected)
            here = log.Log(row, before, before[-1].study_hash)
            new = log.append(here, command(state), by=by, at=at, key=key)
            # Replayed before the commit: an event that cannot be read is never stored.
            state = replay(new, study, since=state)
            claims.follow(row, new, after=state)
    _anchor(trial)
    return Performed(new, state, is_repeat=bool(earlier))


def _earlier(before: tuple[Event, ...], key: str, by: Actor) -> tuple[Event, ...]:
    earlier = tuple(event for event in before if key and event.idempotency_key == key)
    if earlier and (earlier[0].actor, earlier[0].role) != (by.name, by.role):
        raise Refused(Reason.of("store.key_of_another"))
    return earlier


def _refuse_if_moved_on(before: tuple[Event, ...], expected: int | None) -> None:
    if expected is not None and expected != len(before):
        raise Refused(
            Reason.of("store.moved_on", seen=expected, now=len(before), by=before[-1].actor)
        )


def _anchor(trial: str) -> None:
    try:
        anchoring.catch_up(trial)
    except OSError as error:
        raise NotAnchored(
            f"what you did is stored, but its anchor could not be written beside the database "
            f"({error.strerror}). Make room or give back the right to write there; whatever is "
            "recorded next makes up for the anchor. Do not sign again"
        ) from error


@contextmanager
def _nothing_half() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise NotStored(
            f"the database could not be written: {error}; nothing was stored"
        ) from error

"""Which slots are held: the projection whose unique constraints the last slot passes once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError
from django.db.models import Q

from dosepath.conduct import Refused, TrialState
from dosepath.ledger import Event
from dosepath.rule import Reason
from dosepath.store.models import SlotClaim, Trial


def follow(trial: Trial, events: Iterable[Event], *, after: TrialState) -> None:
    """Bring the claims up to date with newly appended events, in the same transaction.

    ``after`` is the state after them.

    Raises :class:`Refused` if a slot or its participant already has a claim.
    """
    for event in events:
        if event.kind == "slot_reserved":
            _claim(trial, event)
        elif event.kind in ("slot_released", "reservation_expired"):
            _of(trial, event).delete()
        elif event.kind == "dosed":
            _of(trial, event).update(expires=None)
        elif event.kind == "decision_effective":
            # A new cohort takes the place of its part's old one: places held there are free.
            free = [one.number for one in after.slots.values() if one.status == "released"]
            SlotClaim.objects.filter(trial=trial, slot__in=free).delete()


def _of(trial: Trial, event: Event):  # type: ignore[no-untyped-def]  # a QuerySet, typed by use
    return SlotClaim.objects.filter(trial=trial, slot=str(event.payload["slot"]))


def _claim(trial: Trial, event: Event) -> None:
    slot, participant = str(event.payload["slot"]), str(event.payload["participant"])
    # A reservation that has run out holds nothing, also before `tick` writes its expiry.
    SlotClaim.objects.filter(
        Q(slot=slot) | Q(participant=participant), trial=trial, expires__lte=event.recorded_at
    ).delete()
    expires = event.payload.get("expires")
    try:
        SlotClaim.objects.create(
            trial=trial,
            slot=slot,
            participant=participant,
            expires=datetime.fromisoformat(str(expires)) if expires else None,
            seq=event.seq,
        )
    except IntegrityError as error:
        reason = Reason.of("store.slot_taken", slot=slot, participant=participant)
        raise Refused(reason) from error

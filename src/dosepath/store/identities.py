"""Who a participant is. Kept encrypted, apart from the log; every read is in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from dosepath.ledger import Actor
from dosepath.store import clock
from dosepath.store.absence import NotFound
from dosepath.store.alike import same_identity
from dosepath.store.attribution import acting
from dosepath.store.audit import record_act
from dosepath.store.models import IdentityLink
from dosepath.store.permission import require
from dosepath.store.sealing import seal, unseal


def link_identity(
    trial: str,
    subject: str,
    *,
    identity: Mapping[str, str],
    by: Actor,
    at: datetime | None = None,
    reason: str = "",
) -> tuple[str, ...]:
    """Keep the name and contact data behind a number; a second time replaces them, audited.

    Gives the other numbers of the trial behind which the same person is kept
    (:func:`same_identity`): a screening and the participant it led to, or one person twice.
    """
    require(by, "identity.read")
    sealed = seal(dict(identity))
    with acting(by, reason=reason), transaction.atomic():
        IdentityLink.objects.update_or_create(
            trial=trial,
            subject=subject,
            defaults={"sealed": sealed},
            create_defaults={"sealed": sealed, "linked_at": at or clock.now()},
        )
    return same_identity(trial, subject, by=by)


def read_identity(trial: str, subject: str, *, by: Actor, reason: str) -> dict[str, object]:
    """The name and contact data behind a number; NotFound if none is kept.

    The audit row is written before the data are shown, with the reason.
    """
    require(by, "identity.read")
    with acting(by, reason=reason), transaction.atomic():
        record_act("identity_read", subject, by=by, place=trial, reason=reason)
        found = IdentityLink.objects.filter(trial=trial, subject=subject).first()
    if found is None:
        raise NotFound(f"no identity is kept for {subject}")
    return unseal(found.sealed)

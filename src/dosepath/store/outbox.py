"""Mail waits in the database and is sent afterwards; no mail server can lose it.

A letter holds a kind and a few values; its words are made when it is sent. Sending
is at least once: a crash between the mail server's yes and our note sends it again,
with the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from dosepath.ledger import Actor
from dosepath.store import clock
from dosepath.store.attribution import acting
from dosepath.store.models import Letter
from dosepath.store.sealing import seal, unseal
from dosepath.wording import text

POSTMAN = Actor("outbox", "system")
WAITS = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
    timedelta(hours=24),
    timedelta(hours=24),
)
"""How long to wait after each failed attempt; after the last one the letter is given up."""


@dataclass(frozen=True)
class Delivered:
    """What one round of the outbox did: letters sent, failed and given up."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def put(kind: str, *, to: str, language: str, values: Mapping[str, str], at: datetime) -> None:
    """Store a letter in the caller's transaction; ``deliver`` sends it later."""
    Letter.objects.create(
        kind=kind,
        language=language,
        sealed_to=seal({"to": to}),
        values=dict(values),
        created_at=at,
        due_at=at,
    )


def deliver(
    backend: BaseEmailBackend | None = None, *, at: datetime | None = None, most: int = 100
) -> Delivered:
    """Send the letters that are due (at most ``most``) through ``backend`` or the configured one.

    A failure is noted by the kind of error only and tried again later; it never
    stops the round. The address is forgotten once the letter is sent or given up.
    """
    at = at or clock.now()
    backend = backend or get_connection()
    sent = failed = given_up = 0
    due = Letter.objects.filter(sent_at__isnull=True, due_at__lte=at).exclude(sealed_to="")
    for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:most]):
        letter = _claim(pk, at)
        if letter is None:
            continue
        error = _send(letter, backend)
        _settle(letter, error, at)
        sent += not error
        failed += bool(error)
        given_up += bool(error) and letter.sealed_to == ""
    return Delivered(sent, failed, given_up)


def forget(reference: str) -> None:
    """Remove the addresses of all letters about an enquiry, sent or not."""
    for letter in Letter.objects.filter(values__reference=reference).exclude(sealed_to=""):
        letter.sealed_to = ""
        letter.save(update_fields=["sealed_to"])


def _claim(pk: int, at: datetime) -> Letter | None:
    """Take a letter for this round: another process that looks now finds it not yet due."""
    with acting(POSTMAN), transaction.atomic():
        letter = Letter.objects.filter(pk=pk, sent_at__isnull=True, due_at__lte=at).first()
        if letter is None or not letter.sealed_to:
            return None
        letter.due_at = at + WAITS[min(letter.attempts, len(WAITS) - 1)]
        letter.attempts += 1
        letter.save(update_fields=["due_at", "attempts"])
    return letter


def _send(letter: Letter, backend: BaseEmailBackend) -> str:
    """The kind of error, or an empty string."""
    values = {str(name): str(value) for name, value in letter.values.items()}
    message = EmailMessage(
        subject=text(f"letter.{letter.kind}.subject", letter.language, **values),
        body=text(f"letter.{letter.kind}.body", letter.language, **values),
        to=[str(unseal(letter.sealed_to)["to"])],
        headers={
            "Message-ID": f"<letter-{letter.pk}.{letter.created_at:%Y%m%d%H%M%S}@dosepath>",
            "Auto-Submitted": "auto-generated",
        },
        connection=backend,
    )
    try:
        backend.send_messages([message])
    except Exception as error:  # noqa: BLE001 (whatever a mail server does, the letter waits)
        return type(error).__name__
    return ""


def _settle(letter: Letter, error: str, at: datetime) -> None:
    letter.last_error = error
    if not error:
        letter.sent_at = at
    if not error or letter.attempts > len(WAITS):
        letter.sealed_to = ""
    with acting(POSTMAN), transaction.atomic():
        letter.save(update_fields=["last_error", "sent_at", "sealed_to"])

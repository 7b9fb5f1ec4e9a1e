"""Enquiries: received and moved on. What a person wrote is kept encrypted; every read is logged."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from dosepath.conduct import Refused
from dosepath.ledger import Actor
from dosepath.rule import Reason
from dosepath.store import clock, outbox
from dosepath.store.absence import NotFound
from dosepath.store.attribution import acting
from dosepath.store.audit import record_act
from dosepath.store.enquiry_form import check_consents, check_fields
from dosepath.store.models import Enquiry, EnquiryMove
from dosepath.store.permission import require
from dosepath.store.sealing import seal, unseal

PUBLIC = Actor("public page", "public")
"""Who writes an enquiry: nobody with an account."""

MOVES: Mapping[str, tuple[str, ...]] = {
    "new": ("assigned", "duplicate", "spam", "erased"),
    "assigned": ("assigned", "contacted", "could_not_reach", "full", "duplicate", "spam", "erased"),
    "contacted": (
        "contacted",
        "prescreened",
        "could_not_reach",
        "declined",
        "not_eligible",
        "full",
        "erased",
    ),
    "prescreened": ("invited", "declined", "not_eligible", "full", "erased"),
    "invited": ("consented", "could_not_reach", "declined", "not_eligible", "full", "erased"),
    "consented": ("enrolled", "declined", "not_eligible", "erased"),
    "enrolled": ("erased",),
    "could_not_reach": ("contacted", "erased"),
    "full": ("contacted", "erased"),
    "declined": ("erased",),
    "not_eligible": ("erased",),
    "duplicate": ("erased",),
    "spam": ("erased",),
    "erased": (),
}
"""The moves there are: state -> states it may become."""

# Letters and digits that cannot be mistaken for one another when read over the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class EnquirySummary:
    """An enquiry without what the person wrote: safe to list.

    ``attempts`` counts contacts made; ``screening`` is the number it led to.
    """

    reference: str
    trial: str
    received_at: datetime
    language: str
    state: str
    attempts: int
    assigned_to: str
    screening: str
    reason_code: str

    @property
    def may_become(self) -> tuple[str, ...]:
        """The states that this one may move to."""
        return MOVES[self.state]


def receive_enquiry(
    trial: str,
    fields: Mapping[str, str],
    *,
    consents: Sequence[Mapping[str, object]],
    at: datetime | None = None,
    site: str = "",
) -> str:
    """Store an enquiry and the copy to its sender in one transaction; returns its reference.

    ``fields``: name, email or phone (one is enough), language, time, writer
    (patient, relative or clinician), message. ``consents``: one mapping per statement
    agreed to, with ``code``, ``version``, ``language`` and the ``text`` that was shown.
    ``site`` is the centre's name for the copy. FaultsFound names every field that will
    not do; nothing is stored then.
    """
    kept = check_fields(fields)
    agreed = check_consents(consents)
    at = at or clock.now()
    with acting(PUBLIC), transaction.atomic():
        enquiry = Enquiry.objects.create(
            reference=_new_reference(),
            trial=trial,
            received_at=at,
            language=kept["language"],
            sealed=seal({"fields": kept, "notes": []}),
            consents=agreed,
            state="new",
        )
        _note_move(enquiry, "", by=PUBLIC, at=at)
        values = {"reference": enquiry.reference, "trial": trial, "site": site}
        if kept.get("email"):
            outbox.put(
                "enquiry_copy", to=kept["email"], language=kept["language"], values=values, at=at
            )
    return enquiry.reference


def list_enquiries(trial: str = "", *, states: Iterable[str] = ()) -> tuple[EnquirySummary, ...]:
    """The enquiries about ``trial`` (or all), oldest first, without personal data."""
    found = Enquiry.objects.order_by("received_at", "pk")
    if trial:
        found = found.filter(trial=trial)
    if wanted := tuple(states):
        found = found.filter(state__in=wanted)
    return tuple(_summary(enquiry) for enquiry in found)


def moves_of(reference: str) -> tuple[EnquiryMove, ...]:
    """The story of an enquiry: its moves in order, each with who and when."""
    return tuple(_enquiry(reference).moves.all())


def read_enquiry(reference: str, *, by: Actor) -> dict[str, Any]:
    """What the person wrote (``fields``) and the team's ``notes``; the read is audited first.

    Refused without the permission to answer enquiries; empty once erased.
    """
    require(by, "enquiry.answer")
    enquiry = _enquiry(reference)
    with acting(by), transaction.atomic():
        record_act("contact_read", reference, by=by, place=enquiry.trial)
    return unseal(enquiry.sealed)


def add_note(reference: str, note: str, *, by: Actor, at: datetime | None = None) -> None:
    """Add a note of the team; it is kept, encrypted, with what the person wrote."""
    require(by, "enquiry.answer")
    with acting(by), transaction.atomic():
        enquiry = _enquiry(reference)
        content = unseal(enquiry.sealed)
        if not content:
            raise Refused(Reason.of("store.enquiry_erased", reference=reference))
        stamp = (at or clock.now()).isoformat(timespec="seconds")
        content["notes"].append({"at": stamp, "by": by.name, "text": note})
        enquiry.sealed = seal(content)
        enquiry.save(update_fields=["sealed"])


def move_enquiry(
    reference: str,
    to: str,
    *,
    by: Actor,
    at: datetime | None = None,
    reason: str = "",
    assignee: str = "",
    screening: str = "",
) -> EnquirySummary:
    """Move an enquiry to the state ``to``; only the moves of :data:`MOVES` exist.

    ``reason`` is a reason code. ``assigned`` needs an ``assignee``; ``enrolled`` and
    ``consented`` take the ``screening`` number. ``erased`` removes what the person
    wrote and the addresses of letters about it.
    """
    require(by, "enquiry.answer")
    with acting(by, reason=reason), transaction.atomic():
        enquiry = _enquiry(reference)
        before = enquiry.state
        if to not in MOVES[before]:
            raise Refused(
                Reason.of(
                    "store.enquiry_move",
                    reference=reference,
                    before=f"enquiry.{before}",
                    after=f"enquiry.{to}",
                    allowed=tuple(f"enquiry.{state}" for state in MOVES[before]),
                )
            )
        _change(enquiry, to, reason=reason, assignee=assignee or by.name, screening=screening)
        _note_move(enquiry, before, by=by, at=at or clock.now())
    return _summary(enquiry)


def _change(enquiry: Enquiry, to: str, *, reason: str, assignee: str, screening: str) -> None:
    enquiry.state, enquiry.reason_code = to, reason
    if to == "assigned":
        enquiry.assigned_to = assignee
    if to == "contacted":
        enquiry.attempts += 1
    if screening:
        enquiry.screening = screening
    if to == "erased":
        enquiry.sealed = ""
        outbox.forget(enquiry.reference)
    enquiry.save()


def _note_move(enquiry: Enquiry, before: str, *, by: Actor, at: datetime) -> None:
    EnquiryMove.objects.create(
        enquiry=enquiry,
        at=at,
        actor=by.name,
        role=by.role,
        before=before,
        after=enquiry.state,
        reason_code=enquiry.reason_code,
    )


def _enquiry(reference: str) -> Enquiry:
    found = Enquiry.objects.filter(reference=reference.strip().upper()).first()
    if found is None:
        raise NotFound(f"there is no enquiry {reference}")
    return found


def _summary(enquiry: Enquiry) -> EnquirySummary:
    names = EnquirySummary.__dataclass_fields__
    return EnquirySummary(**{name: getattr(enquiry, name) for name in names})


def _new_reference() -> str:
    """``ENQ-`` and eight characters of 30: 40 bits, not guessable one by one."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"ENQ-{code[:4]}-{code[4:]}"

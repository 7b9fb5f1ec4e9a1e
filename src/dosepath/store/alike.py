"""Whether the same person is here already: compared inside the store, never shown, audited.

Only numbers and references leave this module. What was compared is in the audit, with whom; what
was written is not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from django.db import transaction

from dosepath.ledger import Actor
from dosepath.store.absence import NotFound
from dosepath.store.attribution import acting
from dosepath.store.audit import record_act
from dosepath.store.models import Enquiry, IdentityLink
from dosepath.store.permission import require
from dosepath.store.sealing import unseal

_REACHES = ("email", "phone")
"""The fields of an enquiry by which its sender is reached: who shares one may be the same."""

_NOT_ALONE = ("name",)
"""Fields of an identity that different people share: they count only if nothing else differs."""


def same_sender(reference: str, *, by: Actor) -> tuple[str, ...]:
    """References of other enquiries about the same trial with the same e-mail or telephone.

    A relative may write for two people, so it is a question to a person, not an answer.
    Refused without the permission to answer enquiries; NotFound for an unknown reference.
    """
    require(by, "enquiry.answer")
    mine = Enquiry.objects.filter(reference=reference).first()
    if mine is None:
        raise NotFound(f"there is no enquiry {reference}")
    with acting(by), transaction.atomic():
        record_act("contact_compared", reference, by=by, place=mine.trial)
    wanted = _reaches(mine)
    others = Enquiry.objects.filter(trial=mine.trial).exclude(pk=mine.pk).order_by("pk")
    return tuple(one.reference for one in others if wanted & _reaches(one))


def same_identity(trial: str, subject: str, *, by: Actor) -> tuple[str, ...]:
    """Other numbers of a trial behind which the same person is kept, as far as the data say.

    Two identities are the same if any field beside the name is equal, or if the names are and
    no field that both have differs. Letter case, blanks and signs are left out.
    """
    require(by, "identity.read")
    links = {one.subject: one for one in IdentityLink.objects.filter(trial=trial)}
    if subject not in links:
        raise NotFound(f"no identity is kept for {subject}")
    with acting(by), transaction.atomic():
        record_act("identity_compared", subject, by=by, place=trial)
    mine = _plain(unseal(links.pop(subject).sealed))
    return tuple(
        number
        for number, link in sorted(links.items())
        if _are_alike(mine, _plain(unseal(link.sealed)))
    )


def _reaches(enquiry: Enquiry) -> set[tuple[str, str]]:
    fields = _plain(unseal(enquiry.sealed).get("fields", {}))
    return {(name, fields[name]) for name in _REACHES if fields.get(name)}


def _plain(fields: Mapping[str, object]) -> dict[str, str]:
    """Every value without what people write differently: case, width, blanks and signs."""
    made = {}
    for name, value in fields.items():
        text = unicodedata.normalize("NFKC", str(value)).casefold()
        made[name] = "".join(one for one in text if one.isalnum())
    return {name: text for name, text in made.items() if text}


def _are_alike(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    shared = one.keys() & other.keys()
    telling = [name for name in shared if name not in _NOT_ALONE]
    if any(one[name] == other[name] for name in telling):
        return True
    return not telling and any(one[name] == other[name] for name in shared)

"""Acts worth remembering that change no row: a login, an export, the reading of an identity."""

from __future__ import annotations

from dosepath.ledger import Actor
from dosepath.store import clock
from dosepath.store.models import AuditEntry

ACTS = (
    "login",
    "login_failed",
    "login_refused",
    "locked_out",
    "logout",
    "signature_given",
    "signature_failed",
    "identity_read",
    "identity_compared",
    "contact_read",
    "contact_compared",
    "export",
    "backup",
)


def record_act(act: str, subject: str, *, by: Actor, place: str = "", reason: str = "") -> None:
    """Write one audit row about an act (one of ``ACTS``) on ``subject``.

    ``subject`` is a username, number or reference, never a name or an address.
    """
    if act not in ACTS:
        raise ValueError(f"{act!r} is not an act the audit knows: {', '.join(ACTS)}")
    AuditEntry.objects.create(
        at=clock.now().isoformat(timespec="milliseconds"),
        actor=by.name,
        role=by.role,
        action=act,
        place=place,
        row=subject,
        reason=reason,
    )

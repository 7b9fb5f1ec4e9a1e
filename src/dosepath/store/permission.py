"""May this actor do this? The roles are conduct's; the store asks before it shows or moves."""

from __future__ import annotations

from dosepath.conduct import Refused, permits, roles_with
from dosepath.ledger import Actor
from dosepath.rule import Reason


def require(by: Actor, permission: str) -> None:
    """Raise :class:`Refused`, naming whom to ask, unless the actor's role carries it."""
    if not permits(by.role, permission):
        raise Refused(
            Reason.of(
                "refused.not_permitted",
                role=by.role,
                permission=permission,
                ask=roles_with(permission),
            )
        )

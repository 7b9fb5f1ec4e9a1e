"""Roles: a name, a paragraph for people and a list of permissions. Nothing else checks who is who.

Permissions are dotted ``area.action`` codes. Which role a person has, and whether an
investigator is the principal one, is kept with the accounts, not here.
"""

from __future__ import annotations

from dataclasses import dataclass

from dosepath.conduct.refusal import Refused
from dosepath.ledger import Actor
from dosepath.rule import Reason


@dataclass(frozen=True, slots=True)
class Role:
    """A role: stable ``name``, a ``paragraph`` that says what it is for, its ``permissions``."""

    name: str
    paragraph: str
    permissions: frozenset[str]


_READ = frozenset({"trial.read", "clinical.read", "report.read", "audit.read"})
_SCREEN = frozenset(
    {
        "enquiry.answer",
        "identity.read",
        "screening.open",
        "screening.end",
        "consent.record",
        "facts.record",
        "slot.reserve",
        "slot.release",
        "reservation.expire",
    }
)
_FOLLOW = frozenset(
    {"form.record", "form.correct", "adverse_event.record", "adverse_event.update", "course.record"}
)
_COMMITTEE = frozenset({"decision.vote", "decision.sign", "dosing.halt"})
_INVESTIGATE = frozenset(
    {
        "trial.open",
        "part.open",
        "criterion.judge",
        "reading.pin",
        "eligibility.sign",
        "participant.enrol",
        "identity.confirm",
        "product.confirm",
        "dose.give",
        "candidate.adjudicate",
        "window.assess",
        "value.judge",
        "death.correct",
        "decision.propose",
        "amendment.record",
        "dosing.report",
    }
)

_ALL = (
    Role(
        "coordinator",
        "Runs the day: answers enquiries, opens screenings, records consent, values, visits and "
        "adverse events, holds slots, and is one of the two people who match identity before "
        "dosing. Signs nothing that decides.",
        _READ | _SCREEN | _FOLLOW | {"identity.confirm", "product.confirm"},
    ),
    Role(
        "investigator",
        "A physician responsible for participants: judges criteria, signs eligibility, enrols, "
        "doses, adjudicates, assesses windows, proposes and signs dose decisions. The principal "
        "investigator is an investigator whose account carries that mark.",
        _READ | _SCREEN | _FOLLOW | _INVESTIGATE | _COMMITTEE,
    ),
    Role(
        "independent_physician",
        "A committee member who does not treat participants: adjudicates candidates, votes and "
        "signs dose decisions, may halt dosing.",
        _READ | _COMMITTEE | {"candidate.adjudicate"},
    ),
    Role(
        "statistician",
        "A committee member who defends the numbers: proposes, votes and signs dose decisions, "
        "may halt dosing.",
        _READ | _COMMITTEE | {"decision.propose"},
    ),
    Role(
        "monitor",
        "Reads everything clinical to check it against the sources; may halt dosing; writes "
        "nothing else.",
        _READ | {"dosing.halt"},
    ),
    Role("auditor", "Reads everything that is not a person's identity. Writes nothing.", _READ),
    Role(
        "site_administrator",
        "Looks after accounts and the machine. Sees no clinical data.",
        frozenset({"trial.read", "accounts.manage", "backup.make", "reservation.expire"}),
    ),
    Role(
        "cell_laboratory",
        "Prepares the product: sees cohorts and slots, and confirms the product for a dosing.",
        frozenset({"trial.read", "product.confirm"}),
    ),
    Role(
        "system",
        "The software itself, for what only the passing of time decides.",
        frozenset({"reservation.expire"}),
    ),
)

ROLES: dict[str, Role] = {role.name: role for role in _ALL}
"""Every role by its name. ``system`` is never given to a person."""


def permits(role: str, permission: str) -> bool:
    """Whether ``role`` carries ``permission``; an unknown role carries none."""
    known = ROLES.get(role)
    return known is not None and permission in known.permissions


def roles_with(permission: str) -> tuple[str, ...]:
    """The names of the roles that carry ``permission``: whom to ask."""
    return tuple(role.name for role in _ALL if permission in role.permissions)


def require(by: Actor, permission: str) -> None:
    """Raise :class:`Refused` unless the actor's role carries ``permission``."""
    if not permits(by.role, permission):
        raise Refused(
            Reason.of(
                "refused.not_permitted",
                role=by.role,
                permission=permission,
                ask=roles_with(permission),
            )
        )

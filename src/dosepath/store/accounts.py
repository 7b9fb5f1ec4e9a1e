"""Accounts and the roles granted to them; every change names who made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from dosepath.conduct import ROLES, Refused
from dosepath.ledger import Actor
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason
from dosepath.store import clock
from dosepath.store.absence import NotFound
from dosepath.store.attribution import acting
from dosepath.store.models import Account, RoleGrant

INSTALLER = Actor("installation", "system")
"""Who creates the first account, before there is anyone to do it."""


@dataclass(frozen=True)
class Grant:
    """A role to be granted: for one trial or (empty) all, from a date until a date or open."""

    role: str
    starts: date
    ends: date | None = None
    trial: str = ""
    is_principal: bool = False
    trained_on: date | None = None
    delegated_on: date | None = None


def create_account(
    username: str, password: str, *, by: Actor, display_name: str = "", at: datetime | None = None
) -> Account:
    """Open an account. FaultsFound for a bad username, a weak password or a name in use."""
    account = Account(username=username, display_name=display_name, created_at=at or clock.now())
    account.set_unusable_password()
    faults = [*_faults(account.full_clean), *_faults(lambda: validate_password(password, account))]
    if faults:
        raise FaultsFound(faults)
    account.set_password(password)
    with acting(by), transaction.atomic():
        account.save(force_insert=True)
    return account


def set_password(username: str, password: str, *, by: Actor, reason: str = "") -> None:
    """Give an account another password; also ends a lockout."""
    account = account_of(username)
    faults = list(_faults(lambda: validate_password(password, account)))
    if faults:
        raise FaultsFound(faults)
    account.set_password(password)
    account.failed_logins, account.locked_until = 0, None
    with acting(by, reason=reason), transaction.atomic():
        account.save(update_fields=["password", "failed_logins", "locked_until"])


def unlock_account(username: str, *, by: Actor, reason: str = "") -> None:
    """End a lockout before its time; the password stays as it is."""
    account = account_of(username)
    account.failed_logins, account.locked_until = 0, None
    with acting(by, reason=reason), transaction.atomic():
        account.save(update_fields=["failed_logins", "locked_until"])


def close_account(username: str, *, by: Actor, reason: str, at: datetime | None = None) -> None:
    """Close an account for good; it stays in the list and its name is not given again."""
    account = account_of(username)
    account.closed_at, account.closed_by = at or clock.now(), by.name
    with acting(by, reason=reason), transaction.atomic():
        account.save(update_fields=["closed_at", "closed_by"])


def grant_role(
    username: str, grant: Grant, *, by: Actor, at: datetime | None = None, reason: str = ""
) -> RoleGrant:
    """Grant a role. Nobody grants a role to themselves; ``system`` is given to no one."""
    account = account_of(username)
    if grant.role not in ROLES or grant.role == "system":
        allowed = ", ".join(sorted(set(ROLES) - {"system"}))
        raise FaultsFound([_fault("role", "there is no such role", grant.role, allowed)])
    if by.name == username:
        raise Refused(Reason.of("store.own_role", role=grant.role))
    row = RoleGrant(
        account=account, granted_by=by.name, granted_at=at or clock.now(), **vars(grant)
    )
    faults = list(_faults(row.full_clean))
    if faults:
        raise FaultsFound(faults)
    with acting(by, reason=reason), transaction.atomic():
        row.save(force_insert=True)
    return row


def end_role(grant: RoleGrant, *, on: date, by: Actor, reason: str) -> None:
    """Let a granted role end on a day (its last)."""
    grant.ends = on
    with acting(by, reason=reason), transaction.atomic():
        grant.save(update_fields=["ends"])


def account_of(username: str) -> Account:
    """The account of that name; NotFound if there is none."""
    found = Account.objects.filter(username=username).first()
    if found is None:
        raise NotFound(f"there is no account {username!r}")
    return found


def list_accounts() -> tuple[Account, ...]:
    """Every account, closed ones too, by name."""
    return tuple(Account.objects.order_by("username"))


def grants_of(account: Account, *, on: date, trial: str = "") -> tuple[RoleGrant, ...]:
    """The roles that ``account`` has on a day, for ``trial`` or (empty) for any trial."""
    held = account.grants.filter(Q(ends__isnull=True) | Q(ends__gte=on), starts__lte=on)
    if trial:
        held = held.filter(Q(trial="") | Q(trial=trial))
    return tuple(held.order_by("role", "pk"))


def actor_of(account: Account, *, role: str = "", trial: str = "", on: date | None = None) -> Actor:
    """``account`` in a role it holds on a day: ``role``, or the only one it has.

    Refused if the account is closed, or does not hold the role, or holds several
    and none is named.
    """
    held = grants_of(account, on=on or clock.now().date(), trial=trial)
    roles = sorted({grant.role for grant in held})
    if not account.is_active:
        raise Refused(Reason.of("store.account_closed", account=account.username))
    if not roles or (role and role not in roles):
        raise Refused(Reason.of("store.role_not_held", account=account.username, role=role))
    if not role and len(roles) > 1:
        raise Refused(Reason.of("store.role_unclear", roles=tuple(roles)))
    return Actor(account.username, role or roles[0])


def _faults(check) -> Iterable[Fault]:  # type: ignore[no-untyped-def]  # a bound method of Django's
    try:
        check()
    except ValidationError as error:
        by_field = (
            error.message_dict if hasattr(error, "error_dict") else {"password": error.messages}
        )
        return [_fault(field, message) for field, found in by_field.items() for message in found]
    return []


def _fault(field: str, message: str, found: str = "", allowed: str = "") -> Fault:
    return Fault(Place(path=field), f"account.{field}", message, found, allowed)

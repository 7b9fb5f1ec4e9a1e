"""Letting people in, and letting them sign: passwords, failures counted, lockout, audit."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from dosepath.conduct import Refused
from dosepath.ledger import Actor
from dosepath.rule import Reason
from dosepath.store import clock
from dosepath.store.accounts import actor_of, grants_of
from dosepath.store.attribution import acting
from dosepath.store.audit import record_act
from dosepath.store.models import Account

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
DOORKEEPER = Actor("login", "system")
"""Who writes about a login while it is not yet known who knocks."""


def log_in(username: str, password: str, *, at: datetime | None = None) -> Account | None:
    """The account if the name and password fit and it is open and not locked, else None.

    Every attempt is audited. After ``FAILURES_ALLOWED`` failures in a row the
    account is locked for ``LOCKED_FOR``; meanwhile the right password fails too.
    All refusals look alike to the caller, and an unknown name takes as long.
    """
    at = at or clock.now()
    account = Account.objects.filter(username=username.strip().lower()).first()
    if account is None:
        make_password(password)  # takes the time that checking one would
        with acting(DOORKEEPER), transaction.atomic():
            # The name is not kept: people type passwords into it.
            record_act("login_failed", "unknown account", by=DOORKEEPER)
        return None
    return account if _try(account, password, "login", at) else None


def is_locked(account: Account, at: datetime) -> bool:
    """Whether the account is locked at ``at`` because of failed logins."""
    return account.locked_until is not None and account.locked_until > at


def record_logout(account: Account) -> None:
    """Audit that a person left."""
    by = Actor(account.username, "person")
    with acting(by), transaction.atomic():
        record_act("logout", account.username, by=by)


def authenticate_signature(
    account: Account,
    password: str,
    *,
    role: str = "",
    trial: str = "",
    at: datetime | None = None,
    reason: str = "",
) -> Actor:
    """Who signs: asks for the password again, and for a role with training and delegation.

    ``reason`` is the meaning of the signature, for the audit. Every call is audited;
    wrong passwords count towards the lockout. Raises :class:`Refused` with every
    reason at once.
    """
    at = at or clock.now()
    actor = actor_of(account, role=role, trial=trial, on=at.date())
    missing = _missing_for_signing(account, actor.role, trial, at.date())
    if missing:
        raise Refused(*missing)
    if not _try(account, password, "signature_given", clock.now(), reason=reason):
        raise Refused(Reason.of("store.signature_password"))
    return actor


def _missing_for_signing(account: Account, role: str, trial: str, on: date) -> list[Reason]:
    held = [grant for grant in grants_of(account, on=on, trial=trial) if grant.role == role]
    missing = []
    if not any(grant.trained_on and grant.trained_on <= on for grant in held):
        missing.append(Reason.of("store.not_trained", account=account.username, role=role))
    if not any(grant.delegated_on and grant.delegated_on <= on for grant in held):
        missing.append(Reason.of("store.not_delegated", account=account.username, role=role))
    return missing


def _try(account: Account, password: str, act: str, at: datetime, *, reason: str = "") -> bool:
    failed = {"login": "login_failed", "signature_given": "signature_failed"}[act]
    is_right = account.check_password(password)  # before the lock: it takes a tenth of a second
    with acting(DOORKEEPER), transaction.atomic():
        account.refresh_from_db()
        if is_locked(account, at) or not account.is_active:
            record_act("login_refused", account.username, by=DOORKEEPER)
            return False
        if not is_right:
            record_act(failed, account.username, by=DOORKEEPER)
            _count_failure(account, at)
            return False
        record_act(act, account.username, by=Actor(account.username, "person"), reason=reason)
        if account.failed_logins or account.locked_until:
            account.failed_logins, account.locked_until = 0, None
            account.save(update_fields=["failed_logins", "locked_until"])
    return True


def _count_failure(account: Account, at: datetime) -> None:
    account.failed_logins += 1
    if account.failed_logins >= FAILURES_ALLOWED:
        account.failed_logins, account.locked_until = 0, at + LOCKED_FOR
        record_act("locked_out", account.username, by=DOORKEEPER)
    account.save(update_fields=["failed_logins", "locked_until"])

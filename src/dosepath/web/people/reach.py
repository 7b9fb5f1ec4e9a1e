"""Whose account an administrator may change: a trial's administrator, only that trial's people."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from dosepath import store
from dosepath.conduct import permits
from dosepath.web.access import Seat

PERMISSION = "accounts.manage"


def is_for_all_trials(seat: Seat) -> bool:
    """Whether this person administers every trial in the database."""
    account = store.account_of(seat.actor.name)
    held = store.grants_of(account, on=seat.at.date(), trial=seat.trial)
    return any(not grant.trial and permits(grant.role, PERMISSION) for grant in held)


def grants_seen(seat: Seat, account: Any) -> tuple[Any, ...]:
    """Every grant of an account that this administrator may read, past ones too."""
    grants = tuple(account.grants.order_by("starts", "pk"))
    if is_for_all_trials(seat):
        return grants
    return tuple(grant for grant in grants if grant.trial in ("", seat.trial))


def accounts_seen(seat: Seat) -> tuple[Any, ...]:
    """The accounts of this trial's people and those without any role, or all."""
    return tuple(
        account
        for account in store.list_accounts()
        if grants_seen(seat, account) or not account.grants.exists()
    )


def account_seen(seat: Seat, username: str) -> Any:
    """The account of an address; another trial's does not exist here."""
    found = next((one for one in accounts_seen(seat) if one.username == username), None)
    if found is None:
        raise Http404
    return found


def may_change(seat: Seat, account: Any) -> bool:
    """Whether password, lock and end of an account are this administrator's.

    Who sets a password can act as its owner, so that whoever administers one trial may
    not do it for a person who has a role elsewhere.
    """
    elsewhere = any(grant.trial != seat.trial for grant in account.grants.all())
    return is_for_all_trials(seat) or not elsewhere


def may_end(seat: Seat, grant: Any) -> bool:
    """Whether this administrator may end a grant: not an own one, and in reach."""
    if grant.account.username == seat.actor.name:
        return False
    return grant.trial == seat.trial or is_for_all_trials(seat)

"""Accounts and roles as plain values. Nothing here is about a participant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import store, wording
from dosepath.conduct import ROLES
from dosepath.web.access import Seat
from dosepath.web.people.reach import accounts_seen, grants_seen, may_end
from dosepath.web.ui.table import Cell, Column, Fact, Table, Tone

GRANTABLE = tuple(role for role in ROLES if role != "system")


def accounts_table(seat: Seat) -> Table:
    """Open accounts first: name, roles today, state, since when."""
    titles = ("account", "roles", "name", "state", "created_on")
    columns = tuple(Column(wording.label(f"people.{title}")) for title in titles)
    listed = sorted(accounts_seen(seat), key=lambda one: (not one.is_active, one.username))
    rows = tuple(_row(seat, account) for account in listed)
    return Table(wording.label("people.table"), columns, rows, wording.text("people.empty"))


def _row(seat: Seat, account: Any) -> tuple[Cell, ...]:
    page = reverse("people:person", args=[seat.trial, account.username])
    words, tone = state_of(account, seat)
    return (
        Cell(account.username, href=page),
        Cell(roles_text(seat, account)),
        Cell(account.display_name or "–"),
        Cell(words, tone=tone),
        Cell(_date(account.created_at, seat.zone)),
    )


def state_of(account: Any, seat: Seat) -> tuple[str, Tone]:
    """Open, locked or closed: the words and their tone."""
    if account.closed_at is not None:
        on = account.closed_at.astimezone(seat.zone).isoformat()
        return wording.text("people.closed_on", on=on), "none"
    if account.locked_until is not None and store.is_locked(account, seat.at):
        until = account.locked_until.astimezone(seat.zone).isoformat()
        return wording.text("people.locked_until", until=until), "warn"
    return wording.text("people.open"), "good"


def roles_text(seat: Seat, account: Any) -> str:
    """The roles that are in force today; none for a closed account."""
    held = [grant for grant in grants_seen(seat, account) if _is_in_force(grant, seat.at.date())]
    if not held or not account.is_active:
        return wording.text("people.no_role")
    return "; ".join(dict.fromkeys(_role_text(grant) for grant in held))


def _role_text(grant: Any) -> str:
    code = "people.role_principal" if grant.is_principal else "people.role"
    code += "_until" if grant.ends else ("" if grant.is_principal else "_open")
    ends = grant.ends.isoformat() if grant.ends else ""
    return wording.text(code, role=f"role.{grant.role}", ends=ends)


def _is_in_force(grant: Any, on: date) -> bool:
    return grant.starts <= on and (grant.ends is None or grant.ends >= on)


def facts(account: Any, seat: Seat) -> tuple[Fact, ...]:
    """The account itself."""
    label, (words, _) = wording.label, state_of(account, seat)
    found = [
        Fact(label("people.name"), (account.display_name or "–",)),
        Fact(label("people.state"), (words,)),
        Fact(label("people.created_on"), (_date(account.created_at, seat.zone),)),
    ]
    if account.closed_at is not None:
        at = account.closed_at.astimezone(seat.zone).isoformat()
        by = wording.text("people.closed_by", at=at, by=account.closed_by)
        found.append(Fact(label("people.closing"), (by,)))
    return tuple(found)


def grants_table(account: Any, seat: Seat) -> Table:
    """Every role granted, also those that have ended, with all its dates."""
    titles = (
        *("role", "now", "from", "until", "step"),
        *("scope", "principal", "trained", "delegated", "granted"),
    )
    columns = tuple(Column(wording.label(f"people.{title}")) for title in titles)
    rows = tuple(_grant_row(grant, account, seat=seat) for grant in grants_seen(seat, account))
    return Table(wording.label("people.grants"), columns, rows, wording.text("people.no_grants"))


def _grant_row(grant: Any, account: Any, *, seat: Seat) -> tuple[Cell, ...]:
    now, tone = _now(grant, seat.at.date())
    at = grant.granted_at.astimezone(seat.zone).isoformat()
    return (
        Cell(wording.label(f"role.{grant.role}")),
        Cell(now, tone=tone),
        Cell(wording.date_text(grant.starts)),
        Cell(wording.date_text(grant.ends) if grant.ends else wording.label("people.open_end")),
        _end_cell(grant, account, seat=seat),
        Cell(scope_text(grant.trial, seat)),
        Cell(wording.label("people.yes" if grant.is_principal else "people.no")),
        Cell(_on_record(grant.trained_on)),
        Cell(_on_record(grant.delegated_on)),
        Cell(wording.text("people.granted_by", by=grant.granted_by, at=at)),
    )


def _now(grant: Any, today: date) -> tuple[str, Tone]:
    if grant.starts > today:
        return wording.text("people.begins", on=grant.starts.isoformat()), "info"
    if grant.ends is not None and grant.ends < today:
        return wording.text("people.ended"), "none"
    return wording.label("people.in_force"), "good"


def scope_text(trial: str, seat: Seat) -> str:
    """Where a role holds: this trial, another by its name, or every one."""
    if not trial:
        return wording.label("people.every_trial")
    return wording.label("people.this_trial") if trial == seat.trial else trial


def _end_cell(grant: Any, account: Any, *, seat: Seat) -> Cell:
    has_ended = grant.ends is not None and grant.ends < seat.at.date()
    if has_ended or not account.is_active or not may_end(seat, grant):
        return Cell("–")
    page = reverse("people:end_role", args=[seat.trial, account.username, grant.pk])
    return Cell(wording.label("people.end"), href=page)


def roles_explained() -> tuple[Fact, ...]:
    """What each role is for, as its paragraph says."""
    return tuple(
        Fact(wording.label(f"role.{role}"), (ROLES[role].paragraph,)) for role in GRANTABLE
    )


def _on_record(on: date | None) -> str:
    return wording.date_text(on) if on else wording.label("people.not_on_record")


def _date(at: datetime, zone: ZoneInfo) -> str:
    return wording.date_text(at.astimezone(zone).date())

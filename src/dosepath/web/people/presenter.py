"""Accounts and their roles as plain values; nothing clinical is read here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import ROLES
from dosepath.web.ui.table import Cell, Column, Fact, Table


def role_words(role: str) -> str:
    """A role by its label."""
    return wording.label(f"role.{role}")


def list_table(accounts: Iterable[tuple[Any, Sequence[Any]]], trial: str, at: datetime) -> Table:
    """Every account with the roles that it has today."""
    titles = ("account", "name", "roles", "state")
    columns = tuple(Column(wording.label(f"people.{title}")) for title in titles)
    rows = tuple(
        (
            Cell(account.username, href=reverse("people:account", args=[trial, account.username])),
            Cell(account.display_name or "–"),
            Cell(", ".join(dict.fromkeys(role_words(one.role) for one in grants)) or "–"),
            state_cell(account, at),
        )
        for account, grants in accounts
    )
    return Table(wording.label("people.caption"), columns, rows, wording.text("people.empty"))


def state_cell(account: Any, at: datetime) -> Cell:
    """Open, locked after failures, or closed."""
    if account.closed_at is not None:
        return Cell(wording.label("people.closed"), tone="none")
    if account.locked_until is not None and account.locked_until > at:
        return Cell(wording.label("people.locked"), tone="warn")
    return Cell(wording.label("people.open"), tone="good")


def account_facts(account: Any, *, at: datetime, zone: ZoneInfo) -> tuple[Fact, ...]:
    """Who it is and how the account stands."""
    label = wording.label
    facts = [
        Fact(label("people.name"), (account.display_name or "–",)),
        Fact(label("people.state"), (state_cell(account, at).text,)),
        Fact(label("people.created"), (_time(account.created_at, zone),)),
    ]
    if account.locked_until is not None and account.locked_until > at:
        facts.append(Fact(label("people.locked_until"), (_time(account.locked_until, zone),)))
    if account.closed_at is not None:
        closed = wording.text(
            "people.closed_by", who=account.closed_by, when=_time(account.closed_at, zone)
        )
        facts.append(Fact(label("people.closed_on"), (closed,)))
    return tuple(facts)


def grants_table(grants: Iterable[Any], *, trial: str, on: date, may_end: bool) -> Table:
    """Every role ever granted, with its dates; a present one can be ended."""
    titles = ("role", "where", "starts", "ends", "trained", "delegated", "by", "now")
    columns = tuple(Column(wording.label(f"grant.{title}")) for title in titles)
    rows = tuple(_grant(one, trial, on=on, may_end=may_end) for one in grants)
    return Table(wording.label("grant.caption"), columns, rows, wording.text("grant.empty"))


def _grant(one: Any, trial: str, *, on: date, may_end: bool) -> tuple[Cell, ...]:
    role = role_words(one.role)
    if one.is_principal:
        role = wording.text("grant.principal_role", role=role)
    where = one.trial or wording.label("grant.everywhere")
    ended = one.ends is not None and one.ends < on
    now = Cell(wording.label("grant.ended"), tone="none")
    if one.starts > on:
        now = Cell(wording.label("grant.later"), tone="info")
    elif not ended:
        now = Cell(wording.label("grant.held"), tone="good")
    if may_end and not ended and one.ends is None:
        url = reverse("people:end", args=[trial, one.account.username, one.pk])
        now = Cell(wording.label("grant.end_link"), href=url)
    return (
        Cell(role),
        Cell(where),
        Cell(wording.date_text(one.starts)),
        Cell(_date(one.ends) if one.ends else wording.label("grant.open")),
        Cell(_date(one.trained_on)),
        Cell(_date(one.delegated_on)),
        Cell(one.granted_by),
        now,
    )


def roles_explained() -> tuple[tuple[str, str], ...]:
    """Each role that can be granted, with the paragraph that says what it is for."""
    return tuple(
        (role_words(role.name), role.paragraph) for role in ROLES.values() if role.name != "system"
    )


def _date(on: date | None) -> str:
    return wording.date_text(on) if on else wording.label("grant.not_on_record")


def _time(at: datetime, zone: ZoneInfo) -> str:
    return wording.moment_text(at.astimezone(zone))

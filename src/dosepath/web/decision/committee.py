"""The committee: who may sign here today, by training and delegation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model

from dosepath import store, wording
from dosepath.conduct import DoseDecision, Protocol, TrialState, roles_with
from dosepath.web.ui.table import Cell, Column, Table


@dataclass(frozen=True)
class Member:
    """An account in a role that signs decisions, with the dates of training and delegation."""

    account: str
    name: str
    role: str
    trained: date | None
    delegated: date | None

    def may_sign(self, on: date) -> bool:
        """Whether both dates have come: deciding a dose needs training and delegation."""
        dates = (self.trained, self.delegated)
        return all(one is not None and one <= on for one in dates)


def members(trial: str, on: date) -> tuple[Member, ...]:
    """Everyone with an open account and a signing role at ``trial`` on a day."""
    signing = roles_with("decision.sign")
    found = [
        Member(account.username, str(account), grant.role, grant.trained_on, grant.delegated_on)
        for account in get_user_model().objects.filter(closed_at__isnull=True)
        for grant in store.grants_of(account, on=on, trial=trial)
        if grant.role in signing
    ]
    return tuple(sorted(found, key=lambda one: (signing.index(one.role), one.account)))


def needed_text(protocol: Protocol) -> str:
    """What the protocol asks of a committee."""
    return wording.text("committee.needed", quorum=protocol.quorum, roles=protocol.required_roles)


def members_table(found: Iterable[Member], on: date) -> Table:
    """Who may sign today, and since when they are trained and delegated."""
    titles = ("person", "may", "role", "trained", "delegated")
    columns = tuple(Column(wording.label(f"committee.{title}")) for title in titles)
    rows = tuple(
        (
            Cell(one.name),
            _may(one, on),
            Cell(wording.label(f"role.{one.role}")),
            Cell(_date(one.trained)),
            Cell(_date(one.delegated)),
        )
        for one in found
    )
    empty = wording.text("committee.nobody")
    return Table(wording.label("committee.members"), columns, rows, empty)


def _may(one: Member, on: date) -> Cell:
    may = one.may_sign(on)
    return Cell(
        wording.label(f"committee.{'may_sign' if may else 'may_not'}"),
        tone="good" if may else "warn",
    )


def _date(on: date | None) -> str:
    return wording.date_text(on) if on else wording.label("committee.not_on_record")


def votes_table(decision: DoseDecision, state: TrialState) -> Table:
    """Every vote, the changed ones too: dissent stays visible."""
    titles = ("person", "role", "vote", "when", "reason")
    columns = tuple(Column(wording.label(f"committee.{title}")) for title in titles)
    last = set(decision.latest_votes)
    rows = tuple(
        (
            Cell(one.stamp.actor),
            Cell(wording.label(f"role.{one.stamp.role}")),
            Cell(wording.label(one.answer), tone="none" if one not in last else "info"),
            Cell(_time(one.stamp.at, state)),
            Cell(one.stamp.reason),
        )
        for one in decision.votes
    )
    return Table(wording.label("committee.votes"), columns, rows, wording.text("committee.no_vote"))


def dissent_lines(decision: DoseDecision) -> tuple[str, ...]:
    """The votes against that stand, each with who gave it and why."""
    return tuple(
        wording.text(
            "committee.dissent_line",
            who=one.stamp.actor,
            role=f"role.{one.stamp.role}",
            why=one.stamp.reason,
        )
        for one in decision.dissent
    )


def signatures_table(decision: DoseDecision, state: TrialState) -> Table:
    """Every signature as an inspector asks for it: printed name, role, meaning, time."""
    answered = any(one.stamp.reason for one in decision.signatures)
    titles = ("printed_name", "role", "meaning", "when", "account", "answer")[: 5 + answered]
    columns = tuple(Column(wording.label(f"committee.{title}")) for title in titles)
    rows = tuple(
        (
            Cell(one.name),
            Cell(wording.label(f"role.{one.role}")),
            Cell(one.meaning),
            Cell(_time(one.stamp.at, state)),
            Cell(one.stamp.actor),
            *((Cell(one.stamp.reason),) if answered else ()),
        )
        for one in decision.signatures
    )
    empty = wording.text("committee.no_signature")
    return Table(wording.label("committee.signatures"), columns, rows, empty)


def _time(at: datetime, state: TrialState) -> str:
    return wording.moment_text(at.astimezone(ZoneInfo(state.zone)))

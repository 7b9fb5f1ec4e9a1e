"""``dosepath account``: accounts and the roles granted to them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Acting, set_up
from dosepath.cli.output import emit_json, emit_table, paragraph

if TYPE_CHECKING:
    from dosepath.ledger import Actor
    from dosepath.store import Grant

NEEDED = "accounts.manage"
NEW_PASSWORD = "DOSEPATH_NEW_PASSWORD"  # noqa: S105 (the name of a variable)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
_AS = click.option(
    "--as",
    "account",
    default="",
    envvar="DOSEPATH_ACCOUNT",
    metavar="ACCOUNT",
    help="The site administrator who does this; the first account needs none.",
)
_SINCE = click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day of the role, its training and delegation. Default: today.",
)
_STDIN = click.option(
    "--password-stdin", is_flag=True, help="Read the new password from standard input."
)


@click.group()
def account() -> None:
    """Accounts: create one, grant roles, list them, set a password, close one."""


@account.command()
@click.argument("username")
@click.option("--display-name", default="", help="As it is printed under signatures.")
@click.option("--role", default="", help="A role to grant at once.")
@click.option("--principal", is_flag=True, help="An investigator who is the principal one.")
@click.option("--trained", is_flag=True, help="Trained for the role.")
@click.option("--delegated", is_flag=True, help="Delegated to the role.")
@_SINCE
@_AS
@_STDIN
@_JSON
def create(
    username: str,
    *,
    display_name: str,
    role: str,
    principal: bool,
    trained: bool,
    delegated: bool,
    since: datetime | None,
    account: str,
    password_stdin: bool,
    as_json: bool,
) -> None:
    r"""Create the account USERNAME.

    Its password is asked for, hidden, twice. The first account of a new database is created by
    whoever installs it.

    \b
      dosepath account create admin --role site_administrator
    """
    _new_database()
    set_up()
    from dosepath.store import create_account, grant_role

    by = _by(account)
    password = _new_password(username, from_stdin=password_stdin)
    create_account(username, password, by=by, display_name=display_name)
    if role:
        marks = {"principal": principal, "trained": trained, "delegated": delegated}
        grant_role(username, _grant(role, marks, since), by=by)
    if as_json:
        emit_json({"account": username, "role": role})
        return
    paragraph(f"Account {username} is created" + (f" with the role {role}." if role else "."))
    if not role:
        paragraph(f"dosepath account grant {username} ROLE", indent="  next: ")


@account.command()
@click.argument("username")
@click.argument("role")
@click.option("--principal", is_flag=True, help="An investigator who is the principal one.")
@click.option("--trained", is_flag=True, help="Trained for the role.")
@click.option("--delegated", is_flag=True, help="Delegated to the role.")
@_SINCE
@_AS
@_JSON
def grant(
    username: str,
    role: str,
    *,
    principal: bool,
    trained: bool,
    delegated: bool,
    since: datetime | None,
    account: str,
    as_json: bool,
) -> None:
    """Grant ROLE to USERNAME.

    Deciding a dose needs training and delegation. Nobody grants a role to themselves.
    """
    set_up()
    from dosepath.store import grant_role

    marks = {"principal": principal, "trained": trained, "delegated": delegated}
    grant_role(username, _grant(role, marks, since), by=_by(account))
    if as_json:
        emit_json({"account": username, "role": role, **marks})
        return
    paragraph(f"{username} has the role {role}.")


@account.command("list")
@_JSON
def list_all(*, as_json: bool) -> None:
    """List every account with its roles."""
    set_up()
    rows = _rows()
    if as_json:
        emit_json(rows)
    elif not rows:
        paragraph("There is no account yet. Begin with: dosepath account create NAME")
    else:
        emit_table(
            ("account", "role", "since", "may sign", "closed"),
            [
                (
                    row["account"],
                    row["role"],
                    row["since"],
                    "yes" if row["trained"] and row["delegated"] else "no",
                    row["closed"],
                )
                for row in rows
            ],
        )
        click.echo("may sign: trained for the role and delegated to it")


@account.command()
@click.argument("username")
@_AS
@_STDIN
@_JSON
def password(username: str, *, account: str, password_stdin: bool, as_json: bool) -> None:
    """Give USERNAME another password.

    It is asked for, hidden, twice; this ends a lockout too.
    """
    set_up()
    from dosepath.store import set_password

    by = _by(account)
    set_password(username, _new_password(username, from_stdin=password_stdin), by=by)
    if as_json:
        emit_json({"account": username})
        return
    paragraph(f"{username} has a new password.")


@account.command()
@click.argument("username")
@click.option("--reason", required=True, help="Why it is closed.")
@click.option("--yes", is_flag=True, help="Do not ask before it is closed.")
@_AS
@_JSON
def close(username: str, *, reason: str, yes: bool, account: str, as_json: bool) -> None:
    """Close the account USERNAME for good.

    The account stays in the list, and its name is never given again.
    """
    set_up()
    from dosepath.store import close_account

    by = _by(account)
    Acting(account=account, yes=yes).confirm(f"The account {username} will be closed for good.")
    close_account(username, by=by, reason=reason)
    if as_json:
        emit_json({"account": username, "closed": True})
        return
    paragraph(f"The account {username} is closed.")


def _rows() -> list[dict[str, object]]:
    from dosepath.store import list_accounts

    rows: list[dict[str, object]] = []
    for one in list_accounts():
        head = {"account": one.username, "closed": one.closed_at and one.closed_at.date()}
        held = [
            {
                "role": grant.role + (" (principal)" if grant.is_principal else ""),
                "since": grant.starts,
                "trained": grant.trained_on,
                "delegated": grant.delegated_on,
            }
            for grant in one.grants.order_by("starts", "pk")
        ]
        nothing = dict.fromkeys(("role", "since", "trained", "delegated"))
        rows += [{**head, **grant} for grant in held or [nothing]]
    return rows


def _new_database() -> None:
    """An empty database, if there is none at all."""
    from dosepath import web
    from dosepath.store import database_path

    if not database_path().exists():
        web.start()
        web.migrate()
        paragraph(f"A new database is made: {database_path()}", err=True)


def _by(account: str) -> Actor:
    """The administrator who acts; the installation itself while there is no account."""
    from dosepath.conduct import Refused, permits, roles_with
    from dosepath.rule import Reason
    from dosepath.store import INSTALLER, list_accounts, now

    if not list_accounts():
        return INSTALLER
    if not account:
        raise click.UsageError("say who does this with --as ACCOUNT")
    by = Acting(account=account).actor(at=now())
    if not permits(by.role, NEEDED):
        ask = roles_with(NEEDED)
        raise Refused(Reason.of("refused.not_permitted", role=by.role, permission=NEEDED, ask=ask))
    return by


def _grant(role: str, marks: Mapping[str, bool], since: datetime | None) -> Grant:
    from dosepath.store import Grant, now

    first = (since or now()).date()
    return Grant(
        role,
        first,
        is_principal=marks["principal"],
        trained_on=first if marks["trained"] else None,
        delegated_on=first if marks["delegated"] else None,
    )


def _new_password(username: str, *, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    asked = f"New password of {username}"
    given = os.environ.get(NEW_PASSWORD, "")
    return given or str(
        click.prompt(asked, hide_input=True, confirmation_prompt="Once more", err=True)
    )

"""The demonstration's own database: made anew each time, never in the place of another."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click

from dosepath.ledger import Actor

PASSWORD = "synthetic-data-only"  # noqa: S105 (printed for everybody; guards synthetic data only)

ACCOUNTS: tuple[tuple[str, str, bool], ...] = (
    ("coordinator", "coordinator", False),
    ("coordinator-2", "coordinator", False),
    ("investigator", "investigator", True),
    ("investigator-2", "investigator", False),
    ("independent_physician", "independent_physician", False),
    ("statistician", "statistician", False),
    ("cell_laboratory", "cell_laboratory", False),
    ("monitor", "monitor", False),
    ("auditor", "auditor", False),
    ("site_administrator", "site_administrator", False),
)
"""User name, role, and whether the investigator is the principal one."""

PEOPLE = {name: Actor(name, role) for name, role, _ in ACCOUNTS}


def clear_the_way(database: Path) -> None:
    """Remove an earlier demonstration; refuse anything else that lies there."""
    making = _making(database)
    if database.exists():
        from dosepath.store import database_is_synthetic

        mark = database_is_synthetic(database)
        if mark is False or (mark is None and not making.exists()):
            raise click.ClickException(
                f"{database} is not marked synthetic, so the demonstration does not touch it.\n"
                "Name another file with --database, or move this one away yourself."
            )
    for path in _files(database):
        path.unlink(missing_ok=True)
    database.parent.mkdir(parents=True, exist_ok=True)
    making.touch()  # until the trial is open the file itself bears no mark


def mark_as_made(database: Path) -> None:
    """The database bears its own mark now."""
    _making(database).unlink(missing_ok=True)


def create_accounts(at: datetime) -> None:
    """One account for each role, and a second where two people are needed."""
    from dosepath.store import INSTALLER, Grant, create_account, grant_role

    since = (at - timedelta(days=200)).date()
    for name, role, is_principal in ACCOUNTS:
        create_account(name, PASSWORD, by=INSTALLER, display_name=name.replace("_", " "))
        grant = Grant(role, since, is_principal=is_principal, trained_on=since, delegated_on=since)
        grant_role(name, grant, by=INSTALLER)


def _making(database: Path) -> Path:
    return database.with_name(f"{database.name}.making")


def _files(database: Path) -> list[Path]:
    beside = [database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm")]
    mail = sorted((database.parent / "mail").glob("*.log"))
    return [*beside, database.with_name("anchors.jsonl"), *mail]

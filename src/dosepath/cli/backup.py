"""``dosepath backup``: a consistent copy of a database that stays in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.output import emit_json, emit_table

if TYPE_CHECKING:
    from dosepath.store import Backup


@click.command()
@click.argument("into", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The database to copy. Default: the one in use.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was copied as JSON.")
def backup(into: Path | None, *, database: Path | None, as_json: bool) -> None:
    """Copy the database into a new folder inside INTO (default: backups/ beside it).

    The site may go on writing meanwhile. The folder holds the database as one file, its
    anchors and a manifest with SHA-256 hashes, row counts and heads. Keys are never
    copied: keep them elsewhere. Check the copy with `dosepath verify`.
    """
    from dosepath.store import back_up, database_path, now

    source = database or database_path()
    made = back_up(source, into or source.parent / "backups", at=now())
    if as_json:
        emit_json({**vars(made), "folder": str(made.folder), "trials": _heads(made)})
        return
    click.echo(f"Backed up to {made.folder}")
    if made.trials:
        _show(made)
    else:
        click.echo("It holds no trial yet.")
    click.echo("The keys are not in it. Without them it can be neither verified nor read in full.")


def _heads(made: Backup) -> dict[str, object]:
    return {trial: {"rows": rows, "head": head} for trial, (rows, head) in made.trials.items()}


def _show(made: Backup) -> None:
    emit_table(
        ("trial", "rows", "head"),
        [(trial, rows, f"{head[:16]}...") for trial, (rows, head) in sorted(made.trials.items())],
        numeric=("rows",),
    )

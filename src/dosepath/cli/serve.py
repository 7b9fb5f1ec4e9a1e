"""``dosepath serve``: the site on this computer, until Ctrl-C."""

from __future__ import annotations

from pathlib import Path

import click

from dosepath.cli.failure import ExitCode


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 takes a free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. Others than this computer need a proxy with HTTPS.",
)
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The database. Default: the one in use.",
)
@click.option(
    "--upgrade", is_flag=True, help="Create the database, or bring it up to date after a backup."
)
def serve(port: int, *, host: str, database: Path | None, upgrade: bool) -> int:
    """Serve the public page and the console.

    Refuses to start without keys (a synthetic database may use demonstration keys), on a
    database of another version, or on one whose guards are gone.
    """
    from dosepath import web
    from dosepath.store import database_path, require_key

    file = (database or database_path()).absolute()
    for name in ("SECRET_KEY", "CHAIN_KEY", "IDENTITY_KEY"):
        require_key(name, file)
    if not file.exists() and not upgrade:
        raise click.ClickException(
            f"there is no database {file}\n"
            "Run `dosepath demo` for a synthetic one, or add --upgrade to create an empty one."
        )
    web.start(file)
    _bring_up_to_date(file, upgrade=upgrade)
    if not _is_intact(file):
        return ExitCode.INTEGRITY
    web.collect_static()
    try:
        web.serve(host, port, ready=_announce)
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port}: {error.strerror}. Choose another with --port."
        ) from error
    click.echo("Stopped.")
    return ExitCode.INTERRUPTED


def _bring_up_to_date(file: Path, *, upgrade: bool) -> None:
    from dosepath import web
    from dosepath.store import back_up, now

    is_new = not file.exists()
    pending = web.pending_migrations()
    if pending and not upgrade:
        raise click.ClickException(
            f"{file} was made by another version ({len(pending)} changes are missing). "
            "Add --upgrade: it makes a backup first."
        )
    if pending:
        if not is_new:
            made = back_up(file, file.parent / "backups", at=now())
            click.echo(f"Backed up to {made.folder}")
        web.migrate()


def _is_intact(file: Path) -> bool:
    """A wrong key, a broken chain or an absent guard: writing on would make it worse."""
    from dosepath.store import inspect_database, require_key

    found = inspect_database(file, key=bytes.fromhex(require_key("CHAIN_KEY", file)))
    for finding in found.findings[:3]:
        where = f"{finding.trial} row {finding.seq}: " if finding.seq else ""
        click.echo(f"Not served: {where}{finding.message}.", err=True)
    if not found.is_intact:
        click.echo(f"`dosepath verify {file}` says more.", err=True)
    return found.is_intact


def _announce(address: str) -> None:
    click.echo(f"DosePath is at {address}  (Ctrl-C stops it)")

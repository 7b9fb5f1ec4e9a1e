"""``dosepath restore``: put a backup back, verified before and after."""

from __future__ import annotations

from pathlib import Path

import click

from dosepath.cli.failure import ExitCode
from dosepath.cli.output import emit_json


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to put it. Default: the database in use.",
)
@click.option("--replace", is_flag=True, help="If a database is there, set it aside.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def restore(folder: Path, *, database: Path | None, replace: bool, as_json: bool) -> int:
    """Restore the backup in FOLDER. Stop the site first.

    The backup's hashes, rows and chain are checked before anything is touched, and the
    restored file again afterwards. A database that is already there is refused, or with
    --replace kept beside, renamed; nothing is ever deleted.
    """
    from dosepath.store import database_path, find_key, now, read_backup
    from dosepath.store import restore as put_back

    target = database or database_path()
    made = read_backup(folder)
    text = find_key("CHAIN_KEY", target)
    key = bytes.fromhex(text) if text else None
    found = put_back(made, target, key=key, replace=replace, at=now())
    if as_json:
        emit_json(
            {
                "database": str(target),
                "made_at": made.made_at,
                "intact": found.is_intact,
                "keyed": key is not None,
                "trials": made.trials,
            }
        )
    else:
        click.echo(f"Restored {target} from the backup of {made.made_at.isoformat()}")
        for trial, (rows, _) in sorted(made.trials.items()):
            click.echo(f"  {trial}: {rows} events")
        click.echo(
            "Verified with the chain key."
            if key
            else "Verified without the chain key: structure and anchors only."
        )
    return ExitCode.DONE if found.is_intact else ExitCode.INTEGRITY

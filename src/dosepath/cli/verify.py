"""``dosepath verify``: whether the log of a database, or of a copy of one, is what was written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from dosepath.cli.failure import ExitCode
from dosepath.cli.output import WIDTH, emit_json, emit_table, paragraph

if TYPE_CHECKING:
    from dosepath.ledger import Finding
    from dosepath.store import Inspection


@click.command()
@click.argument("database", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with the chain key (mode 0600). Default: the key in the environment, if any.",
)
@click.option("--without-key", is_flag=True, help="Check as somebody without the key would.")
@click.option(
    "--anchors",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="File of anchors. Default: anchors.jsonl beside the database.",
)
@click.option("--print-anchors", is_flag=True, help="Print where each log ends, to keep elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify(
    database: Path | None,
    *,
    key_file: Path | None,
    without_key: bool,
    anchors: Path | None,
    print_anchors: bool,
    as_json: bool,
) -> int:
    """Verify the event log of DATABASE (default: the one in use).

    The file is only read. With the chain key the content and place of every row are
    proven; without it the structure, and the content up to each anchor. The first bad
    row is named; the exit code is then 4. What could not be checked is said.
    """
    from dosepath.store import database_path, inspect_database

    file = database or database_path()
    key = None if without_key else _key(file, key_file)
    found = inspect_database(file, key=key, anchors=anchors)
    findings = (*found.findings, *_changed_studies(found))
    if print_anchors:
        _print_anchors(found)
    elif as_json:
        emit_json(_as_json(found, findings))
    else:
        _show(found, findings)
    return ExitCode.INTEGRITY if findings else ExitCode.DONE


def _key(database: Path, key_file: Path | None) -> bytes | None:
    from dosepath.store import find_key, read_key_file

    text = read_key_file(key_file) if key_file else find_key("CHAIN_KEY", database)
    try:
        return bytes.fromhex(text) if text else None
    except ValueError as error:
        raise click.UsageError(f"{key_file} holds no chain key (64 hexadecimal digits)") from error


def _changed_studies(found: Inspection) -> Iterable[Finding]:
    """Study files kept with the trial whose text no longer gives the hash that events name."""
    from dosepath.ledger import Finding
    from dosepath.quantity import DosePathError
    from dosepath.study import load_text

    for version, (name, text) in found.studies.items():
        try:
            files = found.files.get(version, {})
            same = load_text(text, name, files=files).hash == version
        except (DosePathError, ValueError):
            same = False
        if not same:
            message = f"the kept text of study version {version[:12]} was changed"
            yield Finding("", 0, "study_altered", message)


def _show(found: Inspection, findings: tuple[Finding, ...]) -> None:
    verification = found.verification
    click.echo(f"{found.database}\n")
    if verification.heads:
        emit_table(
            ("trial", "rows", "head", "anchored to row"),
            [
                (trial, head.rows, f"{head.link[:16]}...", verification.anchored[trial] or None)
                for trial, head in sorted(verification.heads.items())
            ],
            numeric=("rows", "anchored to row"),
        )
    else:
        click.echo("The event log is empty.\n")
    _list("Checked", verification.checked)
    _list("Could not be checked", (*verification.unchecked, *found.notes))
    if not findings:
        click.echo("Intact: these checks found nothing wrong.")
        return
    first = findings[0]
    row = f"row {first.seq}"
    place = first.trial if row in first.message else f"{first.trial} {row}"
    where = f"{place}: " if first.seq else ""
    paragraph(f"NOT INTACT. First: {where}{first.message}.")
    if len(findings) > 1:
        emit_table(
            ("trial", "row", "finding", "what"),
            [(one.trial, one.seq or None, one.code, one.message) for one in findings],
            numeric=("row",),
            title=f"All {len(findings)} findings",
        )


def _list(title: str, lines: tuple[str, ...]) -> None:
    click.echo(f"{title}:")
    for line in lines or ("nothing",):
        click.echo(fill(line, WIDTH, initial_indent="  - ", subsequent_indent="    "))
    click.echo()


def _as_json(found: Inspection, findings: tuple[Finding, ...]) -> dict[str, object]:
    verification = found.verification
    return {
        "database": str(found.database),
        "intact": not findings,
        "keyed": verification.keyed,
        "first": findings[0] if findings else None,
        "findings": findings,
        "checked": verification.checked,
        "unchecked": verification.unchecked,
        "notes": found.notes,
        "trials": {
            trial: {
                "rows": head.rows,
                "head": head.link,
                "digest": head.digest,
                "anchored": verification.anchored[trial],
            }
            for trial, head in verification.heads.items()
        },
    }


def _print_anchors(found: Inspection) -> None:
    from dosepath.ledger import Anchor
    from dosepath.store import now

    for trial, head in sorted(found.verification.heads.items()):
        click.echo(Anchor(trial, head.rows, head.link, head.digest, now(), "on request").to_line())

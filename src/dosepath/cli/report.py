"""``dosepath report``: the committee's pack of a trial at a data cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.output import emit_json, paragraph, write_file
from dosepath.cli.parts import in_part, part_option

if TYPE_CHECKING:
    from dosepath.analysis import Pack, Table, TrialData
    from dosepath.store import NotFound

FORMATS = (".html", ".pdf", ".svg")


@click.command()
@click.option("--trial", help="The trial. Default: the only one in the database.")
@click.option(
    "--at",
    "seq",
    type=click.IntRange(min=1),
    help="Cut the data after this event, as known then. Default: everything, as known now.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write: a name ending in .html or .pdf, or .svg for the ladder alone.",
)
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The database. Default: the one in use.",
)
@part_option
@click.option("--json", "as_json", is_flag=True, help="Print the tables of the pack as JSON.")
def report(
    trial: str | None,
    *,
    seq: int | None,
    out: Path | None,
    database: Path | None,
    part: str,
    as_json: bool,
) -> None:
    """Render the committee's pack: two pages on doses, toxicity, course and survival.

    Participants and DLTs by dose with exact intervals, decisions against the rule, worst
    grades, change from baseline, survival with transplantation competing. The data cut and
    every assumed value are named. A PDF needs the extra `pdf`, HTML does not.
    """
    if out is None and not as_json:
        raise click.UsageError("say where to write, as in --out pack.html, or ask for --json")
    if out is not None and out.suffix.lower() not in FORMATS:
        raise click.UsageError(f"--out {out}: the name must end in {', '.join(FORMATS)}")
    from dosepath.analysis import committee_pack

    pack = committee_pack(_data(trial, seq, database, part=part))
    if out is not None:
        write_file(out, _rendered(pack, out.suffix.lower()))
    if as_json:
        emit_json(_as_json(pack))
    elif out is not None:
        _show(pack.data, out)


def _data(trial: str | None, seq: int | None, database: Path | None, *, part: str) -> TrialData:
    from dosepath import web
    from dosepath.store import database_path

    file = database or database_path()
    if not file.is_file():
        raise click.UsageError(f"there is no database at {file}; `dosepath demo` makes one to try")
    web.start(file)
    if web.pending_migrations():
        raise click.UsageError(
            f"{file} is not of this version of DosePath: `dosepath serve --upgrade` updates it"
        )
    from dosepath.analysis import trial_data
    from dosepath.conduct import replay
    from dosepath.store import events, now, study_of

    name = trial or _only_trial()
    log = events(name)
    if not log:
        raise _absent(name)
    if seq is not None and seq > len(log):
        raise click.UsageError(f"--at {seq}: the log of {name} ends at event {len(log)}")
    log = log[:seq]
    study = study_of(log)
    at = log[-1].recorded_at if seq is not None else now()
    return trial_data(in_part(replay(log, study), part), study, at=at)


def _only_trial() -> str:
    from dosepath.store import list_trials

    names = [one.study_id for one in list_trials()]
    if len(names) == 1:
        return str(names[0])
    raise click.UsageError(
        f"name the trial with --trial: {', '.join(names)}" if names else "no trial was opened here"
    )


def _absent(name: str) -> NotFound:
    from dosepath.store import NotFound, list_trials

    there = ", ".join(one.study_id for one in list_trials()) or "none"
    return NotFound(f"no trial {name} in this database (opened here: {there})")


def _rendered(pack: Pack, suffix: str) -> bytes:
    from dosepath.report import ladder_svg, render_pack

    if suffix == ".svg":
        return ladder_svg(pack.ladder).encode()
    return render_pack(pack, "pdf" if suffix == ".pdf" else "html")


def _show(data: TrialData, out: Path) -> None:
    from dosepath.wording import moment_text

    mark = "SYNTHETIC DATA. " if data.synthetic else ""
    part = f", part {data.part}" if data.part else ""
    click.echo(f"Wrote {out}")
    paragraph(
        f"{mark}{data.study_id}{part}, events to {data.cut.seq} ({data.cut.head_hash[:12]}), "
        f"as known on {moment_text(data.cut.at)}; participants dosed: {len(data.participants)}; "
        f"groups of assumed values named: {len(data.assumed)}."
    )


def _as_json(pack: Pack) -> dict[str, object]:
    data = pack.data
    return {
        "study": data.study_id,
        **_part(data),
        "version": data.version,
        "synthetic": data.synthetic,
        "cut": data.cut,
        "zone": data.zone,
        "planned": data.planned,
        "recommendation": data.recommendation,
        "missing": data.missing,
        "remarks": pack.remarks,
        "tables": {table.code: _table(table) for table in pack.tables},
        "assumed": data.assumed,
    }


def _part(data: TrialData) -> dict[str, object]:
    """Which part of the trial it is about; nothing for a trial without parts."""
    if not data.part:
        return {}
    return {"part": data.part, "dosed_elsewhere": data.dosed_elsewhere}


def _table(table: Table) -> dict[str, object]:
    from dosepath.report import shown

    said = shown(table)
    return {
        "title": said.title,
        "columns": said.headings,
        "rows": table.rows,
        "shown": said.rows,
        "notes": said.notes,
    }

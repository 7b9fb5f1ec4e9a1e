"""``dosepath facts``: record facts about a person in screening."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Acting, as_account

if TYPE_CHECKING:
    from dosepath.conduct import TrialState
    from dosepath.eligibility import Record


@click.command()
@click.argument("screening")
@click.argument("facts", nargs=-1, metavar="[FACT]...")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), help="Facts in a CSV file.")
@click.option("--json-file", type=click.Path(path_type=Path), help="Facts in a JSON file.")
@click.option("--source", default="", help="Where they stand: chart, laboratory.")
@click.option("--reason", default="", help="Why, if they correct something.")
@as_account
def facts(
    screening: str,
    *,
    facts: tuple[str, ...],
    csv_file: Path | None,
    json_file: Path | None,
    source: str,
    reason: str,
    acting: Acting,
) -> None:
    r"""Record FACTs about the person of SCREENING; all of them or, with a fault, none.

    Facts come from the command line or a file in the form of `dosepath screen`:

    \b
      dosepath facts S-001 weight="62 kg" inr=1.8 \
          bilirubin="180 umol/L uln 21 at 2026-11-20T08:00" --as coordinator
      dosepath facts S-001 --csv screening.csv --as coordinator
    """
    from dosepath.conduct import record_facts

    given = [one for one in (facts, csv_file, json_file) if one]
    if len(given) != 1:
        raise click.UsageError("give facts on the command line, with --csv or with --json-file")
    chosen = csv_file or json_file

    def record(state: TrialState, by: object, at: datetime) -> object:
        read = _read(state, facts, chosen, at)
        made = [one.to_json() for one in read.observations]
        told = {"facts": made, "source": source, "by": by, "at": at, "reason": reason}
        return record_facts(state, screening, **told)  # type: ignore[arg-type]

    acting.carry_out(record)  # type: ignore[arg-type]


def _read(state: TrialState, pairs: tuple[str, ...], path: Path | None, at: datetime) -> Record:
    from zoneinfo import ZoneInfo

    from dosepath.eligibility import read_csv, read_form, read_json

    population, zone = state.protocol.population, ZoneInfo(state.zone)
    if path is None:
        record = read_form(pairs, population, at=at, zone=zone)
    else:
        read = read_json if path.suffix == ".json" else read_csv
        record = read(path.read_bytes(), population, name=str(path), zone=zone)
    if record.judgements:
        named = ", ".join(one.criterion for one in record.judgements)
        raise click.UsageError(
            f"{named}: who judges does so with their own account\n"
            "(dosepath judge). Nothing is recorded."
        )
    if record.anchors:
        raise click.UsageError(
            f"{', '.join(record.anchors)}: this date follows from the log\n(dosepath consent). "
            "Nothing is recorded."
        )
    return record

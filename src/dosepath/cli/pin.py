"""``dosepath pin``: choose one reading of an ambiguous criterion."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("criterion")
@click.argument("reading")
@click.option("--reason", required=True, help="Why this reading.")
@as_account
def pin(criterion: str, *, reading: str, reason: str, acting: Acting) -> None:
    r"""Read CRITERION as READING from now on, for the whole trial.

    Verdicts signed under another reading stay as they are; the dosing gate asks for them anew.

    \b
      dosepath pin A5 r2 --reason "..." --as investigator
    """
    from dosepath.conduct import pin_reading

    acting.carry_out(
        lambda state, by, at: pin_reading(
            state, criterion, reading=reading, by=by, at=at, reason=reason
        ),
        confirm=f"Criterion {criterion} will be read as {reading} for everybody from now on.",
    )

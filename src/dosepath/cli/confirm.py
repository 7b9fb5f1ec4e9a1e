"""``dosepath confirm``: confirm identity or product before a dosing."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("participant")
@click.argument("check", type=click.Choice(["identity", "product"]))
@click.option("--note", default="", help="What it was compared with: a wristband, a lot number.")
@as_account
def confirm(participant: str, *, check: str, note: str, acting: Acting) -> None:
    r"""Confirm the identity of PARTICIPANT at the bedside, or the product on paper.

    Two different people confirm each, within half a day before dosing.

    \b
      dosepath confirm P-003 identity --as coordinator
    """
    from dosepath.conduct import confirm_check

    acting.carry_out(
        lambda state, by, at: confirm_check(
            state, participant, check=check, by=by, at=at, note=note
        )
    )

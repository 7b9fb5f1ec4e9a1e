"""``dosepath release``: give a held place back."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("participant")
@click.option("--reason", required=True, help="Why it is given back.")
@as_account
def release(participant: str, *, reason: str, acting: Acting) -> None:
    """Give the slot that PARTICIPANT holds back, so that another can have it."""
    from dosepath.conduct import release_slot

    acting.carry_out(
        lambda state, by, at: release_slot(state, participant, by=by, at=at, reason=reason)
    )

"""``dosepath assess``: state that a DLT window is over and entered in full."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("participant")
@as_account
def assess(participant: str, *, acting: Acting) -> None:
    r"""Assess the DLT window of PARTICIPANT: it is over, and what happened is entered.

    Only from the day after its last day, when the forms of the closing visit are there.

    \b
      dosepath assess P-003 --as investigator
    """
    from dosepath.conduct import assess_window

    acting.carry_out(lambda state, by, at: assess_window(state, participant, by=by, at=at))

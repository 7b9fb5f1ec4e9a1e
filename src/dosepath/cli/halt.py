"""``dosepath halt``: halt dosing at once."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.option("--reason", required=True, help="What makes you halt it.")
@as_account
def halt(*, reason: str, acting: Acting) -> None:
    r"""Halt dosing in the whole trial, at once and without a question.

    A decision of the committee on later data lifts it, nothing else.

    \b
      dosepath halt --reason "sterility result of lot 7 is positive" \
          --as monitor
    """
    from dosepath.conduct import halt_dosing

    acting.carry_out(lambda state, by, at: halt_dosing(state, by=by, at=at, reason=reason))

"""``dosepath enrol``: make a screened person a participant."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("screening")
@click.option("--number", default="", help="The subject number. Default: the next one.")
@as_account
def enrol(screening: str, *, number: str, acting: Acting) -> None:
    r"""Enrol the person of SCREENING, whose eligibility is signed and still valid.

    Gives the next subject number; numbers are never used again.

    \b
      dosepath enrol S-001 --as investigator
    """
    from dosepath.conduct import enrol as enrol_person

    acting.carry_out(
        lambda state, by, at: enrol_person(state, screening, by=by, at=at, number=number),
        confirm=f"The person of {screening} will be a participant of the trial.",
    )

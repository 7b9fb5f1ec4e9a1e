"""``dosepath enrol``: make a screened person a participant."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account
from dosepath.cli.parts import in_part, need_part, part_option


@click.command()
@click.argument("screening")
@click.option("--number", default="", help="The subject number. Default: the next one.")
@part_option
@as_account
def enrol(screening: str, *, number: str, part: str, acting: Acting) -> None:
    r"""Enrol the person of SCREENING, whose eligibility is signed and still valid.

    Gives the next subject number; numbers are never used again. Where the trial has parts,
    --part says into which (`main` for its main one), once and for good.

    \b
      dosepath enrol S-001 --as investigator
    """
    from dosepath.conduct import enrol as enrol_person

    need_part(acting.begin(), part)
    into = f", in part {part}" if part else ""
    acting.carry_out(
        lambda state, by, at: enrol_person(
            in_part(state, part), screening, by=by, at=at, number=number
        ),
        confirm=f"The person of {screening} will be a participant of the trial{into}.",
    )

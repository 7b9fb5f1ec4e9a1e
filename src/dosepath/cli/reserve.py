"""``dosepath reserve``: hold a place of the open cohort for a participant."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("participant")
@click.option(
    "--backfill",
    type=click.IntRange(min=0),
    metavar="LEVEL",
    help="A place to be filled at LEVEL, below the escalation; 0: of the escalation only.",
)
@click.option("--hours", type=click.IntRange(min=1), help="Hold it for fewer hours than usual.")
@as_account
def reserve(participant: str, *, backfill: int | None, hours: int | None, acting: Acting) -> None:
    r"""Reserve a slot of the open cohort for PARTICIPANT, or a place to be filled.

    Where the design lets lower levels be filled meanwhile, it is a place of the escalation while
    one is free, else one at the highest level that may be filled; --backfill asks for one.

    The last slot is won once, whoever asks for it at the same moment. A hold that is not used
    in time runs out.

    \b
      dosepath reserve P-003 --as coordinator
      dosepath reserve P-008 --backfill 1 --as coordinator
    """
    from dosepath.conduct import reserve_slot

    acting.carry_out(
        lambda state, by, at: reserve_slot(
            state, participant, by=by, at=at, hours=hours, backfill=backfill
        )
    )

"""``dosepath reserve``: hold a place of the open cohort for a participant."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("participant")
@click.option("--hours", type=click.IntRange(min=1), help="Hold it for fewer hours than usual.")
@as_account
def reserve(participant: str, *, hours: int | None, acting: Acting) -> None:
    r"""Reserve a slot of the open cohort for PARTICIPANT.

    The last slot is won once, whoever asks for it at the same moment. A hold that is not used
    in time runs out.

    \b
      dosepath reserve P-003 --as coordinator
    """
    from dosepath.conduct import reserve_slot

    acting.carry_out(
        lambda state, by, at: reserve_slot(state, participant, by=by, at=at, hours=hours)
    )

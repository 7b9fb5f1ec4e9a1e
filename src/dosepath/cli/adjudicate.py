"""``dosepath adjudicate``: one person's verdict on a candidate for a DLT."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("candidate")
@click.argument("verdict", type=click.Choice(["dlt", "not_dlt", "not_evaluable"]))
@click.option("--reason", required=True, help="On what the verdict rests.")
@as_account
def adjudicate(candidate: str, *, verdict: str, reason: str, acting: Acting) -> None:
    r"""Judge CANDIDATE: an adverse event (AE-005) or a death (DEATH-P-003).

    Two people judge, each for themselves; if they disagree the independent physician does too.
    `dosepath today` lists what waits to be judged.

    \b
      dosepath adjudicate AE-005 dlt --reason "..." --as independent_physician
    """
    from dosepath.conduct import adjudicate as give_verdict

    acting.carry_out(
        lambda state, by, at: give_verdict(
            state, candidate, verdict=verdict, by=by, at=at, reason=reason
        ),
        confirm=f"Your verdict on {candidate} will be: {verdict}.",
    )

"""``dosepath judge``: answer a criterion that a person must judge."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("screening")
@click.argument("criterion")
@click.argument("answer", type=click.Choice(["yes", "no"]))
@click.option("--reason", required=True, help="On what it rests.")
@as_account
def judge(screening: str, *, criterion: str, answer: str, reason: str, acting: Acting) -> None:
    r"""Judge CRITERION for SCREENING: yes or no, with a reason.

    \b
      dosepath judge S-001 E12 no --reason "no other reason found" \
          --as investigator
    """
    from dosepath.conduct import judge_criterion

    acting.carry_out(
        lambda state, by, at: judge_criterion(
            state, screening, criterion=criterion, answer=answer, by=by, at=at, reason=reason
        )
    )

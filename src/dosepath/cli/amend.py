"""``dosepath amend``: record an approved amendment."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account


@click.command()
@click.argument("what", type=click.Choice(["planned_participants", "consent_version", "other"]))
@click.argument("value")
@click.option("--reference", required=True, help="Of the approval, as the committee gave it.")
@click.option("--reason", required=True, help="Why the trial was amended.")
@as_account
def amend(what: str, *, value: str, reference: str, reason: str, acting: Acting) -> None:
    r"""Record that WHAT is now VALUE, by an approved amendment.

    More participants than planned, or a new consent form, which everybody then signs before
    more is done.

    \b
      dosepath amend planned_participants 13 --reference EC-7 \
          --reason "..." --as investigator
    """
    from dosepath.conduct import record_amendment

    acting.carry_out(
        lambda state, by, at: record_amendment(
            state, what=what, value=value, reference=reference, by=by, at=at, reason=reason
        ),
        confirm=f"An approved amendment will be recorded: {what} is {value} ({reference}).",
    )

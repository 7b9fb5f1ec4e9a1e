"""``dosepath consent``: record a signed consent."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, as_account, time_of


@click.command()
@click.argument("screening")
@click.option("--signed", required=True, metavar="TIME", help="When it was signed; or: now.")
@click.option("--version", default="", help="Of the consent form. Default: the one in force.")
@click.option("--language", default="en", show_default=True, help="Of the form that was signed.")
@as_account
def consent(screening: str, *, signed: str, version: str, language: str, acting: Acting) -> None:
    r"""Record that the person of SCREENING signed the consent form.

    Nothing is recorded about a person before this. Times are those of the site unless an offset
    says otherwise.

    \b
      dosepath consent S-001 --signed "2026-11-20 09:30" --language zh-Hans \
          --as coordinator
    """
    from dosepath.conduct import ConsentForm, record_consent

    acting.carry_out(
        lambda state, by, at: record_consent(
            state,
            screening,
            form=ConsentForm(version or state.consent_version, language),
            signed_at=at if signed == "now" else time_of(signed, state, option="--signed"),
            by=by,
            at=at,
        )
    )

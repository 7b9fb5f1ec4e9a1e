"""``dosepath enquire``: enquiries from the public: receive, list, read, move on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Acting, Looking, as_account, of_trial
from dosepath.cli.output import emit_json, emit_table, paragraph

if TYPE_CHECKING:
    from dosepath.store import EnquirySummary

CONSENTS = ("consent_contact", "consent_health")


@click.group()
def enquire() -> None:
    """Enquiries from the public; nothing in them flows into the trial by itself."""


@enquire.command()
@click.option("--email", default="", help="An e-mail address, or")
@click.option("--phone", default="", help="a telephone number: one of them is enough.")
@click.option("--name", default="", help="What to call the person.")
@click.option("--writer", default="patient", help="patient, relative or clinician.")
@click.option("--language", default="en", show_default=True, help="en or zh-Hans.")
@click.option("--time", default="", help="When to call.")
@click.option("--message", default="", help="What the person wants to know.")
@click.option(
    "--agreed", is_flag=True, help="The person agreed to be contacted and to what is kept."
)
@of_trial
def receive(*, agreed: bool, looking: Looking, **given: str) -> None:
    """Store an enquiry that came by telephone.

    It is kept as the public form keeps one: encrypted, with what the person agreed to.
    """
    if not agreed:
        raise click.UsageError("nothing is stored unless the person agreed: add --agreed")
    state = looking.begin()
    at = looking.moment(state)
    from dosepath.store import receive_enquiry
    from dosepath.wording import label

    language = given["language"]
    consents = [
        {
            "code": code,
            "version": "1",
            "language": language,
            "text": label(
                f"public.field.{code}", language if language in ("en", "zh-Hans") else "en"
            ),
        }
        for code in CONSENTS
    ]
    reference = receive_enquiry(looking.trial, given, consents=consents, at=at)
    if looking.as_json:
        emit_json({"reference": reference})
        return
    paragraph(f"Enquiry {reference} is stored.")
    paragraph(f"dosepath enquire move {reference} assigned", indent="  next: ")


@enquire.command("list")
@click.option("--state", "states", multiple=True, help="Only those in this state; repeatable.")
@of_trial
def list_all(*, states: tuple[str, ...], looking: Looking) -> None:
    """List enquiries, oldest first, without what people wrote."""
    state = looking.begin()
    at = looking.moment(state)
    from dosepath.store import MOVES, list_enquiries

    unknown = sorted(set(states) - set(MOVES))
    if unknown:
        raise click.BadParameter(
            f"{unknown[0]!r}; allowed: {', '.join(MOVES)}", param_hint="--state"
        )
    found = list_enquiries(looking.trial, states=states)
    if looking.as_json:
        emit_json(found)
    elif not found:
        paragraph("No enquiry is here. The public page's contact form brings them.")
    else:
        emit_table(
            ("reference", "age", "in", "state", "owner", "screening"),
            [_row(one, at) for one in found],
            numeric=("age",),
        )
        click.echo("age: days since it was received")


def _row(one: EnquirySummary, at: datetime) -> tuple[object, ...]:
    from dosepath.wording import label

    return (
        one.reference,
        (at - one.received_at).days,
        one.language,
        label(f"enquiry.{one.state}"),
        one.assigned_to or None,
        one.screening or None,
    )


@enquire.command()
@click.argument("reference")
@as_account
def read(reference: str, *, acting: Acting) -> None:
    """Show what the person of REFERENCE wrote.

    That you read it is kept in the audit.
    """
    state = acting.begin()
    at = acting.moment(state)
    from dosepath.store import read_enquiry

    content = read_enquiry(reference, by=acting.actor(at=at))
    if acting.as_json:
        emit_json(content)
        return
    if not content:
        paragraph("What was written has been erased.")
        return
    for name, value in content["fields"].items():
        paragraph(f"{name}: {value}")
    for note in content["notes"]:
        paragraph(f"note {note['at']} {note['by']}: {note['text']}")


@enquire.command()
@click.argument("reference")
@click.argument("to")
@click.option("--reason", default="", help="A reason code: distance, no_answer, criterion ...")
@click.option("--assignee", default="", help="With assigned: to whom. Default: you.")
@click.option("--screening", default="", help="With consented and enrolled: its number.")
@as_account
def move(
    reference: str, *, to: str, reason: str, assignee: str, screening: str, acting: Acting
) -> None:
    """Move the enquiry REFERENCE on to the state TO.

    Which states it may become is printed after each move, and when a move is refused.
    """
    state = acting.begin()
    at = acting.moment(state)
    from dosepath.store import move_enquiry
    from dosepath.wording import label

    if to == "erased":
        acting.confirm(f"What the person of {reference} wrote will be erased.")
    moved = move_enquiry(
        reference,
        to,
        by=acting.actor(at=at),
        at=at,
        reason=reason,
        assignee=assignee,
        screening=screening,
    )
    if acting.as_json:
        emit_json(moved)
        return
    paragraph(f"{moved.reference} is now {label(f'enquiry.{moved.state}')}.")
    allowed = ", ".join(moved.may_become)
    paragraph(f"it may become {allowed}" if allowed else "nothing more", indent="  next: ")

"""``dosepath screening``: open a screening, list them, or show where one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Acting, Looking, as_account, of_trial, time_of
from dosepath.cli.output import emit_json, emit_table, paragraph

if TYPE_CHECKING:
    from datetime import datetime

    from dosepath.conduct import TrialState
    from dosepath.eligibility import Result
    from dosepath.rule import Reason


@click.group()
def screening() -> None:
    """Screenings of the trial: open one, list all, show what one lacks."""


@screening.command("open")
@click.option("--enquiry", metavar="REFERENCE", help="The enquiry from which it came.")
@click.option("--number", default="", help="The screening number. Default: the next one.")
@as_account
def open_one(*, enquiry: str | None, number: str, acting: Acting) -> None:
    r"""Open a screening for a person.

    Gives the next screening number; no name is asked for.

    \b
      dosepath screening open --as coordinator
    """
    from dosepath.conduct import open_screening

    acting.carry_out(
        lambda state, by, at: open_screening(state, by=by, at=at, number=number, enquiry=enquiry)
    )


@screening.command("end")
@click.argument("number")
@click.argument("outcome", type=click.Choice(("failed", "withdrawn", "other")))
@click.option("--on", default="now", show_default=True, metavar="TIME", help="When it ended.")
@click.option("--reason", default="", help="Needed, except for withdrawing.")
@as_account
def end_one(number: str, *, outcome: str, on: str, reason: str, acting: Acting) -> None:
    """End screening NUMBER without enrolment; nothing more is recorded in it."""
    from dosepath.conduct import record_screening_end

    acting.carry_out(
        lambda state, by, at: record_screening_end(
            state,
            number,
            outcome=outcome,
            on=at if on == "now" else time_of(on, state),
            by=by,
            at=at,
            reason=reason,
        ),
        confirm=f"Screening {number} will be ended.",
    )


@screening.command("list")
@of_trial
def list_all(*, looking: Looking) -> None:
    """List every screening with its verdict as of now."""
    from dosepath.wording import label

    state = looking.begin()
    at = looking.moment(state)
    rows = [_summary(state, number, at) for number in state.screenings]
    if looking.as_json:
        emit_json(rows)
    elif not rows:
        paragraph("No screening is open yet. Begin with: dosepath screening open")
    else:
        emit_table(
            ("number", "opened", "consent", "verdict now", "missing", "participant"),
            [
                (
                    row["screening"],
                    row["opened"],
                    row["consent"] or "none",
                    row["ended"]
                    or ("enrolled" if row["participant"] else label(str(row["verdict"]))),
                    None if row["participant"] or row["ended"] else row["missing"] or None,
                    row["participant"],
                )
                for row in rows
            ],
            numeric=("missing",),
        )


@screening.command("show")
@click.argument("number")
@of_trial
def show_one(number: str, *, looking: Looking) -> None:
    """Show the verdict for screening NUMBER and what it lacks."""
    from dosepath.conduct import Refused, evaluate_screening
    from dosepath.rule import Reason

    state = looking.begin()
    at = looking.moment(state)
    if number not in state.screenings:
        raise Refused(Reason.of("refused.unknown_screening", screening=number))
    result = evaluate_screening(state, number, at=at)
    if looking.as_json:
        emit_json({**_summary(state, number, at), "result": result.to_json()})
    else:
        _show(state, number, result)


def _summary(state: TrialState, number: str, at: datetime) -> dict[str, object]:
    from dosepath.conduct import evaluate_screening

    person = state.screenings[number]
    result = evaluate_screening(state, number, at=at)
    return {
        "screening": number,
        "opened": state.local_date(person.opened.at),
        "consent": person.consent.version if person.consent else "",
        "verdict": result.verdict.value,
        "missing": len(result.worklist),
        "signed": person.eligibility.stamp.at if person.eligibility else None,
        "participant": person.participant,
        "ended": person.ended.outcome if person.ended else None,
    }


def _show(state: TrialState, number: str, result: Result) -> None:
    from dosepath.eligibility import named, verdict_reason
    from dosepath.wording import label, say

    population = state.protocol.population

    def told(reason: Reason) -> str:
        return say(named(reason, population))

    person = state.screenings[number]
    paragraph(f"{number}: {told(verdict_reason(result))}.")
    if person.consent is None:
        paragraph("No consent is recorded yet.")
    if person.participant:
        paragraph(f"Enrolled as {person.participant}.")
    groups = [f"{name} {label(f'truth.{truth.value}')}" for name, truth in result.groups.items()]
    paragraph(f"Groups: {', '.join(groups)}.")
    for found in result.criteria:
        if found.readings_differ:
            answers = [f"{r.reading} {label(f'truth.{r.truth.value}')}" for r in found.readings]
            paragraph(f"Readings of {found.id} differ: {', '.join(answers)}.")
    if result.worklist:
        click.echo()
        rows = [
            (
                index,
                item.key,
                label(f"found_in.{item.found_in}"),
                ", ".join(item.criteria),
                told(item.why),
            )
            for index, item in enumerate(result.worklist, start=1)
        ]
        title = "What is missing, cheapest first"
        emit_table(("", "fact", "from", "for", "why"), rows, title=title, numeric=("",))

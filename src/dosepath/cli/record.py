"""``dosepath record``: visit forms, adverse events, and what ends or changes a course."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Acting, as_account, time_of

if TYPE_CHECKING:
    from dosepath.conduct import EventReport, TrialState
    from dosepath.ledger import Actor, Draft

_ON = click.option("--on", required=True, metavar="TIME", help="When it happened; or: now.")


@click.group()
def record() -> None:
    """Record what happened to a participant."""


@record.command()
@click.argument("participant")
@click.argument("visit")
@click.argument("form")
@click.argument("answers", nargs=-1, metavar="[ITEM=VALUE]...")
@click.option("--file", type=click.Path(path_type=Path), help="Answers in a JSON object.")
@_ON
@as_account
def form(
    participant: str,
    *,
    visit: str,
    form: str,
    answers: tuple[str, ...],
    file: Path | None,
    on: str,
    acting: Acting,
) -> None:
    r"""Enter FORM of VISIT for PARTICIPANT.

    Answers that are missing may be completed later; what is given must be right.

    \b
      dosepath record form P-003 d60 vitals temperature=36.8 systolic=118 \
          diastolic=72 heart_rate=80 --on now --as coordinator
    """
    from dosepath.conduct import record_form

    items = _answers(answers, file)
    acting.carry_out(
        lambda state, by, at: record_form(
            state,
            (participant, visit, form),
            on=_when(on, state, at),
            items=items,
            by=by,
            at=at,
        )
    )


@record.command()
@click.argument("participant")
@click.argument("visit")
@click.argument("form")
@click.argument("answers", nargs=-1, metavar="[ITEM=VALUE]...")
@click.option("--file", type=click.Path(path_type=Path), help="Answers in a JSON object.")
@click.option("--reason", required=True, help="Why; old and new value both stay readable.")
@as_account
def correct(
    participant: str,
    *,
    visit: str,
    form: str,
    answers: tuple[str, ...],
    file: Path | None,
    reason: str,
    acting: Acting,
) -> None:
    """Correct or complete an entered form, with a reason."""
    from dosepath.conduct import correct_form

    items = _answers(answers, file)
    acting.carry_out(
        lambda state, by, at: correct_form(
            state, (participant, visit, form), items=items, by=by, at=at, reason=reason
        )
    )


def _answers(pairs: tuple[str, ...], file: Path | None) -> dict[str, object]:
    if bool(pairs) == bool(file):
        raise click.UsageError("give answers as ITEM=VALUE or in a file with --file")
    if file is not None:
        try:
            read = json.loads(file.read_text(encoding="utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise click.ClickException(f"{file} is not JSON: {error}") from None
        if not isinstance(read, dict):
            raise click.ClickException(f"{file}: allowed is an object, item -> answer")
        return read
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise click.UsageError(f"{wrong[0]!r} is not ITEM=VALUE")
    return {item: value for item, _, value in (pair.partition("=") for pair in pairs)}


def _when(text: str, state: TrialState, at: datetime) -> datetime:
    return at if text == "now" else time_of(text, state)


_GRADE = click.option("--grade", type=int, help="CTCAE grade, 1 to 5.")
_RELATION = click.option("--attribution", help="Relation to the product: unrelated ... definite.")


@record.command()
@click.argument("participant")
@click.argument("term")
@click.option("--grade", type=int, required=True, help="CTCAE grade, 1 to 5.")
@click.option("--baseline-grade", type=int, default=0, show_default=True, help="Before dosing.")
@click.option(
    "--attribution",
    required=True,
    help="Relation to the product: unrelated, unlikely, possible, probable or definite.",
)
@click.option("--onset", required=True, metavar="TIME", help="When it began; or: now.")
@click.option("--verbatim", default="", help="In the participant's or investigator's own words.")
@click.option("--serious", is_flag=True, help="It is serious; then --aware is needed.")
@click.option("--aware", default="", metavar="TIME", help="When the site learned of it.")
@click.option("--resolved", default="", metavar="TIME", help="When it ended.")
@click.option("--other-cause", multiple=True, help="Another possible cause; may be repeated.")
@click.option("--detail", multiple=True, metavar="NAME=VALUE", help="What the DLT rule asks about.")
@as_account
def event(
    participant: str,
    *,
    term: str,
    grade: int,
    baseline_grade: int,
    attribution: str,
    onset: str,
    verbatim: str,
    serious: bool,
    aware: str,
    resolved: str,
    other_cause: tuple[str, ...],
    detail: tuple[str, ...],
    acting: Acting,
) -> None:
    r"""Report an adverse event of PARTICIPANT.

    TERM is the CTCAE term. If the event may be a DLT, dosing pauses by itself until two
    people have judged it.

    \b
      dosepath record event P-003 "Abdominal pain" --grade 3 \
          --attribution probable --onset "2026-11-20 07:00" --as coordinator
    """
    from dosepath.conduct import EventReport, record_adverse_event

    def report(state: TrialState, by: Actor, at: datetime) -> tuple[Draft, ...]:
        made = EventReport(
            term=term,
            grade=grade,
            attribution=attribution,
            onset=_when(onset, state, at),
            baseline_grade=baseline_grade,
            verbatim=verbatim,
            serious=serious,
            aware_at=_when(aware, state, at) if aware else None,
            outcome="recovered" if resolved else "ongoing",
            resolved=_when(resolved, state, at) if resolved else None,
            other_causes=other_cause,
            details=_details(detail),
        )
        return record_adverse_event(state, participant, report=made, by=by, at=at)

    acting.carry_out(report)


def _details(pairs: tuple[str, ...]) -> Mapping[str, object]:
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not NAME=VALUE", param_hint="--detail")
    found: dict[str, object] = {}
    for name, _, value in (pair.partition("=") for pair in pairs):
        found[name] = value.split(",") if name == "accompanied_by" else value
    return found


@record.command()
@click.argument("participant")
@click.argument("item")
@click.option("--no-harm", "reason", required=True, help="Why it is no adverse event.")
@as_account
def value(participant: str, item: str, *, reason: str, acting: Acting) -> None:
    r"""State why worsened values of ITEM of PARTICIPANT are no adverse event.

    For laboratory values of a grade that may be dose-limiting: until an adverse event is recorded
    or this is stated, the DLT window cannot be assessed.

    \b
      dosepath record value P-003 bilirubin \
          --no-harm "haemolysed sample; repeated, grade 1" --as investigator
    """
    from dosepath.conduct import judge_value

    acting.carry_out(
        lambda state, by, at: judge_value(
            state, participant, item=item, by=by, at=at, reason=reason
        )
    )


@record.command("report-sent")
@click.argument("adverse_event")
@click.option("--report", "clock", default="", help="Which one, by its id in `safety.clocks`.")
@_ON
@click.option("--reason", default="", help="Why, if another time was recorded before.")
@as_account
def report_sent(adverse_event: str, *, clock: str, on: str, reason: str, acting: Acting) -> None:
    r"""Record that a report of the serious ADVERSE_EVENT was sent.

    Its deadline then waits for nobody. Nothing is sent from here: keep the receipt. --report
    may be left out where the study file has one report of this kind.

    \b
      dosepath record report-sent AE-005 --on "2026-11-20 10:15" \
          --as coordinator
    """
    from dosepath.conduct import record_report_sent

    def sent(state: TrialState, by: Actor, at: datetime) -> tuple[Draft, ...]:
        known = [one.name for one in state.protocol.clocks]
        which = clock or (known[0] if len(known) == 1 else "")
        if not which and known:
            raise click.UsageError(f"say which report with --report: {', '.join(known)}")
        when = _when(on, state, at)
        return record_report_sent(
            state, adverse_event, clock=which, sent_at=when, by=by, at=at, reason=reason
        )

    acting.carry_out(sent)


@record.command()
@click.argument("adverse_event")
@click.option("--reason", required=True, help="Why the report changes.")
@_GRADE
@_RELATION
@click.option("--resolved", default="", metavar="TIME", help="When it ended.")
@click.option("--outcome", help="recovered, ongoing, recovered with sequelae, fatal ...")
@click.option("--detail", multiple=True, metavar="NAME=VALUE", help="What the DLT rule asks about.")
@as_account
def update(
    adverse_event: str,
    *,
    reason: str,
    grade: int | None,
    attribution: str | None,
    resolved: str,
    outcome: str | None,
    detail: tuple[str, ...],
    acting: Acting,
) -> None:
    r"""Replace the report of ADVERSE_EVENT.

    Verdicts on the old report no longer count; both reports stay readable. What is not given
    stays as it is.

    \b
      dosepath record update AE-005 --resolved now --reason "over" \
          --as coordinator
    """
    from dosepath.conduct import Refused, update_adverse_event
    from dosepath.rule import Reason

    def change(state: TrialState, by: Actor, at: datetime) -> tuple[Draft, ...]:
        known = state.adverse_events.get(adverse_event)
        if known is None:
            raise Refused(Reason.of("refused.unknown_adverse_event", number=adverse_event))
        new = _changed(known.report, grade=grade, attribution=attribution, outcome=outcome)
        if resolved:
            ended = outcome or "recovered"
            new = replace(new, resolved=_when(resolved, state, at), outcome=ended)
        if detail:
            new = replace(new, details={**new.details, **_details(detail)})
        return update_adverse_event(state, adverse_event, report=new, by=by, at=at, reason=reason)

    acting.carry_out(change)


def _changed(report: EventReport, **given: object) -> EventReport:
    return replace(report, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


@record.command()
@click.argument("participant")
@_ON
@as_account
def transplantation(participant: str, *, on: str, acting: Acting) -> None:
    """Record a liver transplantation of PARTICIPANT.

    It is allowed care, never a deviation.
    """
    from dosepath.conduct import record_transplantation

    acting.carry_out(
        lambda state, by, at: record_transplantation(
            state, participant, on=_when(on, state, at), by=by, at=at
        )
    )


@record.command()
@click.argument("participant")
@_ON
@click.option("--cause", default="", help="As far as it is known.")
@as_account
def death(participant: str, *, on: str, cause: str, acting: Acting) -> None:
    """Record the death of PARTICIPANT.

    Within the DLT window two people judge whether it was a DLT.
    """
    from dosepath.conduct import record_death

    acting.carry_out(
        lambda state, by, at: record_death(
            state, participant, on=_when(on, state, at), cause=cause, by=by, at=at
        ),
        confirm=f"The death of {participant} will be recorded.",
    )


@record.command()
@click.argument("participant")
@_ON
@click.option("--reason", default="", help="Nobody has to give one.")
@as_account
def withdrawal(participant: str, *, on: str, reason: str, acting: Acting) -> None:
    """Record that PARTICIPANT left the study."""
    from dosepath.conduct import record_withdrawal

    acting.carry_out(
        lambda state, by, at: record_withdrawal(
            state, participant, on=_when(on, state, at), by=by, at=at, reason=reason
        ),
        confirm=f"{participant} will be recorded as having left the study.",
    )


@record.command("correct-course")
@click.argument("participant")
@click.argument("what", type=click.Choice(("transplantation", "death", "withdrawal")))
@click.option("--on", default="", metavar="TIME", help="When it happened instead.")
@click.option("--not-true", is_flag=True, help="It did not happen.")
@click.option("--reason", required=True, help="Why; both values stay readable.")
@as_account
def correct_course(
    participant: str, *, what: str, on: str, not_true: bool, reason: str, acting: Acting
) -> None:
    """Correct WHAT was recorded of the course of PARTICIPANT.

    A death that was a candidate for a DLT is judged again.
    """
    from dosepath.conduct import correct_milestone

    if bool(on) == not_true:
        raise click.UsageError("give either --on or --not-true")
    acting.carry_out(
        lambda state, by, at: correct_milestone(
            state,
            participant,
            what=what,
            on=None if not_true else _when(on, state, at),
            by=by,
            at=at,
            reason=reason,
        ),
        confirm=f"The {what} of {participant} will be corrected.",
    )

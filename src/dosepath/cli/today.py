"""``dosepath today``: what needs somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Looking, of_trial
from dosepath.cli.output import emit_json, emit_table, paragraph
from dosepath.cli.parts import MAIN, heading

if TYPE_CHECKING:
    from datetime import datetime

    from dosepath.conduct import TrialState


@click.command()
@of_trial
def today(*, looking: Looking) -> None:
    """Where the trial stands, which visits are due, and what waits for whom."""
    from dosepath.conduct import backfill_notes, standing_sentences
    from dosepath.wording import say, say_all

    state = looking.begin()
    at = looking.moment(state)
    if looking.as_json:
        emit_json({"trial": looking.trial, "at": at, **agenda(state, at)})
        return
    for name in state.parts:
        seen = state.of_part(name)
        said = " ".join(say_all(standing_sentences(seen, at)))
        paragraph(f"{heading(looking.trial, seen)}: {said}")
        for reason in backfill_notes(seen, at):
            paragraph(say(reason))
    click.echo()
    show_agenda(state, at)


def agenda(state: TrialState, at: datetime) -> dict[str, object]:
    """What is due and what waits, as plain values."""
    from dosepath.conduct import due, roles_with, standing_sentences, tasks
    from dosepath.wording import say, say_all

    return {
        "sentence": " ".join(say_all(standing_sentences(state, at))),
        **_parts(state, at),
        **_filled(state, at),
        "halts": _halts(state),
        "reports": _reports(state, at),
        "visits": due(state, at),
        "tasks": [
            {"what": say(task.what), "subject": task.subject, "roles": roles_with(task.permission)}
            for task in tasks(state, at)
        ],
    }


def _parts(state: TrialState, at: datetime) -> dict[str, object]:
    """The sentence of every further part by its name; nothing for a trial without parts."""
    from dosepath.conduct import standing_sentences
    from dosepath.wording import say_all

    further = [name for name in state.parts if name]
    said = {
        name: " ".join(say_all(standing_sentences(state.of_part(name), at))) for name in further
    }
    return {"parts": said} if said else {}


def _filled(state: TrialState, at: datetime) -> dict[str, object]:
    """What may be backfilled, level by level; nothing where no decision in force names any."""
    from dosepath.conduct import backfill_places
    from dosepath.wording import say

    rows = [
        {
            **({"part": name} if name else {}),
            "level": one.level,
            "named": one.named,
            "places": one.places,
            "free": one.free,
            "because": say(one.because) if one.because is not None else "",
        }
        for name in state.parts
        for one in backfill_places(state.of_part(name), at)
    ]
    return {"backfill": rows} if rows else {}


def show_agenda(state: TrialState, at: datetime) -> None:
    """Visits and tasks as tables; a list without entries is left out."""
    from dosepath.conduct import due, roles_with, tasks
    from dosepath.wording import date_text, label, say

    for halt in _halts(state):
        paragraph(halt)
    visits, waiting = due(state, at), tasks(state, at)
    reports = show_reports(state, at)
    if visits:
        rows = [
            (
                visit.participant,
                visit.visit,
                label(f"schedule.status.{visit.status.value}"),
                f"{date_text(visit.opens, year=False)} to {date_text(visit.closes, year=False)}",
                visit.days_left,
                len(visit.missing_forms),
            )
            for visit in visits
        ]
        heads = ("participant", "visit", "status", "window", "days left", "forms")
        emit_table(heads, rows, title="Visits", numeric=("days left", "forms"))
    if waiting:
        emit_table(
            ("what", "who can do it"),
            [
                (say(task.what), ", ".join(label(role) for role in roles_with(task.permission)))
                for task in waiting
            ],
            title="Waiting for somebody",
        )
    if not (reports or visits or waiting):
        paragraph("No visit is due, and nothing waits for anybody.")


def show_reports(state: TrialState, at: datetime) -> int:
    """Reports of serious events that were not sent, as a table; gives how many there are."""
    from zoneinfo import ZoneInfo

    from dosepath.conduct import reports_due
    from dosepath.rule import Reason
    from dosepath.wording import say

    found, zone = reports_due(state), ZoneInfo(state.zone)
    rows = []
    for one in found:
        until = one.due.astimezone(zone).isoformat()
        is_late = one.is_overdue(at)
        code, value = ("overdue", "since") if is_late else ("running", "until")
        deadline = say(Reason.of(f"report_due.{code}", **{value: until}))
        rows.append((deadline, one.event, one.participant, one.to))
    if rows:
        heads = ("deadline", "event", "participant", "to")
        emit_table(heads, rows, title="Reports of serious events")
        if any(one.is_assumed for one in found):
            paragraph("Deadlines rest on times that the study file marks as assumed.")
    return len(found)


def _reports(state: TrialState, at: datetime) -> list[dict[str, object]]:
    from dosepath.conduct import reports_due

    return [
        {
            "event": one.event,
            "participant": one.participant,
            "report": one.clock,
            "to": one.to,
            "aware": one.aware,
            "due": one.due,
            "overdue": one.is_overdue(at),
            "overdue_since": one.due if one.is_overdue(at) else None,
            "assumed": one.is_assumed,
        }
        for one in reports_due(state)
    ]


def _halts(state: TrialState) -> list[str]:
    """What halts dosing in any open part, in words: a halt must be seen before anything else.

    Each committee lifts a halt for its part: where only some parts are halted, they are named.
    """
    from dosepath.conduct import active_halts
    from dosepath.rule import Reason
    from dosepath.wording import say

    parts = [state.of_part(name) for name in state.parts]
    opened = [one for one in parts if one.part_opened is not None]
    said = []
    for halt in state.halts:
        where = [one.part or MAIN for one in opened if halt in active_halts(one)]
        if where:
            stamp = halt.stamp
            words = say(Reason.of("gate.halted", why=stamp.reason, role=stamp.role))
            some = len(where) < len(opened)
            said.append(f"Part {', '.join(where)}: {words}" if some else words)
    return said

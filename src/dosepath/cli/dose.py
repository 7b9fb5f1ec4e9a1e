"""``dosepath dose``: look at the dosing gate, and record the dose."""

from __future__ import annotations

from datetime import datetime
from textwrap import fill
from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Acting, as_account, time_of
from dosepath.cli.failure import ExitCode
from dosepath.cli.output import emit_json, emit_table, paragraph

if TYPE_CHECKING:
    from dosepath.conduct import Gate, TrialState

_LIGHTS = {"green": "yes", "red": "NO", "unknown": "not known"}


@click.command()
@click.argument("participant")
@click.option("--check", is_flag=True, help="Only show the gate; record nothing.")
@click.option("--given", default="now", metavar="TIME", help="When it was given. Default: now.")
@click.option("--dose", "amount", default="", help="The dose given, to compare with the level's.")
@click.option(
    "--outside-gate",
    "level",
    type=int,
    metavar="LEVEL",
    help="Report a dose of LEVEL that was given although the gate was not open.",
)
@click.option("--reason", default="", help="With --outside-gate: how it came about.")
@as_account
def dose(
    participant: str,
    *,
    check: bool,
    given: str,
    amount: str,
    level: int | None,
    reason: str,
    acting: Acting,
) -> int:
    r"""Record that PARTICIPANT was dosed. The gate must be open at that time.

    --check shows every condition with what would mend it; exit code 3 says that the gate is
    closed. A dose that was given all the same is reported with --outside-gate: it counts, and
    dosing is halted until the committee has decided.

    \b
      dosepath dose P-003 --check --as investigator
    """
    from dosepath.conduct import give_dose, report_dose

    if check:
        return _show_gate(participant, given, acting)

    def give(state: TrialState, by: object, at: datetime) -> object:
        when = at if given == "now" else time_of(given, state, option="--given")
        who = {"given_at": when, "by": by, "at": at}
        if level is not None:
            return report_dose(state, participant, level=level, reason=reason, **who)  # type: ignore[arg-type]
        return give_dose(state, participant, dose=amount, **who)  # type: ignore[arg-type]

    what = f"a dose of level {level} outside the gate" if level is not None else "the dose"
    acting.carry_out(
        give,  # type: ignore[arg-type]
        confirm=f"{participant} will be recorded as having received {what} ({given}).",
    )
    return ExitCode.DONE


def _show_gate(participant: str, given: str, acting: Acting) -> int:
    from dosepath.conduct import dosing_gate

    state = acting.begin()
    at = acting.moment(state) if given == "now" else time_of(given, state, option="--given")
    gate = dosing_gate(state, participant, at=at)
    if acting.as_json:
        emit_json({"participant": participant, "at": at, "open": gate.is_open, "gate": _rows(gate)})
    else:
        _table(gate)
    return ExitCode.DONE if gate.is_open else ExitCode.REFUSED


def _rows(gate: Gate) -> list[dict[str, object]]:
    from dosepath.wording import say

    return [
        {
            "condition": one.code,
            "light": one.light,
            "value": one.value,
            "event": one.source,
            "time": one.time,
            "why": say(one.reason),
            "todo": say(one.todo) if one.todo else "",
        }
        for one in gate.conditions
    ]


def _table(gate: Gate) -> None:
    from dosepath.wording import label, moment_text

    rows = _rows(gate)
    title = f"Dosing gate of {gate.participant} at {moment_text(gate.at)}"
    emit_table(
        ("condition", "in order", "why"),
        [
            (fill(label(str(row["condition"])), 22), _LIGHTS[str(row["light"])], row["why"])
            for row in rows
        ],
        title=title,
    )
    for todo in dict.fromkeys(str(row["todo"]) for row in rows if row["todo"]):
        paragraph(todo, indent="  to do  ")
    closed = len(gate.closed_by)
    paragraph(
        "The gate is open."
        if gate.is_open
        else f"The gate is closed: {closed} of {len(gate.conditions)} conditions are not in order."
    )

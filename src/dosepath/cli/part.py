"""``dosepath part``: the parts of the trial, and opening one."""

from __future__ import annotations

import click

from dosepath.cli.acting import Acting, Looking, as_account, of_trial
from dosepath.cli.output import emit_json, emit_table, paragraph


@click.group()
def part() -> None:
    """Parts or strata of the trial, each with a ladder and decisions of its own."""


@part.command("list")
@of_trial
def list_parts(*, looking: Looking) -> None:
    """Every part: whether it is open, its levels, and where it stands."""
    from dosepath.conduct import standing_sentences
    from dosepath.wording import say_all

    state = looking.begin()
    at = looking.moment(state)
    if not state.protocol.parts:
        if looking.as_json:
            emit_json({"trial": looking.trial, "parts": []})
        else:
            paragraph(f"{looking.trial} has no parts: its study file has one ladder.")
        return
    rows = []
    for name in state.parts:
        seen, rules = state.of_part(name), state.protocol.parts[name]
        opened = seen.part_opened
        rows.append(
            {
                "part": name or "main",
                "title": rules.title,
                "levels": len(rules.doses),
                "enrolled": sum(who.part == name for who in state.participants.values()),
                "dosed": len(seen.dosed),
                "opens_after": rules.after,
                "opened": opened.at if opened is not None else None,
                "sentence": " ".join(say_all(standing_sentences(seen, at))),
            }
        )
    if looking.as_json:
        emit_json({"trial": looking.trial, "parts": rows})
        return
    heads = ("part", "levels", "enrolled", "dosed", "sentence")
    shown = [tuple(row[head] for head in heads) for row in rows]
    emit_table(heads, shown, title=f"Parts of {looking.trial}", numeric=heads[1:4])
    for row in rows:
        if row["opens_after"] and row["opened"] is None:
            paragraph(f"{row['part']} opens after: {row['opens_after']}")


@part.command("open")
@click.argument("name")
@click.option("--reason", default="", help="How it is known that what comes before has happened.")
@as_account
def open_one(name: str, *, reason: str, acting: Acting) -> None:
    r"""Open the part NAME; its first cohort is then open as the protocol says.

    The study file may say what must have happened before. No rule can see whether it has: an
    investigator says so, with the reason. No part opens while dosing is halted in an open one; a
    halt that was lifted there still holds in the new part until its own committee has decided.

    \b
      dosepath part open continuous --reason "MTD of D-004" --as investigator
    """
    from dosepath.conduct import open_part
    from dosepath.rule import Reason
    from dosepath.wording import say

    asked = f"Part {name} of the trial will be open for enrolment."
    if acting.begin().halts:
        # Lifted elsewhere or not, no halt is lifted in a part that nobody has decided on.
        asked += f" Then: {say(Reason.of('sentence.part_halted_before'))}"
    acting.carry_out(
        lambda state, by, at: open_part(state, name, by=by, at=at, reason=reason),
        confirm=asked,
    )

"""Which part of the trial a verb is about, and how a part is named in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dosepath.conduct import TrialState

part_option = click.option(
    "--part",
    default="",
    metavar="NAME",
    help="A further part of the trial (`escalation.parts`) instead of its main one.",
)


MAIN = "main"
"""What stands for the main part on the command line, unless a part is called so."""


def in_part(state: TrialState, name: str) -> TrialState:
    """The trial seen from one of its parts; wrong usage, with those there are, for another name."""
    if name == MAIN and state.protocol.parts and MAIN not in state.parts:
        return state.of_part("")
    if name not in state.parts:
        known = ", ".join(one for one in state.parts if one)
        allowed = f"its further parts are: {known}" if known else "the study file has no parts"
        raise click.BadParameter(f"{name!r}; {allowed}", param_hint="--part")
    return state.of_part(name)


def need_part(state: TrialState, name: str) -> None:
    """Wrong usage if a trial has parts and none is named: for what cannot be taken back."""
    if not name and state.protocol.parts:
        opened = [one for one in state.parts if state.of_part(one).part_opened is not None]
        closed = [f"{one} (not open)" for one in state.parts if one not in opened]
        known = ", ".join((*(one or MAIN for one in opened), *closed))
        raise click.UsageError(f"say which part of the trial with --part: {known}")


def about_part(state: TrialState, part: str) -> str:
    """`` on part b``, for a question; empty for a trial without parts."""
    return f" on part {part or MAIN}" if state.protocol.parts else ""


def heading(trial: str, state: TrialState) -> str:
    """The trial, and the part that is looked at where there are several."""
    if len(state.parts) == 1:
        return trial
    return f"{trial}, part {state.part}" if state.part else f"{trial}, main part"

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


def in_part(state: TrialState, name: str) -> TrialState:
    """The trial seen from one of its parts; wrong usage, with those there are, for another name."""
    if name not in state.parts:
        known = ", ".join(one for one in state.parts if one)
        allowed = f"its further parts are: {known}" if known else "the study file has no parts"
        raise click.BadParameter(f"{name!r}; {allowed}", param_hint="--part")
    return state.of_part(name)


def heading(trial: str, state: TrialState) -> str:
    """The trial, and the part that is looked at where there are several."""
    if len(state.parts) == 1:
        return trial
    return f"{trial}, part {state.part}" if state.part else f"{trial}, main part"

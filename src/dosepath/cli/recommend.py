"""``dosepath recommend``: the next dose, why, what is missing, and what may come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Looking, of_trial
from dosepath.cli.deciding import (
    next_steps,
    show_counts,
    show_next_steps,
    show_recommendation,
    shown_time,
)
from dosepath.cli.output import emit_json, paragraph
from dosepath.cli.parts import heading, in_part, part_option

if TYPE_CHECKING:
    from dosepath.conduct import TrialState


@click.command()
@part_option
@of_trial
def recommend(*, part: str, looking: Looking) -> None:
    """Recommend the next dose from the log as it is now.

    Shows what is recommended, by which rule, on which counts; what is missing for a
    decision; and what may come next. Nothing is decided here: the committee decides
    (dosepath decide, dosepath sign).
    """
    from dosepath.conduct import recommend as next_dose

    state = in_part(looking.begin(), part)
    from dosepath.store import events, study_of

    at = looking.moment(state)
    advice = next_dose(state, at=at)
    study = study_of(events(looking.trial))
    scenarios = dict((study.part(state.part) if state.part else study).scenarios)
    ahead = next_steps(state, advice, scenarios=scenarios)
    if looking.as_json:
        emit_json(
            {
                "trial": looking.trial,
                **({"part": state.part} if state.part else {}),
                "at": at,
                "data_cut": _cut(state),
                "recommendation": advice.to_json(),
                "next": {name or "none": tree.to_json() for name, tree in ahead.items()},
            }
        )
        return
    paragraph(f"{heading(looking.trial, state)} at {shown_time(at)}")
    cut = _cut(state)
    paragraph(
        f"Data up to entry {cut['seq']} ({str(cut['head_hash'])[:16]}...), study file "
        f"{str(cut['study_hash'])[:12]}, {cut['engine']}."
    )
    click.echo()
    show_recommendation(advice)
    show_counts(advice, state)
    show_next_steps(ahead)


def _cut(state: TrialState) -> dict[str, object]:
    return {
        "seq": state.seq,
        "head_hash": state.head_hash,
        "study_hash": state.protocol.study_hash,
        "engine": state.protocol.engine,
    }

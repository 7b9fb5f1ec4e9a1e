"""What the demonstration prints at its end: ladder, recommendation, probability of N, logins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from dosepath.cli.deciding import show_recommendation
from dosepath.cli.output import WIDTH, emit_table, paragraph, percent

if TYPE_CHECKING:
    from dosepath.analysis import LadderLevel
    from dosepath.conduct import Recommendation, TrialState
    from dosepath.study import Study

_MARKS = {"none": "o", "dlt": "X", "pending": "?", "not_evaluable": "-"}
_LEGEND = "o no DLT   2 grade-2 event, no DLT   X DLT   ? not known yet   - not evaluable"


def show_outcome(state: TrialState, study: Study, *, at: datetime) -> None:
    """The ladder, what is recommended and why, and how many participants the trial may need."""
    from dosepath.cli.today import show_agenda
    from dosepath.conduct import recommend

    advice = recommend(state, at=at)
    click.echo()
    show_ladder(ladder_of(state, study, at))
    show_recommendation(advice)
    _show_size(state, study, advice)
    show_agenda(state, at)
    _show_assumed(study)


def ladder_of(state: TrialState, study: Study, at: datetime) -> tuple[LadderLevel, ...]:
    """The ladder as known at ``at``, lowest level first."""
    from dosepath.analysis import ladder, trial_data

    return ladder(trial_data(state, study, at=at))


def write_ladder(path: Path, rows: tuple[LadderLevel, ...]) -> None:
    """Write the ladder as an SVG file."""
    from dosepath.report import ladder_svg

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ladder_svg(rows) + "\n", encoding="utf-8")
    click.echo(f"The ladder is drawn in {path}")


def show_ladder(rows: tuple[LadderLevel, ...]) -> None:
    """The ladder as a table, highest level at the top, one mark for each participant."""
    from dosepath.report import ladder_words
    from dosepath.wording import dose_text, label

    emit_table(
        ("level", "dose", "participants", "state", "what happened"),
        [
            (
                row.level,
                dose_text(row.dose) + (" *" if row.assumed else ""),
                "\n".join(f"{_mark(mark)} {mark.participant}" for mark in row.marks),
                label(f"level_state.{row.state}"),
                ", ".join(ladder_words(row)),
            )
            for row in sorted(rows, key=lambda row: -row.level)
        ],
        numeric=("level",),
        title="The dose ladder",
    )
    click.echo(_LEGEND)
    if any(row.assumed for row in rows):
        click.echo("* assumed: not public")
    click.echo()


def _mark(mark: object) -> str:
    outcome = getattr(mark, "outcome", "pending")
    return "2" if outcome == "none" and getattr(mark, "grade_2", False) else _MARKS[outcome]


def _show_size(state: TrialState, study: Study, advice: Recommendation) -> None:
    """The exact probability of more participants than planned, before and given the data."""
    from dosepath.analysis import chance_above
    from dosepath.pathways import compile_design, operating_characteristics

    planned, program = state.protocol.planned, compile_design(study.design)
    rows = []
    for name, scenario in study.scenarios.items():
        whole = operating_characteristics(program, scenario)
        now = chance_above(planned, study.design, advice=advice, scenario=scenario)
        rows.append(
            (
                name,
                percent(float(whole.probability_above(planned))),
                "-" if now is None else percent(now),
            )
        )
    emit_table(
        ("if toxicity is", "before the trial", "given what is known now"),
        rows,
        numeric=("before the trial", "given what is known now"),
        title=f"Probability that N exceeds the registered {planned}",
    )
    paragraph(
        f"Engine: {program.engine}, cohorts completed before they are judged; no simulation. The "
        "scenarios are assumed: no clinical results are public."
    )
    click.echo()


def _show_assumed(study: Study) -> None:
    marks = [*study.assumed_under("doses"), *study.assumed_under("escalation")]
    if marks:
        paragraph(
            f"{len(marks)} values under doses and escalation are assumed, because they are not "
            f"public: `dosepath check {study.name}` lists each with its reason."
        )
        click.echo()


def logins(accounts: tuple[tuple[str, str, bool], ...], password: str) -> Iterator[str]:
    """Who can sign in, in lines that fit."""
    names = ", ".join(name for name, _, _ in accounts)
    yield fill(f"Sign in as: {names}", WIDTH, subsequent_indent="  ")
    yield f"Password of each: {password}"

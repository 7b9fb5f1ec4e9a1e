"""How a recommendation, a choice and what may come next are shown in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click

from dosepath.cli.output import emit_table, paragraph, percent

if TYPE_CHECKING:
    from dosepath.conduct import Choice, Outcome, Recommendation, TrialState
    from dosepath.pathways import Ahead


def in_words(choice: Choice) -> str:
    """A choice as a phrase: ``treat 3 at level 2``."""
    from dosepath.analysis import treat_reason
    from dosepath.rule import Reason
    from dosepath.wording import say

    if choice.action == "treat":
        return say(treat_reason(choice))
    return say(Reason.of(f"cell.{choice.action}", mtd=choice.mtd or "none"))


def show_recommendation(advice: Recommendation) -> None:
    """The next step, its reasons and what is missing for a decision."""
    from dosepath.analysis import next_step
    from dosepath.wording import say

    paragraph(f"Recommendation: {say(next_step(advice))}")
    for reason in advice.because:
        paragraph(say(reason), indent="  because  ")
    for reason in advice.missing:
        paragraph(say(reason), indent="  missing  ")
    click.echo()


def show_counts(advice: Recommendation, state: TrialState) -> None:
    """What the design sees at each level, and what each participant counts for."""
    from dosepath.designs import needs
    from dosepath.wording import dose_text

    doses = state.protocol.doses
    asked = needs(state.protocol.design)
    rows = [
        (
            level,
            dose_text(doses[level - 1]),
            tally.n,
            tally.dlt,
            tally.grade2,
            *((tally.responses,) if "responses" in asked else ()),
            *((len(tally.pending),) if "pending" in asked else ()),
        )
        for level, tally in reversed(list(enumerate(advice.counts.levels, start=1)))
    ]
    more = [name for name in ("responses", "pending") if name in asked]
    heads = ("level", "dose", "evaluated", "DLT", "grade 2", *more)
    emit_table(heads, rows, title="What the rule sees", numeric=("level", *heads[2:]))
    if not advice.outcomes:
        paragraph("Nobody is dosed yet.")
        return
    emit_table(
        ("participant", "level", "counts as"),
        [(o.participant, o.level, _counts_as(o)) for o in advice.outcomes],
        numeric=("level",),
        title="What each participant counts for",
    )


def _counts_as(one: Outcome) -> str:
    from dosepath.wording import label, say

    said = say(one.because)
    return f"{said} {label(one.beside)}" if one.beside else said


def next_steps(
    state: TrialState, advice: Recommendation, *, scenarios: Mapping[str, object]
) -> dict[str, Ahead]:
    """What may come next, under each scenario; empty when nobody is treated next."""
    from dosepath.pathways import look_ahead

    pending: dict[int, int] = {}
    for outcome in advice.outcomes:
        if outcome.is_awaited:
            pending[outcome.level] = pending.get(outcome.level, 0) + 1
    found = {
        name: look_ahead(state.protocol.design, advice.counts, pending=pending, scenario=scenario)
        for name, scenario in (scenarios or {"": None}).items()
    }
    return {name: ahead for name, ahead in found.items() if ahead.branches}


def show_next_steps(found: dict[str, Ahead]) -> None:
    """Each possible result of the next participants: how likely, and what the rule then says."""
    if not found:
        return
    first = next(iter(found.values()))
    rows: list[tuple[object, ...]] = []
    for index, branch in enumerate(first.branches):
        chances = [ahead.branches[index].probability for ahead in found.values()]
        shown = [percent(chance) for chance in chances if chance is not None]
        rows.append((branch.cohort.level, branch.label, *shown, then_words(branch.then)))
    names = [name for name in found if name]
    emit_table(
        ("level", "DLT", *names, "then"),
        rows,
        numeric=("level", *names),
        title="What may come next"
        + (", and how likely it is if a scenario is true (assumed)" if names else ""),
    )


def then_words(ahead: Ahead) -> str:
    """What the rule says after a result, as a phrase."""
    from dosepath.pathways import decision_row

    row = decision_row(ahead.decision)
    if row["action"] == "treat":
        return f"treat {row['n']} at level {row['to']}"
    if row["action"] == "stop":
        return "stop, no level" if row["to"] is None else f"stop, level {row['to']} recommended"
    return "wait"


def shown_time(at: datetime) -> str:
    """A moment as the site writes it."""
    from dosepath.wording import moment_text

    return moment_text(at)

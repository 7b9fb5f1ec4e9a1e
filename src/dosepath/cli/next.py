"""``dosepath next``: what may come next in a running trial, and how much of it remains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from dosepath.cli.acting import Looking, of_trial
from dosepath.cli.deciding import show_recommendation, shown_time, then_words
from dosepath.cli.design_file import (
    assumed_notes,
    chosen_scenarios,
    goal_word,
    read_numbers,
    scenario_options,
    show_notes,
)
from dosepath.cli.output import emit_json, emit_table, paragraph, percent
from dosepath.cli.parts import heading, in_part, part_option
from dosepath.quantity import Fault, FaultsFound, Place

if TYPE_CHECKING:
    from dosepath.analysis import Outlook, Prior
    from dosepath.pathways import Ahead
    from dosepath.study import Study


@click.command("next")
@part_option
@of_trial
@scenario_options
@click.option(
    "--prior",
    default="1,1",
    show_default=True,
    metavar="A,B",
    help="Beta prior of each level's DLT probability, for the posterior.",
)
@click.option("--seed", default=1, show_default=True, help="Of the posterior's draws.")
@click.option(
    "--depth",
    type=click.IntRange(1, 4),
    default=2,
    show_default=True,
    help="How many groups of results to follow.",
)
def look(
    *,
    looking: Looking,
    part: str,
    name: str | None,
    dlt: str | None,
    grade_2: str | None,
    prior: str,
    seed: int,
    depth: int,
) -> None:
    r"""Look ahead from the data of the trial as they are now.

    The tree of results that may come next, what the rule says after each, and how likely each is
    under every scenario of the study file (or one that is named or given) and under a posterior
    that weighs the data so far; then how many participants and cohorts are still to be expected,
    and the chance that more are needed than planned. Exact: the design itself is followed from
    the present data on.

    \b
      dosepath next --scenario plausible --depth 1
      dosepath next --dlt 0.05,0.1,0.2,0.35
    """
    from dosepath.analysis import Truths, outlook
    from dosepath.conduct import recommend

    state = in_part(looking.begin(), part)
    from dosepath.store import events, study_of

    at, study = looking.moment(state), study_of(events(looking.trial))
    study = study.part(state.part) if state.part else study
    has_none = not (study.scenarios or name or dlt or grade_2)
    truths = {} if has_none else chosen_scenarios(study, name, dlt=dlt, grade_2=grade_2)
    advice = recommend(state, at=at)
    under = Truths(dict(truths), _prior(prior, seed))
    found = outlook(study.design, advice, planned=state.planned_here, truths=under)
    if looking.as_json:
        emit_json(
            {
                "trial": looking.trial,
                **({"part": state.part} if state.part else {}),
                "at": at,
                "data_cut": {"seq": state.seq, "head_hash": state.head_hash},
                "recommendation": advice.to_json(),
                **outlook_json(found, depth),
                "assumed": assumed_notes(study, scenarios=dlt is None),
            }
        )
        return
    paragraph(f"{heading(looking.trial, state)} at {shown_time(at)}, data up to entry {state.seq}")
    click.echo()
    show_recommendation(advice)
    show_outlook(found, depth=depth, goal=goal_word(study))
    if state.planned_here < state.planned:
        elsewhere = state.planned - state.planned_here
        paragraph(f"{state.planned} are planned in all; {elsewhere} were dosed in other parts.")
    _show_assumed(study, found, of_file=dlt is None)


def _prior(text: str, seed: int) -> Prior:
    """The prior of the posterior; FaultsFound for anything but two numbers above 0."""
    import numpy as np

    from dosepath.analysis import Prior

    given = read_numbers("--prior", text)
    if len(given) != 2 or not all(0 < value < float("inf") for value in given):
        place, allowed = Place(path="--prior"), "two numbers above 0, as in 1,1"
        raise FaultsFound([Fault(place, "posterior", "Not a beta prior.", text, allowed)])
    if seed < 0:
        raise click.BadParameter("a whole number, 0 or more", param_hint="--seed")
    return Prior(np.random.default_rng(seed), seed, *given)


def outlook_json(found: Outlook, depth: int) -> dict[str, object]:
    """The look ahead as plain values, keys as in the reference."""
    return {
        "planned": found.planned,
        "dosed": found.dosed,
        "engine": found.engine or None,
        "next": {name or "none": tree.to_json(depth) for name, tree in found.trees.items()},
        "prospects": {one.name: one.to_json() for one in found.prospects},
        "posterior": found.posterior.to_json() if found.posterior is not None else None,
        "rests_on": [reason.to_json() for reason in found.rests_on],
    }


def show_outlook(found: Outlook, *, depth: int, goal: str = "MTD") -> None:
    """The tree and what remains, as tables; ``goal`` is what the design selects."""
    if found.is_over:
        paragraph("Nothing comes next by the rule.")
        return
    names = [name for name in found.trees if name]
    rows = list(_rows(list(found.trees.values()), depth))
    title = "What may come next"
    title += ", and how likely it is if a scenario is true" if names else ""
    emit_table(("level", "result", *names, "then"), rows, title=title, numeric=names)
    if found.prospects:
        _show_prospects(found, goal)


def _rows(
    trees: list[Ahead], depth: int, at: int = 0, reached: tuple[float, ...] | None = None
) -> Iterator[tuple[object, ...]]:
    """Every branch, depth first; later ones are set in under those they follow."""
    so_far = reached or (1.0,) * len(trees)
    for same in zip(*(tree.branches for tree in trees), strict=True):
        chances = tuple(
            whole * (1.0 if one.probability is None else one.probability)
            for whole, one in zip(so_far, same, strict=True)
        )
        first = same[0]
        shown = () if first.probability is None else tuple(percent(one) for one in chances)
        label = "  " * at + first.label
        yield (first.cohort.level, label, *shown, "  " * at + then_words(first.then))
        if at + 1 < depth:
            yield from _rows([one.then for one in same], depth, at + 1, chances)


def _show_prospects(found: Outlook, goal: str) -> None:
    above = f"more than {found.planned}"
    heads = ("if this is true", "participants", "cohorts", above, "95 % at most")
    rows = [
        (one.name, f"{one.remaining:.1f}", f"{one.cohorts:.1f}", percent(one.above), str(one.most))
        for one in found.prospects
    ]
    title = f"What remains, after {found.dosed} dosed: expected, and the chance of passing N"
    emit_table(heads, rows, title=title, numeric=heads[1:])
    levels = len(found.prospects[0].selection)
    columns = ("if this is true", f"no {goal}", *(f"level {level}" for level in range(1, levels)))
    shares = [(one.name, *(percent(share) for share in one.selection)) for one in found.prospects]
    emit_table(columns, shares, title=f"How the trial ends: the {goal}", numeric=columns[1:])


def _show_assumed(study: Study, found: Outlook, *, of_file: bool) -> None:
    from dosepath.wording import say

    click.echo("These figures rest on:")
    for reason in found.rests_on:
        paragraph(say(reason), indent="  * ")
    engine = [f"Engine: {found.engine}, from the present data on."] if found.engine else []
    show_notes(study, ["", *engine], scenarios=of_file)

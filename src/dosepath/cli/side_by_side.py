"""Designs side by side as tables: what each selects under each scenario, and on average."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli.contenders import Contender
from dosepath.cli.design_file import fall_notes, join_and, show_notes, warning_notes
from dosepath.cli.output import emit_table, paragraph, percent
from dosepath.cli.time_course import assumed_about_time

if TYPE_CHECKING:
    from dosepath.pathways import Comparison, Question, Scenario, TimeCourse

_CORRECT = {
    "nearest": "the level whose P(DLT) is nearest to the target",
    "at_most": "the highest level whose P(DLT) is at most the target",
}
# Longer names stand above the tables, and letters for them within.
_SHORT = 14
# Of more scenarios than this only the average is shown; --json has all.
_MOST_SHOWN = 12
_BEST = "benchmark"


def short_names(names: Sequence[str]) -> dict[str, str]:
    """What each design is called in a table: its name, or a letter if a name is too long."""
    if all(len(name) <= _SHORT for name in names):
        return {name: name for name in names}
    return {
        name: chr(ord("A") + place % 26) * (1 + place // 26) for place, name in enumerate(names)
    }


def show_comparison(
    found: Comparison,
    contenders: Sequence[Contender],
    course: TimeCourse | None = None,
    *,
    has_window: bool = False,
) -> None:
    """Every scenario if they are few, the average over them, and what all of it rests on."""
    called = short_names(found.designs)
    for name, letter in called.items():
        if name != letter:
            paragraph(name, indent=f"{letter}  ")
    if any(name != letter for name, letter in called.items()):
        click.echo()
    few = len(found.scenarios) <= _MOST_SHOWN
    for scenario in found.scenarios if few else ():
        _show_scenario(found, scenario, called)
    if len(found.scenarios) > 1:
        _show_averages(found, called)
    if found.ceilings:
        best_n = found.ceilings[0].n
        click.echo(f"{_BEST}: what complete information on {best_n} participants would select.")
    falls = fall_notes(contenders[0].study, _scenarios(found)) if few else []
    notes = [
        *_legend(found),
        *_of_selection(contenders, called),
        *falls,
        *_engines(found, called),
        *_of_time(contenders, called, course, has_window=has_window),
        *dict.fromkeys(note for one in contenders for note in warning_notes(one.study)),
    ]
    if found.is_partial:
        notes.append("Stopped before its end: not all of what was asked is shown.")
    show_notes(contenders[0].study, notes, scenarios=True)


def _of_selection(contenders: Sequence[Contender], called: Mapping[str, str]) -> Iterator[str]:
    """That some designs select something else than the MTD."""
    from dosepath.designs import selects

    names = [called[one.name] for one in contenders if selects(one.design) == "obd"]
    if names:
        verb = "selects" if len(names) == 1 else "select"
        if len(names) == len(called) > 1:
            names, verb = ["All designs"], "select"
        yield (
            f"{join_and(names)} {verb} the OBD (optimal biological dose), which weighs responses: "
            "Right and Over speak of P(DLT) alone."
        )


def _engines(found: Comparison, called: Mapping[str, str]) -> Iterator[str]:
    """How the figures of each design were made, and how far chance may take them."""
    seen = {(cell.design, cell.engine): cell for cell in found.cells}
    for (design, engine), cell in seen.items():
        noise = "" if cell.runs is None else f"; ± {50 / cell.runs**0.5:.1f} at most on a share (%)"
        yield f"Engine, {called[design]}: {engine}{noise}."
    if any(cell.runs for cell in found.cells):
        yield "±: Monte Carlo standard error."


def _of_time(
    contenders: Sequence[Contender],
    called: Mapping[str, str],
    course: TimeCourse | None,
    *,
    has_window: bool,
) -> Iterator[str]:
    """What is assumed about time, or that none passes."""
    from dosepath.designs import needs

    if course is not None:
        first = contenders[0]
        yield "Days: mean days from the first dosing to the last outcome."
        yield assumed_about_time(
            course, of_file=bool(first.study.escalation.dlt) and not has_window
        )
        whose = f", and the window and stagger of {called[first.name]}" if len(called) > 1 else ""
        yield f"All designs meet the same participants{whose}."
        return
    waiting = [called[one.name] for one in contenders if "pending" in needs(one.design)]
    if waiting:
        yield (
            f"Without time ({', '.join(waiting)}): everybody is evaluated before the next "
            "decision; --in-time lets time pass."
        )


def _scenarios(found: Comparison) -> Iterator[Scenario]:
    from dosepath.pathways import Scenario

    for name in found.scenarios:
        yield Scenario(tuple(map(float, next(iter(found.under(name))).dlt)), name=name)


def _show_scenario(found: Comparison, scenario: str, called: Mapping[str, str]) -> None:
    rows = [found.row(cell) for cell in found.under(scenario)]
    truth = found.under(scenario)[0].dlt
    right = rows[0]["right"]
    wanted = "" if right is None else f"; right: {f'level {right}' if right else 'no level'}"
    heads = ["Selected (%)", "none", *map(str, range(1, len(truth) + 1))]
    shares = [
        [called[row["design"]], *(_whole(row[f"selected_{head}"]) for head in heads[1:])]
        for row in rows
    ]
    best = found.ceiling(scenario)
    if best is not None:
        shares.append([_BEST, *(_whole(best[f"selected_{head}"]) for head in heads[1:])])
    truth_text = ", ".join(f"{p:.3g}" for p in truth)
    click.echo(f"Scenario {scenario}: P(DLT) {truth_text}{wanted}")
    emit_table(heads, shares, numeric=heads[1:])
    _show_figures(rows, found.question, called)
    click.echo()


_COLUMNS = {
    "correct": "Right (%)",
    "correct_least": "Least (%)",
    "overdose_selected": "Over (%)",
    "participants": "N",
    "dlts": "DLTs",
    "overdosed": "N over",
    "above_planned": "N > planned",
    "cohorts": "Cohorts",
    "days": "Days",
}
_SHARES = {"correct", "correct_least", "overdose_selected", "above_planned"}


def _show_figures(
    rows: Sequence[dict[str, Any]], question: Question, called: Mapping[str, str]
) -> None:
    shown = [key for key in _COLUMNS if any(row.get(key) is not None for row in rows)]
    heads = ["Design"] + [
        f"N>{question.planned} (%)" if key == "above_planned" else _COLUMNS[key] for key in shown
    ]
    lines = [
        [called.get(row["design"], _BEST), *(_figure(key, row.get(key)) for key in shown)]
        for row in rows
    ]
    emit_table(heads, lines, numeric=heads[1:])


def _show_averages(found: Comparison, called: Mapping[str, str]) -> None:
    click.echo(f"Average over {len(found.scenarios)} scenarios of equal weight")
    best = found.ceiling_average()
    rows = [*found.averages(), *([] if best is None else [{"design": _BEST, **best}])]
    _show_figures(rows, found.question, called)
    click.echo()


def _figure(key: str, value: float | None) -> str | None:
    if value is None:
        return None
    return _whole(value) if key in _SHARES else f"{value:.0f}" if key == "days" else f"{value:.2f}"


def _whole(share: float) -> str:
    return percent(share).removesuffix(" %")


def _legend(found: Comparison) -> Iterator[str]:
    question = found.question
    counted = any(row["cohorts"] is not None for row in found.rows())
    numbers = f"N, DLTs{', Cohorts' if counted else ''}: expected numbers."
    yield f"P(DLT): assumed true probability of a DLT per level. {numbers}"
    if question.target is None:
        yield "No target DLT rate is known: --target adds correct selection and overdosing."
        return
    yield (
        f"Target DLT rate {question.target:g}. Right: selects {_CORRECT[question.correct]}. Over: "
        "selects a level above the target. N over: expected participants at such levels."
    )

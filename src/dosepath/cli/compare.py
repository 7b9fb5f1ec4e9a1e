"""``dosepath compare``: designs side by side over scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli.answers import followed, stated_target
from dosepath.cli.contenders import (
    Contender,
    common_scenarios,
    effort_of,
    effort_options,
    read_contenders,
    say_progress,
)
from dosepath.cli.design_file import assumed_notes, read_numbers, show_notes
from dosepath.cli.output import emit_json, emit_table, paragraph, percent, write_file

if TYPE_CHECKING:
    from dosepath.pathways import Comparison, Question

_CORRECT = {
    "nearest": "the level whose P(DLT) is nearest to the target",
    "at_most": "the highest level whose P(DLT) is at most the target",
}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--design",
    "shorthands",
    multiple=True,
    help='A design with its parameters, as in "boin: target=0.3, max_n=30". May be repeated.',
)
@click.option("--scenario", "name", help="Only this scenario of the files, by its name.")
@click.option(
    "--dlt",
    "dlts",
    multiple=True,
    help="DLT probability per level, as in 0.05,0.1,0.2,0.35. May be repeated.",
)
@click.option("--grade2", "grade_2", help="Probability of a grade-2 event, for a single --dlt.")
@click.option("--target", type=float, help="Target DLT rate; default: that of the designs.")
@click.option(
    "--correct",
    type=click.Choice(["nearest", "at_most"]),
    default="nearest",
    show_default=True,
    help="The right level: nearest to the target, or the highest at or under it.",
)
@click.option(
    "--planned", type=click.IntRange(min=0), help="Show P(N > this); default: the first file's."
)
@effort_options
@click.option(
    "--html",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a report with figures here.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def compare(
    files: tuple[Path, ...],
    *,
    shorthands: tuple[str, ...],
    name: str | None,
    dlts: tuple[str, ...],
    grade_2: str | None,
    target: float | None,
    correct: Any,
    planned: int | None,
    limit: int,
    runs: int,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> int:
    r"""Set designs side by side over scenarios.

    Each FILE is a study file or a bare design file; all must have equally many dose
    levels. Scenarios are those of the files unless --dlt gives others. Figures are exact
    where the design has few enough states (--limit), else simulated, and it is said which.

    \b
        dosepath compare mine.yaml --design "boin: target=0.3, max_n=24" --target 0.3
    """
    from dosepath.pathways import Question, common_target, comparing

    if not files and not shorthands:
        raise click.UsageError("Nothing to compare: give a FILE, or --design.")
    levels = len(read_numbers("--dlt", dlts[0])) if dlts else 0
    contenders = read_contenders(files, shorthands, levels)
    scenarios = common_scenarios(
        [one.study for one in contenders], name, dlts=dlts, grade_2=grade_2
    )
    if target is None:
        target = common_target([stated_target(one) for one in contenders])
    planned = contenders[0].study.planned_participants if planned is None else planned
    question = Question(target, planned, correct)
    named = {one.name: one.design for one in contenders}
    effort = effort_of(limit, runs, seed)
    steps = comparing(named, scenarios, question=question, effort=effort, tell=say_progress)
    found, code = followed(steps, len(named))
    if out is not None:
        _write(found, contenders, out)
    if as_json:
        emit_json({**_head(contenders), **found.to_json()})
    else:
        _show(found, contenders)
    return code


def _head(contenders: Sequence[Contender]) -> dict[str, Any]:
    from dosepath.designs import parts_of

    return {
        "designs": [
            {
                "name": one.name,
                "study_hash": one.study.hash,
                "stages": [p.to_json() for p in parts_of(one.design) if p.role == "stage"],
                "behaviours": [p.to_json() for p in parts_of(one.design) if p.role != "stage"],
                "assumed": assumed_notes(one.study, scenarios=True),
            }
            for one in contenders
        ]
    }


# Longer names stand above the tables, and letters for them within.
_SHORT = 14


def short_names(names: Sequence[str]) -> dict[str, str]:
    """What each design is called in a table: its name, or a letter if a name is too long."""
    if all(len(name) <= _SHORT for name in names):
        return {name: name for name in names}
    return {
        name: chr(ord("A") + place % 26) * (1 + place // 26) for place, name in enumerate(names)
    }


def _show(found: Comparison, contenders: Sequence[Contender]) -> None:
    called = short_names(found.designs)
    for name, letter in called.items():
        if name != letter:
            paragraph(name, indent=f"{letter}  ")
    if any(name != letter for name, letter in called.items()):
        click.echo()
    for scenario in found.scenarios:
        _show_scenario(found, scenario, called)
    if len(found.scenarios) > 1:
        _show_averages(found, called)
    engines = dict.fromkeys((called[cell.design], cell.engine) for cell in found.cells)
    notes = [*_legend(found.question), *(f"Engine, {name}: {how}." for name, how in engines)]
    if found.is_partial:
        notes.append("Stopped before its end: not all designs are shown.")
    show_notes(contenders[0].study, notes, scenarios=True)


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
    title = f"Scenario {scenario}: P(DLT) {', '.join(f'{p:g}' for p in truth)}{wanted}"
    emit_table(heads, shares, title=title, numeric=heads[1:])
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
        [called[row["design"]], *(_figure(key, row.get(key)) for key in shown)] for row in rows
    ]
    emit_table(heads, lines, numeric=heads[1:])


def _show_averages(found: Comparison, called: Mapping[str, str]) -> None:
    click.echo(f"Average over {len(found.scenarios)} scenarios of equal weight")
    _show_figures(found.averages(), found.question, called)
    click.echo()


def _figure(key: str, value: float | None) -> str | None:
    if value is None:
        return None
    return _whole(value) if key in _SHARES else f"{value:.0f}" if key == "days" else f"{value:.2f}"


def _whole(share: float) -> str:
    return percent(share).removesuffix(" %")


def _legend(question: Question) -> Iterator[str]:
    yield "P(DLT): assumed true probability of a DLT per level. N, DLTs, Cohorts: expected numbers."
    if question.target is None:
        yield "No target DLT rate is known: --target adds correct selection and overdosing."
        return
    yield (
        f"Target DLT rate {question.target:g}. Right: selects {_CORRECT[question.correct]}. Over: "
        "selects a level above the target. N over: expected participants at such levels."
    )


def _write(found: Comparison, contenders: Sequence[Contender], out: Path) -> None:
    from dosepath import __version__
    from dosepath.report import Findings, comparison_report, render_page

    findings = Findings(__version__, compared=found)
    report = comparison_report([(one.name, one.study) for one in contenders], findings)
    write_file(out, render_page(report).encode())
    say_progress(f"Wrote {out}")

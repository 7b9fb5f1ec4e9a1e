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
from dosepath.cli.design_file import assumed_notes, fall_notes, read_numbers, show_notes
from dosepath.cli.output import emit_json, emit_table, paragraph, percent, write_file

if TYPE_CHECKING:
    from dosepath.pathways import Comparison, Question, Scenario, Scenarios

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
@click.option(
    "--random",
    type=click.IntRange(min=1),
    help="Draw this many scenarios instead; needs a target. --seed chooses which.",
)
@click.option(
    "--generator",
    type=click.Choice(["paoletti", "pseudo-uniform"]),
    default="paoletti",
    show_default=True,
    help="How random scenarios are drawn.",
)
@click.option(
    "--benchmark",
    type=click.IntRange(min=1),
    help="Participants of the optimal benchmark; default: the designs' common max_n.",
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
    random: int | None,
    generator: str,
    benchmark: int | None,
    limit: int | None,
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
    from dosepath.pathways import Question, common_target, comparing, with_benchmark

    if not files and not shorthands:
        raise click.UsageError("Nothing to compare: give a FILE, or --design.")
    levels = len(read_numbers("--dlt", dlts[0])) if dlts else 0
    contenders = read_contenders(files, shorthands, levels)
    if target is None:
        target = common_target([stated_target(one) for one in contenders])
    planned = contenders[0].study.planned_participants if planned is None else planned
    question = Question(target, planned, correct)
    studies = [one.study for one in contenders]
    if random is None:
        scenarios = common_scenarios(studies, name, dlts=dlts, grade_2=grade_2)
    elif name is not None or dlts or grade_2 is not None:
        raise click.UsageError("--random goes with none of --scenario, --dlt and --grade2.")
    else:
        kind = _generator(generator)
        drawn = kind.draw(studies[0].levels, _needed(target), n=random, seed=seed)
        scenarios = {one.name: one for one in drawn}
    named = {one.name: one.design for one in contenders}
    effort = effort_of(limit, runs, seed)
    steps = comparing(named, scenarios, question=question, effort=effort)
    found, code = followed(steps, len(named))
    size = _common_size(contenders) if benchmark is None else benchmark
    if size is not None and target is not None:
        found = with_benchmark(found, size)
    if out is not None:
        _write(found, contenders, out)
    if as_json:
        emit_json({**_head(contenders), **found.to_json()})
    else:
        _show(found, contenders)
    return code


def _generator(name: str) -> Scenarios:
    from dosepath.pathways import Paoletti, PseudoUniform

    return Paoletti() if name == "paoletti" else PseudoUniform()


def _needed(target: float | None) -> float:
    if target is None:
        raise click.UsageError("--random needs --target: scenarios are drawn around it.")
    return target


def _common_size(contenders: Sequence[Contender]) -> int | None:
    """The cap on participants that all designs share, as a fair size of the benchmark."""
    from dosepath.designs import parts_of

    sizes = {
        next((p["max_n"] for p in parts_of(one.design) if "max_n" in p), None) for one in contenders
    }
    return sizes.pop() if len(sizes) == 1 else None


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


def _show(found: Comparison, contenders: Sequence[Contender]) -> None:
    from dosepath.designs import needs

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
    engines = dict.fromkeys((called[cell.design], cell.engine) for cell in found.cells)
    falls = fall_notes(contenders[0].study, _scenarios(found)) if few else []
    notes = [
        *_legend(found.question),
        *falls,
        *(f"Engine, {name}: {how}." for name, how in engines),
    ]
    waiting = [called[one.name] for one in contenders if "pending" in needs(one.design)]
    if waiting:
        notes.append(
            f"Without time ({', '.join(waiting)}): everybody is evaluated before the next "
            "decision; `dosepath simulate` knows accrual and the DLT window."
        )
    if found.is_partial:
        notes.append("Stopped before its end: not all designs are shown.")
    show_notes(contenders[0].study, notes, scenarios=True)


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

"""``dosepath compare``: designs side by side over scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli import spreading
from dosepath.cli.answers import followed, stated_target
from dosepath.cli.contenders import (
    Contender,
    common_scenarios,
    effort_of,
    effort_options,
    question_options,
    read_contenders,
    say_progress,
)
from dosepath.cli.design_file import assumed_notes, read_numbers, with_response
from dosepath.cli.output import emit_json, write_file
from dosepath.cli.side_by_side import show_comparison
from dosepath.cli.spreading import spread_options, spread_over
from dosepath.cli.time_course import course_of, refuse_time_options, time_options, was_given

if TYPE_CHECKING:
    from dosepath.pathways import Comparison, Scenarios, TimeCourse


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
@click.option("--response", help="Probability of a response per level, for a single --dlt.")
@question_options
@click.option(
    "--planned", type=click.IntRange(min=0), help="Show P(N > this); default: the first file's."
)
@click.option(
    "--random",
    type=click.IntRange(min=1, max=100_000),
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
    "--in-time",
    is_flag=True,
    help="Simulate all designs as time passes, with the same participants, and show the days.",
)
@time_options
@spread_options
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
    response: str | None,
    target: float | None,
    correct: Any,
    planned: int | None,
    random: int | None,
    generator: str,
    benchmark: int | None,
    limit: int | None,
    runs: int,
    seed: int,
    in_time: bool,
    workers: int,
    scheduler: str | None,
    out: Path | None,
    as_json: bool,
    **time: Any,
) -> int:
    r"""Set designs side by side over scenarios.

    Each FILE is a study file or a bare design file; all must have equally many dose
    levels. Scenarios are those of the files unless --dlt gives others. Figures are exact
    where the design has few enough states (--limit), else simulated, and it is said which.
    With --in-time all are simulated as trials that pass in time. Ctrl-C shows what there is.

    \b
        dosepath compare mine.yaml --design "boin: target=0.3, max_n=24" --target 0.3
        dosepath compare mine.yaml --design rolling_six --in-time --accrual 10
    """
    from dosepath.pathways import Contest, Question, common_target, with_benchmark

    if not files and not shorthands:
        raise click.UsageError("Nothing to compare: give a FILE, or --design.")
    _refuse_mixtures(in_time=in_time, response=response, dlts=dlts)
    levels = len(read_numbers("--dlt", dlts[0])) if dlts else 0
    contenders = read_contenders(files, shorthands, levels)
    if target is None:
        target = common_target([stated_target(one) for one in contenders])
    planned = contenders[0].study.planned_participants if planned is None else planned
    studies = [one.study for one in contenders]
    if random is None:
        scenarios = common_scenarios(studies, name, dlts=dlts, grade_2=grade_2)
    elif name is not None or dlts or grade_2 is not None:
        raise click.UsageError("--random goes with none of --scenario, --dlt and --grade2.")
    else:
        drawn = _generator(generator).draw(studies[0].levels, _needed(target), n=random, seed=seed)
        scenarios = {one.name: one for one in drawn}
    if response is not None:
        scenarios = with_response(scenarios, response, is_given=bool(dlts))
    course = course_of(studies[0], **time) if in_time else None
    with spread_over(scheduler) as spread, spreading.progress() as tell:
        effort = effort_of(limit, runs, seed, workers=workers, spread=spread, on_block=tell)
        named = {one.name: one.design for one in contenders}
        question = Question(target, planned, correct)
        found, code = followed(Contest(named, scenarios, question, effort, course))
    size = _common_size(contenders) if benchmark is None else benchmark
    if size is not None and target is not None:
        found = with_benchmark(found, size)
    if out is not None:
        _write(found, contenders, out)
    if as_json:
        emit_json({**_head(contenders, course), **found.to_json()})
    else:
        show_comparison(found, contenders, course, has_window=time["window"] is not None)
    return code


def _refuse_mixtures(*, in_time: bool, response: str | None, dlts: Sequence[str]) -> None:
    """Options that mean nothing beside one another."""
    if not in_time:
        refuse_time_options()
    elif was_given("limit"):
        raise click.UsageError("--limit does not go with --in-time, which simulates every design.")
    if response is not None and len(dlts) != 1:
        raise click.UsageError("--response goes with a single --dlt.")


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


def _head(contenders: Sequence[Contender], course: TimeCourse | None) -> dict[str, Any]:
    from dosepath.designs import parts_of

    return {
        "course": None if course is None else asdict(course),
        "designs": [
            {
                "name": one.name,
                "study_hash": one.study.hash,
                "stages": [p.to_json() for p in parts_of(one.design) if p.role == "stage"],
                "behaviours": [p.to_json() for p in parts_of(one.design) if p.role != "stage"],
                "assumed": assumed_notes(one.study, scenarios=True),
            }
            for one in contenders
        ],
    }


def _write(found: Comparison, contenders: Sequence[Contender], out: Path) -> None:
    from dosepath import __version__
    from dosepath.report import Findings, comparison_report, render_page

    findings = Findings(__version__, compared=found)
    report = comparison_report([(one.name, one.study) for one in contenders], findings)
    write_file(out, render_page(report).encode())
    say_progress(f"Wrote {out}")

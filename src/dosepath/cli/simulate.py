"""``dosepath simulate``: trials as they pass in time, and how long they take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli.design_file import (
    assumed_notes,
    chosen_scenarios,
    design_file,
    dose_column,
    fall_notes,
    read_file,
    read_numbers,
    scenario_options,
    show_notes,
)
from dosepath.cli.failure import ExitCode
from dosepath.cli.output import console, emit_json, emit_table, paragraph, percent
from dosepath.cli.time_course import assumed_about_time, course_of, time_options

if TYPE_CHECKING:
    from dosepath.pathways import Estimate, Sampling, Scenario, TimeCourse, TimedSimulation
    from dosepath.study import Study

Tell = Callable[[int, int], None]

# The parts of a study file on which time rests.
_TIME = ("escalation.dlt.window", "escalation.stagger")


@click.command()
@design_file
@scenario_options
@click.option("--response", help="Probability of a response per level, for --dlt.")
@time_options
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    help="Simulated trials per scenario.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of all chance."
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes of this computer; they change no figure.",
)
@click.option("--scheduler", help="Work on a Dask cluster instead: tcp://host:8786.")
@click.option(
    "--planned", type=click.IntRange(min=0), help="Show P(N > this); default: the file's."
)
@click.option("--target", type=float, help="DLT probability above which a level is an overdose.")
def simulate(
    file: Path,
    *,
    name: str | None,
    dlt: str | None,
    grade_2: str | None,
    response: str | None,
    runs: int,
    seed: int,
    workers: int,
    scheduler: str | None,
    planned: int | None,
    target: float | None,
    as_json: bool,
    **time: Any,
) -> int:
    r"""Simulate trials of the design in FILE as they pass in time.

    FILE is a study file, or a bare design file with `doses` and `escalation`. Scenarios come
    from the file unless --dlt gives one. The same --seed gives the same participants to every
    design, on any number of workers. Ctrl-C shows what there is.

    \b
        dosepath simulate study.yaml --accrual 10 --not-evaluable 0.1 --runs 2000
    """
    from dosepath.pathways import Sampling

    study = read_file(file)
    scenarios = chosen_scenarios(study, name, dlt=dlt, grade_2=grade_2)
    if response is not None:
        scenarios = _with_response(scenarios, response, is_given=dlt is not None)
    planned = study.planned_participants if planned is None else planned
    course = course_of(study, **time)
    asked = _Asked(study, scenarios, course, planned, target)
    with _way(scheduler) as spread, _progress() as tell:
        sampling = Sampling(runs, seed, workers=workers, spread=spread, on_block=tell)
        results, code = asked.results(sampling)
    if as_json:
        emit_json(asked.to_json(results))
    else:
        asked.show(results, has_window=time["window"] is not None)
    if code:
        paragraph(_stopped(results, len(scenarios)), err=True)
    return code


@dataclass(frozen=True)
class _Asked:
    """What was asked for, and how it is shown."""

    study: Study
    scenarios: Mapping[str, Scenario]
    course: TimeCourse
    planned: int | None
    target: float | None

    @property
    def _of_file(self) -> bool:
        """Whether the scenarios are the file's, so that its marks on them are shown."""
        return set(self.scenarios) <= set(self.study.scenarios)

    def results(self, sampling: Sampling) -> tuple[dict[str, TimedSimulation], int]:
        """By scenario; Ctrl-C leaves the trials that are done."""
        from dosepath.pathways import TimedJob, in_blocks

        design = self.study.design
        jobs = {
            name: TimedJob.of(design, scenario, course=self.course, sampling=sampling)
            for name, scenario in self.scenarios.items()
        }
        done: dict[str, list[Any]] = {}
        code = ExitCode.DONE
        blocks = in_blocks(jobs, sampling)
        try:
            for name, block in blocks:
                done.setdefault(name, []).append(block)
        except KeyboardInterrupt:
            if not done:
                raise
            code = ExitCode.INTERRUPTED
        return {name: jobs[name].gather(parts) for name, parts in done.items()}, code

    def show(self, results: Mapping[str, TimedSimulation], *, has_window: bool) -> None:
        for name, result in results.items():
            figures = ("P(DLT)", "MTD", "+/-", "N", "+/-", "DLTs", *self._more(result)[0])
            heads = ("Level", dose_column(self.study)[0], *figures)
            title = f"{self.study.id}, scenario {name}"
            emit_table(heads, self._rows(result), title=title, numeric=figures)
            for line in self._summary(result):
                click.echo(line)
            click.echo(f"  {result.engine}\n")
        show_notes(self.study, self._notes(has_window), scenarios=self._of_file, also=_TIME)

    def _more(self, result: TimedSimulation) -> tuple[list[str], list[str]]:
        """Columns that only some trials have: their heads, and their names in a row."""
        some = {"Filled": "backfilled", "Resp.": "responses"}
        shown = {head: key for head, key in some.items() if getattr(result, key).any()}
        return list(shown), list(shown.values())

    def _rows(self, result: TimedSimulation) -> Iterator[tuple[object, ...]]:
        more = self._more(result)[1]
        doses = dose_column(self.study)[1]
        first, *levels = result.rows()
        chosen, error = _share(first["selected"]), _share(first["selected_error"])
        yield ("-", "no MTD", "", chosen, error, "", "", "", *("" for _ in more))
        for row in levels:
            yield (
                row["level"],
                doses[row["level"] - 1],
                f"{row['dlt']:g}",
                _share(row["selected"]),
                _share(row["selected_error"]),
                f"{row['participants']:.2f}",
                f"{row['participants_error']:.2f}",
                f"{row['dlts']:.2f}",
                *(f"{row[key]:.2f}" for key in more),
            )

    def _summary(self, result: TimedSimulation) -> Iterator[str]:
        totals = result.totals()
        low, median, high = (totals[f"days_{part}"] for part in (10, 50, 90))
        yield (
            f"  Duration        {_mean(result.mean(result.days), 0)} days; median {median:.0f}, "
            f"8 in 10 from {low:.0f} to {high:.0f}"
        )
        yield (
            f"  Participants    {_mean(result.mean(result.sizes))} treated; evaluated: "
            f"{totals['evaluated']:.2f}; with a DLT: {totals['dlts']:.2f}"
        )
        if self.course.while_closed == "turn_away":
            yield f"  Turned away     {_mean(result.mean(result.turned_away))}"
        else:
            yield f"  Waited          {totals['waited_days']:.1f} days each, on average"
        if self.planned is not None:
            above = result.above(self.planned)
            yield (
                f"  Planned {self.planned:<7} P(N > {self.planned}) = {percent(above.value)} "
                f"(+/- {percent(above.error)})"
            )
        if self.target is not None:
            over = _mean(result.overdosed(self.target))
            yield f"  Overdose        {over} participants where P(DLT) > {self.target:g}"

    def _notes(self, has_window: bool) -> Iterator[str]:
        yield (
            "P(DLT): assumed true probability. MTD: share of trials that select the level. N, "
            "DLTs: mean numbers. +/-: Monte Carlo standard error. Days run from the first dosing "
            "to the last outcome."
        )
        yield from fall_notes(self.study, self.scenarios.values())
        file = self.study.escalation
        yield assumed_about_time(self.course, of_file=bool(file.dlt) and not has_window)

    def to_json(self, results: Mapping[str, TimedSimulation]) -> dict[str, Any]:
        levels = range(1, self.study.levels + 1)
        return {
            "study": self.study.id,
            "study_hash": self.study.hash,
            "doses": [str(self.study.dose(level)) for level in levels],
            "planned": self.planned,
            "target": self.target,
            "is_partial": len(results) < len(self.scenarios)
            or not all(result.is_complete for result in results.values()),
            "assumed": assumed_notes(self.study, scenarios=self._of_file, also=_TIME),
            "scenarios": [
                {"name": name, **self._beyond(result), **result.to_json()}
                for name, result in results.items()
            ],
        }

    def _beyond(self, result: TimedSimulation) -> dict[str, Any]:
        above = None if self.planned is None else result.above(self.planned)
        over = None if self.target is None else result.overdosed(self.target)
        return {
            "above_planned": above and above.value,
            "above_planned_error": above and above.error,
            "overdosed": over and over.value,
            "overdosed_error": over and over.error,
        }


def _with_response(
    scenarios: Mapping[str, Scenario], response: str, *, is_given: bool
) -> dict[str, Scenario]:
    if not is_given:
        raise click.UsageError("--response goes with --dlt.")
    shares = read_numbers("--response", response)
    return {name: replace(one, response=shares) for name, one in scenarios.items()}


@contextmanager
def _way(scheduler: str | None) -> Iterator[Any]:
    if scheduler is None:
        with nullcontext() as nothing:
            yield nothing
        return
    from dosepath.cli.cluster import on_cluster

    with on_cluster(scheduler) as spread:
        yield spread


@contextmanager
def _progress() -> Iterator[Tell | None]:
    """A bar on standard error while somebody looks at it."""
    shown = console(stderr=True)
    if not shown.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("Trials", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=shown, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _stopped(results: Mapping[str, TimedSimulation], scenarios: int) -> str:
    done = sum(result.runs for result in results.values())
    planned = scenarios * max(result.planned for result in results.values())
    return f"Stopped: {done:,} of {planned:,} trials are done; the figures rest on those."


def _share(value: float) -> str:
    return f"{value:.3f}"


def _mean(estimate: Estimate, digits: int = 2) -> str:
    """A mean with its Monte Carlo standard error, which keeps a digit more if it needs one."""
    fine = max(digits, 1) if estimate.error < 0.5 else digits
    return f"{estimate.value:.{digits}f} (+/- {estimate.error:.{fine}f})"

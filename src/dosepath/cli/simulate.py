"""``dosepath simulate``: trials as they pass in time, and how long they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli import spreading
from dosepath.cli.characteristics import Shown, engines_of, legend_of
from dosepath.cli.design_file import (
    assumed_notes,
    chosen_scenarios,
    design_file,
    fall_notes,
    goal_word,
    read_file,
    scenario_options,
    show_notes,
    warning_notes,
    with_response,
)
from dosepath.cli.output import emit_json, paragraph
from dosepath.cli.spreading import spread_options, spread_over
from dosepath.cli.stopping import kept, stopped_words
from dosepath.cli.time_course import assumed_about_time, course_of, time_options

if TYPE_CHECKING:
    from dosepath.pathways import Sampling, Scenario, TimeCourse, TimedSimulation
    from dosepath.study import Study

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
@spread_options
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
    from dosepath.pathways import Question, Sampling

    study = read_file(file)
    Question(target)  # a target that is none has a fault
    scenarios = chosen_scenarios(study, name, dlt=dlt, grade_2=grade_2)
    if response is not None:
        scenarios = with_response(scenarios, response, is_given=dlt is not None)
    planned = study.planned_participants if planned is None else planned
    course = course_of(study, **time)
    asked = _Asked(study, scenarios, course, planned, target)
    with spread_over(scheduler) as spread, spreading.progress() as tell:
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
        blocks, code = kept(in_blocks(jobs, sampling), doing="the first trials were simulated")
        done: dict[str, list[Any]] = {}
        for name, block in blocks:
            done.setdefault(name, []).append(block)
        return {name: jobs[name].gather(parts) for name, parts in done.items()}, code

    def show(self, results: Mapping[str, TimedSimulation], *, has_window: bool) -> None:
        shown = [Shown(self.study, self.scenarios[name], one) for name, one in results.items()]
        for name, one in zip(results, shown, strict=True):
            one.table(name)
            one.summary(planned=self.planned, target=self.target)
            click.echo()
        file = self.study.escalation
        lines = [
            legend_of(self.study, shown) + " Days run from the first dosing to the last outcome.",
            *fall_notes(self.study, (one.scenario for one in shown)),
            *engines_of(results, ". --runs simulates more."),
            assumed_about_time(self.course, of_file=bool(file.dlt) and not has_window),
            *warning_notes(self.study),
        ]
        show_notes(self.study, lines, scenarios=self._of_file, also=_TIME)

    def to_json(self, results: Mapping[str, TimedSimulation]) -> dict[str, Any]:
        levels = range(1, self.study.levels + 1)
        return {
            "study": self.study.id,
            "study_hash": self.study.hash,
            "doses": [str(self.study.dose(level)) for level in levels],
            "planned": self.planned,
            "target": self.target,
            "selects": goal_word(self.study).lower(),
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


def _stopped(results: Mapping[str, TimedSimulation], scenarios: int) -> str:
    done = sum(result.runs for result in results.values())
    whole = scenarios * max(result.planned for result in results.values())
    return stopped_words(done, whole, "trials")

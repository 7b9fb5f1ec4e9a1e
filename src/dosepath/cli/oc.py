"""``dosepath oc``: operating characteristics of a design, exact where it can be followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli.answers import write_report
from dosepath.cli.characteristics import (
    figures_of,
    heads_of,
    show_sizes,
    show_steps,
    summary_of,
    variant_row,
)
from dosepath.cli.contenders import Contender, effort_of, effort_options
from dosepath.cli.design_file import (
    assumed_notes,
    chosen_scenarios,
    design_file,
    dose_column,
    fall_notes,
    read_file,
    scenario_options,
    show_notes,
    with_response,
)
from dosepath.cli.output import emit_json, emit_table, paragraph

if TYPE_CHECKING:
    from dosepath.designs import Design
    from dosepath.pathways import Effort, OperatingCharacteristics, Plan, Scenario, Simulation
    from dosepath.study import Study

    Result = OperatingCharacteristics | Simulation


@click.command()
@design_file
@scenario_options
@effort_options
@click.option("--response", help="Probability of a response per level, for --dlt.")
@click.option("--steps", is_flag=True, help="Show what is decided after each cohort, how often.")
@click.option(
    "--planned", type=click.IntRange(min=0), help="Show P(N > this); default: the file's."
)
@click.option("--target", type=float, help="DLT probability above which a level is an overdose.")
@click.option("--variants", is_flag=True, help="Compare the three values of six_at_mtd.")
@click.option("--sizes", is_flag=True, help="Show the whole distribution of N.")
@click.option(
    "--one-by-one",
    is_flag=True,
    help="Evaluate each participant before the next is dosed; the rule may cancel the rest.",
)
@click.option(
    "--html",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a report with figures here.",
)
def oc(
    file: Path,
    *,
    name: str | None,
    dlt: str | None,
    grade_2: str | None,
    response: str | None,
    planned: int | None,
    target: float | None,
    variants: bool,
    sizes: bool,
    one_by_one: bool,
    steps: bool,
    limit: int | None,
    runs: int,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Operating characteristics of the design in FILE, exact where it can be followed.

    FILE is a study file, or a bare design file with `doses` and `escalation`. Scenarios
    come from the file unless --dlt gives one. Every course of the trial is followed, those
    with the same data together; only a design with too many states is simulated, and it is
    said. A design that decides while participants are under observation is followed as if
    every window were complete: `dosepath simulate` lets time pass.
    """
    study = read_file(file)
    scenarios = chosen_scenarios(study, name, dlt=dlt, grade_2=grade_2)
    if response is not None:
        scenarios = with_response(scenarios, response, is_given=dlt is not None)
    planned = study.planned_participants if planned is None else planned
    if out is not None:
        asked_of = Contender(study.id, study)
        write_report(
            out, asked_of, scenarios, target=target, planned=planned, one_by_one=one_by_one
        )
    asked = _Asked(study, scenarios, planned, target, one_by_one, effort_of(limit, runs, seed))
    if variants:
        asked.compare(as_json=as_json)
    elif as_json:
        emit_json(asked.to_json(steps=steps))
    else:
        asked.show(sizes=sizes, steps=steps)


@dataclass(frozen=True)
class _Asked:
    """What was asked for, and how it is shown."""

    study: Study
    scenarios: Mapping[str, Scenario]
    planned: int | None
    target: float | None
    one_by_one: bool
    effort: Effort

    @property
    def _of_file(self) -> bool:
        """Whether the scenarios are the file's, so that its marks on them are shown."""
        return set(self.scenarios) <= set(self.study.scenarios)

    def plan(self, design: Design) -> Plan:
        """Which engine answers; time is not asked about here."""
        from dosepath.pathways import plan

        return plan(
            design,
            limit=self.effort.limit,
            cancel_undosed=self.one_by_one,
            exact_if_pending=True,
        )

    def results(self, design: Design) -> Iterator[tuple[str, Result]]:
        from dosepath.pathways import Sampling, operating_characteristics, simulate_trials
        from dosepath.wording import say

        chosen = self.plan(design)
        program = chosen.program
        if program is None:  # said before it starts: it may take long
            paragraph(say(chosen.why), err=True)
        for name, scenario in self.scenarios.items():
            if program is not None:
                yield name, operating_characteristics(program, scenario, target=self.target)
            else:
                sampling = Sampling(self.effort.runs, self.effort.seed)
                yield name, simulate_trials(design, scenario, sampling=sampling)

    def show(self, *, sizes: bool, steps: bool) -> None:
        plan, engine = self.plan(self.study.design), ""
        for name, result in self.results(self.study.design):
            scenario = self.scenarios[name]
            columns = heads_of(scenario, simulated=plan.program is None)
            heads = ("Level", dose_column(self.study)[0], *columns)
            rows = figures_of(result, scenario, dose_column(self.study)[1])
            emit_table(heads, rows, title=f"{self.study.id}, scenario {name}", numeric=columns)
            for line in summary_of(result, scenario, planned=self.planned, target=self.target):
                click.echo(line)
            if sizes:
                show_sizes(result)
            if steps and plan.program is not None:
                show_steps(plan.program, scenario)
            click.echo()
            engine = result.engine
        falls = fall_notes(self.study, self.scenarios.values())
        lines = [_legend(self.scenarios), *falls, self._engine(plan, engine)]
        show_notes(self.study, lines, scenarios=self._of_file)

    def _engine(self, plan: Plan, engine: str) -> str:
        from dosepath.wording import say

        if plan.program is None:
            return (
                f"Engine: {engine}; ±: Monte Carlo standard error of MTD. {say(plan.why)} --limit "
                "follows more, --runs simulates more."
            )
        how = (
            "each participant is evaluated before the next is dosed"
            if self.one_by_one
            else "cohorts are completed before they are judged (--one-by-one for the other extreme)"
        )
        text = f"Engine: {engine}, no Monte Carlo error; {how}."
        if plan.why.code != "plan.exact":
            text += f" {say(plan.why)} `dosepath simulate` lets time pass."
        return text

    def to_json(self, *, steps: bool) -> dict[str, Any]:
        from dosepath.pathways import decisions_by_step

        plan = self.plan(self.study.design)
        found = []
        for name, result in self.results(self.study.design):
            one = self._result_json(name, result)
            if steps and plan.program is not None:
                by_step = decisions_by_step(plan.program, self.scenarios[name])
                one["steps"] = by_step.to_json()["rows"]
            found.append(one)
        return {**self._head(), "plan": plan.to_json(), "scenarios": found}

    def _head(self) -> dict[str, Any]:
        levels = range(1, self.study.levels + 1)
        return {
            "study": self.study.id,
            "study_hash": self.study.hash,
            "doses": [str(self.study.dose(level)) for level in levels],
            "planned": self.planned,
            "cohorts": "one_by_one" if self.one_by_one else "complete",
            "assumed": assumed_notes(self.study, scenarios=self._of_file),
        }

    def _result_json(self, name: str, result: Result) -> dict[str, Any]:
        planned = self.planned
        above = None if planned is None else float(result.probability_above(planned))
        return {"name": name, "above_planned": above, **result.to_json()}

    def compare(self, *, as_json: bool) -> None:
        from dosepath.designs import six_at_mtd, six_at_mtd_variants

        variants = six_at_mtd_variants(self.study.design)
        found = {name: dict(self.results(design)) for name, design in variants.items()}
        if as_json:
            shown = [
                {"six_at_mtd": variant, **self._result_json(name, result)}
                for variant, results in found.items()
                for name, result in results.items()
            ]
            emit_json({**self._head(), "variants": shown})
            return
        engine = ""
        for name in self.scenarios:
            results = {variant: found[variant][name] for variant in variants}
            self._show_variants(name, results)
            engine = "".join({one.engine for one in list(results.values())[:1]})
        chosen = six_at_mtd(self.study.design)
        legend = "none, 1, 2, ...: probability in % that no level, level 1, 2, ... is the MTD."
        own = f"The file's own: six_at_mtd {chosen}." if chosen else ""
        none = "" if variants else "The design has no choice of six_at_mtd: nothing to compare."
        by = self._engine(self.plan(self.study.design), engine) if variants else ""
        lines = filter(None, [legend if variants else "", own, none, by])
        show_notes(self.study, lines, scenarios=self._of_file)

    def _show_variants(self, name: str, results: Mapping[str, Result]) -> None:
        if not results:
            return
        levels = [str(level) for level in range(1, self.study.levels + 1)]
        above = [f"P(N>{self.planned})"] if self.planned is not None else []
        heads = ["six_at_mtd", "E[N]", *above, "none", *levels]
        digits = 1 if len(levels) <= 5 else 0
        rows = [
            [variant, *variant_row(result, planned=self.planned, digits=digits)]
            for variant, result in results.items()
        ]
        title = f"{self.study.id}, scenario {name}"
        emit_table(heads, rows, title=title, numeric=heads[1:])


def _legend(scenarios: Mapping[str, Scenario]) -> str:
    events = any(one.grade_2 for one in scenarios.values())
    responses = any(one.response for one in scenarios.values())
    assumed = [
        "P(DLT)",
        *(["P(G2)"] if events else []),
        *(["P(R)"] if responses else []),
    ]
    what = [
        "a DLT",
        *(["a grade-2 event"] if events else []),
        *(["a response"] if responses else []),
    ]
    chance = "probabilities" if len(what) > 1 else "probability"
    numbers = ["N", "DLTs", *(["G2"] if events else []), *(["Resp"] if responses else [])]
    return (
        f"{', '.join(assumed)}: assumed true {chance} of {_and(what)}. MTD: probability of "
        f"selection. Tried: of ever being treated. {', '.join(numbers)}: expected numbers. "
        "*: assumed."
    )


def _and(words: Sequence[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and of {last}" if before else last

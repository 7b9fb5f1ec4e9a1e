"""``dosepath oc``: operating characteristics of a design, exact where it can be followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli import spreading
from dosepath.cli.answers import write_report
from dosepath.cli.characteristics import (
    Shown,
    engines_of,
    legend_of,
    show_sizes,
    show_steps,
    variant_row,
)
from dosepath.cli.contenders import Contender, effort_of, effort_options
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
from dosepath.cli.output import emit_json, emit_table, paragraph
from dosepath.cli.stopping import kept, stopped_words

if TYPE_CHECKING:
    from dosepath.designs import Design
    from dosepath.pathways import (
        Effort,
        OperatingCharacteristics,
        Plan,
        Scenario,
        Simulation,
        TrialJob,
    )
    from dosepath.study import Study

    Result = OperatingCharacteristics | Simulation
    # By design and by scenario.
    Found = dict[str, dict[str, Result]]


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
) -> int:
    """Operating characteristics of the design in FILE, exact where it can be followed.

    FILE is a study file, or a bare design file with `doses` and `escalation`. Scenarios
    come from the file unless --dlt gives one. Every course of the trial is followed, those
    with the same data together; only a design with too many states is simulated, and it is
    said. A design that decides while participants are under observation is followed as if
    every window were complete: `dosepath simulate` lets time pass. Ctrl-C shows what there is.
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
    with spreading.progress() as tell:
        effort = replace(effort_of(limit, runs, seed), on_block=tell)
        asked = _Asked(study, scenarios, planned, target, one_by_one, effort)
        found, code = asked.results(asked.variants if variants else {"": study.design})
    if variants:
        asked.show_variants(found, as_json=as_json)
    elif as_json:
        emit_json(asked.to_json(found, steps=steps))
    else:
        asked.show(found, sizes=sizes, steps=steps)
    if code:
        paragraph(asked.stopped(found), err=True)
    return code


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

    @property
    def variants(self) -> Mapping[str, Design]:
        from dosepath.designs import six_at_mtd_variants

        return six_at_mtd_variants(self.study.design)

    def results(self, designs: Mapping[str, Design]) -> tuple[Found, int]:
        """By design and scenario; Ctrl-C leaves what is done, trials included."""
        doing = "the design's states were being counted"
        pieces, code = kept(self._pieces(designs), doing=doing)
        parts: dict[tuple[str, str], list[Any]] = {}
        for names, piece in pieces:
            parts.setdefault(names, []).append(piece)
        found: Found = {which: {} for which in designs}
        for (which, name), made in parts.items():
            simulated = self.plan(designs[which]).program is None
            job = self._job(designs[which], name) if simulated else None
            found[which][name] = made[0] if job is None else job.gather(made)
        return found, code

    def _pieces(self, designs: Mapping[str, Design]) -> Iterator[tuple[tuple[str, str], Any]]:
        """Figures of scenarios, or blocks of the trials of one."""
        from dosepath.pathways import in_blocks, operating_characteristics
        from dosepath.wording import say

        for which, design in designs.items():
            chosen = self.plan(design)
            if chosen.program is None:  # said before it starts: it may take long
                paragraph(say(chosen.why), err=True)
                jobs = {(which, name): self._job(design, name) for name in self.scenarios}
                yield from in_blocks(jobs, self.effort.sampling)
                continue
            for name, scenario in self.scenarios.items():
                made = operating_characteristics(chosen.program, scenario, target=self.target)
                yield (which, name), made

    def _job(self, design: Design, name: str) -> TrialJob:
        from dosepath.pathways import TrialJob

        return TrialJob.of(design, self.scenarios[name], sampling=self.effort.sampling)

    def stopped(self, found: Found) -> str:
        """How much is done of what was asked."""
        done = [result for results in found.values() for result in results.values()]
        whole = len(found) * len(self.scenarios)
        trials = sum(getattr(result, "runs", 0) for result in done)
        if not trials:
            return stopped_words(len(done), whole, "scenarios")
        return stopped_words(trials, whole * self.effort.runs, "trials")

    def show(self, found: Found, *, sizes: bool, steps: bool) -> None:
        plan, results = self.plan(self.study.design), found[""]
        shown = [Shown(self.study, self.scenarios[name], one) for name, one in results.items()]
        for name, one in zip(results, shown, strict=True):
            one.table(name)
            one.summary(planned=self.planned, target=self.target)
            if sizes:
                show_sizes(one.result)
            if steps and plan.program is not None:
                show_steps(plan.program, one.scenario)
            click.echo()
        lines = [
            legend_of(self.study, shown),
            *fall_notes(self.study, (one.scenario for one in shown)),
            *engines_of(results, self._how(plan)),
            *warning_notes(self.study),
        ]
        show_notes(self.study, lines, scenarios=self._of_file)

    def _how(self, plan: Plan) -> str:
        """What else is to be said of how figures were made."""
        from dosepath.wording import say

        if plan.program is None:
            return f". {say(plan.why)} --limit follows more, --runs simulates more."
        text = ", no Monte Carlo error"
        if self.one_by_one:
            text += "; each participant is evaluated before the next is dosed"
        elif int(plan.program.reached.size.max()) > 1:
            text += (
                "; cohorts are completed before they are judged (--one-by-one for the other "
                "extreme)"
            )
        if plan.why.code != "plan.exact":
            text += f". {say(plan.why)} `dosepath simulate` lets time pass"
        return f"{text}."

    def to_json(self, results: Found, *, steps: bool) -> dict[str, Any]:
        from dosepath.pathways import decisions_by_step

        plan = self.plan(self.study.design)
        found = []
        for name, result in results[""].items():
            one = self._result_json(name, result)
            if steps and plan.program is not None:
                by_step = decisions_by_step(plan.program, self.scenarios[name])
                one["steps"] = by_step.to_json()["rows"]
            found.append(one)
        return {**self._head(results), "plan": plan.to_json(), "scenarios": found}

    def _head(self, found: Found) -> dict[str, Any]:
        levels = range(1, self.study.levels + 1)
        return {
            "study": self.study.id,
            "study_hash": self.study.hash,
            "doses": [str(self.study.dose(level)) for level in levels],
            "planned": self.planned,
            "cohorts": "one_by_one" if self.one_by_one else "complete",
            "selects": goal_word(self.study).lower(),
            "is_partial": self._is_partial(found),
            "assumed": assumed_notes(self.study, scenarios=self._of_file),
            "warnings": warning_notes(self.study),
        }

    def _is_partial(self, found: Found) -> bool:
        return any(
            len(results) < len(self.scenarios)
            or not all(getattr(one, "is_complete", True) for one in results.values())
            for results in found.values()
        )

    def _result_json(self, name: str, result: Result) -> dict[str, Any]:
        planned = self.planned
        above = None if planned is None else float(result.probability_above(planned))
        return {"name": name, "above_planned": above, **result.to_json()}

    def show_variants(self, found: Found, *, as_json: bool) -> None:
        from dosepath.designs import six_at_mtd

        if as_json:
            shown = [
                {"six_at_mtd": variant, **self._result_json(name, result)}
                for variant, results in found.items()
                for name, result in results.items()
            ]
            emit_json({**self._head(found), "variants": shown})
            return
        if not found:
            click.echo("The design has no choice of six_at_mtd: nothing to compare.")
            return
        for name in self.scenarios:
            done = {which: results[name] for which, results in found.items() if name in results}
            self._show_variants(name, done)
        how = self._how(self.plan(self.study.design))
        lines = [
            "none, 1, 2, ...: probability in % that no level, level 1, 2, ... is the MTD.",
            f"The file's own: six_at_mtd {six_at_mtd(self.study.design)}.",
            *engines_of(next(iter(found.values())), how),
        ]
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

"""``dosepath oc``: exact operating characteristics of a design."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli.answers import write_report
from dosepath.cli.contenders import Contender
from dosepath.cli.design_file import (
    assumed_notes,
    chosen_scenarios,
    design_file,
    dose_column,
    read_file,
    scenario_options,
    show_notes,
)
from dosepath.cli.output import emit_json, emit_table, percent, probability

if TYPE_CHECKING:
    from dosepath.designs import Design
    from dosepath.pathways import OperatingCharacteristics, Scenario
    from dosepath.study import Study

_FIGURES = ("P(DLT)", "P(G2)", "MTD", "Tried", "N", "DLTs", "G2")
_LEGEND = (
    "P(DLT), P(G2): assumed true probabilities of a DLT and of a grade-2 event. MTD: probability "
    "of selection. Tried: of ever being treated. N, DLTs, G2: expected numbers. *: assumed."
)


@click.command()
@design_file
@scenario_options
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
    planned: int | None,
    target: float | None,
    variants: bool,
    sizes: bool,
    one_by_one: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Exact operating characteristics of the design in FILE.

    FILE is a study file, or a bare design file with `doses` and `escalation`. Scenarios
    come from the file unless --dlt gives one. Nothing is simulated: every course of the
    trial is followed, those with the same data together.
    """
    study = read_file(file)
    scenarios = chosen_scenarios(study, name, dlt=dlt, grade_2=grade_2)
    planned = study.planned_participants if planned is None else planned
    if out is not None:
        asked_of = Contender(study.id, study)
        write_report(
            out, asked_of, scenarios, target=target, planned=planned, one_by_one=one_by_one
        )
    asked = _Asked(study, scenarios, planned, target, one_by_one)
    if variants:
        asked.compare(as_json=as_json)
    elif as_json:
        emit_json(asked.to_json())
    else:
        asked.show(sizes=sizes)


@dataclass(frozen=True)
class _Asked:
    """What was asked for, and how it is shown."""

    study: Study
    scenarios: Mapping[str, Scenario]
    planned: int | None
    target: float | None
    one_by_one: bool

    @property
    def _of_file(self) -> bool:
        """Whether the scenarios are the file's, so that its marks on them are shown."""
        return set(self.scenarios) <= set(self.study.scenarios)

    def results(self, design: Design) -> Iterator[tuple[str, OperatingCharacteristics]]:
        from dosepath.pathways import compile_design, operating_characteristics

        program = compile_design(design, cancel_undosed=self.one_by_one)
        for name, scenario in self.scenarios.items():
            yield name, operating_characteristics(program, scenario, target=self.target)

    def show(self, *, sizes: bool) -> None:
        engine = ""
        for name, result in self.results(self.study.design):
            title = f"{self.study.id}, scenario {name}"
            heads = ("Level", dose_column(self.study)[0], *_FIGURES)
            emit_table(heads, self._rows(result), title=title, numeric=_FIGURES)
            for line in self._summary(result):
                click.echo(line)
            if sizes:
                self._show_sizes(result)
            click.echo()
            engine = result.engine
        show_notes(self.study, [_LEGEND, self._engine(engine)], scenarios=self._of_file)

    def _engine(self, engine: str) -> str:
        how = (
            "each participant is evaluated before the next is dosed"
            if self.one_by_one
            else "cohorts are completed before they are judged (--one-by-one for the other extreme)"
        )
        return f"Engine: {engine}, no Monte Carlo error; {how}."

    def _rows(self, result: OperatingCharacteristics) -> Iterator[tuple[object, ...]]:
        blank = ("",) * 2
        doses = dose_column(self.study)[1]
        yield "-", "no MTD", *blank, _share(result.selection[0]), "", "", "", ""
        for row in result.rows()[1:]:
            yield (
                row["level"],
                doses[row["level"] - 1],
                f"{row['dlt']:g}",
                f"{row['grade_2']:g}",
                _share(row["selected"]),
                _share(row["tried"]),
                f"{row['participants']:.2f}",
                f"{row['dlts']:.2f}",
                f"{row['grade2_events']:.2f}",
            )

    def _summary(self, result: OperatingCharacteristics) -> Iterator[str]:
        least, most = result.sizes[0], result.sizes[-1]
        yield (
            f"  Participants    {float(result.expected_size):.2f} expected, {least} to {most}; "
            f"median {int(result.quantile(0.5))}, 90 % have at most {int(result.quantile(0.9))}"
        )
        yield (
            f"  Cohorts         {float(result.cohorts):.2f} expected;   "
            f"DLTs {float(result.expected_dlts):.2f} expected"
        )
        yield f"  Below the MTD   {float(result.below_selected):.2f} participants expected"
        if self.planned is not None:
            above = percent(float(result.probability_above(self.planned)))
            equal = percent(float(result.probability_of_size(self.planned)))
            n = self.planned
            yield f"  Planned {n:<7} P(N > {n}) = {above},  P(N = {n}) = {equal}"
        if result.overdosed is not None and result.overdose_selected is not None:
            yield (
                f"  Overdose        {float(result.overdosed):.2f} participants expected where "
                f"P(DLT) > {self.target:g}; selected: {_share(result.overdose_selected)}"
            )

    def _show_sizes(self, result: OperatingCharacteristics) -> None:
        rows = []
        highest = float(result.size_probability.max())
        for size, share in zip(result.sizes, result.size_probability.tolist(), strict=True):
            above = float(result.probability_above(size))
            bar = "█" * round(30 * share / highest)
            rows.append((size, probability(share), probability(above), bar))
        heads = ("N", "P(N = n)", "P(N > n)", "")
        emit_table(heads, rows, numeric=heads[:3])

    def to_json(self) -> dict[str, Any]:
        return {
            **self._head(),
            "scenarios": [
                self._result_json(name, result) for name, result in self.results(self.study.design)
            ],
        }

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

    def _result_json(self, name: str, result: OperatingCharacteristics) -> dict[str, Any]:
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
            engine = next(iter(results.values())).engine
        chosen = six_at_mtd(self.study.design)
        legend = "none, 1, 2, ...: probability in % that no level, level 1, 2, ... is the MTD."
        own = f"The file's own: six_at_mtd {chosen}." if chosen else ""
        lines = filter(None, [legend, own, self._engine(engine)])
        show_notes(self.study, lines, scenarios=self._of_file)

    def _show_variants(self, name: str, results: Mapping[str, OperatingCharacteristics]) -> None:
        levels = [str(level) for level in range(1, self.study.levels + 1)]
        above = [f"P(N>{self.planned})"] if self.planned is not None else []
        heads = ["six_at_mtd", "E[N]", *above, "none", *levels]
        digits = 1 if self.study.levels <= 5 else 0
        rows = []
        for variant, result in results.items():
            shares = [_hundredths(float(share), digits) for share in result.selection]
            beyond = (
                [percent(float(result.probability_above(self.planned)))]
                if self.planned is not None
                else []
            )
            size = f"{float(result.expected_size):.2f}"
            rows.append([variant, size, *beyond, *shares])
        title = f"{self.study.id}, scenario {name}"
        emit_table(heads, rows, title=title, numeric=heads[1:])


def _share(value: Any) -> str:
    return probability(float(value), digits=3)


def _hundredths(share: float, digits: int) -> str:
    """A percentage without its sign, never 0 or 100 unless it is exactly that."""
    return percent(share, digits=digits).removesuffix(" %")

"""Operating characteristics as tables, exact or simulated, without time or in it.

``dosepath oc`` and ``dosepath simulate`` show the same columns under the same names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli.design_file import dose_column, goal_word, join_and
from dosepath.cli.output import Unbroken, emit_table, percent, probability
from dosepath.cli.summary import Wanted, bound_of_none, summary_of

if TYPE_CHECKING:
    from dosepath.pathways import (
        OperatingCharacteristics,
        Program,
        Scenario,
        Simulation,
        TimedSimulation,
    )
    from dosepath.study import Study

    Result = OperatingCharacteristics | Simulation | TimedSimulation

_STEPS = ("Cohort", "Treated", "Up", "Stay", "Down", "Stop")
# The columns of what is assumed, and those of expected numbers with their names in a row.
_TRUTH = {"P(DLT)": "dlt", "P(G2)": "grade_2", "P(R)": "response"}
_NUMBERS = {
    "N": ("participants",),
    "DLTs": ("dlts",),
    "G2": ("grade2", "grade2_events"),
    "Resp": ("responses",),
    "Filled": ("backfilled",),
}
_ERROR = "±"


@dataclass(frozen=True)
class Shown:
    """One result and what it is shown with."""

    study: Study
    scenario: Scenario
    result: Result

    def table(self, name: str) -> None:
        """One row without an MTD, then one per level."""
        dose, doses = dose_column(self.study)
        columns = self.columns
        emit_table(
            ("Level", Unbroken(dose), *columns),
            self._rows(doses),
            title=f"{self.study.id}, scenario {name}",
            numeric=columns,
        )

    def summary(self, *, planned: int | None, target: float | None) -> None:
        """What is true of the trial as a whole, in a few lines."""
        wanted = Wanted(goal_word(self.study), planned, target)
        for line in summary_of(self.result, self.scenario, wanted):
            click.echo(line)

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of figures: those of events and responses only where there are any."""
        truth = [head for head, name in _TRUTH.items() if getattr(self.scenario, name)]
        first = self.result.rows()[1]
        numbers = [
            head
            for head, names in _NUMBERS.items()
            if any(name in first for name in names) and self._matters(head)
        ]
        error = [_ERROR] if _runs(self.result) else []
        return (*truth, goal_word(self.study), *error, "Tried", *numbers)

    def _matters(self, head: str) -> bool:
        if head == "G2":
            return bool(self.scenario.grade_2)
        if head == "Resp":
            return bool(self.scenario.response)
        return head != "Filled" or any(row.get("backfilled") for row in self.result.rows())

    def _rows(self, doses: Sequence[str]) -> Iterator[tuple[object, ...]]:
        goal, columns, runs = goal_word(self.study), self.columns, _runs(self.result)
        none, *levels = self.result.rows()
        first = {goal: share(none["selected"]), _ERROR: error_of(none, runs)}
        yield "-", f"no {goal}", *(first.get(name, "") for name in columns)
        for place, row in enumerate(levels):
            said = {
                goal: share(row["selected"]),
                _ERROR: error_of(row, runs),
                "Tried": share(tried(self.result, place)),
            }
            for head, name in _TRUTH.items():
                given = getattr(self.scenario, name)
                said[head] = f"{given[place]:g}" if given else ""
            for head, names in _NUMBERS.items():
                found = next((row[name] for name in names if name in row), None)
                said[head] = "" if found is None else f"{found:.2f}"
            yield place + 1, doses[place], *(said[name] for name in columns)


def _runs(result: Result) -> int | None:
    """Simulated trials; ``None`` for exact figures."""
    return getattr(result, "runs", None)


def error_of(row: Mapping[str, Any], runs: int | None) -> str:
    """The Monte Carlo standard error of a share of trials.

    Where none or all of them did, that error is 0 and says nothing: then the distance within
    which the true probability lies with 95 % confidence.
    """
    if runs is None:
        return ""
    error = float(row["selected_error"])
    if error:
        return share(error)
    return f"<{ceil(1000 * bound_of_none(runs)) / 1000:.3f}"


def tried(result: Result, place: int) -> float:
    """How likely somebody is treated at a level (0-based)."""
    if _runs(result) is None:
        return float(result.tried[place])  # type: ignore[union-attr]
    return float((result.participants[:, place] > 0).mean())


def legend_of(study: Study, shown: Sequence[Shown]) -> str:
    """What the columns mean, of those that are shown."""
    columns = dict.fromkeys(column for one in shown for column in one.columns)
    what = {"P(DLT)": "a DLT", "P(G2)": "a grade-2 event", "P(R)": "a response"}
    assumed = [head for head in what if head in columns]
    chance = "probabilities" if len(assumed) > 1 else "probability"
    events = join_and([what[head] for head in assumed], " of")
    numbers = [head for head in _NUMBERS if head in columns]
    goal = goal_word(study)
    said = [
        f"{', '.join(assumed)}: assumed true {chance} of {events}.",
        f"{goal}: probability of selection{_AS_OBD if goal == 'OBD' else ''}.",
        "Tried: of ever being treated.",
        f"{', '.join(numbers)}: expected numbers.",
        f"Below the {goal}: those treated under the level that is selected (no level: nobody).",
    ]
    if "Filled" in columns:
        said.append("Filled: those of N who were backfilled.")
    if _ERROR in columns:
        said.append(_ERRORS)
    if _has_star(study):
        said.append("*: assumed.")
    return " ".join(said)


_AS_OBD = " as the optimal biological dose"
_ERRORS = (
    "±: Monte Carlo standard error; where none or all of the trials did so it would be 0, and "
    "the 95 % bound stands with < instead."
)


def _has_star(study: Study) -> bool:
    return any(study.dose(level).assumed for level in range(1, study.levels + 1))


def engines_of(results: Mapping[str, Result], how: str) -> list[str]:
    """How the figures were made: once, or by scenario where that differs."""
    engines = {name: result.engine for name, result in results.items()}
    if len(set(engines.values())) == 1:
        return [f"Engine: {next(iter(engines.values()))}{how}"]
    by = [f"Engine, scenario {name}: {engine}." for name, engine in engines.items()]
    more = how.lstrip(";., ")
    return [*by, more[:1].upper() + more[1:]] if more else by


def show_sizes(result: Result) -> None:
    """The whole distribution of N."""
    import numpy as np

    shown = np.unique(result.sizes)
    shares = [float(result.probability_of_size(int(size))) for size in shown]
    rows = [
        (
            int(size),
            probability(chance),
            probability(float(result.probability_above(int(size)))),
            "█" * round(30 * chance / max(shares)),
        )
        for size, chance in zip(shown, shares, strict=True)
    ]
    heads = ("N", "P(N = n)", "P(N > n)", "")
    emit_table(heads, rows, numeric=heads[:3])


def show_steps(program: Program, scenario: Scenario) -> None:
    """What is decided after each cohort, and how often."""
    from dosepath.pathways import decisions_by_step

    found = decisions_by_step(program, scenario)
    rows = [
        (row["step"], *(share(row[name]) for name in ("treated", *found.actions)))
        for row in found.rows()
    ]
    heads = ("Participant", *_STEPS[1:]) if found.one_by_one else _STEPS
    click.echo()
    emit_table(heads, rows, title="What is decided after each", numeric=heads)


def variant_row(result: Result, *, planned: int | None, digits: int) -> list[str]:
    """E[N], P(N > planned) and the selection of one variant."""
    import numpy as np

    beyond = [] if planned is None else [percent(float(result.probability_above(planned)))]
    size = np.asarray(result.participants).sum(axis=-1).mean()
    chosen = [_hundredths(float(one), digits) for one in result.selection]
    return [f"{float(size):.2f}", *beyond, *chosen]


def share(value: Any) -> str:
    """A probability with three digits."""
    return probability(float(value), digits=3)


def _hundredths(value: float, digits: int) -> str:
    """A percentage without its sign, never 0 or 100 unless it is exactly that."""
    return percent(value, digits=digits).removesuffix(" %")

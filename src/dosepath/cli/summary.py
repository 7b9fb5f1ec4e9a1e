"""What is true of the trial as a whole, in a few lines: participants, time, overdoses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dosepath.cli.output import percent, probability

if TYPE_CHECKING:
    from dosepath.pathways import (
        OperatingCharacteristics,
        Scenario,
        Simulation,
        TimedSimulation,
    )

    Result = OperatingCharacteristics | Simulation | TimedSimulation


class Figure(NamedTuple):
    """A number and its Monte Carlo standard error, ``None`` for an exact one."""

    value: float
    error: float | None = None

    def text(self, digits: int = 2) -> str:
        """The number with its error, which keeps a digit more if it needs one."""
        if self.error is None:
            return f"{self.value:.{digits}f}"
        fine = max(digits, 1) if self.error < 0.5 else digits
        return f"{self.value:.{digits}f} ± {self.error:.{fine}f}"


class Wanted(NamedTuple):
    """What is asked of a trial: what it selects, the number planned, the target DLT rate."""

    goal: str
    planned: int | None
    target: float | None


def summary_of(result: Result, scenario: Scenario, wanted: Wanted) -> Iterator[str]:
    """The lines: expected numbers, what was planned, and where the target is passed."""
    goal, planned, target = wanted
    timed = hasattr(result, "days")
    if timed:
        yield from _duration(result)
    yield _line("Participants", f"{_size(result).text()} expected, {_spread(result)}")
    dlts = f"DLTs {_sum(result, 'dlts').text()} expected"
    if timed:
        evaluated = _sum(result, "evaluated").text()
        yield _line("Evaluated", f"{evaluated} expected;   {dlts}")
        yield _closed(result)
    else:
        yield _line("Cohorts", f"{_cohorts(result).text()} expected;   {dlts}")
    yield _line(f"Below the {goal}", f"{_below(result).text()} participants")
    if planned is not None:
        above = f"P(N > {planned}) = {_chance(result, 'above', planned)}"
        equal = f"P(N = {planned}) = {_chance(result, 'of_size', planned)}"
        yield _line(f"Planned {planned}", f"{above},  {equal}")
    if target is not None:
        yield from _beyond(result, scenario, target)


def bound_of_none(runs: int) -> float:
    """The 95 % upper bound of the probability of what happened in none of so many trials."""
    return float(1 - 0.05 ** (1 / runs))


def _line(name: str, text: str) -> str:
    return f"  {name:<15} {text}"


def _is_exact(result: Result) -> bool:
    return not hasattr(result, "runs")


def _mean(result: Any, of: Any) -> Figure:
    """Of one figure per trial."""
    values = np.asarray(of, dtype=np.float64)
    return Figure(float(values.mean()), float(values.std() / np.sqrt(result.runs)))


def _size(result: Any) -> Figure:
    return Figure(float(result.expected_size)) if _is_exact(result) else _mean(result, result.sizes)


def _sum(result: Any, name: str) -> Figure:
    of = getattr(result, name)
    return Figure(float(of.sum())) if _is_exact(result) else _mean(result, of.sum(axis=1))


def _cohorts(result: Any) -> Figure:
    of = result.cohorts
    return Figure(float(of)) if _is_exact(result) else _mean(result, of)


def _spread(result: Any) -> str:
    """The smallest, the largest, the median and the ninth tenth of N."""
    least, most = int(min(result.sizes)), int(max(result.sizes))
    if least == most:
        return f"always {most}"
    median, ninety = (int(result.quantile(part)) for part in (0.5, 0.9))
    return f"{least} to {most}; median {median}, 90 % at most {ninety}"


def _below(result: Any) -> Figure:
    """Participants treated under the level selected; nobody where none is."""
    if _is_exact(result):
        return Figure(float(result.below_selected))
    numbers = np.arange(1, result.participants.shape[1] + 1)
    under = numbers < result.selected[:, None]
    return _mean(result, (result.participants * under).sum(axis=1))


def _chance(result: Any, of: str, n: int) -> str:
    value = float(getattr(result, f"probability_{of}")(n))
    if _is_exact(result):
        return percent(value)
    error = float(np.sqrt(value * (1 - value) / result.runs))
    # Where none or all of the trials did so, the standard error is 0 and says nothing.
    within = f"± {percent(error)}" if error else f"(bound {_bound(result, value)})"
    return f"{percent(value)} {within}"


def _bound(result: Any, value: float) -> str:
    bound = bound_of_none(result.runs)
    return percent(1 - bound if value else bound)


def _duration(result: Any) -> Iterator[str]:
    totals = result.totals()
    low, median, high = (totals[f"days_{part}"] for part in (10, 50, 90))
    days = _mean(result, result.days).text(0)
    yield _line(
        "Duration",
        f"{days} days expected; median {median:.0f}, 8 in 10 from {low:.0f} to {high:.0f}",
    )


def _closed(result: Any) -> str:
    """What became of those who came when nobody could enter."""
    if result.course.while_closed == "turn_away":
        return _line("Turned away", f"{_mean(result, result.turned_away).text()} expected")
    return _line("Waited", f"{result.totals()['waited_days']:.1f} days each, on average")


def _beyond(result: Any, scenario: Scenario, target: float) -> Iterator[str]:
    from dosepath.pathways import dosed_beyond

    over, under = dosed_beyond(result.participants, scenario.dlt, target=target)
    chosen, _ = dosed_beyond(result.selection[1:], scenario.dlt, target=target)
    above, below = (
        Figure(float(one)) if _is_exact(result) else _mean(result, one) for one in (over, under)
    )
    selected = probability(float(chosen), digits=3)
    where = f"{above.text()} participants where P(DLT) > {target:g}; selected: {selected}"
    if max(scenario.dlt) <= target:
        where = f"none: no level has P(DLT) > {target:g}"
    yield _line("Overdose", where)
    yield _line("Underdose", f"{below.text()} participants below the highest level within it")

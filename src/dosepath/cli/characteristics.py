"""Operating characteristics of one scenario as lines of text, exact or simulated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from dosepath.cli.output import emit_table, percent, probability

if TYPE_CHECKING:
    from dosepath.pathways import OperatingCharacteristics, Program, Scenario, Simulation

    Result = OperatingCharacteristics | Simulation

_STEPS = ("Cohort", "Treated", "Up", "Stay", "Down", "Stop")


def heads_of(scenario: Scenario, *, simulated: bool) -> tuple[str, ...]:
    """The columns of figures: those of events and responses only where they are assumed.

    ``simulated``: with the Monte Carlo standard error of the selection.
    """
    events, responses = bool(scenario.grade_2), bool(scenario.response)
    truth = ["P(DLT)", *(["P(G2)"] if events else []), *(["P(R)"] if responses else [])]
    numbers = ["N", "DLTs", *(["G2"] if events else []), *(["Resp"] if responses else [])]
    return (*truth, "MTD", *(["±"] if simulated else []), "Tried", *numbers)


def figures_of(
    result: Result, scenario: Scenario, doses: Sequence[str]
) -> Iterator[tuple[object, ...]]:
    """One row without an MTD, then one per level."""
    from dosepath.pathways import Simulation

    simulated = isinstance(result, Simulation)
    columns = heads_of(scenario, simulated=simulated)
    truth = [name for name in columns if name.startswith("P(")]
    none, *levels = result.rows()
    first = {"MTD": share(none["selected"]), "±": _error(none)}
    yield "-", "no MTD", *(first.get(name, "") for name in columns)
    assumed = {"P(DLT)": scenario.dlt, "P(G2)": scenario.grade_2, "P(R)": scenario.response}
    for place, row in enumerate(levels):
        said = {
            **{
                name: f"{given[place]:g}"
                for name, given in assumed.items()
                if name in truth and given
            },
            "MTD": share(row["selected"]),
            "±": _error(row),
            "Tried": share(_tried(result, place)),
            "N": _mean(row, "participants"),
            "DLTs": _mean(row, "dlts"),
            "G2": _mean(row, "grade2" if simulated else "grade2_events"),
            "Resp": _mean(row, "responses"),
        }
        yield place + 1, doses[place], *(said[name] for name in columns)


def _error(row: dict[str, Any]) -> str:
    return f"{row['selected_error']:.3f}" if "selected_error" in row else ""


def _mean(row: dict[str, Any], name: str) -> str:
    return f"{row[name]:.2f}" if row.get(name) is not None else ""


def _tried(result: Result, place: int) -> float:
    from dosepath.pathways import Simulation

    if isinstance(result, Simulation):
        return float((result.participants[:, place] > 0).mean())
    return float(result.tried[place])


def summary_of(
    result: Result, scenario: Scenario, *, planned: int | None, target: float | None
) -> Iterator[str]:
    """What is true of the trial as a whole, in a few lines."""
    whole = _whole(result, scenario, target)
    least, most = whole["sizes"]
    yield (
        f"  Participants    {whole['size']:.2f} expected, {least} to {most}; "
        f"median {whole['median']}, 90 % have at most {whole['ninety']}"
    )
    yield f"  Cohorts         {whole['cohorts']:.2f} expected;   DLTs {whole['dlts']:.2f} expected"
    if whole["below"] is not None:
        yield f"  Below the MTD   {whole['below']:.2f} participants expected"
    if whole["error"] is not None:
        yield f"  Standard error  {whole['error']:.3f} of the participants expected in all"
    if planned is not None:
        above = percent(float(result.probability_above(planned)))
        equal = percent(float(result.probability_of_size(planned)))
        yield f"  Planned {planned:<7} P(N > {planned}) = {above},  P(N = {planned}) = {equal}"
    if target is not None:
        yield (
            f"  Overdose        {whole['overdosed']:.2f} participants expected where "
            f"P(DLT) > {target:g}; selected: {share(whole['overdose_selected'])}"
        )
        yield (
            f"  Underdose       {whole['underdosed']:.2f} participants expected below the highest "
            "level within it"
        )


def _whole(result: Result, scenario: Scenario, target: float | None) -> dict[str, Any]:
    from dosepath.pathways import Simulation, dosed_beyond

    found: dict[str, Any] = {
        "median": int(result.quantile(0.5)),
        "ninety": int(result.quantile(0.9)),
    }
    if isinstance(result, Simulation):
        participants = result.participants.mean(axis=0)
        found |= {
            "sizes": (int(result.sizes.min()), int(result.sizes.max())),
            "size": float(result.sizes.mean()),
            "cohorts": float(result.cohorts.mean()),
            "dlts": float(result.dlts.sum(axis=1).mean()),
            "below": None,
            "error": float(result.mean(result.sizes)[1]),
        }
    else:
        participants = result.participants
        found |= {
            "sizes": (result.sizes[0], result.sizes[-1]),
            "size": float(result.expected_size),
            "cohorts": float(result.cohorts),
            "dlts": float(result.expected_dlts),
            "below": float(result.below_selected),
            "error": None,
        }
    if target is not None:
        over, under = dosed_beyond(participants, scenario.dlt, target=target)
        selected, _ = dosed_beyond(result.selection[1:], scenario.dlt, target=target)
        named = {"overdosed": over, "underdosed": under, "overdose_selected": selected}
        found |= {name: float(value) for name, value in named.items()}
    return found


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

"""What the verbs about designs share: the file, its scenarios, its assumed values, its doses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dosepath.cli.output import WIDTH
from dosepath.quantity import Fault, FaultsFound, Place

if TYPE_CHECKING:
    from dosepath.pathways import Scenario
    from dosepath.study import Study

Command = TypeVar("Command", bound=Callable[..., Any])

# The parts of a study file on which figures about its design rest, and those about scenarios.
_BASIS = ("doses", "escalation.stages", "escalation.behaviours")
_SCENARIOS = ("escalation.scenarios",)
_PART = "dosepath.cli.part"


def design_file(verb: Command) -> Command:
    """The argument FILE: a study file, or a bare design file (``doses`` and ``escalation``).

    ``--part`` is not passed to the verb: :func:`read_file` heeds it.
    """
    file = click.argument("file", type=click.Path(path_type=Path))
    json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
    part = click.option(
        "--part",
        expose_value=False,
        callback=_keep_part,
        help="A further part of the trial (`escalation.parts`) instead of its main one.",
    )
    return file(part(json(verb)))


def _keep_part(context: click.Context, _: click.Parameter, name: str | None) -> None:
    context.meta[_PART] = name


def scenario_options(verb: Command) -> Command:
    """Options that name a scenario of the file or give one."""
    name = click.option("--scenario", "name", help="A scenario of the file, by its name.")
    dlt = click.option("--dlt", help="DLT probability per level, as in 0.05,0.1,0.2,0.35.")
    grade_2 = click.option(
        "--grade2", "grade_2", help="Probability of a counting grade-2 event, not a DLT, per level."
    )
    return name(dlt(grade_2(verb)))


def read_file(path: Path) -> Study:
    """Load FILE; every fault of it at once as FaultsFound."""
    from dosepath.study import load

    study = load(path)
    context = click.get_current_context(silent=True)
    part = context.meta.get(_PART) if context else None
    return study if part is None else _part_of(study, part)


def _part_of(study: Study, name: str) -> Study:
    if name in study.parts:
        return study.part(name)
    allowed = ", ".join(study.parts) or "no --part: the file has one design"
    message = "The file has no part of this name."
    raise FaultsFound([Fault(Place(path="--part"), "part.unknown", message, name, allowed)])


def chosen_scenarios(
    study: Study, name: str | None, *, dlt: str | None, grade_2: str | None
) -> Mapping[str, Scenario]:
    """The scenario that was given or named, else all of the file.

    Raises:
        FaultsFound: no scenario of that name, numbers that cannot be read, or none at all.
    """
    from dosepath.pathways import Scenario

    if dlt is not None:
        if name is not None:
            raise click.UsageError("Give --scenario or --dlt, not both.")
        events = None if grade_2 is None else read_numbers("--grade2", grade_2)
        return {"given": Scenario(read_numbers("--dlt", dlt), events, "given")}
    if grade_2 is not None:
        raise click.UsageError("--grade2 goes with --dlt.")
    if name is not None and name not in study.scenarios:
        allowed = ", ".join(study.scenarios) or "none in this file: give --dlt"
        place = Place(path="--scenario")
        message = "The file has no scenario of this name."
        raise FaultsFound([Fault(place, "scenario.unknown", message, name, allowed)])
    chosen = study.scenarios if name is None else {name: study.scenarios[name]}
    if not chosen:
        place = Place(file=study.name, path="escalation.scenarios")
        message = "The file has no scenarios."
        allowed = f"--dlt with {study.levels} probabilities, or scenarios in the file"
        raise FaultsFound([Fault(place, "scenario.none", message, "", allowed)])
    return chosen


def with_response(
    scenarios: Mapping[str, Scenario], response: str, *, is_given: bool
) -> dict[str, Scenario]:
    """The scenarios with the responses of ``--response``, which goes with ``--dlt``."""
    if not is_given:
        raise click.UsageError("--response goes with --dlt.")
    shares = read_numbers("--response", response)
    return {name: replace(one, response=shares) for name, one in scenarios.items()}


def read_numbers(option: str, text: str) -> tuple[float, ...]:
    """Numbers separated by commas; FaultsFound names ``option`` and the position of each fault."""
    faults, values = [], []
    for position, part in enumerate(text.split(","), start=1):
        try:
            values.append(float(part))
        except ValueError:
            place = Place(path=f"{option} (level {position})")
            message, allowed = "Not a number.", "numbers separated by commas: 0.05,0.1,0.2"
            faults.append(Fault(place, "scenario.number", message, part.strip(), allowed))
    if faults:
        raise FaultsFound(faults)
    return tuple(values)


def dose_label(study: Study, level: int) -> str:
    """The dose of a level as the file calls it, marked with * if it is assumed."""
    dose = study.dose(level)
    return f"{dose}*" if dose.assumed else str(dose)


def goal_word(study: Study) -> str:
    """What the design selects: MTD or OBD."""
    from dosepath.designs import selects

    return selects(study.design).upper()


def mtd_label(study: Study, mtd: int | None) -> str:
    """The level a course ends with and its dose, or "no MTD"."""
    if mtd is None:
        return f"no {goal_word(study)}"
    return f"{mtd}: {dose_column(study)[1][mtd - 1]}"


def warning_notes(study: Study) -> list[str]:
    """What of the design can never have an effect, as ``dosepath check`` says too."""
    from dosepath.designs import warnings
    from dosepath.wording import say

    return [f"Warning: {say(reason)}" for reason in warnings(study.design)]


def dose_column(study: Study) -> tuple[str, list[str]]:
    """A column's head and cells; a unit that all doses share stands in the head alone."""
    doses = [study.dose(level) for level in range(1, study.levels + 1)]
    units = {dose.unit for dose in doses}
    unit = units.pop() if len(units) == 1 else ""
    ending = f" {unit}"
    if not unit or not all(str(dose).endswith(ending) for dose in doses):
        return "Dose", [dose_label(study, dose.level) for dose in doses]
    cells = [dose_label(study, dose.level).replace(ending, "") for dose in doses]
    return f"Dose ({unit})", cells


def assumed_notes(
    study: Study, *, scenarios: bool = False, also: Iterable[str] = ()
) -> list[dict[str, str]]:
    """The assumed values on which figures about the design (and its scenarios) rest.

    ``also`` names further sections of the file.
    """
    paths = (*_BASIS, *also, *(_SCENARIOS if scenarios else ()))
    if study.chosen_part is not None:
        paths = (*paths, f"escalation.parts.{study.chosen_part}")
    marks = [mark for path in paths for mark in study.assumed_under(path)]
    return [{"path": mark.path, "value": mark.value, "reason": mark.reason} for mark in marks]


def fall_notes(study: Study, scenarios: Iterable[Scenario]) -> list[str]:
    """What to say of scenarios whose DLT probability falls somewhere as the dose rises.

    Nothing of a design on two agents: its levels are combinations without one order.
    """
    if hasattr(study.design, "grid"):
        return []
    return [
        f"Scenario {one.name}: P(DLT) is lower at level {join_and(one.falls_at)} than at the level "
        "below; it is followed as it stands."
        for one in scenarios
        if one.falls_at
    ]


def join_and(words: Iterable[object], more: str = "") -> str:
    """One, two and three; ``more`` follows each "and"."""
    *before, last = map(str, words)
    return f"{', '.join(before)} and{more} {last}" if before else last


def show_notes(
    study: Study, lines: Iterable[str], *, scenarios: bool = False, also: Iterable[str] = ()
) -> None:
    """Print what figures rest on: ``lines``, then what the file assumes, reasons once."""
    for line in lines:
        click.echo(_wrapped(line))
    reasons: dict[str, list[str]] = {}
    for note in assumed_notes(study, scenarios=scenarios, also=also):
        reasons.setdefault(note["reason"], []).append(note["path"])
    if reasons:
        click.echo("\nAssumed, not from the public record:")
    for reason, paths in reasons.items():
        click.echo(_wrapped(f"{', '.join(paths)}: {reason}", first="  * ", rest="    "))
    if study.escalation.gaps:
        click.echo()
    show_gaps(study)


def gap_notes(study: Study) -> list[dict[str, str]]:
    """What the public record leaves open about the design, and what the file does meanwhile."""
    gaps = study.escalation.gaps
    return [{"gap": _english(gap.text), "taken": _english(gap.taken or {})} for gap in gaps]


def show_gaps(study: Study) -> None:
    """Print the gaps that the file states; nothing if it states none."""
    notes = gap_notes(study)
    if notes:
        click.echo("Gaps in the public record:")
    for note in notes:
        taken = f" Here: {note['taken']}" if note["taken"] else ""
        click.echo(_wrapped(note["gap"] + taken, first="  * ", rest="    "))


def _english(words: Mapping[str, str]) -> str:
    return words.get("en") or next(iter(words.values()), "")


def _wrapped(text: str, *, first: str = "", rest: str = "") -> str:
    return fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )

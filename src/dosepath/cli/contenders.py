"""What the verbs about several designs share: files and shorthands, scenarios, progress."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dosepath.cli.design_file import chosen_scenarios, read_file, read_numbers
from dosepath.cli.output import paragraph
from dosepath.quantity import Fault, FaultsFound, Place

if TYPE_CHECKING:
    from dosepath.designs import Design
    from dosepath.pathways import Effort, Scenario
    from dosepath.rule import Reason
    from dosepath.study import Study

Command = TypeVar("Command", bound=Callable[..., Any])

_SHORTHAND = re.compile(r"\s*([a-z0-9_]+)\s*(?::\s*(.*))?\s*", re.DOTALL)
_EQUALS = re.compile(r"(?<![<>=])=\s*")


def question_options(verb: Command) -> Command:
    """What is right: ``--target``, ``--correct``."""
    target = click.option(
        "--target", type=float, help="Target DLT rate; default: what the designs state."
    )
    correct = click.option(
        "--correct",
        type=click.Choice(["nearest", "at_most"]),
        default="nearest",
        show_default=True,
        help="The right level: nearest to the target, or the highest at or under it.",
    )
    return target(correct(verb))


def effort_options(verb: Command) -> Command:
    """How much work may be done: ``--limit``, ``--runs``, ``--seed``."""
    limit = click.option(
        "--limit",
        type=click.IntRange(min=1),
        help="Simulate a design with more merged states than this; default: 500,000, and 60,000 "
        "for a design that is asked one state after another.",
    )
    runs = click.option(
        "--runs",
        type=click.IntRange(min=1),
        default=10_000,
        show_default=True,
        help="Simulated trials per scenario, where a design is simulated.",
    )
    seed = click.option(
        "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of all chance."
    )
    return limit(runs(seed(verb)))


def effort_of(limit: int | None, runs: int, seed: int, **work: Any) -> Effort:
    """The options as a value; ``work``: who does it and who is told, as in ``Effort``."""
    from dosepath.pathways import Effort

    return Effort(limit=limit, runs=runs, seed=seed, tell=_tell, **work)


@dataclass(frozen=True)
class Contender:
    """A design with the name it goes by, and the study it was read from."""

    name: str
    study: Study

    @property
    def design(self) -> Design:
        """The rule."""
        return self.study.design


def read_contenders(
    files: Sequence[Path], shorthands: Sequence[str], levels: int
) -> list[Contender]:
    """The studies of FILES, then one bare study for each shorthand, names told apart.

    A shorthand gets the doses of the first file, or else ``levels`` levels without doses.

    Raises:
        FaultsFound: every fault of every file and shorthand.
    """
    found: list[Contender] = []
    faults: list[Fault] = []
    for path in files:
        try:
            study = read_file(path)
            found.append(Contender(_untaken(study.id, found), study))
        except FaultsFound as error:
            faults += error.faults
    for text in shorthands:
        like = found[0].study if found else None
        try:
            study = from_shorthand(text, levels, like)
            found.append(Contender(_untaken(" ".join(text.split()), found), study))
        except FaultsFound as error:
            faults += error.faults
    if faults:
        raise FaultsFound(faults)
    return found


def _untaken(name: str, found: Sequence[Contender]) -> str:
    taken = {one.name for one in found}
    numbered = (f"{name} ({number})" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def from_shorthand(text: str, levels: int, like: Study | None = None) -> Study:
    """``boin: target=0.3, max_n=30`` as a bare study; its faults name the shorthand."""
    from dosepath.study import load_text

    match = _SHORTHAND.fullmatch(text)
    if match is None:
        place, message = Place(path="--design"), "This is not a design."
        allowed = "a name and its parameters, as in boin: target=0.3, max_n=30"
        raise FaultsFound([Fault(place, "design.shorthand", message, text, allowed)])
    rungs = like.levels if like is not None else levels
    if not rungs:
        needed = "a FILE or --dlt, which say how many levels there are"
        raise click.UsageError(f"--design needs {needed}.")
    name, parameters = match[1], _EQUALS.sub(": ", match[2] or "").strip().rstrip(",")
    doses = ", ".join(f"{{name: level {level}}}" for level in range(1, rungs + 1))
    stage = f"{name}: {{{parameters}}}"
    written = f"dosepath: 1\ndoses: [{doses}]\nescalation:\n  stages:\n    - {stage}\n"
    try:
        return load_text(written, f"--design {text}")
    except FaultsFound as error:
        raise FaultsFound(map(_of_shorthand, error.faults)) from None


def _of_shorthand(fault: Fault) -> Fault:
    """A fault without the lines and the path of a file that nobody wrote."""
    path = fault.place.path.removeprefix("escalation.stages[1]").removeprefix(".")
    return replace(fault, place=Place(file=fault.place.file, path=path))


def common_scenarios(
    studies: Sequence[Study], name: str | None, *, dlts: Sequence[str], grade_2: str | None
) -> Mapping[str, Scenario]:
    """The scenarios that were given, or those of all files together.

    Two files may give the same scenario; where they mean different things by one name, the
    file's name is added.
    """
    if len(dlts) == 1 or (not dlts and len(studies) == 1):
        return chosen_scenarios(studies[0], name, dlt=dlts[0] if dlts else None, grade_2=grade_2)
    if dlts:
        from dosepath.pathways import Scenario

        if name is not None or grade_2 is not None:
            raise click.UsageError("Several --dlt go with neither --scenario nor --grade2.")
        each = [read_numbers("--dlt", text) for text in dlts]
        return {f"given {i}": Scenario(dlt, name=f"given {i}") for i, dlt in enumerate(each, 1)}
    found: dict[str, Scenario] = {}
    for study in studies:
        for key, scenario in study.scenarios.items():
            same = found.get(key) in (None, scenario)
            found[key if same else f"{key} ({study.id})"] = scenario
    if name is not None:
        found = {key: one for key, one in found.items() if key == name}
    if found:
        return found
    return chosen_scenarios(studies[0], name, dlt=None, grade_2=grade_2)


def _tell(name: str, why: Reason) -> None:
    from dosepath.wording import say

    say_progress(f"{name}: {say(why)}")


def say_progress(text: str) -> None:
    """A line on standard error, so that results can be piped."""
    paragraph(text, err=True)

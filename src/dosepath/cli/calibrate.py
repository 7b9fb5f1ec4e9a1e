"""``dosepath calibrate``: the parameters of a design, found instead of guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from dosepath.cli.answers import stated_target
from dosepath.cli.contenders import (
    Contender,
    common_scenarios,
    effort_of,
    effort_options,
    question_options,
    say_progress,
)
from dosepath.cli.design_file import assumed_notes, design_file, fall_notes, read_file, show_notes
from dosepath.cli.failure import ExitCode
from dosepath.cli.output import emit_json, emit_table, percent
from dosepath.cli.stopping import kept, stopped_words
from dosepath.quantity import Fault, FaultsFound, Place

if TYPE_CHECKING:
    from dosepath.designs import Design, Part
    from dosepath.pathways import Calibration, Candidate, Scenario, Search
    from dosepath.study import Study

# More candidates than this are a mistake in the step more often than a wish.
_MOST = 2_000
_SHARES = ("correct", "correct_least", "overdose_selected")
_HEADS = {
    "correct": "Right (%)",
    "correct_least": "Least (%)",
    "overdose_selected": "Over (%)",
    "participants": "N",
}


class Varied(NamedTuple):
    """A parameter of a part of the design, and the values it is given."""

    part: str
    name: str
    values: tuple[float, ...]


@click.command()
@design_file
@click.argument("parameters", nargs=-1, required=True, metavar="PARAMETER[=RANGE]...")
@question_options
@click.option(
    "--over",
    type=click.Choice(["mean", "least"]),
    default="mean",
    show_default=True,
    help="Correct selection on average over the scenarios, or in the worst of them.",
)
@click.option(
    "--wanted",
    type=float,
    help="Choose the first value, from small to large, with this probability of it.",
)
@click.option(
    "--overdose-at-most",
    type=float,
    help="Choose only what selects a level above the target with at most this probability.",
)
@click.option(
    "--odds-ratio",
    type=float,
    default=2.0,
    show_default=True,
    help="Between the target and the levels beside it, in the scenarios made for this.",
)
@click.option("--own", is_flag=True, help="Use the scenarios of FILE instead.")
@effort_options
def calibrate(
    file: Path,
    parameters: tuple[str, ...],
    *,
    target: float | None,
    correct: Any,
    over: Any,
    wanted: float | None,
    overdose_at_most: float | None,
    odds_ratio: float,
    own: bool,
    limit: int | None,
    runs: int,
    seed: int,
    as_json: bool,
) -> int:
    r"""Find parameters of the design in FILE by evaluating all candidates.

    RANGE is LOW:HIGH:STEP or values separated by commas; without it the usual range is
    searched. Scenarios: each level in its turn has the target DLT rate, those below and
    above are an odds ratio away. Nothing is simulated while the design is small enough.

    \b
        dosepath calibrate boin.yaml p_saf p_tox
        dosepath calibrate boin.yaml max_n=12:45:3 --wanted 0.5
    """
    from dosepath.pathways import Goal, Question, Search, calibration_scenarios

    study = read_file(file)
    contender = Contender(study.id, study)
    target = stated_target(contender) if target is None else target
    goal = Goal(Question(target, correct=correct), over, wanted, overdose_at_most)
    varied = [_varied(study.design, text, target or 0.0) for text in parameters]
    scenarios: Mapping[str, Scenario]
    if own:
        scenarios = common_scenarios([study], None, dlts=(), grade_2=None)
    else:
        scenarios = calibration_scenarios(study.levels, target or 0.0, odds_ratio=odds_ratio)
    search = Search(_candidates(varied), scenarios, goal, effort_of(limit, runs, seed))
    found, code = _followed(study.design, search)
    if as_json:
        head = {"study": study.id, "study_hash": study.hash, "assumed": assumed_notes(study)}
        emit_json(
            {**head, **found.to_json(), "stages": _chosen_stages(study.design, varied, found)}
        )
    else:
        _show(study, varied, found, made="" if own else f"odds ratio {odds_ratio:g}")
    return code if found.chosen is not None or code else ExitCode.FAULTS


def _varied(design: Design, text: str, target: float) -> Varied:
    """``p_saf``, ``boin.p_saf=0.1:0.2:0.02`` or ``max_n=12,18,24``."""
    written, _, values = text.partition("=")
    owner, _, name = written.strip().rpartition(".")
    part = _part_with(design, owner, name)
    given = _range(name, values) if values else _usual(part, name, target)
    return Varied(part.name, name, given)


def _part_with(design: Design, owner: str, name: str) -> Part:
    from dosepath.designs import parts_of

    parts = [part for part in parts_of(design) if not owner or part.name == owner]
    having = [part for part in parts if any(one.name == name for one in part.parameters)]
    if len(having) == 1:
        return having[0]
    all_names = [f"{p.name}.{one.name}" for p in parts_of(design) for one in p.parameters]
    wanted = [f"{part.name}.{name}" for part in having] or all_names
    message = "More than one part has this parameter." if having else "No such parameter."
    found = f"{owner}.{name}" if owner else name
    place, allowed = Place(path="PARAMETER"), ", ".join(wanted)
    raise FaultsFound([Fault(place, "calibration.parameter", message, found, allowed)])


def _range(name: str, text: str) -> tuple[float, ...]:
    from dosepath.pathways import spaced

    allowed = "LOW:HIGH:STEP or values separated by commas, as in 0.02:0.1:0.01"
    message = "This is not a range of values."
    try:
        numbers = [float(part) for part in text.replace(":", ",").split(",")]
        if ":" in text:
            low, high, step = numbers
            if step > 0 and (high - low) / step > _MOST:
                message, allowed = "These are too many values.", f"at most {_MOST:,} values"
            if step <= 0 or not (high - low) / step <= _MOST:
                raise ValueError(text)
            numbers = list(spaced(low, high, by=step))
        if not numbers:
            raise ValueError(text)
    except ValueError:
        place = Place(path=name)
        raise FaultsFound([Fault(place, "calibration.range", message, text, allowed)]) from None
    return tuple(numbers)


def _usual(part: Part, name: str, target: float) -> tuple[float, ...]:
    """The range that is searched where none is given."""
    from dosepath.pathways import spaced

    cohort = next((one.value for one in part.parameters if one.name == "cohort"), 3)
    usual: dict[str, tuple[float, ...]] = {
        "p_saf": tuple(round(target * share, 10) for share in spaced(0.4, 0.9, by=0.1)),
        "p_tox": tuple(round(target * share, 10) for share in spaced(1.2, 1.8, by=0.1)),
        "halfwidth": spaced(0.02, 0.1, by=0.01),
        "prior_sd": spaced(0.4, 2.0, by=0.2),
        "epsilon_1": spaced(0.02, 0.1, by=0.01),
        "epsilon_2": spaced(0.02, 0.1, by=0.01),
        "max_n": spaced(3 * cohort, 14 * cohort, by=cohort),
    }
    if name in usual:
        return usual[name]
    message, place = "There is no usual range of this parameter.", Place(path=name)
    allowed = f"{name}=LOW:HIGH:STEP; usual ranges are known of {', '.join(usual)}"
    raise FaultsFound([Fault(place, "calibration.range", message, "none given", allowed)])


def _candidates(varied: Sequence[Varied]) -> list[dict[str, float]]:
    from dosepath.pathways import candidates_of

    made = candidates_of({f"{one.part}.{one.name}": one.values for one in varied})
    if len(made) > _MOST:
        message, place = "Too many candidates.", Place(path="PARAMETER")
        allowed = f"at most {_MOST:,}: larger steps, or fewer parameters at once"
        raise FaultsFound([Fault(place, "calibration.many", message, f"{len(made):,}", allowed)])
    return made


def _made(design: Design, values: Mapping[str, float]) -> Design:
    from dosepath.designs import with_parameters

    by_part: dict[str, dict[str, float]] = {}
    for key, value in values.items():
        part, _, name = key.rpartition(".")
        by_part.setdefault(part, {})[name] = int(value) if value == int(value) else value
    for part, named in by_part.items():
        design = with_parameters(design, part, **named)
    return design


def _followed(design: Design, search: Search) -> tuple[Calibration, int]:
    """The last curve there is; Ctrl-C leaves the candidates that are done."""
    steps, code = kept(_told(design, search), doing="the first candidate was evaluated")
    if code:
        done = len(steps[-1].candidates)
        say_progress(stopped_words(done, len(search.candidates), "candidates"))
    return steps[-1], code


def _told(design: Design, search: Search) -> Iterator[Calibration]:
    """The curve as it grows, telling each candidate."""
    from dosepath.pathways import calibrating

    whole = len(search.candidates)
    for found in calibrating(lambda values: _made(design, values), search):
        yield found
        last = found.candidates[-1]
        shown = "impossible" if last.fault else f"{_hundredths(found.reached(last))} % right"
        say_progress(f"{len(found.candidates)} of {whole}: {_named(last)}: {shown}")


def _named(candidate: Candidate) -> str:
    return ", ".join(f"{key.rpartition('.')[2]}={value:g}" for key, value in candidate.values)


def _show(study: Study, varied: Sequence[Varied], found: Calibration, *, made: str) -> None:
    shown = [
        name for name in _HEADS if any(one.figure(name) is not None for one in found.candidates)
    ]
    heads = [*(one.name for one in varied), *(_HEADS[name] for name in shown), ""]
    chosen = found.chosen
    rows = [
        [
            *(f"{value:g}" for _, value in one.values),
            *(_figure(name, one.figure(name)) for name in shown),
            "chosen" if one is chosen else ("impossible" if one.fault else ""),
        ]
        for one in found.candidates
    ]
    click.echo(f"{study.id}: what was searched")
    emit_table(heads, rows, numeric=heads[:-1])
    for line in _verdict(study.design, varied, found):
        click.echo(line)
    show_notes(study, [*_assumptions(found, made), *fall_notes(study, found.scenarios)])


def _verdict(design: Design, varied: Sequence[Varied], found: Calibration) -> Iterator[str]:
    if found.chosen is None:
        yield _nothing(found)
        return
    what = "on average" if found.goal.over == "mean" else "in the worst scenario"
    reached = _hundredths(found.reached(found.chosen))
    yield f"Chosen: {_named(found.chosen)}, {reached} % right {what}."
    if found.goal.wanted is None and found.equally_good > 1:
        yield f"{found.equally_good} candidates are equally good; this one is in their middle."
    yield ""
    yield from _yaml(_chosen_stages(design, varied, found))
    yield ""


def _nothing(found: Calibration) -> str:
    goal = found.goal
    missing = [] if goal.wanted is None else [f"reaches {goal.wanted:g}"]
    if goal.overdose_at_most is not None:
        missing.append(f"keeps overdoses at or under {goal.overdose_at_most:g}")
    return f"No candidate {' and '.join(missing)}; search further."


def _chosen_stages(
    design: Design, varied: Sequence[Varied], found: Calibration
) -> dict[str, list[dict[str, object]]] | None:
    """The design's parts with the chosen values, without what is the default anyway."""
    from dosepath.designs import parts_of

    if found.chosen is None:
        return None
    written = {(one.part, one.name) for one in varied}
    made = _made(design, dict(found.chosen.values))
    stages: dict[str, list[dict[str, object]]] = {}
    for part in parts_of(made):
        kept = {
            one.name: one.value
            for one in part.parameters
            if not one.is_default or (part.name, one.name) in written
        }
        key = "stages" if part.role == "stage" else "behaviours"
        stages.setdefault(key, []).append({part.name: kept})
    return stages


def _yaml(stages: Mapping[str, Sequence[Mapping[str, object]]] | None) -> Iterator[str]:
    """Lines to be pasted into a study file; JSON's values are YAML's too."""
    yield "escalation:"
    for key, parts in (stages or {}).items():
        yield f"  {key}:"
        for part in parts:
            for name, parameters in part.items():
                shown = parameters if isinstance(parameters, dict) else {}
                inner = ", ".join(f"{k}: {json.dumps(v, default=str)}" for k, v in shown.items())
                yield f"    - {name}: {{{inner}}}"


def _assumptions(found: Calibration, made: str) -> Iterator[str]:
    goal = found.goal
    near = "nearest to" if goal.question.correct == "nearest" else "at or under"
    several = len(found.scenarios)
    over = "1 scenario" if several == 1 else f"{several} scenarios of equal weight"
    yield (
        f"Right: selects the level {near} the target DLT rate {goal.question.target:g}, averaged "
        f"over {over}. Least: in the worst of them. "
        "Over: selects a level above the target."
    )
    if made:
        yield (
            "Scenarios: each level in its turn has the target rate; all levels below it have one "
            f"lower rate, all above one higher ({made})."
        )
    if goal.overdose_at_most is not None:
        yield f"Chosen only if it selects an overdose with at most {goal.overdose_at_most:g}."
    if goal.wanted is not None:
        yield f"Wanted: {goal.wanted:g}, kept at the next two values as well."
    engines = sorted({one.engine.partition(",")[0] for one in found.candidates if one.engine})
    noise = "no Monte Carlo error" if engines == ["exact"] else "simulated candidates are noisy"
    yield f"Engine: {' and '.join(engines)}, {noise}; cohorts complete, everybody evaluable."
    if found.is_partial:
        yield "Stopped before its end: not all candidates were evaluated."


def _figure(name: str, value: float | None) -> str | None:
    if value is None:
        return None
    return _hundredths(value) if name in _SHARES else f"{value:.2f}"


def _hundredths(share: float | None) -> str:
    return "-" if share is None else percent(share).removesuffix(" %")

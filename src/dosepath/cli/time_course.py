"""The options of verbs that simulate time, and what they assume in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dosepath.cli.output import percent

if TYPE_CHECKING:
    from dosepath.pathways import TimeCourse
    from dosepath.study import Study

Command = TypeVar("Command", bound=Callable[..., Any])

_DAYS = click.FloatRange(min=0, min_open=True)
_SHARE = click.FloatRange(0, 1)
_WINDOW = 28.0


def time_options(verb: Command) -> Command:
    """What is assumed about time; together the fields of a ``TimeCourse``."""
    options = (
        click.option(
            "--accrual",
            "accrual_days",
            type=_DAYS,
            default=14.0,
            show_default=True,
            help="Mean days between two participants who could enter.",
        ),
        click.option("--fixed", is_flag=True, help="They arrive evenly, not at random (Poisson)."),
        click.option(
            "--window", type=_DAYS, help="DLT window in days; default: the file's, or 28."
        ),
        click.option(
            "--onset",
            type=click.Choice(["uniform", "weibull", "halves"]),
            default="uniform",
            show_default=True,
            help="When in the window a DLT comes; see --second-half.",
        ),
        click.option(
            "--second-half",
            type=_SHARE,
            default=0.5,
            show_default=True,
            help="Share of DLTs in the window's second half (weibull, halves).",
        ),
        click.option(
            "--not-evaluable",
            type=_SHARE,
            default=0.0,
            show_default=True,
            help="Share who prove not evaluable and are replaced.",
        ),
        click.option(
            "--drop-out",
            type=_SHARE,
            default=0.0,
            show_default=True,
            help="Share who leave within the window; replaced unless a DLT came before.",
        ),
        click.option(
            "--response-days", type=_DAYS, help="When a response is known; default: the window."
        ),
        click.option(
            "--turn-away",
            is_flag=True,
            help="Who arrives when nobody may enter is turned away and does not wait.",
        ),
        click.option(
            "--cancel-undosed",
            is_flag=True,
            help="Do not complete a cohort that the rule would no longer continue.",
        ),
        click.option("--no-stagger", is_flag=True, help="Leave the file's stagger out."),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


def refuse_time_options() -> None:
    """UsageError for options of time that were given to a verb that was not asked for it."""
    context = click.get_current_context()
    names = [
        parameter.opts[0]
        for parameter in context.command.params
        if parameter.name in _NAMES and was_given(parameter.name)
    ]
    if names:
        verb = "goes" if len(names) == 1 else "go"
        raise click.UsageError(f"{', '.join(names)} {verb} with --in-time.")


def was_given(name: str) -> bool:
    """Whether an option of the verb at work was written on its command line."""
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


_NAMES = frozenset(
    {
        "accrual_days",
        "fixed",
        "window",
        "onset",
        "second_half",
        "not_evaluable",
        "drop_out",
        "response_days",
        "turn_away",
        "cancel_undosed",
        "no_stagger",
    }
)


def course_of(study: Study, *, window: float | None, **given: Any) -> TimeCourse:
    """What the options of :func:`time_options` and the file say about time.

    Raises:
        FaultsFound: values that contradict one another.
    """
    from dosepath.pathways import TimeCourse

    dlt = study.escalation.dlt
    if window is None:
        window = float(dlt.window.days) if dlt else _WINDOW
    fixed, turn_away, no_stagger = (
        given.pop(name) for name in ("fixed", "turn_away", "no_stagger")
    )
    return TimeCourse(
        window_days=window,
        accrual="fixed" if fixed else "poisson",
        while_closed="turn_away" if turn_away else "wait",
        stagger=None if no_stagger else study.stagger,
        **given,
    )


def assumed_about_time(course: TimeCourse, *, of_file: bool) -> str:
    """One sentence with everything that figures about time rest on."""
    arrive = "at random (Poisson)" if course.accrual == "poisson" else "evenly"
    window = "the file's" if of_file else "assumed"
    closed = "is turned away" if course.while_closed == "turn_away" else "waits"
    return (
        f"Assumed about time: one participant in {course.accrual_days:g} days, {arrive}; DLT "
        f"window {course.window_days:g} days ({window}); onset {_onset(course)}; not evaluable "
        f"{course.not_evaluable:g}, drop-out {course.drop_out:g}; while nobody may enter, who "
        f"arrives {closed}; {_stagger(course)}."
    )


def _onset(course: TimeCourse) -> str:
    if course.onset == "uniform":
        return "uniform"
    share = percent(course.second_half, digits=0)
    return f"{course.onset}, {share} of DLTs in the second half"


def _stagger(course: TimeCourse) -> str:
    stagger = course.stagger
    if stagger is None:
        return "no stagger"
    between = f"{stagger.within_cohort:g} hours between dosings"
    if not stagger.sentinel:
        return between
    return f"{between}, {stagger.sentinel} sentinel watched for {stagger.wait:g} hours"

"""The words that a design's parameters may take, and how wrong ones are reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Literal, Protocol, TypeGuard, get_args

from dosepath.quantity import Fault, Place

SixAtMtd = Literal["always", "after_de_escalation", "never"]
TwoOfSix = Literal["exceeds", "declares_mtd"]
ThreeOfSix = Literal["exceeds", "steps_back"]
DownToOne = Literal["add_2", "add_5", "accept"]
DownToThree = Literal["add_3", "accept"]
GradeTwoScope = Literal["all_levels", "one_level", "different_levels"]

LastCohort = Literal["exact", "shorten"]

MOST_PARTICIPANTS = 1000
_MESSAGE = "The parameter cannot have this value."


def as_written(value: object) -> str:
    """A parameter as a file writes it: a list in brackets, also where a tuple is kept."""
    return repr(list(value) if isinstance(value, tuple) else value)


def check_whole(name: str, value: object, *, low: int, high: int | None = None) -> Iterator[Fault]:
    """A fault if ``value`` is not a whole number in ``low..high``."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and isinstance(value, int) and low <= value and (high is None or value <= high):
        return
    top = " or more" if high is None else f" to {high}"
    allowed = f"a whole number, {low}{top}"
    yield Fault(Place(path=name), "design.parameter", _MESSAGE, as_written(value), allowed)


def check_choice(name: str, value: object, allowed: Sequence[object]) -> Iterator[Fault]:
    """A fault if ``value`` is not one of ``allowed`` (``True`` is not 1 here)."""
    if any(value == one and type(value) is type(one) for one in allowed):
        return
    words = " | ".join(str(one).lower() if isinstance(one, bool) else str(one) for one in allowed)
    yield Fault(Place(path=name), "design.parameter", _MESSAGE, as_written(value), words)


class _Sizes(Protocol):
    """What every design has that treats cohorts up to a cap on participants."""

    @property
    def levels(self) -> int: ...
    @property
    def max_n(self) -> int: ...
    @property
    def cohort(self) -> int: ...
    @property
    def start_level(self) -> int: ...
    @property
    def stop_at_level_n(self) -> int | None: ...
    @property
    def last_cohort(self) -> LastCohort: ...


def check_sizes(design: _Sizes) -> Iterator[Fault]:
    """Faults of the numbers of levels and participants: cohorts must add up to the cap."""
    wrong = list(check_whole("levels", design.levels, low=1))
    yield from wrong or check_whole("start_level", design.start_level, low=1, high=design.levels)
    sizes = [
        *check_whole("cohort", design.cohort, low=1, high=MOST_PARTICIPANTS),
        *check_whole("max_n", design.max_n, low=1, high=MOST_PARTICIPANTS),
    ]
    yield from sizes or _check_cap(design)
    if design.stop_at_level_n is not None:
        yield from check_whole("stop_at_level_n", design.stop_at_level_n, low=1)
    yield from check_choice("last_cohort", design.last_cohort, get_args(LastCohort))


def _check_cap(design: _Sizes) -> Iterator[Fault]:
    cohort, found = design.cohort, str(design.max_n)
    if design.max_n < cohort:
        message, allowed = "The cap is smaller than one cohort.", f"at least one cohort, {cohort}"
    elif design.last_cohort == "exact" and design.max_n % cohort:
        message = "Cohorts never add up to this number."
        allowed = f"a multiple of {cohort}, or last_cohort: shorten"
    else:
        return
    yield Fault(Place(path="max_n"), "design.parameter", message, found, allowed)


def check_share(name: str, value: object, *, low: float = 0, high: float = 1) -> Iterator[Fault]:
    """A fault if ``value`` is not a number above ``low`` and below ``high``."""
    if not (_is_number(value) and low < value < high):
        allowed = f"a number between {low:g} and {high:g}, both excluded"
        yield Fault(Place(path=name), "design.parameter", _MESSAGE, as_written(value), allowed)


def check_number(name: str, value: object, *, low: float, high: float = inf) -> Iterator[Fault]:
    """A fault if ``value`` is not a number from ``low`` to ``high``, both allowed."""
    if not (_is_number(value) and low <= value <= high):
        allowed = f"a number, {low:g} or more" if high == inf else f"a number, {low:g} to {high:g}"
        yield Fault(Place(path=name), "design.parameter", _MESSAGE, as_written(value), allowed)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def check_prior(name: str, value: object) -> Iterator[Fault]:
    """A fault if ``value`` is not the two numbers above zero of a beta distribution."""
    pair = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    if len(pair) == 2 and all(_is_number(one) and one > 0 for one in pair):
        return
    allowed = "two numbers above 0: [1, 1]"
    yield Fault(Place(path=name), "design.parameter", _MESSAGE, as_written(value), allowed)

"""What a rule is asked about: facts already chosen, each known or unknown with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from dosepath.quantity import Factor, Interval, Moment, Observation
from dosepath.rule.reason import Reason


@dataclass(frozen=True)
class Declared:
    """What a rule may do with a variable.

    ``kind`` is ``number`` (in ``unit``, with factors between mass and molar
    units), ``choice`` (one of ``choices``), ``date`` or ``judgement``.
    ``trend`` says whether earlier values are declared, so that it can rise;
    ``has_range`` whether a laboratory reports limits of normal with it.
    """

    kind: str
    unit: str = "1"
    factors: tuple[Factor, ...] = ()
    choices: tuple[str, ...] = ()
    trend: bool = False
    has_range: bool = True


YES_NO = Declared("choice", choices=("no", "yes"))
DATE = Declared("date")


@dataclass(frozen=True)
class Fact:
    """The value of one variable that counts for one person, or why there is none.

    A known fact has ``number`` (in the declared unit), ``word`` or ``moment``.
    An unknown one has ``why`` and ``missing``: the names of what would settle
    it. ``uln`` and ``lln`` are in the declared unit; ``before`` is the value
    before the one that counts.
    """

    variable: str
    number: Interval | None = None
    word: str | None = None
    moment: Moment | None = None
    uln: Fraction | None = None
    lln: Fraction | None = None
    before: Fact | None = None
    why: Reason | None = None
    missing: tuple[str, ...] = ()
    observation: Observation | None = None


class Facts(Protocol):
    """Answers a rule's questions; it has chosen the values before the rule asks."""

    def fact(self, variable: str) -> Fact:
        """The value of a declared variable."""

    def judged(self, question: str) -> Fact:
        """A person's answer: ``word`` is ``yes`` or ``no``."""

"""Skeletons of the CRM: the prior guesses of the DLT rate at each level.

Sources: O'Quigley J, Pepe M, Fisher L. Biometrics 1990;46:33-48; Lee SM, Cheung YK. Model
calibration in the continual reassessment method. Clin Trials 2009;6:227-38; Cheung YK. Dose
Finding by the Continual Reassessment Method. Chapman & Hall 2011.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from typing import Literal

from dosepath.designs.options import (
    as_written,
    check_choice,
    check_number,
    check_share,
    check_whole,
)
from dosepath.quantity import Fault, FaultsFound, Place

Curve = Literal["power", "logistic"]
_ALLOWED = "numbers between 0 and 1, each above the one before it"


def logit(p: float) -> float:
    """The log odds of ``p``."""
    return log(p / (1 - p))


def expit(x: float) -> float:
    """The probability with log odds ``x``."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


@dataclass(frozen=True, kw_only=True)
class Indifference:
    """What is taken for good enough, from which a skeleton follows (Lee & Cheung 2009).

    Attributes:
        target: the target DLT rate.
        halfwidth: the half-width d of the indifference interval: in the long run a dose with a
            rate of target - d to target + d is taken for the MTD.
        prior_mtd: the level that is the MTD by prior guess; its skeleton value is ``target``.
        curve: the working model, ``power`` or ``logistic`` (one parameter).
        intercept: the fixed intercept of the logistic model; 3 as is usual.

    Raises:
        FaultsFound: every value that makes no interval within (0, 1).
    """

    target: float
    halfwidth: float
    prior_mtd: int
    curve: Curve = "power"
    intercept: float = 3.0

    def __post_init__(self) -> None:
        faults = [
            *check_share("target", self.target),
            *check_whole("prior_mtd", self.prior_mtd, low=1),
            *check_choice("curve", self.curve, ("power", "logistic")),
            *check_number("intercept", self.intercept, low=-50, high=50),
        ]
        if not faults:
            faults = list(self._interval_faults())
        if faults:
            raise FaultsFound(faults)

    def _interval_faults(self) -> Iterator[Fault]:
        top = 1.0 if self.curve == "power" else expit(self.intercept)
        if self.target >= top:
            yield _fault("target", self.target, f"below {top:.4g}, where the model's curve ends")
            return
        yield from check_halfwidth(self.halfwidth, target=self.target, top=top)


def skeleton_from_indifference(indifference: Indifference, levels: int) -> tuple[float, ...]:
    """The skeleton of ``levels`` levels: each pair of neighbours meets the indifference interval.

    At the parameter where a level's rate is target - d, the next level's is target + d, so that
    between the two either may be called the MTD (Lee & Cheung 2009).

    Raises:
        FaultsFound: the prior MTD is not one of the levels, or the values leave (0, 1) or
            run together in floating point.
    """
    faults = list(check_whole("levels", levels, low=1))
    faults = faults or list(
        check_whole("prior_mtd", indifference.prior_mtd, low=1, high=int(levels))
    )
    if faults:
        raise FaultsFound(faults)
    place = _log_rate if indifference.curve == "power" else _log_odds
    shift = 0.0 if indifference.curve == "power" else indifference.intercept
    low = place(indifference.target - indifference.halfwidth) - shift
    high = place(indifference.target + indifference.halfwidth) - shift
    middle = place(indifference.target) - shift
    steps = [middle * (high / low) ** (k - indifference.prior_mtd) for k in range(1, levels + 1)]
    back = exp if indifference.curve == "power" else expit
    skeleton = tuple(back(step + shift) for step in steps)
    if list(check_skeleton("halfwidth", skeleton, levels=levels)):
        allowed = f"a value whose skeleton stays apart within (0, 1), unlike {skeleton}"
        raise FaultsFound([_fault("halfwidth", indifference.halfwidth, allowed)])
    return skeleton


def _log_rate(p: float) -> float:
    return log(p)


def _log_odds(p: float) -> float:
    return logit(p)


def check_halfwidth(value: object, *, target: float, top: float) -> Iterator[Fault]:
    """A fault if target -/+ ``value`` leaves (0, ``top``)."""
    most = min(target, top - target)
    if list(check_share("halfwidth", value, high=most)):
        allowed = f"a number between 0 and {most:.4g}, so that target -/+ halfwidth can be a rate"
        yield _fault("halfwidth", value, allowed)


def check_skeleton(name: str, value: object, *, levels: int) -> Iterator[Fault]:
    """A fault if ``value`` is not ``levels`` rates in (0, 1), strictly increasing."""
    given: Sequence[object] = value if isinstance(value, list | tuple) else ()
    if not given or any(list(check_share(name, one)) for one in given):
        yield _fault(name, value, _ALLOWED)
        return
    if len(given) != levels:
        yield _fault(name, value, f"one number per dose level: {levels}")
    if any(float(str(a)) >= float(str(b)) for a, b in pairwise(given)):
        yield _fault(name, value, _ALLOWED)


def _fault(name: str, found: object, allowed: str) -> Fault:
    message = "The parameter cannot have this value."
    return Fault(Place(path=name), "design.parameter", message, as_written(found), allowed)

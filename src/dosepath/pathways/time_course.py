"""How a trial passes in time: arrival, observation, loss, and what a closed trial does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Literal, get_args

import numpy as np

from dosepath.designs import Stagger
from dosepath.pathways.scenario import Floats
from dosepath.quantity import Fault, FaultsFound, Place

Accrual = Literal["poisson", "fixed"]
Onset = Literal["uniform", "weibull", "halves"]
WhileClosed = Literal["wait", "turn_away"]

_HALF = 0.5
# A Weibull cannot put a DLT that is certain into the window; it gets this close to it.
_NEARLY_ONE = 1 - 1e-12


@dataclass(frozen=True, kw_only=True)
class TimeCourse:
    """What is assumed about time; days are counted from the first participant's dosing.

    Attributes:
        accrual_days: mean days between two participants who could enter.
        accrual: ``poisson`` (exponential waits) or ``fixed`` (always the same).
        window_days: the DLT window; a participant without a DLT is evaluated at its end.
        onset: when in the window a DLT comes: ``uniform``; ``weibull``, with the level's own
            probability in the window; ``halves``, evenly within each half.
        second_half: the share of DLTs in the second half of the window, for the last two.
            ``halves`` with 1 is late onset.
        not_evaluable: share of participants who prove not evaluable, DLT or not.
        drop_out: share who leave before the end of the window; a DLT before that counts.
        response_days: when a response is known; the DLT window's end if ``None``. Only for
            designs that heed responses.
        while_closed: participants who arrive when none may enter wait, in their order; or are
            turned away, so that the trial takes the next one who arrives.
        cancel_undosed: ask the design during a cohort too, and do not dose the rest of one
            that it would not continue. Without it cohorts are completed.
        stagger: least times between dosings (its lengths are in hours). A cohort, for a design
            that is asked participant by participant, is whoever was dosed at the level.

    Participants who are not evaluable are replaced, as soon as it is known, at their level.
    They are lost after a time that is uniform in the window.

    Raises:
        FaultsFound: every impossible value.

    SOURCE: Weibull onset with a stated share in the second half of the window: Yuan Y et al.
    Clin Cancer Res 2018;24:4921-30 (TITE-BOIN), simulation section; uniform onset: Cheung YK,
    Chappell R. Biometrics 2000;56:1177-82.
    """

    accrual_days: float = 14.0
    accrual: Accrual = "poisson"
    window_days: float = 28.0
    onset: Onset = "uniform"
    second_half: float = _HALF
    not_evaluable: float = 0.0
    drop_out: float = 0.0
    response_days: float | None = None
    while_closed: WhileClosed = "wait"
    cancel_undosed: bool = False
    stagger: Stagger | None = None

    def __post_init__(self) -> None:
        if faults := [*self._number_faults(), *self._word_faults(), *self._sum_faults()]:
            raise FaultsFound(faults)

    def onset_days(self, p: Floats, share: Floats) -> Floats:
        """Days to a DLT, for levels of DLT probability ``p`` and uniform draws ``share``."""
        if self.onset == "uniform":
            part = share
        elif self.onset == "halves":
            first = 1 - self.second_half
            with np.errstate(divide="ignore", invalid="ignore"):
                early = _HALF * share / first
                late = 1 - _HALF * (1 - share) / self.second_half
            part = np.where(share < first, early, late)
        else:
            part = _weibull(np.clip(p, 1e-12, _NEARLY_ONE), share, self.second_half)
        return np.asarray(part * self.window_days)

    def _number_faults(self) -> Iterator[Fault]:
        yield from _days("accrual_days", self.accrual_days)
        yield from _days("window_days", self.window_days)
        if self.response_days is not None:
            yield from _days("response_days", self.response_days)
        for name in ("second_half", "not_evaluable", "drop_out"):
            value = getattr(self, name)
            if not 0 <= value <= 1:
                yield _fault(name, value, "a share from 0 to 1")

    def _word_faults(self) -> Iterator[Fault]:
        for name, choices in (
            ("accrual", Accrual),
            ("onset", Onset),
            ("while_closed", WhileClosed),
        ):
            value = getattr(self, name)
            if value not in get_args(choices):
                yield _fault(name, value, " | ".join(get_args(choices)))

    def _sum_faults(self) -> Iterator[Fault]:
        lost = self.not_evaluable + self.drop_out
        if not lost < 1:
            yield _fault("not_evaluable + drop_out", lost, "less than 1: somebody must stay")
        if self.onset == "uniform" and self.second_half != _HALF:
            yield _fault("second_half", self.second_half, "0.5 with onset uniform; or halves")
        if self.onset == "weibull" and self.second_half in (0, 1):
            yield _fault("second_half", self.second_half, "between 0 and 1 with onset weibull")


def _weibull(p: Floats, share: Floats, second_half: float) -> Floats:
    """The part of the window that has passed when a Weibull time with F(1) = p is ``share`` * p."""
    whole = -np.log1p(-p)
    half = -np.log1p(-(1 - second_half) * p)
    shape = np.log2(whole / half)
    return np.asarray((-np.log1p(-share * p) / whole) ** (1 / shape))


def _days(name: str, value: float) -> Iterator[Fault]:
    if not isfinite(value) or value <= 0:
        yield _fault(name, value, "days, more than 0")


def _fault(name: str, value: object, allowed: str) -> Fault:
    found = f"{value:g}" if isinstance(value, float) else str(value)
    return Fault(Place(path=name), "course.value", "Time cannot pass like this.", found, allowed)

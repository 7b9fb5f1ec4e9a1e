"""Sentinel and stagger: how far apart participants are dosed, said once.

Live conduct refuses a dosing that is too early with it, and simulation over time takes the
duration of a trial from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from dosepath.designs.batch import Floats
from dosepath.designs.options import check_choice, check_number, check_whole
from dosepath.quantity import Fault, FaultsFound

BeforeNextLevel = Literal["last_window_complete", "committee_only"]


@dataclass(frozen=True, kw_only=True)
class Stagger:
    """Least times between dosings. Lengths are in hours, times in hours from any origin.

    Attributes:
        sentinel: how many of each cohort go first; 0 for none.
        wait: how long the others wait after the last sentinel's dosing.
        within_cohort: the least time from one dosing to the next. It runs from the last
            dosing at any level: a new cohort does not shorten it.
        before_next_level: what must be over before the next level opens: every DLT window
            (``last_window_complete``), or nothing that the committee does not ask for.

    Raises:
        FaultsFound: every impossible parameter.
    """

    sentinel: int = 0
    wait: float = 0
    within_cohort: float = 0
    before_next_level: BeforeNextLevel = "last_window_complete"

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise FaultsFound(faults)

    def earliest(self, *, last: float | None, cohort: Sequence[float] = ()) -> float | None:
        """The first moment at which the next participant of a cohort may be dosed.

        ``last`` is the last dosing at any level, ``cohort`` the dosings in the present
        cohort in their order. ``None``: nobody was dosed, so nothing restricts the time.
        """
        if last is None:
            return None
        waits = self.sentinel > 0 and len(cohort) >= self.sentinel
        since = cohort[self.sentinel - 1] if waits else np.nan
        return float(self.earliest_many(np.array([last]), np.array([since]))[0])

    def earliest_many(self, last: Floats, sentinel: Floats) -> Floats:
        """The same for S trials.

        ``last`` (S) is the last dosing, ``sentinel`` (S) that of the cohort's last sentinel;
        each NaN where there was none. The answer (S) is NaN where nothing restricts the time.
        """
        return np.asarray(np.fmax(last + self.within_cohort, sentinel + self.wait))

    def _faults(self) -> Iterator[Fault]:
        yield from check_whole("sentinel", self.sentinel, low=0)
        yield from check_number("wait", self.wait, low=0)
        yield from check_number("within_cohort", self.within_cohort, low=0)
        allowed = get_args(BeforeNextLevel)
        yield from check_choice("before_next_level", self.before_next_level, allowed)

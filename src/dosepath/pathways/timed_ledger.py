"""Who was dosed when at which level in each trial of a block, and when the outcome was known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dosepath.designs import Batch
from dosepath.pathways.chances import Chances, Flags
from dosepath.pathways.participants import Participants, Whole
from dosepath.pathways.scenario import Floats
from dosepath.pathways.time_course import TimeCourse

Column = NDArray[Any]

_COLUMNS: Mapping[str, tuple[type, float]] = {
    "level": (np.int64, 0),
    "cohort": (np.int64, 0),
    "start": (np.float64, -np.inf),
    "known": (np.float64, -np.inf),
    "counts": (np.bool_, False),
    "dlt": (np.bool_, False),
    "grade2": (np.bool_, False),
    "response": (np.bool_, False),
}


class Outcome(NamedTuple):
    """What becomes of a participant; one value per trial.

    ``days`` from dosing until it is known; ``counts`` unless not evaluable.
    """

    days: Floats
    counts: Flags
    dlt: Flags
    grade2: Flags
    response: Flags


@dataclass(frozen=True, eq=False)
class Fate:
    """Turns a participant's draws into an outcome at a level."""

    participants: Participants
    chances: Chances
    course: TimeCourse
    with_response: bool

    def outcome(self, trial: Whole, index: Whole, *, level: Whole) -> Outcome:
        """Of the ``index``-th participant of each trial, treated at ``level``."""
        draw, course, place = self.participants.draw, self.course, level - 1
        tolerance = draw("tolerance", trial, index=index)
        p, q = self.chances.dlt[place], self.chances.grade_2[place]
        toxic = tolerance < p
        days = np.full(len(trial), course.window_days, dtype=np.float64)
        if toxic.any():
            days[toxic] = course.onset_days(p[toxic], draw("onset", trial, index=index)[toxic])
        counts = np.ones(len(trial), dtype=np.bool_)
        if course.not_evaluable or course.drop_out:
            left = draw("loss_time", trial, index=index) * course.window_days
            loss = draw("loss", trial, index=index)
            lost = loss < course.not_evaluable
            # Who leaves has been observed until then: a DLT before that counts.
            lost |= (loss < course.not_evaluable + course.drop_out) & ~(toxic & (days <= left))
            counts, days = ~lost, np.where(lost, left, days)
        response = np.zeros(len(trial), dtype=np.bool_)
        if self.with_response:
            response = self.chances.responds(place, toxic, draw("response", trial, index=index))
            awaited = course.response_days or course.window_days
            days = np.where(counts, np.maximum(days, awaited), days)
        return Outcome(days, counts, toxic, (tolerance >= p) & (tolerance < p + q), response)


class Ledger:
    """One row per trial, one column per participant in the order of dosing."""

    def __init__(self, trials: int, levels: int) -> None:
        self.levels = levels
        self.treated = np.zeros(trials, dtype=np.int64)
        self._width = 32
        self._columns: dict[str, Column] = {
            name: np.full((trials, self._width), empty, dtype=kind)
            for name, (kind, empty) in _COLUMNS.items()
        }

    def enter(self, rows: Whole, *, level: Whole, cohort: Whole, at: Floats, to: Outcome) -> None:
        """Dose one participant in each of ``rows`` on day ``at``; ``cohort`` 0 is none."""
        index = self.treated[rows]
        if int(index.max(initial=0)) >= self._width:
            self._widen()
        written = {
            "level": level,
            "cohort": cohort,
            "start": at,
            "known": at + to.days,
            "counts": to.counts,
            "dlt": to.dlt,
            "grade2": to.grade2,
            "response": to.response,
        }
        for name, values in written.items():
            self._columns[name][rows, index] = values
        self.treated[rows] += 1

    def _widen(self) -> None:
        for name, (kind, empty) in _COLUMNS.items():
            old = self._columns[name]
            more: Column = np.full(old.shape, empty, dtype=kind)
            self._columns[name] = np.concatenate([old, more], axis=1)
        self._width *= 2

    def view(self, rows: Whole) -> View:
        """The participants of some trials so far."""
        used = slice(0, max(1, int(self.treated[rows].max(initial=0))))
        return View(self.levels, {name: array[rows, used] for name, array in self._columns.items()})


class View:
    """The participants of some trials; every array (trials x participants)."""

    def __init__(self, levels: int, columns: Mapping[str, Column]) -> None:
        self.levels, self._columns = levels, columns
        self.level: Whole = columns["level"]
        self.cohort: Whole = columns["cohort"]
        self.start: Floats = columns["start"]
        self.known: Floats = columns["known"]
        self.counts: Flags = columns["counts"]
        self.dlt: Flags = columns["dlt"]
        self.grade2: Flags = columns["grade2"]
        self.response: Flags = columns["response"]

    def of(self, trials: Flags) -> View:
        """Some of the trials."""
        if trials.all():
            return self
        return View(self.levels, {name: array[trials] for name, array in self._columns.items()})

    def per_level(self, which: Flags) -> Whole:
        """How many of ``which`` participants there are at each level; (trials x D)."""
        trials = len(self.level)
        found = np.bincount(self._cell[which], minlength=trials * self.levels)
        return found.reshape(trials, self.levels)

    @cached_property
    def _cell(self) -> Whole:
        rows = np.arange(len(self.level))[:, None] * self.levels
        return np.asarray(rows + self.level - 1)

    @cached_property
    def entered(self) -> Flags:
        """Where there is a participant."""
        return np.asarray(self.level > 0)

    @property
    def last_known(self) -> Floats:
        """The day when the last outcome is known; 0 with nobody treated."""
        return np.asarray(self.known.max(axis=1).clip(0.0))

    def next_known(self, time: Floats) -> Floats:
        """The next day after ``time`` when an outcome is known; infinite if there is none."""
        return np.asarray(np.where(self.known > time[:, None], self.known, np.inf).min(axis=1))

    def batch(self, time: Floats, at: Whole, *, window: float | None, graded: bool) -> Batch:
        """What a design sees on day ``time``.

        ``window``: the DLT window's days for a design that heeds pending participants.
        """
        past = self.known <= time[:, None]
        seen = self.entered & past & self.counts
        n, dlt = self.per_level(seen), self.per_level(seen & self.dlt)
        found = Batch(n, dlt, at)
        if graded:
            found = replace(found, grade2=self.per_level(seen & self.grade2))
        if self.response.any():
            both = self.per_level(seen & self.response & self.dlt)
            total = self.per_level(seen & self.response)
            found = replace(found, responses=total, responses_with_dlt=both)
        if window is None:
            return found
        waiting = self.entered & ~past
        # Those who came first are evaluated in most trials: leave their columns out.
        some = waiting.any(axis=0)
        waiting, level, start = waiting[:, some], self.level[:, some], self.start[:, some]
        share = ((time[:, None] - start) / window).clip(0.0, 1.0)
        return replace(
            found,
            pending_level=np.where(waiting, level, 0),
            pending_share=np.where(waiting, share, 0.0),
        )

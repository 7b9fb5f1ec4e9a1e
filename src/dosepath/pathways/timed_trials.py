"""A block of trials that pass in time, all advanced together, each at its own moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dosepath.designs import Batch, Design, filler_of, needs
from dosepath.pathways.chances import Chances, Flags
from dosepath.pathways.participants import Arrivals, Participants, Whole
from dosepath.pathways.program import BrokenDesign
from dosepath.pathways.scenario import Floats
from dosepath.pathways.time_course import TimeCourse
from dosepath.pathways.timed_ledger import Fate, Ledger, View

# No trial that ends treats so many.
_MOST = 2_000


@dataclass(frozen=True, eq=False)
class TimedBlock:
    """What happened in some trials, each array with one row per trial.

    Attributes:
        selected: the MTD, 0 for none; (T).
        participants, evaluated, dlts, responses, backfilled: per level; (T x D). DLTs and
            responses are those of the evaluated.
        days: from the first dosing to the last outcome; (T).
        turned_away: participants who arrived when none could enter and did not wait; (T).
        waited: days that participants waited before dosing, summed; (T).
    """

    selected: Whole
    participants: Whole
    evaluated: Whole
    dlts: Whole
    responses: Whole
    backfilled: Whole
    days: Floats
    turned_away: Whole
    waited: Floats


class Trials:
    """The trials of one block: who was dosed, and the moment at which each trial stands.

    That moment is one when somebody who has arrived could enter. A policy (see
    :mod:`dosepath.pathways.timed_policy`) decides for all running trials at once.

    Attributes:
        clock: that moment, in days; (T).
        at: the level last treated in the escalation, 0 at the start; (T).
        level, size, cohort: of the present cohort, for designs that see cohorts; (T).
        running: the trials that have not ended, by their places.
        has_stopped: trials whose design has stopped while outcomes were awaited; (T).
        filler: the part of the design that opens lower levels for backfilling, if any.
    """

    def __init__(
        self, design: Design, chances: Chances, course: TimeCourse, people: Participants
    ) -> None:
        self.design, self.course, self.filler = design, course, filler_of(design)
        self.heeds_pending = "pending" in needs(design)
        self._fate = Fate(people, chances, course, "responses" in needs(design))
        self._graded = bool(chances.grade_2.any())
        fixed = course.accrual == "fixed"
        self._arrivals = Arrivals(people, interval=course.accrual_days, fixed=fixed)
        self._ledger = Ledger(people.trials, design.levels)
        self.running = np.arange(people.trials)
        self.clock, self._waited = np.zeros(people.trials), np.zeros(people.trials)
        self.at, self.level, self.size, self.cohort, self._arriving, self._away, self._selected = (
            np.zeros(people.trials, dtype=np.int64) for _ in range(7)
        )
        self.has_stopped = np.zeros(people.trials, dtype=np.bool_)

    def view(self, rows: Whole) -> View:
        """The participants of some trials so far."""
        return self._ledger.view(rows)

    def seen(self, rows: Whole, view: View) -> Batch:
        """What the design sees of these trials at their moments."""
        window = self.course.window_days if self.heeds_pending else None
        return view.batch(self.clock[rows], self.at[rows], window=window, graded=self._graded)

    def enter(self, rows: Whole, level: Whole, *, cohort: Whole) -> None:
        """Dose who has arrived at ``level``; ``cohort`` 0 is a backfill, outside the escalation."""
        if not len(rows):
            return
        index, at = self._ledger.treated[rows], self.clock[rows]
        if int(index.max()) >= _MOST:
            raise BrokenDesign(f"The design goes on after {_MOST:,} participants")
        to = self._fate.outcome(rows, index, level=level)
        self._ledger.enter(rows, level=level, cohort=cohort, at=at, to=to)
        self.at[rows] = np.where(cohort > 0, level, self.at[rows])
        self._waited[rows] += at - self._arrivals.at(rows, self._arriving[rows])
        self._arriving[rows] += 1
        self.clock[rows] = np.maximum(at, self._arrivals.at(rows, self._arriving[rows]))

    def defer(self, rows: Whole, until: Floats) -> None:
        """Nobody enters before ``until``: who has arrived waits, or is turned away."""
        if not len(rows):
            return
        if bool(np.isinf(until).any()):
            raise BrokenDesign("The design waits, and there is nobody to wait for")
        if self.course.while_closed == "wait":
            self.clock[rows] = until
        else:
            start = self._arriving[rows] + 1
            self._go_to(rows, self._arrivals.first_from(rows, until, start=start))

    def pass_by(self, rows: Whole, change: Floats) -> None:
        """Who has arrived may not enter now; ask again at a change, or for who arrives next."""
        if self.course.while_closed == "wait" or bool(np.isinf(change).any()):
            self.defer(rows, change)
        elif len(rows):
            self._go_to(rows, self._arriving[rows] + 1)

    def _go_to(self, rows: Whole, arriving: Whole) -> None:
        self._away[rows] += arriving - self._arriving[rows]
        self._arriving[rows] = arriving
        self.clock[rows] = self._arrivals.at(rows, arriving)

    def stop(self, rows: Whole, mtd: Whole, *, stops: Flags, last_known: Floats) -> None:
        """End trials whose design stops, or has stopped before.

        While outcomes are awaited the answer is kept, and the design is asked once more when
        all are known; should it then not stop, the answer that was kept stands.
        """
        if not len(rows):
            return
        self._selected[rows] = np.where(stops, mtd, self._selected[rows])
        awaits = ~self.has_stopped[rows] & (last_known > self.clock[rows])
        self.has_stopped[rows] = True
        self.clock[rows] = np.where(awaits, last_known, self.clock[rows])
        is_over = np.zeros(len(self.clock), dtype=np.bool_)
        is_over[rows[~awaits]] = True
        self.running = self.running[~is_over[self.running]]

    def result(self) -> TimedBlock:
        """What has happened."""
        view = self.view(np.arange(len(self.clock)))
        counted = view.entered & view.counts
        return TimedBlock(
            self._selected,
            view.per_level(view.entered),
            view.per_level(counted),
            view.per_level(counted & view.dlt),
            view.per_level(counted & view.response),
            view.per_level(view.entered & (view.cohort == 0)),
            view.last_known,
            self._away,
            self._waited,
        )

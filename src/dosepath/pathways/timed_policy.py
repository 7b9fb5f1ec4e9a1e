"""Who enters a trial when: the two ways in which designs are asked as time passes.

A design that heeds pending participants is asked whenever somebody could enter. Every other
design is asked when its cohort is complete: everybody in it is evaluated, and whoever proved
not evaluable has been replaced.
"""

from __future__ import annotations

import numpy as np

from dosepath.designs import Design
from dosepath.pathways.asking import ask
from dosepath.pathways.chances import Chances, Flags
from dosepath.pathways.participants import Participants, Whole
from dosepath.pathways.program import BrokenDesign
from dosepath.pathways.scenario import Floats
from dosepath.pathways.time_course import TimeCourse
from dosepath.pathways.timed_ledger import View
from dosepath.pathways.timed_trials import TimedBlock, Trials


def run_block(
    design: Design, chances: Chances, course: TimeCourse, people: Participants
) -> TimedBlock:
    """All trials of one block, to their end.

    Raises:
        BrokenDesign: a design that waits for nobody, treats nobody, or never ends.
    """
    trials = Trials(design, chances, course, people)
    while len(trials.running):
        advance(trials)
    return trials.result()


def advance(trials: Trials) -> None:
    """Bring every running trial to its next moment."""
    policy = _one_by_one if trials.heeds_pending else _by_cohorts
    policy(trials, trials.running, trials.view(trials.running))


def _one_by_one(trials: Trials, rows: Whole, view: View) -> None:
    moves = ask(trials.design, trials.seen(rows, view))
    over = moves.stops | trials.has_stopped[rows]
    waits, treats = moves.waits & ~over, (moves.level > 0) & ~over
    change = view.next_known(trials.clock[rows])
    trials.stop(
        rows[over], moves.mtd[over], stops=moves.stops[over], last_known=view.last_known[over]
    )
    trials.pass_by(rows[waits], change[waits])
    same = view.level == moves.level[:, None]
    now = _in_time(trials, rows, treats, after=_earliest(trials.course, view, same))
    trials.enter(rows[now], moves.level[now], cohort=np.ones(int(now.sum()), dtype=np.int64))


def _by_cohorts(trials: Trials, rows: Whole, view: View) -> None:
    past = view.known <= trials.clock[rows][:, None]
    ours = view.entered & (view.cohort == trials.cohort[rows][:, None])
    kept = ours & (view.counts | ~past)
    unknown = kept & ~past
    # A trial that has stopped waits only for those backfilled; its last cohort is complete.
    places = np.where(trials.has_stopped[rows], 0, trials.size[rows] - kept.sum(axis=1))
    if trials.course.cancel_undosed:
        asked = (places > 0) & (kept & past).any(axis=1)
        places[asked] = _left(trials, rows[asked], view.of(asked), places[asked])
    awaits = (places == 0) & unknown.any(axis=1)
    settled = (places == 0) & ~awaits
    places[settled] = _decide(trials, rows[settled], view.of(settled))
    after = _earliest(trials.course, view, ours & ~settled[:, None])
    entering = rows[_in_time(trials, rows, places > 0, after=after)]
    trials.enter(entering, trials.level[entering], cohort=trials.cohort[entering])
    _await(trials, rows[awaits], view.of(awaits), unknown[awaits])


def _decide(trials: Trials, rows: Whole, view: View) -> Whole:
    """Ask about complete cohorts; how many places the next ones have, 0 where a trial ends."""
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    moves = ask(trials.design, trials.seen(rows, view))
    over = moves.stops | trials.has_stopped[rows]
    if bool((moves.waits & ~over).any()):
        raise BrokenDesign("The design waits although everybody in its cohort is evaluated")
    trials.stop(
        rows[over], moves.mtd[over], stops=moves.stops[over], last_known=view.last_known[over]
    )
    size = np.where(over, 0, moves.size)
    trials.level[rows], trials.size[rows] = moves.level, size
    trials.cohort[rows] += ~over
    return size


def _left(trials: Trials, rows: Whole, view: View, places: Whole) -> Whole:
    """The places left in cohorts of which a part is evaluated: none if the design turns away."""
    if not len(rows):
        return places
    moves = ask(trials.design, trials.seen(rows, view))
    goes_on = moves.level == trials.level[rows]
    trials.size[rows] -= np.where(goes_on, 0, places)
    return np.where(goes_on, places, 0)


def _await(trials: Trials, rows: Whole, view: View, unknown: Flags) -> None:
    """Full cohorts: who arrives may fill a lower level; else nothing changes before a place opens.

    A place opens when a participant proves not evaluable, or with the cohort's last outcome.
    """
    if not len(rows):
        return
    lower = _backfill(trials, rows, view)
    after = _earliest(trials.course, view, np.zeros_like(unknown))
    fills = (lower > 0) & (after <= trials.clock[rows])
    trials.enter(rows[fills], lower[fills], cohort=np.zeros(int(fills.sum()), dtype=np.int64))
    known = np.where(unknown, view.known, -np.inf)
    lost = np.where(unknown & ~view.counts, view.known, np.inf).min(axis=1)
    until = np.where(np.isinf(lost), known.max(axis=1), lost)
    until = np.where(lower > 0, np.minimum(until, after), until)
    trials.defer(rows[~fills], until[~fills])


def _backfill(trials: Trials, rows: Whole, view: View) -> Whole:
    """The highest level below the cohort's own that may be filled meanwhile, 0 for none."""
    filler = trials.filler
    if filler is None:
        return np.zeros(len(rows), dtype=np.int64)
    batch = trials.seen(rows, view)
    numbers = np.arange(1, trials.design.levels + 1)
    allowed = filler.backfill_many(batch, ask(trials.design, batch))
    allowed &= numbers < trials.level[rows][:, None]
    # Who was let in and is not evaluated yet takes a place too.
    allowed &= view.per_level(view.entered) < filler.backfill_cap
    return np.asarray(np.where(allowed, numbers, 0).max(axis=1))


def _in_time(trials: Trials, rows: Whole, which: Flags, *, after: Floats) -> Flags:
    """Where who has arrived may be dosed now; elsewhere among ``which`` not before ``after``."""
    late = which & (after > trials.clock[rows])
    trials.defer(rows[late], after[late])
    return which & ~late


def _earliest(course: TimeCourse, view: View, same: Flags) -> Floats:
    """The day before which nobody more may be dosed in a cohort of ``same`` participants."""
    if course.stagger is None:
        return np.full(len(view.level), -np.inf)
    last = np.where(view.entered, view.start, -np.inf).max(axis=1)
    place = same.cumsum(axis=1)
    is_sentinel = same & (place == course.stagger.sentinel)
    sentinel = np.where(is_sentinel, view.start, -np.inf).max(axis=1)
    times = (np.where(np.isinf(time), np.nan, time * 24) for time in (last, sentinel))
    earliest = course.stagger.earliest_many(*times) / 24
    return np.asarray(np.where(np.isnan(earliest), -np.inf, earliest))

"""The rolling six: participants enter one by one while up to six are under observation.

Source: Skolnik JM et al. Shortening the timeline of pediatric phase I trials: the rolling six
design. J Clin Oncol 2008;26:190-5. The cells are those of the rolling six in table 2 of
JAMA Netw Open 2020;3(5):e204787 (PMC7221509), rows 1 to 30.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from dosepath.designs.batch import Batch, Moves, Whole
from dosepath.designs.decision import Counts, Decision, Stop, Treat, Wait
from dosepath.designs.observed import at_level, level_last_treated, pending_by_level
from dosepath.designs.options import SixAtMtd, check_choice, check_whole
from dosepath.designs.stage import Need
from dosepath.quantity import Fault, FaultsFound
from dosepath.rule import Reason

_FULL = 6
_FEWEST = 3  # so many evaluated without a DLT, and nobody pending, open the next level
_CLEAN = 5  # so many of six evaluated without a DLT are enough: the sixth cannot make two


class _Answers(NamedTuple):
    """The moves, and the levels their reasons speak of; each array (S)."""

    moves: Moves
    judged: Whole
    closed: Whole


@dataclass(frozen=True, kw_only=True)
class RollingSix:
    """A rolling six on ``levels`` dose levels; it heeds participants who are pending.

    With n entered at a level, e of them evaluated and y DLTs: y >= 2 closes the level and all
    above; y = 0 goes up when all entered are evaluated and e >= 3, or n = 6 and e >= 5; y = 1
    goes up when all six are evaluated; otherwise one more enters while n < 6, else it holds.
    Whether an outcome is evaluable, and who is replaced, is settled before the counts are made.

    Attributes:
        levels: number of dose levels.
        start_level: 1-based level of the first participant.
        six_at_mtd: whether the MTD must be filled to six where there is no way up: ``always``;
            ``after_de_escalation`` (at the top a level that would be left upwards is accepted);
            ``never``.
        five_clean_suffice: five evaluated without a DLT count as six, for the sixth cannot
            make two (row 16, "escalate or MTD").

    Raises:
        FaultsFound: every impossible parameter.
    """

    levels: int
    start_level: int = 1
    six_at_mtd: SixAtMtd = "always"
    five_clean_suffice: bool = True

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise FaultsFound(faults)

    @property
    def needs(self) -> frozenset[Need]:
        """It decides from participants under observation too."""
        return frozenset({"pending"})

    @property
    def most_per_level(self) -> int:
        """The most participants that are treated at one level."""
        return _FULL

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`. Entry is one at a time."""
        answers = self._answers(Batch.of(counts))
        moves, judged, closed = answers.moves, int(answers.judged[0]), int(answers.closed[0])
        if moves.waits[0]:
            return Wait(_hold(counts, judged))
        if moves.level[0]:
            level = int(moves.level[0])
            return Treat(level, 1, self._entry(counts, level, closed=closed))
        mtd = int(moves.mtd[0])
        return Stop(mtd or None, _end(counts, mtd, closed=closed))

    def decide_many(self, batch: Batch) -> Moves:
        """The moves of ``decide``, row by row."""
        return self._answers(batch).moves

    def select(self, counts: Counts) -> Stop:
        """The highest level below every closed one that passed: 0 DLTs in 3, or 1 in 6."""
        level = int(self.select_many(Batch.of(counts))[0])
        if not level:
            return Stop(None, Reason.of("design.none_passed"))
        tally = counts[level]
        return Stop(level, Reason.of("design.passed", level=level, dlt=tally.dlt, n=tally.n))

    def select_many(self, batch: Batch) -> Whole:
        """The levels of ``select``, 0 for none; (S)."""
        clean = (batch.dlt == 0) & (batch.n >= _FEWEST)
        good = clean | ((batch.dlt == 1) & (batch.n >= _FULL))
        numbers = np.arange(1, self.levels + 1)
        good &= numbers < _closed_from(batch.dlt)[:, None]
        return np.asarray(np.max(np.where(good, numbers, 0), axis=1))

    def _answers(self, batch: Batch) -> _Answers:
        entered = batch.n + pending_by_level(batch)[0]
        closed = _closed_from(batch.dlt)
        passed = _passed(batch, entered)
        judged = np.minimum(level_last_treated(batch, self.start_level), closed - 1)
        for level in range(1, self.levels):
            up = (judged == level) & passed[:, level - 1] & (level + 1 < closed)
            judged = np.where(up, level + 1, judged)
        done = self._is_done(batch, judged, closed=closed) & at_level(passed, judged)
        full = at_level(entered, judged) >= _FULL
        moves = Moves.empty(len(batch))
        moves.waits[:] = (judged > 0) & ~done & full
        moves.level[:] = np.where(done | full, 0, judged)
        moves.size[:] = moves.level > 0
        moves.mtd[:] = np.where(done, judged, 0)
        return _Answers(moves, judged, closed)

    def _is_done(self, batch: Batch, judged: Whole, *, closed: Whole) -> NDArray[np.bool_]:
        """Where a level that passed is the MTD: no way up, and enough evaluated."""
        n, dlt = at_level(batch.n, judged), at_level(batch.dlt, judged)
        enough = n >= _FULL
        if self.five_clean_suffice:
            enough |= (dlt == 0) & (n >= _CLEAN)
        below = judged + 1 == closed
        if self.six_at_mtd == "after_de_escalation":
            enough |= closed > self.levels
        if self.six_at_mtd == "never":
            enough |= True
        return np.asarray((judged > 0) & (below | (judged == self.levels)) & enough)

    def _entry(self, counts: Counts, level: int, *, closed: int) -> Reason:
        if counts.at == 0 and not counts[level].treated:
            return Reason.of("design.start", level=level, n=1)
        at = min(counts.at, self.levels)
        if level > at > 0:
            old = counts[at]
            values = {"level": at, "to": level, "n": old.n, "dlt": old.dlt}
            return Reason.of("design.escalate", add=1, **values)
        if level < at:
            old = counts[closed]
            values = {"level": closed, "to": level, "n": old.n, "dlt": old.dlt}
            return Reason.of("design.de_escalate", add=1, **values)
        tally = counts[level]
        values = {"level": level, "n": tally.n, "dlt": tally.dlt}
        return Reason.of("design.enter_next", entered=tally.treated, **values)

    def _faults(self) -> Iterator[Fault]:
        wrong = list(check_whole("levels", self.levels, low=1))
        yield from wrong or check_whole("start_level", self.start_level, low=1, high=self.levels)
        yield from check_choice("six_at_mtd", self.six_at_mtd, get_args(SixAtMtd))
        yield from check_choice("five_clean_suffice", self.five_clean_suffice, (True, False))


def _closed_from(dlt: Whole) -> Whole:
    """The lowest level with two DLTs or more, one above the top if there is none; (S)."""
    bad = dlt >= 2
    return np.asarray(np.where(bad.any(axis=1), bad.argmax(axis=1) + 1, dlt.shape[1] + 1))


def _passed(batch: Batch, entered: Whole) -> NDArray[np.bool_]:
    """The cells "escalate" of the table; (S x D)."""
    everybody = batch.n == entered
    clean = (batch.n >= _FEWEST) & everybody | (entered >= _FULL) & (batch.n >= _CLEAN)
    one = (batch.n >= _FULL) & everybody
    return np.asarray(np.where(batch.dlt == 0, clean, (batch.dlt == 1) & one))


def _hold(counts: Counts, level: int) -> Reason:
    tally = counts[level]
    values = {"level": level, "n": tally.n, "dlt": tally.dlt, "entered": tally.treated}
    return Reason.of("design.hold", pending=len(tally.pending), **values)


def _end(counts: Counts, mtd: int, *, closed: int) -> Reason:
    tally = counts[mtd or 1]
    n, dlt = tally.n, tally.dlt
    if not mtd:
        return Reason.of("design.no_mtd", level=1, n=n, dlt=dlt)
    few = n < _CLEAN
    if closed > len(counts.levels) and few:
        return Reason.of("design.mtd_top_accepted", level=mtd, n=n, dlt=dlt)
    if closed > len(counts.levels):
        return Reason.of("design.mtd_top", level=mtd, n=n, dlt=dlt)
    if few:
        return Reason.of("design.mtd_below_accepted", level=mtd, n=n, dlt=dlt)
    return Reason.of("design.mtd_below", level=mtd, n=n, dlt=dlt)

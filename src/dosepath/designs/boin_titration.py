"""BOIN's own accelerated titration: one participant per level until the first DLT.

Source: Yan F et al. BOIN: an R package for designing single-agent and drug-combination
dose-finding trials using Bayesian optimal interval designs. J Stat Softw 2020;94(13), on the
argument ``titration``. It differs from Simon's accelerated titration, which an event of grade 2
ends and a 3+3 follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Literal, get_args

import numpy as np

from dosepath.designs.batch import Batch, Moves, Whole
from dosepath.designs.decision import Counts, Decision, Stop, Treat
from dosepath.designs.interval import Interval
from dosepath.designs.isotonic import Flags
from dosepath.designs.options import check_choice, check_whole
from dosepath.designs.stepping import Boundary
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason

DownToTitrated = Literal["add_cohort", "add_rest"]


@dataclass(frozen=True, kw_only=True)
class BoinTitration:
    """Cohorts of one until the first DLT or the top level; then the cohort is filled up there,
    and ``escalation`` goes on from it.

    Attributes:
        escalation: the interval design that follows, BOIN or another; its ``start_level`` is not
            used, and its last cohort must be one that may be shortened, because the single
            participants leave no whole number of cohorts.
        start_level: 1-based level of the first participant.
        grade_2_threshold: this many counting events (grade >= 2, not a DLT), over all levels,
            end the titration too; ``None``: only a DLT does.
        down_to_titrated: going down to a level that has its one participant of the titration:
            ``add_cohort`` treats a whole cohort on top, so that the level is looked at with one
            more than a multiple of the cohort (as the R package BOIN does); ``add_rest``
            fills the first cohort up.

    Raises:
        FaultsFound: every impossible parameter.
    """

    known_to_break: ClassVar[frozenset[str]] = frozenset({"law.more_dlts"})

    escalation: Interval
    start_level: int = 1
    grade_2_threshold: int | None = None
    down_to_titrated: DownToTitrated = "add_cohort"

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise FaultsFound(faults)

    @property
    def levels(self) -> int:
        """The number of dose levels."""
        return self.escalation.levels

    @property
    def max_n(self) -> int:
        """The cap on participants."""
        return self.escalation.max_n

    @property
    def most_per_level(self) -> int:
        """The most participants that are treated at one level."""
        return self.escalation.most_per_level

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        if counts.at == 0 and counts[self.start_level].n:
            counts = Counts(counts.levels, self.start_level)
        batch = Batch.of(counts)
        if self._goes_on(batch)[0]:
            return self._next_single(counts, self._titrate(batch))
        walk = self.escalation.walk(batch, apart=self._apart(batch))
        then = self.escalation.put_in_words(counts, walk)
        titrating = bool(self._titrating(batch)[0])
        if titrating and isinstance(then, Treat) and then.level == counts.at:
            return replace(then, because=self._because(self._end_code(counts), counts, add=then.n))
        return then

    def decide_many(self, batch: Batch) -> Moves:
        """What is next for every row: see :func:`dosepath.designs.decide_many`."""
        goes_on = self._goes_on(batch)
        moves = self.escalation.walk(batch, apart=self._apart(batch)).moves
        single = self._titrate(batch)
        moves.level[goes_on], moves.size[goes_on] = single[goes_on], 1
        moves.mtd[goes_on], moves.waits[goes_on] = 0, False
        return moves

    def select(self, counts: Counts) -> Stop:
        """The MTD if escalation ended now."""
        mtd = int(self.select_many(Batch.of(counts))[0])
        return Stop(mtd or None, self.escalation.selected("selected", counts, mtd))

    def select_many(self, batch: Batch) -> Whole:
        """The MTD of every row if escalation ended now, 0 for none; (S)."""
        return self.escalation.select_many(batch, apart=self._apart(batch))

    def boundaries(self) -> tuple[Boundary, ...]:
        """The decision table of what follows the titration."""
        return self.escalation.boundaries()

    def is_titrating(self, counts: Counts) -> bool:
        """Whether the data seen so far are those of the titration alone."""
        return bool(self._titrating(Batch.of(counts))[0])

    def heeds_grade_2(self, counts: Counts, *, treat: Treat) -> bool:
        """Whether counting events in the cohort ``treat`` can change a later decision."""
        if self.grade_2_threshold is None or not self.is_titrating(counts):
            return False
        return self.is_titrating(counts.add(treat.level, n=treat.n))

    def warnings(self) -> tuple[Reason, ...]:
        """Parameters that can never have an effect, each as a reason."""
        return self.escalation.warnings()

    def _titrating(self, batch: Batch) -> Flags:
        """Rows whose data are those of the titration alone; (S).

        The present level is the highest treated and has at most one participant, and every
        level under it has exactly one, without a DLT.
        """
        at = np.where(batch.at == 0, self.start_level, batch.at)[:, None]
        level = np.arange(1, self.levels + 1)
        under = (level >= self.start_level) & (level < at)
        as_left = np.where(under, (batch.n == 1) & (batch.dlt == 0), batch.n == 0)
        single = np.where(level == at, batch.n <= 1, as_left)
        return np.asarray(single.all(axis=1) & (at[:, 0] >= self.start_level))

    def _triggered(self, batch: Batch) -> Flags:
        """Rows in which a DLT, or enough events of grade 2, were seen; (S)."""
        seen = batch.dlt.any(axis=1)
        if self.grade_2_threshold is not None and batch.grade2.size:
            seen = seen | (batch.grade2.sum(axis=1) >= self.grade_2_threshold)
        return np.asarray(seen)

    def _goes_on(self, batch: Batch) -> Flags:
        at = np.where(batch.at == 0, self.start_level, batch.at)
        at_top = (at == self.levels) & (batch.n[:, -1] > 0)
        under_cap = batch.n.sum(axis=1) < self.max_n
        return np.asarray(self._titrating(batch) & ~self._triggered(batch) & ~at_top & under_cap)

    def _titrate(self, batch: Batch) -> Whole:
        """The level of the next single participant; only of use where titration goes on; (S)."""
        at = np.where(batch.at == 0, self.start_level, batch.at)
        treated = batch.n[np.arange(len(batch)), at - 1] > 0
        return np.asarray(at + treated)

    def _apart(self, batch: Batch) -> Flags | None:
        """Levels whose one participant of the titration stands apart from the cohorts; (S x D).

        They lie under the level where titration ended, and all levels under them are such. That
        level is told by its DLT; where a DLT came later, by the numbers, which are one more than
        a multiple of the cohort. (A partial cohort may then be read as a complete one.)
        """
        if self.down_to_titrated == "add_rest":
            return None
        k, apart = self.escalation.cohort, np.zeros(batch.n.shape, dtype=np.bool_)
        by_grade_2 = np.zeros(len(batch), dtype=np.bool_)
        if self.grade_2_threshold is not None and batch.grade2.size:
            by_grade_2 = batch.grade2.sum(axis=1) >= self.grade_2_threshold
        so_far = np.ones(len(batch), dtype=np.bool_)
        for place in range(self.start_level - 1, self.levels - 1):
            n, above = batch.n[:, place], batch.n[:, place + 1 :]
            numbers = (n % k == 1) | (n < k) | (above[:, 0] % k == 1) | self._too_few(n)
            without_dlt = (batch.dlt[:, place] == 0) & ~by_grade_2
            so_far = so_far & (n > 0) & above.any(axis=1) & (without_dlt | numbers)
            apart[:, place] = so_far
        return apart

    def _too_few(self, n: Whole) -> Flags:
        """Numbers after which no level with a DLT could have been left upwards; as ``n``."""
        return np.asarray(n < self._first_up_after_a_dlt)

    @cached_property
    def _first_up_after_a_dlt(self) -> int:
        """The first complete number after which one DLT still escalates."""
        sizes = (
            row.n
            for row in self.escalation.boundaries()
            if row.n % self.escalation.cohort == 0 and (row.escalate_at_most or 0) > 0
        )
        return next(sizes, self.max_n)

    def _end_code(self, counts: Counts) -> str:
        if any(tally.dlt for tally in counts.levels):
            return "titration_dlt"
        threshold = self.grade_2_threshold
        if threshold is not None and _events(counts) >= threshold:
            return "titration_grade_2"
        return "titration_top" if counts.at == self.levels else "rest_of_cohort"

    def _next_single(self, counts: Counts, level: Whole) -> Treat:
        to = int(level[0])
        if counts.at == 0:
            return Treat(to, 1, Reason.of("design.titration_start", level=to, n=1))
        code = "titration_up" if to > counts.at else "rest_of_cohort"
        return Treat(to, 1, self._because(code, counts, add=1, to=to))

    def _because(self, code: str, counts: Counts, **values: int) -> Reason:
        tally = counts[counts.at]
        known = {"level": counts.at, "n": tally.n, "dlt": tally.dlt, "events": _events(counts)}
        return Reason.of(f"design.{code}", **known, **values)

    def _faults(self) -> Iterator[Fault]:
        yield from check_whole("start_level", self.start_level, low=1, high=self.levels)
        if self.grade_2_threshold is not None:
            yield from check_whole("grade_2_threshold", self.grade_2_threshold, low=1)
        choices = get_args(DownToTitrated)
        yield from check_choice("down_to_titrated", self.down_to_titrated, choices)
        for name, wanted in (("start_level", 1), ("last_cohort", "shorten")):
            found = getattr(self.escalation, name)
            if found != wanted:
                yield _next_stage(name, str(found), f"{name}: {wanted}")
        if self.escalation.cohort == 1:
            yield _next_stage("cohort", "1", "2 or more, because titration has cohorts of one")
            return
        # Later on, a level eliminated on a part of its third cohort looks like a complete one.
        most, from_n = 2 * self.escalation.cohort, self.escalation.eliminate_from_n
        if self.escalation.eliminate_above is not None and from_n > most:
            yield _next_stage("eliminate_from_n", str(from_n), f"{most} at most, two cohorts")


def _events(counts: Counts) -> int:
    return sum(tally.grade2 for tally in counts.levels)


def _next_stage(name: str, found: str, allowed: str) -> Fault:
    message = "This does not go together with a titration before it."
    place = Place(path=f"{name} of the next stage")
    return Fault(place, "design.parameter", message, found, allowed)

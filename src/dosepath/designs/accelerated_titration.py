"""Accelerated titration: one or two participants per level until something happens.

Source: Simon R et al. Accelerated titration designs for phase I clinical trials in
oncology. J Natl Cancer Inst 1997;89:1138-47, doi 10.1093/jnci/89.15.1138.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import get_args

from dosepath.designs.decision import Counts, Decision, Design, Stop, Tally, Treat
from dosepath.designs.options import GradeTwoScope, SixAtMtd, check_choice, check_whole
from dosepath.designs.three_plus_three import ThreePlusThree
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason


@dataclass(frozen=True, kw_only=True)
class AcceleratedTitration:
    """Single participants (or pairs) first, then ``escalation``.

    Attributes:
        escalation: the 3+3 that follows; its ``start_level`` is not used.
        switch_level: the first level treated by ``escalation`` whatever was seen
            (a cap on titration is ``switch_level - 1``); ``None``: titrate to the top.
        start_level: 1-based level of the first participant.
        cohort: participants per level in titration, 1 or 2.
        titration_step: levels that titration goes up at a time. With 2 every other level is
            left out until titration ends (a ladder of 40% steps is climbed in steps of about
            100%); its last level is never stepped over.
        grade_2_threshold: this many counting events (grade >= 2, not a DLT) end the
            titration; ``None``: only a DLT does.
        grade_2_scope: how they are counted: over ``all_levels``, at ``one_level``, or
            as the number of ``different_levels`` that had one.
        top_up_to: participants at the level where titration ends: the cohort of the
            3+3 (3), or a full new cohort on top of the titration's (4, or 5 for pairs), which
            has the cut-offs of the 3+3 after 4 and 7 (5 and 8).

    Raises:
        FaultsFound: every impossible parameter.
    """

    escalation: ThreePlusThree
    switch_level: int | None = None
    start_level: int = 1
    cohort: int = 1
    titration_step: int = 1
    grade_2_threshold: int | None = 2
    grade_2_scope: GradeTwoScope = "all_levels"
    top_up_to: int = 3

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise FaultsFound(faults)

    @property
    def levels(self) -> int:
        """The number of dose levels."""
        return self.escalation.levels

    @property
    def last_titration_level(self) -> int:
        """The highest level that single participants may reach."""
        return self.levels if self.switch_level is None else self.switch_level - 1

    @cached_property
    def titration_levels(self) -> tuple[int, ...]:
        """The levels that titration treats, in their order; the last one is always among them."""
        last = self.last_titration_level
        levels = tuple(range(self.start_level, last + 1, self.titration_step))
        return levels if not levels or levels[-1] == last else (*levels, last)

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        if counts.at == 0:
            return self._begin()
        if not self.is_titrating(counts):
            return self._escalate(counts)
        if trigger := self._trigger(counts):
            return self._hand_over(counts, trigger)
        return self._titrate(counts)

    def select(self, counts: Counts) -> Stop:
        """What would be recommended if the escalation ended now: :meth:`ThreePlusThree.select`.

        A level with titration participants alone is never recommended.
        """
        titrated, apart = self._history(counts)
        return self.escalation.select_after(counts, titrated=titrated, apart=apart)

    @property
    def selects_by_cells(self) -> bool:
        """Merged counts lead to the same recommendation: it is told by the cells' actions."""
        return True

    def is_titrating(self, counts: Counts) -> bool:
        """Whether the data seen so far are those of the titration alone.

        Derived from the tallies: the current level is the highest treated, it has no
        more than a titration cohort, every level of the titration under it has exactly one,
        and those that it steps over have nobody.
        """
        if counts.at == 0:
            return self.start_level <= self.last_titration_level
        if counts.at not in self.titration_levels or counts[counts.at].n > self.cohort:
            return False
        if any(tally.n for tally in counts.levels[counts.at :]):
            return False
        under = counts.levels[self.start_level - 1 : counts.at - 1]
        return all(
            tally.n == (self.cohort if level in self.titration_levels else 0)
            for level, tally in enumerate(under, start=self.start_level)
        )

    def heeds_grade_2(self, counts: Counts, *, treat: Treat) -> bool:
        """Whether counting events in the cohort ``treat`` can change a later decision."""
        if self.grade_2_threshold is None or not self.is_titrating(counts):
            return False
        return self.is_titrating(counts.add(treat.level, n=treat.n))

    def merge(self, counts: Counts, *, keep_sizes: bool = True) -> Counts:
        """Counts that stand for ``counts``: see :meth:`ThreePlusThree.merge`.

        In titration it does not matter which level had an event, only what the scope
        counts; afterwards no event of grade 2 matters.
        """
        if self.is_titrating(counts):
            return self._merge_events(counts)
        if not self._apart:
            return self.escalation.merge(counts, keep_sizes=keep_sizes)
        titrated, _ = self._history(counts)
        return self.escalation.merge_after(counts, titrated, keep_sizes=keep_sizes)

    def dlts_alike(self, counts: Counts) -> tuple[int, ...]:
        """Per level the most DLTs that :meth:`merge` makes equal to those of ``counts``."""
        if self.is_titrating(counts):
            return tuple(tally.dlt for tally in counts.levels)
        return self.escalation.dlts_alike(counts, *self._history(counts))

    @property
    def most_per_level(self) -> int:
        """The most participants that are treated at one level."""
        return self.top_up_to + self.escalation.expansion

    @property
    def six_at_mtd(self) -> SixAtMtd:
        """The choice of the 3+3 that follows."""
        return self.escalation.six_at_mtd

    def six_at_mtd_variants(self) -> Mapping[str, Design]:
        """The same rule with each value of ``six_at_mtd``."""
        return {
            name: replace(self, escalation=escalation)
            for name, escalation in self.escalation.six_at_mtd_variants().items()
            if isinstance(escalation, ThreePlusThree)
        }

    def warnings(self) -> tuple[Reason, ...]:
        """Parameters that can never have an effect, each as a reason."""
        return tuple(self._warnings())

    def _begin(self) -> Treat:
        level = self.start_level
        n = self.cohort if level <= self.last_titration_level else self.escalation.cohort
        code = "titration_start" if n == self.cohort else "start"
        return Treat(level, n, Reason.of(f"design.{code}", level=level, n=n))

    def _titrate(self, counts: Counts) -> Decision:
        level, n = counts.at, counts[counts.at].n
        if n < self.cohort:
            return Treat(level, self.cohort - n, self._because("rest_of_cohort", counts))
        if level == self.levels:
            return self._hand_over(counts, "titration_top")
        if level == self.last_titration_level:
            n = self.escalation.cohort
            because = self._because("titration_switch", counts, add=n, to=level + 1)
            return Treat(level + 1, n, because)
        to = next(above for above in self.titration_levels if above > level)
        because = self._because("titration_up", counts, add=self.cohort, to=to)
        return Treat(to, self.cohort, because)

    def _trigger(self, counts: Counts) -> str:
        if counts[counts.at].dlt:
            return "titration_dlt"
        if self.grade_2_threshold is None:
            return ""
        reached = self._counting(counts) >= self.grade_2_threshold
        return "titration_grade_2" if reached else ""

    def _counting(self, counts: Counts) -> int:
        """Counting events so far, in the scope that the rule names."""
        grade2 = [tally.grade2 for tally in counts.levels]
        if self.grade_2_scope == "one_level":
            return max(grade2)
        if self.grade_2_scope == "different_levels":
            return sum(seen > 0 for seen in grade2)
        return sum(grade2)

    def _hand_over(self, counts: Counts, code: str) -> Decision:
        then = self._escalate(counts)
        if isinstance(then, Treat) and then.level == counts.at:
            return replace(then, because=self._because(code, counts, add=then.n))
        return then

    def _escalate(self, counts: Counts) -> Decision:
        titrated, apart = self._history(counts)
        return self.escalation.follow(counts, titrated=titrated, apart=apart)

    def _history(self, counts: Counts) -> tuple[tuple[int, ...], bool]:
        """Titration participants per level, and whether they stand apart from its cohort."""
        titrated = [0] * self.levels
        for level in self.titration_levels:
            if level > counts.at:
                break
            n = counts[level].n
            titrated[level - 1] = self.cohort if n else 0
            # Under the current level, titration left its cohort behind and the 3+3 more.
            if n != self.cohort:
                break
        if not self._apart:
            return tuple(titrated), False
        for level in self.titration_levels:
            if level > counts.at:
                titrated[level - 1] = self._titrated_above(counts[level])
        return tuple(titrated), True

    @property
    def _apart(self) -> bool:
        return self.top_up_to != self.escalation.cohort

    def _titrated_above(self, tally: Tally) -> int:
        """Titration participants of a level that the trial came down from.

        Such a level exceeded the MTD. Whether titration had been there is not told by the
        levels under it any more; it is taken as the reading in which it did exceed.
        """
        cell = tally.n, tally.dlt
        plain = cell in self.escalation.cells_after(0).closing
        return 0 if plain or not tally.n else self.cohort

    def _merge_events(self, counts: Counts) -> Counts:
        """Move the events of the levels passed as low as they go, if only their number counts."""
        under = range(counts.at - 1)
        passed = Counts(counts.levels[: len(under)])
        left = 0 if self.grade_2_scope == "one_level" else self._counting(passed)
        levels = list(counts.levels)
        for place in under:
            most = 1 if self.grade_2_scope == "different_levels" else self.cohort
            room = min(most, levels[place].n)
            levels[place] = Tally(levels[place].n, 0, min(left, room))
            left -= levels[place].grade2
        return Counts(tuple(levels), counts.at)

    def _because(self, code: str, counts: Counts, **values: int) -> Reason:
        tally, level = counts[counts.at], counts.at
        events = self._counting(counts)
        values |= {"n": tally.n, "dlt": tally.dlt, "events": events}
        if code == "rest_of_cohort":
            values["add"] = self.cohort - tally.n
        return Reason.of(f"design.{code}", level=level, **values)

    def _faults(self) -> Iterator[Fault]:
        yield from check_whole("start_level", self.start_level, low=1, high=self.levels)
        yield from check_whole("cohort", self.cohort, low=1, high=2)
        yield from check_whole("titration_step", self.titration_step, low=1)
        if self.switch_level is not None:
            yield from check_whole("switch_level", self.switch_level, low=1, high=self.levels)
        if self.grade_2_threshold is not None:
            yield from check_whole("grade_2_threshold", self.grade_2_threshold, low=1)
        yield from check_choice("grade_2_scope", self.grade_2_scope, get_args(GradeTwoScope))
        yield from list(check_whole("top_up_to", self.top_up_to, low=2)) or self._top_up_faults()

    def _top_up_faults(self) -> Iterator[Fault]:
        """What does not go with the cohort that follows."""
        k = self.escalation.cohort
        if list(check_whole("cohort", self.cohort, low=1)):
            return
        yield from check_choice("top_up_to", self.top_up_to, (k, k + self.cohort))
        if self._apart:
            yield from self._apart_faults()
        if self.cohort >= k:
            yield Fault(
                Place(path="cohort"),
                "design.parameter",
                "A titration cohort must be smaller than the cohort that follows.",
                str(self.cohort),
                f"fewer than {k}",
            )

    def _apart_faults(self) -> Iterator[Fault]:
        """What a full new cohort cannot be combined with: its cells have other numbers."""
        for name, plain in (("table", ()), ("three_of_six", "exceeds")):
            found = getattr(self.escalation, name)
            if found != plain:
                yield Fault(
                    Place(path="top_up_to"),
                    "design.parameter",
                    f"A full new cohort after titration cannot be combined with {name}.",
                    str(found),
                    f"top_up_to: {self.escalation.cohort}, or no {name}",
                )

    def _warnings(self) -> Iterator[Reason]:
        if self.start_level > self.last_titration_level:
            yield Reason.of("design.warning.no_titration", switch_level=self.switch_level)
            return
        if self.grade_2_threshold is None:
            return
        # At the top level titration ends anyway, so an event there triggers nothing new.
        heard = sum(level < self.levels for level in self.titration_levels)
        most = {
            "all_levels": heard * self.cohort,
            "one_level": self.cohort if heard else 0,
            "different_levels": heard,
        }[self.grade_2_scope]
        if self.grade_2_threshold > most:
            yield Reason.of(
                "design.warning.trigger_never_fires",
                threshold=self.grade_2_threshold,
                most=most,
                scope=self.grade_2_scope,
                titration_levels=heard,
            )

"""More participants at the MTD before the trial ends: a demanded number, or an expansion."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from dosepath.designs import stage
from dosepath.designs.accelerated_titration import AcceleratedTitration
from dosepath.designs.batch import Batch, Moves, Whole, decide_many
from dosepath.designs.behaviour.around import (
    Around,
    at_level,
    select_many,
    treated,
    treated_many,
)
from dosepath.designs.cells import Action
from dosepath.designs.decision import Counts, Decision, Design, Stop, Tally, Treat, Wait
from dosepath.designs.isotonic import Flags
from dosepath.designs.options import check_choice, check_share, check_whole
from dosepath.designs.three_plus_three import ThreePlusThree
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.rule import Reason


class _AtMtd(Around, ABC):
    """Treats on at the MTD that ``design`` names until there are enough.

    A k+m rule has no cells beyond k+m participants. A level with more is shown to it as
    full: exceeding the MTD if its DLTs reach the rule's own share (2 of 6 for 3+3) of what
    will be treated there in all, and acceptable if not: declared the MTD where the rule has
    such a cell, for a rule that declares goes no higher. Any other design is asked as it is.
    """

    monitored: bool
    exceeds_from: float | None

    @property
    @abstractmethod
    def enough(self) -> int:
        """Participants at the MTD with which the trial may end."""

    def decide(self, counts: Counts) -> Decision:
        """What is next: see :class:`dosepath.designs.Design`."""
        then = self._found(counts) or self.design.decide(self._shown(counts))
        if not isinstance(then, Stop) or then.mtd is None:
            return replace(then, because=self._observed(then.because, counts))
        mtd = then.mtd
        tally = counts[mtd]
        lacking = self._lacking(counts, mtd)
        if lacking > 0:
            values = {"level": mtd, "n": tally.n, "dlt": tally.dlt, "add": lacking}
            return Treat(mtd, lacking, Reason.of("design.more_at_mtd", **values))
        if tally.pending:
            return Wait(Reason.of("design.pending", level=mtd, n=len(tally.pending)))
        return self._with_more(counts, mtd) if tally.n > self._full else then

    def decide_many(self, batch: Batch) -> Moves:
        """The moves of :meth:`decide`, row by row."""
        moves = decide_many(self.design, self._shown_many(batch))
        total = treated_many(batch)
        found = self._is_found(total.sum(axis=1))
        level, waits = np.where(found, 0, moves.level), moves.waits & ~found
        mtd = np.where(found, batch.at, moves.mtd)
        named = mtd > 0
        lacking = self._lacking_many(total, mtd)
        more = named & (lacking > 0)
        under = named & ~more & (at_level(total, mtd) > at_level(batch.n, mtd))
        level[more] = mtd[more]
        return Moves(
            level,
            np.where(more, lacking, np.where(found, 0, moves.size)),
            np.where(more | under, 0, mtd),
            waits | under,
        )

    @property
    def _cap(self) -> int | None:
        """The size at which the escalation ends and an expansion begins, if that tells them."""
        return None

    def select(self, counts: Counts) -> Stop:
        """What the design inside would recommend of the counts as it sees them."""
        if found := self._found(counts):
            return found
        then = stage.select(self.design, self._shown(counts))
        return replace(then, because=self._observed(then.because, counts))

    def select_many(self, batch: Batch) -> Whole:
        """The same for every row; 0 for none; (S)."""
        found = self._is_found(treated_many(batch).sum(axis=1))
        return np.where(found, batch.at, select_many(self.design, self._shown_many(batch)))

    def _found(self, counts: Counts) -> Stop | None:
        """The MTD that was found, where what is seen since is not for the design inside."""
        found = self._is_found(np.array([treated(counts)]))[0]
        return self._with_more(counts, counts.at) if found else None

    def _is_found(self, total: Whole) -> Flags:
        """Whether the expansion has begun of a design without cells that does not watch it."""
        if self._cap is None or self.monitored:
            return np.zeros(total.shape, dtype=np.bool_)
        return np.asarray(total > self._cap)

    @staticmethod
    def _with_more(counts: Counts, mtd: int) -> Stop:
        tally = counts[mtd]
        values = {"level": mtd, "n": tally.n, "dlt": tally.dlt}
        return Stop(mtd, Reason.of("design.mtd_with_more", **values))

    def _lacking(self, counts: Counts, mtd: int) -> int:
        if self._cap is None:
            return self.enough - counts[mtd].treated
        return self.enough - treated(counts)

    def _lacking_many(self, total: Whole, mtd: Whole) -> Whole:
        present = at_level(total, mtd) if self._cap is None else total.sum(axis=1)
        return np.asarray(self.enough - present)

    @cached_property
    def _rule(self) -> ThreePlusThree | None:
        """The k+m rule inside; ``None`` for any other design."""
        return k_plus_m(self.design)

    @cached_property
    def _full(self) -> int:
        """k+m; no limit for a design without cells."""
        return self._rule.cohort + self._rule.expansion if self._rule else 1_000_000

    @cached_property
    def _share(self) -> float:
        """The share of DLTs from which a level exceeds the MTD."""
        if self.exceeds_from is not None:
            return float(self.exceeds_from)
        exceeding = (dlt for dlt, action in self._at_full.items() if action.closes)
        return min(exceeding, default=self._full) / self._full

    @cached_property
    def _accepted(self) -> int:
        """The DLTs with which a level that is acceptable is shown among k+m."""
        declaring = (dlt for dlt, one in self._at_full.items() if one is Action.DECLARES_MTD)
        return min(declaring, default=0)

    @cached_property
    def _at_full(self) -> Mapping[int, Action]:
        """The rule's actions after k+m participants, by their DLTs; none for any other design."""
        cells = self._rule.cells.items() if self._rule else ()
        return {dlt: action for (n, dlt), action in cells if n == self._full}

    def _exceeds(self, n: Whole, dlt: Whole) -> np.ndarray:
        """Where a level with more than k+m participants exceeds the MTD, whatever follows."""
        # A hair below: 4 of 12 must reach a share of 2/6 in floating point too.
        reached = dlt >= self._share * np.maximum(n, self.enough) - 1e-9
        return np.asarray(reached if self.monitored else np.zeros_like(reached))

    def _shown(self, counts: Counts) -> Counts:
        """The counts as the design inside sees them."""
        if all(tally.n <= self._full for tally in counts.levels):
            return counts
        shown = (tally if tally.n <= self._full else self._fold(tally) for tally in counts.levels)
        return Counts(tuple(shown), counts.at)

    def _observed(self, because: Reason, counts: Counts) -> Reason:
        """The reason with what was observed at its level, where something else was shown."""
        values = dict(because.values)
        level = values.get("level")
        if not isinstance(level, int) or counts[level].n <= self._full:
            return because
        seen = {"n": counts[level].n, "dlt": counts[level].dlt}
        told = {name: seen.get(name, value) for name, value in values.items()}
        return Reason.of(because.code, **told)

    def _fold(self, tally: Tally) -> Tally:
        exceeds = bool(self._exceeds(np.array(tally.n), np.array(tally.dlt)))
        dlt = self._full if exceeds else self._accepted
        return Tally(self._full, dlt, pending=tally.pending)

    def _shown_many(self, batch: Batch) -> Batch:
        beyond = batch.n > self._full
        if not beyond.any():
            return batch
        dlt = np.where(self._exceeds(batch.n, batch.dlt), self._full, self._accepted)
        n, dlt = np.where(beyond, self._full, batch.n), np.where(beyond, dlt, batch.dlt)
        # A level with so many is not in titration, where alone events of grade 2 are heeded.
        grade2 = np.where(beyond, 0, batch.grade2) if batch.grade2.size else batch.grade2
        # A k+m rule does not heed responses, and those of fewer participants are not known.
        none = batch.responses[:0]
        return replace(batch, n=n, dlt=dlt, grade2=grade2, responses=none, responses_with_dlt=none)

    @property
    def most_per_level(self) -> int | None:
        """The most participants at one level, ``None`` if the design inside states none."""
        most = stage.most_per_level(self.design)
        return None if most is None else max(most, self.enough)

    def merge(self, counts: Counts, *, keep_sizes: bool = True) -> Counts:
        """Counts that stand for ``counts``: only levels that are closed forget their DLTs.

        At any other level more can be treated, and then its DLTs count.
        """
        rule = self._rule
        if rule is None:
            return counts
        merged = stage.merge(self.design, counts, keep_sizes=keep_sizes)
        levels = tuple(
            new if self._is_closed(old, rule) else replace(old, grade2=new.grade2)
            for old, new in zip(counts.levels, merged.levels, strict=True)
        )
        return Counts(levels, counts.at)

    def dlts_alike(self, counts: Counts) -> tuple[int, ...]:
        """Per level the most DLTs that :meth:`merge` makes equal to those of ``counts``."""
        rule = self._rule
        alike = stage.most_dlts(self.design, counts)
        return tuple(
            most if rule is not None and self._is_closed(tally, rule) else tally.dlt
            for tally, most in zip(counts.levels, alike, strict=True)
        )

    @staticmethod
    def _is_closed(tally: Tally, rule: ThreePlusThree) -> bool:
        action = rule.cells.get((tally.n, tally.dlt))
        return action is not None and action.closes

    def _shared_faults(self) -> Iterator[Fault]:
        if self.exceeds_from is not None:
            yield from check_share("exceeds_from", self.exceeds_from)
        inside = innermost(self.design)
        if (
            isinstance(inside, AcceleratedTitration)
            and inside.top_up_to != inside.escalation.cohort
        ):
            message = "Levels that are full with different numbers cannot be expanded."
            found, allowed = f"top_up_to: {inside.top_up_to}", "top_up_to: the cohort of the 3+3"
            yield Fault(Place(path=""), "design.parameter", message, found, allowed)


@dataclass(frozen=True, kw_only=True)
class DemandAtMtd(_AtMtd):
    """``design``, which may not end with an MTD before ``n`` were treated there.

    The rule goes on watching: if the added participants make it leave the level it does,
    and the level that it ends with must have ``n`` in its turn.

    Attributes:
        design: what it is wrapped around.
        n: participants at the MTD in all.
        exceeds_from: for a k+m rule, the share of DLTs among more than k+m participants from
            which the level exceeds the MTD; ``None``: the rule's own (2 of 6 for 3+3).

    Raises:
        FaultsFound: every impossible parameter.
    """

    design: Design
    n: int
    exceeds_from: float | None = None
    monitored = True

    def __post_init__(self) -> None:
        if faults := [*check_whole("n", self.n, low=1), *self._shared_faults()]:
            raise FaultsFound(faults)

    @property
    def enough(self) -> int:
        """Participants at the MTD with which the trial may end."""
        return self.n


@dataclass(frozen=True, kw_only=True)
class Expansion(_AtMtd):
    """``design``, and then an expansion at the MTD that it found.

    Attributes:
        design: what it is wrapped around.
        n: participants added at the MTD. How many came before must be known without the
            history: a k+m rule with ``six_at_mtd: always``, or a design that ends at ``max_n``
            alone.
        total: participants at the MTD in all, in place of ``n``; for any design.
        monitored: the same rule goes on watching and may leave the level. If not, the MTD
            stays what it was, whatever is seen in the expansion; for a design without cells
            that needs ``n``.
        exceeds_from: as for :class:`DemandAtMtd`.

    A rule that accepts three at the MTD takes the first added ones for its second cohort.

    Raises:
        FaultsFound: every impossible parameter.
    """

    design: Design
    n: int | None = None
    total: int | None = None
    monitored: bool = True
    exceeds_from: float | None = None

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise FaultsFound(faults)

    @property
    def enough(self) -> int:
        """Participants with which the trial may end: at the MTD, or in all with a cap."""
        if self.total is not None:
            return self.total
        return (self._full if self._cap is None else self._cap) + (self.n or 0)

    @cached_property
    def _cap(self) -> int | None:
        if self.n is None or self._rule is not None:
            return None
        return int(getattr(innermost(self.design), "max_n"))  # noqa: B009  # optional member

    def _faults(self) -> Iterator[Fault]:
        if (self.n is None) == (self.total is None):
            message, allowed = "An expansion is told by one of two numbers.", "n or total, not both"
            found = f"n: {self.n}, total: {self.total}"
            yield Fault(Place(path="n"), "design.parameter", message, found, allowed)
        else:
            yield from self._history_faults()
        for name in ("n", "total"):
            if getattr(self, name) is not None:
                yield from check_whole(name, getattr(self, name), low=1)
        yield from check_choice("monitored", self.monitored, (True, False))
        yield from self._shared_faults()

    def _history_faults(self) -> Iterator[Fault]:
        """What cannot be told from the counts alone."""
        inside, rule = innermost(self.design), k_plus_m(self.design)
        if rule is not None:
            if rule.six_at_mtd != "always" and (self.n is not None or not self.monitored):
                full = rule.cohort + rule.expansion
                yield _untold("n", f"six_at_mtd: {rule.six_at_mtd}", full)
            return
        ends_alone = getattr(inside, "max_n", None) and not getattr(inside, "stop_at_level_n", None)
        if self.n is not None and not ends_alone:
            yield _untold("n", type(inside).__name__, None)
        if self.n is None and not self.monitored:
            yield _untold("monitored", "total with monitored: false", None)


def _untold(name: str, found: str, full: int | None) -> Fault:
    message = "The counts do not tell how many came before the expansion."
    allowed = (
        f"six_at_mtd: always; or total in place of n ({full} and more), monitored"
        if full
        else "n with a design that ends at max_n alone, or total with monitored: true"
    )
    return Fault(Place(path=name), "design.parameter", message, found, allowed)


def innermost(design: Design) -> Design:
    """The design inside all behaviours."""
    while isinstance(design, Around):
        design = design.design
    return design


def k_plus_m(design: Design) -> ThreePlusThree | None:
    """The k+m rule inside behaviours and titration, if there is one."""
    inside = innermost(design)
    inside = inside.escalation if isinstance(inside, AcceleratedTitration) else inside
    return inside if isinstance(inside, ThreePlusThree) else None

"""TITE-BOIN: BOIN that decides while participants are still under observation.

Source: Yuan Y, Lin R, Li D, Nie L, Warren KE. Time-to-event Bayesian optimal interval design to
accelerate phase I trials. Clin Cancer Res 2018;24:4921-30 (PMC6191365). The cells were compared
with a published table for target 0.20, cohorts of 3: Contemp Clin Trials Commun 2022 (PMC9260438),
table 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dosepath.designs.batch import Batch, Floats, Whole
from dosepath.designs.boin import DECIMALS, Boin
from dosepath.designs.decision import Counts, Decision, Treat, Wait
from dosepath.designs.isotonic import Flags
from dosepath.designs.observed import at_level, pending_by_level
from dosepath.designs.options import check_choice, check_number
from dosepath.designs.stage import Need
from dosepath.designs.stepping import Advice, Advices, Walk
from dosepath.quantity import Fault
from dosepath.rule import Reason


@dataclass(frozen=True, kw_only=True)
class TiteBoin(Boin):
    """BOIN with the DLT rate that is expected once everybody at the level is evaluated.

    At the level last treated n have entered, y had a DLT, c are pending with a standardised
    total follow-up time of s windows. With q = (y + phi/2) / (n - c + 1), the mean of p after
    a beta(phi/2, 1 - phi/2) prior, the rate (y + q/(1 - q) (c - s)) / n is compared with the
    boundaries of BOIN. Elimination, and going down because y/n alone is high enough, count the
    pending as without a DLT. Cohorts and ``max_n`` count everybody who has entered.

    Attributes:
        max_pending: entry is suspended when more than this share of those at the level is
            pending, unless y/n alone leads down to a level below.
        one_dlt_goes_down: with a single DLT, the expected rate may lead down although y/n does
            not. False agrees with the published table.
    """

    max_pending: float = 0.5
    one_dlt_goes_down: bool = False

    @property
    def needs(self) -> frozenset[Need]:
        """It decides from participants under observation too."""
        return frozenset({"pending"})

    def walk(self, batch: Batch, *, apart: Flags | None = None) -> Walk:
        """See :meth:`Stepping.walk`; a trial ends when nobody is pending any more."""
        pending = pending_by_level(batch)[0]
        walk = super().walk(replace(batch, n=batch.n + pending), apart=apart)
        waits = walk.moves.stops & (walk.closed > 1) & pending.any(axis=1)
        walk.moves.waits[waits] = True
        walk.moves.mtd[waits] = 0
        return walk

    def look(self, batch: Batch, *, apart: Flags | None = None) -> tuple[Whole, Advices, Whole]:
        """See :meth:`Stepping.look`; ``batch.n`` counts everybody who has entered."""
        at, step, closed = super().look(batch, apart=apart)
        by_level, passed = pending_by_level(batch)
        pending, follow_up = at_level(by_level, at), at_level(passed, at)
        # With nobody pending the rate expected is the rate observed, and the advice the same.
        open_ = (step == Advice.ESCALATE) | (step == Advice.STAY)
        n, dlt = np.maximum(at_level(batch.n, at), 1), at_level(batch.dlt, at)
        rate = self.expected_rate(n, dlt, pending=pending, follow_up=follow_up)
        high = (rate >= self.lambda_d) & ((dlt > 1) | self.one_dlt_goes_down)
        found = np.where(rate <= self.lambda_e, Advice.ESCALATE, Advice.STAY)
        found = np.where(high, Advice.DE_ESCALATE, found)
        # Below the lowest level there is nothing: whoever came next would stay where too many had
        # a DLT already.
        open_ |= (step == Advice.DE_ESCALATE) & (at == 1) & (pending > self.max_pending * n)
        found = np.where(pending > self.max_pending * n, Advice.UNFORESEEN, found)
        return at, np.where(open_, found, step).astype(np.int8), closed

    def expected_rate(self, n: Whole, dlt: Whole, *, pending: Whole, follow_up: Floats) -> Floats:
        """The DLT rate expected when everybody is evaluated; all of one shape.

        Args:
            n: entered at the level, 1 or more, pending included.
            dlt: those with a DLT.
            pending: those not evaluated yet.
            follow_up: their follow-up in windows, added up (0 to ``pending``).
        """
        rate = (dlt + self.target / 2) / (n - pending + 1)
        expected = (dlt + rate / (1 - rate) * (pending - follow_up)) / n
        return np.asarray(np.round(expected, DECIMALS))

    def put_in_words(self, counts: Counts, walk: Walk) -> Decision:
        """See :meth:`Stepping.put_in_words`."""
        at, level = int(walk.at[0]), int(walk.moves.level[0])
        tally = counts[at]
        values = {"level": at, "n": tally.n, "dlt": tally.dlt, "pending": len(tally.pending)}
        if walk.moves.waits[0]:
            return Wait(self._waiting(counts, walk, values))
        if not tally.pending or walk.closed[0] <= at:
            return super().put_in_words(counts, walk)
        if walk.step[0] == Advice.REST_OF_COHORT:
            return super().put_in_words(counts, walk)
        rate = self.expected_rate(
            np.array([tally.treated]),
            np.array([tally.dlt]),
            pending=np.array([len(tally.pending)]),
            follow_up=np.array([sum(tally.pending)]),
        )
        because = Reason.of(
            "design.expected_rate",
            rate=f"{100 * min(rate[0], 1):.1f}",
            to=level,
            add=int(walk.moves.size[0]),
            **values,
        )
        return Treat(level, int(walk.moves.size[0]), because)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_number("max_pending", self.max_pending, low=0, high=1)
        yield from check_choice("one_dlt_goes_down", self.one_dlt_goes_down, (True, False))

    def _waiting(self, counts: Counts, walk: Walk, values: dict[str, int]) -> Reason:
        if walk.step[0] == Advice.UNFORESEEN and walk.closed[0] > walk.at[0]:
            return Reason.of("design.hold", entered=values["n"] + values["pending"], **values)
        total = sum(len(tally.pending) for tally in counts.levels)
        return Reason.of("design.last_outcomes", pending=total)

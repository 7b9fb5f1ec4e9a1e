"""U-BOIN: BOIN first, for toxicity alone, then the level with the highest utility.

Source: Zhou Y, Lee JJ, Yuan Y. A utility-based Bayesian optimal interval (U-BOIN) phase I/II
design to identify the optimal biological dose for targeted and immune therapies. Stat Med
2019;38:5299-316 (PMC7927960).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dosepath.designs.batch import Batch, Floats, Whole
from dosepath.designs.decision import Counts, Decision, Treat
from dosepath.designs.isotonic import Flags, highest_level
from dosepath.designs.observed import at_level
from dosepath.designs.options import check_number, check_whole
from dosepath.designs.stepping import Advice, Advices, Walk
from dosepath.designs.utility import (
    OUTCOMES,
    UtilityBoin,
    best_level,
    with_responses,
)
from dosepath.quantity import Fault, Place
from dosepath.rule import Reason


@dataclass(frozen=True, kw_only=True)
class UBoin(UtilityBoin):
    """U-BOIN: stage 1 is BOIN until a level has ``stage_1_level_n`` evaluated.

    In stage 2, after each cohort: if the highest level tried has a DLT rate at or below lambda_e
    and the level above is not eliminated, that one is explored; else the next cohort goes to the
    admissible level tried with the highest posterior mean utility. (The paper's randomisation in
    proportion to utility is not offered: a design has no chance in it.)

    Attributes:
        stage_1_level_n: s1 of the paper: stage 1 ends when so many were evaluated at a level.
        stage_1_max_n: it also ends when so many were evaluated in all; ``None``: no such limit.
        utility_prior: the Dirichlet prior of the outcomes response (without a DLT), neither,
            both and DLT (without a response).
    """

    stage_1_level_n: int = 12
    stage_1_max_n: int | None = None
    utility_prior: tuple[float, float, float, float] = (0.25, 0.25, 0.25, 0.25)
    obd_not_above_mtd: bool = False

    def __post_init__(self) -> None:
        self._keep_pair("utility_prior")
        super().__post_init__()

    def walk(self, batch: Batch, *, apart: Flags | None = None) -> Walk:
        """See :meth:`Stepping.walk`; nobody is ever apart."""
        first = super().walk(batch, apart=apart)
        at, step, closed = self.look(batch)
        second = self.is_stage_2(batch)
        goal = self._goal(batch, at, step=step, closed=closed)
        ends = np.where(second, self.ends_at(batch, at, goal, step=step), first.moves.stops)
        goal = np.where(second, goal, first.moves.level)
        return Walk(self.moves_to(batch, goal, ends=ends), at, step, closed)

    def put_in_words(self, counts: Counts, walk: Walk) -> Decision:
        """See :meth:`Stepping.put_in_words`."""
        level, at = int(walk.moves.level[0]), int(walk.at[0])
        plain = level == 0 or walk.step[0] == Advice.REST_OF_COHORT
        if plain or walk.closed[0] <= at or not self.is_stage_2(Batch.of(counts))[0]:
            return super().put_in_words(counts, walk)
        add = int(walk.moves.size[0])
        if not counts[level].n:
            values = with_responses(counts, level - 1)
            return Treat(level, add, Reason.of("design.explore", to=level, add=add, **values))
        values = with_responses(counts, level)
        utility = f"{100 * self.mean_utility(Batch.of(counts))[0, level - 1]:.1f}"
        because = Reason.of("design.most_useful", utility=utility, add=add, **values)
        return Treat(level, add, because)

    def is_stage_2(self, batch: Batch) -> Flags:
        """Where toxicity and response are weighed; (S)."""
        second = batch.n.max(axis=1) >= self.stage_1_level_n
        if self.stage_1_max_n is not None:
            second |= batch.n.sum(axis=1) >= self.stage_1_max_n
        return np.asarray(second)

    def mean_utility(self, batch: Batch) -> Floats:
        """Posterior mean utility of a level, 0 the worst and 1 the best; (S x D)."""
        before = np.dot(self.scaled, self.utility_prior)
        return np.asarray((before + self.worth(batch)) / (sum(self.utility_prior) + batch.n))

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_whole("stage_1_level_n", self.stage_1_level_n, low=1)
        if self.stage_1_max_n is not None:
            yield from check_whole("stage_1_max_n", self.stage_1_max_n, low=1)
        yield from _prior_faults(self.utility_prior)

    def _goal(self, batch: Batch, at: Whole, *, step: Advices, closed: Whole) -> Whole:
        """The level to treat next in stage 2, 0 where none may be; (S)."""
        tried = batch.n > 0
        may = self.open_levels(batch, closed) & tried
        best = best_level(self.mean_utility(batch), may)
        top = highest_level(tried & (np.arange(1, self.levels + 1) < closed[:, None]))
        raw = at_level(self._look_up(batch.n, batch.dlt), top)
        above = (raw == Advice.ESCALATE) & (top + 1 < closed)
        goal = np.where(above, top + 1, best)
        return np.where((step == Advice.REST_OF_COHORT) & (closed > at), at, goal)


def _prior_faults(given: object) -> Iterator[Fault]:
    numbers = given if isinstance(given, tuple) else ()
    right = [not list(check_number("utility_prior", one, low=1e-6)) for one in numbers]
    if len(numbers) != len(OUTCOMES) or not all(right):
        message = "The prior needs a number above 0 for each outcome."
        allowed = f"{len(OUTCOMES)} numbers, for {', '.join(OUTCOMES)}"
        yield Fault(Place(path="utility_prior"), "design.parameter", message, str(given), allowed)

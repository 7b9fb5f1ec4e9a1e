"""BOIN12: toxicity and response weighed by utility, dose by dose, without a dose-response model.

Source: Lin R, Zhou Y, Yan F, Li D, Yuan Y. BOIN12: Bayesian optimal interval phase I/II trial
design for utility-based dose finding in immunotherapy and targeted therapies. JCO Precis Oncol
2020;4:1393-402: quasi-binomial desirability against a benchmark, its ranks (table 3), the dose
assignment of its figure 1 and the optimal biological dose at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import inf

import numpy as np
from scipy import special
from scipy.stats import rankdata

from dosepath.designs.batch import Batch, Floats, Whole
from dosepath.designs.decision import Counts, Decision, Treat
from dosepath.designs.isotonic import Flags, highest_level, lowest_level
from dosepath.designs.observed import at_level, each_once, responses_by_level
from dosepath.designs.options import as_written, check_number, check_share, check_whole
from dosepath.designs.stepping import Advice, Advices, Walk
from dosepath.designs.utility import (
    UtilityBoin,
    best_level,
    check_utilities,
    with_responses,
)
from dosepath.quantity import Fault
from dosepath.rule import Reason


@dataclass(frozen=True, kw_only=True)
class Boin12(UtilityBoin):
    """BOIN12: the next cohort goes to the most desirable admissible level nearby.

    With the DLT rate at the level last treated at or above lambda_d, the next lower admissible
    level is treated. Between the boundaries and with ``explore_below_n`` evaluated or more, the
    choice is this level or the one below; else the one above is in the choice too. Desirability
    is the posterior probability that the mean utility of a level exceeds the benchmark.
    Where none of the choice is admissible the nearest admissible level below is treated, or if
    there is none the nearest above; the paper does not say.

    Attributes:
        explore_below_n: N* of the paper.
        benchmark: the mean utility to exceed, on the scale of ``utilities``; ``None``: half-way
            from the utility at both limits, with DLT and response independent, to the best.
    """

    explore_below_n: int = 6
    benchmark: float | None = None

    def walk(self, batch: Batch, *, apart: Flags | None = None) -> Walk:
        """See :meth:`Stepping.walk`; nobody is ever apart."""
        del apart
        at, step, closed = self.look(batch)
        goal = self._goal(batch, at, step=step, closed=closed)
        ends = self.ends_at(batch, at, goal, step=step)
        return Walk(self.moves_to(batch, goal, ends=ends), at, step, closed)

    def put_in_words(self, counts: Counts, walk: Walk) -> Decision:
        """See :meth:`Stepping.put_in_words`."""
        level, at = int(walk.moves.level[0]), int(walk.at[0])
        step, add = int(walk.step[0]), int(walk.moves.size[0])
        plain = level == 0 or step == Advice.REST_OF_COHORT
        if plain or walk.closed[0] <= at or (step == Advice.DE_ESCALATE and level < at):
            return super().put_in_words(counts, walk)
        values = {**with_responses(counts, at), "add": add}
        if step == Advice.DE_ESCALATE:
            return Treat(level, add, Reason.of("design.stay_nothing_below", **values))
        return Treat(level, add, Reason.of("design.most_desirable", to=level, **values))

    def desirability(self, batch: Batch) -> Floats:
        """Posterior probability that the mean utility exceeds the benchmark; (S x D)."""
        a, b = self.prior

        def above(n: Whole, dlt: Whole, alone: Whole, both: Whole) -> Floats:
            worth = self.worth_of(n, dlt, alone=alone, both=both)
            return np.asarray(special.betaincc(a + worth, b + n - worth, self.scaled_benchmark))

        return each_once(above, batch.n, batch.dlt, *responses_by_level(batch))

    @property
    def scaled_benchmark(self) -> float:
        """The benchmark where the worst outcome is 0 and the best 1."""
        given = dict(self.utilities)
        best, worst = float(given["response"]), float(given["dlt"])
        if self.benchmark is not None:
            return (float(self.benchmark) - worst) / (best - worst)
        tox, eff = self.target, self.efficacy_limit
        response, neither, both, _ = self.scaled
        limit = response * eff * (1 - tox) + neither * (1 - eff) * (1 - tox) + both * eff * tox
        return (1 + limit) / 2

    def ranks(self, sizes: tuple[int, ...]) -> Mapping[tuple[int, int, int], float | None]:
        """Rank-based desirability scores: (evaluated, DLTs, responses) -> rank from 1, upwards.

        ``sizes`` are the numbers evaluated in the table, 0 with them. Equal desirabilities share
        the mean of their ranks; ``None`` is an inadmissible cell. Of the overlap of DLTs and
        responses the table takes the least, which only matters where the utilities of
        ``response`` and ``dlt`` do not add up to those of ``neither`` and ``both``.
        """
        cells = [(n, y, r) for n in sizes for y, r in product(range(n + 1), repeat=2)]
        n, dlt, yes = (
            np.array(column, dtype=np.int64)[:, None] for column in zip(*cells, strict=True)
        )
        both = np.maximum(dlt + yes - n, 0)
        batch = Batch(n, dlt, n[:, 0] * 0, responses=yes, responses_with_dlt=both)
        out = (self._look_up(n, dlt)[:, 0] == Advice.ELIMINATE) | self.futile(batch)[:, 0]
        rank = rankdata(np.round(self.desirability(batch)[~out, 0], 12))
        scores: Iterator[float] = iter(rank.tolist())
        return {cell: None if gone else next(scores) for cell, gone in zip(cells, out, strict=True)}

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_whole("explore_below_n", self.explore_below_n, low=1)
        if self.benchmark is not None:
            yield from self._benchmark_faults()

    def _benchmark_faults(self) -> Iterator[Fault]:
        wrong = list(check_number("benchmark", self.benchmark, low=-inf))
        if not wrong and not list(check_utilities(self.utilities)):
            wrong = list(check_share("benchmark", self.scaled_benchmark))
        allowed = "between the utilities of dlt and of response"
        yield from (
            replace(one, found=as_written(self.benchmark), allowed=allowed) for one in wrong
        )

    def _goal(self, batch: Batch, at: Whole, *, step: Advices, closed: Whole) -> Whole:
        """The level to treat next, 0 where none may be; (S)."""
        numbers = np.arange(1, self.levels + 1)
        here = at[:, None]
        may = self.open_levels(batch, closed)
        down = (step == Advice.DE_ESCALATE) | (closed <= at)
        few = at_level(batch.n, at) < self.explore_below_n
        up = (step == Advice.ESCALATE) | ((step == Advice.STAY) & few)
        near = (numbers >= here - 1) & (numbers <= here + up[:, None])
        choice = best_level(self.desirability(batch), may & near)
        below = highest_level(may & (numbers < here))
        beside = np.where(below > 0, below, lowest_level(may & (numbers > here)))
        choice = np.where(choice > 0, choice, beside)
        stays = np.where(at_level(may, at), at, 0)
        choice = np.where(down, np.where(below > 0, below, stays), choice)
        return np.where((step == Advice.REST_OF_COHORT) & (closed > at), at, choice)

"""What BOIN12 and U-BOIN share: what an outcome is worth, and which levels may be used.

Sources: Lin R et al. BOIN12. JCO Precis Oncol 2020;4:1393-402; Zhou Y, Lee JJ, Yuan Y. U-BOIN.
Stat Med 2019;38:5299-316.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import special

from dosepath.designs.batch import Batch, Floats, Whole
from dosepath.designs.boin import Boin
from dosepath.designs.decision import Counts
from dosepath.designs.isotonic import SAME, Flags
from dosepath.designs.observed import each_once, responses_by_level
from dosepath.designs.options import check_choice, check_number, check_share
from dosepath.designs.stage import Need, Selects
from dosepath.quantity import Fault, Place
from dosepath.rule import Reason

OUTCOMES = ("response", "neither", "both", "dlt")
Utilities = Mapping[str, float] | tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class UtilityBoin(Boin):
    """A BOIN that looks for the optimal biological dose by toxicity and response together.

    ``target`` is the upper limit of the DLT rate, from which the boundaries of BOIN are made.
    A level is inadmissible where BOIN eliminates it, or where it is futile:
    ``P(response rate < efficacy_limit) > futile_above`` a posteriori, from the same ``prior``
    and as many evaluated as for elimination.

    Attributes:
        efficacy_limit: the lowest response rate that is of interest.
        futile_above: the cut-off of that probability; ``None``: no level is futile.
        utilities: what each outcome is worth: ``response`` (without a DLT, the best),
            ``neither``, ``both`` and ``dlt`` (without a response, the worst).
        obd_not_above_mtd: the level selected may not be above the MTD by isotonic regression.
        known_to_break: a DLT makes a level worth less, so that one above it may be chosen that
            would not have been chosen without it.
        selects: the optimal biological dose.
    """

    known_to_break: ClassVar[frozenset[str]] = frozenset({"law.more_dlts"})
    selects: ClassVar[Selects] = "obd"
    efficacy_limit: float
    futile_above: float | None = 0.9
    utilities: Utilities = (("response", 100), ("neither", 40), ("both", 60), ("dlt", 0))
    obd_not_above_mtd: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "utilities", _pairs(self.utilities))
        super().__post_init__()

    @property
    def needs(self) -> frozenset[Need]:
        """It decides from responses too."""
        return frozenset({"responses"})

    def select_many(self, batch: Batch, *, apart: Flags | None = None) -> Whole:
        """The optimal biological dose of every row if the trial ended now, 0 for none; (S)."""
        good = self._admissible(batch, apart) & ~self.futile(batch)
        if self.obd_not_above_mtd:
            mtd = super().select_many(batch, apart=apart)
            good &= np.arange(1, self.levels + 1) <= mtd[:, None]
        return best_level(self.mean_utility(batch), good)

    def futile(self, batch: Batch) -> Flags:
        """Levels with so few responses that they are of no interest; (S x D)."""
        if self.futile_above is None:
            return np.zeros(batch.n.shape, dtype=np.bool_)
        a, b = self.prior
        alone, both = responses_by_level(batch)
        yes = alone + both

        def low(n: Whole, yes: Whole) -> Floats:
            return np.asarray(special.betainc(a + yes, b + n - yes, self.efficacy_limit))

        too_low = each_once(low, batch.n, yes) > self.futile_above
        return np.asarray((batch.n >= self.eliminate_from_n) & too_low)

    def worth(self, batch: Batch) -> Floats:
        """The utilities of everybody at a level added up, the best outcome as 1; (S x D)."""
        alone, both = responses_by_level(batch)
        return self.worth_of(batch.n, batch.dlt, alone=alone, both=both)

    def worth_of(self, n: Whole, dlt: Whole, *, alone: Whole, both: Whole) -> Floats:
        """As :meth:`worth`, from counts of one shape; ``alone`` are responses without a DLT."""
        response, neither, with_dlt, _ = self.scaled
        return np.asarray(response * alone + neither * (n - dlt - alone) + with_dlt * both)

    def mean_utility(self, batch: Batch) -> Floats:
        """Posterior mean utility of a level, 0 the worst and 1 the best; (S x D)."""
        a, b = self.prior
        return np.asarray((a + self.worth(batch)) / (a + b + batch.n))

    @cached_property
    def scaled(self) -> tuple[float, float, float, float]:
        """The utilities in the order of :data:`OUTCOMES`, the worst 0 and the best 1."""
        given = dict(self.utilities)
        best, worst = float(given["response"]), float(given["dlt"])
        response, neither, both, dlt = (
            (float(given[o]) - worst) / (best - worst) for o in OUTCOMES
        )
        return response, neither, both, dlt

    def open_levels(self, batch: Batch, closed: Whole) -> Flags:
        """Levels below every eliminated one that are not futile; (S x D)."""
        numbers = np.arange(1, self.levels + 1)
        return np.asarray((numbers < closed[:, None]) & ~self.futile(batch))

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_share("efficacy_limit", self.efficacy_limit)
        if self.futile_above is not None:
            yield from check_number("futile_above", self.futile_above, low=0.5, high=1)
        yield from check_choice("obd_not_above_mtd", self.obd_not_above_mtd, (True, False))
        yield from check_utilities(self.utilities)

    def selected(self, code: str, counts: Counts, mtd: int) -> Reason:
        """See :meth:`Stepping.selected`."""
        if not mtd:
            return Reason.of("design.no_obd", total=counts.total)
        values = with_responses(counts, mtd)
        utility = f"{100 * self.mean_utility(Batch.of(counts))[0, mtd - 1]:.1f}"
        if code == "selected":
            return Reason.of("design.obd_now", utility=utility, **values)
        return Reason.of("design.obd", utility=utility, total=counts.total, **values)


def best_level(score: Floats, allowed: Flags) -> Whole:
    """The allowed level with the highest score, the lowest of equal ones, 0 for none; (S)."""
    held = np.where(allowed, score, -np.inf)
    near = allowed & (held >= held.max(axis=1, keepdims=True) - SAME)
    return np.asarray(np.where(near.any(axis=1), near.argmax(axis=1) + 1, 0))


def with_responses(counts: Counts, level: int) -> dict[str, int]:
    """A level and what was observed there, responses too, as a reason says it."""
    tally = counts[level]
    return {"level": level, "n": tally.n, "dlt": tally.dlt, "responses": tally.responses}


def _pairs(given: object) -> object:
    """Utilities as pairs in the order of :data:`OUTCOMES`; what is none of it as it is."""
    listed: object = tuple(given.items()) if isinstance(given, Mapping) else given
    if not isinstance(listed, list | tuple):
        return given
    pairs = [tuple(pair) if isinstance(pair, list | tuple) else (pair,) for pair in listed]
    place = {name: number for number, name in enumerate(OUTCOMES)}
    return tuple(sorted(pairs, key=lambda pair: place.get(str(pair[0]) if pair else "", 9)))


def check_utilities(given: object) -> Iterator[Fault]:
    """Faults of utilities: all four named, and the best and the worst where they belong."""
    pairs = given if isinstance(given, tuple) else ()
    names = tuple(pair[0] for pair in pairs if len(pair) == 2)
    if names != OUTCOMES or len(pairs) != len(OUTCOMES):
        message = "Each outcome needs its utility, once."
        allowed = "{response: 100, neither: 40, both: 60, dlt: 0}"
        named = isinstance(given, tuple) and len(names) == len(pairs)
        found = str(dict(pairs) if named else given)
        yield Fault(Place(path="utilities"), "design.parameter", message, found, allowed)
        return
    wrong = [f for name, one in pairs for f in check_number(f"utilities.{name}", one, low=-1e6)]
    yield from wrong
    if wrong:
        return
    response, neither, both, dlt = (float(one) for _, one in pairs)
    if not (response > dlt and all(dlt <= one <= response for one in (neither, both))):
        message = "A response without a DLT is the best outcome, a DLT without one the worst."
        allowed = "response above dlt, neither and both from dlt to response"
        yield Fault(Place(path="utilities"), "design.parameter", message, str(dict(pairs)), allowed)

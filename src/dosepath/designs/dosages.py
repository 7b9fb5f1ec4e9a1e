"""Designs whose model needs the doses themselves, and that bound the risk of an overdose."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf

import numpy as np

from dosepath.designs.batch import Batch, Floats
from dosepath.designs.decision import Counts
from dosepath.designs.model_based import ModelBased, model_reason, percent
from dosepath.designs.options import check_number, check_whole
from dosepath.quantity import Fault, Place
from dosepath.rule import Reason


@dataclass(frozen=True, kw_only=True)
class Bounded(ModelBased):
    """A design on real doses with a bound on the posterior probability of an overdose.

    Attributes:
        dosages: the dose of each level, in one unit, positive and rising.
    """

    dosages: tuple[float, ...]

    @property
    @abstractmethod
    def bound(self) -> float:
        """No level may be treated whose probability of an overdose is greater."""

    @property
    def bound_of_mtd(self) -> float:
        """The same for the level that is selected in the end."""
        return self.bound

    @abstractmethod
    def overdose(self, batch: Batch) -> Floats:
        """The posterior probability that each level is an overdose; (S x D)."""

    @cached_property
    def doses(self) -> Floats:
        """The dosages as numbers; (D)."""
        return np.asarray(self.dosages, dtype=np.float64)

    def reason(self, code: str, counts: Counts, *, level: int, **values: int) -> Reason:
        """See :meth:`ModelBased.reason`."""
        over = self.overdose(Batch.of(counts))[0, values.get("to", level) - 1]
        numbers: dict[str, int | str] = dict(values)
        ends = code in ("all_treated", "selected")
        bound = self.bound_of_mtd if ends else self.bound
        numbers |= {"over": percent(over), "bound": f"{100 * bound:g}"}
        return model_reason(f"bounded_{code}", counts, level=level, **numbers)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        if not list(check_whole("levels", self.levels, low=1)):
            yield from check_dosages(self.dosages, levels=self.levels)


def check_dosages(value: object, *, levels: int) -> Iterator[Fault]:
    """Faults of doses that are not one positive number per level, rising."""
    given = value if isinstance(value, tuple) else ()
    numbers = bool(given) and not any(list(check_number("dosages", x, low=0)) for x in given)
    if not numbers or given[0] <= 0 or given[-1] == inf:
        yield _fault(value, "positive numbers, one per dose level, each above the one before it")
        return
    if len(given) != levels:
        yield _fault(value, f"one number per dose level: {levels}")
    if any(low >= high for low, high in pairwise(given)):
        yield _fault(value, "numbers in rising order")


def _fault(found: object, allowed: str) -> Fault:
    message = "The parameter cannot have this value."
    return Fault(Place(path="dosages"), "design.parameter", message, str(found), allowed)

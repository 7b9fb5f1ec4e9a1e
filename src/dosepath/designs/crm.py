"""The continual reassessment method.

Sources: O'Quigley J, Pepe M, Fisher L. Continual reassessment method: a practical design for
phase 1 clinical trials in cancer. Biometrics 1990;46:33-48; O'Quigley J, Shen LZ. Biometrics
1996;52:673-84 (maximum likelihood and its start-up); Goodman SN, Zahurak ML, Piantadosi S. Stat
Med 1995;14:1149-61 (cohorts, no skipping); Cheung YK. Dose Finding by the Continual Reassessment
Method. Chapman & Hall 2011.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from dosepath.designs.batch import Batch, Floats
from dosepath.designs.decision import Counts
from dosepath.designs.likelihood import is_heterogeneous, logistic_estimates, power_estimates
from dosepath.designs.model_based import Advice, Posterior, everywhere, model_reason
from dosepath.designs.options import as_written, check_choice
from dosepath.designs.working_model import WorkingModel
from dosepath.quantity import Fault, Place
from dosepath.rule import Reason

Method = Literal["bayes", "maximum_likelihood"]


@dataclass(frozen=True, kw_only=True)
class Crm(WorkingModel):
    """The CRM: treat at the level whose estimated DLT rate is nearest to the target.

    Attributes:
        method: ``bayes``, or ``maximum_likelihood``. The latter has no estimate until there is
            both a participant with and one without a DLT; until then the dose goes one level up
            as long as nobody had a DLT, and one level down as long as everybody had.
    """

    method: Method = "bayes"

    def advise(self, batch: Batch) -> Advice:
        """See :meth:`ModelBased.advise`."""
        if self.method == "bayes":
            return super().advise(batch)
        fitted = is_heterogeneous(batch)
        distance = np.where(
            fitted[:, None], np.abs(self._likely(batch) - self.target), self._start_up(batch)
        )
        # Where everybody had a DLT no level can be recommended.
        hopeless = ~fitted & (batch.dlt.sum(axis=1) > 0)
        every = everywhere(batch)
        return Advice(distance, every, every & ~hopeless[:, None], every)

    def estimates(self, batch: Batch) -> Floats:
        """See :meth:`WorkingModel.estimates`; not a number before the model can be fitted."""
        if self.method == "bayes":
            return super().estimates(batch)
        return np.where(is_heterogeneous(batch)[:, None], self._likely(batch), np.nan)

    def posterior(self, counts: Counts) -> Posterior:
        """See :meth:`ModelBased.posterior`."""
        if self.method == "bayes":
            return super().posterior(counts)
        rates = self.estimates(Batch.of(counts))[0]
        known = () if np.isnan(rates).any() else tuple(rates.tolist())
        return Posterior(known, (), (), (), ())

    def reason(self, code: str, counts: Counts, *, level: int, **values: int) -> Reason:
        """See :meth:`ModelBased.reason`."""
        if self.method == "bayes" or is_heterogeneous(Batch.of(counts))[0]:
            return super().reason(code, counts, level=level, **values)
        return model_reason(f"unfitted_{code}", counts, level=level, **values)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_choice("method", self.method, get_args(Method))
        if self.method == "maximum_likelihood":
            if self.model == "logistic_2":
                yield _not_likelihood("model", self.model, "power | logistic_1")
            if self.estimate != "plug_in":
                yield _not_likelihood("estimate", self.estimate, "plug_in")
            if self.too_toxic is not None:
                allowed = "none: it is a posterior probability"
                yield _not_likelihood("too_toxic", self.too_toxic, allowed)

    def _likely(self, batch: Batch) -> Floats:
        rates = np.asarray(self.rates)
        if self.model == "power":
            return power_estimates(batch, rates)
        return logistic_estimates(batch, np.asarray(self.doses), self.intercept)

    def _start_up(self, batch: Batch) -> Floats:
        """Distances in levels from the one above or below the last; (S x D)."""
        step = np.where(batch.dlt.sum(axis=1) > 0, -1, 1)
        # Beyond either end of the ladder its last level is the nearest.
        away = np.abs(np.arange(1, self.levels + 1) - (batch.at + step)[:, None])
        return np.asarray(away, dtype=np.float64)


def _not_likelihood(name: str, found: object, allowed: str) -> Fault:
    message = "This does not go with method: maximum_likelihood."
    return Fault(Place(path=name), "design.contradiction", message, as_written(found), allowed)

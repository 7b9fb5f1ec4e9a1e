"""The CRM that does not wait: participants under observation count by the time that has passed.

Source: Cheung YK, Chappell R. Sequential designs for phase I clinical trials with late-onset
toxicities. Biometrics 2000;56:1177-82: the weighted likelihood, with weights that rise linearly
over the DLT window.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dosepath.designs.batch import Batch, Whole
from dosepath.designs.decision import Counts
from dosepath.designs.observed import at_level, pending_by_level
from dosepath.designs.options import check_whole
from dosepath.designs.stage import Need
from dosepath.designs.working_model import WorkingModel
from dosepath.quantity import Fault
from dosepath.rule import Reason


@dataclass(frozen=True, kw_only=True)
class TiteCrm(WorkingModel):
    """The TITE-CRM: as the CRM, with a likelihood that uses unfinished follow-up.

    A participant without a DLT so far, for whom the share w of the DLT window has passed,
    contributes 1 - w p to the likelihood; one with a DLT contributes p. Nobody waits for results
    until the cap is reached, or enough are at a level.

    Attributes:
        cohort: so many are treated before the level may change; 1 by default.
        evaluated_to_escalate: so many must have been evaluated at a level (their window passed,
            or a DLT) before the dose goes above it. The paper asks for none: 0.
    """

    cohort: int = 1
    evaluated_to_escalate: int = 0

    @property
    def needs(self) -> frozenset[Need]:
        """It decides from participants under observation too."""
        return frozenset({"pending"})

    def entered(self, batch: Batch) -> Whole:
        """Evaluated participants and those under observation; (S x D)."""
        return np.asarray(batch.n + pending_by_level(batch)[0])

    def ceiling(self, batch: Batch, at: Whole) -> Whole:
        """See :meth:`ModelBased.ceiling`."""
        highest = super().ceiling(batch, at)
        enough = at_level(batch.n, at) >= self.evaluated_to_escalate
        return np.where(enough, highest, np.minimum(highest, at))

    def reason(self, code: str, counts: Counts, *, level: int, **values: int) -> Reason:
        """See :meth:`ModelBased.reason`."""
        found = super().reason(code, counts, level=level, **values)
        tally = counts[level]
        if not tally.pending or code not in ("up", "stay", "down"):
            return found
        seen = dict(found.values) | {"n": tally.treated, "pending": len(tally.pending)}
        return Reason.of(f"design.observed_{code}", **seen)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        yield from check_whole("evaluated_to_escalate", self.evaluated_to_escalate, low=0)

"""Where a trial is going from the data so far: how many more, how long, and to which level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dosepath.designs import Counts, Design
from dosepath.pathways.characteristics import OperatingCharacteristics, operating_characteristics
from dosepath.pathways.posterior import Posterior
from dosepath.pathways.program import compile_design
from dosepath.pathways.scenario import Floats
from dosepath.pathways.states import STATE_LIMIT


@dataclass(frozen=True, eq=False)
class Outlook:
    """Figures given the data so far, under one scenario or averaged over a posterior.

    Attributes:
        selection: probability that none or level 1..D will be selected; (D + 1).
        expected_remaining: participants still to be treated; those whose results are awaited
            are treated already and do not count.
        expected_cohorts: cohorts still to begin.
        expected_dlts: DLTs still to come, those among awaited results included.
        sizes, size_probability: possible numbers of participants in all, and their
            probabilities; those given and awaited count.
        treated: participants treated so far.
        basis: what was assumed: ``scenario`` or ``posterior``.
        engine: how the figures were made.
    """

    selection: Floats
    expected_remaining: float
    expected_cohorts: float
    expected_dlts: float
    sizes: tuple[int, ...]
    size_probability: Floats
    treated: int
    basis: str
    engine: str = field(repr=False)

    def probability_above(self, n: int) -> float:
        """P(N > n) with everybody treated in N."""
        return float(self.size_probability[np.asarray(self.sizes) > n].sum())

    def to_json(self) -> dict[str, Any]:
        """Plain values under the attributes' names."""
        return {
            "basis": self.basis,
            "engine": self.engine,
            "treated": self.treated,
            "selection": self.selection.tolist(),
            "expected_remaining": self.expected_remaining,
            "expected_cohorts": self.expected_cohorts,
            "expected_dlts": self.expected_dlts,
            "sizes": list(self.sizes),
            "size_probability": self.size_probability.tolist(),
        }


def outlook(
    design: Design,
    counts: Counts,
    *,
    scenario: object,
    limit: int = STATE_LIMIT,
) -> Outlook:
    """Exact figures of the rest of the trial.

    Args:
        design: the rule.
        counts: what is known, part of a cohort and those under observation included.
        scenario: true probabilities (see :func:`read_scenario`), or a :class:`Posterior`, or
            several scenarios, which are averaged with equal weights.
        limit: the most states that may still be reached.

    Raises:
        FaultsFound: a scenario that is not one.
        TooManyStates: beyond ``limit``.
    """
    program = compile_design(design, given=counts, limit=limit)
    is_posterior = isinstance(scenario, Posterior)
    truth = scenario.scenarios if isinstance(scenario, Posterior) else scenario
    result = operating_characteristics(program, truth)
    awaited = sum(len(tally.pending) for tally in counts.levels)
    mean = _averaged(result)
    return Outlook(
        selection=mean["selection"],
        expected_remaining=float(mean["participants"].sum()) - counts.total - awaited,
        expected_cohorts=float(mean["cohorts"]),
        expected_dlts=float(mean["dlts"].sum()) - sum(tally.dlt for tally in counts.levels),
        sizes=result.sizes,
        size_probability=mean["size_probability"],
        treated=counts.total + awaited,
        basis="posterior" if is_posterior else "scenario",
        engine=result.engine,
    )


def _averaged(result: OperatingCharacteristics) -> dict[str, Floats]:
    names = ("selection", "participants", "dlts", "size_probability", "cohorts")
    found = {name: np.asarray(getattr(result, name)) for name in names}
    if result.scenario.single:
        return found
    return {name: np.asarray(values.mean(axis=0)) for name, values in found.items()}

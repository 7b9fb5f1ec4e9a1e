"""How large the trial may become, from the data at hand: exact, by the rule itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dosepath.designs import Counts, Design
from dosepath.pathways import look_ahead

if TYPE_CHECKING:
    from dosepath.conduct import Recommendation


def chance_above(
    planned: int, design: Design, *, advice: Recommendation, scenario: object
) -> float | None:
    """P(N > ``planned``) given the data so far, if ``scenario`` were the truth.

    Everybody dosed counts in N, also who could not be evaluated. None while somebody's
    outcome is not known. Cohorts are completed before they are judged, and the committee
    is taken to follow the rule.
    """
    if any(outcome.result == "pending" for outcome in advice.outcomes):
        return None
    left = planned - len(advice.outcomes) + advice.counts.total
    known: dict[Counts, float] = {}

    def above(counts: Counts) -> float:
        if counts not in known:
            ahead = look_ahead(design, counts, scenario=scenario)
            known[counts] = (
                sum((b.probability or 0.0) * above(b.then.counts) for b in ahead.branches)
                if ahead.branches
                else float(counts.total > left)
            )
        return known[counts]

    return above(advice.counts)

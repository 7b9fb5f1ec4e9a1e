"""Which lower levels the rule lets be filled beside the escalation, and how far.

A signed decision names them; what the rule says with what is known now can only close them.
"""

from __future__ import annotations

from collections.abc import Iterable

from dosepath.conduct.record.decision import Filling
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view.early import with_awaited_responses
from dosepath.conduct.view.outcome import DLT, EVALUATED, NOT_EVALUABLE, Counted, Outcome
from dosepath.designs import Batch, Counts, Treat, filler_of


def fillings(state: TrialState, decision: Treat) -> tuple[Filling, ...]:
    """The places that a decision opens at lower levels: up to the cap on those dosed there.

    Everybody dosed at a level takes one, evaluated, under observation or not evaluable.
    """
    filler = filler_of(state.protocol.design)
    if filler is None:
        return ()
    dosed = [who.dosing.level for who in state.dosed if who.dosing is not None]
    rooms = ((level, filler.backfill_cap - dosed.count(level)) for level in decision.backfill)
    return tuple(Filling(level, room) for level, room in rooms if room > 0)


def filled_by_rule(state: TrialState, found: tuple[Outcome, ...], counts: Counts) -> frozenset[int]:
    """The levels that the rule lets be filled now, whatever the responses awaited turn out."""
    ends = with_awaited_responses(state.protocol.design, found, counts=counts)
    named = [frozenset(end.backfill) if isinstance(end, Treat) else frozenset() for end in ends]
    return frozenset.intersection(*named)


def left_to_cap(state: TrialState, found: Iterable[Outcome]) -> int | None:
    """How many more may be dosed before the rule's cap; ``None`` without backfilling.

    Any other design sees everybody who was dosed when it is asked. This one is asked while
    somebody backfilled is still under observation.
    """
    filler = filler_of(state.protocol.design)
    if filler is None:
        return None
    return filler.max_n - sum(one.result != NOT_EVALUABLE for one in found)


def high_levels(state: TrialState, results: Iterable[Counted]) -> frozenset[int]:
    """The levels with a DLT rate from which the rule would go down; none without backfilling.

    Who waits for nothing but the response counts with the toxicity that is known.
    """
    filler = filler_of(state.protocol.design)
    if filler is None:
        return frozenset()
    counts = Counts.none(state.protocol.levels)
    for one in results:
        result = one.toxicity or one.result
        if result in EVALUATED:
            counts = counts.add(one.level, n=1, dlt=int(result == DLT))
    flags = filler.high_many(Batch.of(counts))[0]
    return frozenset(level for level, high in enumerate(flags, start=1) if high)

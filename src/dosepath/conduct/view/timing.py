"""When the next dosing may be: stagger and sentinel, by the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dosepath.conduct.record.participant import RESERVED
from dosepath.conduct.record.state import TrialState, given_at
from dosepath.conduct.view.recommendation import CONTINUE, recommend
from dosepath.conduct.view.standing import stand
from dosepath.rule import Reason


def next_dosing_from(state: TrialState, *, backfill: bool = False) -> datetime | None:
    """The earliest moment of the next dosing by stagger and sentinel; ``None`` if unrestricted.

    The stagger runs from the last dosing of the part at any level: a new cohort does not
    shorten it, nor does backfilling. The sentinel is one of the cohort: who is to be
    backfilled (``backfill``) does not wait for it, and is none.
    """
    dosed = state.dosed
    if not dosed:
        return None
    first, cohort = given_at(dosed[0]), state.cohort
    hours = [(given_at(who) - first) / timedelta(hours=1) for who in dosed]
    here = [
        hour
        for hour, who in zip(hours, dosed, strict=True)
        if cohort is not None and who.dosing and who.dosing.cohort == cohort.number
    ]
    here = [] if backfill else here
    earliest = state.protocol.stagger.earliest(last=hours[-1], cohort=here)
    return None if earliest is None else first + timedelta(hours=earliest)


@dataclass(frozen=True, slots=True)
class NextSlot:
    """When and where the next participant may be dosed, or why nobody may.

    ``opens`` is ``None`` when no date can be given; ``free`` counts places that nobody holds.
    """

    level: int
    free: int
    opens: datetime | None
    because: tuple[Reason, ...]


def free_places(state: TrialState, at: datetime) -> int:
    """Places of the open cohort that are neither dosed nor held at ``at``.

    The planned number is the whole trial's: a place held in another part is taken from it too.
    """
    standing = stand(state, at)
    cohort = standing.cohort
    if cohort is None:
        return 0
    held = [s for s in state.slots.values() if s.status == RESERVED and s.expires > at]
    here = sum(slot.cohort == cohort.number and not slot.backfill for slot in held)
    planned = state.planned - len(state.dosed_anywhere) - len(held)
    return max(min(standing.places - here, planned), 0)


def next_slot_opens(state: TrialState, at: datetime) -> NextSlot:
    """The next place to dose in: its level, how many are free, from when, or what is missing."""
    found = recommend(state, at=at)
    if found.status != CONTINUE:
        return NextSlot(found.choice.level, 0, None, (*found.because, *found.missing))
    free = free_places(state, at)
    opens = max(next_dosing_from(state) or at, at)
    because = () if free else (Reason.of("slot.none_free", level=found.choice.level),)
    return NextSlot(found.choice.level, free, opens, because)

"""The places at lower levels that may be filled now, beside the escalation.

They are there while the decision in force names the level, the cohort that it opened has
begun, and the rule, asked with what is known now, still lets the level be filled. Nobody is
filled in while the committee has something to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dosepath.conduct.record.decision import Cohort, Filling
from dosepath.conduct.record.participant import DOSED, RESERVED, Slot
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view.filling import filled_by_rule, left_to_cap
from dosepath.conduct.view.recommendation import CONTINUE, WAIT, Recommendation, recommend
from dosepath.conduct.view.standing import Standing, stand
from dosepath.conduct.view.timing import next_dosing_from
from dosepath.designs import filler_of
from dosepath.rule import Reason

_PAUSED = "recommend.candidate_pending"


@dataclass(frozen=True, slots=True)
class BackfillPlaces:
    """What may be filled at one level that the decision in force names.

    ``named`` is how many it opened, ``places`` how many of them may be dosed in now, held or
    not, and ``free`` how many of these nobody holds. ``because`` says why none is free; it is
    ``None`` while one is.
    """

    level: int
    named: int
    places: int
    free: int
    because: Reason | None


def backfill_places(state: TrialState, at: datetime) -> tuple[BackfillPlaces, ...]:
    """The levels that may be filled by the decision in force, the highest first."""
    cohort = state.cohort
    if cohort is None or not cohort.backfill:
        return ()
    here = _Here(state, cohort, stand(state, at), recommend(state, at=at), at)
    return tuple(here.at(named) for named in reversed(cohort.backfill))


def backfill_at(state: TrialState, level: int, at: datetime) -> BackfillPlaces | None:
    """What may be filled at ``level``; ``None`` if the decision in force does not name it."""
    return next((one for one in backfill_places(state, at) if one.level == level), None)


def best_backfill(state: TrialState, at: datetime) -> BackfillPlaces | None:
    """The highest level with a free place to be filled, as the design assigns them."""
    return next((one for one in backfill_places(state, at) if one.free), None)


def backfill_notes(state: TrialState, at: datetime) -> tuple[Reason, ...]:
    """A sentence for every level that the decision in force names: how many places, or why none."""
    opens = max(next_dosing_from(state, backfill=True) or at, at).isoformat()
    return tuple(
        one.because or Reason.of("backfill.open", level=one.level, free=one.free, opens=opens)
        for one in backfill_places(state, at)
    )


@dataclass(frozen=True, slots=True)
class _Here:
    """What the places of every level are counted from."""

    state: TrialState
    cohort: Cohort
    standing: Standing
    advice: Recommendation
    now: datetime

    def at(self, named: Filling) -> BackfillPlaces:
        """The places at one level."""
        closed = next(self._closed(named.level), None)
        places = 0 if closed is not None else max(min(self._left(named)), 0)
        free = max(min(places - self._held(named.level), *self._shared()), 0) if places else 0
        because = closed
        if closed is None and not places:
            because = Reason.of("backfill.used_up", level=named.level)
        elif closed is None and not free:
            because = Reason.of("backfill.held", level=named.level)
        return BackfillPlaces(named.level, named.n, places, free, because)

    def _closed(self, level: int) -> Iterator[Reason]:
        """Why nobody may be filled in at a level, whatever the numbers are."""
        state, standing, cohort = self.state, self.standing, self.cohort
        if standing.is_halted or standing.has_failed:
            yield Reason.of("backfill.halted", level=level)
        if self.advice.because and self.advice.because[0].code == _PAUSED:
            yield Reason.of("backfill.paused", level=level)
        if self.advice.status not in (CONTINUE, WAIT):
            yield Reason.of("backfill.committee_first", level=level)
        if not any(who.dosing and who.dosing.cohort == cohort.number for who in state.dosed):
            yield Reason.of("backfill.not_begun", level=level, above=cohort.level)
        open_ = filled_by_rule(state, standing.outcomes, standing.counts)
        if level not in open_ or level >= cohort.level:
            yield Reason.of("backfill.closed_by_rule", level=level)

    def _left(self, named: Filling) -> tuple[int, ...]:
        """By the decision, by the cap at the level, and by the rule's cap on everybody."""
        filler = filler_of(self.state.protocol.design)
        left = left_to_cap(self.state, self.standing.outcomes)
        if filler is None or left is None:
            return (0,)
        dosed = sum(one.level == named.level for one in self.standing.outcomes)
        mine = sum(slot.status == DOSED for slot in self._slots(named.level))
        # The escalation comes first: its open places are none of those left to the cap.
        return named.n - mine, filler.backfill_cap - dosed, left - self.standing.places

    def _shared(self) -> tuple[int, int]:
        """What every level has in common: left to the rule's cap, and of the planned number."""
        state, rest = self.state, self.standing.places
        left = left_to_cap(state, self.standing.outcomes) or 0
        held = [slot for slot in state.slots.values() if self._is_held(slot)]
        filling = sum(slot.backfill and slot.cohort == self.cohort.number for slot in held)
        escalating = sum(slot.cohort == self.cohort.number and not slot.backfill for slot in held)
        planned = state.planned - len(state.dosed_anywhere) - len(held)
        return left - rest - filling, planned - max(rest - escalating, 0)

    def _held(self, level: int) -> int:
        return sum(self._is_held(slot) for slot in self._slots(level))

    def _is_held(self, slot: Slot) -> bool:
        return slot.status == RESERVED and slot.expires > self.now

    def _slots(self, level: int) -> list[Slot]:
        """The places of a level that were given under the decision in force."""
        return [
            slot
            for slot in self.state.slots.values()
            if slot.backfill and slot.cohort == self.cohort.number and slot.level == level
        ]

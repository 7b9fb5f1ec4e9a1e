"""A decision gives every held place back, in the log and in the table that guards the last slot."""

from __future__ import annotations

from dosepath import conduct
from dosepath.store.models import SlotClaim
from tests.unit.conduct.playing import COORDINATOR, MONITOR
from tests.unit.store.small import StoredPlay


def test_who_held_a_place_when_a_decision_came_can_hold_one_of_the_new_cohort(
    play: StoredPlay,
) -> None:
    holder = play.enrolled()
    play.do(conduct.reserve_slot, holder, by=COORDINATOR)
    play.do(conduct.halt_dosing, by=MONITOR, reason="the freezer alarm")
    play.decide()
    assert play.state.participants[holder].slot is None
    assert not SlotClaim.objects.exists()
    play.do(conduct.reserve_slot, holder, by=COORDINATOR)
    assert play.state.slots["C2-1"].participant == holder


def test_the_place_of_someone_dosed_stays_theirs_after_a_decision(play: StoredPlay) -> None:
    first = play.dosed()
    play.completed(first)
    play.decide()
    (kept,) = SlotClaim.objects.all()
    assert (kept.participant, kept.expires) == (first, None)

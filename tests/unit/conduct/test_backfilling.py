"""Backfilling in conduct: who may be dosed below the escalation, and what it leaves alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dosepath import conduct
from dosepath.conduct import BackfillPlaces, Choice, Filling, stand
from dosepath.designs import BfBoin, CapOnN, Design
from dosepath.wording import say
from tests.unit.conduct.playing import COORDINATOR, MONITOR, STATISTICIAN, Play, protocol

DESIGN = BfBoin(levels=4, target=0.3, max_n=30, backfill_cap=6, backfill_after="tried")


def filling(design: Design = DESIGN, **changes: object) -> Play:
    """A trial whose level 1 was tolerated by three, open."""
    rules = {"stagger_hours": 24, "planned": 40, **changes}
    return Play(protocol(design, **rules)).open()


def at_level_2(design: Design = DESIGN, **changes: object) -> Play:
    """Three at level 1 without a DLT; the committee has opened level 2 and the filling of 1."""
    trial = filling(design, **changes)
    trial.completed(*(trial.dosed() for _ in range(3)))
    trial.decide()
    return trial


def filled(trial: Play, level: int = 1) -> str:
    """A new participant, backfilled at ``level`` at the first moment that the stagger allows."""
    opens = conduct.next_dosing_from(trial.state, backfill=True)
    trial.now = max(trial.now, opens or trial.now)
    who = trial.enrolled()
    trial.do(conduct.reserve_slot, who, backfill=level, by=COORDINATOR)
    trial.check(who)
    trial.do(conduct.give_dose, who, given_at=trial.now)
    return who


def places(trial: Play, level: int = 1) -> BackfillPlaces:
    found = conduct.backfill_at(trial.state, level, trial.now)
    assert found is not None
    return found


def why_closed(trial: Play, level: int = 1) -> str:
    found = places(trial, level)
    assert (found.places, found.free) == (0, 0)
    assert found.because is not None
    return found.because.code


def test_the_decision_names_the_levels_to_be_filled_and_how_many() -> None:
    trial = filling()
    trial.completed(*(trial.dosed() for _ in range(3)))
    found = trial.recommend()
    assert found.choice == Choice("treat", level=2, n=3, backfill=(Filling(1, 3),))
    assert "recommend.fills" in [reason.code for reason in found.because]
    number = trial.decide()
    decision = trial.state.decisions[number]
    assert decision.choice.to_json()["backfill"] == [{"level": 1, "n": 3}]
    assert trial.state.cohort is not None
    assert (trial.state.cohort.n, trial.state.cohort.backfill) == (3, (Filling(1, 3),))


def test_without_backfilling_nothing_of_it_is_written() -> None:
    assert Choice("treat", level=2, n=3).to_json() == {
        "action": "treat",
        "level": 2,
        "n": 3,
        "mtd": None,
    }
    trial = filling()
    who = trial.dosed()
    kinds = {event.kind: event.payload for event in trial.events}
    assert "backfill" not in kinds["slot_reserved"]
    assert "backfill" not in kinds["dosed"]
    assert trial.state.slots["C1-1"].participant == who


@pytest.mark.parametrize(
    "choice",
    [
        Choice("treat", 2, 3, backfill=(Filling(2, 1),)),
        Choice("treat", 3, 3, backfill=(Filling(2, 1), Filling(1, 1))),
        Choice("treat", 3, 3, backfill=(Filling(1, 1), Filling(1, 1))),
        Choice("treat", 2, 3, backfill=(Filling(1, 0),)),
        Choice("hold", backfill=(Filling(1, 1),)),
        Choice("stop", mtd=2, backfill=(Filling(1, 1),)),
    ],
)
def test_a_choice_fills_lower_levels_only_each_once(choice: Choice) -> None:
    assert not choice.is_sound


@pytest.mark.parametrize(
    "filled", [(Filling(2, 1),), (Filling(1, 1), Filling(1, 2)), (Filling(1, 0),)]
)
def test_a_proposal_that_fills_the_wrong_level_is_told_which_may_be(
    filled: tuple[Filling, ...],
) -> None:
    trial = filling()
    trial.completed(*(trial.dosed() for _ in range(3)))
    named = {"choice": Choice("treat", 2, 3, backfill=filled), "minutes": "x", "by": STATISTICIAN}
    with pytest.raises(conduct.Refused) as refusal:
        trial.do(conduct.propose_decision, **named)
    (why,) = refusal.value.reasons
    assert say(why) == (
        "Not proposed: levels to be filled lie below the one that is treated (level 2); each is "
        "named once, with at least one participant."
    )


def test_a_choice_reads_back_what_it_wrote() -> None:
    choice = Choice("treat", 3, 2, backfill=(Filling(1, 4), Filling(2, 1)))
    assert choice.is_sound
    assert Choice.from_json(choice.to_json()) == choice


def test_filling_begins_with_the_first_of_the_cohort() -> None:
    trial = at_level_2()
    assert why_closed(trial) == "backfill.not_begun"
    who = trial.enrolled()
    codes = trial.refused(conduct.reserve_slot, who, backfill=1, by=COORDINATOR)
    assert codes == ("refused.no_place_to_fill", "backfill.not_begun")
    trial.dosed()
    assert places(trial) == BackfillPlaces(1, 3, 3, 3, None)


def test_a_place_of_the_escalation_comes_first_unless_asked_otherwise() -> None:
    trial = at_level_2()
    trial.dosed()
    one, two, three, four, five = (trial.enrolled() for _ in range(5))
    trial.do(conduct.reserve_slot, one, by=COORDINATOR)
    trial.do(conduct.reserve_slot, two, backfill=1, by=COORDINATOR)
    trial.do(conduct.reserve_slot, three, by=COORDINATOR)
    trial.do(conduct.reserve_slot, four, by=COORDINATOR)
    held = {slot.participant: slot for slot in trial.state.slots.values()}
    assert [(held[who].number, held[who].level) for who in (one, two, three, four)] == [
        ("C2-2", 2),
        ("B2-1", 1),
        ("C2-3", 2),
        ("B2-2", 1),
    ]
    assert trial.refused(conduct.reserve_slot, five, backfill=0, by=COORDINATOR) == (
        "refused.no_free_slot",
    )
    assert trial.refused(conduct.reserve_slot, five, backfill=2, by=COORDINATOR) == (
        "refused.not_to_be_filled",
    )


def test_no_more_are_held_than_may_be_filled() -> None:
    trial = at_level_2()
    trial.dosed()
    for _ in range(3):
        trial.do(conduct.reserve_slot, trial.enrolled(), backfill=1, by=COORDINATOR)
    found = places(trial)
    assert (found.places, found.free) == (3, 0)
    assert found.because is not None
    assert found.because.code == "backfill.held"
    codes = trial.refused(conduct.reserve_slot, trial.enrolled(), backfill=1, by=COORDINATOR)
    assert codes == ("refused.no_place_to_fill", "backfill.held")
    trial.wait(hours=73)
    assert places(trial).free == 3


def test_who_is_backfilled_is_no_part_of_the_cohort() -> None:
    trial = at_level_2()
    first = trial.dosed()
    low = filled(trial)
    assert conduct.free_places(trial.state, trial.now) == 2
    seen = conduct.outcome(trial.state, low)
    assert seen is not None
    assert (seen.cohort, seen.level, seen.backfill, seen.aside) == (0, 1, True, True)
    second, third = trial.dosed(), trial.dosed()
    assert conduct.free_places(trial.state, trial.now) == 0
    assert trial.recommend().status == "wait"
    # The decision waits for the cohort, and for nobody who was backfilled below it.
    named = [reason["participant"] for reason in trial.recommend().missing]
    assert named == [first, second, third]
    late = filled(trial)
    trial.completed(first, second, third)
    found = trial.recommend()
    assert (found.status, found.choice.level, found.choice.n) == ("treat", 3, 3)
    assert found.choice.backfill == (Filling(1, 1), Filling(2, 3))
    assert "recommend.backfill_aside" in [reason.code for reason in found.because]
    assert late in [one.participant for one in stand(trial.state, trial.now).aside]
    trial.decide()
    assert conduct.free_places(trial.state, trial.now) == 3


def test_results_of_the_backfilled_count_at_their_level_and_move_nothing() -> None:
    trial = at_level_2()
    people = [trial.dosed() for _ in range(3)]
    low = filled(trial)
    trial.completed(*people, low)
    counts = stand(trial.state, trial.now).counts
    assert (counts[1].n, counts[2].n, counts.at) == (4, 3, 2)
    assert trial.recommend().choice.level == 3
    rows = trial.recommend().to_json()["participants"]
    assert rows[-1] == {"participant": low, "level": 1, "result": "none", "backfill": True}  # type: ignore[index]


def test_nobody_is_filled_in_while_the_committee_has_to_decide() -> None:
    trial = at_level_2()
    people = [trial.dosed() for _ in range(3)]
    waiting = trial.enrolled()
    trial.completed(*people)
    assert why_closed(trial) == "backfill.committee_first"
    assert trial.refused(conduct.reserve_slot, waiting, backfill=1, by=COORDINATOR)[0] == (
        "refused.no_place_to_fill"
    )


def test_a_new_decision_gives_back_what_is_held_and_opens_its_own_places() -> None:
    trial = at_level_2()
    people = [trial.dosed() for _ in range(3)]
    trial.completed(*people[:2])
    holder = trial.enrolled()
    trial.do(conduct.reserve_slot, holder, by=COORDINATOR)
    assert trial.state.slots["B2-1"].status == "reserved"
    trial.completed(people[2])
    trial.decide()
    assert trial.state.slots["B2-1"].status == "released"
    assert trial.state.participants[holder].slot is None
    assert [one.level for one in conduct.backfill_places(trial.state, trial.now)] == [2, 1]
    assert why_closed(trial, 2) == "backfill.not_begun"


def test_the_gate_says_what_the_place_is_and_closes_when_the_level_does() -> None:
    trial = at_level_2()
    trial.dosed()
    trial.wait(days=1)
    who = trial.enrolled()
    trial.do(conduct.reserve_slot, who, backfill=1, by=COORDINATOR)
    trial.check(who)
    gate = conduct.dosing_gate(trial.state, who, at=trial.now)
    assert gate.is_open
    level = gate.condition("level")
    assert (level.reason.code, level.value) == ("gate.backfill_open", "1")
    trial.do(conduct.halt_dosing, reason="to be looked at", by=MONITOR)
    gate = conduct.dosing_gate(trial.state, who, at=trial.now)
    assert {c.code for c in gate.closed_by} == {"level", "halt"}
    assert gate.condition("level").reason.code == "backfill.halted"
    assert "refused.gate_closed" in trial.refused(conduct.give_dose, who, given_at=trial.now)


def test_who_holds_nothing_is_shown_what_they_would_be_given() -> None:
    trial = at_level_2()
    for _ in range(3):
        trial.dosed()
    who = trial.enrolled()
    level = conduct.dosing_gate(trial.state, who, at=trial.now).condition("level")
    assert (level.light, level.value) == ("green", "1")


def test_a_candidate_pauses_filling_too() -> None:
    trial = at_level_2()
    trial.dosed()
    low = filled(trial)
    candidate = trial.harm(low)
    assert why_closed(trial) == "backfill.paused"
    trial.judged(candidate, "not_dlt")
    assert places(trial).free == 2


def test_the_stagger_counts_every_dosing_and_the_sentinel_only_the_cohort() -> None:
    trial = at_level_2(sentinel=1, sentinel_hours=240)
    trial.dosed()
    dosed_at = trial.now
    assert conduct.next_dosing_from(trial.state) == dosed_at + timedelta(hours=240)
    assert conduct.next_dosing_from(trial.state, backfill=True) == dosed_at + timedelta(hours=24)
    filled(trial)
    assert conduct.next_dosing_from(trial.state) == dosed_at + timedelta(hours=240)
    assert conduct.next_dosing_from(trial.state, backfill=True) == dosed_at + timedelta(hours=48)


def test_the_cap_counts_everybody_treated_at_the_level() -> None:
    trial = at_level_2()
    for _ in range(3):
        trial.dosed()
    first = filled(trial)
    trial.do(conduct.record_withdrawal, first, on=trial.now)
    seen = conduct.outcome(trial.state, first)
    assert seen is not None
    assert (seen.result, seen.because.code) == ("not_evaluable", "outcome.withdrawn_in_backfill")
    assert places(trial).free == 2
    filled(trial)
    filled(trial)
    assert why_closed(trial) == "backfill.used_up"


def test_the_planned_number_is_kept_for_the_escalation() -> None:
    trial = at_level_2(planned=7)
    trial.dosed()
    # 4 of 7 are dosed, 2 more are the cohort's: one is left to be filled.
    assert places(trial).free == 1
    filled(trial)
    assert (places(trial).places, places(trial).free) == (2, 0)
    assert conduct.free_places(trial.state, trial.now) == 2


def test_the_rules_cap_is_kept_for_the_escalation() -> None:
    trial = at_level_2(BfBoin(levels=4, target=0.3, max_n=9, backfill_after="tried"))
    trial.dosed()
    assert (places(trial).places, places(trial).free) == (3, 3)
    for _ in range(3):
        filled(trial)
    assert why_closed(trial) == "backfill.used_up"
    assert conduct.free_places(trial.state, trial.now) == 2
    people = [trial.dosed() for _ in range(2)]
    assert len(trial.state.dosed) == 9
    # The cohort is known, and what those backfilled show is part of the MTD.
    trial.completed("P-004", *people)
    found = trial.recommend()
    assert (found.status, found.because[-1].code) == ("wait", "recommend.backfill_first")
    assert why_closed(trial) == "backfill.used_up"
    trial.completed("P-005", "P-006", "P-007")
    assert trial.recommend().choice == Choice("stop", mtd=2)


def test_dlts_below_close_the_level_and_put_the_decision_before_the_committee_again() -> None:
    trial = at_level_2()
    number = trial.state.newest_decision
    assert number is not None
    trial.dosed()
    first, second = filled(trial), filled(trial)
    trial.toxic(first)
    # 1 of 4 at level 1: the rule would not go down from it.
    assert (places(trial).free, stand(trial.state, trial.now).superseded) == (1, ())
    trial.toxic(second)
    # 2 of 5 is above lambda_d: nobody is dosed anywhere until the committee has decided.
    assert stand(trial.state, trial.now).superseded == (number.number,)
    assert why_closed(trial) == "backfill.halted"
    assert conduct.free_places(trial.state, trial.now) == 0
    found = trial.recommend()
    assert found.choice == Choice("treat", level=2, n=2)
    codes = [reason.code for reason in found.because]
    assert "recommend.superseded" in codes
    assert "recommend.high_below" in codes
    trial.decide()
    assert stand(trial.state, trial.now).superseded == ()
    assert conduct.free_places(trial.state, trial.now) == 2


def test_dlts_below_lead_down_before_anybody_is_dosed_above() -> None:
    trial = at_level_2()
    people = [trial.dosed() for _ in range(3)]
    low = [filled(trial) for _ in range(3)]
    trial.completed(*people)
    trial.decide()
    assert conduct.free_places(trial.state, trial.now) == 3
    for who in low:
        trial.toxic(who)
    # 3 of 6 at level 1 and 0 of 3 at level 2, pooled 3 of 9: the rule stays at level 2.
    assert conduct.free_places(trial.state, trial.now) == 0
    assert trial.recommend().choice == Choice("treat", level=2, n=3)


def test_a_lower_choice_of_the_committee_fills_only_below_itself() -> None:
    trial = at_level_2()
    trial.completed(*(trial.dosed() for _ in range(3)))
    found = trial.recommend()
    assert found.choice.backfill == (Filling(1, 3), Filling(2, 3))
    more = Choice("treat", 2, 3, backfill=(Filling(1, 4),))
    assert conduct.less_cautious(found, more) is not None
    both = Choice("treat", 2, 3, backfill=(Filling(1, 1), Filling(2, 1)))
    assert conduct.less_cautious(found, both) is not None
    trial.decide(Choice("treat", 2, 3, backfill=(Filling(1, 1),)), "we prefer to be careful")
    trial.dosed()
    assert places(trial) == BackfillPlaces(1, 1, 1, 1, None)
    filled(trial)
    assert why_closed(trial) == "backfill.used_up"
    assert conduct.backfill_at(trial.state, 2, trial.now) is None


@pytest.mark.parametrize("choice", [Choice("hold"), Choice("treat", level=2, n=3)])
def test_the_committee_may_fill_nothing(choice: Choice) -> None:
    trial = filling()
    trial.completed(*(trial.dosed() for _ in range(3)))
    trial.decide(choice, "we prefer to be careful")
    assert conduct.backfill_places(trial.state, trial.now) == ()


def test_a_dose_below_outside_the_gate_is_no_backfill() -> None:
    trial = at_level_2()
    trial.dosed()
    who = trial.enrolled()
    trial.do(conduct.report_dose, who, given_at=trial.now, level=1, reason="given in error")
    seen = conduct.outcome(trial.state, who)
    assert seen is not None
    assert (seen.cohort, seen.backfill, seen.aside) == (0, False, False)
    assert stand(trial.state, trial.now).is_halted


def test_a_behaviour_around_the_design_changes_nothing_of_it() -> None:
    trial = at_level_2(CapOnN(design=DESIGN, n=24))
    trial.dosed()
    assert places(trial).free == 3


def test_the_log_says_what_was_filled() -> None:
    trial = at_level_2()
    trial.dosed()
    filled(trial)
    kinds = {event.kind: event for event in trial.events}
    reserved = conduct.event_reason(kinds["slot_reserved"], zone="Asia/Shanghai")
    dosed = conduct.event_reason(kinds["dosed"], zone="Asia/Shanghai")
    assert (reserved.code, dosed.code) == ("event.slot_reserved_to_fill", "event.dosed_to_fill")
    assert (dosed["level"], dosed["cohort"]) == (1, 0)

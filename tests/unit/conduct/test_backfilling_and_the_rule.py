"""What those backfilled change in the next decision, and what late results close."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dosepath import conduct
from dosepath.conduct import Choice, Filling, ResponseRule, stand
from dosepath.designs import BfBoin, Design
from dosepath.schedule import Form, Item, ItemType, Visit, read_predicate
from dosepath.wording import say
from tests.unit.conduct.playing import COORDINATOR, FORMS, VISITS, Play
from tests.unit.conduct.test_backfilling import (
    DESIGN,
    at_level_2,
    filled,
    filling,
    places,
    why_closed,
)

DISEASE = Form("disease", {"en": "Disease"}, (Item("remission", ItemType.YES_NO, {"en": "Yes"}),))
ACTIVE = BfBoin(levels=4, target=0.3, max_n=30, backfill_cap=6)
RESPONSE = {
    "visits": (*VISITS, Visit("d29", 29, 0, 3, ("disease",))),
    "forms": {**FORMS, "disease": DISEASE},
    "response": ResponseRule(
        visit="d29",
        form="disease",
        text="Remission at day 29",
        holds=read_predicate(DISEASE, "remission is yes"),
    ),
}


def answered(trial: Play, *people: str, answer: str = "yes") -> None:
    """Their windows assessed and whether they responded."""
    trial.now = max(trial.now, *(trial.ends(who) + timedelta(days=1) for who in people))
    for who in people:
        trial.completed(who)
        key = (who, "d29", "disease")
        items = {"remission": answer}
        trial.do(conduct.record_form, key, on=trial.now, items=items, by=COORDINATOR)


def responded() -> Play:
    """P-001 responded at level 1; level 2 is open, its first participant dosed."""
    trial = filling(ACTIVE, **RESPONSE)
    people = [trial.dosed() for _ in range(3)]
    answered(trial, people[0])
    answered(trial, *people[1:], answer="no")
    trial.decide()
    trial.dosed()
    return trial


def at_level_3(design: Design = DESIGN) -> Play:
    """Three without a DLT at each of the levels 1 and 2; one dosed at level 3."""
    trial = at_level_2(design)
    trial.completed(*(trial.dosed() for _ in range(3)))
    trial.decide()
    trial.dosed()
    return trial


def test_a_response_that_was_corrected_closes_the_level_and_nothing_else() -> None:
    trial = responded()
    assert places(trial).free == 3
    key = ("P-001", "d29", "disease")
    trial.do(conduct.correct_form, key, items={"remission": "no"}, reason="read again")
    assert why_closed(trial) == "backfill.closed_by_rule"
    assert stand(trial.state, trial.now).superseded == ()
    assert conduct.free_places(trial.state, trial.now) == 2


def test_a_dlt_below_whose_response_is_awaited_does_not_move_the_escalation() -> None:
    trial = responded()
    low = filled(trial)
    trial.toxic(low)
    seen = conduct.outcome(trial.state, low)
    assert seen is not None
    assert (seen.result, seen.toxicity) == ("pending", "dlt")
    assert conduct.free_places(trial.state, trial.now) == 2
    # 2 of 5 would be too many, although no response of theirs is known yet.
    trial.toxic(filled(trial))
    assert conduct.free_places(trial.state, trial.now) == 0
    assert stand(trial.state, trial.now).is_halted
    # What was seen is frozen with the new decision, which therefore stands.
    trial.decide()
    assert not stand(trial.state, trial.now).is_halted


def test_who_was_backfilled_and_shows_no_response_any_more_is_not_said_to_be_replaced() -> None:
    rule = replace(RESPONSE["response"], not_assessed="not_evaluable")  # type: ignore[type-var]
    trial = filling(ACTIVE, **{**RESPONSE, "response": rule})
    people = [trial.dosed() for _ in range(3)]
    answered(trial, *people)
    trial.decide()
    trial.dosed()
    low = filled(trial)
    trial.completed(low)
    trial.do(conduct.record_withdrawal, low, on=trial.now)
    seen = conduct.outcome(trial.state, low)
    assert seen is not None
    assert seen.result == "not_evaluable"
    assert say(seen.because) == (
        f"{low} was backfilled and can no longer be assessed for response: not evaluable; the "
        "place counts as used."
    )


def test_who_was_backfilled_and_judged_not_evaluable_was_weighed_already() -> None:
    trial = at_level_2()
    people = [trial.dosed() for _ in range(3)]
    low = filled(trial)
    trial.judged(trial.harm(low), "not_evaluable")
    trial.completed(*people)
    assert "recommend.uncounted" not in [reason.code for reason in trial.recommend().because]


def test_levels_share_what_is_left_to_the_cap_of_the_rule() -> None:
    trial = at_level_3(BfBoin(levels=4, target=0.3, max_n=12, backfill_after="tried"))
    # 7 of 12 are dosed and 2 places are the cohort's.
    assert [one.free for one in conduct.backfill_places(trial.state, trial.now)] == [3, 3]
    for _ in range(2):
        trial.do(conduct.reserve_slot, trial.enrolled(), backfill=2, by=COORDINATOR)
    assert [one.free for one in conduct.backfill_places(trial.state, trial.now)] == [1, 1]


def test_back_at_a_filled_level_those_filled_in_are_of_the_cohort_s_number() -> None:
    trial = at_level_3()
    low = filled(trial, 2)
    people = ["P-007", trial.dosed(), trial.dosed()]
    for who in people:
        trial.toxic(who)
    # 0 of 3 at level 2 and one under observation there: two more make six.
    found = trial.recommend()
    assert (found.choice.level, found.choice.n) == (2, 2)
    trial.decide()
    assert stand(trial.state, trial.now).aside == ()
    more = [trial.dosed(), trial.dosed()]
    assert conduct.free_places(trial.state, trial.now) == 0
    trial.completed(low)
    assert conduct.free_places(trial.state, trial.now) == 0
    trial.completed(*more)
    assert stand(trial.state, trial.now).counts[2].n == 6
    assert trial.recommend().status in ("treat", "stop")


def test_the_level_that_the_escalation_came_back_to_is_not_filled() -> None:
    trial = at_level_3()
    people = ["P-007", trial.dosed(), trial.dosed()]
    for who in people:
        trial.toxic(who)
    trial.now += timedelta(days=1)
    trial.decide()
    assert conduct.backfill_at(trial.state, 2, trial.now) is None
    trial.dosed()
    assert [one.level for one in conduct.backfill_places(trial.state, trial.now)] == [1]


def test_an_mtd_is_named_when_everybody_is_known() -> None:
    rules = {"target": 0.3, "max_n": 30, "backfill_after": "tried", "stop_at_level_n": 3}
    trial = at_level_2(BfBoin(levels=2, **rules))  # type: ignore[arg-type]
    people = [trial.dosed() for _ in range(3)]
    low = filled(trial)
    trial.completed(*people)
    found = trial.recommend()
    assert (found.status, found.because[-1].code) == ("wait", "recommend.backfill_first")
    assert [reason["participant"] for reason in found.missing] == [low]
    assert why_closed(trial) == "backfill.closed_by_rule"
    trial.completed(low)
    assert trial.recommend().choice == Choice("stop", mtd=2)


def test_an_early_decision_names_no_level_to_be_filled() -> None:
    trial = at_level_3()
    second, third = trial.dosed(), trial.dosed()
    for who in ("P-007", second):
        trial.toxic(who)
    found = trial.recommend()
    assert found.choice == Choice("treat", 2, 3)
    assert "recommend.settled" in [reason.code for reason in found.because]
    trial.completed(third)
    assert trial.recommend().choice == Choice("treat", 2, 3, backfill=(Filling(1, 3),))

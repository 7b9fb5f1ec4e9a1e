"""Laws of backfilling that hold on every course of a trial: nobody is dosed without a place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dosepath import conduct
from dosepath.conduct import ResponseRule, TrialState, stand
from dosepath.designs import BfBoin, Treat
from dosepath.schedule import Form, Item, ItemType, Visit, read_predicate
from tests.properties.test_conduct_laws import Course
from tests.unit.conduct.playing import COORDINATOR, FORMS, VISITS, Play, protocol

FORM = Form("disease", {"en": "Disease"}, (Item("remission", ItemType.YES_NO, {"en": "Yes"}),))
RESPONSE = ResponseRule(
    visit="d28",
    form="disease",
    text="Remission at day 28",
    holds=read_predicate(FORM, "remission is yes"),
)
TRIED = BfBoin(levels=3, target=0.3, max_n=18, backfill_cap=6, backfill_after="tried")
ACTIVE = BfBoin(levels=3, target=0.3, max_n=15, backfill_cap=7)
ONWARD = ("dose", "dose", "complete", "complete", "cohort", "cohort", "decide", "decide")
BESIDE = ("fill", "fill", "fill", "judge", "harm", "enrol", "reserve", "release", "wait")
RARE = ("cautious", "halt", "transplant", "die", "mend", "outside", "respond", "tick")
STEPS = st.lists(
    st.tuples(st.sampled_from((*ONWARD, *BESIDE, *RARE)), st.integers(0, 7)),
    min_size=5,
    max_size=60,
)


class Filling(Course):
    """A course in which lower levels are filled as well."""

    def __init__(self, design: BfBoin) -> None:
        visits = tuple(
            Visit(v.id, v.day, 0, 3, (*v.forms, "disease")) if v.id == "d28" else v for v in VISITS
        )
        rules = {"visits": visits, "forms": {**FORMS, "disease": FORM}, "response": RESPONSE}
        made = protocol(design, planned=22, stagger_hours=24, **rules)
        self.design, self.trial = design, Play(made).open()
        self.filled = 0

    def step(self, what: str, pick: int) -> None:
        """One step; ``cohort`` is several, so that courses get beyond the first level."""
        several = [("dose", 0)] * 3 + [("complete", pick)] * 3 + [("decide", 2)]
        for one, number in several if what == "cohort" else [(what, pick)]:
            super().step(one, number)

    def complete(self, pick: int) -> None:
        pending = conduct.stand(self.trial.state).pending
        for outcome in pending[: 1 + pick]:
            who = self.trial.state.participants[outcome.participant]
            if who.window is None and not (who.died or who.transplanted or who.withdrawn):
                over = self.trial.ends(who.number) + timedelta(days=1)
                self.trial.now = max(self.trial.now, over)
                self.answer(who.number, "yes" if pick % 2 else "no")
                self.trial.completed(who.number)

    def respond(self, pick: int) -> None:
        for number in self.trial.state.participants:
            self.answer(number, "yes" if pick % 2 else "no")

    def answer(self, number: str, answer: str) -> None:
        key = (number, "d28", "disease")
        self._try(conduct.record_form, key, on=self.trial.now, items={"remission": answer})

    def fill(self, pick: int) -> None:
        opens = conduct.next_dosing_from(self.trial.state, backfill=True)
        self.trial.now = max(self.trial.now, opens or self.trial.now)
        who = self.trial.enrolled()
        level = None if pick == 0 else 1 + pick % 2
        self.trial.do(conduct.reserve_slot, who, backfill=level, by=COORDINATOR)
        self.trial.check(who)
        self.trial.do(conduct.give_dose, who, given_at=self.trial.now)

    def _dosed_by_the_rules(self, before: TrialState, number: str) -> None:
        dosing = self.trial.state.participants[number].dosing
        assert dosing is not None
        if dosing.outside_gate or not dosing.backfill:
            super()._dosed_by_the_rules(before, number)
            return
        self.filled += 1
        cohort = before.cohort
        assert cohort is not None
        assert dosing.cohort == 0
        assert dosing.level < cohort.level
        assert dosing.level in [one.level for one in cohort.backfill]
        here = conduct.backfill_at(before, dosing.level, self.trial.now)
        assert here is not None
        assert here.places >= 1
        standing = stand(before, self.trial.now)
        assert not standing.is_halted
        assert isinstance(standing.known, Treat)
        assert dosing.level in standing.known.backfill
        assert conduct.recommend(before, at=self.trial.now).status in ("continue", "wait")
        assert not any(c.status == "pending" for c in conduct.candidates(before))

    def _places(self, state: TrialState) -> None:
        super()._places(state)
        for cohort in state.cohorts:
            for named in cohort.backfill:
                mine = [
                    slot
                    for slot in state.slots.values()
                    if slot.backfill
                    and (slot.cohort, slot.level) == (cohort.number, named.level)
                    and slot.status == "dosed"
                ]
                assert len(mine) <= named.n
        within = [p.dosing for p in state.dosed if p.dosing and not p.dosing.outside_gate]
        filled = [dosing.level for dosing in within if dosing.backfill]
        for level in set(filled):
            last = max(n for n, one in enumerate(within) if one.backfill and one.level == level)
            there = sum(one.level == level for one in within[: last + 1])
            assert there <= self.design.backfill_cap
        # The escalation alone says where the trial stands.
        led = [p.dosing.level for p in state.dosed if p.dosing and p.dosing.cohort and not p.died]
        counts = stand(state).counts
        if led and not any(p.died for p in state.dosed):
            assert counts.at == led[-1]


@pytest.mark.parametrize("design", [TRIED, ACTIVE], ids=["tried", "response"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_nobody_is_filled_in_where_no_place_is_open(
    design: BfBoin, steps: list[tuple[str, int]]
) -> None:
    course = Filling(design)
    for what, pick in steps:
        course.step(what, pick)


def test_the_courses_do_fill_levels() -> None:
    course = Filling(TRIED)
    for what, pick in (("cohort", 7), ("dose", 0), *[("fill", 2)] * 4, ("complete", 7)):
        course.step(what, pick)
    assert course.filled == 3

"""Laws of conduct that hold on every course of a trial, however events fall."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dosepath import conduct
from dosepath.conduct import Choice, Gate, Refused, TrialState, replay
from dosepath.designs import AcceleratedTitration, Design, ThreePlusThree, build, needs
from tests.unit.conduct.playing import (
    COORDINATOR,
    INVESTIGATOR,
    MONITOR,
    PHYSICIAN,
    SECOND,
    STATISTICIAN,
    Play,
    protocol,
    report,
)

DESIGNS: tuple[Design, ...] = (
    AcceleratedTitration(escalation=ThreePlusThree(levels=4), switch_level=2, grade_2_threshold=1),
    AcceleratedTitration(escalation=ThreePlusThree(levels=3)),
    ThreePlusThree(levels=3),
    ThreePlusThree(levels=2, de_escalate=False),
    build([{"rolling_six": {}}], 3),
    build([{"tite_boin": {"target": 0.3, "cohort": 3, "max_n": 12}}], 3),
)
# Steps that move a trial on are named more often, or most courses would get stuck early.
ONWARD = ("dose", "dose", "dose", "judge", "complete", "complete", "decide", "decide")
OTHERS = ("enrol", "reserve", "ready", "harm", "cautious", "halt", "transplant", "die", "wait")
RARE = ("tick", "release", "mend", "outside")
STEPS = st.lists(
    st.tuples(
        st.sampled_from((*ONWARD, *OTHERS, *RARE)),
        st.integers(0, 7),
    ),
    min_size=1,
    max_size=45,
)


class Course:
    """Does whatever it is told, as far as the rules let it, and checks the laws after each step."""

    def __init__(self, design: Design) -> None:
        self.trial = Play(protocol(design, planned=14)).open()

    def step(self, what: str, pick: int) -> None:
        before = self.trial.state
        with suppress(Refused):
            getattr(self, what)(pick)
        self.check(before)

    def someone(self, pick: int) -> str:
        people = list(self.trial.state.participants)
        return people[pick % len(people)] if people else "P-404"

    def enrol(self, pick: int) -> None:
        self.trial.enrolled()

    def reserve(self, pick: int) -> None:
        self.trial.do(conduct.reserve_slot, self.someone(pick), by=COORDINATOR)

    def ready(self, pick: int) -> None:
        self.trial.ready()

    def dose(self, pick: int) -> None:
        if pick < 6:
            self.trial.dosed()
        else:
            self.trial.do(conduct.give_dose, self.someone(pick), given_at=self.trial.now)

    def outside(self, pick: int) -> None:
        if pick == 7:
            self.trial.do(
                conduct.report_dose,
                self.someone(pick),
                given_at=self.trial.now,
                level=1 + pick % self.trial.protocol.levels,
                reason="given in error",
            )

    def harm(self, pick: int) -> None:
        onset = self.trial.now - timedelta(days=pick)
        self.trial.do(
            conduct.record_adverse_event,
            self.someone(pick),
            report=report(1 + pick % 5, ("possible", "unlikely")[pick % 2], onset=onset),
        )

    def judge(self, pick: int) -> None:
        verdict = ("dlt", "not_dlt", "not_evaluable")[pick % 3]
        for candidate in conduct.candidates(self.trial.state):
            for by in (INVESTIGATOR, SECOND, PHYSICIAN):
                self._try(conduct.adjudicate, candidate.number, verdict=verdict, by=by, reason="x")

    def _try(self, command: Any, *args: object, **named: object) -> None:
        with suppress(Refused):
            self.trial.do(command, *args, **named)

    def complete(self, pick: int) -> None:
        pending = conduct.stand(self.trial.state).pending
        for outcome in pending:
            who = self.trial.state.participants[outcome.participant]
            if who.window is None and not (who.died or who.transplanted or who.withdrawn):
                self.trial.completed(outcome.participant)

    def decide(self, pick: int) -> None:
        newest = self.trial.state.newest_decision
        if newest is None or newest.is_effective or pick == 0:
            self.trial.propose()
        decision = self.trial.state.newest_decision
        assert decision is not None
        for by in (INVESTIGATOR, STATISTICIAN, PHYSICIAN)[: 1 + pick]:
            self._try(
                conduct.sign_decision, decision.number, name=by.name, meaning="I agree", by=by
            )

    def cautious(self, pick: int) -> None:
        if pick > 2:
            return
        choices = [
            Choice("hold"),
            Choice("stop"),
            *(Choice("stop", mtd=mtd) for mtd in (1, 2)),
            *(Choice("treat", level=level, n=n) for level in (1, 2, 3) for n in (1, 4)),
        ]
        self.trial.decide(choices[self.trial.state.seq % len(choices)], "we prefer to be careful")

    def halt(self, pick: int) -> None:
        if pick == 0:
            self.trial.do(conduct.halt_dosing, reason="to be looked at", by=MONITOR)

    def transplant(self, pick: int) -> None:
        if pick == 0:
            self.trial.do(conduct.record_transplantation, self.someone(pick), on=self.trial.now)

    def die(self, pick: int) -> None:
        if pick == 1:
            self.trial.do(conduct.record_death, self.someone(pick), on=self.trial.now)

    def wait(self, pick: int) -> None:
        self.trial.wait(days=pick, hours=pick)

    def tick(self, pick: int) -> None:
        self.trial.do(conduct.tick)

    def release(self, pick: int) -> None:
        self.trial.do(conduct.release_slot, self.someone(pick), reason="postponed")

    def mend(self, pick: int) -> None:
        events = list(self.trial.state.adverse_events.values())
        if events:
            event = events[pick % len(events)]
            mild = report(1, "unrelated", onset=event.report.onset)
            self.trial.do(conduct.update_adverse_event, event.number, report=mild, reason="x")

    def check(self, before: TrialState) -> None:
        state = self.trial.state
        dosed_now = {p.number for p in state.dosed} - {p.number for p in before.dosed}
        for number in dosed_now:
            self._dosed_by_the_rules(before, number)
        self._places(state)
        self._reads_the_same(state)

    def _dosed_by_the_rules(self, before: TrialState, number: str) -> None:
        dosing = self.trial.state.participants[number].dosing
        assert dosing is not None
        if dosing.outside_gate:
            assert conduct.stand(self.trial.state).is_halted
            return
        cohort = before.cohort
        assert cohort is not None
        assert dosing.level == cohort.level
        advice = conduct.recommend(before, at=self.trial.now)
        assert (advice.status, advice.choice.level) == ("continue", dosing.level)
        # Never above what the design allows for the evaluated, nor at a level it closed.
        known = conduct.stand(before, self.trial.now).known
        assert dosing.level <= getattr(known, "level", 0)
        assert not any(c.status == "pending" for c in conduct.candidates(before))

    def _places(self, state: TrialState) -> None:
        holders = Counter(s.participant for s in state.slots.values() if s.status == "reserved")
        assert all(held == 1 for held in holders.values())
        # Under a rolling rule the places of a signed level open one after another.
        fixed = () if "pending" in needs(state.protocol.design) else state.cohorts
        for cohort in fixed:
            inside = [o for o in conduct.outcomes(state) if o.cohort == cohort.number]
            replaced = sum(o.result == "not_evaluable" for o in inside)
            # One replacement at most; and someone judged not evaluable may later count again.
            assert len(inside) <= cohort.n + max(replaced, 1)
        within = [p for p in state.dosed if p.dosing and not p.dosing.outside_gate]
        assert len(within) <= state.planned

    def _reads_the_same(self, state: TrialState) -> None:
        again = replay(self.trial.events, self.trial.protocol)
        assert again == state
        at = self.trial.now
        one, other = (conduct.recommend(s, at=at).to_json() for s in (state, again))
        assert json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
        assert conduct.Recommendation(**vars_of(conduct.recommend(state, at=at))).to_json() == one


def vars_of(found: conduct.Recommendation) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


NAMES = ("worked", "titration", "3+3", "stop-only", "rolling six", "TITE-BOIN")


@pytest.mark.parametrize("design", DESIGNS, ids=NAMES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_no_course_breaks_the_rules_of_dosing(design: Design, steps: list[tuple[str, int]]) -> None:
    course = Course(design)
    for what, pick in steps:
        course.step(what, pick)


@given(number=st.text(max_size=8))
def test_the_gate_is_closed_for_anybody_who_is_not_enrolled(number: str) -> None:
    trial = Play()
    assert not conduct.dosing_gate(trial.state, number, at=trial.now).is_open
    assert not Gate(number, trial.now, ()).is_open


@given(
    level=st.integers(-1, 6),
    n=st.integers(-1, 8),
    mtd=st.one_of(st.none(), st.integers(-1, 6)),
    action=st.sampled_from(("treat", "stop", "hold")),
)
def test_no_choice_above_the_recommendation_is_ever_allowed(
    level: int, n: int, mtd: int | None, action: str
) -> None:
    found = READY.recommend()
    wanted = Choice(action, level=level, n=n, mtd=mtd)
    if conduct.less_cautious(found, wanted) is None and action != "hold":
        assert wanted.is_sound
        assert wanted.level <= found.choice.level
        assert wanted.n <= found.choice.n
        assert (wanted.mtd or 0) < found.choice.level


def _ready() -> Play:
    trial = Play().open()
    trial.completed(trial.dosed())
    return trial


READY = _ready()

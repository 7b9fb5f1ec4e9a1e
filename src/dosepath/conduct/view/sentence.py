"""The state of the trial in one sentence, as the first line of the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dosepath.conduct.record.decision import TREAT, Choice, DoseDecision
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view.candidates import candidates
from dosepath.conduct.view.recommendation import (
    CONTINUE,
    MTD_NOT_REACHED,
    Recommendation,
    recommend,
)
from dosepath.conduct.view.standing import active_halts, last_effective
from dosepath.conduct.view.timing import free_places, next_dosing_from
from dosepath.designs import selects
from dosepath.rule import Reason


def trial_sentence(state: TrialState, at: datetime) -> Reason:
    """One sentence: the open level, how many of its cohort are dosed, and what comes next."""
    found = recommend(state, at=at)
    if not state.is_open:
        return Reason.of("sentence.not_open")
    if state.part_opened is None:
        return Reason.of("sentence.part_not_open", part=state.part)
    if found.status == "hold":
        return _held(found)
    if found.status == "ended":
        return _ended(state)
    if found.is_decision_due:
        return _decision_due(state, found)
    cohort = state.cohort
    if cohort is None or cohort.n == 0:
        return Reason.of("sentence.no_cohort")
    dosed = sum(p.dosing is not None and p.dosing.cohort == cohort.number for p in state.dosed)
    # Under a rolling rule places open one after another: so many were opened so far.
    opened = dosed + found.choice.n if found.status == CONTINUE else 0
    here = {"level": cohort.level, "dosed": dosed, "n": max(cohort.n, dosed, opened)}
    if found.status == "wait":
        return _waiting(state, found, here)
    opens = next_dosing_from(state)
    if free_places(state, at) == 0:
        return Reason.of("sentence.slots_held", **here)
    if opens is None or opens <= at:
        return Reason.of("sentence.open_now", **here)
    return Reason.of("sentence.open_from", opens=opens.isoformat(), **here)


def standing_sentences(state: TrialState, at: datetime) -> tuple[Reason, ...]:
    """Where the trial, or the part looked at, stands: first that dosing is halted, if it is."""
    said = trial_sentence(state, at)
    opened, halts = state.part_opened, active_halts(state)
    if opened is None or not halts:
        return (said,)
    if not state.protocol.parts:
        return Reason.of("sentence.halted"), said
    # A halt from before the opening holds here too: this part's committee has not looked at it.
    before = all(halt.stamp.seq < opened.seq for halt in halts)
    return Reason.of("sentence.part_halted_before" if before else "sentence.part_halted"), said


def _held(found: Recommendation) -> Reason:
    if found.missing:
        return Reason.of("sentence.rule_holds", missing=len(found.missing))
    return Reason.of("sentence.hold")


def _waiting(state: TrialState, found: Recommendation, here: Mapping[str, int]) -> Reason:
    unjudged = sum(c.status == "pending" for c in candidates(state))
    if unjudged:
        return Reason.of("sentence.paused", events=unjudged, **here)
    return Reason.of("sentence.waiting", missing=len(found.missing), **here)


def _ended(state: TrialState) -> Reason:
    decision, levels = last_effective(state), state.protocol.levels
    mtd = decision.choice.mtd if decision is not None else None
    if decision is not None and is_top_tolerated(decision, decision.choice, levels=levels):
        return Reason.of("sentence.ended_at_top", level=mtd)
    return Reason.of("sentence.ended", mtd=mtd, goal=_goal(state))


def is_top_tolerated(decision: DoseDecision, choice: Choice, *, levels: int) -> bool:
    """Whether a choice at a decision's cut ends at a top that was tolerated, an MTD not reached.

    The frozen recommendation says so: the study file may have been amended since. A more
    cautious choice names a lower level, which is not the top.
    """
    if choice.mtd != levels:
        return False
    because = decision.recommendation.get("because")
    rows = because if isinstance(because, list | tuple) else ()
    return any(isinstance(row, Mapping) and row.get("code") == MTD_NOT_REACHED for row in rows)


def _decision_due(state: TrialState, found: Recommendation) -> Reason:
    newest, choice = state.newest_decision, found.choice
    if newest is not None and not newest.is_effective:
        return Reason.of("sentence.decision_waiting", decision=newest.number)
    if choice.action == TREAT:
        return Reason.of("sentence.treat_due", n=choice.n, level=choice.level)
    if choice.mtd is None:
        return Reason.of("sentence.stop_due", goal=_goal(state))
    if any(reason.code == MTD_NOT_REACHED for reason in found.because):
        return Reason.of("sentence.top_due", level=choice.mtd)
    return Reason.of("sentence.mtd_due", mtd=choice.mtd, goal=_goal(state))


def _goal(state: TrialState) -> str:
    """What the design selects, as it is abbreviated in every language."""
    return selects(state.protocol.design).upper()

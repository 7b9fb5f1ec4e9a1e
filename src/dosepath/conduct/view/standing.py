"""Where the trial stands: what the design sees, what is open, what has been overtaken by facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dosepath.conduct.record.decision import STOP, TREAT, Choice, Cohort, DoseDecision, Halt
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view.candidates import counts_as_grade_2
from dosepath.conduct.view.outcome import (
    GRADE_2,
    NONE,
    NOT_EVALUABLE,
    PENDING,
    Counted,
    Outcome,
    counts_of,
    outcomes,
    tallied,
)
from dosepath.designs import Counts, Decision, Treat, heeds_grade_2


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts from which gate, slots and recommendation are all derived, computed once.

    ``known`` is the design's answer to the evaluated participants alone. ``places`` is how
    many more participants may be dosed in the present cohort (reserved or not) before a
    committee decision is needed. ``superseded`` names the effective decisions whose facts
    have changed since; ``halts`` the halts that no later decision has lifted.
    """

    outcomes: tuple[Outcome, ...]
    counts: Counts
    known: Decision
    cohort: Cohort | None
    places: int
    superseded: tuple[str, ...]
    halts: tuple[Halt, ...]

    @property
    def pending(self) -> tuple[Outcome, ...]:
        """Dosed participants whose outcome is not known yet."""
        return tuple(o for o in self.outcomes if o.result == PENDING)

    @property
    def is_halted(self) -> bool:
        """Whether a person's halt or an overtaken decision forbids dosing."""
        return bool(self.halts) or (
            self.cohort is not None and self.cohort.opened_by in self.superseded
        )

    def pending_at(self, level: int) -> int:
        """How many at ``level`` are not known yet."""
        return sum(o.level == level for o in self.pending)


def stand(state: TrialState) -> Standing:
    """Compute the standing; whatever the design raises goes through to the caller."""
    found = outcomes(state)
    counts = counts_of(state, found)
    known = state.protocol.design.decide(counts)
    standing = Standing(
        outcomes=found,
        counts=counts,
        known=known,
        cohort=state.cohort,
        places=0,
        superseded=superseded(state, found),
        halts=active_halts(state),
    )
    return _with_places(state, standing)


def _with_places(state: TrialState, standing: Standing) -> Standing:
    places = 0 if standing.is_halted else min(_capacity(state, standing), _wanted(state, standing))
    return Standing(
        standing.outcomes,
        standing.counts,
        standing.known,
        standing.cohort,
        max(places, 0),
        standing.superseded,
        standing.halts,
    )


def _capacity(state: TrialState, standing: Standing) -> int:
    """Places of the cohort that are not dosed; a participant who cannot be evaluated frees one."""
    cohort = standing.cohort
    if cohort is None:
        return 0
    dosed = sum(o.cohort == cohort.number for o in standing.outcomes)
    lost = sum(o.cohort == cohort.number and o.result == NOT_EVALUABLE for o in standing.outcomes)
    if lost and _lost_an_event_that_counts(state, standing):
        return cohort.n - dosed
    limit = state.protocol.replacements
    return cohort.n + (lost if limit is None else min(lost, limit)) - dosed


def _lost_an_event_that_counts(state: TrialState, standing: Standing) -> bool:
    """Whether titration goes on, and somebody not evaluable had what would count to end it.

    The rule does not see them, so their place is filled only by the committee.
    """
    known = standing.known
    if not isinstance(known, Treat):
        return False
    if not heeds_grade_2(state.protocol.design, standing.counts, treat=known):
        return False
    return bool(uncounted(state, standing.outcomes))


def uncounted(state: TrialState, found: tuple[Outcome, ...]) -> tuple[str, ...]:
    """Participants whose window ended early, with a related event of the counting grade.

    Whom two people judged not evaluable is not among them: they have weighed the event.
    """
    return tuple(
        o.participant
        for o in found
        if o.result == NOT_EVALUABLE
        and o.because.code != "outcome.judged_not_evaluable"
        and counts_as_grade_2(state, state.participants[o.participant])
    )


def _wanted(state: TrialState, standing: Standing) -> int:
    """How many more the design, as it sees the evaluated, still wants at the cohort's level."""
    cohort, known = standing.cohort, standing.known
    if cohort is None or not isinstance(known, Treat):
        return 0
    if known.level == cohort.level:
        return known.n - standing.pending_at(cohort.level)
    # The committee chose a lower level than the rule allows: that cohort may be completed.
    return cohort.n if known.level > cohort.level and is_more_cautious(state, cohort) else 0


def is_more_cautious(state: TrialState, cohort: Cohort) -> bool:
    """Whether a cohort was opened by a decision more cautious than its recommendation."""
    decision = state.decisions.get(cohort.opened_by)
    if decision is None or decision.choice.action != TREAT:
        return False
    return decision.choice != recommended_choice(decision)


def recommended_choice(decision: DoseDecision) -> Choice:
    """The choice that was recommended at a decision's data cut."""
    choice = decision.recommendation["choice"]
    if not isinstance(choice, Mapping):
        raise TypeError(f"{decision.number} holds no recommended choice")
    return Choice.from_json(choice)


def last_effective(state: TrialState) -> DoseDecision | None:
    """The decision in force, or ``None`` while only the protocol has opened a cohort."""
    cohort = state.cohort
    return None if cohort is None else state.decisions.get(cohort.opened_by)


def active_halts(state: TrialState) -> tuple[Halt, ...]:
    """Halts that no effective decision has lifted: one lifts only what its data cut includes."""
    cut = max((d.cut.seq for d in state.decisions.values() if d.is_effective), default=0)
    return tuple(halt for halt in state.halts if halt.stamp.seq > cut)


def is_ended(state: TrialState, standing: Standing) -> bool:
    """Whether escalation has ended by an effective decision that still rests on its facts."""
    last = last_effective(state)
    return last is not None and last.choice.action == STOP and not standing.is_halted


def superseded(state: TrialState, now: tuple[Outcome, ...]) -> tuple[str, ...]:
    """Effective decisions whose facts have changed: what they counted is not what holds now."""
    present = {o.participant: o.result for o in now}
    effective = (d for d in state.decisions.values() if d.is_effective)
    return tuple(d.number for d in effective if _has_changed(state, d, present))


def _has_changed(state: TrialState, decision: DoseDecision, present: Mapping[str, str]) -> bool:
    frozen = frozen_results(decision)
    before, revised = [], []
    for participant, level, then in frozen:
        dosing = state.participants[participant].dosing
        counted = Counted(level, then, dosing is None or dosing.cohort != 0)
        before.append(counted)
        result = present.get(participant, PENDING)
        # Someone under observation then was expected to become known; someone whose event is
        # being judged again now pauses dosing by that alone.
        if PENDING in (then, result):
            revised.append(counted)
            continue
        mild = {then, result} == {GRADE_2, NONE}
        if result != then and not mild:
            return True
        revised.append(replace(counted, result=result))
    return _decides_otherwise(state, before, revised)


def _decides_otherwise(state: TrialState, then: list[Counted], now: list[Counted]) -> bool:
    if then == now:
        return False
    design = state.protocol.design
    none = Counts.none(state.protocol.levels)
    before, after = design.decide(tallied(none, then)), design.decide(tallied(none, now))
    # Other words for the same step do not overtake a decision.
    return type(before) is not type(after) or replace(before, because=after.because) != after


def frozen_results(decision: DoseDecision) -> list[tuple[str, int, str]]:
    """Participant, level and result of everyone dosed at a decision's data cut, in order."""
    rows = decision.recommendation["participants"]
    if not isinstance(rows, list | tuple):
        raise TypeError(f"{decision.number} holds no frozen participants")
    return [(str(r["participant"]), int(r["level"]), str(r["result"])) for r in rows]

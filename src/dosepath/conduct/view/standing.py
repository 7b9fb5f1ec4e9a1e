"""Where the trial stands: what the design sees, what is open, what has been overtaken by facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dosepath.conduct.record.decision import STOP, TREAT, Choice, Cohort, DoseDecision, Halt
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view.candidates import counts_as_grade_2
from dosepath.conduct.view.early import stays_whatever_the_responses
from dosepath.conduct.view.filling import high_levels, left_to_cap
from dosepath.conduct.view.outcome import (
    GRADE_2,
    NONE,
    NOT_EVALUABLE,
    PENDING,
    Counted,
    Followed,
    Outcome,
    counted,
    counts_of,
    outcomes,
    tallied,
)
from dosepath.designs import Counts, Decision, Treat, Wait, heeds_grade_2, needs
from dosepath.rule import Reason

ENGINE_ERROR = "recommend.engine_error"


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts from which gate, slots and recommendation are all derived, computed once.

    ``known`` is the design's answer to the evaluated participants alone, and to those under
    observation too if it heeds them. ``places`` is how many more participants may be dosed
    in the present cohort (reserved or not) before a committee decision is needed.
    ``superseded`` names the effective decisions whose facts have changed since; ``halts``
    the halts that no later decision has lifted.
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

    @property
    def has_failed(self) -> bool:
        """Whether the design gave no answer but an error: then nobody is dosed."""
        return isinstance(self.known, Wait) and self.known.because.code == ENGINE_ERROR

    @property
    def awaited(self) -> tuple[Outcome, ...]:
        """Those of :attr:`pending` for whom the next decision waits: not who fills below it."""
        return tuple(o for o in self.outcomes if o.is_awaited)

    @property
    def aside(self) -> tuple[Outcome, ...]:
        """Those of :attr:`pending` for whom it does not: backfilled below the escalation."""
        return tuple(o for o in self.pending if o.aside)

    def pending_at(self, level: int) -> int:
        """How many at ``level`` are not known yet."""
        return sum(o.level == level for o in self.pending)


def stand(state: TrialState, at: datetime | None = None) -> Standing:
    """Compute the standing as known at ``at``.

    ``at`` matters only to a design that heeds how long participants were followed; without
    it they were followed until the last entry of the log. If the design raises, nothing is
    open and :attr:`Standing.has_failed` says so.
    """
    found = outcomes(state, at)
    try:
        return _stand(state, found)
    except Exception as fault:  # noqa: BLE001  whatever went wrong, nobody is dosed because of it
        return Standing(
            outcomes=found,
            counts=Counts.none(state.protocol.levels),
            known=Wait(Reason.of(ENGINE_ERROR, error=type(fault).__name__)),
            cohort=state.cohort,
            places=0,
            superseded=(),
            halts=active_halts(state),
        )


def _stand(state: TrialState, found: tuple[Outcome, ...]) -> Standing:
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
    return replace(standing, places=max(places, 0))


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
    if _rolls(state, cohort):
        # Further places open by the rule; a second replacement goes to the committee here too.
        return 0 if limit is not None and lost > limit else _wanted(state, standing)
    return cohort.n + (lost if limit is None else min(lost, limit)) - dosed


def heeds_pending(state: TrialState) -> bool:
    """Whether the design decides while participants are under observation."""
    return "pending" in needs(state.protocol.design)


def _rolls(state: TrialState, cohort: Cohort) -> bool:
    """Whether the rule itself opens the cohort's places: a rolling design, decided as it says.

    A committee that was more cautious opened the places it named and no more.
    """
    return heeds_pending(state) and not is_more_cautious(state, cohort)


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
        and not o.is_judged_not_evaluable
        and counts_as_grade_2(state, state.participants[o.participant])
    )


def _wanted(state: TrialState, standing: Standing) -> int:
    """How many more the design, as it sees the evaluated, still wants at the cohort's level."""
    left = left_to_cap(state, standing.outcomes)
    wanted = _wanted_by_rule(state, standing)
    return wanted if left is None else min(wanted, left)


def _wanted_by_rule(state: TrialState, standing: Standing) -> int:
    cohort, known = standing.cohort, standing.known
    if cohort is None or not isinstance(known, Treat):
        return 0
    if known.level == cohort.level:
        if heeds_pending(state):
            return known.n
        return known.n - standing.pending_at(cohort.level) if stays(state, standing, known) else 0
    # The committee chose a lower level than the rule allows: that cohort may be completed.
    return cohort.n if known.level > cohort.level and is_more_cautious(state, cohort) else 0


def stays(state: TrialState, standing: Standing, known: Treat) -> bool:
    """Whether no response awaited from somebody whose toxicity is known leads elsewhere."""
    design = state.protocol.design
    return stays_whatever_the_responses(design, standing.outcomes, counts=standing.counts, at=known)


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
    """Halts that no effective decision has lifted: one lifts only what its data cut includes.

    A halt is for the whole trial; each part's committee lifts it for its part.
    """
    cut = max((d.cut.seq for d in state.decided if d.is_effective), default=0)
    return tuple(halt for halt in state.halts if halt.stamp.seq > cut)


def is_ended(state: TrialState, standing: Standing) -> bool:
    """Whether escalation has ended by an effective decision that still rests on its facts."""
    last = last_effective(state)
    return last is not None and last.choice.action == STOP and not standing.is_halted


def superseded(state: TrialState, now: tuple[Outcome, ...]) -> tuple[str, ...]:
    """Effective decisions whose facts have changed: what they counted is not what holds now."""
    present = {o.participant: o for o in now}
    effective = (d for d in state.decided if d.is_effective)
    return tuple(
        d.number
        for d in effective
        if _has_changed(state, d, present) or is_high_below(state, d, now)
    )


def is_high_below(state: TrialState, decision: DoseDecision, now: tuple[Outcome, ...]) -> bool:
    """Whether a lower level has come to too many DLTs since the decision in force.

    The decision did not wait for those backfilled there. Under a partial cohort the rule itself
    looks at the present level alone, so the committee is asked before anybody more is dosed.
    """
    if decision is not last_effective(state) or decision.choice.action != TREAT:
        return False
    then = high_levels(state, (counted for _, counted in frozen_results(decision)))
    since = high_levels(state, map(counted, now)) - then
    return any(level < decision.choice.level for level in since)


def _has_changed(state: TrialState, decision: DoseDecision, present: Mapping[str, Outcome]) -> bool:
    before, revised = [], []
    for participant, then in frozen_results(decision):
        dosing = state.participants[participant].dosing
        seen = replace(then, is_planned=dosing is None or dosing.cohort != 0)
        before.append(seen)
        now = present.get(participant)
        result = now.result if now is not None else PENDING
        # Someone under observation then was expected to become known; someone whose event is
        # being judged again now pauses dosing by that alone.
        if PENDING in (seen.result, result):
            revised.append(seen)
            continue
        mild = {seen.result, result} == {GRADE_2, NONE}
        if result != seen.result and not mild:
            return True
        response = now.response if now is not None else None
        revised.append(replace(seen, result=result, response=response))
    return _decides_otherwise(state, before, revised)


def _decides_otherwise(state: TrialState, then: list[Counted], now: list[Counted]) -> bool:
    if then == now:
        return False
    design = state.protocol.design
    before, after = design.decide(tallied(design, then)), design.decide(tallied(design, now))
    if isinstance(before, Treat) and isinstance(after, Treat):
        # Other words for the same step do not overtake a decision. Nor do other levels to be
        # filled: those it named close by themselves, and no other opens.
        return (before.level, before.n) != (after.level, after.n)
    return type(before) is not type(after) or replace(before, because=after.because) != after


def frozen_results(decision: DoseDecision) -> list[tuple[str, Counted]]:
    """Everyone dosed at a decision's data cut, in order, with what the design saw of them."""
    rows = decision.recommendation["participants"]
    if not isinstance(rows, list | tuple):
        raise TypeError(f"{decision.number} holds no frozen participants")
    return [(str(row["participant"]), _frozen(row)) for row in rows]


def _frozen(row: Mapping[str, object]) -> Counted:
    followed, response = row.get("followed"), row.get("response")
    return Counted(
        int(str(row["level"])),
        str(row["result"]),
        followed=Followed(int(followed["days"]), int(followed["of"]))
        if isinstance(followed, Mapping)
        else None,
        response=response if isinstance(response, bool) else None,
        toxicity=str(row.get("toxicity", "")),
    )

"""The recommendation: the design's answer, once everything it needs is complete.

An error of the engine is a HOLD with its reason, never a dose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dosepath.conduct.record.decision import HOLD, STOP, TREAT, Choice
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view.early import settled_with_responses
from dosepath.conduct.view.filling import fillings, high_levels, left_to_cap
from dosepath.conduct.view.missing import missing, missing_verdicts
from dosepath.conduct.view.outcome import NOT_EVALUABLE, PENDING, Outcome, counted, level_in_hand
from dosepath.conduct.view.standing import (
    ENGINE_ERROR,
    Standing,
    heeds_pending,
    is_ended,
    stand,
    stays,
    uncounted,
)
from dosepath.designs import Counts, Decision, Stop, Tally, Treat, Wait, filler_of, needs
from dosepath.pathways import settled
from dosepath.rule import Reason

MTD_NOT_REACHED = "recommend.mtd_not_reached"
_AT_TOP = ("design.mtd_top", "design.mtd_top_accepted")
CONTINUE, WAIT, ENDED = "continue", "wait", "ended"
NOBODY = Choice(HOLD)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do next, why, and what is missing.

    ``status`` is one of

    ========  =======================================================================
    treat     a committee decision is due: ``choice`` treats n at a level
    stop      a committee decision is due: ``choice`` ends escalation with an MTD or none
    continue  the open cohort has places left: no decision is needed to dose in it
    wait      ``missing`` must come first: windows, assessments, verdicts
    hold      nobody is dosed and nothing can be decided: something is wrong (``because``), or
              the rule itself holds enrolment until results are in (``missing`` lists them)
    ended     escalation has ended by an effective decision
    ========  =======================================================================

    ``because`` begins with the design's own reason where there is one. ``counts`` is what
    the design saw, ``outcomes`` what each dosed participant counts for.
    """

    status: str
    choice: Choice
    because: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    counts: Counts
    outcomes: tuple[Outcome, ...]
    superseded: tuple[str, ...] = ()

    @property
    def is_decision_due(self) -> bool:
        """Whether the committee can decide now."""
        return self.status in (TREAT, STOP)

    def to_json(self) -> dict[str, object]:
        """A JSON object of texts, whole numbers and lists; equal for equal logs and times."""
        return {
            "status": self.status,
            "choice": self.choice.to_json(),
            "because": [_spelled(reason.to_json()) for reason in self.because],
            "missing": [_spelled(reason.to_json()) for reason in self.missing],
            "counts": {
                "at": self.counts.at,
                "levels": [_level_row(tally) for tally in self.counts.levels],
            },
            "participants": [_person_row(one) for one in self.outcomes],
            "superseded": list(self.superseded),
        }


def _level_row(tally: Tally) -> dict[str, object]:
    """A level's counts; responses and pending participants only where a design has them."""
    row: dict[str, object] = {"n": tally.n, "dlt": tally.dlt, "grade_2": tally.grade2}
    if tally.pending:
        row["pending"] = len(tally.pending)
    if tally.responses:
        row["responses"], row["responses_with_dlt"] = tally.responses, tally.responses_with_dlt
    return row


def _person_row(one: Outcome) -> dict[str, object]:
    row: dict[str, object] = {
        "participant": one.participant,
        "level": one.level,
        "result": one.result,
    }
    if one.followed is not None:
        row["followed"] = {"days": one.followed.days, "of": one.followed.of}
    if one.response is not None:
        row["response"] = one.response
    if one.backfill:
        # The toxicity that is known while the response is awaited closes places already.
        row["backfill"] = True
        if one.toxicity:
            row["toxicity"] = one.toxicity
    return row


def _spelled(value: object) -> object:
    """The value with every number that is not whole as text: it is stored and read again."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return {name: _spelled(part) for name, part in value.items()}
    return [_spelled(part) for part in value] if isinstance(value, list) else value


def recommend(state: TrialState, *, at: datetime) -> Recommendation:
    """What is next for the trial as known at ``at``: the design, and whether all is complete."""
    try:
        return _recommend(state, at)
    except Exception as fault:  # noqa: BLE001  whatever went wrong, nobody is dosed because of it
        because = Reason.of(ENGINE_ERROR, error=type(fault).__name__)
        empty = Counts.none(state.protocol.levels)
        return Recommendation(HOLD, NOBODY, (because,), (), empty, ())


def _recommend(state: TrialState, at: datetime) -> Recommendation:
    standing = stand(state, at)
    if not state.is_open:
        return _hold(standing, Reason.of("recommend.not_open"))
    if state.part_opened is None:
        return _hold(standing, Reason.of("recommend.part_not_open", part=state.part))
    if standing.has_failed:
        return _hold(standing, standing.known.because)
    if isinstance(standing.known, Wait):
        return _rule_waits(state, standing, at)
    if is_ended(state, standing):
        return _answer(standing, ENDED, because=(Reason.of("recommend.ended"),))
    lacks = missing(state, at)
    if missing_verdicts(state) and state.protocol.candidate_pauses:
        because = (Reason.of("recommend.candidate_pending"),)
        return replace(_answer(standing, WAIT, because=because), missing=lacks)
    found = _next(state, standing, lacks=lacks)
    if not _needs_aside(found):
        return found
    first = Reason.of("recommend.backfill_first", pending=len(standing.aside))
    answer = _answer(standing, WAIT, because=(found.because[0], first))
    return replace(answer, missing=missing(state, at, of_aside=True))


def _needs_aside(found: Recommendation) -> bool:
    """Whether a decision must wait for those backfilled below the escalation too.

    It does where it would name an MTD, because what they show is part of its data, and where
    nobody more can be dosed before it is known whether all of them count.
    """
    if found.status == STOP:
        return found.choice.mtd is not None and any(
            one.aside and one.result == PENDING for one in found.outcomes
        )
    return found.status == TREAT and found.choice.n < 1


def _rule_waits(state: TrialState, standing: Standing, at: datetime) -> Recommendation:
    """The rule holds enrolment: what would change that are the results it waits for."""
    if heeds_pending(state) and standing.pending:
        note = Reason.of("recommend.rule_holds", pending=len(standing.pending))
        held = _hold(standing, standing.known.because, note)
        return replace(held, missing=missing(state, at))
    return _hold(standing, standing.known.because, Reason.of("recommend.design_waits"))


def _next(state: TrialState, standing: Standing, *, lacks: tuple[Reason, ...]) -> Recommendation:
    known, cohort = standing.known, standing.cohort
    if standing.places and cohort is not None:
        choice = Choice(TREAT, cohort.level, standing.places)
        # To the rule, whoever is under observation is still to be treated.
        is_behind = bool(standing.pending) and known.because.code == "design.rest_of_cohort"
        is_open = Reason.of("recommend.cohort_open", level=cohort.level)
        because = (is_open,) if is_behind else (known.because, is_open)
        answer = _answer(standing, CONTINUE, choice=choice, because=because)
        return replace(answer, missing=lacks)
    if not standing.awaited:
        return _decide(state, standing, known)
    if heeds_pending(state):
        return _decide(state, standing, known, _counted_in_part(standing))
    rest = _rest_of_level(state, standing)
    if rest is not None:
        return _decide(state, standing, rest)
    early = _early(state, standing)
    lowest = min(one.level for one in standing.awaited)
    if early is not None and _is_cautious(early, known, lowest_pending=lowest):
        extra = Reason.of("recommend.settled", pending=len(standing.awaited))
        return _decide(state, standing, early, extra)
    awaited = (Reason.of("recommend.incomplete", pending=len(standing.awaited)),)
    return replace(_answer(standing, WAIT, because=awaited), missing=lacks)


def _counted_in_part(standing: Standing) -> Reason:
    return Reason.of("recommend.counted_in_part", pending=len(standing.pending))


def _early(state: TrialState, standing: Standing) -> Decision | None:
    """The decision that no pending participant can change, if there is one.

    What may be filled meanwhile can depend on them: such a decision names no level for it.
    """
    design = state.protocol.design
    if filler_of(design) is not None:
        found = [one for one in standing.outcomes if not one.aside]
        early = settled_with_responses(design, found, counts=standing.counts)
        return replace(early, backfill=()) if isinstance(early, Treat) else early
    if "responses" in needs(design):
        return settled_with_responses(design, standing.outcomes, counts=standing.counts)
    pending = Counter(one.level for one in standing.pending)
    return settled(design, standing.counts, pending=pending)


def _rest_of_level(state: TrialState, standing: Standing) -> Treat | None:
    """More participants at the level in hand than those under observation will complete.

    It needs the committee: the cohort's places are used up (a second replacement) or a halt
    has closed them.
    """
    known = standing.known
    if not isinstance(known, Treat) or known.level != level_in_hand(state):
        return None
    if not stays(state, standing, known):
        return None
    rest = known.n - standing.pending_at(known.level)
    return Treat(known.level, rest, known.because, known.backfill) if rest > 0 else None


def _is_cautious(decision: Decision, known: Decision, *, lowest_pending: int) -> bool:
    """Whether a decision may be taken while people are under observation.

    It goes no higher than the lowest level under observation, and no higher than what the
    evaluated participants alone call for.
    """
    if isinstance(decision, Treat):
        lowest = known.level if isinstance(known, Treat) else 0
        return decision.level <= min(lowest, lowest_pending)
    return isinstance(decision, Stop) and (decision.mtd is None or decision.mtd < lowest_pending)


def _decide(
    state: TrialState, standing: Standing, decision: Decision, *extra: Reason
) -> Recommendation:
    because = (decision.because, *extra, *_notes(state, standing, decision))
    if isinstance(decision, Treat):
        n = _to_be_dosed(state, standing, decision)
        choice = Choice(TREAT, decision.level, n, backfill=fillings(state, decision))
        return _answer(standing, TREAT, choice=choice, because=because)
    if isinstance(decision, Stop):
        return _answer(standing, STOP, choice=Choice(STOP, mtd=decision.mtd), because=because)
    return _hold(standing, *because)


def _to_be_dosed(state: TrialState, standing: Standing, decision: Treat) -> int:
    """How many places a decision opens: those backfilled at its level are of the rule's number."""
    n = decision.n - sum(one.level == decision.level for one in standing.aside)
    left = left_to_cap(state, standing.outcomes)
    return n if left is None else min(n, left)


def _notes(state: TrialState, standing: Standing, decision: Decision) -> tuple[Reason, ...]:
    notes = []
    if standing.superseded:
        notes.append(Reason.of("recommend.superseded", decisions=standing.superseded))
    if standing.halts:
        notes.append(Reason.of("recommend.halted", halts=len(standing.halts)))
    if state.protocol.mtd_at_top == "not_reached" and decision.because.code in _AT_TOP:
        notes.append(Reason.of(MTD_NOT_REACHED, level=decision.because["level"]))
    unseen = uncounted(state, standing.outcomes)
    if unseen:
        notes.append(Reason.of("recommend.uncounted", participants=unseen))
    if isinstance(decision, Treat):
        notes.extend(_about_filling(state, standing, decision))
        lost = sum(
            o.level == decision.level and o.result == NOT_EVALUABLE and not o.backfill
            for o in standing.outcomes
        )
        if lost > 1:
            notes.append(Reason.of("recommend.replacements", level=decision.level, n=lost))
        if heeds_pending(state):
            notes.append(Reason.of("recommend.rolling", level=decision.level))
        total = len(state.dosed_anywhere) + decision.n
        if total > state.planned:
            notes.append(Reason.of("recommend.beyond_planned", total=total, planned=state.planned))
    return tuple(notes)


def _about_filling(state: TrialState, standing: Standing, decision: Treat) -> Iterator[Reason]:
    """What may be filled meanwhile, who of those filled is not waited for, what they have shown."""
    for one in fillings(state, decision):
        yield Reason.of("recommend.fills", level=one.level, n=one.n)
    if standing.aside:
        yield Reason.of("recommend.backfill_aside", pending=len(standing.aside))
    for level in sorted(high_levels(state, map(counted, standing.outcomes))):
        if level < decision.level:
            yield Reason.of("recommend.high_below", level=level)


def _hold(standing: Standing, *because: Reason) -> Recommendation:
    return _answer(standing, HOLD, because=because)


def _answer(
    standing: Standing, status: str, *, because: tuple[Reason, ...], choice: Choice = NOBODY
) -> Recommendation:
    return Recommendation(
        status=status,
        choice=choice,
        because=because,
        missing=(),
        counts=standing.counts,
        outcomes=standing.outcomes,
        superseded=standing.superseded,
    )

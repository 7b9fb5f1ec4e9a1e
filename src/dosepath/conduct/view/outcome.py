"""What each participant counts for: dose-limiting, clean, not evaluable, or not known yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dosepath.conduct.record.participant import Milestone, Participant
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view import candidates as judged
from dosepath.conduct.view.candidates import Candidate, candidates, counts_as_grade_2
from dosepath.designs import Counts
from dosepath.rule import Reason

PENDING, DLT, GRADE_2, NONE, NOT_EVALUABLE = "pending", "dlt", "grade_2", "none", "not_evaluable"
EVALUATED = (DLT, GRADE_2, NONE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a dosed participant counts for, and why.

    ``result`` is ``dlt``, ``grade_2`` (a counting event, no DLT), ``none``,
    ``not_evaluable`` (to be replaced) or ``pending``.
    """

    participant: str
    level: int
    cohort: int
    result: str
    because: Reason

    @property
    def is_evaluated(self) -> bool:
        """Whether the design sees this participant."""
        return self.result in EVALUATED


def window_ends(state: TrialState, participant: Participant) -> date:
    """The last calendar day of the DLT window at the site. ValueError before dosing."""
    if participant.dosing is None:
        raise ValueError(f"{participant.number} was not dosed")
    first = state.local_date(participant.dosing.given_at)
    return first + timedelta(days=state.protocol.dlt.window_days)


def outcomes(state: TrialState) -> tuple[Outcome, ...]:
    """The outcome of every dosed participant, in the order of dosing."""
    by: dict[str, list[Candidate]] = {}
    for found in candidates(state):
        by.setdefault(found.participant, []).append(found)
    return tuple(
        Outcome(
            who.number, dosing.level, dosing.cohort, *_judge(state, who, by.get(who.number, []))
        )
        for who in state.dosed
        if (dosing := who.dosing) is not None
    )


def outcome(state: TrialState, participant: str) -> Outcome | None:
    """The outcome of one participant; ``None`` before dosing."""
    return next((found for found in outcomes(state) if found.participant == participant), None)


_Judged = tuple[str, Reason]


def _judge(state: TrialState, participant: Participant, found: list[Candidate]) -> _Judged:
    number = participant.number
    dlt = [c.number for c in found if c.status == judged.DLT]
    if dlt:
        return DLT, Reason.of("outcome.dlt", participant=number, events=tuple(dlt))
    if any(c.status == judged.PENDING for c in found):
        return PENDING, Reason.of("outcome.candidate", participant=number)
    if any(c.status == judged.NOT_EVALUABLE for c in found):
        return NOT_EVALUABLE, Reason.of("outcome.judged_not_evaluable", participant=number)
    early = _ended_early(state, participant)
    if early is not None:
        return NOT_EVALUABLE, early
    if participant.window is None:
        return PENDING, Reason.of("outcome.window", participant=number)
    if counts_as_grade_2(state, participant):
        return GRADE_2, Reason.of("outcome.grade_2", participant=number)
    return NONE, Reason.of("outcome.none", participant=number)


def _ended_early(state: TrialState, participant: Participant) -> Reason | None:
    number = participant.number
    day = _day_inside(state, participant, participant.transplanted)
    if day is not None and state.protocol.transplantation == "not_evaluable_replaced":
        return Reason.of("outcome.transplanted", participant=number, day=day)
    day = _day_inside(state, participant, participant.died)
    if day is not None:
        return Reason.of("outcome.died_unrelated", participant=number, day=day)
    day = _day_inside(state, participant, participant.withdrawn)
    if day is not None:
        return Reason.of("outcome.withdrawn", participant=number, day=day)
    return None


def _day_inside(
    state: TrialState, participant: Participant, milestone: Milestone | None
) -> int | None:
    """The study day of a milestone that came before the window was over, else ``None``."""
    if milestone is None:
        return None
    day = state.study_day(participant.number, milestone.on)
    return day if day is not None and day <= state.protocol.dlt.window_days else None


def counts_of(state: TrialState, found: tuple[Outcome, ...]) -> Counts:
    """The design's view of some outcomes: evaluated participants, in their order."""
    results = (Counted(o.level, o.result, o.cohort != 0) for o in found)
    return tallied(Counts.none(state.protocol.levels), results)


@dataclass(frozen=True, slots=True)
class Counted:
    """A result at a level; ``is_planned`` is false for a dose at a level that was not open."""

    level: int
    result: str
    is_planned: bool = True


def tallied(counts: Counts, results: Iterable[Counted]) -> Counts:
    """``counts`` after each result; results that are not evaluated do not count.

    A dose at a level that was not open counts there, but the trial does not go on from it:
    else one wrong dose would make the rule skip the levels below.
    """
    for one in results:
        if one.result in EVALUATED:
            dlt, grade2 = int(one.result == DLT), int(one.result == GRADE_2)
            after = counts.add(one.level, n=1, dlt=dlt, grade2=grade2)
            counts = after if one.is_planned else replace(after, at=counts.at)
    return counts


def counts(state: TrialState) -> Counts:
    """What the design sees: evaluated participants per level, and the level last treated."""
    return counts_of(state, outcomes(state))

"""What each participant counts for: dose-limiting, clean, not evaluable, or not known yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dosepath.conduct.record.participant import Milestone, Participant
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view import candidates as judged
from dosepath.conduct.view.candidates import Candidate, candidates, counts_as_grade_2
from dosepath.conduct.view.response import AWAITED, NEVER, RESPONSE, response_of
from dosepath.designs import Counts, Design, Tally, filler_of, needs
from dosepath.rule import Reason

PENDING, DLT, GRADE_2, NONE, NOT_EVALUABLE = "pending", "dlt", "grade_2", "none", "not_evaluable"
EVALUATED = (DLT, GRADE_2, NONE)


@dataclass(frozen=True, slots=True)
class Followed:
    """How much of the DLT window a participant under observation has passed, in days.

    The last day counts only with its assessment, so ``days`` is less than ``of``. Days are
    whole numbers, so that a decision's frozen data spell them in one way only.
    """

    days: int
    of: int

    @property
    def share(self) -> float:
        """The part of the window that has passed, 0 to less than 1."""
        return self.days / self.of


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a dosed participant counts for, and why.

    ``result`` is ``dlt``, ``grade_2`` (a counting event, no DLT), ``none``,
    ``not_evaluable`` (to be replaced) or ``pending``. The rest is filled only where the
    design asks for it: ``followed`` while pending; ``response`` once evaluated; ``toxicity``
    (a result) of somebody who is pending for nothing but the response. ``backfill``: dosed
    beside the escalation, in no cohort of it. ``aside``: backfilled below the level that the
    next decision looks at, so that it does not wait for them.
    """

    participant: str
    level: int
    cohort: int
    result: str
    because: Reason
    followed: Followed | None = None
    response: bool | None = None
    toxicity: str = ""
    backfill: bool = False
    aside: bool = False

    @property
    def beside(self) -> str:
        """The label of somebody backfilled, with a DLT that is known already; empty for others."""
        if not self.backfill:
            return ""
        return "backfill.filled_dlt" if self.toxicity == DLT else "backfill.filled"

    @property
    def is_awaited(self) -> bool:
        """Whether the next decision waits for what this participant shows."""
        return self.result == PENDING and not self.aside

    @property
    def is_judged_not_evaluable(self) -> bool:
        """Whether people judged so, who have weighed what was seen."""
        return self.because.code.startswith("outcome.judged_not_evaluable")

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


def outcomes(state: TrialState, at: datetime | None = None) -> tuple[Outcome, ...]:
    """The outcome of every dosed participant of the part, in the order of dosing.

    ``at`` is the moment up to which those under observation were followed, for a design that
    asks for it; without it, when the last entry of the log was recorded.
    """
    by: dict[str, list[Candidate]] = {}
    for found in candidates(state):
        by.setdefault(found.participant, []).append(found)
    return tuple(
        _outcome(state, who, by.get(who.number, []), at=at or state.last_at) for who in state.dosed
    )


def level_in_hand(state: TrialState) -> int:
    """The open cohort's level; after a hold, that of the last dosed in the escalation, or 0."""
    if state.cohort is not None and state.cohort.level:
        return state.cohort.level
    led = [who.dosing.level for who in state.dosed if who.dosing and not who.dosing.backfill]
    return led[-1] if led else 0


def outcome(state: TrialState, participant: str) -> Outcome | None:
    """The outcome of one participant; ``None`` before dosing."""
    found = outcomes(state.part_of(participant))
    return next((one for one in found if one.participant == participant), None)


def _outcome(
    state: TrialState, who: Participant, found: list[Candidate], *, at: datetime | None
) -> Outcome:
    if who.dosing is None:
        raise ValueError(f"{who.number} was not dosed")
    result, because = _judge(state, who, found)
    made = Outcome(
        who.number,
        who.dosing.level,
        who.dosing.cohort,
        result,
        because,
        backfill=who.dosing.backfill,
        aside=who.dosing.backfill and who.dosing.level < level_in_hand(state),
    )
    asked = needs(state.protocol.design)
    if "responses" in asked and made.is_evaluated:
        made = _weighed(state, who, made)
    if made.backfill and made.result == NOT_EVALUABLE:
        # Their place is used: the cap counts everybody treated at the level.
        lost = Reason.of(f"{made.because.code}_in_backfill", **dict(made.because.values))
        made = replace(made, because=lost)
    if "pending" in asked and made.result == PENDING:
        made = replace(made, followed=_followed(state, made, at))
    return made


def _followed(state: TrialState, made: Outcome, at: datetime | None) -> Followed:
    """Days of the window that count as passed; none while an event waits to be judged."""
    window = max(state.protocol.dlt.window_days, 1)
    day = state.study_day(made.participant, at) if at is not None else None
    if day is None or made.because.code == "outcome.candidate":
        day = 0
    return Followed(min(max(day, 0), window - 1), window)


def _weighed(state: TrialState, who: Participant, made: Outcome) -> Outcome:
    """Someone counts for a design that weighs responses only when both answers are known."""
    answer = response_of(state, who)
    if answer == AWAITED:
        visit = state.protocol.response.visit if state.protocol.response else ""
        because = Reason.of("outcome.response", participant=who.number, visit=visit)
        return replace(made, result=PENDING, because=because, toxicity=made.result)
    # A DLT is never erased because a response could not be seen any more.
    if answer == NEVER and made.result != DLT:
        because = Reason.of("outcome.response_never", participant=who.number)
        return replace(made, result=NOT_EVALUABLE, because=because)
    return replace(made, response=answer == RESPONSE)


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
    """The design's view of some outcomes: evaluated participants, in their order.

    Those under observation are among them for a design that heeds them.
    """
    return tallied(state.protocol.design, map(counted, found))


@dataclass(frozen=True, slots=True)
class Counted:
    """A result at a level.

    ``is_planned`` is false for a dose that leads the escalation nowhere: at a level that was
    not open, or backfilled.
    """

    level: int
    result: str
    is_planned: bool = True
    followed: Followed | None = None
    response: bool | None = None
    toxicity: str = ""


def counted(one: Outcome) -> Counted:
    """What of an outcome the design sees."""
    toxicity = one.toxicity if one.backfill else ""
    is_planned = one.cohort != 0
    return Counted(one.level, one.result, is_planned, one.followed, one.response, toxicity)


def tallied(design: Design, results: Iterable[Counted]) -> Counts:
    """What ``design`` sees of some results; those that are not evaluated do not count.

    A dose at a level that was not open counts there, but the trial does not go on from it:
    else one wrong dose would make the rule skip the levels below. Nor does it go on from
    somebody backfilled. A design that backfills goes on from the level last dosed in the
    escalation, known or not: results at lower levels come in between.
    """
    counts, fills = Counts.none(design.levels), filler_of(design) is not None
    for one in results:
        if one.result in EVALUATED:
            after = counts.plus(one.level, _tally(one))
        elif one.followed is not None:
            after = under_observation(counts, one.level, one.followed.share)
        elif fills:
            after = replace(counts, at=one.level)
        else:
            continue
        counts = after if one.is_planned else replace(after, at=counts.at)
    return counts


def _tally(one: Counted) -> Tally:
    dlt, grade2 = int(one.result == DLT), int(one.result == GRADE_2)
    responses = int(one.response is True)
    return Tally(1, dlt, grade2, responses, responses * dlt)


def under_observation(counts: Counts, level: int, share: float) -> Counts:
    """``counts`` with one more participant at ``level`` who is not evaluated yet."""
    tally = counts[level]
    more = replace(tally, pending=(*tally.pending, share))
    return Counts((*counts.levels[: level - 1], more, *counts.levels[level:]), level)


def counts(state: TrialState, at: datetime | None = None) -> Counts:
    """What the design sees of each level, and the level last treated."""
    return counts_of(state, outcomes(state, at))

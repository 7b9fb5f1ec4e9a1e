"""Laboratory values that worsened to the grade of a candidate and that nobody has judged yet.

A value raises no candidate for a DLT by itself: whether it is harm, and of what, is for a
person to say. Until somebody has, the DLT window cannot be assessed.
"""

from __future__ import annotations

from dosepath.conduct.record.adverse_event import AdverseEvent
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view.laboratory import Worsened, risen_labs


def unjudged_labs(state: TrialState, participant: str = "") -> tuple[Worsened, ...]:
    """Worsened values in the DLT window that must be judged, the newest first.

    Those of the lowest grade of a candidate and as many grades above the baseline, unless the
    study never counts the term; until an adverse event says it or somebody states why it
    is none. Where the baseline is not known, the grade alone decides: unknown never means no.
    ``participant`` restricts them to one.
    """
    return tuple(
        one
        for one in risen_labs(state)
        if participant in ("", one.participant)
        and _could_be_candidate(state, one)
        and reported_as(state, one) is None
        and not _is_judged(state, one)
    )


def reported_as(state: TrialState, one: Worsened) -> AdverseEvent | None:
    """An adverse event of the same term that began by then and has this grade or more."""
    return next(
        (
            event
            for event in state.events_of(one.participant)
            if event.report.term.casefold() == one.term.casefold()
            and event.report.grade >= one.grade
            and state.local_date(event.report.onset) <= state.local_date(one.on)
        ),
        None,
    )


def _could_be_candidate(state: TrialState, one: Worsened) -> bool:
    rule, day = state.protocol.dlt, state.study_day(one.participant, one.on)
    return (
        day is not None
        and 0 <= day <= rule.window_days
        and one.term.casefold() not in rule.excluded
        and one.grade >= rule.grade
        and (one.baseline_grade is None or one.grade - one.baseline_grade >= rule.worsening)
    )


def _is_judged(state: TrialState, one: Worsened) -> bool:
    judged = {(j.participant, j.item, j.term, j.of_seq) for j in state.values_judged}
    return (one.participant, one.item, one.term, one.seq) in judged

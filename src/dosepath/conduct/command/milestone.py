"""Correct what was recorded of a death, a transplantation or a withdrawal."""

from __future__ import annotations

from datetime import datetime

from dosepath.conduct.command.common import (
    draft,
    given,
    need_zone,
    not_before,
    not_future,
    the_participant,
)
from dosepath.conduct.command.safety import begin_report
from dosepath.conduct.record.participant import MILESTONES, Participant
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused, refuse_if_any
from dosepath.conduct.roles import require
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason


def correct_milestone(
    state: TrialState,
    participant: str,
    *,
    what: str,
    on: datetime | None,
    by: Actor,
    at: datetime,
    reason: str,
) -> tuple[Draft, ...]:
    """Correct when ``what`` happened (one of :data:`MILESTONES`); ``on=None``: it did not.

    Both values stay readable. An investigator corrects a death; a death that was a candidate
    for a DLT stays one and is judged again, so that a correction alone cannot undo it.
    """
    now = begin_report(state, "course.record", by=by, at=at)
    if what == "death":
        require(by, "death.correct")
    need_zone(**{what: on})
    who = the_participant(state, participant)
    if what not in MILESTONES:
        raise Refused(Reason.of("refused.milestone", what=what, allowed=tuple(MILESTONES)))
    old = who.milestone(what)
    if old is None:
        raise Refused(Reason.of("refused.milestone_missing", what=what, participant=participant))
    faults = [given(reason, "reason")]
    if on == old.on:
        faults.append(Reason.of("refused.nothing_changed", what=participant))
    if on is not None:
        faults.append(not_future(what, on, now))
        faults.extend(_order(state, who, what, on))
    refuse_if_any(faults)
    payload = {
        "participant": participant,
        "what": what,
        "of_seq": old.stamp.seq,
        "on": None if on is None else on.isoformat(),
    }
    return (draft("milestone_corrected", participant, payload, at=at, reason=reason),)


def _order(state: TrialState, who: Participant, what: str, on: datetime) -> list[Reason | None]:
    found = [not_before(what, on, other="enrolment", limit=who.enrolled.at)]
    if what == "death" and who.dosing is not None:
        dosed = who.dosing.given_at
        if state.local_date(on) < state.local_date(dosed):
            found.append(not_before(what, on, other="dosing", limit=dosed))
    if what != "death" and who.died is not None and on > who.died.on:
        found.append(Reason.of("refused.after_death", participant=who.number))
    return found

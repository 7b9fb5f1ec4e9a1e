"""A screening that ends without enrolment: failed, consent withdrawn, or for another reason."""

from __future__ import annotations

from datetime import datetime

from dosepath.conduct.command.common import (
    begin,
    draft,
    given,
    need_zone,
    not_before,
    not_future,
    open_screening_of,
)
from dosepath.conduct.record.screening import ENDINGS
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused, refuse_if_any
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason


def record_screening_end(
    state: TrialState,
    screening: str,
    *,
    outcome: str,
    on: datetime,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> tuple[Draft, ...]:
    """Record that a screening ended: ``failed``, ``withdrawn`` or ``other``; it stays ended.

    Needs a reason, except that nobody must give one for withdrawing. Who is enrolled leaves
    the study by :func:`record_withdrawal` instead.
    """
    begin(state, "screening.end", by=by, at=at)
    need_zone(ending=on)
    person = open_screening_of(state, screening)
    if person.participant is not None:
        raise Refused(
            Reason.of(
                "refused.screening_enrolled", screening=screening, participant=person.participant
            )
        )
    wrong = Reason.of("refused.screening_outcome", outcome=outcome, allowed=ENDINGS)
    refuse_if_any(
        (
            None if outcome in ENDINGS else wrong,
            not_future("ending", on, at),
            not_before("ending", on, other="opening", limit=person.opened.at),
            None if outcome == "withdrawn" else given(reason, "reason"),
        )
    )
    payload = {"screening": screening, "outcome": outcome, "on": on.isoformat()}
    return (draft("screening_ended", screening, payload, at=on, reason=reason),)

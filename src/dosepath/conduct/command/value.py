"""Stating why a worsened laboratory value is no adverse event."""

from __future__ import annotations

from datetime import datetime

from dosepath.conduct.command.common import begin, draft, given, the_participant
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused, refuse_if_any
from dosepath.conduct.view.laboratory import Worsened
from dosepath.conduct.view.unjudged import unjudged_labs
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason


def judge_value(
    state: TrialState,
    participant: str,
    *,
    item: str,
    by: Actor,
    at: datetime,
    reason: str,
    of_seq: int | None = None,
) -> tuple[Draft, ...]:
    """State why the worsened values of ``item`` that wait to be judged are no adverse event.

    ``of_seq`` restricts it to the values of one entry. The other answer is an adverse event:
    :func:`record_adverse_event`. Refused if nothing of the kind waits, and without a reason.
    """
    begin(state, "value.judge", by=by, at=at)
    the_participant(state, participant)
    waiting = unjudged_labs(state, participant)
    found = [one for one in waiting if one.item == item and of_seq in (None, one.seq)]
    refuse_if_any((given(reason, "reason"),))
    if not found:
        allowed = tuple(dict.fromkeys(one.item for one in waiting)) or ("nothing",)
        raise Refused(
            Reason.of("refused.no_value", participant=participant, item=item, allowed=allowed)
        )
    return tuple(_judged(one, at=at, reason=reason) for one in reversed(found))


def _judged(one: Worsened, *, at: datetime, reason: str) -> Draft:
    payload = {
        "participant": one.participant,
        "item": one.item,
        "term": one.term,
        "of_seq": one.seq,
    }
    return draft("value_judged", one.participant, payload, at=at, reason=reason)

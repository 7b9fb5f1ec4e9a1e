"""Recording that a report of a serious event was sent."""

from __future__ import annotations

from datetime import datetime

from dosepath.conduct.command.common import draft, need_zone, not_before, not_future
from dosepath.conduct.command.safety import begin_report, the_event
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused, refuse_if_any
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason


def record_report_sent(
    state: TrialState,
    adverse_event: str,
    *,
    clock: str,
    sent_at: datetime,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> tuple[Draft, ...]:
    """Record that the report called ``clock`` of a serious event went out at ``sent_at``.

    DosePath sends nothing: who records it keeps the recipient's receipt. Recording it again
    replaces the time and needs a reason.
    """
    now = begin_report(state, "adverse_event.update", by=by, at=at)
    need_zone(sending=sent_at)
    event = the_event(state, adverse_event)
    aware = event.report.aware_at
    if aware is None or not event.report.serious:
        raise Refused(Reason.of("refused.not_serious", number=adverse_event))
    known = {one.name: one for one in state.protocol.clocks}
    if clock not in known:
        allowed = tuple(known) or ("none",)
        raise Refused(Reason.of("refused.unknown_clock", clock=clock, allowed=allowed))
    to = known[clock].to
    again = event.sending_of(clock) is not None and not reason.strip()
    refuse_if_any(
        (
            not_future("sending", sent_at, now),
            not_before("sending", sent_at, other="awareness", limit=aware),
            Reason.of("refused.sent_already", number=adverse_event, to=to) if again else None,
        )
    )
    payload = {
        "participant": event.participant,
        "adverse_event": adverse_event,
        "clock": clock,
        "to": to,
        "sent_at": sent_at.isoformat(),
    }
    return (draft("report_sent", event.participant, payload, at=sent_at, reason=reason),)

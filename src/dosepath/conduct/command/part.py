"""Open a further part of the trial."""

from __future__ import annotations

from datetime import datetime

from dosepath.conduct.command.common import begin, draft
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused
from dosepath.conduct.view.standing import active_halts
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason


def open_part(
    state: TrialState, part: str, *, by: Actor, at: datetime, reason: str = ""
) -> tuple[Draft, ...]:
    """Open a part of the trial; this opens its first cohort, as the protocol says.

    Where the study file says what must have happened before, no rule can see whether it has: a
    person says so, and ``reason`` says how they know. Refused while dosing is halted in a part
    that is open. A halt that the committees of those parts have lifted holds in the new part
    until its own committee has decided.
    """
    begin(state, "part.open", by=by, at=at)
    rules = {one.name: one for one in state.protocol.further_parts}
    if part not in rules:
        known = tuple(rules) or ("none",)
        raise Refused(Reason.of("refused.unknown_part", part=part, known=known))
    if part in state.parts_opened:
        raise Refused(Reason.of("refused.part_open", part=part))
    after = rules[part].after
    if after and not reason.strip():
        raise Refused(Reason.of("refused.part_after", part=part, after=after))
    opened = [one for one in map(state.of_part, state.parts) if one.part_opened is not None]
    halts = [h for h in state.halts if any(h in active_halts(one) for one in opened)]
    if halts:
        why = [Reason.of("gate.halted", why=h.stamp.reason, role=h.stamp.role) for h in halts]
        raise Refused(Reason.of("refused.part_halted", part=part), *why)
    payload = {"part": part, "cohort": len(state.cohorts) + 1}
    return (draft("part_opened", part, payload, at=at, reason=reason),)

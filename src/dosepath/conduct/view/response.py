"""Whether a participant responded, as the study file's rule says: yes, no, or not known yet.

What is not known is never guessed: somebody whose response was not assessed does not count
for a design that weighs responses, until it was, or until it never can be.
"""

from __future__ import annotations

from dosepath.conduct.record.participant import Participant
from dosepath.conduct.record.protocol import ResponseRule
from dosepath.conduct.record.state import TrialState
from dosepath.rule import Truth

RESPONSE, NO_RESPONSE, AWAITED, NEVER = "response", "no_response", "awaited", "never"
_ANSWERS = {Truth.MET: RESPONSE, Truth.NOT_MET: NO_RESPONSE}


def response_of(state: TrialState, who: Participant) -> str:
    """``response``, ``no_response`` or ``awaited``; ``never`` if that makes it not evaluable.

    Someone who died or left, or was seen too late, can no longer be assessed: the study file
    says what that counts as.
    """
    rule = state.protocol.response
    if rule is None:
        return AWAITED
    entry = state.forms.get((who.number, rule.visit, rule.form))
    day = state.study_day(who.number, entry.on) if entry is not None else None
    is_late = day is not None and rule.window_days is not None and day > rule.window_days
    if entry is not None and not is_late:
        answer = _ANSWERS.get(rule.holds(entry.items))
        if answer is not None:
            return answer
    if is_late or who.died is not None or who.withdrawn is not None:
        return _unassessed(rule)
    return AWAITED


def _unassessed(rule: ResponseRule) -> str:
    return NEVER if rule.not_assessed == "not_evaluable" else NO_RESPONSE

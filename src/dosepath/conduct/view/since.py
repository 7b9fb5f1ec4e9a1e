"""What happened since a decision's data cut that its own data need not show.

A design sees nothing of another part, and in its own nothing that comes after a DLT window or
counts for no DLT; the people who sign must know of both: the product is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dosepath.conduct.record.adverse_event import AdverseEvent
from dosepath.conduct.record.decision import DoseDecision
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view import candidates as judged
from dosepath.conduct.view.candidates import Candidate, candidates
from dosepath.rule import Reason, Value

_MAIN = "main"
_FATAL = "fatal"


def grave_since(state: TrialState, decision: DoseDecision) -> tuple[Reason, ...]:
    """Candidates, DLTs, serious events, deaths and halts of the whole trial since the cut.

    In the order in which they were recorded; empty when there was nothing. What outdates the
    decision besides, because its own part counts it, is among them.
    """
    return tuple(reason for _, reason in _since(state, decision))


def signed_unaware(state: TrialState, decision: DoseDecision) -> tuple[str, ...]:
    """Who signed a decision before the last of what :func:`grave_since` tells was recorded."""
    last = max((seq for seq, _ in _since(state, decision)), default=0)
    return tuple(one.stamp.actor for one in decision.signatures if one.stamp.seq < last)


def _since(state: TrialState, decision: DoseDecision) -> list[tuple[int, Reason]]:
    told = {number for number, _, _ in _judged(state, decision)}
    found = [(seq, reason) for _, seq, reason in _judged(state, decision)]
    found += _serious(state, decision, told)
    found += _deaths(state, decision, told)
    found += [
        (halt.stamp.seq, Reason.of("since.halt", why=halt.stamp.reason, role=halt.stamp.role))
        for halt in state.halts
    ]
    return sorted((one for one in found if one[0] > decision.cut.seq), key=lambda one: one[0])


def _judged(state: TrialState, decision: DoseDecision) -> Iterator[tuple[str, int, Reason]]:
    """Candidates: number, entry of the last that was said of it, and what."""
    for found in candidates(state):
        seqs = [found.raised.seq, found.of_seq, *(one.stamp.seq for one in found.verdicts)]
        if max(seqs) > decision.cut.seq:
            yield found.number, max(seqs), _candidate(state, decision, found)


def _candidate(state: TrialState, decision: DoseDecision, found: Candidate) -> Reason:
    if found.is_death:
        return _told(state, decision, "death", found.participant)
    what = _what(state, found.number)
    if found.status == judged.DLT:
        return _told(state, decision, "dlt", found.participant, **what)
    return _told(state, decision, "candidate", found.participant, status=found.status, **what)


def _serious(
    state: TrialState, decision: DoseDecision, told: set[str]
) -> Iterator[tuple[int, Reason]]:
    for event in state.adverse_events.values():
        if event.report.serious and event.number not in told:
            what = _what(state, event.number)
            reason = _told(state, decision, "serious", event.participant, **what)
            yield _grave_from(event), reason


def _grave_from(event: AdverseEvent) -> int:
    """The entry that last made a serious event what it is: how it heals is nothing grave."""
    seq, last = 0, None
    for version in event.versions:
        told = replace(version.report, verbatim="", aware_at=None, resolved=None)
        told = told if told.outcome == _FATAL else replace(told, outcome="")
        if told != last:
            seq, last = version.stamp.seq, told
    return seq


def _deaths(
    state: TrialState, decision: DoseDecision, told: set[str]
) -> Iterator[tuple[int, Reason]]:
    for who in state.participants.values():
        if who.died is not None and judged.DEATH + who.number not in told:
            yield who.died.stamp.seq, _told(state, decision, "death", who.number)


def _what(state: TrialState, number: str) -> dict[str, Value]:
    report = state.adverse_events[number].report
    return {"number": number, "term": report.term, "grade": report.grade}


def _told(
    state: TrialState, decision: DoseDecision, what: str, participant: str, **values: Value
) -> Reason:
    """What happened, and in which part where it is another than the decision's."""
    part = state.participants[participant].part
    if part == decision.part:
        return Reason.of(f"since.{what}_here", participant=participant, **values)
    return Reason.of(f"since.{what}", participant=participant, where=part or _MAIN, **values)

"""What happened since a decision's data cut that the facts of its own part do not show.

Whatever is new in the part itself outdates the decision. A design sees nothing of another part,
but the people who sign must: the product is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from dosepath.conduct.record.decision import DoseDecision
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view import candidates as judged
from dosepath.conduct.view.candidates import Candidate, candidates
from dosepath.rule import Reason, Value

_MAIN = "main"


def grave_since(state: TrialState, decision: DoseDecision) -> tuple[Reason, ...]:
    """Candidates, DLTs, serious events and deaths of other parts, and halts, since the cut.

    In the order in which they were recorded; empty when there was nothing.
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
    """Candidates of other parts: number, entry of the last that was said of it, and what."""
    for found in candidates(state):
        if _is_elsewhere(state, found.participant, decision):
            seqs = [found.raised.seq, found.of_seq, *(one.stamp.seq for one in found.verdicts)]
            if max(seqs) > decision.cut.seq:
                yield found.number, max(seqs), _candidate(state, found)


def _candidate(state: TrialState, found: Candidate) -> Reason:
    who = {"participant": found.participant, "where": _where(state, found.participant)}
    if found.is_death:
        return Reason.of("since.death", **who)
    report = state.adverse_events[found.number].report
    what: dict[str, Value] = {
        "number": found.number,
        "term": report.term,
        "grade": report.grade,
    }
    if found.status == judged.DLT:
        return Reason.of("since.dlt", **who, **what)
    return Reason.of("since.candidate", status=found.status, **who, **what)


def _serious(
    state: TrialState, decision: DoseDecision, told: set[str]
) -> Iterator[tuple[int, Reason]]:
    for event in state.adverse_events.values():
        report, who = event.report, event.participant
        if event.number in told or not report.serious:
            continue
        if _is_elsewhere(state, who, decision):
            yield (
                event.changed.seq,
                Reason.of(
                    "since.serious",
                    participant=who,
                    where=_where(state, who),
                    number=event.number,
                    term=report.term,
                    grade=report.grade,
                ),
            )


def _deaths(
    state: TrialState, decision: DoseDecision, told: set[str]
) -> Iterator[tuple[int, Reason]]:
    for who in state.participants.values():
        if who.died is None or judged.DEATH + who.number in told:
            continue
        if _is_elsewhere(state, who.number, decision):
            where = _where(state, who.number)
            reason = Reason.of("since.death", participant=who.number, where=where)
            yield who.died.stamp.seq, reason


def _is_elsewhere(state: TrialState, participant: str, decision: DoseDecision) -> bool:
    return state.participants[participant].part != decision.part


def _where(state: TrialState, participant: str) -> str:
    return state.participants[participant].part or _MAIN

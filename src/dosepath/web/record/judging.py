"""Whose verdict on a candidate is wanted, and what they must not read before giving it."""

from __future__ import annotations

from dataclasses import dataclass

from dosepath.conduct import Candidate, TrialState, candidates, permits

JUDGES = "candidate.adjudicate"
TIE_BREAKER = "independent_physician"


@dataclass(frozen=True)
class Reader:
    """Who looks: the account's name and the roles held at the trial."""

    name: str
    roles: tuple[str, ...]


def may_judge(found: Candidate, reader: Reader) -> bool:
    """Whether this person's verdict is wanted: a judge, not heard yet, third if two disagree."""
    if found.status != "pending" or not any(permits(role, JUDGES) for role in reader.roles):
        return False
    if any(verdict.stamp.actor == reader.name for verdict in found.verdicts):
        return False
    return not found.disagree or TIE_BREAKER in reader.roles


def hidden_entries(state: TrialState, reader: Reader) -> frozenset[int]:
    """Log entries with verdicts that this person must not read before giving an own one.

    Two people judge independently: who has read the other's reasons does not.
    """
    return frozenset(
        verdict.stamp.seq
        for found in candidates(state)
        if may_judge(found, reader)
        for verdict in found.verdicts
    )

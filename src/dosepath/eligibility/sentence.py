"""The verdict as a reason, whose sentence the wording room writes."""

from __future__ import annotations

from dosepath.eligibility.result import Result, Verdict
from dosepath.rule import Reason, Truth


def verdict_reason(result: Result) -> Reason:
    """Why the verdict is what it is: the criteria against, or how many facts are missing."""
    if result.verdict is Verdict.ELIGIBLE:
        return Reason.of("verdict.eligible")
    if result.verdict is Verdict.NOT_ELIGIBLE:
        return Reason.of("verdict.not_eligible", criteria=against(result))
    if result.needs_signature:
        judged = tuple(item.key for item in result.worklist)
        return Reason.of("verdict.needs_signature", criteria=judged)
    if not result.worklist:
        return Reason.of("verdict.contradicted")
    return Reason.of("verdict.undetermined", n=len(result.worklist))


def against(result: Result) -> tuple[str, ...]:
    """The deciding criteria that speak against the person: exclusions first, in protocol order.

    Inclusion criteria count only when every group has failed.
    """
    deciding = [c for c in result.criteria if c.kind != "informative"]
    excluded = tuple(c.id for c in deciding if c.is_exclusion and c.truth is Truth.MET)
    if any(truth is not Truth.NOT_MET for truth in result.groups.values()):
        return excluded
    failed = (c.id for c in deciding if not c.is_exclusion and c.truth is Truth.NOT_MET)
    return (*excluded, *failed)

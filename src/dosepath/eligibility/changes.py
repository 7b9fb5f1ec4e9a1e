"""What changed between two evaluations of one person."""

from __future__ import annotations

from dataclasses import dataclass

from dosepath.eligibility.result import CriterionResult, Result
from dosepath.rule import Truth


@dataclass(frozen=True)
class Change:
    """One criterion whose truth or evidence differs from the last time."""

    criterion: str
    was: Truth | None
    now: Truth | None
    evidence_differs: bool


def changes(before: Result, after: Result) -> tuple[Change, ...]:
    """Every criterion that is answered differently or on other evidence, in protocol order.

    A criterion that only one of the two knows has None on the other side.
    """
    old = {criterion.id: criterion for criterion in before.criteria}
    new = {criterion.id: criterion for criterion in after.criteria}
    found = (_change(id_, old.get(id_), new.get(id_)) for id_ in dict.fromkeys([*old, *new]))
    return tuple(
        change for change in found if change.was is not change.now or change.evidence_differs
    )


def _change(id_: str, old: CriterionResult | None, new: CriterionResult | None) -> Change:
    return Change(
        id_,
        old.truth if old else None,
        new.truth if new else None,
        (old.evidence if old else ()) != (new.evidence if new else ()),
    )

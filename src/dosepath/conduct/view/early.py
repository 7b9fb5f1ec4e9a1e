"""What the answers still awaited can change, for a design that weighs responses.

A participant whose DLT is known counts for such a design only when the response is known too.
Until then no further participant is dosed and nothing is decided unless every way in which
the awaited answers can turn out leads to the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from dosepath.conduct.view.outcome import DLT, PENDING, Outcome
from dosepath.designs import Counts, Decision, Design, Stop, Tally, Treat, filler_of

_Group = tuple[int, str]
"""A level, and what is known of the toxicity of somebody there: a result, or nothing."""


def stays_whatever_the_responses(
    design: Design, found: Iterable[Outcome], *, counts: Counts, at: Treat
) -> bool:
    """Whether the rule still treats at a level whatever the responses awaited there turn out.

    Those whose DLT window is still open are left out, as they are for any design.
    """
    known = [one for one in found if one.toxicity]
    ends = with_awaited_responses(design, known, counts=counts)
    return not known or all(isinstance(e, Treat) and e.level == at.level for e in ends)


def with_awaited_responses(
    design: Design, found: Iterable[Outcome], *, counts: Counts
) -> Iterator[Decision]:
    """The rule's answer for every way in which the responses awaited can turn out.

    Only those whose toxicity is known are looked at; at least one answer.
    """
    known = [one for one in found if one.toxicity]
    return (design.decide(end) for end in _completions(design, counts, known))


def settled_with_responses(
    design: Design, found: Iterable[Outcome], *, counts: Counts
) -> Decision | None:
    """The decision that no answer still awaited can change; ``None`` if one can."""
    ends = (design.decide(end) for end in _completions(design, counts, found))
    first = next(ends)
    return first if all(_same(first, end) for end in ends) else None


def _same(one: Decision, other: Decision) -> bool:
    if isinstance(one, Treat) and isinstance(other, Treat):
        return (one.level, one.n) == (other.level, other.n)
    return isinstance(one, Stop) and isinstance(other, Stop) and one.mtd == other.mtd


def _completions(design: Design, counts: Counts, found: Iterable[Outcome]) -> Iterator[Counts]:
    """``counts`` after every result that the pending participants among ``found`` may have.

    A design that backfills has seen where the escalation stands; no result moves it.
    """
    stays = filler_of(design) is not None
    groups = Counter((one.level, one.toxicity) for one in found if one.result == PENDING)
    for ends in product(*(list(_results(group, n)) for group, n in groups.items())):
        after = counts
        for (level, _), tally in zip(groups, ends, strict=True):
            after = after.plus(level, tally)
        yield replace(after, at=counts.at) if stays else after


def _results(group: _Group, n: int) -> Iterator[Tally]:
    toxicity = group[1]
    if toxicity:
        dlt = n if toxicity == DLT else 0
        for responses in range(n + 1):
            yield Tally(n, dlt, 0, responses, responses if dlt else 0)
        return
    for dlt in range(n + 1):
        for both, free in product(range(dlt + 1), range(n - dlt + 1)):
            yield Tally(n, dlt, 0, both + free, both)

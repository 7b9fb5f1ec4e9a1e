"""Safety laws of a design, proven by visiting everything it can meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from dosepath.designs import (
    Cohort,
    Counts,
    Decision,
    Design,
    Stop,
    Treat,
    format_path,
    most_dlts,
    phase,
)
from dosepath.pathways import array_laws
from dosepath.pathways.alphabet import innermost
from dosepath.pathways.explore import (
    Graph,
    Node,
    Walk,
    explore,
    is_sound,
    outcomes,
)
from dosepath.pathways.observed import Observed, observe
from dosepath.pathways.proof import Law, Limits, Proof, Stated
from dosepath.pathways.states import STATE_LIMIT, Flags

# Beyond this many unmerged states the comparison of all pairs is left out, and said so.
PAIR_LIMIT = 60_000


Check = Callable[[Counts, Decision], bool]


@dataclass(frozen=True)
class _Seen:
    """An observation, its answer, and the node and cohort that led to it."""

    counts: Counts
    decision: Decision
    node: int
    cohort: Cohort | None


_OWN = Limits()


def prove(
    design: Design,
    *,
    limits: Limits = _OWN,
    limit: int = STATE_LIMIT,
) -> Proof:
    """Check every law on every observation that ``design`` can meet, partial cohorts included.

    Where a design says which data are alike, these are merged for the walk, but the newest
    cohort is seen with its own numbers; the law about more DLTs compares every pair. A law
    named in the design's ``known_to_break`` is marked where it is broken.

    Args:
        design: any design.
        limits: the numbers that laws state.
        limit: the most states. Beyond it the proof is not complete: a law is broken if an
            observation up to there breaks it, else it is not checked.
    """
    *_, proof = prove_by_law(design, limits=limits, limit=limit)
    return proof


def prove_by_law(
    design: Design, *, limits: Limits = _OWN, limit: int = STATE_LIMIT
) -> Iterator[Proof]:
    """As :func:`prove`, one law after the other: each proof has one law more than the last.

    The laws that come after are named in ``to_come``, so that whoever stops knows what is
    lacking.
    """
    stated = Stated.of(design, limits)
    on_arrays = hasattr(innermost(design), "decide_many")
    visited = (_of_arrays if on_arrays else _of_values)(design, stated, limit)
    known: frozenset[str] = getattr(innermost(design), "known_to_break", frozenset())
    not_asked = tuple(stated.not_asked(design))
    laws: tuple[Law, ...] = ()
    for place, asked in enumerate(visited.asked, start=1):
        law = asked.find()
        laws = (*laws, replace(law, is_known=law.holds is False and law.code in known))
        to_come = tuple(Law(one.code, None, 0, one.limit) for one in visited.asked[place:])
        yield Proof(laws, visited.states, visited.is_complete, not_asked, to_come)


class _Asked(NamedTuple):
    """A law, the limit that it states, and what finds out whether it holds."""

    code: str
    limit: int | None
    find: Callable[[], Law]


class _Visited(NamedTuple):
    """How many states were visited, whether that is all, and what is asked of them in turn."""

    states: int
    is_complete: bool
    asked: Sequence[_Asked]


def _of_values(design: Design, stated: Stated, limit: int) -> _Visited:
    walk = Walk(merging="same_future", steps="any", limit=limit, may_be_partial=True)
    graph = explore(design, walk)
    seen = sorted(_seen(design, graph), key=lambda one: one.counts.total)
    asked = [
        _Asked(law.code, law.limit, partial(_law, graph, seen, law))
        for law in _stated(design.levels, stated)
    ]
    whole = graph.is_complete
    pairs = partial(_more_dlts, design) if whole else partial(_unmerged_pairs, design, limit)
    return _Visited(len(graph.nodes), whole, [*asked, _Asked("law.more_dlts", None, pairs)])


def _of_arrays(design: Design, stated: Stated, limit: int) -> _Visited:
    seen = observe(design, limit=limit)
    asked = [
        _Asked(code, number, partial(_array_law, seen, code, number, holds=holds))
        for code, number, holds in _on_arrays(design, seen, stated)
    ]
    pairs = partial(_array_more_dlts, seen, _grid(design))
    return _Visited(len(seen), seen.is_complete, [*asked, _Asked("law.more_dlts", None, pairs)])


def _on_arrays(
    design: Design, seen: Observed, stated: Stated
) -> Iterator[tuple[str, int | None, Callable[[], Flags]]]:
    grid = _grid(design)
    yield "law.levels", design.levels, lambda: array_laws.exists(seen)
    yield "law.one_decision", None, lambda: array_laws.decides(seen)
    if not stated.may_skip:
        yield "law.no_skipping", None, lambda: array_laws.skips_nothing(seen, grid)
    if (dlts := stated.dlts) is not None:
        yield "law.no_escalation", dlts, lambda: array_laws.stays_under(seen, dlts, grid)
    if (level := stated.level) is not None:
        yield "law.level_limit", level, lambda: array_laws.within_level(seen, level)
    if (cap := stated.cap) is not None:
        yield "law.cap", cap, lambda: array_laws.within_cap(seen, cap)
    yield "law.mtd_treated", None, lambda: array_laws.mtd_was_treated(seen)
    yield "law.ends", None, lambda: array_laws.moves_on(seen)


def _grid(design: Design) -> tuple[int, int] | None:
    return getattr(design, "grid", None)


def _array_law(seen: Observed, code: str, number: int | None, *, holds: Callable[[], Flags]) -> Law:
    found = holds()
    if found.all():
        return Law(code, seen.is_complete or None, len(seen), number)
    return Law(code, False, len(seen), number, seen.path(int(np.argmin(found))))


def _array_more_dlts(seen: Observed, grid: tuple[int, int] | None) -> Law:
    if array_laws.pairs(seen) > array_laws.PAIRS:
        return Law("law.more_dlts", None, len(seen), len(seen))
    pair = array_laws.more_dlts(seen, grid)
    if pair is None:
        return Law("law.more_dlts", seen.is_complete or None, len(seen))
    milder, worse = (seen.path(one) for one in pair)
    return Law("law.more_dlts", False, len(seen), None, worse, milder)


def _seen(design: Design, graph: Graph, *, parts: bool = False) -> Iterator[_Seen]:
    """What can be observed one step from the nodes of ``graph``, with its answer.

    ``parts``: also the results of a part of each cohort, which are no nodes of the graph.
    """
    yield _Seen(graph.nodes[0].counts, graph.nodes[0].decision, 0, None)
    for index, node in enumerate(graph.nodes):
        if not isinstance(node.decision, Treat) or not node.edges:
            continue
        graded = node.edges[0].graded
        sizes = {edge.outcome.n for edge in node.edges}
        for size in range(1, node.decision.n + 1) if parts else sorted(sizes):
            for n, dlt, grade2, _ in outcomes(size, graded=graded):
                cohort = Cohort.of(node.decision.level, n=n, dlt=dlt, grade2=grade2)
                counts = cohort.added_to(node.counts)
                yield _Seen(counts, design.decide(counts), index, cohort)


class _Checked(NamedTuple):
    """A law that one observation can break, with the limit that it states."""

    code: str
    limit: int | None
    check: Check


def _stated(levels: int, limits: Stated) -> Iterator[_Checked]:
    dlts, most, cap, may_skip_levels = limits
    yield _Checked("law.levels", levels, lambda _, decision: _exists(decision, levels))
    yield _Checked("law.one_decision", None, lambda _, decision: isinstance(decision, Treat | Stop))
    if not may_skip_levels:
        yield _Checked("law.no_skipping", None, _skips_nothing)
    if dlts is not None:
        yield _Checked(
            "law.no_escalation", dlts, lambda counts, decision: _stays_under(counts, decision, dlts)
        )
    if most is not None:
        yield _Checked(
            "law.level_limit", most, lambda counts, decision: _within(counts, decision, most)
        )
    if cap is not None:
        yield _Checked(
            "law.cap",
            cap,
            lambda counts, decision: (
                not isinstance(decision, Treat) or counts.total + decision.n <= cap
            ),
        )
    yield _Checked("law.mtd_treated", None, _mtd_was_treated)
    # The walk came to an end and every step treats somebody: only a stop can be last.
    yield _Checked("law.ends", None, lambda _, decision: _moves_on(decision, levels))


def _exists(decision: Decision, levels: int) -> bool:
    if isinstance(decision, Treat):
        return 1 <= decision.level <= levels
    return not isinstance(decision, Stop) or decision.mtd is None or 1 <= decision.mtd <= levels


def _moves_on(decision: Decision, levels: int) -> bool:
    return isinstance(decision, Stop) or (
        isinstance(decision, Treat) and is_sound(decision, levels)
    )


def _skips_nothing(counts: Counts, decision: Decision) -> bool:
    highest = max((i for i, tally in enumerate(counts.levels, start=1) if tally.n), default=None)
    if highest is None or not isinstance(decision, Treat):
        return True
    return decision.level <= highest + 1


def _stays_under(counts: Counts, decision: Decision, dlt_limit: int) -> bool:
    if not isinstance(decision, Treat):
        return True
    return all(tally.dlt < dlt_limit for tally in counts.levels[: decision.level - 1])


def _within(counts: Counts, decision: Decision, most: int) -> bool:
    if not isinstance(decision, Treat) or not 1 <= decision.level <= len(counts.levels):
        return True
    return counts[decision.level].n + decision.n <= most


def _mtd_was_treated(counts: Counts, decision: Decision) -> bool:
    if not isinstance(decision, Stop) or decision.mtd is None:
        return True
    return 1 <= decision.mtd <= len(counts.levels) and counts[decision.mtd].n > 0


def _law(graph: Graph, seen: Sequence[_Seen], stated: _Checked) -> Law:
    broken = next((one for one in seen if not stated.check(one.counts, one.decision)), None)
    if broken is None:
        return Law(stated.code, graph.is_complete or None, len(seen), stated.limit)
    return Law(stated.code, False, len(seen), stated.limit, _path(graph, broken))


def _path(graph: Graph, seen: _Seen) -> str:
    if seen.cohort is None:
        return graph.path(seen.node)
    return format_path([*graph.cohorts(seen.node), seen.cohort])


def _more_dlts(design: Design) -> Law:
    """With equal numbers treated, no more DLTs and events may lead to a higher dose.

    Checked first on merged observations, each standing for a range of DLTs: two are
    compared if any of what they stand for could be. Holding there proves the law; if not,
    a true pair is looked for among unmerged observations.
    """
    graph = explore(design)
    merged = [_range(design, one) for one in _seen(design, graph, parts=True)]
    if not any(_broken_pair(group) for group in _groups(merged)):
        return Law("law.more_dlts", True, len(merged))
    return _unmerged_pairs(design, PAIR_LIMIT)


def _unmerged_pairs(design: Design, limit: int) -> Law:
    """The same among the first unmerged observations, of which every pair is true."""
    most = min(limit, PAIR_LIMIT)
    graph = explore(design, Walk(merging="none", steps="any", limit=most, may_be_partial=True))
    single = [_single(node, index) for index, node in enumerate(graph.nodes)]
    code = "law.more_dlts"
    for group in _groups(single):
        if pair := _broken_pair(group):
            milder, worse = (graph.path(one.node) for one in pair)
            return Law(code, False, len(single), None, worse, milder)
    return Law(code, graph.is_complete or None, len(single))


@dataclass(frozen=True)
class _Range:
    """Observations with DLTs from ``fewest`` to ``most`` per level, and the dose they lead to."""

    treated: tuple[int, ...]
    fewest: tuple[int, ...]
    most: tuple[int, ...]
    least_events: tuple[int, ...]
    most_events: tuple[int, ...]
    dose: int
    node: int


def _range(design: Design, seen: _Seen) -> _Range:
    """What a merged observation stands for.

    Merging moves or drops events of grade 2, so only their number in titration is compared.
    """
    levels = seen.counts.levels
    fewest = tuple(tally.dlt for tally in levels)
    total = sum(tally.grade2 for tally in levels)
    titrating = phase(design, seen.counts) == "titration"
    events = (total, total) if titrating else (0, seen.counts.total)
    treated = (seen.counts.at, *(tally.n for tally in levels))
    most = most_dlts(design, seen.counts)
    low, high = (sum(fewest) + events[0],), (sum(most) + events[1],)
    return _Range(treated, fewest, most, low, high, _dose(seen.decision), seen.node)


def _single(node: Node, index: int) -> _Range:
    levels = node.counts.levels
    dlt = tuple(tally.dlt for tally in levels)
    events = tuple(tally.dlt + tally.grade2 for tally in levels)
    treated = (node.counts.at, *(tally.n for tally in levels))
    return _Range(treated, dlt, dlt, events, events, _dose(node.decision), index)


def _groups(ranges: Sequence[_Range]) -> list[list[_Range]]:
    """Observations with equal numbers treated, fewest participants first."""
    groups: dict[tuple[int, ...], list[_Range]] = {}
    for one in ranges:
        groups.setdefault(one.treated, []).append(one)
    return sorted(groups.values(), key=lambda group: sum(group[0].treated[1:]))


def _broken_pair(group: Sequence[_Range]) -> tuple[_Range, _Range] | None:
    """Two of ``group`` of which the second has no fewer DLTs and events, and a higher dose."""
    dose = np.array([one.dose for one in group])
    if dose.min() == dose.max():
        return None
    most = np.array([one.most for one in group])
    events = np.array([one.most_events for one in group])
    for one in group:
        as_bad = (most >= one.fewest).all(axis=1) & (events >= one.least_events).all(axis=1)
        higher = np.flatnonzero(as_bad & (dose > one.dose))
        if len(higher):
            return one, group[int(higher[0])]
    return None


def _dose(decision: Decision) -> int:
    """The level that comes next; that of the MTD if the trial has stopped, 0 for none."""
    if isinstance(decision, Treat):
        return decision.level
    return (decision.mtd or 0) if isinstance(decision, Stop) else 0

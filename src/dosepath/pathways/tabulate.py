"""A design's decision table: each observation at the current level, and the answer to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dosepath.designs import Cohort, Counts, Decision, Design, Stop, Treat, phase
from dosepath.pathways.alphabet import Whole, innermost
from dosepath.pathways.explore import Walk, explore, outcomes
from dosepath.pathways.observed import Observed, observe
from dosepath.pathways.states import STATE_LIMIT, Flags, TooManyStates

# Beyond this many states the parts of cohorts are not walked through.
_MOST_PARTS = 5_000

# Where the current level stands: the next level is open, there is none above, or a
# level above was left because it exceeded the MTD.
Situation = Literal["open", "top", "came_down"]
SITUATIONS: tuple[Situation, ...] = ("open", "top", "came_down")

Move = Literal["up", "stay", "down", "mtd", "mtd_below", "no_mtd", "wait"]


@dataclass(frozen=True, order=True)
class Answer:
    """A decision as seen from the current level; ``n`` participants are treated next."""

    move: Move
    n: int = 0


@dataclass(frozen=True, order=True)
class TableRow:
    """One observation at the current level and its answers by situation.

    ``events`` counts the grade-2 events so far in titration, and is ``None`` after it.
    ``complete`` tells a finished cohort from a partial one. An answer can be one of
    several where other levels decide it (how many were treated below).
    """

    stage: Literal["titration", "escalation"]
    n: int
    dlt: int
    events: int | None
    complete: bool
    answers: tuple[tuple[Situation, tuple[Answer, ...]], ...]

    def at(self, situation: Situation) -> tuple[Answer, ...]:
        """The answers in ``situation``; none if the observation cannot be made there."""
        return dict(self.answers).get(situation, ())

    def row(self) -> dict[str, object]:
        """Plain named values."""
        return {
            "stage": self.stage,
            "n": self.n,
            "dlt": self.dlt,
            "grade_2_events": self.events,
            "complete": self.complete,
            **{
                situation: [{"move": one.move, "n": one.n} for one in self.at(situation)]
                for situation in SITUATIONS
            },
        }


@dataclass(frozen=True)
class DecisionTable:
    """Every observation that the design can meet; made by asking the design itself."""

    lines: tuple[TableRow, ...]
    states: int

    def rows(self) -> list[dict[str, object]]:
        """One row per observation."""
        return [row.row() for row in self.lines]

    def to_json(self) -> dict[str, object]:
        """The rows, and the number of merged states they were seen in."""
        return {"states": self.states, "rows": self.rows()}


@dataclass(frozen=True, order=True)
class _Seen:
    stage: Literal["titration", "escalation"]
    n: int
    dlt: int
    events: int | None


def decision_table(design: Design, *, limit: int = STATE_LIMIT) -> DecisionTable:
    """The decision table of ``design``, partial cohorts included.

    Walks every merged state and asks ``decide`` for each result of the next participants, or
    of a part of them, so the table cannot differ from what the trial will do. Where the states
    between complete cohorts are too many to walk through, a part of a cohort is only looked at
    from the state in which the cohort began. A design that answers arrays is asked all at once.
    """
    if hasattr(innermost(design), "decide_many"):
        return _of_arrays(design, limit)
    try:
        graph = explore(
            design, Walk(merging="same_future", steps="any", limit=min(limit, _MOST_PARTS))
        )
    except TooManyStates:
        graph = explore(design, Walk(merging="same_future", steps="cohorts", limit=limit))
    found: dict[_Seen, dict[Situation, set[Answer]]] = {}
    complete: set[_Seen] = set()
    for node in graph.nodes:
        if not isinstance(node.decision, Treat) or not node.edges:
            continue
        for cohort in _results(node.decision, graded=node.edges[0].graded):
            counts = cohort.added_to(node.counts)
            seen = _observe(design, counts)
            answer = _answer(design.decide(counts), counts.at)
            found.setdefault(seen, {}).setdefault(_situation(counts), set()).add(answer)
            if cohort.n == node.decision.n:
                complete.add(seen)
    rows = tuple(sorted(_rows(found, complete), key=_order))
    return DecisionTable(rows, len(graph.nodes))


def _results(treat: Treat, *, graded: bool) -> Iterator[Cohort]:
    """Every result of a cohort and of its parts."""
    for size in range(1, treat.n + 1):
        for n, dlt, grade2, _ in outcomes(size, graded=graded):
            yield Cohort.of(treat.level, n=n, dlt=dlt, grade2=grade2)


def _of_arrays(design: Design, limit: int) -> DecisionTable:
    """The same for a design that answers arrays, all observations at once."""
    seen = observe(design, limit=limit)
    rows = np.flatnonzero(seen.at > 0)
    place, n = seen.at[rows] - 1, seen.n[rows]
    each = np.arange(len(rows))
    above = (n * (np.arange(n.shape[1]) > place[:, None])).any(axis=1)
    situation = np.where(above, 2, np.where(seen.at[rows] == n.shape[1], 1, 0))
    dlt = seen.count(seen.alphabet.dlt)[rows, place]
    titrates, events = _titration(design, seen, rows)
    moves = seen.moves
    whole = seen.taken[rows] == moves.size[seen.parent[rows]]
    answers = (moves.level[rows], moves.size[rows], moves.mtd[rows], moves.waits[rows])
    lines = np.column_stack(
        [titrates, n[each, place], dlt, events, situation, whole, seen.at[rows], *answers]
    )
    found: dict[_Seen, dict[Situation, set[Answer]]] = {}
    complete: set[_Seen] = set()
    for titrating, evaluated, toxic, graded, where, is_whole, at, *said in np.unique(
        lines, axis=0
    ).tolist():
        stage: Literal["titration", "escalation"] = "titration" if titrating else "escalation"
        one = _Seen(stage, evaluated, toxic, graded if titrating else None)
        by_situation = found.setdefault(one, {})
        by_situation.setdefault(SITUATIONS[where], set()).add(_said(at, *said))
        if is_whole:
            complete.add(one)
    return DecisionTable(tuple(sorted(_rows(found, complete), key=_order)), len(seen))


def _titration(design: Design, seen: Observed, rows: Whole) -> tuple[Flags, Whole]:
    """Which observations are those of a titration, and the grade-2 events in each."""
    events = seen.count(seen.alphabet.grade2)[rows].sum(axis=1)
    if not hasattr(design, "is_titrating"):
        return np.zeros(len(rows), dtype=np.bool_), events
    flags = (phase(design, seen.counts(int(row))) == "titration" for row in rows)
    return np.fromiter(flags, dtype=np.bool_, count=len(rows)), events


def _said(at: int, level: int, size: int, mtd: int, waits: int) -> Answer:
    if waits:
        return Answer("wait")
    if level:
        return Answer("up" if level > at else "down" if level < at else "stay", size)
    if not mtd:
        return Answer("no_mtd")
    return Answer("mtd" if mtd == at else "mtd_below")


def _rows(
    found: dict[_Seen, dict[Situation, set[Answer]]], complete: set[_Seen]
) -> Iterator[TableRow]:
    for seen, by_situation in found.items():
        answers = tuple(
            (situation, tuple(sorted(by_situation[situation])))
            for situation in SITUATIONS
            if situation in by_situation
        )
        yield TableRow(seen.stage, seen.n, seen.dlt, seen.events, seen in complete, answers)


def _order(row: TableRow) -> tuple[object, ...]:
    return row.stage != "titration", row.n, row.events or 0, row.dlt


def _observe(design: Design, counts: Counts) -> _Seen:
    tally = counts[counts.at]
    stage = phase(design, counts)
    events = sum(one.grade2 for one in counts.levels) if stage == "titration" else None
    return _Seen(stage, tally.n, tally.dlt, events)


def _situation(counts: Counts) -> Situation:
    if any(tally.n for tally in counts.levels[counts.at :]):
        return "came_down"
    return "top" if counts.at == len(counts.levels) else "open"


def _answer(decision: Decision, level: int) -> Answer:
    if isinstance(decision, Treat):
        step = decision.level - level
        return Answer("up" if step > 0 else "down" if step < 0 else "stay", decision.n)
    if isinstance(decision, Stop):
        if decision.mtd is None:
            return Answer("no_mtd")
        return Answer("mtd" if decision.mtd == level else "mtd_below")
    return Answer("wait")

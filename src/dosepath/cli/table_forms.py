"""Decision tables of designs that are not decided by the cells of one level alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dosepath.cli.output import emit_table

if TYPE_CHECKING:
    from dosepath.designs import Decision, Design
    from dosepath.pathways import Ahead
    from dosepath.study import Study

# Results of the first cohorts are shown until so many lines are reached.
_MOST_LINES = 30

CUT_OFFS_LEGEND = (
    "Evaluated: at the current level. Escalate: at most so many DLTs. De-escalate, eliminate: at "
    "least so many; a level that is eliminated is never treated again, nor any above it."
)
RESPONSES_LEGEND = (
    "Among the levels that these cut-offs leave open, the design chooses by response as well."
)
WATCHING_LEGEND = (
    "Entered, evaluated, DLTs: at the current level. The level below was left with three and no "
    "DLT, and nobody was treated above."
)
FOLLOW_UP_LEGEND = (
    "The cut-offs are for complete follow-up; with participants under observation the design "
    "weighs their time as well."
)
FIRST_LEGEND = (
    "What is next depends on the data of all levels together, so there is no table by the current "
    "level alone. Seen: the level, then N (no DLT) or T (DLT) for each participant."
)


def cut_offs(design: Design) -> list[dict[str, int | None]]:
    """The cut-offs of a design that steps by them, a row per number evaluated; else none."""
    from dosepath.designs import parts_of

    for part in parts_of(design):
        if hasattr(part.design, "boundaries"):
            return [row._asdict() for row in part.design.boundaries()]
    return []


def show_cut_offs(study: Study, rows: list[dict[str, int | None]], *, partial: bool) -> None:
    """Print cut-offs, of complete cohorts alone unless ``partial``."""
    size = _cohort(study.design)
    shown = [row for row in rows if partial or (row["n"] or 0) % size == 0]
    heads = ("Evaluated", "Escalate if ≤", "De-escalate if ≥", "Eliminate if ≥")
    lines = [tuple(row.values()) for row in shown]
    emit_table(heads, lines, title=study.id, numeric=list(heads))


def _cohort(design: Design) -> int:
    from dosepath.designs import parts_of

    stages = [part.design for part in parts_of(design) if hasattr(part.design, "boundaries")]
    return int(getattr(stages[0], "cohort", 1))


def watched(design: Design) -> list[dict[str, Any]]:
    """The answers of a design that heeds participants under observation, at one level.

    It is a level with one below that was left with three and no DLT, and an open one above.
    """
    from dosepath.designs import Counts, Tally, most_per_level

    at, full = min(2, design.levels), most_per_level(design) or 6
    rows = []
    for entered in range(1, full + 1):
        for n in range(entered + 1):
            row: dict[str, Any] = {"entered": entered, "n": n}
            for dlt in range(3):
                here = Tally(n, min(dlt, n), pending=(0.5,) * (entered - n))
                levels = [Tally(3)] * (at - 1) + [here] + [Tally()] * (design.levels - at)
                then = design.decide(Counts(tuple(levels), at))
                row[f"dlt_{dlt}"] = _move(then, at) if dlt <= n else None
            rows.append(row)
    return rows


def _move(decision: Decision, at: int) -> str:
    from dosepath.designs import Stop, Treat

    if isinstance(decision, Treat):
        step = "up, " if decision.level > at else "down, " if decision.level < at else ""
        return f"{step}treat {decision.n}{'' if step else ' more'}"
    return "stop" if isinstance(decision, Stop) else "wait"


def show_watched(study: Study, rows: list[dict[str, Any]]) -> None:
    """Print them."""
    heads = ("Entered", "Evaluated", "0 DLTs", "1 DLT", "2 or more DLTs")
    lines = [tuple(row.values()) for row in rows]
    emit_table(heads, lines, title=study.id, numeric=list(heads[:2]))


def first_steps(design: Design) -> list[dict[str, Any]]:
    """What is next after each result of the first cohorts, as far as a page goes."""
    from dosepath.designs import Counts
    from dosepath.pathways import look_ahead

    start = look_ahead(design, Counts.none(design.levels))
    rows = list(_results(start, "", 1))
    for depth in range(2, _MOST_LINES):
        more = list(_results(start, "", depth))
        if not len(rows) < len(more) <= _MOST_LINES:
            break
        rows = more
    return [{"seen": "", "next": _words(start.decision)}, *rows]


def _results(ahead: Ahead, seen: str, depth: int) -> Iterator[dict[str, Any]]:
    for branch in ahead.branches if depth else ():
        path = f"{seen} {branch.cohort}".strip()
        yield {"seen": path, "next": _words(branch.then.decision)}
        yield from _results(branch.then, path, depth - 1)


def show_first_steps(study: Study, rows: list[dict[str, Any]]) -> None:
    """Print them."""
    lines = [(row["seen"] or "(nobody)", row["next"]) for row in rows]
    emit_table(("Seen", "Next"), lines, title=study.id)


def _words(decision: Decision) -> str:
    from dosepath.designs import Stop, Treat

    if isinstance(decision, Treat):
        return f"level {decision.level}, treat {decision.n}"
    if isinstance(decision, Stop):
        mtd = decision.mtd
        return "stop, no level" if mtd is None else f"stop, level {mtd} recommended"
    return "wait"


def is_untabled(design: Design) -> bool:
    """Whether a model of all levels decides, so that one level's cells are no table."""
    from dosepath.designs import parts_of

    return any(hasattr(part.design, "posterior") for part in parts_of(design))

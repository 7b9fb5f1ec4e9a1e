"""What may come next from the data at hand, as plain values: a tree, its tables, what remains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dosepath import wording
from dosepath.analysis import STATES, Outlook, Prior, Truths, outlook
from dosepath.conduct import Recommendation
from dosepath.designs import Stop, Treat, selects
from dosepath.pathways import (
    Ahead,
    TooManyStates,
    compile_design,
    operating_characteristics,
)
from dosepath.study import Study
from dosepath.web.ui.table import Cell, Column, Table

SEED = 1
"""Of the posterior's draws: fixed, so that a page shows the same figures whenever it is read."""
MOST = 24
"""A tree with more branches than this is shown one step deep."""
LONGEST = 60
"""A table of two steps with more rows than this says nothing to a reader, and is left out."""
RARE = 0.01
"""What follows a branch less likely than this is left to the table of two steps."""


@dataclass(frozen=True)
class Node:
    """One possible result: the words, its chance, what the rule then says, and what follows."""

    result: str
    chance: str
    says: str
    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Looking:
    """The look ahead of one page.

    ``tree`` is under the truth ``shown`` (empty if none is assumed); ``others`` are the
    truths that it can be shown under. ``ahead`` and ``further`` are one and two steps as
    tables with all truths, ``size`` and ``endings`` what remains; ``rests_on`` says what
    the figures take for granted.
    """

    tree: tuple[Node, ...]
    shown: str
    others: tuple[str, ...]
    ahead: Table | None
    further: Table | None
    size: Table | None
    endings: Table | None
    engine: str
    rests_on: tuple[str, ...]


def looking(study: Study, advice: Recommendation, *, planned: int, shown: str = "") -> Looking:
    """Look ahead under every scenario and a posterior; the tree under the one named ``shown``."""
    truths = Truths(study.scenarios, Prior(np.random.default_rng(SEED), SEED))
    found = outlook(study.design, advice, planned=planned, truths=truths)
    names = tuple(name for name in found.trees if name)
    chosen = shown if shown in names else next(iter(found.trees))
    depth = 2 if sum(1 for _ in _walk(found.trees[chosen], 2)) <= MOST else 1
    return Looking(
        tree=_nodes(found.trees[chosen], depth),
        shown=chosen,
        others=names,
        ahead=ahead_table(found.trees, depth=1),
        further=ahead_table(found.trees, depth=2, longest=LONGEST),
        size=size_table(study, found),
        endings=endings_table(found, selects(study.design).upper()),
        engine=_engine(study),
        rests_on=wording.say_all(found.rests_on),
    )


def _nodes(tree: Ahead, depth: int, reached: float = 1.0) -> tuple[Node, ...]:
    made = []
    for branch in tree.branches if depth else ():
        chance = None if branch.probability is None else reached * branch.probability
        is_rare = chance is not None and chance < RARE
        made.append(
            Node(
                wording.text("board.result", outcome=branch.label, level=branch.cohort.level),
                "" if chance is None else wording.percent_text(chance),
                then_text(branch.then),
                _nodes(branch.then, 0 if is_rare else depth - 1, chance or 1.0),
            )
        )
    return tuple(made)


def then_text(tree: Ahead) -> str:
    """What the rule says after a result, in few words."""
    decision = tree.decision
    if isinstance(decision, Treat):
        return wording.text("board.then_treat", level=decision.level, n=decision.n)
    if isinstance(decision, Stop):
        code = "board.then_none" if decision.mtd is None else "board.then_stop"
        return wording.text(code, mtd=decision.mtd)
    return wording.label("board.then_wait")


def ahead_table(
    trees: Mapping[str, Ahead], *, depth: int, longest: int | None = None
) -> Table | None:
    """What the next results would mean, and how likely each is under every truth."""
    first = next(iter(trees.values()), None)
    n = sum(1 for _ in _walk(first, depth)) if first is not None else 0
    if not n or (longest is not None and n > longest):
        return None
    walks = [list(_walk(tree, depth)) for tree in trees.values()]
    columns = (
        Column(wording.label("evidence.result")),
        *(Column(name, number=True, assumed=True) for name in trees if name),
        Column(wording.label("evidence.rule_says")),
    )
    rows = tuple(_row(line, with_chance="" not in trees) for line in zip(*walks, strict=True))
    return Table(wording.label(f"evidence.ahead_{depth}"), columns, rows)


def _row(line: Sequence[tuple[str, str, float]], *, with_chance: bool) -> tuple[Cell, ...]:
    chances = [Cell(wording.percent_text(chance), number=True) for _, _, chance in line]
    return Cell(line[0][0]), *(chances if with_chance else ()), Cell(line[0][1])


def _walk(tree: Ahead, depth: int, reached: float = 1.0) -> Iterator[tuple[str, str, float]]:
    """Result, what the rule then says, and the probability; at ``depth`` or where it ends."""
    for branch in tree.branches:
        chance = reached * (branch.probability or 0.0)
        where = wording.text("board.result", outcome=branch.label, level=branch.cohort.level)
        if depth > 1 and branch.then.branches:
            for later, says, share in _walk(branch.then, depth - 1, chance):
                yield wording.text("evidence.then", first=where, later=later), says, share
        else:
            yield where, wording.say(branch.then.decision.because), chance


def size_table(study: Study, found: Outlook) -> Table | None:
    """How much remains, and the probability of more participants than planned, by truth."""
    if not found.prospects:
        return None
    before = _before(study, found.planned)
    titles = ("scenario", "before", "given", "remaining", "cohorts", "most")
    columns = tuple(
        Column(wording.label(f"evidence.{title}"), number=title != "scenario", assumed=not index)
        for index, title in enumerate(titles)
    )
    rows = tuple(
        (
            Cell(one.name),
            Cell(before.get(one.name, "–"), number=True),
            Cell(wording.percent_text(one.above), number=True),
            Cell(f"{one.remaining:.1f}", number=True),
            Cell(f"{one.cohorts:.1f}", number=True),
            Cell(str(one.most), number=True),
        )
        for one in found.prospects
    )
    return Table(wording.text("evidence.size", planned=found.planned), columns, rows)


def _before(study: Study, planned: int) -> dict[str, str]:
    """P(N > planned) before the trial, by scenario; nothing where there are too many states."""
    try:
        program = compile_design(study.design, limit=STATES)
    except TooManyStates:
        return {}
    return {
        name: wording.percent_text(
            float(operating_characteristics(program, scenario).probability_above(planned))
        )
        for name, scenario in study.scenarios.items()
    }


def _engine(study: Study) -> str:
    try:
        return compile_design(study.design, limit=STATES).engine
    except TooManyStates:
        return ""


def endings_table(found: Outlook, goal: str) -> Table | None:
    """How likely each end of the trial is: no level, or one as the ``goal``, MTD or OBD."""
    if not found.prospects:
        return None
    levels = range(1, len(found.prospects[0].selection))
    columns = (
        Column(wording.label("evidence.scenario"), assumed=True),
        Column(wording.label("evidence.no_mtd"), number=True),
        *(Column(wording.text("evidence.level_n", level=level), number=True) for level in levels),
    )
    rows = tuple(
        (
            Cell(one.name),
            *(Cell(wording.percent_text(share), number=True) for share in one.selection),
        )
        for one in found.prospects
    )
    return Table(wording.text("evidence.endings", goal=goal), columns, rows)

"""The board's figures as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.analysis import LadderLevel, evaluated_only
from dosepath.conduct import Standing, TrialState, next_slot_opens
from dosepath.designs import Counts, Stop, Tally, Treat, needs
from dosepath.pathways import Branch, look_ahead
from dosepath.report import ladder_words
from dosepath.study import Study
from dosepath.web.ui.table import Cell, Column, Table

MOST_BRANCHES = 12
"""A tree longer than this is read as a table in the decision's page, not at a glance."""


def ladder_table(rows: Sequence[LadderLevel]) -> Table:
    """The ladder in words, the highest level first, as the figure has it."""
    titles = ("level", "dose", "participants", "state", "what")
    columns = tuple(
        Column(wording.label(f"board.{name}"), number=name == "level") for name in titles
    )
    shown = sorted(rows, key=lambda row: -row.level)
    return Table(wording.label("board.ladder"), columns, tuple(_rung(row) for row in shown))


def _rung(row: LadderLevel) -> tuple[Cell, ...]:
    who = ", ".join(mark.participant for mark in row.marks) or "–"
    state = wording.label(f"level_state.{row.state}")
    return (
        Cell(str(row.level), number=True),
        Cell(wording.dose_text(row.dose), assumed=row.assumed),
        Cell(who),
        Cell(state, tone="good" if row.state == "open" else "none"),
        Cell(", ".join(ladder_words(row))),
    )


def slots_table(state: TrialState, trial: str, at: datetime) -> Table:
    """The places of the open cohort that somebody holds or was dosed in."""
    label, zone = wording.label, ZoneInfo(state.zone)
    columns = tuple(Column(label(f"board.slot_{name}")) for name in ("number", "who", "state"))
    rows = []
    for slot in state.held_slots(at):
        words = label(f"slot.{slot.status}")
        if slot.status == "reserved":
            until = wording.moment_text(slot.expires.astimezone(zone))
            words = wording.text("board.held_until", until=until)
        page = "dosing:gate" if slot.status == "reserved" else "followup:participant"
        url = reverse(page, args=[trial, slot.participant])
        number = slot.number
        if slot.backfill:
            number = wording.text("backfill.slot", slot=slot.number, level=slot.level)
        rows.append((Cell(number), Cell(slot.participant, href=url), Cell(words)))
    return Table(label("board.slots"), columns, tuple(rows), label("board.no_slots"))


def next_slot_text(state: TrialState, at: datetime) -> str:
    """When and where the next participant may be dosed; empty when nobody may."""
    found = next_slot_opens(state, at)
    if found.opens is None or not found.free:
        return ""
    opens = wording.moment_text(found.opens.astimezone(ZoneInfo(state.zone)))
    return wording.text("board.next_slot", level=found.level, free=found.free, opens=opens)


def rule_table(state: TrialState, standing: Standing) -> Table | None:
    """What the rule says for every number of DLTs at the level last treated; ours is marked.

    Made by asking the design itself; None before anybody was evaluated, and for a design that
    weighs responses: its answer is no table of DLTs. Those under observation are left out.
    """
    counts = evaluated_only(standing.counts)
    weighs = "responses" in needs(state.protocol.design)
    if not counts.at or not counts[counts.at].n or weighs:
        return None
    here = counts[counts.at]
    caption = wording.text("board.rule_caption", level=counts.at, n=here.n)
    columns = tuple(Column(wording.label(f"board.rule_{name}")) for name in ("dlt", "says", "here"))
    rows = []
    for dlt in range(here.n + 1):
        tally = Tally(here.n, dlt, min(here.grade2, here.n - dlt))
        levels = (*counts.levels[: counts.at - 1], tally, *counts.levels[counts.at :])
        says = state.protocol.design.decide(Counts(levels, counts.at)).because
        mark = Cell(wording.label("board.rule_ours"), tone="good") if dlt == here.dlt else Cell("")
        rows.append((Cell(f"{dlt}/{here.n}"), Cell(wording.say(says)), mark))
    return Table(caption, columns, tuple(rows))


def tree_table(standing: Standing, study: Study) -> Table:
    """What may come next, how likely it is under each scenario of the study, and what follows."""
    pending: dict[int, int] = {}
    for outcome in standing.awaited:
        pending[outcome.level] = pending.get(outcome.level, 0) + 1
    counts = evaluated_only(standing.counts)
    trees = {
        name: look_ahead(study.design, counts, pending=pending, scenario=scenario)
        for name, scenario in study.scenarios.items()
    }
    columns = (
        Column(wording.label("board.outcome")),
        *(
            Column(wording.text("board.if_truth", scenario=name), number=True, assumed=True)
            for name in trees
        ),
        Column(wording.label("board.then")),
    )
    known = trees or {"": look_ahead(study.design, counts, pending=pending)}
    side_by_side = zip(*(tree.branches for tree in known.values()), strict=True)
    rows = [_branch(same, with_chance=bool(trees)) for same in islice(side_by_side, MOST_BRANCHES)]
    empty = wording.text("board.nothing_next")
    return Table(wording.label("board.next"), columns, tuple(rows), empty)


def _branch(same: tuple[Branch, ...], *, with_chance: bool) -> tuple[Cell, ...]:
    """One result: it is the same branch in the tree of every scenario."""
    first = same[0]
    where = wording.text("board.result", outcome=first.label, level=first.cohort.level)
    chances = [
        Cell("–" if one.probability is None else wording.percent_text(one.probability), number=True)
        for one in same
    ]
    return Cell(where), *(chances if with_chance else ()), Cell(_then(first))


def _then(branch: Branch) -> str:
    decision = branch.then.decision
    if isinstance(decision, Treat):
        return wording.text("board.then_treat", level=decision.level, n=decision.n)
    if isinstance(decision, Stop):
        code = "board.then_none" if decision.mtd is None else "board.then_stop"
        return wording.text(code, mtd=decision.mtd)
    return wording.label("board.then_wait")

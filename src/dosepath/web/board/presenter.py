"""The board's figures as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from dosepath import wording
from dosepath.analysis import LadderLevel
from dosepath.conduct import Standing, TrialState, next_slot_opens
from dosepath.designs import Stop, Treat
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
        url = reverse("dosing:gate", args=[trial, slot.participant])
        rows.append((Cell(slot.number), Cell(slot.participant, href=url), Cell(words)))
    return Table(label("board.slots"), columns, tuple(rows), label("board.no_slots"))


def next_slot_text(state: TrialState, at: datetime) -> str:
    """When and where the next participant may be dosed; empty when nobody may."""
    found = next_slot_opens(state, at)
    if found.opens is None or not found.free:
        return ""
    opens = wording.moment_text(found.opens.astimezone(ZoneInfo(state.zone)))
    return wording.text("board.next_slot", level=found.level, free=found.free, opens=opens)


def tree_table(name: str, standing: Standing, study: Study) -> Table:
    """What may come next and how likely it is if ``name`` were the truth."""
    pending: dict[int, int] = {}
    for outcome in standing.pending:
        pending[outcome.level] = pending.get(outcome.level, 0) + 1
    tree = look_ahead(
        study.design, standing.counts, pending=pending, scenario=study.scenarios[name]
    )
    columns = (
        Column(wording.label("board.outcome")),
        Column(wording.label("board.probability"), number=True, assumed=True),
        Column(wording.label("board.then")),
    )
    rows = tuple(_branch(branch) for branch in tree.branches[:MOST_BRANCHES])
    return Table(wording.text("board.if_truth", scenario=name), columns, rows)


def _branch(branch: Branch) -> tuple[Cell, ...]:
    chance = "–" if branch.probability is None else wording.percent_text(branch.probability)
    where = wording.text("board.result", outcome=branch.label, level=branch.cohort.level)
    return Cell(where), Cell(chance, number=True), Cell(_then(branch))


def _then(branch: Branch) -> str:
    decision = branch.then.decision
    if isinstance(decision, Treat):
        return wording.text("board.then_treat", level=decision.level, n=decision.n)
    if isinstance(decision, Stop):
        code = "board.then_none" if decision.mtd is None else "board.then_stop"
        return wording.text(code, mtd=decision.mtd)
    return wording.label("board.then_wait")

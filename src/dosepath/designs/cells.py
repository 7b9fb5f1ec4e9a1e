"""The rule at one dose level as a table of cells: (evaluated, DLTs) -> exactly one action.

A k+m rule looks at a level twice, after ``first`` and after ``full`` participants.
Every observation that can be made there, partial cohorts included, is a cell. The
table is proven when it is built: a cell without an action is a gap, a cell with two
is a contradiction, and both are reported by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from dosepath.designs.decision import Tally
from dosepath.quantity import Fault, Place

Cell = tuple[int, int]


class Action(StrEnum):
    """What one cell of the table asks for."""

    ESCALATE = "escalate"
    TREAT_REST = "treat_rest"
    EXPAND = "expand"
    DECLARES_MTD = "declares_mtd"
    EXCEEDS_MTD = "exceeds_mtd"
    STEPS_BACK = "steps_back"

    @property
    def closes(self) -> bool:
        """Whether the level, and all above it, are closed by this action."""
        return self in (Action.EXCEEDS_MTD, Action.STEPS_BACK)


# With equal numbers treated, more DLTs may never lead further down this list's left.
_CAUTION = {
    Action.ESCALATE: 0,
    Action.TREAT_REST: 1,
    Action.EXPAND: 1,
    Action.DECLARES_MTD: 2,
    Action.EXCEEDS_MTD: 3,
    Action.STEPS_BACK: 3,
}


@dataclass(frozen=True)
class Cells:
    """A proven table for one level: ``first`` and ``full`` are its two complete sizes."""

    first: int
    full: int
    actions: Mapping[Cell, Action]

    def __getitem__(self, tally: Tally) -> Action | None:
        """The action for a tally; ``None`` where the rule can never bring a trial."""
        return self.actions.get((tally.n, tally.dlt))

    @cached_property
    def closing(self) -> frozenset[Cell]:
        """The cells that close their level."""
        return frozenset(cell for cell, action in self.actions.items() if action.closes)

    @cached_property
    def plain(self) -> Mapping[Cell, Tally]:
        """Per cell a tally with the fewest DLTs with which nothing after it changes.

        Where nobody more can be treated at the level, only the action still matters.
        """
        return {cell: Tally(cell[0], self._alike(cell)[0]) for cell in self.actions}

    @cached_property
    def most(self) -> Mapping[Cell, int]:
        """Per cell the most DLTs that :attr:`plain` makes equal to it."""
        return {cell: self._alike(cell)[-1] for cell in self.actions}

    @cached_property
    def bare(self) -> Mapping[Cell, Tally]:
        """As :attr:`plain`, and every closed level has the fewest participants that close it."""
        least: dict[Action, Cell] = {}
        for cell in sorted(self.closing):
            least.setdefault(self.actions[cell], cell)
        return {
            cell: Tally(*least[action]) if action.closes else self.plain[cell]
            for cell, action in self.actions.items()
        }

    def _alike(self, cell: Cell) -> list[int]:
        n, action = cell[0], self.actions[cell]
        if n < self.full and not action.closes:
            return [cell[1]]
        return [dlt for dlt in range(n + 1) if self.actions.get((n, dlt)) is action]

    def rest(self, n: int) -> int:
        """Participants still to treat before the cohort of the ``n``-th is complete."""
        return (self.first if n < self.first else self.full) - n


@dataclass(frozen=True)
class Claim:
    """One statement about a cell, and the parameter that makes it."""

    cell: Cell
    action: Action
    source: str


class CutOffs(NamedTuple):
    """After ``size`` evaluated: ``escalate`` DLTs or fewer escalate, ``exceeds`` or more exceed."""

    size: int
    escalate: int
    exceeds: int


def threshold_claims(
    cut: CutOffs, *, source: str, between: Action | None = None
) -> Iterator[Claim]:
    """What a pair of cut-offs says; what lies between them is ``between``, or a gap."""
    for dlt in range(cut.size + 1):
        if dlt <= cut.escalate:
            yield Claim((cut.size, dlt), Action.ESCALATE, source)
        if dlt >= cut.exceeds:
            yield Claim((cut.size, dlt), Action.EXCEEDS_MTD, source)
        if cut.escalate < dlt < cut.exceeds and between is not None:
            yield Claim((cut.size, dlt), between, source)


class Reading(NamedTuple):
    """How a table is read: after ``first`` and after ``full`` participants.

    ``early``: a partial cohort whose every completion closes the level closes it now.
    ``at_once``: both cohorts can be treated as one, so that no cell is out of reach.
    """

    first: int
    full: int
    early: bool
    at_once: bool


def prove_cells(reading: Reading, layers: Sequence[Sequence[Claim]]) -> tuple[Cells, list[Fault]]:
    """Build the table from layers of claims (later layers win) and prove it.

    Cells that the rule cannot reach have their action too, if a cut-off gives one: what
    was observed in spite of the rule is still answered.
    """
    first, full, early, at_once = reading
    chosen: dict[Cell, Action] = {}
    faults: list[Fault] = []
    for layer in layers:
        said: dict[Cell, Claim] = {}
        for claim in layer:
            before = said.setdefault(claim.cell, claim)
            if before.action is not claim.action:
                faults.append(_contradiction(before, claim))
        chosen |= {cell: claim.action for cell, claim in said.items()}
    every = {(n, dlt) for n in range(full + 1) for dlt in range(n + 1)}
    reachable = every if at_once else set(_reachable(first, full, chosen))
    faults += _gaps(first, full, chosen, reachable)
    faults += [_unreachable(claim) for claim in layers[-1] if claim.cell not in reachable]
    faults += _endless(full, chosen)
    table = {cell: chosen[cell] for cell in every if cell in chosen}
    for n, dlt in sorted(every - set(chosen)):
        if n not in (first, full):
            table[n, dlt] = _partial(first if n < first else full, (n, dlt), table, early=early)
    faults += _not_monotone(table, reachable)
    return Cells(first, full, table), faults


def _reachable(first: int, full: int, chosen: Mapping[Cell, Action]) -> Iterator[Cell]:
    """Every (n, dlt) a level can show, one participant at a time."""
    for n in range(first + 1):
        yield from ((n, dlt) for dlt in range(n + 1))
    goes_on = [
        dlt
        for dlt in range(first + 1)
        if chosen.get((first, dlt)) in (Action.ESCALATE, Action.EXPAND, None)
    ]
    for more in range(1, full - first + 1):
        for dlt in {start + new for start in goes_on for new in range(more + 1)}:
            yield first + more, dlt


def _partial(size: int, cell: Cell, table: Mapping[Cell, Action], *, early: bool) -> Action:
    n, dlt = cell
    ends = {table.get((size, dlt + new)) for new in range(size - n + 1)}
    if not early or None in ends or not all(end is not None and end.closes for end in ends):
        return Action.TREAT_REST
    # Settled: whoever is still undosed need not be. Of two ways down, take the more careful.
    return Action.STEPS_BACK if Action.STEPS_BACK in ends else Action.EXCEEDS_MTD


def _name(cell: Cell) -> str:
    return f"{cell[0]},{cell[1]}"


def _place(cell: Cell) -> Place:
    return Place(path=f"table.{_name(cell)}")


def _contradiction(one: Claim, other: Claim) -> Fault:
    n, dlt = one.cell
    return Fault(
        _place(one.cell),
        "design.cell_contradiction",
        f"Cell {_name(one.cell)} ({dlt} DLT in {n}) has two actions.",
        found=f"{one.action} ({one.source}) and {other.action} ({other.source})",
        allowed="exactly one action",
    )


def _gaps(
    first: int, full: int, chosen: Mapping[Cell, Action], reachable: set[Cell]
) -> Iterator[Fault]:
    for cell in sorted(reachable):
        action = chosen.get(cell)
        if cell[0] in (first, full) and (action is None or action is Action.TREAT_REST):
            yield Fault(
                _place(cell),
                "design.cell_gap",
                f"Cell {_name(cell)} ({cell[1]} DLT in {cell[0]}) has no action, "
                "and its cohort is complete.",
                allowed=", ".join(_complete_actions(cell[0] < full)),
            )


def _complete_actions(may_expand: bool) -> Iterator[str]:
    for action in Action:
        if action is Action.EXPAND and not may_expand:
            continue
        if action is not Action.TREAT_REST:
            yield str(action)


def _unreachable(claim: Claim) -> Fault:
    return Fault(
        _place(claim.cell),
        "design.cell_unreachable",
        f"Cell {_name(claim.cell)} can never be seen under this rule.",
        found=str(claim.action),
        allowed="a cell of evaluated participants and DLTs that the rule can reach",
    )


def _not_monotone(table: Mapping[Cell, Action], reachable: set[Cell]) -> Iterator[Fault]:
    for (n, dlt), action in sorted(table.items()):
        worse = table.get((n, dlt + 1))
        if worse is None or not {(n, dlt), (n, dlt + 1)} <= reachable:
            continue
        if _CAUTION[worse] < _CAUTION[action]:
            yield Fault(
                _place((n, dlt + 1)),
                "design.cell_contradiction",
                f"Cell {_name((n, dlt + 1))} is less careful than {_name((n, dlt))}, "
                "which has fewer DLTs.",
                found=f"{worse} after {action}",
                allowed="with equal numbers treated, more DLTs never lead to a milder action",
            )


def _endless(full: int, chosen: Mapping[Cell, Action]) -> Iterator[Fault]:
    for cell, action in sorted(chosen.items()):
        if cell[0] >= full and action is Action.EXPAND:
            yield Fault(
                _place(cell),
                "design.cell_contradiction",
                f"Cell {_name(cell)} asks for more participants than a level may have.",
                found=str(action),
                allowed=f"expand only below {full} participants",
            )

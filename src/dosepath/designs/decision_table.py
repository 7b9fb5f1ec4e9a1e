"""A decision table that somebody wrote, as a design of its own.

The table is proven when it is built: a cell that the trial can come to and that has no action is
a gap, a cell with two actions or a milder one than with fewer DLTs is a contradiction; both are
reported by cell, and by line if the table was read from a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, cast, get_args

import numpy as np

from dosepath.designs.batch import Whole
from dosepath.designs.options import check_choice
from dosepath.designs.stepping import Advice, Advices, Stepping
from dosepath.designs.table_cells import Cell, CellAction, TableCells, cell_name, contradictions
from dosepath.quantity import Fault, FaultsFound
from dosepath.rule import Reason

UnreachableCells = Literal["warn", "refuse"]
Written = TableCells | Mapping[str, str] | Sequence[Any]


_ADVICE = {
    CellAction.ESCALATE: Advice.ESCALATE,
    CellAction.STAY: Advice.STAY,
    CellAction.DE_ESCALATE: Advice.DE_ESCALATE,
    CellAction.ELIMINATE: Advice.ELIMINATE,
}


@dataclass(frozen=True, kw_only=True)
class DecisionTable(Stepping):
    """The design whose rule is a written table of cells: evaluated and DLTs at a level.

    Attributes:
        cells: ``{"3,0": "escalate", ...}``; or a list of rows, each ``{n, dlt, action}`` or
            ``{n, escalate_at_most, de_escalate_at_least, eliminate_at_least}``; or what
            :func:`read_table_csv` returns. Kept as sorted pairs of cell and action. Actions are
            those of :class:`CellAction`. Every number of participants at which the trial can
            look at a level needs its cells: the multiples of ``cohort``, and what a shortened
            last cohort leaves.
        unreachable_cells: what is done about cells that the trial can never come to: ``warn``,
            because printed tables have a row for every number; or ``refuse``.

    Raises:
        FaultsFound: every impossible parameter; every gap and contradiction by cell.
    """

    cells: Written
    unreachable_cells: UnreachableCells = "warn"

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        table = TableCells(())
        try:
            table = self.cells if isinstance(self.cells, TableCells) else TableCells.of(self.cells)
        except FaultsFound as error:
            faults += error.faults
        actions = {claim.cell: str(claim.action) for claim in table.claims}
        kept = tuple((cell_name(cell), actions[cell]) for cell in sorted(actions))
        object.__setattr__(self, "cells", kept)
        faults += contradictions(table)
        try:
            super().__post_init__()
        except FaultsFound as error:
            faults += error.faults
        if not faults:
            faults += self._gaps(table)
            faults += self._unreachable_faults(table) if self.unreachable_cells == "refuse" else []
        if faults:
            raise FaultsFound(faults)

    def advise(self, n: Whole, dlt: Whole, *, lowest: bool) -> Advices:
        """See :meth:`Stepping.advise`."""
        del lowest
        known = self._known
        size = len(known)
        inside = n < size
        found = known[np.minimum(n, size - 1), np.minimum(dlt, size - 1)]
        return np.where(inside, found, np.int8(Advice.UNFORESEEN))

    def warnings(self) -> tuple[Reason, ...]:
        """Parameters that can never have an effect, each as a reason."""
        cells = self._unreachable
        if not cells:
            return super().warnings()
        named = ", ".join(cell_name(cell) for cell in cells[:4])
        code, more = "design.warning.cells_out_of_reach", len(cells) > 4
        seen = Reason.of(code, number=len(cells), cells=named + (" ..." if more else ""))
        return (*super().warnings(), seen)

    def faults(self) -> Iterator[Fault]:
        """Every impossible parameter."""
        yield from super().faults()
        choices = get_args(UnreachableCells)
        yield from check_choice("unreachable_cells", self.unreachable_cells, choices)

    @cached_property
    def _actions(self) -> Mapping[Cell, CellAction]:
        pairs = cast("tuple[tuple[str, str], ...]", self.cells)
        return {
            (int(n), int(dlt)): CellAction(action)
            for key, action in pairs
            for n, dlt in (key.split(","),)
        }

    @cached_property
    def _known(self) -> Advices:
        """[n, dlt], what is written; anything else is unforeseen.

        More DLTs than those that eliminate do so too, also where only a DLT that is judged late
        can bring a trial.
        """
        size = 1 + max(n for n, _ in self._actions)
        known = np.full((size, size), Advice.UNFORESEEN, dtype=np.int8)
        for cell, action in self._actions.items():
            known[cell] = _ADVICE[action]
        beyond = np.logical_or.accumulate(known == Advice.ELIMINATE, axis=1)
        known[beyond & (known == Advice.UNFORESEEN)] = Advice.ELIMINATE
        return known

    @cached_property
    def _reachable(self) -> frozenset[Cell]:
        """The cells that the trial can look at, however the levels above and below turn out.

        An eliminated level is never seen again; from any other cell it may be.
        """
        last = self.max_n % self.cohort
        reached: set[Cell] = set()
        open_ = {(0, 0)}
        while open_:
            n, dlt = open_.pop()
            for more in {self.cohort, last} - {0}:
                # After a cohort that was cut short nobody more is treated.
                if n % self.cohort or n + more > self.most_per_level:
                    continue
                new = {(n + more, dlt + extra) for extra in range(more + 1)} - reached
                reached |= new
                open_ |= {one for one in new if self._goes_on(one)}
        return frozenset(reached)

    def _goes_on(self, cell: Cell) -> bool:
        return self._actions.get(cell) is not CellAction.ELIMINATE

    @cached_property
    def _unreachable(self) -> tuple[Cell, ...]:
        """Cells written that can never be seen.

        Elimination is left out at numbers that can: it goes on where fewer DLTs eliminate.
        """
        sizes = {n for n, _ in self._reachable}
        return tuple(
            (n, dlt)
            for (n, dlt), action in sorted(self._actions.items())
            if n not in sizes
            or ((n, dlt) not in self._reachable and action is not CellAction.ELIMINATE)
        )

    def _gaps(self, table: TableCells) -> Iterator[Fault]:
        missing: dict[int, list[Cell]] = {}
        for cell in sorted(self._reachable - set(self._actions)):
            missing.setdefault(cell[0], []).append(cell)
        for n, cells in missing.items():
            *many, last = (str(dlt) for _, dlt in cells)
            dlts = f"{', '.join(many)} and {last}" if many else last
            yield Fault(
                table.place_of(cells[0]),
                "design.cell_gap",
                f"No action is written for n: {n}, dlt: {dlts} ({n} evaluated at a level).",
                allowed=f"for each, one of {', '.join(CellAction)}",
            )

    def _unreachable_faults(self, table: TableCells) -> Iterator[Fault]:
        for cell in self._unreachable:
            yield Fault(
                table.place_of(cell),
                "design.cell_unreachable",
                f"Cell {cell_name(cell)} can never be seen under this rule.",
                str(self._actions[cell]),
                "a cell that the trial can come to, or unreachable_cells: warn",
            )

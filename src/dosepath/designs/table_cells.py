"""The cells of a decision table as somebody wrote them, each with the place where it stands.

A table can be written cell by cell (``{"3,0": escalate}``, or rows of n, dlt and action), or a
row for each n with the cut-offs that protocols print (``escalate_at_most``,
``de_escalate_at_least``, ``eliminate_at_least``; empty for never).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dosepath.quantity import Fault, FaultsFound, Place

Cell = tuple[int, int]
Where = Callable[[tuple[str | int, ...]], Place]

MOST_AT_A_LEVEL = 1000


class CellAction(StrEnum):
    """What a cell of a decision table asks for; eliminate: go down, never to come back."""

    ESCALATE = "escalate"
    STAY = "stay"
    DE_ESCALATE = "de_escalate"
    ELIMINATE = "eliminate"


# As decision tables print them: E, S, D, and DU for "de-escalate, unacceptably toxic".
_SHORT = {
    "e": CellAction.ESCALATE,
    "s": CellAction.STAY,
    "d": CellAction.DE_ESCALATE,
    "du": CellAction.ELIMINATE,
}
CELL_COLUMNS = ("n", "dlt", "action")
CUT_OFFS = ("escalate_at_most", "de_escalate_at_least", "eliminate_at_least")
ROW_COLUMNS = ("n", *CUT_OFFS)
_ACTIONS = ", ".join(CellAction)


@dataclass(frozen=True)
class CellClaim:
    """One statement: this action for this cell; ``place`` is where it was written."""

    cell: Cell
    action: CellAction
    place: Place


@dataclass(frozen=True)
class TableCells:
    """The statements of a table, in the order written; ``file`` is empty for none."""

    claims: tuple[CellClaim, ...]
    file: str = ""

    @classmethod
    def of(cls, written: object, where: Where | None = None, *, file: str = "") -> TableCells:
        """The table of plain values: a mapping of cells, or a list of cells or of rows.

        ``where`` gives the place of a path of keys and 0-based positions inside ``written``.

        Raises:
            FaultsFound: everything that cannot be read, each with its place.
        """
        reader = _Reader(where or _place)
        reader.take(written)
        table = cls(tuple(reader.claims), file)
        if reader.faults:
            raise FaultsFound([*reader.faults, *contradictions(table)])
        return table

    def place_of(self, cell: Cell) -> Place:
        """Where a cell was written; for one that was not, where the one before it was.

        That is the cell with the next fewer DLTs at the same number, else any at that number.
        """
        path = f"cells.{cell_name(cell)}"
        own = [claim for claim in self.claims if claim.cell == cell]
        row = [claim for claim in self.claims if claim.cell[0] == cell[0]]
        before = [claim for claim in row if claim.cell[1] < cell[1]]
        near = own or sorted(before, key=lambda claim: claim.cell[1]) or row or self.claims
        place = near[-1].place if near else Place()
        return Place(self.file, place.line, place.column, path) if self.file else Place(path=path)


def cell_name(cell: Cell) -> str:
    """A cell as a study file writes it: ``3,1``."""
    return f"{cell[0]},{cell[1]}"


class _Reader:
    """Collects claims and faults from plain values."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self.claims: list[CellClaim] = []
        self.faults: list[Fault] = []

    def take(self, written: object) -> None:
        if isinstance(written, Mapping):
            for key, action in written.items():
                self._keyed(str(key), action, (str(key),))
            return
        if not isinstance(written, Sequence) or isinstance(written, str):
            allowed = '{"3,0": escalate, ...}, or a list of rows with n'
            message = "This is not a table of cells."
            place = self.where(())
            self.faults.append(Fault(place, "design.cells", message, str(written), allowed))
            return
        for index, row in enumerate(written):
            self._row(row, (index,))

    def _row(self, row: object, path: tuple[str | int, ...]) -> None:
        if isinstance(row, Mapping):
            self._named(row, path)
        elif isinstance(row, Sequence) and not isinstance(row, str) and len(row) == 2:
            self._keyed(str(row[0]), row[1], path)
        elif isinstance(row, Sequence) and not isinstance(row, str) and len(row) == 3:
            self._named(dict(zip(CELL_COLUMNS, row, strict=True)), path)
        else:
            message = "This is not a row of a decision table."
            allowed = f"{', '.join(CELL_COLUMNS)}; or {', '.join(ROW_COLUMNS)}"
            self.faults.append(Fault(self.where(path), "design.cells", message, str(row), allowed))

    def _keyed(self, key: str, action: object, path: tuple[str | int, ...]) -> None:
        parts = [part.strip() for part in key.split(",")]
        if len(parts) != 2 or not all(_is_digits(part) for part in parts):
            message = "A cell is named by participants evaluated and DLTs."
            allowed = 'two whole numbers, for example "3,1"'
            self.faults.append(
                Fault(self.where(path), "design.cell_key", message, str(key), allowed)
            )
            return
        self._cell((int(parts[0]), int(parts[1])), action, path)

    def _named(self, row: Mapping[Any, Any], path: tuple[str | int, ...]) -> None:
        columns = CELL_COLUMNS if "action" in row or "dlt" in row else ROW_COLUMNS
        unknown = [key for key in row if key not in columns]
        missing = [key for key in columns if key not in row and key not in CUT_OFFS]
        for key in unknown:
            message = "A row of a decision table has no such column."
            allowed = ", ".join(columns)
            place = self.where((*path, str(key)))
            self.faults.append(Fault(place, "design.cell_column", message, str(key), allowed))
        for key in missing:
            message = f"A row of a decision table needs the column {key}."
            place = self.where(path)
            self.faults.append(Fault(place, "design.cell_column", message, "", ", ".join(columns)))
        if not unknown and not missing:
            read = self._by_cell if columns is CELL_COLUMNS else self._by_cut_offs
            read(row, path)

    def _by_cell(self, row: Mapping[Any, Any], path: tuple[str | int, ...]) -> None:
        n, dlt = (self._whole(row[key], (*path, key)) for key in ("n", "dlt"))
        if n is not None and dlt is not None:
            self._cell((n, dlt), row["action"], (*path, "action"))

    def _by_cut_offs(self, row: Mapping[Any, Any], path: tuple[str | int, ...]) -> None:
        n = self._whole(row["n"], (*path, "n"))
        given = [key for key in CUT_OFFS if row.get(key) is not None]
        limits = {key: self._whole(row[key], (*path, key)) for key in given}
        if n is None or None in limits.values() or not self._possible((n, 0), (*path, "n")):
            return
        if not given:
            message = "A row without any cut-off says nothing."
            place = self.where(path)
            self.faults.append(Fault(place, "design.cells", message, "", ", ".join(CUT_OFFS)))
            return
        up, down, out = (limits.get(key) for key in CUT_OFFS)
        if (clash := self._crossing(up, down, out)) is not None:
            message = (
                f"After {n} evaluated, {clash} with a DLT would both escalate and de-escalate."
            )
            allowed = "escalate_at_most below the other two"
            self.faults.append(
                Fault(self.where(path), "design.cell_contradiction", message, str(str(up)), allowed)
            )
            return
        for dlt in range(n + 1):
            action = CellAction.STAY
            if up is not None and dlt <= up:
                action = CellAction.ESCALATE
            elif out is not None and dlt >= out:
                action = CellAction.ELIMINATE
            elif down is not None and dlt >= down:
                action = CellAction.DE_ESCALATE
            self.claims.append(CellClaim((n, dlt), action, self.where(path)))

    def _crossing(self, up: int | None, down: int | None, out: int | None) -> int | None:
        lowest = min((one for one in (down, out) if one is not None), default=None)
        return lowest if up is not None and lowest is not None and lowest <= up else None

    def _cell(self, cell: Cell, written: object, path: tuple[str | int, ...]) -> None:
        action = _action(written)
        if action is None:
            message, found = "Unknown action for a cell.", str(written)
            place = self.where(path)
            self.faults.append(Fault(place, "design.cell_action", message, found, _ACTIONS))
        elif self._possible(cell, path):
            self.claims.append(CellClaim(cell, action, self.where(path)))

    def _possible(self, cell: Cell, path: tuple[str | int, ...]) -> bool:
        n, dlt = cell
        if 1 <= n <= MOST_AT_A_LEVEL and dlt <= n:
            return True
        message = "Nobody can ever see this cell."
        allowed = f"1 to {MOST_AT_A_LEVEL} evaluated, and no more DLTs than these"
        self.faults.append(
            Fault(
                self.where(path), "design.cell_impossible", message, str(cell_name(cell)), allowed
            )
        )
        return False

    def _whole(self, value: object, path: tuple[str | int, ...]) -> int | None:
        if isinstance(value, str) and _is_digits(value.strip()):
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        message = "Participants and DLTs are whole numbers."
        place, allowed = self.where(path), "a whole number, 0 or more"
        self.faults.append(Fault(place, "design.cell_number", message, str(value), allowed))
        return None


def _action(written: object) -> CellAction | None:
    word = str(written).strip().lower().replace("-", "_").replace(" ", "_")
    if word in tuple(CellAction):
        return CellAction(word)
    return _SHORT.get(word)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _place(path: tuple[str | int, ...]) -> Place:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return Place(path="cells" + "".join(steps))


def contradictions(table: TableCells) -> Iterator[Fault]:
    """Cells with two actions, and cells that are milder than one with fewer DLTs."""
    said: dict[Cell, CellAction] = {}
    for claim in table.claims:
        before = said.setdefault(claim.cell, claim.action)
        if before is not claim.action:
            yield Fault(
                table.place_of(claim.cell),
                "design.cell_contradiction",
                f"Cell {cell_name(claim.cell)} has two actions.",
                f"{before} and {claim.action}",
                "exactly one action",
            )
    order = list(CellAction)
    for (n, dlt), action in sorted(said.items()):
        fewer = said.get((n, dlt - 1))
        if fewer is not None and order.index(action) < order.index(fewer):
            yield Fault(
                table.place_of((n, dlt)),
                "design.cell_contradiction",
                f"Cell {n},{dlt} is less careful than {n},{dlt - 1}, which has fewer DLTs.",
                f"{action} after {fewer}",
                "with equal numbers evaluated, more DLTs never lead to a milder action",
            )

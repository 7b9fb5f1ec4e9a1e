"""Tables as values: what they say is decided here, how they look in the ``report`` room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dosepath.rule import Reason


@dataclass(frozen=True)
class Share:
    """``x`` of ``n`` with an exact interval for the true rate (0-1, both ends included)."""

    x: int
    n: int
    low: float
    high: float
    confidence: float = 0.95

    @property
    def words(self) -> Reason:
        """The interval as a sentence: "0 of 3 still allows up to 71 %"."""
        values = {"x": self.x, "n": self.n, "low": self.low, "high": self.high}
        if self.n == 0:
            return Reason.of("share.nobody")
        if self.x == 0:
            return Reason.of("share.none", **values)
        return Reason.of("share.all" if self.x == self.n else "share.some", **values)


@dataclass(frozen=True)
class Estimate:
    """A probability with its interval; the interval is None where the method gives none."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Grades:
    """How many participants had each worst grade, lowest grade first."""

    counts: tuple[tuple[int, int], ...]


Cell = str | int | float | Decimal | datetime | Reason | Share | Estimate | Grades | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, and how numbers in it are shown (decimals, or as they are)."""

    heading: Reason
    places: int | None = None
    numeric: bool = True

    @classmethod
    def text(cls, code: str) -> Column:
        """A left-aligned column of words with heading ``column.<code>``."""
        return cls(Reason.of(f"column.{code}"), numeric=False)

    @classmethod
    def number(cls, code: str, places: int | None = None) -> Column:
        """A right-aligned column of numbers with heading ``column.<code>``."""
        return cls(Reason.of(f"column.{code}"), places)


@dataclass(frozen=True)
class Table:
    """A table: a title, columns, rows of cells as long as the columns, and footnotes."""

    code: str
    title: Reason
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.code}: {len(row)} cells, {len(self.columns)} columns")

"""Forms as data: items with a type, a unit, a range or a code list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from dosepath.quantity import ANALYTES, Factor

Labels = Mapping[str, str]
"""A text by language, for example ``{"en": "Bilirubin", "zh-Hans": ...}``."""


class ItemType(Enum):
    """What kind of answer an item takes."""

    NUMBER = "number"
    CODE = "code"
    YES_NO = "yes_no"
    DATE = "date"
    TEXT = "text"


STATES: Mapping[str, ItemType] = {
    "events_complete": ItemType.YES_NO,
    "candidate_dlt": ItemType.YES_NO,
    "alive": ItemType.YES_NO,
    "died_on": ItemType.DATE,
    "transplanted": ItemType.YES_NO,
    "transplanted_on": ItemType.DATE,
}
"""What an item may state about a participant's course, and the kind of answer it then takes."""


@dataclass(frozen=True)
class Range:
    """Inclusive limits; None means no limit on that side."""

    lowest: Decimal | None = None
    highest: Decimal | None = None

    def holds(self, value: Decimal) -> bool:
        """Whether ``value`` lies within the limits."""
        if self.lowest is not None and value < self.lowest:
            return False
        return self.highest is None or value <= self.highest

    def __str__(self) -> str:
        if self.lowest is None:
            return f"at most {self.highest}"
        if self.highest is None:
            return f"at least {self.lowest}"
        return f"{self.lowest} to {self.highest}"


@dataclass(frozen=True)
class Item:
    """One question of a form.

    ``unit`` is the unit that values are shown in and ``units`` every unit accepted;
    ``possible`` refuses a value outside it, ``usual`` only asks for a second look. Both are
    in ``unit``. ``bound`` allows ``<0.2``. ``required_when`` is a rule over the other items.
    ``states`` is what the answer says about the participant's course, one of :data:`STATES`,
    or empty: when the DLT window is assessed it is held against what is recorded.
    """

    id: str
    type: ItemType
    label: Labels
    unit: str = ""
    units: tuple[str, ...] = ()
    possible: Range = Range()
    usual: Range = Range()
    codes: Mapping[str, Labels] | None = None
    required: bool = False
    required_when: str = ""
    bound: bool = False
    analyte: str = ""
    states: str = ""

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors between mass and molar units of what the item measures."""
        analyte = ANALYTES.get(self.analyte) or ANALYTES.get(self.id)
        return analyte.factors if analyte else ()


@dataclass(frozen=True)
class Form:
    """A form: its title and its items in order."""

    id: str
    title: Labels
    items: tuple[Item, ...]

    def item(self, name: str) -> Item | None:
        """The item called ``name``, or None."""
        return next((item for item in self.items if item.id == name), None)

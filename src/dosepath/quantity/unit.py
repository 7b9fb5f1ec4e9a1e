"""The table of units: one row per unit, every accepted spelling written out, nothing guessed.

Codes follow UCUM where UCUM has one. A spelling that is not in the table is
unknown, also when a person could guess it: ``K/uL`` is a thousand per
microlitre here because the table says so, not because a parser reads ``K``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from dosepath.quantity.errors import DosePathError


@dataclass(frozen=True)
class Unit:
    """A unit: its code, its dimension and how many of the dimension's first unit it is."""

    code: str
    dimension: str
    factor: Fraction
    spellings: tuple[str, ...] = ()

    @property
    def is_calendar(self) -> bool:
        """Whether the unit counts calendar dates (days, weeks, months, years) and not hours."""
        return self.code in {"d", "wk", "mo", "a"}


class UnknownUnit(DosePathError):
    """A spelling that the table does not hold, or a unit of another dimension."""

    def __init__(self, found: str, allowed: Iterable[str] = ()) -> None:
        self.found = found
        self.allowed = tuple(allowed)
        known = f"; allowed: {', '.join(self.allowed)}" if self.allowed else ""
        super().__init__(f"unknown unit {found!r}{known}" if found else f"no unit{known}")


# code | dimension | size in the dimension's first unit | further spellings, space separated.
# Within a spelling, "_" stands for a space.
_ROWS = """
umol/L   | molar_concentration | 1           | UMOL/L umol/l
mmol/L   | molar_concentration | 1000        | MMOL/L mmol/l
nmol/L   | molar_concentration | 1/1000      | NMOL/L nmol/l
g/L      | mass_concentration  | 1           | g/l gm/L
g/dL     | mass_concentration  | 10          | g/dl gm/dL G/DL
mg/dL    | mass_concentration  | 1/100       | mg/dl MG/DL mg% mg/100mL
mg/L     | mass_concentration  | 1/1000      | mg/l MG/L ug/mL mcg/mL
ug/L     | mass_concentration  | 1/1000000   | ug/l ng/mL ng/ml mcg/L
10*9/L   | count_concentration | 1           | 10^9/L 10E9/L x10E9/L x10^9/L x_10^9/L \
10e9/L x10e9/L x10*9/L G/L K/uL K/mcL k/uL thou/uL 10*3/uL 10^3/uL x10^3/uL 10E3/uL x10E3/uL \
10*3/mm3 10^3/mm3 K/mm3
/uL      | count_concentration | 1/1000      | /ul cells/uL cells/ul /mm3 cells/mm3 10*6/L 10^6/L
10*12/L  | count_concentration | 1000        | 10^12/L x10^12/L T/L M/uL 10*6/uL 10^6/uL
mmHg     | pressure            | 1           | mm[Hg] mm_Hg MMHG torr
kPa      | pressure            | 7.50062     | KPA kpa
kg       | mass                | 1           | KG kgs kilogram kilograms
g        | mass                | 1/1000      | gram grams
lb       | mass                | 0.45359237  | [lb_av] lbs LB pound pounds
mg       | mass                | 1/1000000   | MG
ug       | mass                | 1/1000000000 | mcg
fraction | fraction            | 1           | {fraction}
%        | fraction            | 1/100       | percent pct
1        | ratio               | 1           | ratio {ratio} {INR} INR
h        | elapsed             | 1           | hr hrs hour hours
min      | elapsed             | 1/60        | minute minutes
s        | elapsed             | 1/3600      | sec second seconds
d        | elapsed             | 24          | day days
wk       | elapsed             | 168         | week weeks
mo       | month               | 1           | month months
a        | month               | 12          | year years yr yrs
cells    | count               | 1           | cell
10*6_cells | count             | 1000000     | 10^6_cells
10*9_cells | count             | 1000000000  | 10^9_cells
mL       | volume              | 1           | ml ML cc
L        | volume              | 1000        | l litre litres liter liters
uL       | volume              | 1/1000      | ul
U/L      | catalytic           | 1           | IU/L u/L [IU]/L
cells/kg | dose_cells_by_mass  | 1           |
cells/mL | cell_density        | 1           | cells/ml
mg/m2    | dose_by_area        | 1           | mg/m^2
mg/kg    | dose_by_mass        | 1           |
mL/kg    | volume_by_mass      | 1           | ml/kg
m        | length              | 1           | metre metres
cm       | length              | 1/100       |
m2       | area                | 1           | m^2
/min     | rate                | 1           | bpm beats/min breaths/min
Cel      | temperature         | 1           | degC °C C
"""

# Typographic variants that mean the same character everywhere in a unit.
_LETTERS = str.maketrans(
    {"µ": "u", "μ": "u", "×": "x", "⁹": "^9", "³": "^3", "⁶": "^6", "²": "^2", "％": "%"}
)


def _clean(text: str) -> str:
    return " ".join(text.strip().translate(_LETTERS).split())


def _read(row: str) -> Unit:
    code, dimension, size, spellings = (part.strip() for part in row.split("|"))
    names = tuple(name.replace("_", " ") for name in spellings.split() if name != "[lb_av]")
    extra = ("[lb_av]",) if "[lb_av]" in spellings else ()
    return Unit(code.replace("_", " "), dimension, Fraction(size), names + extra)


UNITS: MappingProxyType[str, Unit] = MappingProxyType(
    {unit.code: unit for unit in (_read(row) for row in _ROWS.strip().splitlines())}
)
_SPELLED = {name: unit for unit in UNITS.values() for name in (unit.code, *unit.spellings)}


def find_unit(text: str) -> Unit | None:
    """The unit that a spelling names, or None; ``""`` names none."""
    return _SPELLED.get(_clean(text))


def unit_of(text: str) -> Unit:
    """The unit that a spelling names; raises :class:`UnknownUnit`."""
    unit = find_unit(text)
    if unit is None:
        raise UnknownUnit(text)
    return unit


def units_like(text: str) -> tuple[str, ...]:
    """The codes of all units with the dimension of ``text``, for error messages."""
    unit = unit_of(text)
    return tuple(u.code for u in UNITS.values() if u.dimension == unit.dimension)

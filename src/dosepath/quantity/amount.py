"""Amounts: an exact decimal number with its unit, and exact conversion between units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from types import MappingProxyType

from dosepath.quantity.errors import DosePathError
from dosepath.quantity.unit import UNITS, UnknownUnit, find_unit, unit_of

_AMOUNT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?(?:e[0-9]{1,2})?)\s*(.*)", re.ASCII)
# Digits kept when an exact ratio has no finite decimal form; far beyond any laboratory.
_WIDE = Context(prec=34)


@dataclass(frozen=True)
class Quantity:
    """An exact decimal value and the code of its unit; ``1`` is the unit of a plain ratio."""

    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        if not self.value.is_finite():
            raise DosePathError(f"a quantity is a finite number, not {self.value}")
        object.__setattr__(self, "unit", unit_of(self.unit).code)

    def __str__(self) -> str:
        return plain(self.value) if self.unit == "1" else f"{plain(self.value)} {self.unit}"

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read an authored amount, ``"17.104 umol/L"`` or ``"0.15e9 cells"``.

        The exponent is allowed here because an author wrote it; reported values
        go through :func:`parse_number`, which refuses it. Raises
        :class:`UnknownUnit` or :class:`DosePathError`.
        """
        match = _AMOUNT.fullmatch(text.strip())
        if match is None:
            raise DosePathError(f"expected a number with its unit, such as 40 kg, found {text!r}")
        number, unit = match.groups()
        if not unit:
            raise UnknownUnit("")
        return cls(Decimal(number), unit)

    def exact_in(self, unit: str, factors: Iterable[Factor] = ()) -> Fraction:
        """The exact number of ``unit`` in this amount; raises :class:`UnknownUnit`."""
        return Fraction(self.value) * ratio(self.unit, unit, factors=factors)

    def to(self, unit: str, factors: Iterable[Factor] = ()) -> Quantity:
        """This amount in another unit, exact to 34 significant digits."""
        return Quantity(decimal(self.exact_in(unit, factors)), unit)


@dataclass(frozen=True)
class Factor:
    """What one ``unit`` of an analyte is in a unit of another dimension (mg/dL in umol/L)."""

    unit: str
    is_: Quantity

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", unit_of(self.unit).code)
        if UNITS[self.unit].dimension == UNITS[self.is_.unit].dimension:
            raise DosePathError(f"{self.unit} and {self.is_.unit} need no factor")


@dataclass(frozen=True)
class Analyte:
    """A substance whose mass and molar concentrations are both in use."""

    name: str
    factors: tuple[Factor, ...]
    source: str


def ratio(unit: str, into: str, *, factors: Iterable[Factor] = ()) -> Fraction:
    """How many ``into`` one ``unit`` is, exactly; raises :class:`UnknownUnit`."""
    start, goal = unit_of(unit), unit_of(into)
    if start.dimension == goal.dimension:
        return start.factor / goal.factor
    for factor in factors:
        one, other = UNITS[factor.unit], UNITS[factor.is_.unit]
        worth = Fraction(factor.is_.value) * other.factor / one.factor
        if (start.dimension, goal.dimension) == (one.dimension, other.dimension):
            return start.factor * worth / goal.factor
        if (start.dimension, goal.dimension) == (other.dimension, one.dimension):
            return start.factor / worth / goal.factor
    raise UnknownUnit(unit, accepted(into, factors))


def accepted(unit: str, factors: Iterable[Factor] = ()) -> tuple[str, ...]:
    """The codes of every unit that converts into ``unit``."""
    dimensions = {unit_of(unit).dimension}
    for factor in factors:
        pair = {UNITS[factor.unit].dimension, UNITS[factor.is_.unit].dimension}
        dimensions |= pair if pair & dimensions else set()
    return tuple(u.code for u in UNITS.values() if u.dimension in dimensions)


def converts(unit: str, into: str, *, factors: Iterable[Factor] = ()) -> bool:
    """Whether a spelling names a unit that converts into ``into``."""
    found = find_unit(unit)
    return found is not None and found.code in accepted(into, factors)


def decimal(exact: Fraction) -> Decimal:
    """An exact ratio as a decimal of at most 34 significant digits."""
    return _WIDE.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def plain(value: Decimal) -> str:
    """A decimal without exponent, with the digits that it was written with."""
    return format(value, "f")


def _factor(one: str, is_: str) -> Factor:
    return Factor(one, Quantity.parse(is_))


ANALYTES: MappingProxyType[str, Analyte] = MappingProxyType(
    {
        "bilirubin": Analyte(
            "bilirubin",
            (_factor("mg/dL", "17.104 umol/L"),),
            "molar mass 584.66 g/mol: 10 000 / 584.66, rounded as laboratories state it",
        ),
        "creatinine": Analyte(
            "creatinine",
            (_factor("mg/dL", "88.4 umol/L"),),
            "molar mass 113.12 g/mol: 10 000 / 113.12, rounded as laboratories state it",
        ),
    }
)

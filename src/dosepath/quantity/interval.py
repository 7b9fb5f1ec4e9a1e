"""What is known of a number: one value, or an interval that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dosepath.quantity.number import Bounded


@dataclass(frozen=True)
class Interval:
    """All numbers between ``low`` and ``high``; None is unbounded; an open end is left out."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def exactly(cls, value: Fraction | Decimal | int) -> Interval:
        """The interval that holds one value."""
        return cls(Fraction(value), Fraction(value))

    @classmethod
    def of(cls, value: Decimal | Bounded) -> Interval:
        """The interval that a reported number stands for."""
        if isinstance(value, Decimal):
            return cls.exactly(value)
        limit, is_open = Fraction(value.value), value.relation in "<>"
        if value.relation.startswith("<"):
            return cls(None, limit, high_open=is_open)
        return cls(limit, None, low_open=is_open)

    @property
    def value(self) -> Fraction | None:
        """The one value that it holds; None when it holds several."""
        return self.low if self.is_exact else None

    @property
    def is_exact(self) -> bool:
        """Whether the interval holds one value only."""
        return self.low is not None and self.low == self.high

    def scaled(self, factor: Fraction) -> Interval:
        """The interval in another unit; ``factor`` is positive."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.low_open, self.high_open)

    def holds(self, relation: str, limit: Fraction) -> bool | None:
        """Whether every number in it stands in ``relation`` to ``limit``; None if only some do."""
        if relation == "=":
            inside = self._all_above(limit, strict=True) or self._all_below(limit, strict=True)
            return False if inside else (True if self.is_exact else None)
        strict = relation in ("<", ">")
        if relation[0] == ">":
            yes, no = self._all_above(limit, strict), self._all_below(limit, not strict)
        else:
            yes, no = self._all_below(limit, strict), self._all_above(limit, not strict)
        return True if yes else (False if no else None)

    def _all_above(self, limit: Fraction, strict: bool) -> bool:
        if self.low is None:
            return False
        return self.low > limit or (self.low == limit and (self.low_open or not strict))

    def _all_below(self, limit: Fraction, strict: bool) -> bool:
        if self.high is None:
            return False
        return self.high < limit or (self.high == limit and (self.high_open or not strict))

"""The types of a rule: each comparison must fit the variable that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction

from dosepath.quantity import UNITS, Quantity, UnknownUnit, find_unit
from dosepath.rule.fact import Declared
from dosepath.rule.token import Token
from dosepath.rule.tree import Fixed, Limit, Multiple, Span

# "20 109/L" is what "20 x 10^9/L" becomes when a page loses its superscript.
_LOST_EXPONENT = re.compile(r"10[0-9]{1,2}/\S+")
_KINDS = {
    "number": "a number",
    "choice": "one of a list of answers",
    "date": "a date",
    "judgement": "a judgement",
}
_NOTHING = Fixed(Quantity(Decimal(0), "1"), Fraction(0))


@dataclass(frozen=True)
class Wrong:
    """One mistake in a rule, by its place in the text."""

    span: Span
    code: str
    message: str
    found: str
    allowed: str


class Checker:
    """Collects every mistake, so that an author mends them in one go."""

    def __init__(self, variables: Mapping[str, Declared]) -> None:
        self.variables = variables
        self.wrongs: list[Wrong] = []

    def declared(self, name: Token) -> Declared | None:
        """The declaration of a name, or None and a note with the nearest names."""
        found = self.variables.get(name.text)
        if found is None:
            near = get_close_matches(name.text, self.variables, n=3)
            known = ", ".join(near or sorted(self.variables)[:12]) or "no variable is declared"
            self.wrongs.append(
                Wrong(
                    name.span,
                    "rule.unknown_variable",
                    "there is no such variable" + ("; did you mean this one?" if near else ""),
                    found=name.text,
                    allowed=known,
                )
            )
        return found

    def kind(self, name: Token, kind: str) -> Declared | None:
        """The declaration of a name that must be of one kind."""
        found = self.declared(name)
        if found is None or found.kind == kind:
            return found
        self.wrongs.append(
            Wrong(
                name.span,
                "rule.wrong_type",
                f"{name.text} is {_KINDS[found.kind]}, but the rule uses it as {_KINDS[kind]}",
                found=name.text,
                allowed=_USES[found.kind].format(name=name.text, choices=self.choices(name.text)),
            )
        )
        return None

    def trend(self, name: Token) -> None:
        """A variable that rises or falls needs a declared span for its earlier values."""
        found = self.kind(name, "number")
        if found is not None and not found.trend:
            self.wrongs.append(
                Wrong(
                    name.span,
                    "rule.no_trend",
                    f"how far back may the earlier value of {name.text} lie?",
                    found=name.text,
                    allowed="declare `trend: 28 d` (or another span) in the variable",
                )
            )

    def choice(self, name: Token, word: Token) -> None:
        """An answer must be one of the variable's answers."""
        found = self.kind(name, "choice")
        if found is not None and word.text not in found.choices:
            self.wrongs.append(
                Wrong(
                    word.span,
                    "rule.unknown_choice",
                    f"{name.text} has no such answer",
                    found=word.text,
                    allowed=self.choices(name.text),
                )
            )

    def choices(self, name: str) -> str:
        """The answers of a variable, for messages."""
        found = self.variables.get(name)
        return " or ".join(found.choices) if found and found.choices else "yes or no"

    def limit(self, name: Token, number: Token, unit: Token | None) -> Limit:
        """A threshold with its unit, worked out in the variable's own unit."""
        found = self.kind(name, "number")
        value = Decimal(number.text)
        if found is None:
            return _NOTHING
        if unit is not None and unit.text in ("ULN", "LLN") and found.has_range:
            return Multiple(value, unit.text)
        if unit is None and found.unit != "1":
            self._unit("rule.unit_missing", "a threshold needs a unit", found, number)
            return _NOTHING
        written = self._known(Token("unit", "1", number.span) if unit is None else unit, value)
        if written is None:
            return _NOTHING
        try:
            return Fixed(written, written.exact_in(found.unit, found.factors))
        except UnknownUnit:
            message = f"{name.text} is not measured in this unit"
            self._unit("rule.unit_wrong", message, found, unit or number)
            return _NOTHING

    def span(self, later: Token, earlier: Token, number: Token, unit: Token | None) -> Quantity:
        """The length of time between two dates."""
        for name in (later, earlier):
            self.kind(name, "date")
        allowed = "h, d, wk, mo or a (years), whole numbers except for h"
        code = UNITS[found.code] if unit and (found := find_unit(unit.text)) else None
        if unit is None or code is None or code.dimension not in ("elapsed", "month"):
            where = unit or number
            self.wrongs.append(
                Wrong(
                    where.span,
                    "rule.unit_wrong" if unit else "rule.unit_missing",
                    "a time between two dates needs a unit of time",
                    found=where.text,
                    allowed=allowed,
                )
            )
            return Quantity(Decimal(0), "d")
        value = Decimal(number.text)
        if code.is_calendar and value != value.to_integral_value():
            message = "calendar time is counted in whole steps"
            self.wrongs.append(
                Wrong(number.span, "rule.not_whole", message, found=number.text, allowed=allowed)
            )
        return Quantity(value, code.code)

    def _known(self, unit: Token, value: Decimal) -> Quantity | None:
        try:
            return Quantity(value, unit.text)
        except UnknownUnit:
            lost = _LOST_EXPONENT.fullmatch(unit.text)
            hint = f"{unit.text[:2]}*{unit.text[2:]}" if lost else "a unit of the table"
            self.wrongs.append(
                Wrong(
                    unit.span,
                    "rule.exponent_lost" if lost else "rule.unit_unknown",
                    "the exponent has been lost" if lost else "unknown unit",
                    found=unit.text,
                    allowed=hint,
                )
            )
            return None

    def _unit(self, code: str, message: str, found: Declared, token: Token) -> None:
        units = [found.unit, *(factor.unit for factor in found.factors)]
        plain = "no unit" if found.unit == "1" else " or ".join(dict.fromkeys(units))
        multiple = ", or a multiple of ULN (10 ULN)" if found.has_range else ""
        allowed = f"{plain}{multiple}"
        self.wrongs.append(Wrong(token.span, code, message, found=token.text, allowed=allowed))


_USES = {
    "number": "{name} > 1 (with its unit)",
    "choice": "{name} is {choices}",
    "date": "{name} - another_date <= 28 d",
    "judgement": "judged({name})",
}

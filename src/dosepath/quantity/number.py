"""A strict reader of reported numbers: what is not one is refused with its own reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dosepath.quantity.errors import DosePathError

_PLAIN = re.compile(r"-?(0|[1-9][0-9]*|0[0-9]+)(\.[0-9]+)?", re.ASCII)
_BOUND = re.compile(r"(<=|>=|<|>|≤|≥)\s*(.+)", re.DOTALL)
_SIGNS = {"≤": "<=", "≥": ">="}
_LONGEST = 40

ALLOWED = "digits with an optional decimal point, such as 12.3, or a bound such as <0.2 or >500"


@dataclass(frozen=True)
class Bounded:
    """A censored value: the true value stands in ``relation`` (<, <=, >, >=) to ``value``."""

    relation: str
    value: Decimal

    def __str__(self) -> str:
        return f"{self.relation}{self.value}"


class NumberRefused(DosePathError):
    """A reported value that is not a number.

    ``code`` is one of ``number.empty``, ``number.decimal_comma``,
    ``number.annotated``, ``number.exponent``, ``number.not_a_number``,
    ``number.infinite``, ``number.pending``, ``number.word``,
    ``number.malformed`` and ``number.too_long``.
    """

    def __init__(self, code: str, found: str) -> None:
        self.code = code
        self.found = found
        self.allowed = ALLOWED
        super().__init__(f"{code}: {found!r}; allowed: {ALLOWED}")

    @property
    def is_result(self) -> bool:
        """Whether somebody meant a number; ``pending`` and ``hemolyzed`` say that there is none."""
        return self.code not in {"number.pending", "number.word", "number.empty"}


# First match wins: the narrower cause stands above the wider one.
_CAUSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number.empty", re.compile(r"")),
    ("number.not_a_number", re.compile(r"[-+]?(nan|#n/a|n/a)", re.IGNORECASE)),
    ("number.infinite", re.compile(r"[-+]?(inf|infinity|∞)", re.IGNORECASE)),
    ("number.pending", re.compile(r"pending|in progress|awaited|待报|未出", re.IGNORECASE)),
    ("number.exponent", re.compile(r"[-+]?[0-9.,]+\s*[e^x*×][-+]?[0-9.^*e]+", re.IGNORECASE)),
    ("number.decimal_comma", re.compile(r"-?[0-9.]*,[0-9.,]*")),
    ("number.annotated", re.compile(r"-?[0-9]+(\.[0-9]+)?\s*[^0-9\s.].*", re.DOTALL)),
    ("number.word", re.compile(r"[^0-9]+")),
)


def _refusal(text: str) -> NumberRefused:
    for code, pattern in _CAUSES:
        if pattern.fullmatch(text):
            return NumberRefused(code, text)
    return NumberRefused("number.malformed", text)


def parse_number(text: str, *, decimal_mark: str = ".") -> Decimal | Bounded:
    """Read a reported number, exactly as written.

    ``decimal_mark`` is ``"."`` unless the source declares ``","``. ``<0.2`` and
    ``>500`` give :class:`Bounded`. Raises :class:`NumberRefused`: a decimal
    comma, a flag after the number, an exponent, a word, NaN and infinity each
    have their own code, because each is mended differently.
    """
    stripped = text.strip()
    bound = _BOUND.fullmatch(stripped)
    if bound:
        inner = parse_number(bound.group(2), decimal_mark=decimal_mark)
        if isinstance(inner, Bounded):
            raise NumberRefused("number.malformed", stripped)
        return Bounded(_SIGNS.get(bound.group(1), bound.group(1)), inner)
    plain = stripped
    if decimal_mark == ",":
        if "." in stripped:
            raise NumberRefused("number.malformed", stripped)
        plain = stripped.replace(",", ".")
    if not _PLAIN.fullmatch(plain):
        raise _refusal(stripped)
    if len(plain) > _LONGEST:
        raise NumberRefused("number.too_long", stripped[:_LONGEST])
    return Decimal(plain)

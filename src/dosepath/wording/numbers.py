"""Numbers, doses and units as people write them, with real superscripts.

``10⁹`` is written with Unicode superscripts, so that a copied text keeps its
exponent (a listing that lost it says 20×109/L).
"""

from __future__ import annotations

import re
from decimal import Decimal

from dosepath.wording.words import Language

Number = int | float | Decimal

_SUPERSCRIPT = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
_EXPONENT = re.compile(r"10(?:\*|\^)([+-]?\d+)")
_MICRO = re.compile(r"\bu(?=(?:mol|g|L)\b)")
_SPACE = "\N{NO-BREAK SPACE}"
_UNIT_NAMES: dict[tuple[Language, str], str] = {
    ("en", "d"): "days",
    ("en", "h"): "hours",
    ("en", "a"): "years",
    ("zh-Hans", "cells"): "个细胞",
    ("zh-Hans", "d"): "天",
    ("zh-Hans", "h"): "小时",
    ("zh-Hans", "a"): "岁",
}
_SCALES: dict[Language, tuple[tuple[Decimal, str], ...]] = {
    "en": (
        (Decimal(10) ** 9, f"{_SPACE}billion"),
        (Decimal(10) ** 6, f"{_SPACE}million"),
    ),
    "zh-Hans": ((Decimal(10) ** 8, f"{_SPACE}亿"), (Decimal(10) ** 4, f"{_SPACE}万")),
}


def _plain(value: Decimal) -> str:
    shown = f"{value:,f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace("-", "\N{MINUS SIGN}")


def number_text(value: Number, lang: Language = "en", places: int | None = None) -> str:
    """``1,234.5``; ``places`` fixes the decimals. Both languages group by thousands."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        return {"en": "unknown", "zh-Hans": "未知"}[lang]
    if places is None:
        return _plain(exact)
    return f"{exact:,.{places}f}".replace("-", "\N{MINUS SIGN}")


def percent_text(value: Number, lang: Language = "en", places: int = 1) -> str:
    """A probability between 0 and 1 as ``44.5%``; never rounded to a false 0 or 100."""
    share = Decimal(str(value)) * 100
    smallest = Decimal(1).scaleb(-places)
    if share in (0, 100):
        return f"{share:.0f}%"
    if 0 < share < smallest / 2:
        return f"<{_plain(smallest)}%"
    if 100 - smallest / 2 < share < 100:
        return f">{_plain(100 - smallest)}%"
    return f"{number_text(share, lang, places)}%"


def unit_text(unit: str, lang: Language = "en") -> str:
    """A unit as printed: ``10*9/L`` gives ``10⁹/L``, ``umol/L`` gives ``µmol/L``."""
    named = _UNIT_NAMES.get((lang, unit))
    if named:
        return named
    raised = _EXPONENT.sub(lambda hit: "10" + hit[1].translate(_SUPERSCRIPT), unit)
    raised = re.sub(r"\bm([23])\b", lambda hit: "m" + hit[1].translate(_SUPERSCRIPT), raised)
    return _MICRO.sub("\N{MICRO SIGN}", raised)


_LOOSE = re.compile(r"(?<=\d) (?=(?:[µmnkdc]?(?:mol|g|L|l|m)\b|mmHg|kg\b|%|×|10[⁰¹²³⁴-⁹]))")


def typeset(text: str) -> str:
    """``text`` as it is printed: ``20 x 10^9/L`` as ``20 × 10⁹/L``, kept on one line.

    For texts of a study file, whose authors may write exponents and signs in ASCII.
    """
    raised = _EXPONENT.sub(lambda hit: "10" + hit[1].translate(_SUPERSCRIPT), text)
    signed = re.sub(r"(?<=\d) x (?=10[⁰¹²³⁴-⁹⁻])", " × ", raised)
    micro = _MICRO.sub("\N{MICRO SIGN}", signed)
    return _LOOSE.sub(_SPACE, micro.replace("× 10", f"×{_SPACE}10"))


def quantity_text(value: Number, unit: str, lang: Language = "en") -> str:
    """``85 µmol/L``, ``20 × 10⁹/L``, ``40%``: a number never stands without its unit."""
    shown, printed = number_text(value, lang), unit_text(unit, lang)
    if printed == "%":
        return shown + printed
    times = f"{_SPACE}×{_SPACE}" if printed.startswith("10") else _SPACE
    return shown + times + printed


def _scientific(value: Decimal) -> str:
    exponent = value.adjusted() // 3 * 3
    if 0 < abs(value) < 1 or exponent < 6:
        return _plain(value)
    raised = str(max(exponent, 6)).translate(_SUPERSCRIPT)
    return f"{_plain(value.scaleb(-exponent))}{_SPACE}×{_SPACE}10{raised}"


def _parts(dose: str) -> tuple[str, str]:
    number, _, unit = dose.strip().partition(" ")
    return number, unit


def dose_text(dose: str, lang: Language = "en") -> str:
    """A dose from the study file with its exponent kept: ``0.15e9 cells`` -> ``0.15 × 10⁹ cells``.

    The mantissa is shown as the protocol writes it (0.15 × 10⁹, not 150 × 10⁶).
    A text that does not begin with a number is returned as it is.
    """
    number, unit = _parts(dose)
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)(?:[eE]\+?(-?\d+))?", number)
    if not match:
        return dose
    mantissa, exponent = match.groups()
    if exponent is None:
        shown = _scientific(Decimal(mantissa))
    else:
        raised = exponent.translate(_SUPERSCRIPT)
        shown = f"{mantissa}{_SPACE}×{_SPACE}10{raised}"
    return f"{shown}{_SPACE}{unit_text(unit, lang)}" if unit else shown


def dose_in_words(dose: str, lang: Language = "en") -> str:
    """A dose for a lay reader: ``0.15e9 cells`` -> ``150 million cells``, ``1.5 亿个细胞``."""
    number, unit = _parts(dose)
    try:
        value = Decimal(number)
    except ArithmeticError:
        return dose
    shown = _plain(value)
    for size, word in _SCALES[lang]:
        if abs(value) >= size:
            shown = _plain(value / size) + word
            break
    gap = "" if lang == "zh-Hans" else _SPACE
    return f"{shown}{gap}{unit_text(unit, lang)}" if unit else shown

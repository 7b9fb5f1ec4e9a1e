"""LOINC codes: the check digit (LOINC Users' Guide, appendix on the mod 10 check digit)."""

from __future__ import annotations

import re

_CODE = re.compile(r"([0-9]{1,7})-([0-9])", re.ASCII)


def loinc_check_digit(number: str) -> int:
    """The check digit of a LOINC number without its dash: every other digit doubled, mod 10."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return -total % 10


def is_loinc(code: str) -> bool:
    """Whether ``code`` has LOINC's shape and the right check digit."""
    match = _CODE.fullmatch(code)
    return match is not None and loinc_check_digit(match.group(1)) == int(match.group(2))

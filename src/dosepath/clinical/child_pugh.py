"""Child-Pugh, in the variants that print different limits, and ALBI."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import log10
from typing import Literal

from dosepath.clinical.score import BILIRUBIN_UMOL_PER_MG_DL, Score, Sheet, banded, half_up

Ascites = Literal["none", "mild", "moderate_or_severe"]
_ASCITES = {"none": 1, "mild": 2, "moderate_or_severe": 3}
_INR = (Decimal("1.7"), Decimal("2.3"))


@dataclass(frozen=True)
class ChildPughVariant:
    """One printed set of limits: bilirubin µmol/L and albumin g/L, (lower, upper) of two points."""

    name: str
    bilirubin_umol_per_l: tuple[Decimal, Decimal]
    albumin_g_per_l: tuple[Decimal, Decimal]
    source: str


_MG_DL = (2 * BILIRUBIN_UMOL_PER_MG_DL, 3 * BILIRUBIN_UMOL_PER_MG_DL)
_SI = (Decimal(34), Decimal(51))
CHILD_PUGH_VARIANTS: dict[str, ChildPughVariant] = {
    variant.name: variant
    for variant in (
        ChildPughVariant(
            "mg_dl_albumin_28",
            _MG_DL,
            (Decimal(28), Decimal(35)),
            "bilirubin 2-3 mg/dL, albumin 2.8-3.5 g/dL: the commonest American table",
        ),
        ChildPughVariant(
            "mg_dl_albumin_30",
            _MG_DL,
            (Decimal(30), Decimal(35)),
            "bilirubin 2-3 mg/dL, albumin 3.0-3.5 g/dL: Harrison's Principles, 20th edition",
        ),
        ChildPughVariant(
            "si_albumin_28",
            _SI,
            (Decimal(28), Decimal(35)),
            "bilirubin 34-51 µmol/L, albumin 28-35 g/L: the commonest SI table",
        ),
    )
}


@dataclass(frozen=True)
class ChildPughInput:
    """Encephalopathy is a West Haven grade 0-4 judged by a clinician."""

    bilirubin_umol_per_l: Decimal | None
    albumin_g_per_l: Decimal | None
    inr: Decimal | None
    ascites: Ascites | None
    west_haven: int | None


def encephalopathy_points(sheet: Sheet, west_haven: int | None) -> int:
    """1 for West Haven 0, 2 for 1-2, 3 for 3-4."""
    if west_haven is None:
        sheet.lacks("west_haven")
        return 1
    if not 0 <= west_haven <= 4:
        raise ValueError(f"West Haven grade {west_haven}: allowed 0 to 4")
    return 1 if west_haven == 0 else 2 if west_haven <= 2 else 3


def child_pugh(given: ChildPughInput, *, variant: str = "mg_dl_albumin_28") -> Score:
    """Child-Pugh points 5-15 and class A (5-6), B (7-9), C (10-15).

    ``variant`` names the limits used, a key of ``CHILD_PUGH_VARIANTS``; the value on
    either limit of the middle band gets two points. Source: Pugh et al., Br J Surg
    1973;60:646, with INR 1.7-2.3 for the prothrombin time.
    """
    limits = CHILD_PUGH_VARIANTS[variant]
    sheet = Sheet(f"child_pugh.{variant}")
    bilirubin = sheet.number("bilirubin", given.bilirubin_umol_per_l)
    albumin = sheet.number("albumin", given.albumin_g_per_l)
    inr = sheet.number("inr", given.inr)
    brain = encephalopathy_points(sheet, given.west_haven)
    if given.ascites is None:
        sheet.lacks("ascites")
    if sheet.missing or given.ascites is None:
        return sheet.unknown()
    points = (
        ("bilirubin", banded(bilirubin, *limits.bilirubin_umol_per_l)),
        ("albumin", 4 - banded(albumin, *limits.albumin_g_per_l)),
        ("inr", banded(inr, *_INR)),
        ("ascites", _ASCITES[given.ascites]),
        ("west_haven", brain),
    )
    total = sum(point for _, point in points)
    category = "A" if total <= 6 else "B" if total <= 9 else "C"
    return sheet.known(total, Decimal(total), category=category, points=points)


def albi(*, bilirubin_umol_per_l: Decimal | None, albumin_g_per_l: Decimal | None) -> Score:
    """ALBI and its grade 1 (<= -2.60), 2 (<= -1.39) or 3; reported to two decimals.

    The grade is taken from the unrounded value. Source: Johnson et al., J Clin Oncol
    2015;33:550.
    """
    sheet = Sheet("albi")
    bilirubin = sheet.number("bilirubin", bilirubin_umol_per_l)
    albumin = sheet.number("albumin", albumin_g_per_l)
    if sheet.missing:
        return sheet.unknown()
    value = 0.66 * log10(float(bilirubin)) - 0.085 * float(albumin)
    category = "1" if value <= -2.60 else "2" if value <= -1.39 else "3"
    return sheet.known(value, half_up(value, 2), category=category)

"""MELD and its sodium and third versions: four different scores, each under its own name.

MELD-Na exists twice in print under one name; here the allocation form of 2016
and the form of Kim 2008 are two functions. Inputs are in SI units, named.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import log
from typing import Literal

from dosepath.clinical.score import (
    BILIRUBIN_UMOL_PER_MG_DL,
    CREATININE_UMOL_PER_MG_DL,
    Score,
    Sheet,
    half_up,
)


@dataclass(frozen=True)
class MeldInput:
    """What MELD and MELD-Na need.

    ``dialysis`` means at least twice in the past week, or 24 hours of
    continuous haemodialysis. ``sodium_mmol_per_l`` is not used by MELD itself.
    """

    bilirubin_umol_per_l: Decimal | None
    creatinine_umol_per_l: Decimal | None
    inr: Decimal | None
    dialysis: bool | None
    sodium_mmol_per_l: Decimal | None = None


@dataclass(frozen=True)
class Meld3Input:
    """What MELD 3.0 needs; ``dialysis`` as in :class:`MeldInput`. Adults only."""

    bilirubin_umol_per_l: Decimal | None
    creatinine_umol_per_l: Decimal | None
    inr: Decimal | None
    sodium_mmol_per_l: Decimal | None
    albumin_g_per_l: Decimal | None
    sex: Literal["female", "male"] | None
    dialysis: bool | None


def _creatinine(
    sheet: Sheet, umol_per_l: Decimal | None, dialysis: bool | None, highest: str
) -> float:
    if dialysis:
        return float(highest)
    given = sheet.number("creatinine", umol_per_l)
    if dialysis is None and given < Decimal(highest) * CREATININE_UMOL_PER_MG_DL:
        sheet.lacks("dialysis")
    return sheet.within("creatinine_mg_dl", given / CREATININE_UMOL_PER_MG_DL, ("1", highest))


def _bilirubin(sheet: Sheet, umol_per_l: Decimal | None) -> float:
    given = sheet.number("bilirubin", umol_per_l) / BILIRUBIN_UMOL_PER_MG_DL
    return sheet.within("bilirubin_mg_dl", given, ("1", None))


def _meld(sheet: Sheet, given: MeldInput) -> float:
    creatinine = _creatinine(sheet, given.creatinine_umol_per_l, given.dialysis, "4")
    bilirubin = _bilirubin(sheet, given.bilirubin_umol_per_l)
    inr = sheet.within("inr", sheet.number("inr", given.inr), ("1", None))
    return 9.57 * log(creatinine) + 3.78 * log(bilirubin) + 11.2 * log(inr) + 6.43


def meld(given: MeldInput) -> Score:
    """MELD, unrounded in ``value``; ``reported`` is a whole number from 6 to 40.

    Source: the formula of the United States' organ allocation (OPTN) before
    January 2016: creatinine 1.0-4.0 mg/dL (4.0 with dialysis), bilirubin and INR at
    least 1.0.
    """
    sheet = Sheet("meld")
    value = _meld(sheet, given)
    if sheet.missing:
        return sheet.unknown()
    return sheet.known(value, min(max(half_up(value), Decimal(6)), Decimal(40)))


def meld_na_optn_2016(given: MeldInput) -> Score:
    """MELD-Na of OPTN policy 9 (January 2016): whole number, 6 to 40.

    The initial MELD is rounded to a tenth before the factor of ten, so it is a
    whole number; sodium (125-137 mmol/L) counts only when it is above 11.
    """
    sheet = Sheet("meld_na_optn_2016")
    initial = float(half_up(_meld(sheet, given)))
    given_sodium = sheet.number("sodium", given.sodium_mmol_per_l)
    if sheet.missing:
        return sheet.unknown()
    if initial > 11:
        lack = 137 - sheet.within("sodium", given_sodium, ("125", "137"))
        initial += 1.32 * lack - 0.033 * initial * lack
    return sheet.known(initial, min(max(half_up(initial), Decimal(6)), Decimal(40)))


def meld_na_kim_2008(given: MeldInput) -> Score:
    """MELD-Na of Kim et al., N Engl J Med 2008;359:1018: another score than the OPTN's.

    ``MELD - Na - 0.025 MELD (140 - Na) + 140`` with sodium 125-140 mmol/L and MELD
    unrounded; reported as a whole number.
    """
    sheet = Sheet("meld_na_kim_2008")
    first = _meld(sheet, given)
    given_sodium = sheet.number("sodium", given.sodium_mmol_per_l)
    if sheet.missing:
        return sheet.unknown()
    sodium = sheet.within("sodium", given_sodium, ("125", "140"))
    value = first - sodium - 0.025 * first * (140 - sodium) + 140
    return sheet.known(value, half_up(value))


def meld_3_0(given: Meld3Input) -> Score:
    """MELD 3.0 of Kim et al., Gastroenterology 2021;161:1887; reported as a whole number.

    Creatinine 1.0-3.0 mg/dL (3.0 with dialysis), sodium 125-137 mmol/L, albumin
    1.5-3.5 g/dL, bilirubin and INR at least 1.0. The source sets no upper limit and
    none is applied; organ allocation stops at 40. Not for ages below 18, where
    allocation adds the female term for both sexes.
    """
    sheet = Sheet("meld_3_0")
    creatinine = log(_creatinine(sheet, given.creatinine_umol_per_l, given.dialysis, "3"))
    bilirubin = log(_bilirubin(sheet, given.bilirubin_umol_per_l))
    inr = log(sheet.within("inr", sheet.number("inr", given.inr), ("1", None)))
    sodium = sheet.number("sodium", given.sodium_mmol_per_l)
    albumin = sheet.number("albumin", given.albumin_g_per_l) / 10
    if given.sex is None:
        sheet.lacks("sex")
    if sheet.missing:
        return sheet.unknown()
    low_sodium = 137 - sheet.within("sodium", sodium, ("125", "137"))
    low_albumin = 3.5 - sheet.within("albumin_g_dl", albumin, ("1.5", "3.5"))
    value = (1.33 if given.sex == "female" else 0.0) + 6
    value += 4.56 * bilirubin + 0.82 * low_sodium - 0.24 * low_sodium * bilirubin
    value += 9.09 * inr + 11.14 * creatinine + 1.85 * low_albumin - 1.83 * low_albumin * creatinine
    return sheet.known(value, half_up(value))

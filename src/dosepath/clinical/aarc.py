"""AARC, the score of the APASL ACLF Research Consortium."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dosepath.clinical.child_pugh import encephalopathy_points
from dosepath.clinical.score import (
    BILIRUBIN_UMOL_PER_MG_DL,
    CREATININE_UMOL_PER_MG_DL,
    Score,
    Sheet,
    banded,
)


@dataclass(frozen=True)
class AarcInput:
    """Five findings on one day; encephalopathy is a West Haven grade 0-4."""

    bilirubin_umol_per_l: Decimal | None
    west_haven: int | None
    inr: Decimal | None
    lactate_mmol_per_l: Decimal | None
    creatinine_umol_per_l: Decimal | None


def aarc(given: AarcInput) -> Score:
    """AARC points 5-15 and grade 1 (5-7), 2 (8-10) or 3 (11-15).

    Two points from the lower to the upper limit inclusive: bilirubin 15-25 mg/dL, West
    Haven 1-2, INR 1.8-2.5, lactate 1.5-2.5 mmol/L, creatinine 0.7-1.5 mg/dL. Source:
    Choudhury et al., Hepatol Int 2017;11:461.
    """
    sheet = Sheet("aarc")
    bilirubin = sheet.number("bilirubin", given.bilirubin_umol_per_l) / BILIRUBIN_UMOL_PER_MG_DL
    creatinine = sheet.number("creatinine", given.creatinine_umol_per_l) / CREATININE_UMOL_PER_MG_DL
    inr = sheet.number("inr", given.inr)
    lactate = sheet.number("lactate", given.lactate_mmol_per_l)
    brain = encephalopathy_points(sheet, given.west_haven)
    if sheet.missing:
        return sheet.unknown()
    points = (
        ("bilirubin", banded(bilirubin, Decimal(15), Decimal(25))),
        ("west_haven", brain),
        ("inr", banded(inr, Decimal("1.8"), Decimal("2.5"))),
        ("lactate", banded(lactate, Decimal("1.5"), Decimal("2.5"))),
        ("creatinine", banded(creatinine, Decimal("0.7"), Decimal("1.5"))),
    )
    total = sum(point for _, point in points)
    category = "1" if total <= 7 else "2" if total <= 10 else "3"
    return sheet.known(total, Decimal(total), category=category, points=points)

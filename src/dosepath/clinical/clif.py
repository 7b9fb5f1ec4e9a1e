"""CLIF-C organ failure, CLIF-C ACLF and the EASL-CLIF grade of acute-on-chronic liver failure.

Sources: Jalan et al., J Hepatol 2014;61:1038 (both scores); Moreau et al.,
Gastroenterology 2013;144:1426 (the grade). Printed tables disagree whether bilirubin
of exactly 12 mg/dL and INR of exactly 2.5 score 3: here they do, as in CLIF-SOFA.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import log
from typing import Literal

from dosepath.clinical.child_pugh import encephalopathy_points
from dosepath.clinical.score import (
    BILIRUBIN_UMOL_PER_MG_DL,
    CREATININE_UMOL_PER_MG_DL,
    Score,
    Sheet,
    half_up,
)

Ventilation = Literal["none", "for_encephalopathy", "for_lungs"]


@dataclass(frozen=True)
class ClifInput:
    """State of the six organs.

    Oxygenation is PaO2/FiO2 in mmHg or, without a blood gas, SpO2/FiO2 in percent (FiO2 as
    a fraction 0.21-1 in both). Mechanical ventilation because of encephalopathy counts
    as brain failure, for any other reason as lung failure. ``vasopressors`` includes
    terlipressin given to hold the circulation.
    """

    bilirubin_umol_per_l: Decimal | None
    creatinine_umol_per_l: Decimal | None
    renal_replacement: bool | None
    west_haven: int | None
    inr: Decimal | None
    mean_arterial_pressure_mmhg: Decimal | None
    vasopressors: bool | None
    pao2_fio2_mmhg: Decimal | None
    spo2_fio2: Decimal | None
    ventilation: Ventilation | None


def _rising(value: Decimal, second: Decimal, third: Decimal) -> int:
    return 1 if value < second else 2 if value < third else 3


def _kidney(sheet: Sheet, given: ClifInput) -> int:
    if given.renal_replacement:
        return 3
    creatinine = sheet.number("creatinine", given.creatinine_umol_per_l)
    unit = CREATININE_UMOL_PER_MG_DL
    points = _rising(creatinine, 2 * unit, Decimal("3.5") * unit)
    if given.renal_replacement is None and points < 3:
        sheet.lacks("renal_replacement")
    return points


def _brain(sheet: Sheet, given: ClifInput) -> int:
    if given.ventilation == "for_encephalopathy":
        return 3
    return encephalopathy_points(sheet, given.west_haven)


def _circulation(sheet: Sheet, given: ClifInput) -> int:
    if given.vasopressors:
        return 3
    if given.vasopressors is None:
        sheet.lacks("vasopressors")
    pressure = sheet.number("mean_arterial_pressure", given.mean_arterial_pressure_mmhg)
    return 1 if pressure >= 70 else 2


def _lungs(sheet: Sheet, given: ClifInput) -> int:
    if given.ventilation == "for_lungs":
        return 3
    if given.pao2_fio2_mmhg is None and given.spo2_fio2 is not None:
        ratio, limits = sheet.number("spo2_fio2", given.spo2_fio2), (Decimal(214), Decimal(357))
    else:
        ratio, limits = (
            sheet.number("pao2_fio2", given.pao2_fio2_mmhg),
            (Decimal(200), Decimal(300)),
        )
    points = 3 if ratio <= limits[0] else 2 if ratio <= limits[1] else 1
    if given.ventilation is None and points < 3:
        sheet.lacks("ventilation")
    return points


def _liver(sheet: Sheet, given: ClifInput) -> int:
    bilirubin = sheet.number("bilirubin", given.bilirubin_umol_per_l)
    return _rising(bilirubin, 6 * BILIRUBIN_UMOL_PER_MG_DL, 12 * BILIRUBIN_UMOL_PER_MG_DL)


def _coagulation(sheet: Sheet, given: ClifInput) -> int:
    return _rising(sheet.number("inr", given.inr), Decimal(2), Decimal("2.5"))


_ORGANS = {
    "liver": _liver,
    "kidney": _kidney,
    "brain": _brain,
    "coagulation": _coagulation,
    "circulation": _circulation,
    "lungs": _lungs,
}


def clif_c_of(given: ClifInput) -> Score:
    """CLIF-C organ failure score: six part scores of 1-3, sum 6-18."""
    sheet = Sheet("clif_c_of")
    points = tuple((organ, score(sheet, given)) for organ, score in _ORGANS.items())
    if sheet.missing:
        return sheet.unknown()
    total = sum(point for _, point in points)
    return sheet.known(total, Decimal(total), points=points)


def clif_c_aclf(
    *, organ_failure: Score, age_years: int | None, leucocytes_10e9_per_l: Decimal | None
) -> Score:
    """CLIF-C ACLF: ``10 (0.33 OF + 0.04 age + 0.63 ln WBC - 2)``, held within 0-100.

    ``organ_failure`` is the answer of :func:`clif_c_of`. Meant for participants with
    ACLF (EASL-CLIF grade 1-3). Reported to one decimal.
    """
    sheet = Sheet("clif_c_aclf")
    sheet.missing.extend(organ_failure.missing)
    leucocytes = sheet.number("leucocytes", leucocytes_10e9_per_l)
    if age_years is None:
        sheet.lacks("age")
    if sheet.missing or age_years is None or organ_failure.value is None:
        return sheet.unknown()
    value = 10 * (0.33 * organ_failure.value + 0.04 * age_years + 0.63 * log(float(leucocytes)) - 2)
    value = min(max(value, 0.0), 100.0)
    return sheet.known(value, half_up(value, 1))


def _failing(sheet: Sheet, given: ClifInput) -> dict[str, bool | None]:
    """Per organ: failing, not failing, or None when an input is missing."""
    found: dict[str, bool | None] = {}
    for organ, score in _ORGANS.items():
        before = len(sheet.missing)
        points = score(sheet, given)
        # The kidney fails from 2 mg/dL on (two points); every other organ at three points.
        known = len(sheet.missing) == before
        found[organ] = points >= (2 if organ == "kidney" else 3) if known else None
    return found


def easl_clif_grade(given: ClifInput) -> Score:
    """EASL-CLIF grade 0-3 of acute-on-chronic liver failure, in ``category``.

    0: no organ failure; one failure other than kidney with creatinine below 1.5 mg/dL and
    no encephalopathy; brain failure alone with creatinine below 1.5. 1: kidney alone; one
    other with creatinine 1.5 to below 2 or West Haven 1-2; brain alone with creatinine
    1.5 to below 2. 2: two failures. 3: three or more, also when another organ is unknown.
    """
    sheet = Sheet("easl_clif_grade")
    failing = _failing(sheet, given)
    failures = [organ for organ, fails in failing.items() if fails]
    if sheet.missing and len(failures) < 3:
        return sheet.unknown()
    grade = min(len(failures), 3)
    if grade == 1 and failures != ["kidney"]:
        creatinine = given.creatinine_umol_per_l or Decimal(0)
        kidney_strained = creatinine >= Decimal("1.5") * CREATININE_UMOL_PER_MG_DL
        brain_strained = failures != ["brain"] and given.west_haven in (1, 2)
        grade = int(kidney_strained or brain_strained)
    points = tuple((organ, int(bool(fails))) for organ, fails in failing.items())
    return sheet.known(grade, Decimal(grade), category=str(grade), points=points)

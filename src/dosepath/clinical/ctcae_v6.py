"""Numeric laboratory rules of CTCAE v6.0 (US National Cancer Institute, July 2025, with errata).

What is not named here is as in v5.0. Facts only: numbers and term names.
"""

from __future__ import annotations

from decimal import Decimal

from dosepath.clinical.ctcae_v5 import (
    ABNORMAL,
    LIFE_THREATENING,
    NORMAL,
    SYMPTOMS,
    V5,
    between,
    pancreatic,
)
from dosepath.clinical.lab_rule import Gap, LabTerm, Test, ladder


def _aminotransferase(key: str) -> LabTerm:
    old = V5[key]
    steps = ladder(">", "uln", "1", "3", "5", "20", when=NORMAL)
    steps += ladder(">", "baseline", "1", "1.5", None, "4", when=ABNORMAL, first=">=")
    # Grade 3 is printed for a baseline "up to 5 x ULN"; above that the text is silent.
    steps += ladder(">", "baseline", None, None, "2", when=("baseline_up_to_five_uln",))
    steps += ladder(
        ">", "baseline", None, None, "2", when=(*ABNORMAL, "reading_grade_3_above_5_uln")
    )
    return LabTerm(key, old.name, old.analyte, "", steps)


def _own_baseline(key: str, *limits: str) -> LabTerm:
    old = V5[key]
    kept = tuple(step for step in old.steps if step.when == NORMAL)
    multiples = ladder(">", "baseline", *limits, when=ABNORMAL, first=">=")
    return LabTerm(key, old.name, old.analyte, "", kept + multiples)


_ALP = LabTerm(
    "alp_increased",
    V5["alp_increased"].name,
    "alp",
    "",
    ladder(">", "baseline", "1", when=("value_above_uln",)),
)
_CREATININE = LabTerm(
    "creatinine_increased",
    V5["creatinine_increased"].name,
    "creatinine",
    "",
    ladder(">", "uln", "1", "1.5", "3", "6")
    + ladder(">", "baseline", None, "1.5", "3", when=("baseline_below_lln",)),
)
_CREATININE_CLEARANCE = LabTerm(
    "creatinine_clearance_decreased",
    "Creatinine clearance decreased",
    "creatinine_clearance",
    "mL/min",
    ladder("<=", "unit", None, "49", "25"),
    gaps=(
        between("25", "26", 2, 3),
        # Printed grades are 26-49 and 10-25 only; below 10 the text refers to other terms.
        Gap((Test(">", Decimal(49), "unit"), Test("<", Decimal(1), "lln"))),
        Gap((Test("<", Decimal(10), "unit"),)),
    ),
)
_CKD = LabTerm(
    "chronic_kidney_disease",
    V5["chronic_kidney_disease"].name,
    "egfr",
    V5["chronic_kidney_disease"].unit,
    ladder("<", "lln", "1") + ladder("<", "unit", None, "60", "30", "15"),
    raised=V5["chronic_kidney_disease"].raised,
)
_PLATELETS = LabTerm(
    "platelets_decreased",
    "Thrombocytopenia",
    "platelets",
    "10*9/L",
    ladder("<", "lln", "1") + ladder("<", "unit", None, "75", "50", "10"),
    raised=((3, "transfusion_needed"), LIFE_THREATENING),
)
_NEUTROPHILS = LabTerm(
    "neutrophils_decreased",
    V5["neutrophils_decreased"].name,
    "neutrophils",
    "10*9/L",
    ladder("<", "unit", "1.5", "1", "0.5", "0.1"),
)
_HYPONATREMIA = LabTerm(
    "hyponatremia",
    V5["hyponatremia"].name,
    "sodium",
    "mmol/L",
    ladder("<", "lln", "1")
    + ladder("<", "unit", None, "130", "125", "120")
    + ladder("<", "unit", None, None, "130", when=SYMPTOMS),
    raised=(LIFE_THREATENING,),
)
_HYPERGLYCEMIA = LabTerm(
    "hyperglycemia",
    "Hyperglycemia",
    "glucose",
    "mmol/L",
    ladder(">", "uln", "1", when=("fasting",))
    + ladder(">", "unit", None, "8.9", when=("fasting",))
    + ladder(">", "unit", None, None, "13.9", "27.8"),
    gaps=(
        Gap((Test(">", Decimal(1), "uln"), Test("<=", Decimal("13.9"), "unit")), unless="fasting"),
    ),
    raised=((3, "hospitalisation_needed"), LIFE_THREATENING),
)

_CHANGED = (
    _aminotransferase("alt_increased"),
    _aminotransferase("ast_increased"),
    _ALP,
    _own_baseline("ggt_increased", "1", "1.5", "3", "10"),
    _own_baseline("bilirubin_increased", "1", "1.5", "2.5", "10"),
    _CREATININE,
    _CREATININE_CLEARANCE,
    _CKD,
    _PLATELETS,
    _NEUTROPHILS,
    _HYPONATREMIA,
    _HYPERGLYCEMIA,
    pancreatic(
        "amylase_increased",
        V5["amylase_increased"].name,
        "amylase",
        third=("2", "moderate_or_severe_symptoms"),
    ),
    pancreatic(
        "lipase_increased",
        V5["lipase_increased"].name,
        "lipase",
        third=("3", "symptomatic"),
    ),
)
# The term was removed; its successor "Lymphopenia" has no numbers.
_REMOVED = ("lymphocytes_decreased",)

V6: dict[str, LabTerm] = {
    key: term
    for key, term in {**V5, **{term.key: term for term in _CHANGED}}.items()
    if key not in _REMOVED
}

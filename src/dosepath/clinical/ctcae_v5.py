"""Numeric laboratory rules of CTCAE v5.0 (US National Cancer Institute, 27 November 2017).

Facts only: numbers and term names. The institute's sentences are not repeated here.
"""

from __future__ import annotations

from decimal import Decimal

from dosepath.clinical.lab_rule import Gap, LabTerm, Test, ladder

NORMAL, ABNORMAL = ("baseline_not_above_uln",), ("baseline_above_uln",)
ANTICOAGULATED = ("on_anticoagulation",)
SYMPTOMS = ("symptomatic",)
LIFE_THREATENING = (4, "life_threatening")


def between(low: str, high: str, *grades: int) -> Gap:
    """A gap strictly between two absolute values."""
    return Gap((Test(">", Decimal(low), "unit"), Test("<", Decimal(high), "unit")), grades)


def aminotransferase(key: str, name: str, analyte: str) -> LabTerm:
    """ALT or AST increased."""
    return LabTerm(
        key,
        name,
        analyte,
        "",
        ladder(">", "uln", "1", "3", "5", "20", when=NORMAL)
        + ladder(">", "baseline", "1.5", "3", "5", "20", when=ABNORMAL, first=">="),
    )


def cholestasis(key: str, name: str, analyte: str) -> LabTerm:
    """ALP or GGT increased."""
    return LabTerm(
        key,
        name,
        analyte,
        "",
        ladder(">", "uln", "1", "2.5", "5", "20", when=NORMAL)
        + ladder(">", "baseline", "2", "2.5", "5", "20", when=ABNORMAL, first=">="),
    )


def count(key: str, name: str, analyte: str, *limits: str) -> LabTerm:
    """A blood count decreased: below the lower limit of normal, then absolute limits."""
    return LabTerm(
        key, name, analyte, "10*9/L", ladder("<", "lln", "1") + ladder("<", "unit", None, *limits)
    )


def low(key: str, name: str, analyte: str, *limits: str) -> LabTerm:
    """An electrolyte or glucose decreased, mmol/L."""
    steps = ladder("<", "lln", "1") + ladder("<", "unit", None, *limits)
    return LabTerm(key, name, analyte, "mmol/L", steps, raised=(LIFE_THREATENING,))


def high(key: str, name: str, analyte: str, *limits: str) -> LabTerm:
    """An electrolyte increased, mmol/L."""
    steps = ladder(">", "uln", "1") + ladder(">", "unit", None, *limits)
    raised = ((2, "intervention_started"), (3, "hospitalisation_needed"), LIFE_THREATENING)
    return LabTerm(key, name, analyte, "mmol/L", steps, raised=raised)


def pancreatic(key: str, name: str, analyte: str, *, third: tuple[str, str]) -> LabTerm:
    """Amylase or lipase increased: symptoms (named) divide the grades from ``third`` x ULN on."""
    steps = ladder(">", "uln", "1", "1.5", "5")
    steps += ladder(">", "uln", None, None, third[0], when=(third[1],))
    steps += ladder(">", "uln", None, None, None, "5", when=SYMPTOMS)
    return LabTerm(key, name, analyte, "", steps)


_INR = LabTerm(
    "inr_increased",
    "INR increased",
    "inr",
    "",
    ladder(">", "unit", "1.2", "1.5", "2.5")
    # Multiples of baseline are printed for participants on anticoagulation only.
    + ladder(">", "baseline", "1", "1.5", "2.5", when=ANTICOAGULATED),
    raised=((3, "bleeding"),),
)
_FIBRINOGEN = LabTerm(
    "fibrinogen_decreased",
    "Fibrinogen decreased",
    "fibrinogen",
    "g/L",
    ladder("<", "lln", "1", "0.75", "0.5", "0.25")
    + ladder("<", "unit", None, None, None, "0.5")
    # "if abnormal": of the baseline for certain, of the value only in one of two readings.
    + ladder(">=", "fall", None, "25", "50", "75", when=("baseline_below_lln",))
    + ladder(
        ">=",
        "fall",
        None,
        "25",
        "50",
        "75",
        when=("value_below_lln", "reading_abnormal_value"),
    ),
)
_CREATININE = LabTerm(
    "creatinine_increased",
    "Creatinine increased",
    "creatinine",
    "",
    ladder(">", "uln", "1", "1.5", "3", "6") + ladder(">", "baseline", None, "1.5", "3"),
)
_HYPOKALEMIA = LabTerm(
    "hypokalemia",
    "Hypokalemia",
    "potassium",
    "mmol/L",
    ladder("<", "lln", "1")
    + ladder("<", "lln", None, "1", when=SYMPTOMS)
    + ladder("<", "unit", None, None, "3.0", "2.5"),
    raised=((3, "hospitalisation_needed"), LIFE_THREATENING),
)
_HYPONATREMIA = LabTerm(
    "hyponatremia",
    "Hyponatremia",
    "sodium",
    "mmol/L",
    ladder("<", "lln", "1")
    + ladder("<=", "unit", None, "129", "124")
    + ladder("<=", "unit", None, None, "129", when=SYMPTOMS)
    + ladder("<", "unit", None, None, None, "120"),
    gaps=(between("129", "130", 1, 2, 3), between("124", "125", 2, 3)),
    raised=(LIFE_THREATENING,),
)
_CKD = LabTerm(
    "chronic_kidney_disease",
    "Chronic kidney disease",
    "egfr",
    "mL/min/{1.73_m2}",
    ladder("<", "lln", "1")
    + ladder("<=", "unit", None, "59", "29")
    + ladder("<", "unit", None, None, None, "15"),
    gaps=(between("59", "60", 1, 2), between("29", "30", 2, 3)),
    raised=((4, "dialysis_needed"),),
)
_ANEMIA = LabTerm(
    "anemia",
    "Anemia",
    "haemoglobin",
    "g/L",
    ladder("<", "lln", "1") + ladder("<", "unit", None, "100", "80"),
    raised=((3, "transfusion_needed"), LIFE_THREATENING),
)
_FEVER = LabTerm(
    "fever",
    "Fever",
    "temperature",
    "Cel",
    ladder(">", "unit", "38", "39", "40", first=">=")
    + ladder(">", "unit", None, None, None, "40", when=("longer_than_24_hours",)),
)
_ALBUMIN = LabTerm(
    "hypoalbuminemia",
    "Hypoalbuminemia",
    "albumin",
    "g/L",
    ladder("<", "lln", "1") + ladder("<", "unit", None, "30", "20"),
    raised=(LIFE_THREATENING,),
)
_ACIDOSIS = LabTerm(
    "acidosis",
    "Acidosis",
    "ph",
    "",
    ladder("<", "lln", "1") + ladder("<", "unit", None, None, "7.3"),
    raised=(LIFE_THREATENING,),
)

_ALL = (
    aminotransferase("alt_increased", "Alanine aminotransferase increased", "alt"),
    aminotransferase("ast_increased", "Aspartate aminotransferase increased", "ast"),
    cholestasis("alp_increased", "Alkaline phosphatase increased", "alp"),
    cholestasis("ggt_increased", "GGT increased", "ggt"),
    LabTerm(
        "bilirubin_increased",
        "Blood bilirubin increased",
        "bilirubin",
        "",
        ladder(">", "uln", "1", "1.5", "3", "10", when=NORMAL)
        + ladder(">", "baseline", "1", "1.5", "3", "10", when=ABNORMAL),
    ),
    _INR,
    LabTerm(
        "aptt_prolonged",
        "Activated partial thromboplastin time prolonged",
        "aptt",
        "",
        ladder(">", "uln", "1", "1.5", "2.5"),
        raised=((3, "bleeding"),),
    ),
    _FIBRINOGEN,
    _CREATININE,
    _CKD,
    _ANEMIA,
    count("platelets_decreased", "Platelet count decreased", "platelets", "75", "50", "25"),
    count("neutrophils_decreased", "Neutrophil count decreased", "neutrophils", "1.5", "1", "0.5"),
    count(
        "lymphocytes_decreased", "Lymphocyte count decreased", "lymphocytes", "0.8", "0.5", "0.2"
    ),
    count("leucocytes_decreased", "White blood cell decreased", "leucocytes", "3", "2", "1"),
    LabTerm(
        "leukocytosis",
        "Leukocytosis",
        "leucocytes",
        "10*9/L",
        ladder(">", "unit", None, None, "100"),
        raised=((4, "leucostasis"),),
    ),
    _ALBUMIN,
    _HYPONATREMIA,
    high("hypernatremia", "Hypernatremia", "sodium", "150", "155", "160"),
    _HYPOKALEMIA,
    high("hyperkalemia", "Hyperkalemia", "potassium", "5.5", "6", "7"),
    low("hypoglycemia", "Hypoglycemia", "glucose", "3.0", "2.2", "1.7"),
    low("hypocalcemia", "Hypocalcemia", "calcium_corrected", "2.0", "1.75", "1.5"),
    low("hypocalcemia_ionised", "Hypocalcemia", "calcium_ionised", "1.0", "0.9", "0.8"),
    low("hypomagnesemia", "Hypomagnesemia", "magnesium", "0.5", "0.4", "0.3"),
    pancreatic(
        "amylase_increased",
        "Serum amylase increased",
        "amylase",
        third=("2", "symptomatic"),
    ),
    pancreatic("lipase_increased", "Lipase increased", "lipase", third=("2", "symptomatic")),
    LabTerm(
        "ldh_increased", "Blood lactate dehydrogenase increased", "ldh", "", ladder(">", "uln", "1")
    ),
    LabTerm(
        "haptoglobin_decreased", "Haptoglobin decreased", "haptoglobin", "", ladder("<", "lln", "1")
    ),
    _ACIDOSIS,
    _FEVER,
)

V5: dict[str, LabTerm] = {term.key: term for term in _ALL}

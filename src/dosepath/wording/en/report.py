"""English texts of the report theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {
    # Liver scores
    "score.missing": "{input:label} is missing.",
    "score.impossible": "{input:label} of {found} is impossible: a number above 0 is needed.",
    "score.raised": "{input:label} of {found} was raised to {to}, the lowest this score uses.",
    "score.lowered": "{input:label} of {found} was lowered to {to}, the highest this score uses.",
    # Laboratory grades
    "grade.rule.unit": "value {op} {limit}",
    "grade.rule.uln": "value {op} {limit} × upper limit of normal",
    "grade.rule.lln": "value {op} {limit} × lower limit of normal",
    "grade.rule.baseline": "value {op} {limit} × own baseline",
    "grade.rule.fall": "fall from own baseline {op} {limit}%",
    "grade.rule_finding": "{finding:label}",
    "grade.missing": "{term}: {input:label} is missing, and the grade depends on it.",
    "grade.fact": "{term}: the grade depends on this, which is not recorded: {fact:label}.",
    "grade.gap": "{term}: CTCAE v{version} prints no single grade for this value; a clinician "
    "decides.",
    "grade.unit": "{term} is graded in {needed:unit}; the value is in {found:unit}.",
    "grade.not_a_number": "{term}: the value or one of its limits is not a number.",
}

LABELS: dict[str, str] = {
    "input.lln": "the lower limit of normal",
    "input.uln": "the upper limit of normal",
    "input.baseline": "the baseline value",
    "ctcae_fact.baseline_above_uln": "baseline above the upper limit of normal",
    "ctcae_fact.baseline_not_above_uln": "baseline not above the upper limit of normal",
    "ctcae_fact.baseline_below_lln": "baseline below the lower limit of normal",
    "ctcae_fact.baseline_up_to_five_uln": "baseline up to five times the upper limit of normal",
    "ctcae_fact.value_above_uln": "value above the upper limit of normal",
    "ctcae_fact.value_below_lln": "value below the lower limit of normal",
    "ctcae_fact.on_anticoagulation": "takes an anticoagulant",
    "ctcae_fact.symptomatic": "has symptoms of it",
    "ctcae_fact.moderate_or_severe_symptoms": "has moderate or severe symptoms of it",
    "ctcae_fact.fasting": "the sample was taken fasting",
    "ctcae_fact.longer_than_24_hours": "lasted longer than 24 hours",
    "ctcae_fact.bleeding": "bleeding",
    "ctcae_fact.transfusion_needed": "transfusion needed",
    "ctcae_fact.intervention_started": "treatment of it was started",
    "ctcae_fact.hospitalisation_needed": "hospital stay needed or prolonged because of it",
    "ctcae_fact.dialysis_needed": "dialysis needed",
    "ctcae_fact.leucostasis": "leucostasis",
    "ctcae_fact.life_threatening": "life-threatening",
    "ctcae_fact.reading_abnormal_value": "reading of the text: “if abnormal” means the value",
    "ctcae_fact.reading_grade_3_above_5_uln": "reading of the text: grade 3 also above five times the "
    "upper limit of normal at baseline",
}

_SCORE_INPUTS = {
    "albumin": "Albumin",
    "albumin_g_dl": "Albumin (g/dL)",
    "age": "Age",
    "ascites": "Ascites",
    "bilirubin": "Bilirubin",
    "bilirubin_mg_dl": "Bilirubin (mg/dL)",
    "creatinine": "Creatinine",
    "creatinine_mg_dl": "Creatinine (mg/dL)",
    "dialysis": "Dialysis, yes or no,",
    "inr": "INR",
    "lactate": "Lactate",
    "leucocytes": "White cell count",
    "mean_arterial_pressure": "Mean arterial pressure",
    "pao2_fio2": "PaO₂/FiO₂",
    "renal_replacement": "Renal replacement, yes or no,",
    "sex": "Sex",
    "sodium": "Sodium",
    "spo2_fio2": "SpO₂/FiO₂",
    "vasopressors": "Vasopressors, yes or no,",
    "ventilation": "Mechanical ventilation, yes or no,",
    "west_haven": "West Haven grade",
}
LABELS |= {f"score_input.{name}": words for name, words in _SCORE_INPUTS.items()}

"""English texts of the report theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {
    # Looking ahead in a running trial: what the figures rest on.
    "outlook.rule_followed": (
        "The committee follows the rule; a decision more cautious than it changes the figures."
    ),
    "outlook.cohorts_completed": "Cohorts are completed before they are judged.",
    "outlook.one_by_one": (
        "Each participant is evaluated before the next one enters. Where the rule lets people "
        "enter faster, more may be treated at a level than is said here."
    ),
    "outlook.pending_first": (
        "The results of the {n} {n|participant|participants} under observation come first, each "
        "with the chance that the assumption gives to anybody at that level."
    ),
    "outlook.toxicity_unused": (
        "Where only the response is awaited, the toxicity that is known already is not used."
    ),
    "outlook.independent": (
        "Everybody still to come is evaluable, and results are independent of one another, given "
        "the dose."
    ),
    "outlook.posterior": (
        "Posterior: each level's DLT probability has a beta({a}, {b}) prior and none is less toxic "
        "than the level below; grade 2 and response have uniform priors. {draws} draws (seed "
        "{seed}), given everybody evaluated; those under observation tell nothing. Each draw is "
        "followed exactly."
    ),
    "outlook.posterior_model": (
        "Posterior: that of the design's own model, {draws} draws (seed {seed}), given everybody "
        "evaluated. Each draw is followed exactly."
    ),
    "outlook.too_many": (
        "The design has more than {limit} states from here on: they are not followed one by one, "
        "so how much remains is not shown."
    ),
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
    # Intervals in words
    "share.nobody": "Nobody evaluated yet: nothing is known.",
    "share.none": "{x} of {n} still allows a true rate of up to {high:.0%}.",
    "share.some": "{x} of {n}: the true rate may lie anywhere from {low:.1%} to {high:.0%}.",
    "share.all": "{x} of {n} means a true rate of at least {low:.0%}.",
    # Tables
    "table.dose": "Participants and dose-limiting toxicities by dose",
    "table.decision": "Dose decisions against the rule",
    "table.grade": "Adverse events: participants by worst grade, each counted once per term",
    "table.change": "{variable:label}: change from baseline, {unit:unit}",
    "table.change_no_unit": "{variable:label}: change from baseline",
    "table.survival": "Survival and transplantation",
    "table.values": "{variable:label} by visit, {unit:unit}",
    "table.values_no_unit": "{variable:label} by visit",
    "column.level": "Level",
    "column.dose": "Dose",
    "column.dosed": "Dosed",
    "column.evaluated": "Evaluated",
    "column.pending": "Pending",
    "column.not_evaluable": "Not evaluable",
    "column.grade_2": "Related grade 2",
    "column.dlt": "DLT (95% interval)",
    "column.interval_in_words": "What this still allows",
    "column.decision": "Decision",
    "column.time": "Made",
    "column.cut": "On events to",
    "column.recommended": "The rule said",
    "column.chosen": "The committee decided",
    "column.agreement": "Against the rule",
    "column.signatures": "Signed by",
    "column.term": "Term",
    "column.level_n": "Level {level} (n = {n})",
    "column.visit": "Visit",
    "column.n": "n",
    "column.mean": "Mean",
    "column.sd": "SD",
    "column.median": "Median",
    "column.quartiles": "Quartiles",
    "column.ratio": "Ratio",
    "column.lost": "D/T/M",
    "column.measure": "Measure",
    "column.at_risk_on": "At risk, day {day}",
    "column.estimate_on": "Day {day} (95% interval)",
    "column.participant": "Participant",
    "cell.dose": "{dose:dose}",
    "cell.dose_assumed": "{dose:dose} *",
    "cell.as_recommended": "as recommended",
    "cell.more_cautious": "more cautious: {reason}",
    "cell.other": "differs: {reason}",
    "cell.signatures": "{n}",
    "cell.not_in_force": "{n}, not in force",
    "cell.any_event": "Any event",
    "cell.visit": "Day {day}",
    "cell.visit_baseline": "Baseline",
    "cell.hold": "hold: dose nobody",
    "cell.treat": "treat {n} at level {level}",
    "cell.stop_at_top": "stop; level {mtd}, the highest, tolerated; MTD not reached",
    "cell.stop": "stop; MTD: {mtd}",
    "cell.lost": "{died}/{transplanted}/{missing}",
    "cell.range": "{low} to {high}",
    "cell.grade": "{n} × G{grade}",
    "cell.x_of_n": "{x} of {n}",
    "survival.overall": "Alive, also after transplantation",
    "survival.overall_censored": "Alive, observation ending at transplantation",
    "survival.transplant_free": "Alive without transplantation",
    "survival.dead_known": "Died, among those whose state on the day is known (exact)",
    "incidence.death": "Died before transplantation (cumulative incidence)",
    "incidence.transplantation": "Transplanted (cumulative incidence)",
    "note.exact_interval": "Interval: exact (Clopper-Pearson), for DLTs among evaluated "
    "participants.",
    "note.not_an_estimate": "The level that a 3+3 selects is the outcome of a rule, not an "
    "estimate of a level with a DLT rate of 33%.",
    "note.assumed_dose": "* Assumed dose, not public: see the assumptions.",
    "note.no_decision": "No dose decision has been made yet.",
    "note.no_event": "No adverse event that began or worsened after dosing has been recorded.",
    "note.count_people": "CTCAE v{version}; events that began or worsened after dosing; "
    "“2 × G3” means that grade 3 was the worst grade of two participants.",
    "note.more_terms": "{n} further {n|term is|terms are} not shown; the worst grade among "
    "{n|it|them} is {grade}.",
    "note.baseline": "Baseline: the last value before dosing. Ratio: median of value divided by "
    "baseline. MELD is unrounded MELD 3.0.",
    "note.observed_case": "n: participants with a value at the visit. D/T/M: the others by that "
    "day: died, transplanted, missing for another reason; their absence flatters the means.",
    "note.log_log": "Kaplan-Meier, and Aalen-Johansen for cumulative incidence; log-log "
    "intervals, none where the estimate is 0% or 100%. A dash: nobody was followed to that day (a "
    "visit early in its window ends observation on its own day).",
    "note.small_numbers": "{n} {n|participant|participants}: too few for tests, and none is made.",
    "rank.nobody": "Nobody can be ranked for {variable:label} on day {day} yet.",
    "rank.median_value": "All {n} ranked for {variable:label} on day {day} (death worst, then "
    "transplantation, then the value): {died} died, {transplanted} transplanted, and the "
    "participant in the middle has a change of {change}.",
    "rank.median_died": "All {n} ranked for {variable:label} on day {day} (death worst, then "
    "transplantation, then the value): {died} died, {transplanted} transplanted, and the "
    "participant in the middle died.",
    "rank.median_transplanted": "All {n} ranked for {variable:label} on day {day} (death worst, "
    "then transplantation, then the value): {died} died, {transplanted} transplanted, and the "
    "participant in the middle was transplanted.",
    # Figures
    "figure.ladder": "Dose-escalation ladder",
    "figure.participant": "Course of {participant} by study day",
    "figure.participant_described": "Dose, visits, {harms} adverse {harms|event|events}, what "
    "ended the course, and laboratory values with the participant's own baseline and the upper "
    "limit of normal. The values are in the table beneath.",
    "course.window": "DLT window: day 0 to {days}",
    "course.upper_limit": "upper limit of normal {value}",
    "course.baseline": "own baseline {value}",
    "course.transplanted": "transplanted, day {day}",
    "course.died": "died, day {day}",
    "course.withdrawn": "left the study, day {day}",
    "figure.courses": "{variable:label} by study day, {unit}",
    "figure.courses_described": "One line for each of {n} {n|participant|participants}; the "
    "values are in the table of {variable:label}.",
    "figure.empty": "No values have been recorded yet.",
    "figure.survival": "Survival to day {day}",
    "figure.incidence": "Death before transplantation, and transplantation, to day {day}",
    "figure.characteristics": "Operating characteristics",
    "axis.study_day": "study day (dosing is day 0)",
    "axis.at_risk": "Followed, no transplant:",
    "axis.level": "dose level",
    "axis.participants": "participants n",
    "legend.died": "died later",
    "legend.transplanted": "transplanted later",
    "curve.at_end": "{share} on day {day}",
    "curve.step": "day {day} {share:.0%}",
    "curve.described": "{curve:label}: {steps}.",
    "ladder.level": "Level {level}",
    "ladder.nobody": "nobody dosed",
    "ladder.dlt": "{dlt} of {n} with DLT",
    "ladder.pending": "{n} pending",
    "ladder.not_evaluable": "{n} not evaluable",
    "ladder.grade_2": "{n} with related grade 2",
    "ladder.rung": "Level {level}, {dose}: {words}.",
    "characteristics.selection": "Selected as MTD",
    "characteristics.participants": "Expected participants",
    "characteristics.size": "More than n participants",
    "characteristics.no_level": "none",
    "characteristics.level": "Level {level} is selected with probability {selected:.3f} and has "
    "{participants:.2f} participants on average.",
    "characteristics.none": "No level is selected with probability {selected:.3f}.",
    "characteristics.above": "More than {n} participants with probability {share:.3f}.",
    "characteristics.above_short": "P(N > {n}) = {share:.3f}",
    # What is next, in one sentence
    "next.treat": "Treat {n} {n|participant|participants} at level {level}; the committee has to "
    "decide.",
    "next.stop_at_top": (
        "End the escalation: level {mtd}, the highest, was tolerated, an MTD was not reached; the "
        "committee has to decide."
    ),
    "next.stop": "End the escalation, MTD: {mtd}; the committee has to decide.",
    "next.continue": "No decision is due: {n} {n|place is|places are} open at level {level}.",
    "next.wait": "No decision can be made yet.",
    "next.hold": "Hold: nobody may be dosed.",
    "next.ended": "The escalation has ended.",
    # The committee's pack
    "pack.title": "Committee pack",
    "pack.running": "{study}, study file {version}: committee pack",
    "pack.running_cut": "Data cut: event {seq}, {hash}, {at}",
    "pack.page": "Page ",
    "pack.of_pages": " of ",
    "pack.synthetic_short": "SYNTHETIC DATA",
    "pack.synthetic": "Every participant and value here is invented to show the software. "
    "Nothing in this document is about real people.",
    "pack.study": "Study",
    "pack.version": "Study file",
    "pack.hash": "hash",
    "pack.cut": "Data cut",
    "pack.cut_short": "events to {seq}",
    "pack.cut_value": "events to {seq}",
    "pack.cut_time": "Cut at",
    "pack.engine": "Made by",
    "pack.people": "Participants",
    "pack.dosed_of_planned": "{n} dosed of {planned} planned",
    "pack.part": "part {part} of the trial",
    "pack.dosed_elsewhere": "in the whole trial; {n} of its other parts besides are dosed",
    "pack.now": "What the rule says on these data",
    "pack.no_recommendation": "There is no recommendation on these data.",
    "pack.missing": "Before a decision:",
    "pack.doses": "Doses and decisions",
    "pack.course": "Course after dosing",
    "pack.behind": "The numbers behind this figure",
    "pack.assumed": "Assumed values",
    "pack.assumed_note": "These values of the study file are not public or not decided. What "
    "rests on them holds only if they do.",
    "pack.assumed_elsewhere": "{n} more concern screening, forms and the public page; "
    "“dosepath check” lists them all.",
    "pack.nothing_assumed": "The study file marks no value as assumed.",
}

LABELS: dict[str, str] = {
    "course.dose": "dose",
    "course.visits": "Visits (day)",
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
    "ctcae_fact.reading_grade_3_above_5_uln": "reading of the text: grade 3 also where "
    "the baseline was above five times the upper limit of normal",
}
LABELS |= {
    "variable.bilirubin": "Bilirubin",
    "variable.inr": "INR",
    "variable.albumin": "Albumin",
    "variable.meld_3_0": "MELD 3.0",
    "variable.meld_na_optn_2016": "MELD-Na (OPTN 2016)",
    "curve.overall": "Alive",
    "curve.transplant_free": "Transplant-free",
    "curve.death": "Death",
    "curve.transplantation": "Transplantation",
    "ladder.assumed": "assumed dose",
    "level_state.open": "open for dosing",
    "level_state.past": "evaluated",
    "level_state.observed": "under observation",
    "level_state.not_reached": "not reached",
    "level_state.top_tolerated": "MTD not reached",
    "level_state.mtd": "MTD",
    "mark.none": "no DLT",
    "mark.grade_2": "related grade 2, no DLT",
    "mark.grade_2.short": "grade 2",
    "mark.dlt": "DLT",
    "mark.dlt.short": "DLT",
    "mark.pending": "window still open",
    "mark.pending.short": "pending",
    "mark.not_evaluable": "not evaluable",
    "mark.not_evaluable.short": "not eval.",
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

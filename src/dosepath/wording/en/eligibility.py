"""English texts of the eligibility theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {
    # Why a fact is unknown.
    "fact.no_data": "{variable}: nothing is recorded",
    "fact.recorded_unknown": "{variable}: recorded as unknown",
    "fact.no_time": "{variable}: recorded without a date, so it cannot be shown to be within "
    "{window}",
    "fact.too_old": "{variable}: the last value ({at:when}) is not within {window}",
    "fact.no_anchor": "{variable}: its age cannot be judged, because the date of {anchor} is "
    "not known",
    "fact.unit_unknown": "{variable}: {value} has no unit that is known here; allowed: "
    "{allowed:or}. It is not guessed",
    "fact.implausible": "{variable}: {value} ({at:when}) is outside the possible range {allowed}; "
    "it is not used, and no older value takes its place",
    "fact.unreadable": "{variable}: “{value}” ({at:when}) cannot be used: {cause:label}",
    "fact.conflict": "{variable}: different values for one time ({at:when}): {values}",
    "fact.censored": "{variable}: known only within limits, which do not decide {rule}",
    "fact.no_range": "{variable}: the laboratory's {of} is missing or in another unit",
    "fact.no_trend": "{variable}: there is no earlier value to compare with",
    "fact.not_paired": "{variable}: {parts} were not reported for the same time",
    "fact.needs_judgement": "{criterion}: a named person must judge it",
    # What was left out.
    "fact.future_ignored": "{variable}: a value dated {at:when} lies in the future and was ignored",
    "fact.status_ignored": "{variable}: a value ({at:when}) was ignored because its status is "
    "{status}",
    # Criteria and the verdict.
    "criterion.readings_differ": "{criterion}: its readings give different answers ({gives}); the "
    "principal investigator chooses one",
    "verdict.eligible": "Eligible. Every criterion is answered; the investigator's signature "
    "makes it count",
    "verdict.not_eligible": "Not eligible, because of {criteria}",
    "verdict.undetermined": "Undetermined: {n} {n|fact is|facts are} missing",
    "verdict.contradicted": "Undetermined, and no missing fact alone can settle it",
    "verdict.needs_signature": "Undetermined: only the judgement of a named person is missing "
    "({criteria})",
}

LABELS: dict[str, str] = {
    "exclusions": "Exclusions",
    "informative.note": "An answer in brackets is recorded and does not decide.",
    "readings.title": "Readings that give different answers",
    "readings.note": "* recommended in the study file; the principal investigator decides.",
    "worklist.title": "Worklist: the fewest facts that can settle it, cheapest first",
    "verdict.eligible": "Eligible",
    "verdict.not_eligible": "Not eligible",
    "verdict.undetermined": "Undetermined",
    "truth.met": "met",
    "truth.not_met": "not met",
    "truth.unknown": "unknown",
    "exclusion.met": "EXCLUDED",
    "exclusion.not_met": "absent",
    "exclusion.unknown": "unknown",
    "kind.deciding": "decides",
    "kind.informative": "recorded only",
    "kind.judgement": "judged by a person",
    "found_in.chart": "chart",
    "found_in.laboratory": "laboratory",
    "found_in.imaging": "imaging",
    "found_in.judgement": "judgement",
    "number.empty": "it is empty",
    "number.decimal_comma": "a comma in place of the decimal point",
    "number.annotated": "a mark or letter follows the number",
    "number.exponent": "a number with an exponent",
    "number.not_a_number": "it is not a number (NaN)",
    "number.infinite": "it is infinite",
    "number.pending": "the result is still pending",
    "number.word": "a word in place of a number",
    "number.malformed": "it is not a number",
    "number.too_long": "it has too many digits",
    "moment.malformed": "it is not a date",
    "moment.no_zone": "its time has no zone",
    "choice.unknown": "it is not one of the answers",
    "missing.value": "value",
    "missing.uln": "upper limit of normal",
    "missing.lln": "lower limit of normal",
    "missing.before": "an earlier value",
    "missing.judgement": "a named person's judgement",
    "missing.reading": "which reading counts",
}

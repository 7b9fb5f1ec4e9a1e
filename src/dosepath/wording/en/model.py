"""English texts of designs that ask a dose-toxicity model (CRM, EWOC, BLRM, TITE-CRM)."""

_NEAREST = (
    "{dlt} {dlt|DLT|DLTs} in {n} at level {level}. Of the levels that may be given, the model's "
    "DLT rate at level {to}, {rate}%, is the nearest to the target of {target}%: "
)
_OBSERVED = (
    "{dlt} {dlt|DLT|DLTs} so far in {n} at level {level}, {pending} of them still under "
    "observation. Of the levels that may be given, the model's DLT rate at level {to}, {rate}%, is "
    "the nearest to the target of {target}%: "
)
_UNFITTED = (
    "{dlt} {dlt|DLT|DLTs} in {n} at level {level}. The model is not fitted until there is a "
    "participant with and one without a DLT; until then "
)
_BOUNDED = (
    "{dlt} {dlt|DLT|DLTs} in {n} at level {level}. The probability that level {to} is an overdose "
    "is {over}%, within the bound of {bound}%: "
)
_UP = "go up to level {to} with {add} {add|participant|participants}."
_STAY = "stay there and treat {add} more."
_DOWN = "go down to level {to} with {add} {add|participant|participants}."
_HERE = "{dlt} {dlt|DLT|DLTs} in {n}"
_ALL = "All {total} planned {total|participant has|participants have} been evaluated. The "
_ENOUGH = "Enough participants were treated at the level that would be next. The "
_NOW = "On the data so far the "
_MTD = "maximum tolerated dose is level {level}, with " + _HERE
_WOULD = "maximum tolerated dose would be level {level}, with " + _HERE
_BY_RATE = ": its DLT rate by the model is {rate}%, the target {target}%."
_BY_BOUND = ": the probability that it is an overdose is {over}%, within the bound of {bound}%."
_BY_STEPS = ". The model was never fitted, for the outcomes were all alike."

SENTENCES: dict[str, str] = {
    # CRM and TITE-CRM
    "design.nearest_up": _NEAREST + _UP,
    "design.nearest_stay": _NEAREST + _STAY,
    "design.nearest_down": _NEAREST + _DOWN,
    "design.nearest_all_treated": _ALL + _MTD + _BY_RATE,
    "design.nearest_enough": _ENOUGH + _MTD + _BY_RATE,
    "design.nearest_selected": _NOW + _WOULD + _BY_RATE,
    "design.observed_up": _OBSERVED + _UP,
    "design.observed_stay": _OBSERVED + _STAY,
    "design.observed_down": _OBSERVED + _DOWN,
    "design.unfitted_up": _UNFITTED + _UP,
    "design.unfitted_stay": _UNFITTED + _STAY,
    "design.unfitted_down": _UNFITTED + _DOWN,
    "design.unfitted_all_treated": _ALL + _MTD + _BY_STEPS,
    "design.unfitted_enough": _ENOUGH + _MTD + _BY_STEPS,
    "design.unfitted_selected": _NOW + _WOULD + ". The model cannot be fitted yet.",
    "design.model_too_toxic": (
        "{dlt} {dlt|DLT|DLTs} in {n} at the lowest level {level}. The probability that its DLT "
        "rate is above {limit}% is {over}%, more than {cut}%: the trial stops, and no dose is "
        "recommended."
    ),
    "design.awaiting_last": (
        "Nobody more is to be treated before {total} {total|participant who is|participants who "
        "are} under observation {total|has|have} been evaluated."
    ),
    # EWOC and BLRM
    "design.bounded_up": _BOUNDED + _UP,
    "design.bounded_stay": _BOUNDED + _STAY,
    "design.bounded_down": _BOUNDED + _DOWN,
    "design.bounded_all_treated": _ALL + _MTD + _BY_BOUND,
    "design.bounded_enough": _ENOUGH + _MTD + _BY_BOUND,
    "design.bounded_selected": _NOW + _WOULD + _BY_BOUND,
    "design.bounded_none_allowed": (
        "{dlt} {dlt|DLT|DLTs} in {n} at the lowest level {level}. The probability that even this "
        "level is an overdose is {over}%, and the bound is {bound}%: the trial stops, and no dose "
        "is recommended."
    ),
    "design.warning.escalation_factor": (
        "The dose can never go above level {level}: level {to} is more than {factor} times as high."
    ),
}

LABELS: dict[str, str] = {
    "crm": "CRM",
    "tite_crm": "TITE-CRM",
    "ewoc": "EWOC",
    "blrm": "BLRM",
}

"""English texts of backfilling: lower levels that are filled while the escalation goes on."""

SENTENCES: dict[str, str] = {
    # Why a level that was named for it may not be filled now.
    "backfill.halted": (
        "Level {level} is not filled: dosing is halted, or what the decision rested on has changed."
    ),
    "backfill.paused": (
        "Level {level} is not filled while an event that may be a DLT waits to be judged."
    ),
    "backfill.committee_first": (
        "Level {level} is not filled now: the committee decides first, and may close it."
    ),
    "backfill.not_begun": (
        "Level {level} is filled once the first participant of the cohort at level {above} is "
        "dosed."
    ),
    "backfill.closed_by_rule": (
        "The rule no longer lets level {level} be filled: enough were evaluated, there were too "
        "many DLTs, or the signs of activity that opened it do not stand."
    ),
    "backfill.used_up": (
        "Every place to be filled at level {level} is used, or what is left of the planned number "
        "is kept for the escalation."
    ),
    "backfill.held": (
        "Every remaining place to be filled at level {level} is held, or what is left of the "
        "planned number is kept for the escalation."
    ),
    # In places where people look for what is open.
    "backfill.open": (
        "To be filled meanwhile at level {level}: {free} {free|place|places}; dosing from "
        "{opens:time}."
    ),
    "reserve.escalation": "The escalation: level {level} ({dose})",
    "reserve.filled": "To be filled meanwhile: level {level} ({dose})",
    "reserve.none_of_escalation": "No place of the escalation is open now.",
    "backfill.slot": "{slot} (to be filled, level {level})",
    "choice.and_fill": "{choice}; to be filled meanwhile at level {levels}: up to {most}",
    "cell.treat_and_fill": (
        "treat {n} at level {level}; to be filled meanwhile at level {levels}: up to {most}"
    ),
    "gate.backfill_open": (
        "Level {level} ({dose:dose}) may be filled: the decision in force names it, and the rule "
        "lets it be filled now."
    ),
    "gate.backfill_not_named": "The decision in force does not name level {level} to be filled.",
    "gate.todo_backfill": (
        "Give this place back, or wait until the level may be filled again by the rule and a "
        "decision in force."
    ),
    "refused.not_to_be_filled": ("The decision in force does not name level {level} to be filled."),
    "refused.no_place_to_fill": "No place to be filled is free at level {level}.",
    # The recommendation.
    "recommend.fills": (
        "Meanwhile level {level} may be filled, up to {n} {n|participant|participants}; it closes "
        "at once when the rule closes it, and with the next decision."
    ),
    "recommend.backfill_aside": (
        "{pending} backfilled {pending|participant is|participants are} still under observation at "
        "a lower level. The decision does not wait for them; a later result that makes their level "
        "too toxic puts it before the committee again."
    ),
    "recommend.backfill_first": (
        "{pending} backfilled {pending|participant is|participants are} still under observation at "
        "a lower level, and what they show is part of this decision."
    ),
    "recommend.high_below": (
        "At level {level}, below, the share of DLTs is one from which the rule would go down. The "
        "committee weighs it and may be more cautious."
    ),
    # What somebody backfilled counts for who cannot be evaluated: nobody takes their place.
    "outcome.response_never_in_backfill": (
        "{participant} was backfilled and can no longer be assessed for response: not evaluable; "
        "the place counts as used."
    ),
    "outcome.judged_not_evaluable_in_backfill": (
        "{participant} was backfilled and judged not evaluable; the place counts as used."
    ),
    "outcome.transplanted_in_backfill": (
        "{participant} was backfilled and transplanted on day {day} without a DLT: not evaluable; "
        "the place counts as used."
    ),
    "outcome.died_unrelated_in_backfill": (
        "{participant} was backfilled and died on day {day} without a DLT: not evaluable; the "
        "place counts as used."
    ),
    "outcome.withdrawn_in_backfill": (
        "{participant} was backfilled and left the study on day {day} without a DLT: not "
        "evaluable; the place counts as used."
    ),
    # In the log.
    "event.slot_reserved_to_fill": (
        "{participant} holds slot {slot} at level {level}, to be backfilled, until {expires:time}."
    ),
    "event.dosed_to_fill": (
        "{participant} was backfilled at level {level} ({dose:dose}) on {given_at:time}, slot "
        "{slot}."
    ),
}

LABELS: dict[str, str] = {
    "backfill.title": "To be filled meanwhile",
    "backfill.filled": "Backfilled, in no cohort.",
    "backfill.filled_dlt": "Backfilled, in no cohort; had a DLT, which closes places already.",
    "level_state.filling": "to be filled",
    "reserve.backfill": "Which place",
    "reserve.backfill_hint": "Each is at another dose. What the gate asks of it is the same.",
}

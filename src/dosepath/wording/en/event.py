"""English texts of the event theme: what each event of the log says happened, in one sentence.

The values are those of the event's payload (docs/reference/events.md); codes are ``event.KIND``.
"""

SENTENCES: dict[str, str] = {
    "event.trial_opened": (
        "Trial {study_id} is open; level 1 is open by the protocol. Consent form in force: "
        "version {consent_version}."
    ),
    "event.screening_opened": "Screening {screening} is open.",
    "event.consent_recorded": (
        "{screening} signed version {version} of the consent form on {signed_at:time}."
    ),
    "event.facts_recorded": "{n} {n|fact|facts} about {screening} are recorded.",
    "event.judgement_recorded": "{criterion} for {screening} is judged: {answer}.",
    "event.reading_pinned": "Criterion {criterion} is read as {reading} from now on.",
    "event.eligibility_signed": "{screening} is signed for as {verdict:label} in group {group}.",
    "event.screening_ended": "Screening {screening} ended on {on:time} ({outcome}).",
    "event.enrolled": "{screening} is enrolled as {participant} in group {group}.",
    "event.enrolled_in_part": (
        "{screening} is enrolled as {participant} in group {group}, into part {part} of the trial."
    ),
    "event.slot_reserved": (
        "{participant} holds slot {slot} at level {level} until {expires:time}."
    ),
    "event.slot_released": "{participant} gave slot {slot} back.",
    "event.reservation_expired": "The hold of {participant} on slot {slot} ran out.",
    "event.check_confirmed": "Confirmed for {participant}: {check:label}.",
    "event.dosed": (
        "{participant} received {dose:dose} (level {level}, slot {slot}) on {given_at:time}: day 0."
    ),
    "event.dosed_outside_gate": (
        "{participant} received {dose:dose} (level {level}) on {given_at:time} although the gate "
        "was not open: {outside_gate:label}."
    ),
    "event.form_recorded": "Form {form} of visit {visit} is entered for {participant}.",
    "event.form_corrected": "Form {form} of visit {visit} is corrected for {participant}.",
    "event.adverse_event_recorded": (
        "{adverse_event}: {term}, grade {grade}, is recorded for {participant}."
    ),
    "event.adverse_event_updated": "The report of {adverse_event} ({term}) is replaced.",
    "event.report_sent": (
        "The report of {adverse_event} ({participant}) to the {to} is recorded as sent on "
        "{sent_at:time}."
    ),
    "event.value_judged": (
        "{participant}: a worsened value ({term}) is stated to be no adverse event."
    ),
    "event.dlt_adjudicated": "{candidate} of {participant}: one person judged {verdict:label}.",
    "event.transplanted": (
        "{participant} received a liver transplant on {on:time}: allowed care, no deviation."
    ),
    "event.died": "{participant} died on {on:time}.",
    "event.withdrawn": "{participant} left the study on {on:time}.",
    "event.milestone_corrected": (
        "What was recorded of the {what:label} of {participant} is corrected."
    ),
    "event.window_assessed": "The DLT window of {participant} is assessed.",
    "event.decision_proposed": (
        "Decision {decision} is put to the committee on the data up to entry {data_cut_seq}."
    ),
    "event.decision_proposed_in_part": (
        "Decision {decision} on part {part} of the trial is put to the committee on the data up to "
        "entry {data_cut_seq}."
    ),
    "event.decision_voted": "A vote on {decision} is recorded: {answer:label}.",
    "event.decision_signed": "{name} signed {decision} as {role:label}.",
    "event.decision_effective": "Decision {decision} is in force.",
    "event.amendment_recorded": "An amendment is recorded ({reference}): {what} is now {value}.",
    "event.dosing_halted": "Dosing is halted.",
    "event.part_opened": ("Part {part} of the trial is open; its level 1 is open by the protocol."),
}

LABELS: dict[str, str] = {
    "kind.report_sent": "Report of a serious event sent",
    "kind.value_judged": "Laboratory value judged",
    "kind.screening_ended": "Screening ended",
    "kind.milestone_corrected": "Death, transplantation or leaving corrected",
}

"""English texts of refusals by the rules of the trial.

Each says what was refused and by which rule; what would make it possible; whom to ask.
"""

SENTENCES: dict[str, str] = {
    "refused.not_permitted": (
        "Not done: the role {role:label} may not do this ({permission}). Ask: {ask:label}."
    ),
    "refused.study_incomplete": (
        "No trial can be conducted with this study file: it has no {missing:or}. Add what is "
        "missing and run `dosepath check`."
    ),
    "refused.trial_open": "Not opened: the trial is open already.",
    "refused.trial_not_open": "Not done: the trial is not open. An investigator opens it.",
    "refused.out_of_order": (
        "Not done: the clock says {at:time}, but the last entry of the log is from {last:time}. "
        "Events are entered in order. Check the clock; ask the site administrator."
    ),
    "refused.future": (
        "Not recorded: {what} at {when:time} lies in the future (now {now:time}). Check the date."
    ),
    "refused.no_zone": (
        "Not recorded: {what} at {when} has no time zone, so its day is not certain. Add the "
        "offset, as in 2026-11-24T09:10+08:00."
    ),
    "refused.before": (
        "Not recorded: {what} at {when:time} is earlier than {other} ({limit:time}). Check both "
        "dates."
    ),
    "refused.empty": "Not recorded: {what} must be given.",
    "refused.nothing_changed": "Not recorded: nothing in {what} is different from before.",
    "refused.unknown_screening": "There is no screening {screening}. Check the number.",
    "refused.unknown_participant": "There is no participant {participant}. Check the number.",
    "refused.unknown_adverse_event": "There is no adverse event {number}. Check the number.",
    "refused.not_serious": (
        "Not recorded: {number} is not reported as serious, so no report with a deadline is due. "
        "If it is serious, update the event first."
    ),
    "refused.unknown_clock": (
        "Not recorded: the study file has no report {clock} that every serious event starts; "
        "there are: {allowed}."
    ),
    "refused.sent_already": (
        "Not recorded: the report of {number} to the {to} is recorded as sent already. If its time "
        "is wrong, record it again with a reason."
    ),
    "refused.unknown_candidate": (
        "There is nothing to judge under {candidate}: it is not a candidate for a DLT. Check the "
        "number; if the report is wrong, update the event first."
    ),
    "refused.unknown_decision": "There is no decision {decision}. Check the number.",
    # Screening.
    "refused.duplicate_screening": (
        "Not opened: screening number {screening} is used. Numbers are never used again; leave "
        "it empty to get the next one."
    ),
    "refused.screening_number": (
        "Not opened: {screening} is not a screening number. It ends in digits, as S-001."
    ),
    "refused.enquiry_screened": (
        "Not opened: enquiry {enquiry} is being screened under {screening}. Go on there."
    ),
    "refused.consent_version": (
        "Not recorded: version {version} of the consent form is not in force; version {wanted} "
        "is. The person signs that one; ask the coordinator for the form."
    ),
    "refused.consent_twice": (
        "Not recorded: consent of {screening} to version {version} is recorded already. Nothing "
        "more is needed; if it was entered wrongly, ask the investigator."
    ),
    "refused.consent_missing": (
        "Not done for {subject}: consent comes before any procedure. Record the signed consent "
        "first; ask the coordinator."
    ),
    "refused.consent_outdated": (
        "Not done for {subject}: the consent is to version {version}, and version {wanted} is in "
        "force. Obtain consent to it first; ask the coordinator."
    ),
    "refused.fact": "Nothing recorded: {variable} cannot be read. {problem}",
    "refused.unknown_variable": (
        "Nothing recorded: the study asks for no variable called {variable}. Check the name in "
        "the study file."
    ),
    "refused.unknown_criterion": "There is no criterion {criterion} in this study.",
    "refused.answer": "Not recorded: the answer {answer} is not one of {allowed:or}.",
    "refused.not_judged": (
        "Not recorded: criterion {criterion} is decided by recorded values and not by judgement. "
        "Record the values."
    ),
    "refused.reading": (
        "Not chosen: criterion {criterion} has no reading {reading}; it has {allowed}."
    ),
    "refused.not_eligible": (
        "Not signed: the verdict for {screening} is {verdict:label}. Against: {against}. Missing: "
        "{missing}. There is no waiver. Record what is missing; ask the investigator."
    ),
    "refused.group": (
        "Not signed: the criteria of group {group} are not all met; groups that hold: {held}. "
        "Sign for one of those, or record what is missing; ask the investigator."
    ),
    "refused.duplicate_subject": (
        "Not enrolled: {screening} is enrolled as {participant}. A person is enrolled once; go on "
        "under that number."
    ),
    "refused.enrolled_elsewhere": (
        "Not enrolled: {screening} is enrolled as {participant} in part {part}, and nobody changes "
        "part under one number. If that part was a mistake: record that {participant} left, with "
        "that as the reason, and take the person through a new screening, with its consent and "
        "values, into the right part."
    ),
    "refused.number_used": (
        "Not enrolled: subject number {number} is used. Numbers are never used again; leave it "
        "empty to get the next one."
    ),
    "refused.number_form": (
        "Not enrolled: {number} is not a subject number. It ends in digits, as P-001."
    ),
    "refused.eligibility_unsigned": (
        "Not enrolled: eligibility of {screening} is not signed. An investigator signs it when "
        "every criterion is settled."
    ),
    "refused.eligibility_expired": (
        "Not enrolled: the signed eligibility held for {hours} hours, until {until:time}. Record "
        "fresh values and have it signed again by an investigator."
    ),
    "refused.eligibility_changed": (
        "Not enrolled: what the eligibility of {screening} rests on (facts, judgements, the "
        "reading of a criterion) was changed after it was signed. Have it signed again by an "
        "investigator."
    ),
    "refused.eligibility_lapsed": (
        "Not enrolled: evaluated now, {screening} is no longer found eligible in group {group} "
        "(verdict: {verdict:label}; against: {against}; missing or too old: {missing}). Record "
        "fresh values and have it signed again by an investigator."
    ),
    # Slots and dosing.
    "refused.already_dosed": (
        "Refused: {participant} was dosed. The protocol gives one dose to each participant, and "
        "nothing makes a second possible. Check the number."
    ),
    "refused.left": (
        "Refused: {participant} {what:label}, so no place can be held. Enrol another participant; "
        "ask the investigator."
    ),
    "refused.slot_held": (
        "Not reserved: {participant} holds slot {slot}. One participant, one slot: use it, or give "
        "it back first."
    ),
    "refused.no_slot_held": (
        "Refused: {participant} holds no slot. Reserve one in the open cohort first."
    ),
    "refused.hold": ("Not reserved: a slot can be held for 1 to {allowed} hours, not for {hours}."),
    "refused.no_free_slot": (
        "Not reserved: every remaining slot at level {level} is held. One becomes free when a "
        "hold runs out or is given back; ask the coordinator."
    ),
    "refused.no_cohort_open": (
        "Not reserved: no cohort is open for dosing (recommendation: {status:label}). What it "
        "waits for follows; a decision of the committee opens the next one."
    ),
    "refused.planned_reached": (
        "Not reserved: {dosed} participants are dosed and {planned} are planned. One more needs a "
        "recorded amendment; ask the principal investigator."
    ),
    "refused.check": "Not recorded: {check} is not a check before dosing; there are {allowed}.",
    "refused.same_person": (
        "Not recorded: you have confirmed this ({what:label}). A second, different person must, "
        "with their own login."
    ),
    "refused.gate_closed": (
        "Not recorded: {participant} may not be dosed. What stands in the way follows. If the "
        "dose was given all the same, report it as given outside the gate."
    ),
    "refused.gate_was_open": (
        "Not reported: the gate of {participant} was open, so this is an ordinary dosing. Record "
        "it as one."
    ),
    "refused.dose": (
        "Not recorded: the dose of level {level} is {planned:dose}, not {found:dose}. If another "
        "dose was given, report it as given outside the gate."
    ),
    "refused.unknown_level": "There is no dose level {level}; there are {levels}.",
    # Follow-up.
    "refused.not_dosed": (
        "Refused: {participant} was not dosed, so there is no DLT window. Record the dosing first; "
        "ask the investigator."
    ),
    "refused.unknown_visit": "There is no visit {visit}; there are {allowed}.",
    "refused.unknown_form": "Visit {visit} has no form {form}; it has {allowed}.",
    "refused.unknown_form_entry": (
        "Nothing to correct: form {form} of visit {visit} is not entered. Enter it first."
    ),
    "refused.form_twice": (
        "Not entered: form {form} of visit {visit} is entered already. Correct it, with a reason; "
        "both values stay readable."
    ),
    "refused.form_item": (
        "Nothing entered: {item}: {problem} (found: {found}; allowed: {allowed})."
    ),
    "refused.visit_before_dosing": (
        "Not entered: visit {visit} comes after dosing, and {participant} was not dosed by then."
    ),
    "refused.visit_too_early": (
        "Not entered: visit {visit} closes the DLT window, and this date is study day {day}. "
        "What closes the window is seen on study day {first} or later: see the participant again "
        "then; ask the investigator."
    ),
    "refused.after_death": "Not recorded: {participant} had died by then. Check both dates.",
    "refused.recorded_already": (
        "Not recorded: {what:label} of {participant} is recorded already. Look at the entry; if it "
        "is wrong, correct it with a reason."
    ),
    "refused.milestone": (
        "Not corrected: {what} is not recorded with a date of its own; allowed are {allowed:or}."
    ),
    "refused.milestone_missing": (
        "Not corrected: no {what:label} of {participant} is recorded. Record it first."
    ),
    "refused.screening_ended": (
        "Not recorded: screening {screening} ended on {on:date}. If the person is to be considered "
        "again, open a new screening with a new consent; ask the investigator."
    ),
    "refused.screening_enrolled": (
        "Not recorded: {screening} is enrolled as {participant}. Record that {participant} left "
        "the study instead."
    ),
    "refused.screening_outcome": (
        "Not recorded: a screening ends as one of {allowed:or}, not {outcome}."
    ),
    # Harm and its judgement.
    "refused.grade": "Not recorded: grade {grade} does not exist; allowed are {lowest} to 5.",
    "refused.attribution": (
        "Not recorded: the relation to the product is one of {allowed:or}, not {attribution}."
    ),
    "refused.awareness_missing": (
        "Not recorded: a serious event needs the time at which the site became aware of it, "
        "because reporting clocks start there."
    ),
    "refused.verdict": "Not recorded: the verdict is one of {allowed:or}, not {verdict}.",
    "refused.judged_by_you": (
        "Not recorded: you have judged {candidate}. Different people judge; ask another "
        "investigator or the independent physician."
    ),
    "refused.already_judged": (
        "Not recorded: {candidate} is judged: {status:label}. If its facts have changed, update "
        "the report first; then it is judged again."
    ),
    "refused.third_person": (
        "Not recorded: two people disagree about {candidate}. The protocol asks the {ask:label}."
    ),
    "refused.assessed_already": (
        "Not recorded: the window of {participant} is assessed already. If something was missed, "
        "record the event itself: it counts at once."
    ),
    "refused.window_ended_early": (
        "Not recorded: the window of {participant} ended early, so it cannot be assessed in full. "
        "Without a DLT the participant is replaced, which needs no assessment."
    ),
    "refused.window_open": (
        "Not recorded: the {days}-day DLT window runs until the end of {last:date}. Assess it "
        "from the day after."
    ),
    "refused.forms_missing": (
        "Not recorded: the window is assessed when visit {visit} is entered in full. Missing or "
        "incomplete: {forms}. Complete them first; ask the coordinator."
    ),
    "refused.value_unjudged": (
        "Not recorded: {term} of {participant} worsened to grade {grade} inside the window, and "
        "nobody has judged it. Record the adverse event, or state why it is none."
    ),
    "refused.no_value": (
        "Not recorded: no worsened value of {item} waits to be judged for {participant}; waiting: "
        "{allowed}."
    ),
    "refused.closing_incomplete": (
        "Not recorded: {form} of {participant} says that not all adverse events are recorded. "
        "Record them, then correct the answer; ask the coordinator."
    ),
    "refused.closing_no_candidate": (
        "Not recorded: {form} of {participant} says that an event may be dose-limiting, but none "
        "recorded is a candidate. Report the event, or correct its report; if it is none by the "
        "protocol, correct the answer with that reason."
    ),
    "refused.closing_candidate_denied": (
        "Not recorded: {form} of {participant} says that no event may be dose-limiting, but "
        "{events} was a candidate. Correct the answer; the verdict stays as it is."
    ),
    "refused.closing_not_recorded": (
        "Not recorded: {form} of {participant} tells of the {what:label}, which is not recorded. "
        "Record it with its date, or correct the answer; ask the investigator."
    ),
    "refused.closing_denied": (
        "Not recorded: the {what:label} of {participant} on {recorded:date} is recorded, but "
        "{form} says otherwise. Find out which is right and correct it; ask the investigator."
    ),
    "refused.closing_date": (
        "Not recorded: {form} of {participant} has the {what:label} on {said:date} or before, the "
        "record on {recorded:date}. Find out which is right and correct it; ask the investigator."
    ),
    # Decisions.
    "refused.no_decision_due": (
        "Not proposed: no decision can be made now (recommendation: {status:label}). What is "
        "missing follows."
    ),
    "refused.proposal_open": (
        "Not proposed: {decision} says the same on the same data and waits for signatures. Sign "
        "that one; ask the committee."
    ),
    "refused.choice": (
        "Not proposed: a decision treats at least one at a level, stops with a level as MTD or "
        "with none, or holds; this one is incomplete ({action})."
    ),
    "refused.choice_fills": (
        "Not proposed: levels to be filled lie below the one that is treated (level {level}); each "
        "is named once, with at least one participant."
    ),
    "refused.less_cautious": (
        "Not proposed: “{wanted}” is less cautious than the recommendation, “{recommended}”. The "
        "committee may be more cautious, with a reason; anything else needs an amendment of the "
        "protocol. Ask the principal investigator."
    ),
    "refused.decision_effective": (
        "Refused: {decision} is in force and can no longer be changed. Propose a new decision."
    ),
    "refused.newer_decision": (
        "Refused: a newer decision was proposed in the place of {decision}. Vote and sign there."
    ),
    "refused.vote": "Not recorded: the vote is one of {allowed:or}, not {answer}.",
    "refused.signed_by_you": (
        "Refused: you have signed {decision}. Each person signs once; ask another member."
    ),
    "refused.voted_against": (
        "Not signed: you voted against {decision}. Change your vote first; both stay visible."
    ),
    "refused.cut_superseded": (
        "Not signed: what is known has changed since the data cut of {decision}. Propose a new "
        "decision on the present data; ask the statistician."
    ),
    "refused.amendment": "Not recorded: an amendment changes one of {allowed:or}, not {what}.",
    "refused.planned_value": (
        "Not recorded: the planned number must be a whole number, at least the {dosed} who are "
        "dosed; found {value}. Ask the principal investigator."
    ),
    "refused.unknown_part": "The study file has no part {part}. Its further parts: {known}.",
    "refused.part_open": "Part {part} of the trial is open already.",
    "refused.unacknowledged": (
        "Not signed: since {decision} was put to the committee something grave happened that its "
        "data do not show. Say why you sign all the same, or put the decision anew."
    ),
    "refused.signed_unaware": (
        "Not signed: {people} signed {decision} before something grave happened that its data do "
        "not show. Put the decision to the committee anew, so that everybody who signs knows."
    ),
    "refused.part_halted": (
        "Part {part} of the trial is not opened: dosing is halted. Once the committee of every "
        "part that is open has decided, it can be opened."
    ),
    "refused.part_not_open": "Part {part} of the trial is not open. An investigator opens it.",
    "refused.part_after": (
        "Part {part} opens after this: {after}. Say how it is known that this has happened."
    ),
}

LABELS: dict[str, str] = {}

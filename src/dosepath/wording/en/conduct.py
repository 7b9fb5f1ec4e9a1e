"""English texts of the conduct theme: gate, outcomes, recommendation, what is due, labels.

Refusals are in ``refusal.py``.
"""

SENTENCES: dict[str, str] = {
    # Why an event has to be judged.
    "candidate.general": (
        "{term}, grade {grade} (before dosing: grade {baseline}), relation to the product: "
        "{attribution:label}."
    ),
    "candidate.override": "{term} meets its own rule: {rule}",
    "candidate.override_unknown": (
        "{term}: whether its own rule is met is not known, so two people look. The rule: {rule}"
    ),
    "candidate.fatal": (
        "{term} is reported as fatal, and no death was recorded before it: judged whatever its "
        "relation to the product. Record the death as well."
    ),
    "candidate.death": (
        "{participant} died on day {day}, within the DLT window: a DLT unless both adjudicators "
        "find it clearly unrelated."
    ),
    # What a decision still needs.
    "decision.quorum": (
        "{missing} more {missing|signature|signatures} needed for the quorum of {quorum}."
    ),
    "decision.roles": "Still to sign: {roles:label}.",
    # The dosing gate.
    "gate.trial_not_open": "The trial is not open.",
    "gate.not_enrolled": "{participant} is not enrolled.",
    "gate.enrolled": "{participant} is enrolled in group {group}.",
    "gate.enrolled_later": "{participant} was enrolled only on {on:time}.",
    "gate.left": "{participant} cannot be dosed any more: {what:label}.",
    "gate.consent": "Consented to version {version}, which is in force.",
    "gate.consent_missing": "No consent is recorded.",
    "gate.consent_outdated": "Consented to version {version}; version {wanted} is in force.",
    "gate.eligible": "Eligibility is signed and valid until {until:time}.",
    "gate.not_eligible": "The signed verdict is not “eligible”.",
    "gate.eligibility_unsigned": "Eligibility is not signed.",
    "gate.eligibility_expired": (
        "The signed eligibility held for {hours} hours, until {until:time}."
    ),
    "gate.eligibility_facts_changed": (
        "{events} {events|entry|entries} changed what eligibility rests on after it was signed."
    ),
    "gate.not_dosed": "Not dosed before.",
    "gate.already_dosed": "{participant} was dosed on {on:time}: each participant is dosed once.",
    "gate.no_level_open": "No dose level is open.",
    "gate.decision_not_effective": "Decision {decision} is not in force yet.",
    "gate.slot_of_other_cohort": (
        "Level {level} is open; the slot held is not one of its cohort (slot at level: {held})."
    ),
    "gate.level_open": "Level {level} ({dose:dose}) is open, and the rule allows dosing there now.",
    "gate.level_not_open": (
        "Level {level} was opened, but nobody may be dosed there now: the committee decides first "
        "(the rule says: {status:label})."
    ),
    "gate.slot": "Slot {slot} is held until {until:time}.",
    "gate.slot_none": "No slot is held.",
    "gate.slot_expired": "The hold of slot {slot} ran out on {until:time}.",
    "gate.planned": "Number {next} of {planned} planned participants.",
    "gate.planned_reached": "{dosed} are dosed and {planned} are planned.",
    "gate.stagger_first": "Nobody was dosed before, so there is no interval to wait for.",
    "gate.stagger": (
        "At least {days} {days|day|days} since the last dosing: allowed since {opens:time}."
    ),
    "gate.stagger_hours": (
        "At least {hours} {hours|hour|hours} since the last dosing: allowed since {opens:time}."
    ),
    "gate.stagger_hours_running": (
        "At least {hours} {hours|hour|hours} must pass since the last dosing: allowed from "
        "{opens:time}."
    ),
    "gate.sentinel": (
        "At least {hours} {hours|hour|hours} since the cohort's sentinel was dosed: allowed since "
        "{opens:time}."
    ),
    "gate.sentinel_running": (
        "The others of the cohort wait {hours} {hours|hour|hours} after its sentinel: allowed from "
        "{opens:time}."
    ),
    "gate.stagger_running": (
        "At least {days} {days|day|days} must pass since the last dosing: allowed from "
        "{opens:time}."
    ),
    "gate.no_candidates": "No event waits to be judged.",
    "gate.candidates": "To be judged before anyone is dosed: {candidates}.",
    "gate.candidates_do_not_pause": (
        "To be judged: {candidates}; by the protocol this does not pause dosing."
    ),
    "gate.no_halt": "Dosing is not halted.",
    "gate.halted": "Dosing was halted ({role:label}): {why}",
    "gate.superseded": (
        "Facts that {decisions} rested on have changed: the committee must look again."
    ),
    "gate.confirmed": "{check:label}: confirmed by {people} people.",
    "gate.unconfirmed": "{check:label}: confirmed by {people} of {needed} people.",
    "gate.engine_error": (
        "This condition ({condition:label}) could not be established ({error}), so the gate "
        "stays closed. Tell the site administrator."
    ),
    "gate.todo_adjudicate": "Have the events judged by two people.",
    "gate.todo_amend": (
        "More than {planned} participants need a recorded amendment: ask the principal "
        "investigator."
    ),
    "gate.todo_confirm_identity": (
        "Two different people confirm this, each with their own login, within {hours} hours "
        "before dosing."
    ),
    "gate.todo_confirm_product": (
        "Two different people confirm this, each with their own login, within {hours} hours "
        "before dosing. The software does not check lot, expiry, specification and viable dose: "
        "compare them with the paper record."
    ),
    "gate.todo_consent": "Obtain consent to version {version}.",
    "gate.todo_decision": (
        "A committee decision must be in force for the level that the rule allows."
    ),
    "gate.todo_eligibility": (
        "Record fresh values and have an investigator sign eligibility again, at most {hours} "
        "hours before dosing."
    ),
    "gate.todo_review": "The committee reviews the data and signs a new decision.",
    "gate.todo_slot": "Reserve a slot in the open cohort.",
    "gate.todo_wait": "Wait; nothing shortens this interval.",
    # What is missing for a decision.
    "missing.window": "{participant}: the {days}-day DLT window runs until the end of {last:date}.",
    "missing.forms": "{participant}: forms of visit {visit} are not entered in full: {forms}.",
    "missing.agreement": (
        "{participant}: the forms of visit {visit} do not say what is recorded; the assessment of "
        "the window says where."
    ),
    "missing.values": (
        "{participant}: {terms} worsened to a grade that may be dose-limiting; record the harm, or "
        "state why it is none."
    ),
    "missing.assessment": (
        "{participant}: the {days}-day DLT window is over and its assessment is not entered."
    ),
    "missing.assessment_again": (
        "{participant}: a form of the closing visit was corrected after the {days}-day DLT window "
        "was assessed; it must be assessed again."
    ),
    "missing.response": (
        "{participant}: whether this is a response is not known; the form of visit {visit} says it."
    ),
    "missing.verdicts": (
        "{participant}: {candidate} needs {needed} more {needed|verdict|verdicts} on whether it "
        "is a DLT."
    ),
    "missing.third_verdict": (
        "{participant}: two people disagree about {candidate}; the independent physician judges."
    ),
    # What each participant counts for.
    "outcome.dlt": "{participant} had a DLT ({events}).",
    "outcome.grade_2": (
        "{participant} had a related event of grade 2 or more that counts in titration, and no DLT."
    ),
    "outcome.none": "{participant} completed the DLT window without a DLT.",
    "outcome.candidate": "{participant}: an event waits to be judged.",
    "outcome.window": "{participant}: the DLT window is not assessed yet.",
    "outcome.response": (
        "{participant}: the response is not assessed yet (visit {visit}); counts once it is."
    ),
    "outcome.response_never": (
        "{participant} can no longer be assessed for response: not evaluable, replaced."
    ),
    "outcome.judged_not_evaluable": "{participant} was judged not evaluable and is replaced.",
    "outcome.transplanted": (
        "{participant} was transplanted on day {day} without a DLT: not evaluable, replaced."
    ),
    "outcome.died_unrelated": (
        "{participant} died on day {day} without a DLT: not evaluable, replaced."
    ),
    "outcome.withdrawn": (
        "{participant} left the study on day {day} without a DLT: not evaluable, replaced."
    ),
    # The recommendation.
    "recommend.not_open": "The trial is not open.",
    "recommend.engine_error": (
        "The recommendation could not be computed ({error}). Nobody is dosed. Tell the site "
        "administrator and decide by the protocol on paper."
    ),
    "recommend.design_waits": "The rule has no answer for these counts: ask the statistician.",
    "recommend.ended": "Dose escalation has ended by a decision of the committee.",
    "recommend.cohort_open": "The cohort at level {level} is open; no decision is needed to go on.",
    "recommend.candidate_pending": (
        "An event that may be a DLT has not been judged: no dosing and no decision until it is."
    ),
    "recommend.incomplete": (
        "{pending} {pending|participant is|participants are} still under observation, and what "
        "they show can change the decision."
    ),
    "recommend.settled": (
        "{pending} {pending|participant is|participants are} still under observation; whatever "
        "they show, this is the decision."
    ),
    "recommend.rule_holds": (
        "The rule holds enrolment: {pending} {pending|participant is|participants are} still under "
        "observation, and each result may open the next step."
    ),
    "recommend.counted_in_part": (
        "{pending} {pending|participant is|participants are} still under observation; the rule "
        "takes them into account."
    ),
    "recommend.rolling": (
        "Once this is signed, places at level {level} open one after another as the rule says. "
        "Every change of level, and every stop, needs a new decision."
    ),
    "recommend.superseded": "Facts that {decisions} rested on have changed since.",
    "recommend.halted": (
        "Dosing was halted {halts} {halts|time|times}; this decision must answer "
        "{halts|it|each of them}."
    ),
    "recommend.replacements": (
        "{n} participants at level {level} were not evaluable. Repeated replacement may itself "
        "be a signal."
    ),
    "recommend.mtd_not_reached": (
        "The highest level, {level}, was tolerated; an MTD was not reached. Level {level} is what "
        "is recommended."
    ),
    "recommend.uncounted": (
        "Not evaluable, with a related event of grade 2 or more: {participants}. The rule does not "
        "count this; the committee weighs it and may be more cautious."
    ),
    "recommend.beyond_planned": (
        "This makes {total} participants; {planned} are planned, so an amendment is needed."
    ),
    # Today, in one sentence.
    "sentence.not_open": "The trial is not open yet.",
    "sentence.hold": "On hold: no recommendation can be given, and nobody may be dosed.",
    "sentence.rule_holds": (
        "The rule holds enrolment; {missing} {missing|thing is|things are} missing before the next "
        "step."
    ),
    "sentence.ended": "Dose escalation has ended; {goal}: {mtd}.",
    "sentence.ended_at_top": (
        "Dose escalation has ended. The highest level, {level}, was tolerated; an MTD was not "
        "reached."
    ),
    "sentence.top_due": (
        "A dose decision is due: the rule says to stop at level {level}. The highest level was "
        "tolerated; an MTD was not reached."
    ),
    "sentence.no_cohort": "No dose level is open; no decision is due.",
    "sentence.treat_due": (
        "A dose decision is due: the rule says to treat {n} {n|participant|participants} at level "
        "{level}."
    ),
    "sentence.mtd_due": (
        "A dose decision is due: the rule says to stop, with level {mtd} as {goal}."
    ),
    "sentence.stop_due": "A dose decision is due: the rule says to stop, with no level as {goal}.",
    "sentence.decision_waiting": "Decision {decision} waits for signatures.",
    "sentence.waiting": (
        "Level {level}, {dosed} of {n} dosed; {missing} {missing|thing is|things are} missing "
        "before a decision."
    ),
    "sentence.paused": (
        "Level {level}, {dosed} of {n} dosed; dosing is paused until {events} "
        "{events|event is|events are} judged."
    ),
    "sentence.open_from": (
        "Level {level}, {dosed} of {n} dosed; next dosing allowed from {opens:time}; no decision "
        "due."
    ),
    "sentence.open_now": "Level {level}, {dosed} of {n} dosed; the next may be dosed now.",
    "sentence.slots_held": "Level {level}, {dosed} of {n} dosed; every remaining slot is held.",
    "slot.none_free": "Every remaining slot at level {level} is held.",
    # What waits for a person.
    "task.adjudicate": "{participant}: judge {candidate}.",
    "task.judge_value": (
        "{participant}: {term} rose to grade {grade} ({value}). To be judged: record the harm, or "
        "state why it is none."
    ),
    "task.assess_window": "{participant}: assess the DLT window.",
    "task.assess_window_again": (
        "{participant}: assess the DLT window again; a form that closed it was corrected."
    ),
    "task.sign_decision": (
        "Decision {decision} waits for signatures ({signed} {signed|signature|signatures} so far)."
    ),
    "recommend.part_not_open": "Part {part} of the trial is not open.",
    "since.dlt": (
        "{participant} (part {where}): {number}, {term}, grade {grade}, was judged a DLT."
    ),
    "since.candidate": (
        "{participant} (part {where}): {number}, {term}, grade {grade}, a candidate for a DLT: "
        "{status:label}."
    ),
    "since.serious": (
        "{participant} (part {where}): {number}, {term}, grade {grade}, is a serious event."
    ),
    "since.death": "{participant} (part {where}) died.",
    "since.dlt_here": "{participant}: {number}, {term}, grade {grade}, was judged a DLT.",
    "since.candidate_here": (
        "{participant}: {number}, {term}, grade {grade}, a candidate for a DLT: {status:label}."
    ),
    "since.serious_here": "{participant}: {number}, {term}, grade {grade}, is a serious event.",
    "since.death_here": "{participant} died.",
    "since.halt": (
        "Dosing was halted ({role:label}): {why}. This decision does not lift that: its data are "
        "older."
    ),
    "sentence.halted": "Dosing is halted: only a decision of the committee lifts that.",
    "sentence.part_halted": (
        "It is open, but dosing in it is halted: only a decision of its committee lifts that."
    ),
    "sentence.part_halted_before": (
        "It is open, but dosing in it is halted, as it was before it opened: its own committee "
        "must decide first."
    ),
    "sentence.part_not_open": "Not open yet.",
}

LABELS: dict[str, str] = {
    # Roles.
    "coordinator": "coordinator",
    "investigator": "investigator",
    "independent_physician": "independent physician",
    "statistician": "statistician",
    "monitor": "monitor",
    "auditor": "auditor",
    "site_administrator": "site administrator",
    "cell_laboratory": "cell laboratory",
    "system": "the software",
    # Recommendation and decision.
    "treat": "treat",
    "stop": "stop",
    "hold": "hold",
    "continue": "go on in the open cohort",
    "wait": "wait",
    "ended": "ended",
    "for": "for",
    "against": "against",
    "abstain": "abstain",
    # Outcomes and verdicts.
    "dlt": "DLT",
    "not_dlt": "not a DLT",
    "not_evaluable": "not evaluable",
    "grade_2": "related event of grade 2 or more, no DLT",
    "none": "no DLT",
    "pending": "not known yet",
    # Attribution to the product.
    "unrelated": "unrelated",
    "unlikely": "unlikely",
    "possible": "possible",
    "probable": "probable",
    "definite": "definite",
    # Eligibility.
    "eligible": "eligible",
    "not_eligible": "not eligible",
    "undetermined": "undetermined",
    # Slots.
    "reserved": "reserved",
    "dosed": "dosed",
    "released": "given back",
    "expired": "hold ran out",
    # Gate lights and conditions.
    "green": "in order",
    "red": "stands in the way",
    "unknown": "not known",
    "enrolled": "enrolled",
    "consent": "consent",
    "not_dosed": "not dosed before",
    "level": "dose level open",
    "slot": "slot held",
    "planned": "planned number",
    "stagger": "interval since the last dosing",
    "candidates": "events to be judged",
    "halt": "dosing not halted",
    "identity": "identity at the bedside",
    "product": "product against the paper record",
    # Milestones and other things with a time.
    "died": "died",
    "withdrawn": "left the study",
    "transplanted": "transplanted",
    "transplantation": "transplantation",
    "death": "death",
    "withdrawal": "withdrawal",
    "dosing": "dosing",
    "visit": "visit",
    "onset": "onset",
    "resolution": "resolution",
    "awareness": "awareness",
    "sending": "sending",
    "enrolment": "enrolment",
    # Visits.
    "upcoming": "upcoming",
    "due": "due",
    "overdue": "overdue",
    "missed": "missed",
    "done": "done",
    "done_out_of_window": "done out of window",
}

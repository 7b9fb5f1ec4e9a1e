"""English texts of the public pages, of the shared look, and of letters to enquirers."""

SENTENCES: dict[str, str] = {
    # Every page
    "ui.demonstration_means": (
        "This site shows made-up data. It does not belong to the hospital, and no message that you "
        "send here reaches a doctor."
    ),
    "ui.foot": "DosePath is designed to support the people who run a trial. It does not decide.",
    "ui.not_found_means": "The address may be mistyped, or the page is no longer there.",
    "ui.failed_means": (
        "This is a fault of the site, not yours. What you sent may not be stored: look before you "
        "send it again."
    ),
    "ui.not_accepted_means": (
        "Nothing was stored. The page may have been open for long, or your browser keeps no "
        "cookies. Go back, load the page again and send it once more."
    ),
    "ui.zone": "Times are shown in the zone {zone}.",
    "ui.day_zero": "The day of dosing is day 0.",
    "ui.designed_to_support": (
        "DosePath is designed to support the people who run a trial. They decide and sign."
    ),
    # Status line
    "public.status_means.not_yet_recruiting": "The study has not begun to take people in.",
    "public.part": "Part {part}",
    "public.ladders_mean": "This study has {n} parts. Each has its own doses, listed here from the "
    "lowest, and a person takes part in one of the parts.",
    "public.status_means.recruiting": "The study is taking people in.",
    "public.status_means.waiting_list": (
        "No place is open now: the dose given last is still being checked. You can ask to be "
        "put on the waiting list."
    ),
    "public.status_means.suspended": "No one is treated now, while safety is checked.",
    "public.status_means.closed": "The study no longer takes people in.",
    "public.status_means.completed": "The study has ended.",
    "public.status_means.unknown": "It is not known if the study takes people in.",
    "public.status_from_trial": "Checked on {on:date}, from the study's own records.",
    "public.status_from_record": (
        "The public record said “{status:label}” when it was last changed, on {on:date}."
    ),
    "public.status_never_checked": "No one has confirmed the status. Ask before you travel.",
    "public.status_stale": (
        "No one has confirmed the status in the last {days} days. Ask before you travel."
    ),
    "public.status_past_end": "The planned end of the study, {on:date}, has passed.",
    # The study's page
    "public.phase": "Phase {phase}",
    "public.phase_means.1": (
        "The first phase of testing in people. It looks for a safe dose. It is not planned to show "
        "if the cells help."
    ),
    "public.participants": "{n} {n|person|people}",
    "public.planned_means": "A plan. It may be fewer or more.",
    "public.also_called": "{local} ({name})",
    "public.on_day": "Day {day}",
    "public.window_none": "On this day",
    "public.window_even": "Up to {days} {days|day|days} before or after",
    "public.window_after": "Up to {days} {days|day|days} after",
    "public.window_both": (
        "Up to {before} {before|day|days} before or {after} {after|day|days} after"
    ),
    "public.checks_unknown": "Not known",
    "public.visits_caption": "When the team sees you",
    "public.visits_unknown": "The days of the visits are not known. Ask the study team.",
    "public.picture_text": ("The cells are given on day 0. Checks follow on days {days}."),
    "public.picture_scale": "The picture is not to scale.",
    "public.one_of": "And all points of one of these {n} groups",
    "public.cannot_means": "You cannot take part if one of these is true for you:",
    "public.criteria_checked": "The study team checks every point with you.",
    "public.criteria_unknown": "The plain words for this part are not approved yet. Ask the team.",
    "public.contact_unknown": (
        "Telephone and e-mail: not known. The public record shows none. You can use the form on "
        "this site."
    ),
    "public.place": "{city}, {country}",
    "public.one_centre": "This is the only place where the study is done.",
    "public.no_centre": "No centre is taking people in now.",
    "public.site_unknown": "a centre that is not known (the registry shows none)",
    "public.partly_assumed": "A part of this is not public and is assumed here.",
    "public.assumed_means": (
        "The full plan of the study is not public. Where this page needs a value that is not "
        "known, it uses an assumed one, and marks it."
    ),
    "public.approval.approved": "Wording approved by the {by}, {on:date}.",
    "public.approval.synthetic": (
        "Wording approved by the {by}, {on:date} (made up for this demonstration)."
    ),
    "public.from": "From {sources}.",
    "public.version": "Version {number}, {on:date}, {status:label}",
    "public.urgent": (
        "Do you get worse fast? Are you confused or very sleepy? Do you vomit blood, have black "
        "stools, or find it hard to breathe? Then do not write here. Call for help now (120 in "
        "mainland China), or go to the nearest hospital."
    ),
    "public.foot_not_advice": (
        "This page explains a study. It is no medical advice. Do not stop or change a treatment "
        "because of it. Talk to your doctor."
    ),
    "public.foot_private": "This site loads nothing from other sites and does not track you.",
    "public.studies_intro": "What each study tests, who can take part, and what is not known.",
    "public.conditions": "Conditions: {conditions}",
    "public.places": "Place: {places}",
    "public.goes_to": "Your message goes to the study team at {site}.",
    "public.no_studies": (
        "No study is shown here yet. A study appears when its page has been approved."
    ),
    # Contact
    "public.contact_intro": (
        "Ask anything. You do not have to take part. You do not have to tell us about your health "
        "to ask a question."
    ),
    "public.consent_intro": "Two questions, asked one by one. We store nothing unless you agree.",
    "public.consent_withdraw": (
        "You can take this back at any time. Tell the team your reference number, and they erase "
        "what you wrote."
    ),
    "public.sent_to": "Your message is stored for the study team at {site}.",
    "public.sent_demonstration": "This is a demonstration: no hospital will see it.",
    "public.sent_reference": "Your reference is",
    "public.sent_no_answer": (
        "Please write the reference down. If you hear nothing within 7 working days, ask your own "
        "doctor to call the hospital."
    ),
    "public.sent_copy": "If you gave an e-mail address, a copy of this page is sent to it.",
    # What is wrong with a form, and how to mend it
    "public.error.name.required": "Enter your name, or the name you want to be called by.",
    "public.error.name.max_length": "Enter a shorter name: at most 100 characters.",
    "public.error.name.one_line": "Enter the name on one line, with letters only.",
    "public.error.email.invalid": "Enter an e-mail address like name@example.org.",
    "public.error.email.max_length": "Enter a shorter e-mail address: at most 200 characters.",
    "public.error.email.one_way": (
        "Enter an e-mail address or a telephone number, so that the team can answer. One is enough."
    ),
    "public.error.phone.invalid": "Enter a telephone number with digits, like +86 21 5555 0100.",
    "public.error.phone.max_length": "Enter a shorter phone number: at most 30 characters.",
    "public.error.writer.required": "Choose who you are.",
    "public.error.writer.invalid_choice": "Choose one of the answers to “Who are you?”.",
    "public.error.language.required": "Choose the language for the answer.",
    "public.error.language.invalid_choice": "Choose one of the languages.",
    "public.error.time.required": "Choose a time.",
    "public.error.time.invalid_choice": "Choose one of the times.",
    "public.error.message.max_length": "Shorten your message: at most 2,000 characters.",
    "public.error.consent_contact.required": (
        "Tick the first box if the team may keep your details to answer you. Without it, nothing "
        "can be stored."
    ),
    "public.error.consent_health.required": (
        "You wrote a message. Tick the second box if the team may read it, or clear the message."
    ),
    "public.error.form.trap": "Leave the last, hidden field empty, then send again.",
    "public.error.form.stale": "This page was open for a long time. Please send it again.",
    "public.error.form.quick": "That was very quick. Please look at your answers and send again.",
    "public.error.form.busy": (
        "Many messages are coming in just now. Your message is not stored yet. Please try again "
        "in a few minutes."
    ),
    "public.error.form.not_stored": (
        "Your message could not be stored. Please write it in plain letters and send again."
    ),
    # The copy to the sender: a reference, a site, what happens next; nothing about health
    "letter.enquiry_copy.subject": "Your message about a study: {reference}",
    "letter.enquiry_copy.body": (
        "Thank you for your message about the study {trial}.\n"
        "\n"
        "Your reference: {reference}\n"
        "Study centre: {site}\n"
        "\n"
        "What happens next\n"
        "- A person in the study team reads your message and gets in touch.\n"
        "- They ask a few questions and tell you if a visit makes sense.\n"
        "- You are not in the study until you have read about it, asked, and signed.\n"
        "\n"
        "If you hear nothing within 7 working days, ask your own doctor to call the hospital.\n"
        "If you are getting worse fast, do not wait: call the emergency number.\n"
        "\n"
        "To have your message erased, tell the team this reference.\n"
        "This e-mail repeats nothing of what you wrote. If you did not write to us, you can\n"
        "ignore it.\n"
    ),
}

LABELS: dict[str, str] = {
    "ui.skip": "Skip to main content",
    "ui.demonstration": "Demonstration.",
    "ui.not_found": "There is no such page",
    "ui.failed": "Something went wrong",
    "ui.not_accepted": "This could not be accepted",
    "ui.to_start": "To the first page",
    "ui.error": "Error:",
    "ui.errors_title": "Please mend the following",
    "ui.navigation": "Main",
    "ui.trial_line": "State of the trial",
    "ui.languages": "Language",
    "ui.language.en": "English",
    "ui.language.zh-Hans": "简体中文",
    "ui.assumed": "assumed",
    "ui.what_follows": "What will follow",
    "ui.go_back": "Go back",
    "ui.back": "Back",
    "public.status_title": "Status of the study",
    "public.status.not_yet_recruiting": "Not yet recruiting",
    "public.status.recruiting": "Recruiting",
    "public.status.waiting_list": "Full at this dose: waiting list",
    "public.status.suspended": "Paused while safety is reviewed",
    "public.status.closed": "Closed",
    "public.status.completed": "Completed",
    "public.status.not_confirmed": "Not confirmed",
    "public.status.unknown": "Unknown",
    "public.scientific_title": "Scientific title:",
    "public.contact_team": "Contact the study team",
    "public.contents": "On this page",
    "public.part_main": "Main part",
    "public.ladders": "The doses of each part",
    "public.section.tested": "What is tested",
    "public.section.join": "Who can take part",
    "public.section.happens": "What will happen",
    "public.section.risks": "Risks, and what is not known",
    "public.section.not_known": "What is not known",
    "public.section.care": "Your other care goes on",
    "public.section.costs": "Costs and payment",
    "public.section.centre": "Where it takes place",
    "public.section.contact": "Contact, and what happens next",
    "public.section.details": "Study details",
    "public.section.questions": "Questions and answers",
    "public.section.assumed": "What is assumed",
    "public.section.history": "History of this page",
    "public.everyone": "Everyone",
    "public.or": "or",
    "public.cannot": "Who cannot take part",
    "public.clinical_text": "The clinical text, and what we ask",
    "public.informative": "This does not decide if you can take part.",
    "public.we_ask": "We ask:",
    "public.origin": "Where this comes from",
    "public.column_day": "Day",
    "public.column_window": "How far it may shift",
    "public.column_checks": "What the team does",
    "public.picture_title": "The visits on a line",
    "public.picture_first": "Cells given",
    "public.picture_last": "Last visit",
    "public.picture_axis": "days after the cells",
    "public.unknown": "Not known",
    "public.sex.all": "All sexes",
    "public.sex.female": "Female",
    "public.sex.male": "Male",
    "public.country.CN": "China",
    "public.role.investigator": "investigator",
    "public.role.coordinator": "coordinator",
    "public.role.ethics_committee": "ethics committee",
    "public.detail.conditions": "Conditions",
    "public.detail.phase": "Phase",
    "public.detail.sex": "Sex",
    "public.detail.age": "Age",
    "public.detail.planned": "People planned",
    "public.detail.sponsor": "Sponsor (who is responsible)",
    "public.detail.collaborator": "Works with",
    "public.detail.identifiers": "Numbers of the study",
    "public.detail.start": "Start of the study",
    "public.detail.completion": "Planned end",
    "public.detail.record_updated": "Public record last changed",
    "public.detail.verified": "Last verified",
    "public.detail.version": "Made from",
    "public.detail.hash": "Fingerprint of the study file",
    "public.version_status.draft": "draft",
    "public.version_status.approved": "approved",
    "public.version_status.effective": "in force",
    "public.version_status.superseded": "replaced",
    "public.record_link": "The public record of the study (another site)",
    "public.source.registry/brief-summary": "the public record (summary)",
    "public.source.registry/description": "the public record (description)",
    "public.source.registry/interventions": "the public record (what is given)",
    "public.source.registry/arms": "the public record (groups)",
    "public.source.registry/title": "the public record (title)",
    "public.source.registry/phase": "the public record (phase)",
    "public.source.registry/results": "the public record (results: none)",
    "public.source.registry/contacts": "the public record (contacts: none)",
    "public.source.registry/silent": "the public record, which does not say",
    "public.source.registry/enrolment": "the public record (people planned)",
    "public.source.registry/dose-rule": "the public record (dose rule)",
    "public.source.registry/sponsor": "the public record (sponsor)",
    "public.source.registry/design": "the public record (design)",
    "public.source.registry/status": "the public record (status and dates)",
    "public.source.file/doses": "the doses in the study file",
    "public.source.file/visits": "the visits in the study file",
    "public.source.file/escalation": "the dose rule in the study file",
    "public.source.criteria/A": "criteria A0 to A8",
    "public.source.criteria/B": "criteria B0 to B7",
    "public.source.medical": "general medical knowledge",
    "public.source.rights": "the rights of everyone who takes part in research",
    "public.source.site": "how this site handles messages",
    "public.studies_title": "Studies",
    "public.urgent_title": "Is it urgent?",
    "public.contact_title": "Contact the study team",
    "public.back_to_study": "Back to the study",
    "public.consent_title": "Your agreement",
    "public.leave_empty": "Leave this empty",
    "public.send": "Send the message",
    "public.sent_title": "Your message is stored",
    "public.what_next": "What happens next",
    "public.field.name": "Your name",
    "public.hint.name": "The name you want to be called by is enough.",
    "public.field.email": "E-mail address",
    "public.hint.email": "E-mail or telephone: one is enough.",
    "public.field.phone": "Telephone number",
    "public.hint.phone": "With the country code, if you are not in the country of the study.",
    "public.field.writer": "Who are you?",
    "public.writer.patient": "I am ill myself",
    "public.writer.relative": "I write for a relative or friend",
    "public.writer.clinician": "I am a doctor or nurse",
    "public.field.language": "In which language should we answer?",
    "public.field.time": "When can we reach you?",
    "public.hint.time": "In the time of the study centre.",
    "public.time.any": "At any time",
    "public.time.morning": "In the morning",
    "public.time.afternoon": "In the afternoon",
    "public.time.evening": "In the evening",
    "public.field.message": "Your question (you may leave this empty)",
    "public.hint.message": (
        "Please do not send names of other people, identity numbers or test reports here."
    ),
    "public.field.consent_contact": (
        "I agree that the study team keeps my name and how to reach me, and uses them to answer me "
        "about this study and for nothing else."
    ),
    "public.field.consent_health": (
        "I agree that the study team reads what I wrote about health. If I write for someone else, "
        "that person knows, or I may speak for them."
    ),
    "public.hint.consent_health": "Needed only if you wrote a message.",
}

"""English texts of the schedule theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {
    # Where a visit stands
    "schedule.status.upcoming": "Upcoming",
    "schedule.status.due": "Due",
    "schedule.status.overdue": "Overdue",
    "schedule.status.missed": "Missed",
    "schedule.status.done": "Done",
    "schedule.status.done_out_of_window": "Done out of window",
    "schedule.status.ended": "Not expected",
    "schedule.status_help.upcoming": "The window of this visit has not opened yet.",
    "schedule.status_help.due": "The window is open, and the visit has not been entered.",
    "schedule.status_help.overdue": "The window has closed, and the visit has not been entered.",
    "schedule.status_help.missed": (
        "The participant was seen later, so this visit can no longer be made up."
    ),
    "schedule.status_help.done": "The visit took place within its window.",
    "schedule.status_help.done_out_of_window": (
        "The visit took place before or after its window: a deviation."
    ),
    "schedule.status_help.ended": "Follow-up ended before the window closed.",
    # Answers
    "schedule.answer.yes": "Yes",
    "schedule.answer.no": "No",
    # What keeps an answer from being stored, by the fault's code
    "form.required": "An answer is needed here.",
    "form.required_when": "An answer is needed here because of another answer.",
    "form.unknown_item": "The form has no such question.",
    "form.number": "This is not a number that can be stored. Write digits, as in 12.3.",
    "form.bound": "A bound such as <0.2 is no value here. Enter the number itself.",
    "form.unit_missing": "Choose the unit.",
    "form.unit_unknown": "This unit is not used here.",
    "form.impossible": "This value is not possible. Look at the number and its unit again.",
    "form.code": "This is not one of the answers.",
    "form.yes_no": "Answer yes or no.",
    "form.date": "This is not a date. Write year-month-day, as in 2026-03-01.",
    "form.future": "This date is in the future.",
    "form.too_long": "This text is too long.",
    "form.hidden": "This text holds a control character. Type it again.",
    "form.unusual": "This value is unusual. Is it right?",
}

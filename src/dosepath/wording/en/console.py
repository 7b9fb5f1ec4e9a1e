"""English texts of the console theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {
    "console.not_for_you_means": "This page is not open to {person}. It is open to:",
    "console.refused_means": "Nothing was stored, because:",
    "console.no_trials": "Your account has no role at a trial today. "
    "A site administrator can grant one.",
}

LABELS: dict[str, str] = {
    "console.trials": "Your trials",
    "console.not_for_you": "Not open to your role",
    "console.refused": "Refused by a rule of the trial",
    "console.back_to_today": "Back to Today",
    "screen.today": "Today",
    "screen.board": "Board",
    "screen.participants": "Participants",
    "screen.screening": "Screening",
    "screen.decision": "Decisions",
    "screen.safety": "Safety",
    "screen.inbox": "Inbox",
    "screen.audit": "Audit",
    "screen.people": "People",
    "role.coordinator": "coordinator",
    "role.investigator": "investigator",
    "role.independent_physician": "independent physician",
    "role.statistician": "statistician",
    "role.monitor": "monitor",
    "role.auditor": "auditor",
    "role.site_administrator": "site administrator",
    "role.cell_laboratory": "cell laboratory",
    "role.system": "system",
}

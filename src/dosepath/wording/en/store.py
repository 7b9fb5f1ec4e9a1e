"""English texts of the store theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {
    "store.not_now": (
        "An event of a real trial is recorded now, not at {at:time}. Give the time at which it "
        "happened as the time of the event."
    ),
    "store.before_last": (
        "{at:time} is before the last recorded event ({last:time}). Events are recorded in order."
    ),
    "store.slot_taken": (
        "Slot {slot} or participant {participant} already has a reservation. Nothing was "
        "stored; look at the board again."
    ),
    "store.trial_open_already": "The trial {trial} is already open in this database.",
    "store.one_kind_of_trial": (
        "A database holds synthetic trials or real ones, never both. Use another database."
    ),
    "store.not_approved": (
        "Version {version} of the study file is a {status}: a real trial runs on an approved one. "
        "Once the sponsor has approved it, say `status: approved` in the file; to try it out, open "
        "it as synthetic."
    ),
    "store.assumed": (
        "{n} {n|value in it is|values in it are} assumed, not decided: `dosepath check` lists "
        "{n|it|them}."
    ),
    "store.demo_keys": (
        "A real trial needs keys of its own: set DOSEPATH_CHAIN_KEY and DOSEPATH_IDENTITY_KEY."
    ),
    "store.key_of_another": "This request was already made by somebody else. Reload and try again.",
    "store.moved_on": (
        "You were looking at the trial as it was after {seen} {seen|event|events}; now there are "
        "{now}, the last by {by}. Nothing was stored. Reload, look again and repeat."
    ),
    "store.own_role": "Nobody grants a role to themselves. Ask another administrator.",
    "store.account_closed": "The account {account} is closed.",
    "store.role_not_held": "The account {account} does not hold the role asked for today ({role}).",
    "store.role_unclear": "This account has several roles: say which one acts ({roles:or}).",
    "store.not_trained": (
        "{account} has no training on record as {role:label}. A site administrator records it."
    ),
    "store.not_delegated": (
        "{account} has no delegation on record as {role:label}. The principal investigator "
        "delegates; a site administrator records it."
    ),
    "store.signature_password": (
        "The signature was not given: the password is not right, or the account is locked after "
        "several failures."
    ),
    "store.enquiry_erased": "What was written in {reference} has been erased.",
    "store.enquiry_move": (
        "{reference} is {before:label}; it cannot become {after:label}. It may become: "
        "{allowed:label}."
    ),
    "accounts.username_missing": "Enter your user name",
    "accounts.password_missing": "Enter your password",
    "accounts.not_signed_in": (
        "You could not be signed in. Check the user name and the password. After several "
        "failures an account is locked for 15 minutes."
    ),
    "accounts.for_the_team": "For the study team. Patients and relatives need no account.",
    "accounts.lockout": (
        "After 5 failures an account is locked for 15 minutes. If you have lost your password, "
        "ask the site administrator."
    ),
}

LABELS: dict[str, str] = {
    "accounts.sign_in": "Sign in",
    "accounts.sign_out": "Sign out",
    "accounts.username": "User name",
    "accounts.password": "Password",
    "enquiry.new": "new",
    "enquiry.assigned": "assigned",
    "enquiry.contacted": "contacted",
    "enquiry.prescreened": "pre-screened",
    "enquiry.invited": "invited",
    "enquiry.consented": "consented",
    "enquiry.enrolled": "enrolled",
    "enquiry.could_not_reach": "could not be reached",
    "enquiry.declined": "declined",
    "enquiry.not_eligible": "not eligible",
    "enquiry.full": "study full",
    "enquiry.duplicate": "duplicate",
    "enquiry.spam": "spam",
    "enquiry.erased": "erased",
}

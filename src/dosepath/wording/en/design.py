"""English texts of the design theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {
    # The first participants
    "design.start": "Begin with {n} {n|participant|participants} at dose level {level}.",
    "design.titration_start": (
        "Accelerated titration begins with {n} {n|participant|participants} at dose level {level}."
    ),
    # Accelerated titration
    "design.titration_up": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}, and {events} counting grade-2 "
        "{events|event|events} so far: titration goes on at level {to}, {add} "
        "{add|participant|participants}."
    ),
    "design.titration_switch": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}; level {to} is where cohorts begin: treat "
        "{add} {add|participant|participants} there."
    ),
    "design.titration_top": (
        "Titration reached the top level {level} with {dlt} {dlt|DLT|DLTs} in {n}: treat {add} "
        "more there and go on with cohorts."
    ),
    "design.titration_dlt": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level} {dlt|ends|end} the titration: treat {add} "
        "more at this level and go on with cohorts."
    ),
    "design.titration_grade_2": (
        "{events} counting grade-2 {events|event|events} {events|ends|end} the titration at level "
        "{level}: treat {add} more at this level and go on with cohorts."
    ),
    # Cohorts
    "design.rest_of_cohort": (
        "The cohort at level {level} is not complete ({dlt} {dlt|DLT|DLTs} in {n}): treat the "
        "remaining {add}."
    ),
    "design.expand": "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: treat {add} more there.",
    "design.escalate": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: go up to level {to} with {add} "
        "{add|participant|participants}."
    ),
    "design.confirm": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}, and no way up: treat {add} more, so that "
        "the maximum tolerated dose rests on {full}."
    ),
    "design.de_escalate": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: it exceeds the maximum tolerated dose. Go "
        "down to level {to} with {add} more {add|participant|participants}."
    ),
    # Entry while others are under observation
    "design.enter_next": (
        "{entered} entered at level {level}, {n} evaluated with {dlt} {dlt|DLT|DLTs}: the next "
        "participant enters there."
    ),
    "design.hold": (
        "{entered} entered at level {level}, {n} evaluated with {dlt} {dlt|DLT|DLTs}: nobody more "
        "enters until more of the {pending} pending {pending|outcome|outcomes} "
        "{pending|is|are} known."
    ),
    "design.last_outcomes": (
        "Nobody more enters; the trial ends when the {pending} pending "
        "{pending|outcome is|outcomes are} known."
    ),
    "design.expected_rate": (
        "{dlt} {dlt|DLT|DLTs} in {n} evaluated at level {level}, {pending} pending: by their "
        "follow-up so far the DLT rate is expected to be {rate}%. Treat {add} at level {to}."
    ),
    # Toxicity and response
    "design.most_desirable": (
        "{dlt} {dlt|DLT|DLTs} and {responses} {responses|response|responses} in {n} at level "
        "{level}: of the levels that may be treated next, level {to} is the most desirable. "
        "Treat {add} there."
    ),
    "design.stay_nothing_below": (
        "{dlt} {dlt|DLT|DLTs} and {responses} {responses|response|responses} in {n} at level "
        "{level}: the rule would go down, and no level below may be used. Treat {add} more there."
    ),
    "design.most_useful": (
        "Of the levels tried, level {level} has the highest mean utility, {utility} of 100, with "
        "{dlt} {dlt|DLT|DLTs} and {responses} {responses|response|responses} in {n}: treat {add} "
        "there."
    ),
    "design.explore": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}, the highest tried, with {responses} "
        "{responses|response|responses}: explore level {to} with {add} "
        "{add|participant|participants}."
    ),
    "design.obd": (
        "{total} {total|participant|participants} evaluated. The optimal biological dose is level "
        "{level}, with {dlt} {dlt|DLT|DLTs} and {responses} {responses|response|responses} in "
        "{n}: of the levels that may be selected it has the highest mean utility, {utility} of "
        "100."
    ),
    "design.obd_now": (
        "On the data so far the optimal biological dose would be level {level}, with {dlt} "
        "{dlt|DLT|DLTs} and {responses} {responses|response|responses} in {n}: of the levels that "
        "may be selected it has the highest mean utility, {utility} of 100."
    ),
    "design.no_obd": (
        "{total} {total|participant|participants} evaluated, and no level is both safe and active "
        "enough to be the optimal biological dose."
    ),
    # Two agents
    "design.combination_up": (
        "{dlt} {dlt|DLT|DLTs} in {n} at combination {level}: go up to combination {to} (level "
        "{first} of the first agent, {second} of the second) with {add} "
        "{add|participant|participants}."
    ),
    "design.combination_down": (
        "{dlt} {dlt|DLT|DLTs} in {n} at combination {level}: go down to combination {to} (level "
        "{first} of the first agent, {second} of the second) with {add} "
        "{add|participant|participants}."
    ),
    # The end
    "design.de_escalate_mtd": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: it exceeds the maximum tolerated dose, "
        "which is level {mtd} ({treated} treated there)."
    ),
    "design.stop_mtd_below": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: escalation stops. The maximum tolerated "
        "dose is level {mtd}, with the {treated} treated there."
    ),
    "design.mtd_below": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}, and the level above exceeds it: level "
        "{level} is the maximum tolerated dose."
    ),
    "design.mtd_below_accepted": (
        "The level above exceeds it, and level {level} is accepted as the maximum tolerated dose "
        "with {dlt} {dlt|DLT|DLTs} in {n}."
    ),
    "design.mtd_top": (
        "{dlt} {dlt|DLT|DLTs} in {n} at the top level {level}: it is the maximum tolerated dose "
        "of those studied."
    ),
    "design.mtd_top_accepted": (
        "{dlt} {dlt|DLT|DLTs} in {n} at the top level {level}: it is accepted as the maximum "
        "tolerated dose of those studied."
    ),
    "design.mtd_declared": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: the rule declares this level the maximum "
        "tolerated dose."
    ),
    "design.passed": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: it is the highest level that passed."
    ),
    "design.none_passed": "No level has passed yet.",
    "design.no_mtd": (
        "{dlt} {dlt|DLT|DLTs} in {n} at the lowest level {level}: no studied dose is tolerated."
    ),
    "design.no_mtd_untried": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: escalation stops. Nobody was treated at "
        "level {below}, so no maximum tolerated dose can be named."
    ),
    # Not yet, or not foreseen
    "design.awaiting_outcomes": (
        "{total} {total|participant has|participants have} been dosed and not yet evaluated, {n} "
        "of them at level {level}; the results can change what is next."
    ),
    "design.pending": "{n} {n|participant|participants} at level {level} not yet evaluated.",
    "design.unforeseen": (
        "The rule does not foresee {dlt} {dlt|DLT|DLTs} in {n} at level {level}: the committee "
        "must decide."
    ),
    # What the loader warns of
    "design.warning.no_titration": (
        "No level is titrated: the switch level {switch_level} is not above the first level."
    ),
    "design.warning.trigger_never_fires": (
        "The grade-2 trigger can never change anything: it needs {threshold} counting "
        "{threshold|event|events}, and at most {most} can be seen on the {titration_levels} "
        "{titration_levels|level|levels} where titration could otherwise go on."
    ),
    # Which engine answers
    "plan.exact": "The design has {states} states; every course is followed, none is simulated.",
    "plan.exact_if_complete": (
        "The design decides while participants are under observation. The {states} states "
        "followed are those of a trial that waits until every window is complete."
    ),
    "plan.too_many": (
        "The design has more than {limit} states, too many to follow each: trials are simulated."
    ),
    "plan.too_many_about": (
        "The design has about {estimate} states, more than the {limit} that are followed: trials "
        "are simulated."
    ),
    "plan.pending": (
        "The design decides while participants are under observation, so its figures depend on "
        "time: trials are simulated."
    ),
    # Laws that are proven
    "design.no_selection": "The rule does not say what it would recommend now.",
    # Behaviours
    "design.not_skipped": (
        "Level {wanted} would skip a level that nobody has tried: treat at level {level}."
    ),
    "design.cap_shortens": (
        "Only {add} {add|participant is|participants are} left before the cap of {cap}: treat "
        "{add} at level {level}."
    ),
    "design.cap_mtd": (
        "{total} of at most {cap} participants were treated, and another cohort does not fit. "
        "Level {level} is recommended."
    ),
    "design.cap_no_mtd": (
        "{total} of at most {cap} participants were treated, and another cohort does not fit. No "
        "level is recommended."
    ),
    "design.enough_at_recommended": (
        "Level {level} would be recommended now, and {n} were evaluated there, of which {enough} "
        "are enough: escalation stops."
    ),
    "design.more_at_mtd": (
        "Level {level} is the maximum tolerated dose so far, with {dlt} {dlt|DLT|DLTs} in {n}: "
        "treat {add} more there."
    ),
    "design.mtd_with_more": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}, enough were treated there: it is the "
        "maximum tolerated dose."
    ),
    "design.too_toxic": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: it is very probably too toxic. The trial "
        "stops, and no dose is recommended."
    ),
    "design.passed_by": (
        "{dlt} {dlt|DLT|DLTs} in {n}: go up. Level {passed} is kept for the way down, so treat "
        "{add} {add|participant|participants} at level {to}."
    ),
    "law.levels": "Every dose it names is one of the {limit} levels.",
    "law.one_decision": "Every observation, partial cohorts included, has exactly one answer.",
    "law.no_skipping": "No untried level is skipped on the way up.",
    "law.no_escalation": "Nobody is treated above a level with {limit} or more DLTs.",
    "law.level_limit": "No level ever has more than {limit} participants.",
    "law.cap": "The trial never has more than {limit} participants.",
    "law.mtd_treated": "The MTD is always a level at which somebody was treated.",
    "law.obd_treated": "The OBD is always a level at which somebody was treated.",
    "law.ends": "Every course of the trial comes to an end.",
    "law.more_dlts": "With equal numbers treated, more DLTs never lead to a higher dose.",
    # A law that a design is not asked about, without its number; and why.
    "law.unstated.no_skipping": "No untried level is skipped on the way up.",
    "law.unstated.no_escalation": "Nobody is treated above a level with so many DLTs.",
    "law.unstated.level_limit": "No level ever has more than so many participants.",
    "law.unstated.cap": "The trial never has more than so many participants.",
    "law.why.skips": "the design may skip levels on purpose ({by})",
    "law.why.target": "the design aims at a target DLT rate; --dlt-limit states a number",
    "law.why.table": "a table of decisions may follow any rule; --dlt-limit states a number",
    "law.why.no_number": "the design states no such number; {option} states one",
    # Designs that step by a table (BOIN and its like)
    "design.stay": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: stay there and treat {add} more."
    ),
    "design.stay_top": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}, the highest: the rule would go up. Treat "
        "{add} more there."
    ),
    "design.stay_below_eliminated": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: the rule would go up, and the level above "
        "is closed as too toxic. Treat {add} more at level {level}."
    ),
    "design.stay_lowest": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}, the lowest: the rule would go down. Treat "
        "{add} more there."
    ),
    "design.go_down": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: go down to level {to} with {add} "
        "{add|participant|participants}."
    ),
    "design.eliminated": (
        "{dlt} {dlt|DLT|DLTs} in {n} at level {level}: this level and all above are closed as "
        "too toxic. Go on at level {to} with {add} {add|participant|participants}."
    ),
    "design.lowest_eliminated": (
        "{dlt} {dlt|DLT|DLTs} in {n} at the lowest level {level}: it is too toxic, so escalation "
        "ends without a maximum tolerated dose."
    ),
    "design.all_treated": (
        "All {total} planned {total|participant has|participants have} been evaluated. The "
        "maximum tolerated dose is level {level}, with {dlt} {dlt|DLT|DLTs} in {n}: its DLT rate "
        "by isotonic regression, {rate}%, is the nearest to the target of {target}%."
    ),
    "design.all_treated_no_mtd": (
        "All {total} planned {total|participant has|participants have} been evaluated. No level "
        "can be selected as the maximum tolerated dose."
    ),
    "design.enough_at_level": (
        "One level has as many participants as are wanted. The maximum tolerated dose is level "
        "{level}, with {dlt} {dlt|DLT|DLTs} in {n}: its DLT rate by isotonic regression, "
        "{rate}%, is the nearest to the target of {target}%."
    ),
    "design.enough_at_level_no_mtd": (
        "One level has as many participants as are wanted. No level can be selected as the "
        "maximum tolerated dose, with {total} {total|participant|participants} evaluated."
    ),
    "design.selected": (
        "On the data so far the maximum tolerated dose would be level {level}, with {dlt} "
        "{dlt|DLT|DLTs} in {n}: its DLT rate by isotonic regression, {rate}%, is the nearest to "
        "the target of {target}%."
    ),
    "design.selected_no_mtd": (
        "On the data so far, with {total} {total|participant|participants} evaluated, no level "
        "could be selected as the maximum tolerated dose."
    ),
    "design.warning.cells_out_of_reach": (
        "{number} {number|cell|cells} of the decision table can never be seen in the trial: "
        "{cells}."
    ),
    "design.warning.stop_at_level_n_out_of_reach": (
        "The trial can never stop for {limit} participants at one level: it has at most {max_n} "
        "in all."
    ),
}

LABELS: dict[str, str] = {
    "three_plus_three": "3+3",
    "boin": "BOIN",
    "i3plus3": "i3+3",
    "mtpi": "mTPI",
    "mtpi_2": "mTPI-2",
    "keyboard": "keyboard",
    "tpi": "TPI",
    "boin_titration": "BOIN titration",
    "decision_table": "decision table",
    "accelerated_titration": "accelerated titration",
    "rolling_six": "rolling six",
    "tite_boin": "TITE-BOIN",
    "boin12": "BOIN12",
    "u_boin": "U-BOIN",
    "bf_boin": "BF-BOIN",
    "two_agent_boin": "two-agent BOIN",
    "no_skipping": "no level skipped",
    "cap_on_n": "cap on the number of participants",
    "stop_at_recommended": "stop when enough are at the recommended level",
    "demand_at_mtd": "enough participants demanded at the MTD",
    "expansion": "expansion at the MTD",
    "too_toxic": "stop when the lowest level is too toxic",
    "conditional_levels": "levels for the way down only",
    "stage.titration": "accelerated titration",
    "stage.escalation": "cohorts",
    "six_at_mtd.always": "six at the MTD, always",
    "six_at_mtd.after_de_escalation": "six at the MTD after a de-escalation",
    "six_at_mtd.never": "three at the MTD are enough",
}

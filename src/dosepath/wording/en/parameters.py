"""English sentences for every design, behaviour and parameter of the catalogue.

``parameter.NAME`` says what a design is, ``parameter.NAME.reference`` where it is from, and
``parameter.NAME.PARAMETER`` what the value of a parameter means; ``.true``, ``.false``,
``.none`` or a word after it is for that value alone. What is not said of a design is said of
``any``. A sentence may use ``{value}`` and every other parameter of its design.
"""

SENTENCES: dict[str, str] = {
    # Parameters that mean the same in every design
    "parameter.any.target": "The target DLT rate is {value:.3g}.",
    "parameter.any.start_level": "The first participants are treated at dose level {value}.",
    "parameter.any.cohort": "A cohort has {value} {value|participant|participants}.",
    "parameter.any.max_n": "At most {value} participants are treated.",
    "parameter.any.max_n.none": "The rule itself sets no cap on the number of participants.",
    "parameter.any.stop_at_level_n": (
        "The trial stops when {value} participants have been treated at the level that would be "
        "treated next."
    ),
    "parameter.any.stop_at_level_n.none": (
        "The trial does not stop early because enough participants were treated at one level."
    ),
    "parameter.any.eliminate_above": (
        "A level is eliminated, with all levels above it, when the posterior probability that its "
        "DLT rate exceeds the target is greater than {value:.3g}."
    ),
    "parameter.any.eliminate_above.none": "No level is ever eliminated.",
    "parameter.any.prior": "The prior distribution of a DLT rate is beta({value}).",
    "parameter.any.allow_skipping.true": "An untried level may be skipped on the way up.",
    "parameter.any.allow_skipping.false": "No untried level is skipped on the way up.",
    "parameter.any.last_cohort.shorten": (
        "The last cohort is shortened where a full one would exceed the sample size."
    ),
    "parameter.any.last_cohort.full": "Every cohort is full.",
    # 3+3
    "parameter.three_plus_three": (
        "Dose escalation follows the 3+3 rule: a cohort is treated, and the number with a DLT "
        "decides whether the next level is tried, this level is expanded, or it exceeds the "
        "maximum tolerated dose (MTD)."
    ),
    "parameter.three_plus_three.reference": (
        "Storer BE. Design and analysis of phase I clinical trials. Biometrics 1989;45:925-37. "
        "Korn EL et al. A comparison of two phase I trial designs. Stat Med 1994;13:1799-806."
    ),
    "parameter.three_plus_three.cohort": (
        "The first cohort at a level has {value} {value|participant|participants}."
    ),
    "parameter.three_plus_three.expansion": (
        "A level that is neither passed nor exceeded after its first cohort is expanded by "
        "{value} {value|participant|participants}."
    ),
    "parameter.three_plus_three.escalate_first": (
        "After {cohort} participants, {value} {value|DLT|DLTs} or fewer lead to the next level."
    ),
    "parameter.three_plus_three.escalate_first.0": (
        "After {cohort} participants without a DLT the next level is tried."
    ),
    "parameter.three_plus_three.exceeds_first": (
        "After {cohort} participants, {value} {value|DLT|DLTs} or more mean that the level exceeds the MTD."
    ),
    "parameter.three_plus_three.escalate_both": (
        "After both cohorts of a level, {value} {value|DLT|DLTs} or fewer lead to the next level."
    ),
    "parameter.three_plus_three.exceeds_both": (
        "After both cohorts of a level, {value} {value|DLT|DLTs} or more mean that the level exceeds the MTD."
    ),
    "parameter.three_plus_three.six_at_mtd.always": (
        "The MTD always rests on both cohorts: a level with one clean cohort is expanded before "
        "it can be the MTD."
    ),
    "parameter.three_plus_three.six_at_mtd.after_de_escalation": (
        "After a de-escalation the MTD rests on both cohorts; at the top level one clean cohort "
        "is accepted."
    ),
    "parameter.three_plus_three.six_at_mtd.never": (
        "One cohort is enough at the MTD: a level is not expanded only to confirm it."
    ),
    "parameter.three_plus_three.de_escalate.true": (
        "When a level exceeds the MTD, the level below is considered next."
    ),
    "parameter.three_plus_three.de_escalate.false": (
        "When a level exceeds the MTD, the trial stops and the level below is the MTD as treated."
    ),
    "parameter.three_plus_three.two_of_six.exceeds": (
        "The least number of DLTs that exceeds after both cohorts (2 of 6 in a 3+3) exceeds the "
        "MTD in both cohorts alike."
    ),
    "parameter.three_plus_three.two_of_six.declares_mtd": (
        "The least number of DLTs that exceeds after both cohorts (2 of 6 in a 3+3) makes this "
        "level the MTD."
    ),
    "parameter.three_plus_three.three_of_six.exceeds": (
        "More DLTs than that exceed the MTD like any other excess."
    ),
    "parameter.three_plus_three.three_of_six.steps_back": (
        "More DLTs than that lead back to the level below, which is confirmed with both cohorts."
    ),
    "parameter.three_plus_three.down_to_one.add_2": (
        "On going down to a level with less than one cohort, its first cohort is completed."
    ),
    "parameter.three_plus_three.down_to_one.add_5": (
        "On going down to a level with less than one cohort, both cohorts are completed at once."
    ),
    "parameter.three_plus_three.down_to_one.accept": (
        "On going down to a level with less than one cohort, the level is accepted as it is."
    ),
    "parameter.three_plus_three.down_to_three.add_3": (
        "On going down to a level with one cohort, a second cohort is added."
    ),
    "parameter.three_plus_three.down_to_three.accept": (
        "On going down to a level with one cohort, the level is accepted as it is."
    ),
    "parameter.three_plus_three.down_to_three.none": (
        "On going down to a level with one cohort, the requirement for participants at the MTD "
        "decides whether a second cohort is added."
    ),
    "parameter.three_plus_three.cancel_undosed_at_exceeding.true": (
        "A cohort that has already exceeded the MTD before all were dosed is not completed."
    ),
    "parameter.three_plus_three.cancel_undosed_at_exceeding.false": (
        "A cohort is completed even if it has already exceeded the MTD."
    ),
    "parameter.three_plus_three.table.none": "No single cell of the decision table is replaced.",
    "parameter.three_plus_three.table": (
        "These cells of the decision table (participants, DLTs: action) are replaced: {value}."
    ),
    # Accelerated titration
    "parameter.accelerated_titration": (
        "Escalation begins with accelerated titration: fewer participants per level than in a "
        "cohort, one level after the other, until an event ends it."
    ),
    "parameter.accelerated_titration.reference": (
        "Simon R et al. Accelerated titration designs for phase I clinical trials in oncology. "
        "J Natl Cancer Inst 1997;89:1138-47."
    ),
    "parameter.accelerated_titration.switch_level": (
        "Cohorts begin at dose level {value} whatever was seen before."
    ),
    "parameter.accelerated_titration.switch_level.none": (
        "Titration may go on to the highest level."
    ),
    "parameter.accelerated_titration.cohort": (
        "In titration {value} {value|participant is|participants are} treated per level."
    ),
    "parameter.accelerated_titration.grade_2_threshold": (
        "Titration ends at the first DLT, or when {value} {value|event|events} of grade 2 or more "
        "that {value|counts and is|count and are} not a DLT {value|has|have} been seen."
    ),
    "parameter.accelerated_titration.grade_2_threshold.none": (
        "Titration ends at the first DLT; events of grade 2 do not end it."
    ),
    "parameter.accelerated_titration.grade_2_scope.all_levels": (
        "Such events are counted over all levels together."
    ),
    "parameter.accelerated_titration.grade_2_scope.one_level": (
        "Such events are counted at each level by itself."
    ),
    "parameter.accelerated_titration.grade_2_scope.different_levels": (
        "What is counted is the number of levels that had such an event."
    ),
    "parameter.accelerated_titration.top_up_to": (
        "At the level where titration ends, participants are added up to {value}."
    ),
}

LABELS: dict[str, str] = {}

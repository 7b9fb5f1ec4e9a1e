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
    "parameter.any.prior": "The prior of a DLT rate is beta with the parameters {value}.",
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
        "After {cohort} participants, {value} {value|DLT|DLTs} or more mean that the level "
        "exceeds the MTD."
    ),
    "parameter.three_plus_three.escalate_both": (
        "After both cohorts of a level, {value} {value|DLT|DLTs} or fewer lead to the next level."
    ),
    "parameter.three_plus_three.exceeds_both": (
        "After both cohorts of a level, {value} {value|DLT|DLTs} or more mean that the level "
        "exceeds the MTD."
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
    # Rolling six
    "parameter.rolling_six": (
        "Dose escalation follows the rolling six: up to six participants may enter a level while "
        "the results of earlier ones are awaited."
    ),
    "parameter.rolling_six.reference": (
        "Skolnik JM, Barrett JS, Jayaraman B, Patel D, Adamson PC. Shortening the timeline of "
        "pediatric phase I trials: the rolling six design. J Clin Oncol 2008;26:190-5."
    ),
    "parameter.rolling_six.six_at_mtd.always": (
        "The MTD always rests on six participants where there is no way up."
    ),
    "parameter.rolling_six.six_at_mtd.after_de_escalation": (
        "After a de-escalation the MTD rests on six participants; at the top a level that would "
        "be left upwards is accepted."
    ),
    "parameter.rolling_six.six_at_mtd.never": "A level is not filled up only to confirm the MTD.",
    "parameter.rolling_six.five_clean_suffice.true": (
        "Five evaluated without a DLT count as six, for the sixth cannot make two DLTs."
    ),
    "parameter.rolling_six.five_clean_suffice.false": (
        "Five evaluated without a DLT do not count as six."
    ),
    # Behaviours
    "parameter.no_skipping": (
        "Nobody is treated more than one level above the highest that was tried."
    ),
    "parameter.no_skipping.reference": (
        "Faries D. Practical modifications of the continual reassessment method for phase I "
        "cancer clinical trials. J Biopharm Stat 1994;4:147-64."
    ),
    "parameter.cap_on_n": "The number of participants is capped.",
    "parameter.cap_on_n.n": "At most {value} participants are treated.",
    "parameter.cap_on_n.inside_cohort.shorten_cohort": (
        "A cohort that would pass the cap is shortened."
    ),
    "parameter.cap_on_n.inside_cohort.finish_cohort": (
        "A cohort that would pass the cap is treated as a whole, and the trial stops after it."
    ),
    "parameter.cap_on_n.inside_cohort.stop_before": (
        "A cohort that would pass the cap is not begun."
    ),
    "parameter.cap_on_n.then.select": (
        "At the cap the level is selected that the rule would select on the data so far."
    ),
    "parameter.cap_on_n.then.no_mtd": "At the cap no MTD is declared.",
    "parameter.cap_on_n.then.level_below": (
        "At the cap the level under the one treated last is declared, if it was treated."
    ),
    "parameter.stop_at_recommended": (
        "The trial stops when enough participants were evaluated at the level in question."
    ),
    "parameter.stop_at_recommended.n": "Enough are {value} participants.",
    "parameter.stop_at_recommended.level.recommended": (
        "The level in question is the one that would be recommended if the trial ended now."
    ),
    "parameter.stop_at_recommended.level.next": (
        "The level in question is the one that would be recommended if the trial ended now, and "
        "only if the next cohort would be treated there."
    ),
    "parameter.demand_at_mtd": (
        "The trial does not end with an MTD before enough participants were treated there; the "
        "rule goes on watching meanwhile."
    ),
    "parameter.demand_at_mtd.n": "Enough are {value} participants at the MTD.",
    "parameter.any.exceeds_from": (
        "Among more than the rule's own number of participants the level exceeds the MTD from a "
        "share of DLTs of {value:.3g}."
    ),
    "parameter.any.exceeds_from.none": (
        "Among more participants than the rule foresees at a level, its own share of DLTs that "
        "exceeds the MTD holds."
    ),
    "parameter.expansion": "After the escalation the MTD is expanded.",
    "parameter.expansion.n": (
        "In the expansion {value} {value|participant is|participants are} added at the MTD."
    ),
    "parameter.expansion.n.none": "The number added at the MTD is what is missing to its total.",
    "parameter.expansion.total": "In all {value} participants are treated at the MTD.",
    "parameter.expansion.total.none": "No total number of participants at the MTD is stated.",
    "parameter.expansion.monitored.true": (
        "The rule goes on watching in the expansion and may leave the level."
    ),
    "parameter.expansion.monitored.false": (
        "In the expansion the rule is not applied: the MTD stays what it was, however many DLTs "
        "are seen there."
    ),
    "parameter.too_toxic": (
        "The trial stops without an MTD when the watched level is probably too toxic."
    ),
    "parameter.too_toxic.reference": (
        "Liu S, Yuan Y. Bayesian optimal interval designs for phase I clinical trials. J R Stat "
        "Soc C 2015;64:507-23, section 2."
    ),
    "parameter.too_toxic.target": ("Too toxic is a DLT rate above {value:.3g}."),
    "parameter.too_toxic.eliminate_above": (
        "Probable is a posterior probability of more than {value:.3g}."
    ),
    "parameter.too_toxic.from_n": (
        "Nothing is concluded from fewer than {value} {value|participant|participants}."
    ),
    "parameter.too_toxic.level": "The level watched is dose level {value}.",
    "parameter.conditional_levels": (
        "Intermediate levels are passed by on the way up and tried only on the way down."
    ),
    "parameter.conditional_levels.at": "Intermediate are the dose levels {value}.",
    "parameter.conditional_levels.at.none": "There are no intermediate levels.",
    # Accelerated titration that skips
    "parameter.accelerated_titration.titration_step": (
        "In titration the dose goes up by {value} {value|level|levels} at a time."
    ),
}

LABELS: dict[str, str] = {}

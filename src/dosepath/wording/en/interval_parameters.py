"""English sentences for designs that compare a DLT rate with an interval: see ``parameters``."""

SENTENCES: dict[str, str] = {
    # What designs that step through the ladder share
    "parameter.any.stop_at_level_when.next_level": (
        "The level meant is the one that would be treated next."
    ),
    "parameter.any.stop_at_level_when.stays": (
        "The level meant is the present one, if the rule would stay there."
    ),
    "parameter.any.stop_at_level_when.this_level": (
        "The level meant is the present one, whatever the rule says."
    ),
    "parameter.any.last_cohort.exact": "The sample size is a whole number of cohorts.",
    "parameter.any.cancel_undosed_at_elimination.true": (
        "A cohort is not completed once every way of completing it would eliminate its level."
    ),
    "parameter.any.cancel_undosed_at_elimination.false": (
        "A cohort is completed even if its level is certain to be eliminated."
    ),
    "parameter.any.pseudo_counts": (
        "For the selection of the MTD the DLT rates of the levels treated are made to rise with "
        "the dose by isotonic regression, with {value} participants with and without a DLT "
        "added at each level; the level whose rate is nearest to the target is the MTD."
    ),
    "parameter.any.ties.by_side": (
        "Of levels equally near the target the highest of those below it is selected or, if there "
        "is none, the lowest of those above it."
    ),
    "parameter.any.ties.lowest": "Of levels equally near the target the lowest is selected.",
    "parameter.any.ties.highest": "Of levels equally near the target the highest is selected.",
    "parameter.any.tie_at_target.lowest": (
        "Of levels whose rate is the target itself the lowest counts."
    ),
    "parameter.any.tie_at_target.highest": (
        "Of levels whose rate is the target itself the highest counts."
    ),
    "parameter.any.eliminate_from_n": (
        "A level is not eliminated on fewer than {value} {value|participant|participants}."
    ),
    "parameter.any.epsilon_1": (
        "The interval in which one stays begins {value:.3g} below the target."
    ),
    "parameter.any.epsilon_2": (
        "The interval in which one stays ends {value:.3g} above the target."
    ),
    # BOIN and its relatives
    "parameter.boin": (
        "Dose escalation follows the Bayesian optimal interval design (BOIN): escalate when the "
        "observed DLT rate at the current level is at most {lambda_e:.4f}, de-escalate when it is "
        "at least {lambda_d:.4f}, and else stay."
    ),
    "parameter.boin.reference": (
        "Liu S, Yuan Y. Bayesian optimal interval designs for phase I clinical trials. J R Stat "
        "Soc C 2015;64:507-23."
    ),
    "parameter.any.p_saf": (
        "A DLT rate of {value:.3g} is taken as so low that one should escalate."
    ),
    "parameter.any.p_saf.none": (
        "A DLT rate of 0.6 times the target is taken as so low that one should escalate."
    ),
    "parameter.any.p_tox": (
        "A DLT rate of {value:.3g} is taken as so high that one should de-escalate."
    ),
    "parameter.any.p_tox.none": (
        "A DLT rate of 1.4 times the target is taken as so high that one should de-escalate."
    ),
    "parameter.any.extra_safe.true": (
        "At the lowest level the cut-off of elimination, which stops the trial there, is lower "
        "by {offset:.3g}."
    ),
    "parameter.any.extra_safe.false": "The lowest level has no stricter cut-off than the others.",
    "parameter.any.offset": "The offset of a stricter cut-off at the lowest level is {value:.3g}.",
    "parameter.any.mtd_must_not_be_over_lambda_d.true": (
        "Only a level whose estimated rate is below the boundary of de-escalation can be the MTD."
    ),
    "parameter.any.mtd_must_not_be_over_lambda_d.false": (
        "The MTD may be a level whose estimated rate is above the boundary of de-escalation."
    ),
    "parameter.boin_titration": (
        "Escalation begins with single participants, one per level, until the first DLT or the "
        "top level; the cohort is filled up there and the following stage goes on from it."
    ),
    "parameter.boin_titration.reference": (
        "Yan F et al. BOIN: an R package for designing single-agent and drug-combination "
        "dose-finding trials using Bayesian optimal interval designs. J Stat Softw 2020;94(13)."
    ),
    "parameter.boin_titration.grade_2_threshold": (
        "Titration also ends when {value} {value|event|events} of grade 2 or more that "
        "{value|counts and is|count and are} not a DLT {value|has|have} been seen."
    ),
    "parameter.boin_titration.grade_2_threshold.none": (
        "Events of grade 2 do not end the titration; only a DLT does."
    ),
    "parameter.boin_titration.down_to_titrated.add_cohort": (
        "On going down to a level with a single participant a whole cohort is added."
    ),
    "parameter.boin_titration.down_to_titrated.add_rest": (
        "On going down to a level with a single participant the first cohort is completed."
    ),
    "parameter.tite_boin": (
        "Dose escalation follows the time-to-event BOIN design: the DLT rate that is expected once "
        "everybody at the level is evaluated decides, from the follow-up so far; escalate at "
        "{lambda_e:.4f} or less, de-escalate at {lambda_d:.4f} or more."
    ),
    "parameter.tite_boin.reference": (
        "Yuan Y, Lin R, Li D, Nie L, Warren KE. Time-to-event Bayesian optimal interval design to "
        "accelerate phase I trials. Clin Cancer Res 2018;24:4921-30."
    ),
    "parameter.tite_boin.max_pending": (
        "Entry is suspended while more than a share of {value:.3g} of those at the level is under "
        "observation."
    ),
    "parameter.tite_boin.one_dlt_goes_down.true": (
        "With a single DLT the expected rate may lead down although the observed one does not."
    ),
    "parameter.tite_boin.one_dlt_goes_down.false": (
        "With a single DLT one goes down only if the observed rate leads down too."
    ),
    "parameter.bf_boin": (
        "Dose escalation follows BOIN (escalate at an observed DLT rate of {lambda_e:.4f} or less, "
        "de-escalate at {lambda_d:.4f} or more), and lower levels are backfilled meanwhile."
    ),
    "parameter.bf_boin.reference": (
        "Zhao Y, Yuan Y, Korn EL, Freidlin B. Backfilling patients in phase I dose-escalation "
        "trials using Bayesian optimal interval design (BOIN). Clin Cancer Res 2024;30:673-9."
    ),
    "parameter.bf_boin.backfill_cap": (
        "A level is closed to backfilling when {value} participants were evaluated there."
    ),
    "parameter.bf_boin.backfill_after.response_here_or_lower": (
        "A level is opened to backfilling by a response seen there or at a lower level."
    ),
    "parameter.bf_boin.backfill_after.response_here": (
        "A level is opened to backfilling by a response seen there."
    ),
    "parameter.bf_boin.backfill_after.tried": (
        "A level is open to backfilling as soon as it was tried."
    ),
    "parameter.bf_boin.conflict.pool": (
        "Where a lower level has too many DLTs and the present one has not, their rates are "
        "pooled to decide."
    ),
    "parameter.bf_boin.conflict.own_rate": (
        "Where a lower level has too many DLTs and the present one has not, the present level's "
        "own rate decides."
    ),
    "parameter.two_agent_boin": (
        "Dose escalation of the two agents follows BOIN on the grid of their levels: escalate one "
        "of them at an observed DLT rate of {lambda_e:.4f} or less, de-escalate one at "
        "{lambda_d:.4f} or more; the combination more likely to lie between is treated."
    ),
    "parameter.two_agent_boin.reference": (
        "Lin R, Yin G. Bayesian optimal interval design for dose finding in drug-combination "
        "trials. Stat Methods Med Res 2017;26:2155-67."
    ),
    "parameter.two_agent_boin.grid": "The grid has {value} levels of the two agents.",
    "parameter.two_agent_boin.pseudo_counts": (
        "For the selection of the MTD the DLT rates of the combinations treated are made to rise "
        "in both agents by isotonic regression, with {value} participants with and without a DLT "
        "added at each; the combination whose rate is nearest to the target is the MTD."
    ),
    "parameter.two_agent_boin.ties.by_side": (
        "Of combinations equally near the target the one with the highest total of both agents' "
        "levels among those below it is selected or, if there is none, the one with the lowest "
        "total among those above it."
    ),
    "parameter.two_agent_boin.ties.lowest": (
        "Of combinations equally near the target the one with the lowest total of both agents' "
        "levels is selected."
    ),
    "parameter.two_agent_boin.ties.highest": (
        "Of combinations equally near the target the one with the highest total of both agents' "
        "levels is selected."
    ),
    "parameter.two_agent_boin.tie_at_target.lowest": (
        "Of combinations whose rate is the target itself the one with the lowest total counts."
    ),
    "parameter.two_agent_boin.tie_at_target.highest": (
        "Of combinations whose rate is the target itself the one with the highest total counts."
    ),
    "parameter.two_agent_boin.tie.first": (
        "Where both agents are equally good the first goes up (and stays when going down), and of "
        "equal totals the combination with more of the first is selected."
    ),
    "parameter.two_agent_boin.tie.second": (
        "Where both agents are equally good the second goes up (and stays when going down), and "
        "of equal totals the combination with more of the second is selected."
    ),
    # Toxicity with response
    "parameter.boin12": (
        "Dose finding follows BOIN12, which weighs toxicity against response: of the admissible "
        "levels nearby the next cohort is treated at the most desirable one; de-escalation is "
        "at an observed DLT rate of {lambda_d:.4f} or more."
    ),
    "parameter.boin12.reference": (
        "Lin R, Zhou Y, Yan F, Li D, Yuan Y. BOIN12: Bayesian optimal interval phase I/II trial "
        "design for utility-based dose finding in immunotherapy and targeted therapies. JCO "
        "Precis Oncol 2020;4:1393-402."
    ),
    "parameter.boin12.target": "The upper limit of the DLT rate is {value:.3g}.",
    "parameter.u_boin.target": "The upper limit of the DLT rate is {value:.3g}.",
    "parameter.any.efficacy_limit": "The lowest response rate of interest is {value:.3g}.",
    "parameter.any.futile_above": (
        "A level is inadmissible when the posterior probability that its response rate is below "
        "that limit is greater than {value:.3g}."
    ),
    "parameter.any.futile_above.none": "No level is inadmissible for want of responses.",
    "parameter.any.utilities": "The outcomes are worth: {value}.",
    "parameter.any.obd_not_above_mtd.true": (
        "The level selected may not be above the MTD by isotonic regression."
    ),
    "parameter.any.obd_not_above_mtd.false": (
        "The level selected may be above the MTD by isotonic regression."
    ),
    "parameter.boin12.explore_below_n": (
        "With fewer than {value} evaluated at the current level the one above is in the choice too."
    ),
    "parameter.boin12.benchmark": (
        "Desirability is the posterior probability of a mean utility above {value:.3g}."
    ),
    "parameter.boin12.benchmark.none": (
        "Desirability is the posterior probability of a mean utility above the one half-way from "
        "that at both limits to the best."
    ),
    "parameter.u_boin": (
        "Dose finding follows U-BOIN: BOIN for toxicity alone (escalate at {lambda_e:.4f} or less, "
        "de-escalate at {lambda_d:.4f} or more), then the admissible level with the highest "
        "posterior mean utility of toxicity and response."
    ),
    "parameter.u_boin.reference": (
        "Zhou Y, Lee JJ, Yuan Y. A utility-based Bayesian optimal interval (U-BOIN) phase I/II "
        "design to identify the optimal biological dose for targeted and immune therapies. Stat "
        "Med 2019;38:5299-316."
    ),
    "parameter.u_boin.stage_1_level_n": (
        "The first stage ends when {value} participants were evaluated at a level."
    ),
    "parameter.u_boin.stage_1_max_n": (
        "The first stage also ends when {value} participants were evaluated in all."
    ),
    "parameter.u_boin.stage_1_max_n.none": (
        "The number of participants in all does not end the first stage."
    ),
    "parameter.u_boin.utility_prior": (
        "The outcomes response without DLT, neither, both, DLT without response have the Dirichlet "
        "prior {value}."
    ),
    # Other interval designs
    "parameter.i3plus3": (
        "Dose escalation follows i3+3: escalate when the observed DLT rate lies below the "
        "interval around the target and stay when it lies in it; above it, stay if one DLT less "
        "would lie below it, else de-escalate."
    ),
    "parameter.i3plus3.reference": (
        "Liu M, Wang SJ, Ji Y. The i3+3 design for phase I clinical trials. J Biopharm Stat "
        "2020;30:294-304."
    ),
    "parameter.mtpi": (
        "Dose escalation follows mTPI: of the intervals below, around and above the target, the "
        "one with the greatest posterior probability per length decides."
    ),
    "parameter.mtpi.reference": (
        "Ji Y, Liu P, Li Y, Bekele BN. A modified toxicity probability interval method for "
        "dose-finding trials. Clin Trials 2010;7:653-63."
    ),
    "parameter.mtpi_2": (
        "Dose escalation follows mTPI-2: the range of rates is divided into intervals as long as "
        "the one around the target, and the one with the greatest posterior probability per "
        "length decides."
    ),
    "parameter.mtpi_2.reference": (
        "Guo W, Wang SJ, Yang S, Lynn H, Ji Y. A Bayesian interval dose-finding design addressing "
        "Ockham's razor: mTPI-2. Contemp Clin Trials 2017;58:23-33."
    ),
    "parameter.keyboard": (
        "Dose escalation follows the keyboard design: the range of rates is divided into keys as "
        "wide as the one around the target, and the key with the greatest posterior probability "
        "decides."
    ),
    "parameter.keyboard.reference": (
        "Yan F, Mandrekar SJ, Yuan Y. Keyboard: a novel Bayesian toxicity probability interval "
        "design for phase I clinical trials. Clin Cancer Res 2017;23:3994-4003."
    ),
    "parameter.tpi": (
        "Dose escalation follows TPI: the most probable of the intervals below, around and above "
        "the target decides, and their width is a multiple of the posterior standard deviation."
    ),
    "parameter.tpi.reference": (
        "Ji Y, Li Y, Bekele BN. Dose-finding in phase I clinical trials based on toxicity "
        "probability intervals. Clin Trials 2007;4:235-44."
    ),
    "parameter.tpi.k_1": "The interval ends {value:.3g} standard deviations above the target.",
    "parameter.tpi.k_2": "The interval begins {value:.3g} standard deviations below the target.",
    "parameter.decision_table": (
        "Dose escalation follows the decision table below, which the study wrote itself."
    ),
    "parameter.decision_table.cells": (
        "The cells of the table (participants evaluated, DLTs: action) are: {value}."
    ),
    "parameter.decision_table.unreachable_cells.warn": (
        "The table may have cells that the trial can never come to."
    ),
    "parameter.decision_table.unreachable_cells.refuse": (
        "Every cell of the table can be reached."
    ),
}

LABELS: dict[str, str] = {}

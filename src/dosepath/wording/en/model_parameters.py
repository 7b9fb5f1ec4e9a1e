"""English sentences for designs with a dose-response model: see ``parameters``."""

SENTENCES: dict[str, str] = {
    # What they share
    "parameter.any.escalate_from.last_level": (
        "Without skipping, the dose goes at most one level above the level last treated."
    ),
    "parameter.any.escalate_from.highest_tried": (
        "Without skipping, the dose goes at most one level above the highest level tried."
    ),
    "parameter.any.mtd_among.tried": "Only a level that was tried can be the MTD.",
    "parameter.any.mtd_among.all": "Any level can be the MTD, tried or not.",
    "parameter.any.skeleton": "The prior guesses of the DLT rates are {value}.",
    "parameter.any.skeleton.none": (
        "The prior guesses of the DLT rates follow from an indifference interval: {rates:.3f}."
    ),
    "parameter.any.prior_mtd": "By prior guess the MTD is dose level {value}.",
    "parameter.any.prior_mtd.none": (
        "By prior guess the MTD is the middle level (the lower of two), unless the guesses of the "
        "DLT rates are stated."
    ),
    "parameter.any.halfwidth": (
        "The indifference interval reaches {value:.3g} below and above the target."
    ),
    "parameter.any.halfwidth.none": "No half-width of an indifference interval is stated.",
    "parameter.any.model.power": "The working model is the power model, the guess ^ exp(b).",
    "parameter.any.model.logistic_1": (
        "The working model is logistic with a fixed intercept, log odds = intercept + exp(b) x."
    ),
    "parameter.any.model.logistic_2": (
        "The working model is logistic with two parameters, log odds = a + exp(b) x."
    ),
    "parameter.any.intercept": (
        "The intercept of a logistic model is {value:.3g} (its prior mean if it has two "
        "parameters)."
    ),
    "parameter.any.intercept_sd": (
        "The prior standard deviation of the intercept, where it is a parameter, is {value:.3g}."
    ),
    "parameter.any.prior_sd": (
        "The prior of b is normal with mean 0 and standard deviation {value:.4g}."
    ),
    "parameter.any.estimate.plug_in": (
        "The estimated DLT rate is that of the curve at the posterior mean of its parameters."
    ),
    "parameter.any.estimate.posterior_mean": (
        "The estimated DLT rate of a level is its posterior mean."
    ),
    "parameter.any.coherence.rate_at_level": (
        "There is no escalation while the observed DLT rate at the level last treated is above "
        "the target."
    ),
    "parameter.any.coherence.none": "The model alone decides whether to escalate.",
    "parameter.any.too_toxic": (
        "The trial stops when the posterior probability that the lowest level is too toxic is "
        "greater than {value:.3g}."
    ),
    "parameter.any.too_toxic.none": (
        "There is no stopping rule for a lowest level that is too toxic."
    ),
    "parameter.any.too_toxic_limit": "Too toxic is a DLT rate above {value:.3g}.",
    "parameter.any.too_toxic_limit.none": "Too toxic is a DLT rate above the target.",
    "parameter.any.dosages": "The doses that the model knows are {value}.",
    # CRM and TITE-CRM
    "parameter.crm": (
        "Dose escalation follows the continual reassessment method (CRM): the next cohort is "
        "treated at the level whose estimated DLT rate is nearest to the target."
    ),
    "parameter.crm.reference": (
        "O'Quigley J, Pepe M, Fisher L. Continual reassessment method: a practical design for "
        "phase 1 clinical trials in cancer. Biometrics 1990;46:33-48. Lee SM, Cheung YK. Model "
        "calibration in the continual reassessment method. Clin Trials 2009;6:227-38."
    ),
    "parameter.crm.method.bayes": "The parameters are estimated from their posterior.",
    "parameter.crm.method.maximum_likelihood": (
        "The parameters are estimated by maximum likelihood; until there is both a participant "
        "with and one without a DLT, the dose goes one level up as long as nobody had a DLT, and "
        "one level down as long as everybody had."
    ),
    "parameter.tite_crm": (
        "Dose escalation follows the time-to-event continual reassessment method (TITE-CRM): "
        "participants under observation count by the share of the DLT window that has passed for "
        "them, and the level whose estimated DLT rate is nearest to the target is treated next."
    ),
    "parameter.tite_crm.reference": (
        "Cheung YK, Chappell R. Sequential designs for phase I clinical trials with late-onset "
        "toxicities. Biometrics 2000;56:1177-82."
    ),
    "parameter.tite_crm.cohort": (
        "The level may change after every {value} {value|participant|participants}."
    ),
    "parameter.tite_crm.evaluated_to_escalate": (
        "Before the dose goes above a level, {value} {value|participant|participants} must have "
        "been evaluated there."
    ),
    "parameter.tite_crm.evaluated_to_escalate.0": (
        "Nobody need have been evaluated at a level before the dose goes above it."
    ),
    # EWOC and BLRM
    "parameter.ewoc": (
        "Dose escalation follows escalation with overdose control (EWOC): the highest level is "
        "treated whose posterior probability of exceeding the MTD keeps the feasibility bound. "
        "The prior is uniform."
    ),
    "parameter.ewoc.reference": (
        "Babb J, Rogatko A, Zacks S. Cancer phase I clinical trials: efficient dose escalation "
        "with overdose control. Stat Med 1998;17:1103-20."
    ),
    "parameter.ewoc.target": "The DLT rate at the MTD is {value:.3g}.",
    "parameter.ewoc.feasibility_bound": (
        "The posterior probability that the MTD is below the dose given may be at most {value:.3g}."
    ),
    "parameter.ewoc.mtd_range": "The MTD is taken to lie between these doses: {value}.",
    "parameter.ewoc.mtd_range.none": (
        "The MTD is taken to lie between the lowest and the highest dose."
    ),
    "parameter.ewoc.mtd_by.feasibility_bound": (
        "In the end the highest level that keeps the feasibility bound is selected."
    ),
    "parameter.ewoc.mtd_by.median": (
        "In the end the highest level is selected whose posterior probability of exceeding the "
        "MTD is at most a half."
    ),
    "parameter.blrm": (
        "Dose escalation follows a Bayesian logistic regression model with two parameters and "
        "overdose control: logit(p) = log(alpha) + beta log(dose / reference dose)."
    ),
    "parameter.blrm.reference": (
        "Neuenschwander B, Branson M, Gsponer T. Critical aspects of the Bayesian approach to "
        "phase I cancer trials. Stat Med 2008;27:2420-39."
    ),
    "parameter.blrm.reference_dose": "The reference dose is {value}.",
    "parameter.blrm.reference_dose.none": "The reference dose is the highest dose.",
    "parameter.blrm.prior_mean": ("The prior means of log(alpha) and log(beta) are {value:.4g}."),
    "parameter.blrm.prior_sd": (
        "The prior standard deviations of log(alpha) and log(beta) are {value:.4g}."
    ),
    "parameter.blrm.prior_correlation": "Their prior correlation is {value:.3g}.",
    "parameter.blrm.target_interval": "The DLT rates wanted lie between {value:.3g}.",
    "parameter.blrm.overdose_bound": (
        "A level may be given only if the posterior probability of a rate above that interval is "
        "less than {value:.3g}."
    ),
    "parameter.blrm.choose.highest_target_probability": (
        "Of these levels the one with the highest posterior probability of the interval is "
        "treated, the higher of equals."
    ),
    "parameter.blrm.choose.highest_admissible": "Of these levels the highest is treated.",
    "parameter.blrm.max_escalation_factor": (
        "The next dose is at most {value:.3g} times the last."
    ),
    "parameter.blrm.max_escalation_factor.none": (
        "The ratio of the next dose to the last is not limited."
    ),
    "parameter.blrm.stop_target_probability": (
        "Enough participants at a level end the trial only where the posterior probability of the "
        "interval is at least {value:.3g}."
    ),
    "parameter.blrm.stop_target_probability.none": (
        "Enough participants at a level end the trial whatever the posterior says."
    ),
}

LABELS: dict[str, str] = {}

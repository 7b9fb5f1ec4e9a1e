"""The CRM and TITE-CRM against figures that others printed.

*dfcrm* is the R package dfcrm 0.2-2.1 (Cheung K, 2019), run as it is under R 4.2.2; its figures
are given to the digits that it printed. Its Bayesian estimates rest on adaptive integration, its
likelihood estimates on a search with a tolerance near 1e-4 in the parameter.
"""

from __future__ import annotations

from typing import Any

import pytest

from dosepath.designs import Counts, Crm, Indifference, Tally, TiteCrm, skeleton_from_indifference
from dosepath.pathways import Scenario, compile_design, operating_characteristics


def counts(
    levels: int, doses: tuple[int, ...], dlt: tuple[int, ...], weights: tuple[float, ...] = ()
) -> Counts:
    """One participant after the other: level, DLT or not, share of the window passed."""
    shares = weights or (1.0,) * len(doses)
    people = list(zip(doses, dlt, shares, strict=True))
    tallies = []
    for level in range(1, levels + 1):
        here = [(bool(y), w) for dose, y, w in people if dose == level]
        done = [y for y, w in here if y or w == 1]
        pending = tuple(w for y, w in here if not y and w < 1)
        tallies.append(Tally(len(done), sum(done), pending=pending))
    return Counts(tuple(tallies), doses[-1])


# dfcrm: getprior(halfwidth, target, nu, nlevel, model)
SKELETONS = [
    (0.05, 0.20, 3, "power", (0.04909161, 0.11052781, 0.2, 0.30848729, 0.42341589)),
    (0.05, 0.25, 3, "logistic", (0.08887356, 0.15804892, 0.25, 0.35549607, 0.46177222)),
    (0.10, 0.25, 3, "logistic",
     (0.01772617, 0.08611654, 0.25, 0.46682345, 0.64686097, 0.76305707)),
]  # fmt: skip


@pytest.mark.published
@pytest.mark.parametrize(("halfwidth", "target", "prior_mtd", "curve", "printed"), SKELETONS)
def test_skeletons(
    halfwidth: float, target: float, prior_mtd: int, curve: str, printed: tuple[float, ...]
) -> None:
    """The third is the example of the help page of getprior (Lee & Cheung 2009)."""
    wanted = Indifference(target=target, halfwidth=halfwidth, prior_mtd=prior_mtd, curve=curve)
    assert skeleton_from_indifference(wanted, len(printed)) == pytest.approx(printed, abs=1e-8)


@pytest.mark.published
def test_a_skeleton_of_ten_levels() -> None:
    """Printed in the vignette on Neuenschwander 2008 of the R package trialr, to two decimals."""
    printed = (0.03, 0.06, 0.12, 0.20, 0.30, 0.40, 0.50, 0.59, 0.67, 0.74)
    wanted = Indifference(target=0.3, halfwidth=0.05, prior_mtd=5)
    assert skeleton_from_indifference(wanted, 10) == pytest.approx(printed, abs=0.005)


# The courses 3N 5N 5T 3N 4N, 2NNT 2NNN 3NTT 2NNT and 1NNN 2NNN 3NTT 2NNN 3TNN 3TNT 2NNN are
# examples in the documentation of the R package escalation (Brock K, 2020).
FIVE = (5, (3, 5, 5, 3, 4), (0, 0, 1, 0, 0))
SKELETON_OF_FIVE = (0.05, 0.12, 0.25, 0.40, 0.55)
DFCRM = [
    ("power", "bayes", 4, (0.0070081782, 0.029867754, 0.10070243, 0.21930334, 0.3715889)),
    ("logistic_1", "bayes", 4, (0.007683027, 0.026543298, 0.08165457, 0.18191213, 0.3313952)),
    ("power", "maximum_likelihood", 5,
     (0.0022784687, 0.013484718, 0.059873184, 0.15552297, 0.29695019)),
    ("logistic_1", "maximum_likelihood", 5,
     (0.0058254348, 0.02112183, 0.068357272, 0.159349, 0.30298952)),
]  # fmt: skip


@pytest.mark.published
@pytest.mark.parametrize(("model", "method", "mtd", "printed"), DFCRM)
def test_estimates_and_recommendation(
    model: str, method: str, mtd: int, printed: tuple[float, ...]
) -> None:
    design = Crm(levels=5, target=0.25, max_n=30, cohort=1, skeleton=SKELETON_OF_FIVE,
                 model=model, method=method, mtd_among="all")  # fmt: skip
    seen = counts(*FIVE)
    near = 1e-8 if method == "bayes" else 1e-6
    assert design.posterior(seen).estimate == pytest.approx(printed, abs=near)
    assert design.select(seen).mtd == mtd


@pytest.mark.published
def test_another_prior_variance() -> None:
    """dfcrm with scale = sqrt(0.75), power model."""
    design = Crm(levels=4, target=0.2, max_n=30, skeleton=(0.1, 0.2, 0.4, 0.55),
                 prior_sd=0.75**0.5)  # fmt: skip
    doses = (2, 2, 2, 2, 2, 2, 3, 3, 3, 2, 2, 2)
    seen = counts(4, doses, (0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1))
    printed = (0.15649862, 0.27351869, 0.47803919, 0.61782414)
    assert design.posterior(seen).estimate == pytest.approx(printed, abs=1e-8)
    assert design.decide(seen).level == 1


@pytest.mark.published
def test_another_intercept() -> None:
    """dfcrm with intcpt = 4, logistic model, seven levels."""
    design = Crm(levels=7, target=0.33, max_n=30, skeleton=(0.1, 0.2, 0.33, 0.45, 0.6, 0.7, 0.8),
                 model="logistic_1", intercept=4)  # fmt: skip
    doses = (1, 1, 1, 2, 2, 2, 3, 3, 3, 2, 2, 2, 3, 3, 3, 3, 3, 3, 2, 2, 2)
    dlt = (0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0)
    seen = counts(7, doses, dlt)
    printed = (0.089214866, 0.18304724, 0.30918403, 0.42895869, 0.58233398, 0.68636517, 0.79135933)
    assert design.posterior(seen).estimate == pytest.approx(printed, abs=1e-8)
    assert design.decide(seen).level == 3


# dfcrm: titecrm(prior, 0.25, tox, level, weights = c(1, 1, 1, .9, 1, .5)), which are the data of
# the help page of get_dfcrm_tite in the R package escalation.
TITE = [
    ("power", (0.07559467, 0.1373991, 0.30270151, 0.45390953, 0.64381754)),
    ("logistic_1", (0.078419428, 0.14465011, 0.31704858, 0.46748579, 0.64911502)),
]


@pytest.mark.published
@pytest.mark.parametrize(("model", "printed"), TITE)
def test_tite_estimates(model: str, printed: tuple[float, ...]) -> None:
    design = TiteCrm(levels=5, target=0.25, max_n=30, skeleton=(0.05, 0.1, 0.25, 0.4, 0.6),
                     model=model)  # fmt: skip
    seen = counts(5, (1, 1, 2, 2, 3, 3), (0, 0, 0, 0, 1, 0), (1, 1, 1, 0.9, 1, 0.5))
    assert design.posterior(seen).estimate == pytest.approx(printed, abs=1e-8)
    assert design.decide(seen).level == 3


# dfcrm: crmsim(PI, getprior(.05, .25, 3, 5), .25, 18, 1, nsim = 2000, mcohort = 3, seed = 2),
# and restrict = FALSE or TRUE. Restricted there means one level up at a time, and no step up
# right after a DLT; the rule of coherence here comes near to that.
TRUTH = (0.05, 0.12, 0.25, 0.40, 0.55)
SIMULATED = [
    ({"allow_skipping": True}, (0.026, 0.2445, 0.4945, 0.198, 0.037),
     (4.5255, 2.9130, 4.1325, 3.0870, 3.3420)),
    ({"coherence": "rate_at_level"}, (0.0145, 0.2045, 0.4315, 0.282, 0.0675),
     (4.0215, 5.4030, 5.4930, 2.7105, 0.3720)),
]  # fmt: skip


@pytest.mark.published
@pytest.mark.parametrize(("options", "selected", "treated"), SIMULATED)
def test_operating_characteristics(
    options: dict[str, Any], selected: tuple[float, ...], treated: tuple[float, ...]
) -> None:
    """Exact figures within three standard errors of 2000 simulated trials."""
    design = Crm(levels=5, target=0.25, max_n=18, mtd_among="all", **options)
    found = operating_characteristics(compile_design(design), Scenario(dlt=TRUTH))
    for level, (share, mean) in enumerate(zip(selected, treated, strict=True), 1):
        exact = found.selection[level]
        assert share == pytest.approx(exact, abs=3 * (exact * (1 - exact) / 2000) ** 0.5)
        # The participants at a level have a standard deviation of at most 6.
        assert mean == pytest.approx(found.participants[level - 1], abs=3 * 6 / 2000**0.5)

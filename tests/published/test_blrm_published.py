"""The BLRM against the example of Neuenschwander, Branson & Gsponer 2008.

Fifteen doses of 1 to 250 mg, reference dose 250 mg, log(alpha) ~ N(2.15, 0.84^2) and
log(beta) ~ N(0.52, 0.80^2) with correlation 0.2 (Stat Med 27:2420-39). Seen: 0/3 at 1 mg, 0/4 at
2.5, 0/5 at 5, 0/4 at 10 and 2/2 at 25 mg. The inputs are as R packages restate them: the paper
itself was not at hand, and its interval probabilities are unchecked.
"""

from __future__ import annotations

import pytest

from dosepath.designs import Blrm, Counts, Tally

DOSAGES = (1, 2.5, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250)


def example(correlation: float) -> Blrm:
    return Blrm(levels=15, max_n=30, cohort=2, dosages=DOSAGES, reference_dose=250,
                prior_mean=(2.15, 0.52), prior_sd=(0.84, 0.80), prior_correlation=correlation,
                target_interval=(0.20, 0.35))  # fmt: skip


def seen(at_5_mg: int) -> Counts:
    tallies = [Tally(3), Tally(4), Tally(at_5_mg), Tally(4), Tally(), Tally(), Tally(2, 2)]
    return Counts((*tallies, *(Tally(),) * 8), 7)


# The README of the R package escalation (Brock K, 2020), function mean_prob_tox after
# get_trialr_nbg with seed 2020: one run of a sampler, with independent parameters, four
# participants at 5 mg.
SAMPLED = (
    0.01258690, 0.03252256, 0.06752086, 0.13847209, 0.20636157, 0.26917718, 0.32637010,
    0.37801151, 0.46612242, 0.53711249, 0.66158702, 0.73901450, 0.82594636, 0.87171076,
    0.89929305,
)  # fmt: skip


@pytest.mark.published
def test_means_of_a_sampler() -> None:
    """4000 draws of rates with a standard deviation near 0.15: an error of 0.0025, thrice."""
    found = example(0.0).posterior(seen(at_5_mg=4))
    assert found.mean == pytest.approx(SAMPLED, abs=0.0075)


# Read by eye off figure 1 of the paper, lower right panel, in the notes of the R package
# trialr (Brock K), which remark that two samplers disagree with some of them by 0.03.
READ_OFF = (
    0.01, 0.02, 0.05, 0.13, 0.19, 0.25, 0.30, 0.35, 0.47, 0.53, 0.68, 0.74, 0.85, 0.89, 0.92
)  # fmt: skip


@pytest.mark.published
def test_means_of_the_figure() -> None:
    found = example(0.2).posterior(seen(at_5_mg=5))
    assert found.mean == pytest.approx(READ_OFF, abs=0.035)


@pytest.mark.published
def test_the_dose_goes_down_after_two_of_two() -> None:
    """25 mg is probably an overdose, 20 mg is within the bound of 25%."""
    design = example(0.2)
    over = [row[2] for row in design.posterior(seen(at_5_mg=5)).probability]
    assert over[5] < 0.25 < over[6]
    assert design.decide(seen(at_5_mg=5)).level == 6

"""BOIN beside the R package BOIN 2.7.2, run as it is, on the choices that the paper leaves open.

Recipe, in R: ``select.mtd(target, npts, ntox, extrasafe=, boundMTD=)`` on the data below, and
``get.oc(target=0.3, p.true, ncohort=10, cohortsize=3, ntrial=20000, seed=6, ...)``. 3,000 random
data sets agreed in all, of which some are kept here; so did all boundaries for targets of 0.10 to
0.40 and up to 36 participants.
"""

from __future__ import annotations

import numpy as np
import pytest

from dosepath.designs import Batch, Boin, BoinTitration, Counts, Design, Tally

# target | extra_safe | mtd_must_not_be_over_lambda_d | n | dlt | MTD, 0 for none (99 in R)
SELECTED = """
    0.20 | no  | no  | 9 12 3 0         | 0 3 2 0         | 2
    0.20 | no  | yes | 9 9 3 0          | 0 0 0 0         | 3
    0.20 | no  | no  | 3 9 15           | 2 2 4           | 0
    0.20 | yes | no  | 3 15             | 1 12            | 1
    0.20 | yes | no  | 15 6 0           | 7 0 0           | 0
    0.20 | yes | yes | 15 9 15          | 0 2 4           | 2
    0.25 | no  | no  | 9 3 12           | 2 0 1           | 3
    0.25 | no  | yes | 12 15            | 2 4             | 2
    0.25 | no  | yes | 6 15 12 15       | 0 5 1 7         | 3
    0.25 | no  | yes | 9 3 3 6 3 0      | 0 0 0 0 0 0     | 5
    0.25 | yes | no  | 9 3 0            | 3 2 0           | 1
    0.25 | yes | no  | 3 9 15 0 0 0     | 1 0 5 0 0 0     | 3
    0.25 | yes | no  | 6 3 9 9 6 15 6   | 0 0 0 4 2 11 4  | 4
    0.25 | yes | yes | 12 12 15 0       | 1 5 8 0         | 1
    0.25 | yes | yes | 6 6 12 12 0 0    | 1 0 5 1 0 0     | 4
    0.30 | no  | yes | 15 9 12 0 0      | 1 1 4 0 0       | 3
    0.30 | yes | no  | 3 12             | 1 2             | 2
    0.30 | yes | yes | 3 3 15 9         | 0 1 3 4         | 3
    0.30 | yes | yes | 3 15 15 15 12 0 6 | 0 2 4 2 5 0 5  | 4
    0.33 | no  | no  | 3 12 6           | 1 3 3           | 2
    0.33 | no  | yes | 3 3 0 12 0 0 0   | 1 0 0 2 0 0 0   | 4
    0.33 | no  | yes | 3 0 6 9 3 15 0   | 1 0 1 2 0 3 0   | 6
    0.33 | yes | yes | 3 12 3 9 0 0 0   | 1 6 1 4 0 0 0   | 1
    0.33 | yes | yes | 6 12 6 0         | 0 0 2 0         | 3
"""


@pytest.mark.published
@pytest.mark.parametrize("row", SELECTED.strip().splitlines())
def test_selected(row: str) -> None:
    target, safe, bound, n, dlt, mtd = (part.strip() for part in row.split("|"))
    tallies = [Tally(int(a), int(b)) for a, b in zip(n.split(), dlt.split(), strict=True)]
    design = Boin(
        levels=len(tallies),
        target=float(target),
        max_n=90,
        extra_safe=safe == "yes",
        mtd_must_not_be_over_lambda_d=bound == "yes",
    )
    assert design.select(Counts(tuple(tallies), 1)).mtd == (int(mtd) or None)


USUAL, TOXIC = (0.08, 0.18, 0.30, 0.45, 0.60), (0.35, 0.50, 0.60, 0.70, 0.80)
BOIN = {"levels": 5, "target": 0.3, "max_n": 30}
TITRATED = BoinTitration(escalation=Boin(**BOIN, last_cohort="shorten"))
STOPPING = Boin(**BOIN, stop_at_level_n=9, stop_at_level_when="stays")

# Selection in per cent (none, level 1 to 5) and participants per level.
PLAYED = {
    "plain": (Boin(**BOIN), USUAL, (0.105, 2.665, 26.86, 50.605, 18.25, 1.515),
              (5.087, 9.556, 10.232, 4.392, 0.707)),
    "startdose=3": (Boin(**BOIN, start_level=3), USUAL, (0.02, 1.24, 23.69, 57.795, 16.56, 0.695),
                    (0.501, 6.122, 15.681, 6.652, 1.044)),
    "titration=TRUE": (TITRATED, USUAL, (0.095, 2.155, 24.9, 53.4, 18.575, 0.875),
                       (2.568, 7.489, 11.293, 6.585, 2.041)),
    "titration=TRUE, toxic": (TITRATED, TOXIC, (29.355, 60.64, 9.31, 0.685, 0.01, 0),
                              (16.829, 5.855, 1.851, 0.540, 0.136)),
    "n.earlystop=9": (STOPPING, USUAL, (0.14, 4.105, 28.34, 47.71, 18.1, 1.605),
                      (4.471, 6.841, 7.149, 3.643, 0.677)),
    "extrasafe=TRUE": (Boin(**BOIN, extra_safe=True), TOXIC,
                       (50.125, 42.63, 6.775, 0.455, 0.015, 0),
                       (14.531, 4.334, 0.540, 0.040, 0.001)),
    "boundMTD=TRUE": (Boin(**BOIN, mtd_must_not_be_over_lambda_d=True), USUAL,
                      (0.11, 4.6, 34.36, 46.745, 13.235, 0.95),
                      (5.087, 9.556, 10.232, 4.392, 0.707)),
}  # fmt: skip
TRIALS = 20_000


@pytest.mark.published
@pytest.mark.slow
@pytest.mark.parametrize("call", PLAYED)
def test_played(call: str) -> None:
    """Both sides are simulated: four standard errors of their difference."""
    design, truth, selected, treated = PLAYED[call]
    mtd, n = play(design, truth)
    share = np.bincount(mtd, minlength=6) / TRIALS
    expected = np.array(selected) / 100
    error = np.sqrt(2 * np.maximum(expected * (1 - expected), 1e-3) / TRIALS)
    assert np.all(np.abs(share - expected) <= 4 * error), share
    error = np.sqrt(2) * n.std(axis=0) / np.sqrt(TRIALS)
    assert np.all(np.abs(n.mean(axis=0) - treated) <= 4 * error + 5e-4), n.mean(axis=0)


def play(design: Design, truth: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The MTD of each trial, and its participants per level."""
    generator = np.random.default_rng(11)
    n = np.zeros((TRIALS, len(truth)), dtype=np.int64)
    dlt, at = np.zeros_like(n), np.zeros(TRIALS, dtype=np.int64)
    mtd, going = np.zeros(TRIALS, dtype=np.int64), np.arange(TRIALS)
    while going.size:
        moves = design.decide_many(Batch(n[going], dlt[going], at[going]))
        mtd[going[moves.stops]] = moves.mtd[moves.stops]
        level, size = moves.level[~moves.stops], moves.size[~moves.stops]
        going = going[~moves.stops]
        n[going, level - 1] += size
        dlt[going, level - 1] += generator.binomial(size, np.array(truth)[level - 1])
        at[going] = level
    return mtd, n

"""Scores against numbers printed elsewhere; each row names where.

Web calculators are poor oracles (one prints MELD 20 where its own formula gives
23.55), so only sources that show their inputs are used.
"""

from decimal import Decimal

import pytest

from dosepath.clinical import Meld3Input, MeldInput, Score, albi, clif_c_aclf, meld, meld_3_0

D = Decimal


def test_meld_of_the_transplantr_example() -> None:
    """R package transplantr, ``meld``: INR 2, bilirubin 54, creatinine 170 umol/L gives 24.798.

    It divides bilirubin by 17.1; the molar mass gives 17.104 and 24.797.
    """
    score = meld(MeldInput(D(54), D(170), D(2), dialysis=False))
    assert score.value == pytest.approx(24.797, abs=0.0005)
    with_17_1 = meld(MeldInput(D(54) * D("17.104") / D("17.1"), D(170), D(2), dialysis=False))
    assert with_17_1.value == pytest.approx(24.798, abs=0.0005)


def test_albi_example() -> None:
    """Bilirubin 20.52 umol/L and albumin 35 g/L give -2.109 (calculator.city, ALBI score)."""
    score = albi(bilirubin_umol_per_l=D("20.52"), albumin_g_per_l=D(35))
    assert score.value == pytest.approx(-2.109, abs=0.0005)
    assert score.category == "2"


def test_clif_c_aclf_example() -> None:
    """OF 10, age 50, white cells 10 give 47.506 by the formula of efclif.com."""
    organ = Score("clif_c_of", value=10.0, reported=D(10))
    score = clif_c_aclf(organ_failure=organ, age_years=50, leucocytes_10e9_per_l=D(10))
    assert score.value == pytest.approx(47.506, abs=0.0005)
    assert score.reported == D("47.5")


def test_meld_3_0_constants_of_the_paper() -> None:
    """Kim 2021: a woman differs from a man by 1.33 points and by nothing else."""
    man = Meld3Input(D(120), D(110), D("1.8"), D(131), D(29), "male", dialysis=False)
    woman = Meld3Input(D(120), D(110), D("1.8"), D(131), D(29), "female", dialysis=False)
    first, second = meld_3_0(man).value, meld_3_0(woman).value
    assert first is not None
    assert second is not None
    assert second - first == pytest.approx(1.33)

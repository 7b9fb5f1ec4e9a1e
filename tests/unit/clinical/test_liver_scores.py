"""Liver scores: published examples, limits, boundaries, and unknown as an answer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dosepath.clinical import (
    BILIRUBIN_UMOL_PER_MG_DL,
    CREATININE_UMOL_PER_MG_DL,
    AarcInput,
    ChildPughInput,
    ClifInput,
    Meld3Input,
    MeldInput,
    Score,
    aarc,
    albi,
    child_pugh,
    clif_c_aclf,
    clif_c_of,
    easl_clif_grade,
    meld,
    meld_3_0,
    meld_na_kim_2008,
    meld_na_optn_2016,
)

D = Decimal
SICK = MeldInput(D(200), D(150), D("2.4"), dialysis=False, sodium_mmol_per_l=D(128))
SICK3 = Meld3Input(D(200), D(150), D("2.4"), D(128), D(28), "female", dialysis=False)
STABLE = ClifInput(D(50), D(70), False, 0, D("1.2"), D(85), False, D(400), None, "none")


def mg_bilirubin(mg_dl: str) -> Decimal:
    return D(mg_dl) * BILIRUBIN_UMOL_PER_MG_DL


def mg_creatinine(mg_dl: str) -> Decimal:
    return D(mg_dl) * CREATININE_UMOL_PER_MG_DL


def codes(score: Score) -> list[str]:
    return [
        f"{reason.code}:{str(reason['input']).removeprefix('score_input.')}"
        for reason in score.missing
    ]


def test_meld_does_not_fall_below_six_and_says_what_it_raised() -> None:
    answer = meld(MeldInput(D(10), D(50), D("0.9"), dialysis=False))
    assert answer.reported == 6
    assert {reason["input"] for reason in answer.limited} == {
        "score_input.bilirubin_mg_dl",
        "score_input.creatinine_mg_dl",
        "score_input.inr",
    }


def test_meld_stops_at_forty_but_keeps_its_unrounded_value() -> None:
    answer = meld(MeldInput(D(900), D(700), D(9), dialysis=True))
    assert answer.reported == 40
    assert answer.value is not None
    assert answer.value > 40


def test_dialysis_counts_as_creatinine_four_even_without_a_creatinine() -> None:
    dialysed = meld(replace(SICK, creatinine_umol_per_l=None, dialysis=True))
    assert dialysed.value == meld(replace(SICK, creatinine_umol_per_l=mg_creatinine("4"))).value


def test_unknown_dialysis_leaves_meld_unknown_unless_creatinine_is_at_its_limit() -> None:
    assert codes(meld(replace(SICK, dialysis=None))) == ["score.missing:dialysis"]
    at_limit = replace(SICK, creatinine_umol_per_l=mg_creatinine("4.5"), dialysis=None)
    assert meld(at_limit).value is not None


def test_a_missing_input_gives_no_number_and_is_named() -> None:
    answer = meld_3_0(replace(SICK3, albumin_g_per_l=None, sex=None))
    assert answer.value is None
    assert answer.reported is None
    assert codes(answer) == ["score.missing:albumin", "score.missing:sex"]


@pytest.mark.parametrize("bad", [D(0), D(-3), D("NaN")])
def test_an_impossible_input_is_refused_not_computed(bad: Decimal) -> None:
    assert codes(meld(replace(SICK, inr=bad))) == ["score.impossible:inr"]


def test_the_two_scores_called_meld_na_differ() -> None:
    assert meld_na_optn_2016(SICK).name != meld_na_kim_2008(SICK).name
    assert meld_na_optn_2016(SICK).value != meld_na_kim_2008(SICK).value


def test_meld_na_2016_by_hand() -> None:
    # 9.57 ln(150/88.4) + 3.78 ln(200/17.104) + 11.2 ln 2.4 + 6.43 = 30.59 -> 31;
    # 31 + 1.32 x 9 - 0.033 x 31 x 9 = 33.673
    answer = meld_na_optn_2016(SICK)
    assert answer.value == pytest.approx(33.673)
    assert answer.reported == 34


def test_sodium_does_not_count_in_meld_na_2016_up_to_a_meld_of_eleven() -> None:
    mild = MeldInput(D(25), D(80), D("1.2"), dialysis=False, sodium_mmol_per_l=D(126))
    assert meld_na_optn_2016(mild).reported == meld(mild).reported


@pytest.mark.parametrize(("sodium", "same_as"), [("120", "125"), ("150", "137")])
def test_sodium_is_held_between_125_and_137(sodium: str, same_as: str) -> None:
    limited = meld_3_0(replace(SICK3, sodium_mmol_per_l=D(sodium)))
    assert limited.value == meld_3_0(replace(SICK3, sodium_mmol_per_l=D(same_as))).value
    assert [reason["input"] for reason in limited.limited] == ["score_input.sodium"]


def test_sodium_below_125_counts_as_125_in_meld_na_2016_too() -> None:
    low = meld_na_optn_2016(replace(SICK, sodium_mmol_per_l=D(118)))
    assert low.value == meld_na_optn_2016(replace(SICK, sodium_mmol_per_l=D(125))).value
    assert low.reported == 35  # 31 + 1.32 x 12 - 0.033 x 31 x 12 = 34.564


def test_meld_3_0_by_hand() -> None:
    # female, creatinine 1.69683, bilirubin 11.69317, INR 2.4, sodium 128, albumin 2.8
    # 1.33 + 11.21300 + 7.38 - 5.31142 + 7.95811 + 5.89004 + 1.295 - 0.67730 + 6 = 35.077
    assert meld_3_0(SICK3).value == pytest.approx(35.077, abs=0.001)


def test_meld_3_0_is_lowest_at_six_for_a_man_with_all_inputs_at_their_limit() -> None:
    healthy = Meld3Input(D(10), D(60), D(1), D(140), D(45), "male", dialysis=False)
    assert meld_3_0(healthy).reported == 6
    assert meld_3_0(replace(healthy, sex="female")).value == pytest.approx(7.33)


@pytest.mark.parametrize(
    ("bilirubin", "albumin", "inr", "points"),
    [
        ("1.99", "36", "1.69", 5),
        ("2", "35", "1.7", 8),
        ("3", "28", "2.3", 8),
        ("3.01", "27.9", "2.31", 11),
    ],
)
def test_child_pugh_limits_belong_to_the_middle_band(
    bilirubin: str, albumin: str, inr: str, points: int
) -> None:
    given = ChildPughInput(mg_bilirubin(bilirubin), D(albumin), D(inr), "none", 0)
    assert child_pugh(given).reported == points


def test_child_pugh_variants_differ_where_the_printed_tables_differ() -> None:
    given = ChildPughInput(D("34.1"), D("29"), D("1.5"), "mild", 2)
    totals = {
        name: child_pugh(given, variant=name).reported
        for name in ("mg_dl_albumin_28", "mg_dl_albumin_30", "si_albumin_28")
    }
    assert totals == {"mg_dl_albumin_28": 8, "mg_dl_albumin_30": 9, "si_albumin_28": 9}


@pytest.mark.parametrize(
    ("ascites", "west_haven", "category"),
    [("none", 0, "B"), ("mild", 1, "B"), ("moderate_or_severe", 3, "C")],
)
def test_child_pugh_classes(ascites: str, west_haven: int, category: str) -> None:
    given = ChildPughInput(D(100), D(36), D("1.2"), ascites, west_haven)  # type: ignore[arg-type]
    assert child_pugh(given).category == category


@pytest.mark.parametrize(
    ("bilirubin", "albumin", "grade"), [("8", "45", "1"), ("20.52", "35", "2"), ("400", "20", "3")]
)
def test_albi_grades(bilirubin: str, albumin: str, grade: str) -> None:
    answer = albi(bilirubin_umol_per_l=D(bilirubin), albumin_g_per_l=D(albumin))
    assert answer.category == grade


def test_twelve_mg_of_bilirubin_and_inr_two_and_a_half_are_failures() -> None:
    at = replace(STABLE, bilirubin_umol_per_l=mg_bilirubin("12"), inr=D("2.5"))
    assert dict(clif_c_of(at).points) == {
        "liver": 3,
        "kidney": 1,
        "brain": 1,
        "coagulation": 3,
        "circulation": 1,
        "lungs": 1,
    }


def test_oxygen_saturation_stands_in_for_a_blood_gas() -> None:
    by_saturation = replace(STABLE, pao2_fio2_mmhg=None, spo2_fio2=D(214))
    assert dict(clif_c_of(by_saturation).points)["lungs"] == 3
    assert dict(clif_c_of(replace(STABLE, pao2_fio2_mmhg=D(201))).points)["lungs"] == 2


def test_organ_failure_is_unknown_while_one_organ_is_unknown() -> None:
    assert codes(clif_c_of(replace(STABLE, mean_arterial_pressure_mmhg=None))) == [
        "score.missing:mean_arterial_pressure"
    ]


def test_clif_c_aclf_passes_on_what_the_organ_failure_score_lacks() -> None:
    organ = clif_c_of(replace(STABLE, inr=None))
    answer = clif_c_aclf(organ_failure=organ, age_years=50, leucocytes_10e9_per_l=D(10))
    assert answer.value is None
    assert codes(answer) == ["score.missing:inr"]


@pytest.mark.parametrize(
    ("change", "grade"),
    [
        ({}, "0"),
        ({"creatinine_umol_per_l": mg_creatinine("2")}, "1"),
        ({"renal_replacement": True}, "1"),
        ({"bilirubin_umol_per_l": mg_bilirubin("13")}, "0"),
        (
            {
                "bilirubin_umol_per_l": mg_bilirubin("13"),
                "creatinine_umol_per_l": mg_creatinine("1.5"),
            },
            "1",
        ),
        ({"bilirubin_umol_per_l": mg_bilirubin("13"), "west_haven": 2}, "1"),
        ({"west_haven": 3}, "0"),
        ({"west_haven": 3, "creatinine_umol_per_l": mg_creatinine("1.6")}, "1"),
        ({"west_haven": 3, "vasopressors": True}, "2"),
        ({"west_haven": 3, "vasopressors": True, "inr": D(3)}, "3"),
        ({"west_haven": 3, "vasopressors": True, "inr": D(3), "pao2_fio2_mmhg": None}, "3"),
    ],
)
def test_easl_clif_grades(change: dict[str, object], grade: str) -> None:
    assert easl_clif_grade(replace(STABLE, **change)).category == grade  # type: ignore[arg-type]


def test_easl_clif_grade_is_unknown_when_an_unseen_organ_could_change_it() -> None:
    assert easl_clif_grade(replace(STABLE, west_haven=None)).value is None


@pytest.mark.parametrize(
    ("points", "given"),
    [
        (5, AarcInput(mg_bilirubin("14.9"), 0, D("1.79"), D("1.4"), mg_creatinine("0.69"))),
        (10, AarcInput(mg_bilirubin("15"), 1, D("1.8"), D("1.5"), mg_creatinine("0.7"))),
        (10, AarcInput(mg_bilirubin("25"), 2, D("2.5"), D("2.5"), mg_creatinine("1.5"))),
        (15, AarcInput(mg_bilirubin("25.1"), 3, D("2.6"), D("2.6"), mg_creatinine("1.6"))),
    ],
)
def test_aarc_limits_belong_to_the_middle_band(points: int, given: AarcInput) -> None:
    answer = aarc(given)
    assert answer.reported == points
    assert answer.category == {5: "1", 10: "2", 15: "3"}[points]


def test_a_west_haven_grade_outside_zero_to_four_is_an_error() -> None:
    with pytest.raises(ValueError, match="allowed 0 to 4"):
        clif_c_of(replace(STABLE, west_haven=5))

"""CTCAE laboratory grades: both versions, boundaries, and unknown as an answer."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosepath.clinical import (
    EVENT_TERMS,
    Grading,
    LabValue,
    grade_baseline,
    grade_lab,
    lab_terms,
    terms_for,
    worsened,
)
from dosepath.rule import Truth


def graded(
    key: str, value: str, version: str = "5.0", facts: dict[str, bool] | None = None, **limits: str
) -> Grading:
    unit = lab_terms(version)[key].unit
    numbers = {name: Decimal(text) for name, text in limits.items()}
    return grade_lab(key, LabValue(Decimal(value), unit, **numbers), version=version, facts=facts)


# What the two versions make of people who enter with liver failure.
LIVER_FAILURE = [
    # term, value, limits, facts, grade in v5.0, grade in v6.0
    ("bilirubin_increased", "500", {"uln": "20", "baseline": "200"}, {}, 2, 2),
    ("bilirubin_increased", "501", {"uln": "20", "baseline": "200"}, {}, 2, 3),
    ("bilirubin_increased", "600", {"uln": "20", "baseline": "200"}, {}, 2, 3),
    ("bilirubin_increased", "601", {"uln": "20", "baseline": "200"}, {}, 3, 3),
    ("alt_increased", "120", {"uln": "40", "baseline": "120"}, {}, 0, 1),
    ("alt_increased", "179", {"uln": "40", "baseline": "120"}, {}, 0, 1),
    ("alt_increased", "180", {"uln": "40", "baseline": "120"}, {}, 1, 1),
    ("alt_increased", "241", {"uln": "40", "baseline": "120"}, {}, 1, 3),
    ("alt_increased", "600", {"uln": "40", "baseline": "120"}, {}, 2, 4),
    ("alt_increased", "601", {"uln": "40", "baseline": "120"}, {}, 3, 4),
    ("inr_increased", "2.2", {"baseline": "2.2"}, {"on_anticoagulation": False}, 2, 2),
    ("inr_increased", "2.51", {"baseline": "2.2"}, {"on_anticoagulation": False}, 3, 3),
    ("inr_increased", "1.6", {"baseline": "2.2"}, {"on_anticoagulation": False}, 2, 2),
    ("platelets_decreased", "60", {"lln": "125"}, {}, 2, 2),
    ("platelets_decreased", "22", {"lln": "125"}, {}, 4, 3),
    ("creatinine_increased", "100", {"uln": "97", "lln": "50", "baseline": "60"}, {}, 2, 1),
]


@pytest.mark.parametrize("row", LIVER_FAILURE, ids=lambda row: f"{row[0]}-{row[1]}")
def test_grades_of_people_in_liver_failure(
    row: tuple[str, str, dict[str, str], dict[str, bool], int, int],
) -> None:
    key, value, limits, facts, v5, v6 = row
    assert graded(key, value, "5.0", facts, **limits).grade == v5
    assert graded(key, value, "6.0", facts, **limits).grade == v6


BOUNDARIES_V5 = [
    # term, limits of normal, values just inside grade 0, 1, 2, 3, 4 (None: no such grade)
    ("alt_increased", {"uln": "40", "baseline": "30"}, "40", "120", "200", "800", "800.1"),
    ("alp_increased", {"uln": "100", "baseline": "90"}, "100", "250", "500", "2000", "2001"),
    ("bilirubin_increased", {"uln": "20", "baseline": "10"}, "20", "30", "60", "200", "200.1"),
    ("aptt_prolonged", {"uln": "40"}, "40", "60", "100", "100.1", None),
    ("inr_increased", {"baseline": "1"}, "1.2", "1.5", "2.5", "2.51", None),
    ("anemia", {"lln": "130"}, "130", "100", "80", "79.9", None),
    ("platelets_decreased", {"lln": "125"}, "125", "75", "50", "25", "24.9"),
    ("neutrophils_decreased", {"lln": "1.8"}, "1.8", "1.5", "1.0", "0.5", "0.49"),
    ("lymphocytes_decreased", {"lln": "1.1"}, "1.1", "0.8", "0.5", "0.2", "0.19"),
    ("leucocytes_decreased", {"lln": "3.5"}, "3.5", "3.0", "2.0", "1.0", "0.99"),
    ("hypoalbuminemia", {"lln": "40"}, "40", "30", "20", "19.9", None),
    ("hypernatremia", {"uln": "145"}, "145", "150", "155", "160", "160.1"),
    ("hyperkalemia", {"uln": "5.3"}, "5.3", "5.5", "6.0", "7.0", "7.1"),
    ("hypoglycemia", {"lln": "3.9"}, "3.9", "3.0", "2.2", "1.7", "1.69"),
    ("hypocalcemia", {"lln": "2.1"}, "2.1", "2.0", "1.75", "1.5", "1.49"),
    ("hypomagnesemia", {"lln": "0.7"}, "0.7", "0.5", "0.4", "0.3", "0.29"),
    ("creatinine_increased", {"uln": "100", "baseline": "100"}, "100", "150", "300", "600", "601"),
]


@pytest.mark.parametrize("row", BOUNDARIES_V5, ids=lambda row: row[0])
def test_the_upper_limit_of_a_range_has_the_lower_grade(row: tuple[Any, ...]) -> None:
    key, limits, *printed = row
    facts = {"on_anticoagulation": False}
    values = [value for value in printed if value is not None]
    found = [graded(key, value, facts=facts, **limits).grade for value in values]
    assert found == list(range(len(values)))


@pytest.mark.parametrize(
    ("value", "grade"), [("75", 1), ("50", 2), ("10", 3), ("9.9", 4), ("24", 3)]
)
def test_thrombocytopenia_of_v6_has_its_own_limits(value: str, grade: int) -> None:
    answer = graded("platelets_decreased", value, "6.0", lln="125")
    assert answer.grade == grade
    assert answer.term == "Thrombocytopenia"


def test_a_missing_baseline_leaves_a_grade_unknown_only_where_it_matters() -> None:
    normal = graded("alt_increased", "40", uln="40")
    high = graded("alt_increased", "150", uln="40")
    assert normal.grade == 0
    assert high.grade is None
    assert high.possible == (0, 1, 2)
    assert [reason["input"] for reason in high.because] == ["input.baseline"]
    assert not high.needs_clinician


def test_every_baseline_above_normal_is_thought_of_when_it_is_missing() -> None:
    # A baseline just above 50 makes 115 more than twice the baseline: grade 3 in version 6.0.
    assert graded("alt_increased", "115", "6.0", uln="50").possible == (0, 1, 2, 3)


def test_an_absolute_limit_decides_without_limits_of_normal() -> None:
    assert graded("platelets_decreased", "22").grade == 4
    assert graded("platelets_decreased", "100").grade is None
    assert graded("creatinine_increased", "700", uln="97").grade == 4


def test_inr_asks_about_anticoagulation_only_when_it_would_change_the_grade() -> None:
    asked = graded("inr_increased", "1.1", baseline="1.0")
    assert asked.possible == (0, 1)
    assert [reason["fact"] for reason in asked.because] == ["ctcae_fact.on_anticoagulation"]
    assert asked.needs_clinician
    assert graded("inr_increased", "2.6", baseline="2.2").grade == 3


def test_symptoms_divide_potassium_and_are_asked_for() -> None:
    asked = graded("hypokalemia", "3.2", lln="3.5")
    assert (asked.grade, asked.possible, asked.needs_clinician) == (None, (1, 2), True)
    assert graded("hypokalemia", "3.2", facts={"symptomatic": True}, lln="3.5").grade == 2
    assert graded("hypokalemia", "3.2", facts={"symptomatic": False}, lln="3.5").grade == 1
    assert graded("hypokalemia", "2.9", lln="3.5").grade == 3


def test_sodium_between_the_whole_numbers_of_v5_needs_a_clinician_and_not_in_v6() -> None:
    calm = {"symptomatic": False}
    v5 = graded("hyponatremia", "129.5", facts=calm, lln="135")
    assert (v5.grade, v5.needs_clinician) == (None, True)
    assert graded("hyponatremia", "129.5", "6.0", calm, lln="135").grade == 2
    assert graded("hyponatremia", "130", facts=calm, lln="135").grade == 1
    assert graded("hyponatremia", "129", facts=calm, lln="135").grade == 2
    assert graded("hyponatremia", "124", lln="135").grade == 3
    assert graded("hyponatremia", "119.9", lln="135").grade == 4


def test_v6_alt_grade_three_above_five_times_normal_at_baseline_is_a_matter_of_reading() -> None:
    asked = graded("alt_increased", "700", "6.0", uln="40", baseline="300")
    assert (asked.grade, asked.possible) == (None, (2, 3))
    read = {"reading_grade_3_above_5_uln": True}
    assert graded("alt_increased", "700", "6.0", read, uln="40", baseline="300").grade == 3
    assert graded("alt_increased", "1300", "6.0", uln="40", baseline="300").grade == 4


def test_fibrinogen_stores_which_reading_of_if_abnormal_was_used() -> None:
    limits = {"lln": "2.0", "baseline": "4.0"}
    asked = graded("fibrinogen_decreased", "1.9", **limits)
    assert (asked.grade, asked.possible) == (None, (1, 3))
    of_value = {"reading_abnormal_value": True}
    assert graded("fibrinogen_decreased", "1.9", facts=of_value, **limits).grade == 3
    assert graded("fibrinogen_decreased", "0.49", **limits).grade == 4


def test_glucose_is_numeric_in_v6_only_and_fasting_below_grade_three() -> None:
    assert "hyperglycemia" not in lab_terms("5.0")
    assert graded("hyperglycemia", "9", "6.0", {"fasting": True}, uln="6.1").grade == 2
    fed = graded("hyperglycemia", "9", "6.0", {"fasting": False}, uln="6.1")
    assert (fed.grade, fed.possible) == (None, ())
    assert graded("hyperglycemia", "14", "6.0", uln="6.1").grade == 3


@pytest.mark.parametrize(
    ("value", "grade"), [("49", 2), ("26", 2), ("25", 3), ("10", 3), ("25.5", None), ("9", None)]
)
def test_creatinine_clearance_has_holes_in_v6(value: str, grade: int | None) -> None:
    answer = graded("creatinine_clearance_decreased", value, "6.0", lln="90")
    assert answer.grade == grade
    assert answer.needs_clinician is (grade is None)


def test_fever_longer_than_a_day_is_asked_for_above_forty() -> None:
    assert graded("fever", "38.0").grade == 1
    assert graded("fever", "40.1").possible == (3, 4)
    assert graded("fever", "40.1", facts={"longer_than_24_hours": True}).grade == 4


def test_a_stated_finding_raises_the_grade_and_an_unstated_one_is_listed() -> None:
    plain = graded("anemia", "95", lln="130")
    assert plain.grade == 2
    assert plain.higher_if == ((3, "transfusion_needed"), (4, "life_threatening"))
    transfused = graded("anemia", "95", facts={"transfusion_needed": True}, lln="130")
    assert transfused.grade == 3
    assert graded("anemia", "140", facts={"transfusion_needed": True}, lln="130").grade == 0


def test_the_rule_that_was_used_is_named() -> None:
    rule = graded("bilirubin_increased", "601", uln="20", baseline="200").rule
    assert rule is not None
    assert (rule.code, rule["op"], rule["limit"]) == ("grade.rule.baseline", ">", "3")
    assert rule["when"] == ("ctcae_fact.baseline_above_uln",)


def test_a_value_in_another_unit_is_converted_or_not_graded() -> None:
    grams = LabValue(Decimal("8.0"), "g/dL", lln=Decimal(13))
    assert grade_lab("anemia", grams, version="5.0").grade == 2
    moles = grade_lab("anemia", LabValue(Decimal(5), "mmol/L", lln=Decimal(8)), version="5.0")
    assert moles.grade is None
    assert [reason.code for reason in moles.because] == ["grade.unit"]


def test_a_baseline_is_graded_against_itself() -> None:
    limits = LabValue(Decimal(120), "U/L", uln=Decimal(40))
    assert grade_baseline("alt_increased", limits, version="5.0").grade == 0
    assert grade_baseline("alt_increased", limits, version="6.0").grade == 1


def test_lactate_and_ammonia_have_no_term() -> None:
    assert terms_for("lactate", "5.0") == ()
    assert [term.key for term in terms_for("sodium", "5.0")] == ["hyponatremia", "hypernatremia"]


def test_an_unknown_version_is_named() -> None:
    with pytest.raises(ValueError, match=r"'4.03': there are 5.0, 6.0"):
        lab_terms("4.03")


@pytest.mark.parametrize(
    ("before", "now", "truth"),
    [
        (2, 3, Truth.MET),
        (3, 3, Truth.NOT_MET),
        (3, 1, Truth.NOT_MET),
        (None, 0, Truth.NOT_MET),
        (None, 3, Truth.UNKNOWN),
        (2, None, Truth.UNKNOWN),
    ],
)
def test_worsened(before: int | None, now: int | None, truth: Truth) -> None:
    assert worsened(before, now) is truth


POSITIVE = st.decimals(min_value="0.1", max_value="900", places=1)
KEYS = sorted(lab_terms("5.0").keys() & lab_terms("6.0").keys())


@given(
    key=st.sampled_from(KEYS),
    version=st.sampled_from(["5.0", "6.0"]),
    value=POSITIVE,
    everything=st.fixed_dictionaries(dict.fromkeys(("lln", "uln", "baseline"), POSITIVE)),
    known=st.sets(st.sampled_from(["lln", "uln", "baseline"])),
    answer=st.booleans(),
)
def test_a_grade_given_without_an_input_holds_for_every_value_of_it(
    *,
    key: str,
    version: str,
    value: Decimal,
    everything: dict[str, Decimal],
    known: set[str],
    answer: bool,
) -> None:
    term = lab_terms(version)[key]
    partial = {name: number for name, number in everything.items() if name in known}
    facts = dict.fromkeys(term.facts, answer)
    full = grade_lab(key, LabValue(value, term.unit, **everything), version=version, facts=facts)
    less = grade_lab(key, LabValue(value, term.unit, **partial), version=version)
    if less.grade is not None:
        assert full.grade == less.grade
    elif full.grade is not None:
        assert full.grade in less.possible


def test_terms_to_choose_have_grades_in_both_versions() -> None:
    hypoxia = next(term for term in EVENT_TERMS if term.name == "Hypoxia")
    assert (hypoxia.grades_in("5.0")[0], hypoxia.grades_in("6.0")[0]) == (2, 1)
    assert len({term.name for term in EVENT_TERMS}) == len(EVENT_TERMS)

"""Dose ladders: listed, named, or by steps."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dosepath.quantity import FaultsFound
from dosepath.study import Study, load_text

DESIGN = "doses: {}\nescalation: {{stages: [three_plus_three]}}\n"


def study_with(doses: str) -> Study:
    return load_text(DESIGN.format(doses), "f.yaml")


@pytest.mark.parametrize(
    ("written", "value", "unit", "label", "per"),
    [
        ("0.15e9 cells", "150000000", "cells", "0.15 × 10⁹ cells", None),
        ("1.0e6 cells/kg", "1000000", "cells/kg", "1.0 × 10⁶ cells/kg", "kg"),
        ("18 mg/m2", "18", "mg/m2", "18 mg/m2", "m2"),
        ("2.5 Gy", "2.5", "Gy", "2.5 Gy", None),
    ],
)
def test_a_dose_has_a_value_a_unit_and_a_label(
    written: str, value: str, unit: str, label: str, per: str | None
) -> None:
    (dose,) = study_with(f"[{written}]").doses
    assert (dose.level, dose.value, dose.unit) == (1, Decimal(value), unit)
    assert (dose.label, dose.per, dose.text) == (label, per, written)


def test_levels_may_have_names_without_numbers() -> None:
    """Some records name a low, a middle and a high dose and say no more."""
    doses = study_with("[{name: low}, {name: middle, assumed: no number is public}]").doses
    assert [(dose.label, dose.value) for dose in doses] == [("low", None), ("middle", None)]
    assert doses[1].assumed == "no number is public"


def test_a_ladder_may_be_steps_of_which_the_last_repeats() -> None:
    """A modified Fibonacci ladder from 18 mg/m2, rounded to whole mg/m2."""
    study = study_with(
        "{first: 18 mg/m2, steps: [+100 %, +67 %, +50 %, +40 %], levels: 6, round_to: 1 mg/m2}"
    )
    values = [int(dose.value or 0) for dose in study.doses]
    assert values == [18, 36, 60, 90, 126, 177]


@pytest.mark.parametrize(
    ("doses", "said"),
    [
        ("[]", "no dose level"),
        ("[5]", "needs its unit"),
        ("[five mg]", "not a dose"),
        ("[1..2 mg]", "not a dose"),
        ("[-1 mg]", "not a dose"),
        ("[0 mg]", "more than zero"),
        ("[1 mg, 2 g]", "one unit"),
        ("[2 mg, 1 mg]", "go up"),
        ("[{doze: 1 mg}]", "`doze` is not a key here; did you mean `dose`?"),
        ("[{dose: 1 mg, assumed: 3}]", "a text is needed"),
        ("{first: 18 mg}", "steps are a list"),
        ("{first: 18 mg, steps: [40 %], levels: 3}", "percentage"),
        ("{first: 18 mg, steps: [+40 %], levels: many}", "how many levels"),
        ("{first: 18 mg, steps: [+40 %], levels: 3, last: 5 mg}", "`last` is not a key"),
        ("{steps: [+40 %], levels: 3}", "not a dose"),
        ("12 mg", "a list"),
    ],
)
def test_what_is_no_ladder_is_refused(doses: str, said: str) -> None:
    with pytest.raises(FaultsFound) as refused:
        study_with(doses)
    assert said in str(refused.value)

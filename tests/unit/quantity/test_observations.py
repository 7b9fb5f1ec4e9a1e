"""Observations and amounts keep what was written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dosepath.quantity import (
    STATUSES,
    UNITS,
    DosePathError,
    Moment,
    Observation,
    Quantity,
    UnknownUnit,
    is_loinc,
)


def test_an_observation_survives_the_log() -> None:
    seen = Observation(
        "bilirubin", "<3.0", "umol/L", Moment.parse("2026-11-20"), "21", source="lab",
        status="corrected",
    )  # fmt: skip
    assert Observation.from_json(seen.to_json()) == seen


@pytest.mark.parametrize(
    "data",
    [
        {"variable": "inr"},
        {"variable": "inr", "value": 1.5},
        {"variable": "inr", "value": "1.5", "colour": "red"},
        {"variable": "inr", "value": "1.5", "status": "maybe"},
        {"variable": "inr", "value": "1.5", "at": "2026-01-01T08:00"},
    ],
)
def test_a_broken_observation_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(DosePathError):
        Observation.from_json(data)


def test_every_status_says_whether_the_value_counts() -> None:
    assert set(STATUSES.values()) == {"used", "replaces", "ignored"}


def test_digits_are_kept_as_written() -> None:
    assert str(Quantity.parse("40.0 kg")) == "40.0 kg"
    assert Quantity.parse("0.15e9 cells").value == Decimal(150000000)


@pytest.mark.parametrize("text", ["40", "1,5 kg", "kg", "", "40 stone"])
def test_an_amount_needs_a_number_and_a_known_unit(text: str) -> None:
    with pytest.raises(DosePathError):
        Quantity.parse(text)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_an_amount_is_finite(value: str) -> None:
    with pytest.raises(DosePathError):
        Quantity(Decimal(value), "kg")


def test_no_spelling_names_two_units() -> None:
    spelled = [name for unit in UNITS.values() for name in (unit.code, *unit.spellings)]
    assert sorted(spelled) == sorted(set(spelled))


def test_an_unknown_unit_says_what_is_allowed() -> None:
    with pytest.raises(UnknownUnit, match=r"allowed: .*kg"):
        Quantity.parse("40 mmHg").to("kg")


# Codes of the variables that liver trials use; the digit after the dash checks the others.
CODES = (
    *("1975-2", "14631-6", "6301-6", "34714-6", "5894-1", "5902-2", "1751-7", "61151-7"),
    *("61152-5", "777-3", "26515-7", "29463-7", "50984-4", "2703-7", "3150-0"),
)


@pytest.mark.parametrize("code", CODES)
def test_a_loinc_code_checks_itself(code: str) -> None:
    assert is_loinc(code)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert not is_loinc(wrong)


@pytest.mark.parametrize("code", ["", "1975", "1975-", "1975-22", "LP1975-2", "19 75-2"])
def test_what_has_not_the_shape_of_a_code_is_none(code: str) -> None:
    assert not is_loinc(code)

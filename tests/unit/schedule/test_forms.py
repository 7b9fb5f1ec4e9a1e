"""Forms are read strictly: a table of answers, and what each gets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from dosepath.quantity import Bounded, FaultsFound
from dosepath.schedule import Form, Item, ItemType, Range, check_form, conditions, read_form

TODAY = date(2026, 3, 10)


def number(name: str, **given: object) -> Item:
    return Item(name, ItemType.NUMBER, {"en": name}, **given)  # type: ignore[arg-type]


BILIRUBIN = number(
    "bilirubin",
    unit="umol/L",
    units=("umol/L", "mg/dL"),
    possible=Range(Decimal(1), Decimal(1500)),
    usual=Range(Decimal(5), Decimal(700)),
    required=True,
)
FORM = Form(
    "labs",
    {"en": "Laboratory"},
    (
        BILIRUBIN,
        number("sodium", unit="mmol/L", units=("mmol/L",)),
        number("crp", unit="mg/L", units=("mg/L",), bound=True, usual=Range(None, Decimal(200))),
        number("inr", unit="1", units=("1",)),
        Item("ascites", ItemType.CODE, {"en": ""}, codes={"none": {}, "slight": {}}),
        Item("alive", ItemType.YES_NO, {"en": "Alive"}),
        Item("died_on", ItemType.DATE, {"en": "Died on"}, required_when="alive is no"),
        Item(
            "why_high",
            ItemType.TEXT,
            {"en": "Why so high"},
            required_when="bilirubin > 20 mg/dL and alive is yes",
        ),
    ),
)

# item, answer -> code of the fault, or None and the value that is kept
ANSWERS = [
    ("bilirubin", "85 umol/L", None, Decimal(85)),
    ("bilirubin", {"value": "4.97", "unit": "mg/dL"}, None, Decimal("4.97")),
    ("bilirubin", {"value": "4.97", "unit": "MG/DL"}, None, Decimal("4.97")),
    ("bilirubin", "85", "form.unit_missing", None),
    ("bilirubin", {"value": "85", "unit": "g/L"}, "form.unit_unknown", None),
    ("bilirubin", {"value": "85", "unit": "umool"}, "form.unit_unknown", None),
    ("bilirubin", "1,5 mg/dL", "form.number", None),
    ("bilirubin", "1e3 umol/L", "form.number", None),
    ("bilirubin", "NaN umol/L", "form.number", None),
    ("bilirubin", "<2 umol/L", "form.bound", None),
    ("bilirubin", "1501 umol/L", "form.impossible", None),
    ("bilirubin", "100 mg/dL", "form.impossible", None),
    ("sodium", "140", None, Decimal(140)),
    ("sodium", 140, None, Decimal(140)),
    ("sodium", "inf", "form.number", None),
    ("sodium", "pending", "form.number", None),
    ("sodium", "140*", "form.number", None),
    ("sodium", "", None, None),
    ("sodium", None, None, None),
    ("inr", "1.50", None, Decimal("1.50")),
    ("crp", "<0.2", None, Bounded("<", Decimal("0.2"))),
    ("ascites", "slight", None, "slight"),
    ("ascites", "Slight", "form.code", None),
    ("alive", "yes", None, True),
    ("alive", False, None, False),
    ("alive", "maybe", "form.yes_no", None),
    ("died_on", "2026-03-09", None, date(2026, 3, 9)),
    ("died_on", "2026-03-11", "form.future", None),
    ("died_on", "2026-02-29", "form.date", None),
    ("died_on", "9/3/2026", "form.date", None),
    ("why_high", "haemolysis?\nrepeat", None, "haemolysis?\nrepeat"),
    ("why_high", "a" * 4001, "form.too_long", None),
    ("why_high", "turned \u202e text", "form.hidden", None),
    ("sodum", "140", "form.unknown_item", None),
]


@pytest.mark.parametrize(("item", "given", "code", "value"), ANSWERS)
def test_an_answer_is_kept_or_refused(
    item: str, given: object, code: str | None, value: object
) -> None:
    reading = read_form(FORM, {item: given}, partial=True, today=TODAY)
    assert [fault.code for fault in reading.faults] == ([code] if code else [])
    assert all(fault.place.path == item for fault in reading.faults)
    kept = reading.entries.get(item)
    assert (kept.value if kept else None) == value


def test_a_conversion_is_exact() -> None:
    """85 umol/L is 4.9696... mg/dL: comparing rounded values would decide wrongly."""
    entry = read_form(FORM, {"bilirubin": "4.97 mg/dL"}, partial=True).entries["bilirubin"]
    assert entry.in_unit is not None
    assert entry.in_unit.low == Fraction("4.97") * Fraction("17.104")


@pytest.mark.parametrize(
    ("given", "asked"),
    [("700 umol/L", False), ("701 umol/L", True), ("4 umol/L", True), ("41 mg/dL", True)],
)
def test_an_unusual_value_is_asked_about_and_kept(given: str, *, asked: bool) -> None:
    reading = read_form(FORM, {"bilirubin": given}, partial=True)
    assert bool(reading.queries) is asked
    assert not reading.faults


def test_a_bound_is_unusual_only_if_it_lies_wholly_outside() -> None:
    assert not read_form(FORM, {"crp": ">150"}, partial=True).queries
    assert read_form(FORM, {"crp": ">250"}, partial=True).queries


def test_required_items_are_asked_for_when_the_form_is_complete() -> None:
    assert check_form(FORM, {}, partial=True) == ()
    assert [fault.code for fault in check_form(FORM, {})] == ["form.required"]


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({"alive": "no"}, ["died_on"]),
        ({"alive": "yes"}, []),
        ({}, []),
        ({"alive": "no", "died_on": "2026-03-01"}, []),
        ({"alive": "yes", "bilirubin": "343 umol/L"}, ["why_high"]),
        ({"alive": "yes", "bilirubin": "342 umol/L"}, []),
    ],
)
def test_an_item_is_needed_because_of_another(answers: dict[str, str], missing: list[str]) -> None:
    given = {"bilirubin": "85 umol/L"} | answers
    assert [fault.place.path for fault in check_form(FORM, given)] == missing


def test_a_refused_answer_is_not_also_missing() -> None:
    faults = check_form(FORM, {"bilirubin": "high"})
    assert [fault.code for fault in faults] == ["form.number"]


def test_an_unknown_item_names_the_nearest() -> None:
    (fault,) = check_form(FORM, {"sodum": "140"}, partial=True)
    assert "did you mean `sodium`?" in fault.message


def test_a_condition_that_cannot_be_read_is_found_when_the_form_is_made() -> None:
    bad = Item("x", ItemType.TEXT, {"en": "x"}, required_when="bilirubin > 5")
    with pytest.raises(FaultsFound, match=r"unit") as refused:
        conditions(Form("f", {"en": "f"}, (BILIRUBIN, bad)))
    assert refused.value.faults[0].place.path == "x.required_when"

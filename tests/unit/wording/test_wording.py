"""Sentences, numbers, doses and dates as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from dosepath import wording
from dosepath.rule import Reason

SHANGHAI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("dose", "english", "chinese"),
    [
        ("0.15e9 cells", "0.15 × 10⁹ cells", "0.15 × 10⁹ 个细胞"),
        ("1.0e9 cells", "1.0 × 10⁹ cells", "1.0 × 10⁹ 个细胞"),
        ("1500000000 cells", "1.5 × 10⁹ cells", "1.5 × 10⁹ 个细胞"),
        ("18 mg/m2", "18 mg/m²", "18 mg/m²"),
        ("not chosen", "not chosen", "not chosen"),
    ],
)
def test_a_dose_keeps_its_exponent(dose: str, english: str, chinese: str) -> None:
    assert wording.dose_text(dose).replace("\xa0", " ") == english
    assert wording.dose_text(dose, "zh-Hans").replace("\xa0", " ") == chinese


@pytest.mark.parametrize(
    ("dose", "english", "chinese"),
    [
        ("0.15e9 cells", "150 million cells", "1.5 亿个细胞"),
        ("0.5e9 cells", "500 million cells", "5 亿个细胞"),
        ("1.0e9 cells", "1 billion cells", "10 亿个细胞"),
        ("1.5e9 cells", "1.5 billion cells", "15 亿个细胞"),
    ],
)
def test_a_dose_in_lay_words(dose: str, english: str, chinese: str) -> None:
    assert wording.dose_in_words(dose).replace("\xa0", " ") == english
    assert wording.dose_in_words(dose, "zh-Hans").replace("\xa0", " ") == chinese


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(20, "10*9/L", "20 × 10⁹/L"), (85, "umol/L", "85 µmol/L"), (40, "%", "40%")],
)
def test_a_quantity_has_a_printed_unit(value: int, unit: str, shown: str) -> None:
    assert wording.quantity_text(value, unit).replace("\xa0", " ") == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.445, "44.5%"), (0, "0%"), (1, "100%"), (0.0001, "<0.1%"), (0.99999, ">99.9%")],
)
def test_a_probability_is_never_rounded_to_certainty(share: float, shown: str) -> None:
    assert wording.percent_text(share) == shown


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Platelets below 20 x 10^9/L.", "Platelets below 20 × 10⁹/L."),
        ("低于 20 × 10*9/L", "低于 20 × 10⁹/L"),
        ("at least 85 umol/L", "at least 85 µmol/L"),
        ("weigh 40 kg or more", "weigh 40 kg or more"),
        ("10 people", "10 people"),
    ],
)
def test_a_text_of_a_study_file_is_printed_with_its_exponents(written: str, printed: str) -> None:
    shown = wording.typeset(written)
    assert shown.replace("\xa0", " ") == printed
    assert "85 µ" not in shown
    assert "40 kg" not in shown


def test_a_negative_number_has_a_minus_sign_and_nan_is_unknown() -> None:
    assert wording.number_text(-1234.5) == "−1,234.5"
    assert wording.number_text(float("nan"), "zh-Hans") == "未知"


def test_a_date_stands_with_its_study_day() -> None:
    on = date(2026, 11, 24)
    assert wording.day_text(on, 3) == "24 Nov, day 3"
    assert wording.day_text(on, -2, "zh-Hans") == "11月24日（第−2天）"
    assert wording.date_text(on, "zh-Hans") == "2026年11月24日"


def test_a_moment_shows_its_offset_and_is_refused_without_one() -> None:
    at = datetime(2026, 11, 24, 9, 10, tzinfo=SHANGHAI)
    assert wording.moment_text(at) == "24 Nov 2026, 09:10 (UTC+8)"
    assert wording.moment_text(at.astimezone(UTC), "zh-Hans") == "2026年11月24日 01:10（UTC）"
    with pytest.raises(ValueError, match="offset"):
        wording.moment_text(at.replace(tzinfo=None))


def test_placeholders_are_filled_in_the_language_of_the_reader() -> None:
    values = {"n": 1, "on": "2026-11-24", "dose": "0.5e9 cells", "who": ("a", "b", "c"), "p": 0.445}
    template = "{n} {n|visit|visits} on {on:date} at {dose:dose}: {who:or}, {p:percent}"
    shown = wording.fill(template, values).replace("\xa0", " ")
    assert shown == "1 visit on 24 Nov 2026 at 0.5 × 10⁹ cells: a, b or c, 44.5%"
    assert wording.fill("{n}{n|次}{on:date}，{who}", values, lang="zh-Hans") == (
        "1次2026年11月24日，a、b和c"
    )


def test_an_unknown_value_is_said_and_a_missing_one_is_a_visible_hole() -> None:
    assert wording.fill("{a} {b:date} {c}", {"a": None, "b": None}) == "unknown unknown [c?]"
    assert wording.fill("{a}", {"a": ()}, lang="zh-Hans") == "未知"


def test_values_are_never_read_as_templates() -> None:
    assert wording.fill("{a}", {"a": "{b.__class__}"}) == "{b.__class__}"


def test_a_missing_code_is_marked_and_chinese_falls_back_to_english() -> None:
    assert wording.say(Reason.of("no.such_code", n=1), "zh-Hans") == "⟦no.such_code⟧"
    assert wording.label("no.such_code") == "⟦no.such_code⟧"


@pytest.mark.parametrize("tag", ["zh-hans", "zh_Hans", "ZH-HANS"])
def test_a_language_is_known_in_any_spelling(tag: str) -> None:
    assert wording.language(tag) == "zh-Hans"


def test_an_unknown_language_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(ValueError, match="en, zh-Hans"):
        wording.language("fr")


def test_lists_and_plurals() -> None:
    assert wording.joined(["a", "b"]) == "a and b"
    assert wording.joined(["a", "b", "c"], "zh-Hans", "or") == "a、b或c"
    assert wording.plural(0, "visit", "visits") == "visits"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2026-09-22T08:00:00+08:00", "22 Sep 2026, 08:00 (UTC+8)"),
        ("2026-09-22", "22 Sep 2026"),
        ("2026-09", "2026-09"),
    ],
)
def test_a_moment_a_day_and_a_month_are_shown_as_what_they_are(value: str, shown: str) -> None:
    assert wording.fill("{at:when}", {"at": value}) == shown

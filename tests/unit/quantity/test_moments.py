"""Dates, times and ages: what is not known exactly is an interval."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosepath.quantity import Moment, MomentRefused, add_years, completed_years, study_day

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_date_is_the_whole_day_at_the_site() -> None:
    moment = Moment.parse("2026-11-20", SHANGHAI)
    assert moment.start == datetime(2026, 11, 19, 16, tzinfo=UTC)
    assert moment.end - moment.start == timedelta(days=1)
    assert moment.first_day == moment.last_day == date(2026, 11, 20)


def test_an_instant_is_dated_at_the_site() -> None:
    late = Moment.parse("2026-11-19T18:00Z", SHANGHAI)
    assert late.is_instant
    assert late.first_day == date(2026, 11, 20)


def test_a_day_on_which_the_clocks_change_is_shorter() -> None:
    moment = Moment.parse("2026-03-29", ZoneInfo("Europe/Paris"))
    assert moment.end.astimezone(UTC) - moment.start.astimezone(UTC) == timedelta(hours=23)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1971", date(1971, 1, 1), date(1971, 12, 31)),
        ("1971-02", date(1971, 2, 1), date(1971, 2, 28)),
        ("1972-02", date(1972, 2, 1), date(1972, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_less_than_a_date_is_a_span(text: str, first: date, last: date) -> None:
    moment = Moment.parse(text)
    assert (moment.first_day, moment.last_day) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "20/11/2026", "2026-13-01", "2026-02-29", "2026-1-1", "26-01-01", "0000"],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(MomentRefused) as refused:
        Moment.parse(text, SHANGHAI)
    assert refused.value.code == "moment.malformed"


def test_a_time_without_a_zone_needs_the_sites() -> None:
    with pytest.raises(MomentRefused) as refused:
        Moment.parse("2026-11-20T08:00")
    assert refused.value.code == "moment.no_zone"
    at_site = Moment.parse("2026-11-20T08:00", SHANGHAI)
    assert at_site.start == datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("2026-01-15", "2026-01-15T08:00Z", True),
        ("2026-01-14", "2026-01-15T00:00Z", False),
        ("2026-01-14", "2026-01-15", False),
        ("2026", "2026-01-15", True),
        ("2026-01-15T08:00Z", "2026-01-15T16:00+08:00", True),
        ("2026-01-15T08:00Z", "2026-01-15T08:01Z", False),
    ],
)
def test_which_moments_may_be_the_same(one: str, other: str, overlap: bool) -> None:
    first, second = Moment.parse(one), Moment.parse(other)
    assert first.overlaps(second) is overlap
    assert second.overlaps(first) is overlap


def test_dosing_is_day_0() -> None:
    dosed = date(2026, 2, 27)
    assert study_day(dosed, dosed) == 0
    assert study_day(dosed, date(2026, 3, 1)) == 2
    assert study_day(dosed, date(2026, 2, 26)) == -1


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2008, 1, 15), date(2026, 1, 14), 17),
        (date(2008, 1, 15), date(2026, 1, 15), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(1960, 1, 15), date(2026, 1, 14), 65),
    ],
)
def test_age_goes_up_on_the_birthday(birth: date, on: date, age: int) -> None:
    assert completed_years(birth, on) == age


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, DAYS)
def test_an_age_lasts_from_one_birthday_to_the_next(birth: date, on: date) -> None:
    age = completed_years(birth, on)
    assert add_years(birth, age) <= on < add_years(birth, age + 1)

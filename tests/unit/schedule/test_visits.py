"""Windows and the one function that says due, overdue, missed: a table, and awkward dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dosepath.schedule import Course, Visit, VisitStatus, overlaps, visit_status

SHANGHAI = ZoneInfo("Asia/Shanghai")
DOSED = date(2026, 3, 1)
D7 = Visit("d7", day=7, before=1, after=1)
BASELINE = Visit("baseline", day=-1, before=2)
D28 = Visit("d28", day=28, after=3)


def on(day: int) -> date:
    """The date of a study day."""
    return DOSED + timedelta(days=day)


# today is study day | done on | ended on | seen on | status of d7 (days 6 to 8)
STATUSES = [
    (0, None, None, None, "upcoming"),
    (5, None, None, None, "upcoming"),
    (6, None, None, None, "due"),
    (7, None, None, None, "due"),
    (8, None, None, None, "due"),
    (9, None, None, None, "overdue"),
    (400, None, None, None, "overdue"),
    (9, None, None, 8, "overdue"),
    (14, None, None, 14, "missed"),
    (6, 6, None, None, "done"),
    (14, 8, None, None, "done"),
    (14, 5, None, None, "done_out_of_window"),
    (14, 9, None, 14, "done_out_of_window"),
    (9, None, 3, None, "ended"),
    (9, None, 8, None, "ended"),
    (20, None, 9, None, "overdue"),
    (20, 7, 3, None, "done"),
]


@pytest.mark.parametrize(("today", "done", "ended", "seen", "status"), STATUSES)
def test_status_of_a_visit(
    today: int, done: int | None, ended: int | None, seen: int | None, status: str
) -> None:
    course = Course(
        dosed_at=DOSED,
        zone=SHANGHAI,
        done={} if done is None else {"d7": on(done)},
        ended=None if ended is None else on(ended),
        last_seen=None if seen is None else on(seen),
    )
    assert visit_status(D7, course, at=on(today)) is VisitStatus(status)


@pytest.mark.parametrize(
    ("visit", "first", "last"),
    [(D7, 6, 8), (BASELINE, -3, -1), (D28, 28, 31), (Visit("dosing", day=0), 0, 0)],
)
def test_a_window_opens_and_closes_on_its_days(visit: Visit, first: int, last: int) -> None:
    assert (visit.first_day, visit.last_day) == (first, last)
    assert visit.dates(DOSED) == (on(first), on(last))


def test_a_window_has_no_negative_days() -> None:
    with pytest.raises(ValueError, match="d7"):
        Visit("d7", day=7, before=-1)


def test_doing_one_visit_late_does_not_make_it_missed() -> None:
    course = Course(DOSED, SHANGHAI, done={"d3": on(3)})
    assert visit_status(D7, course, at=on(9)) is VisitStatus.OVERDUE


def test_midnight_is_the_sites_midnight() -> None:
    """In Shanghai the 8th day begins at 16:00 UTC of the 7th."""
    dosed = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)  # 09:00 on 1 March in Shanghai
    course = Course(dosed, SHANGHAI)
    last_minute = datetime(2026, 3, 9, 15, 59, tzinfo=UTC)
    assert visit_status(D7, course, at=last_minute) is VisitStatus.DUE
    assert visit_status(D7, course, at=last_minute + timedelta(minutes=1)) is VisitStatus.OVERDUE


def test_dosing_late_in_the_evening_counts_on_the_sites_date() -> None:
    dosed = datetime(2026, 2, 28, 17, 0, tzinfo=UTC)  # 01:00 on 1 March in Shanghai
    assert visit_status(D7, Course(dosed, SHANGHAI), at=on(6)) is VisitStatus.DUE


@pytest.mark.parametrize("hour", [0, 1, 2, 3, 12, 23])
def test_days_are_calendar_days_where_clocks_change(hour: int) -> None:
    """Berlin loses an hour on 29 March 2026: day 7 is still seven dates later."""
    berlin = ZoneInfo("Europe/Berlin")
    dosed = datetime(2026, 3, 25, 23, 30, tzinfo=berlin)
    course = Course(dosed, berlin)
    on_day_8 = datetime(2026, 4, 2, hour, 15, tzinfo=berlin)
    assert visit_status(D7, course, at=on_day_8) is VisitStatus.DUE
    assert visit_status(D7, course, at=on_day_8 + timedelta(days=1)) is VisitStatus.OVERDUE


def test_a_leap_day_counts_as_a_day() -> None:
    opens, closes = D28.dates(date(2028, 2, 1))
    assert (opens, closes) == (date(2028, 2, 29), date(2028, 3, 3))


def test_a_time_without_a_zone_is_refused() -> None:
    course = Course(datetime(2026, 3, 1, 9, 0), SHANGHAI)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        visit_status(D7, course, at=on(7))


def test_visits_that_share_a_day_overlap() -> None:
    d14 = Visit("d14", day=14, before=6)
    assert overlaps([d14, D28, D7]) == ((D7, d14),)
    assert overlaps([BASELINE, Visit("dosing", day=0), D7, D28]) == ()

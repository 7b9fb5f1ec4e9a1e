"""When: an instant, or a whole day, month or year when no more is known.

A date without a time is the whole day at the site, and a year of birth alone
is the whole year: whatever is asked of such a moment has an interval as its
answer. A time without a zone is refused unless the site declares its zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dosepath.quantity.errors import DosePathError

_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?",
    re.ASCII,
)

ALLOWED = "a date (2026-11-20), a time with its zone (2026-11-20T08:30+08:00), or a year (1971)"


class MomentRefused(DosePathError):
    """An unusable date or time; ``code`` is ``moment.no_zone`` or ``moment.malformed``."""

    def __init__(self, code: str, found: str) -> None:
        self.code = code
        self.found = found
        self.allowed = ALLOWED
        super().__init__(f"{code}: {found!r}; allowed: {ALLOWED}")


@dataclass(frozen=True)
class Moment:
    """``start`` to ``end`` (aware; equal for an instant, else ``end`` is the first instant after).

    ``text`` is what was written, without the zone that the site supplied.
    """

    start: datetime
    end: datetime
    text: str

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise MomentRefused("moment.no_zone", self.text)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def of_time(cls, at: datetime, zone: tzinfo | None = None) -> Moment:
        """An instant; a naive time takes ``zone`` and is refused without one."""
        if at.utcoffset() is None:
            if zone is None:
                raise MomentRefused("moment.no_zone", at.isoformat())
            at = at.replace(tzinfo=zone)
        elif zone is not None:
            at = at.astimezone(zone)
        return cls(at, at, at.isoformat())

    @classmethod
    def of_day(cls, day: date, zone: tzinfo = UTC) -> Moment:
        """A whole day at the site."""
        return cls._span(day, day + timedelta(days=1), zone, day.isoformat())

    @classmethod
    def parse(cls, text: str, zone: tzinfo | None = None) -> Moment:
        """Read a date, an aware time, a month or a year; raises :class:`MomentRefused`."""
        stripped = text.strip()
        try:
            if _DAY.fullmatch(stripped):
                return cls.of_day(date.fromisoformat(stripped), zone or UTC)
            if _TIME.fullmatch(stripped):
                return cls.of_time(datetime.fromisoformat(stripped), zone)
            if _YEAR.fullmatch(stripped):
                first = date(int(stripped), 1, 1)
                return cls._span(first, add_months(first, 12), zone or UTC, stripped)
            month = _MONTH.fullmatch(stripped)
            if month:
                first = date(int(month.group(1)), int(month.group(2)), 1)
                return cls._span(first, add_months(first, 1), zone or UTC, stripped)
        except (ValueError, OverflowError):
            pass
        raise MomentRefused("moment.malformed", stripped)

    @classmethod
    def _span(cls, first: date, after: date, zone: tzinfo, text: str) -> Moment:
        start = datetime.combine(first, time(), zone)
        return cls(start, datetime.combine(after, time(), zone), text)

    @property
    def is_instant(self) -> bool:
        """Whether the time of day is known."""
        return self.start == self.end

    @property
    def first_day(self) -> date:
        """The earliest date that it can be, at the site."""
        return self.start.date()

    @property
    def last_day(self) -> date:
        """The latest date that it can be, at the site."""
        return self.start.date() if self.is_instant else (self.end - timedelta(days=1)).date()

    def overlaps(self, other: Moment) -> bool:
        """Whether the two may be the same time."""
        if self.is_instant and other.is_instant:
            return self.start == other.start
        if self.is_instant:
            return other.start <= self.start < other.end
        if other.is_instant:
            return self.start <= other.start < self.end
        return self.start < other.end and other.start < self.end


def study_day(dosed: date, on: date) -> int:
    """The study day of a date: the day of dosing is day 0, the day before is day -1."""
    return (on - dosed).days


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on.

    Where that month has no such day it is the first of the next month, so that
    somebody born on 29 February completes a year on 1 March of a common year.
    """
    index = day.year * 12 + day.month - 1 + months
    try:
        return date(index // 12, index % 12 + 1, day.day)
    except ValueError:
        return date((index + 1) // 12, (index + 1) % 12 + 1, 1)


def add_years(day: date, years: int) -> date:
    """The anniversary so many years on; 29 February becomes 1 March in a common year."""
    return add_months(day, 12 * years)


def completed_years(birth: date, on: date) -> int:
    """Age in completed calendar years: it goes up on the birthday itself."""
    years = on.year - birth.year
    return years if add_years(birth, years) <= on else years - 1

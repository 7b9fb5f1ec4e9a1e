"""Visits, their windows, and the one function that says whether a visit is due.

Study days count from dosing: dosing is day 0. All comparisons are of calendar
dates at the site, never of instants, so that a visit is not overdue at one desk
and due at the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Visit:
    """A planned visit: nominal study day, days allowed before and after, forms to fill in.

    ``day`` counts from dosing (day 0); a baseline visit on any of days -3 to -1 is
    ``day=-1, before=2``.
    """

    id: str
    day: int
    before: int = 0
    after: int = 0
    forms: tuple[str, ...] = ()
    title: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.before < 0 or self.after < 0:
            raise ValueError(f"visit {self.id}: a window has no negative days")

    @property
    def first_day(self) -> int:
        """The first study day inside the window."""
        return self.day - self.before

    @property
    def last_day(self) -> int:
        """The last study day inside the window."""
        return self.day + self.after

    def dates(self, dosed_on: date) -> tuple[date, date]:
        """The first and the last date of the window for a participant dosed on ``dosed_on``."""
        return dosed_on + timedelta(self.first_day), dosed_on + timedelta(self.last_day)

    def planned_date(self, dosed_on: date) -> date:
        """The date of the nominal day."""
        return dosed_on + timedelta(self.day)


class VisitStatus(Enum):
    """Where a visit stands for one participant on one day."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"
    DONE = "done"
    DONE_OUT_OF_WINDOW = "done_out_of_window"
    ENDED = "ended"


def local_date(moment: date | datetime, zone: ZoneInfo) -> date:
    """The calendar date of ``moment`` at the site; a plain date is already one.

    ValueError for a datetime without a time zone.
    """
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a date and time needs its time zone to have a date at the site")
    return moment.astimezone(zone).date()


@dataclass(frozen=True)
class Course:
    """What the calendar knows about one participant.

    ``done`` is when each visit took place, by visit; ``ended`` when follow-up ended (death,
    withdrawal); ``last_seen`` the last time the participant was seen, if that was later than
    every visit in ``done``. All moments are dates, or times with their zone.
    """

    dosed_at: date | datetime
    zone: ZoneInfo
    done: Mapping[str, date | datetime] = field(default_factory=dict)
    ended: date | datetime | None = None
    last_seen: date | datetime | None = None

    def on(self, moment: date | datetime) -> date:
        """The calendar date of ``moment`` at the site."""
        return local_date(moment, self.zone)

    def seen_after(self, day: date) -> bool:
        """Whether the participant was seen on a later date than ``day``."""
        seen = [*self.done.values(), *([self.last_seen] if self.last_seen else [])]
        return any(self.on(moment) > day for moment in seen)


def visit_status(visit: Visit, course: Course, *, at: date | datetime) -> VisitStatus:
    """Where ``visit`` stands at ``at``: the one place that decides due, overdue and missed.

    A visit whose window had not closed when follow-up ended is not expected any more. One
    that was not done is overdue from the day after its window closes, and missed once the
    participant was seen later, since it can no longer be made up.
    """
    opens, closes = visit.dates(course.on(course.dosed_at))
    today, done = course.on(at), course.done.get(visit.id)
    if done is not None:
        inside = opens <= course.on(done) <= closes
        return VisitStatus.DONE if inside else VisitStatus.DONE_OUT_OF_WINDOW
    if course.ended is not None and course.on(course.ended) <= closes:
        return VisitStatus.ENDED
    if today < opens:
        return VisitStatus.UPCOMING
    if today <= closes:
        return VisitStatus.DUE
    return VisitStatus.MISSED if course.seen_after(closes) else VisitStatus.OVERDUE


def overlaps(visits: Iterable[Visit]) -> tuple[tuple[Visit, Visit], ...]:
    """Pairs of visits whose windows share a day, so that a date could belong to both."""
    ordered = sorted(visits, key=lambda visit: (visit.first_day, visit.last_day))
    return tuple(
        (first, second)
        for index, first in enumerate(ordered)
        for second in ordered[index + 1 :]
        if second.first_day <= first.last_day
    )

"""How long an enquiry has waited, in working days, and whether that is too long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dosepath import store, wording
from dosepath.web.ui.table import Tone

LATE_AFTER, OVERDUE_AFTER = 3, 7
UNANSWERED = ("new", "assigned")
OPEN = (*UNANSWERED, "contacted", "prescreened", "invited", "consented")
CLOSED = tuple(state for state in store.MOVES if state not in OPEN)
_SATURDAY = 5


def working_days(since: date, until: date) -> int:
    """Days from Monday to Friday after ``since``, up to and with ``until``; 0 if it is earlier."""
    weeks, rest = divmod(max((until - since).days, 0), 7)
    last = (since + timedelta(days=7 * weeks + n) for n in range(1, rest + 1))
    return 5 * weeks + sum(day.weekday() < _SATURDAY for day in last)


@dataclass(frozen=True)
class Waiting:
    """Working days waited, from the day it came or (once answered) from the last step."""

    days: int
    since_received: bool
    can_be_late: bool

    @property
    def text(self) -> str:
        """``5 working days: late``; the words carry what the colour does."""
        if self.can_be_late and self.days > OVERDUE_AFTER:
            return wording.text("inbox.overdue", n=self.days)
        if self.can_be_late and self.days > LATE_AFTER:
            return wording.text("inbox.late", n=self.days)
        return wording.text("inbox.days", n=self.days)

    @property
    def tone(self) -> Tone:
        """Amber when late, red when overdue, plain otherwise."""
        if not self.can_be_late or self.days <= LATE_AFTER:
            return ""
        return "stop" if self.days > OVERDUE_AFTER else "warn"

    @property
    def full(self) -> str:
        """The same with what it is counted from."""
        code = "inbox.waits_received" if self.since_received else "inbox.waits_step"
        return wording.text(code, age=self.text)


def waiting_of(
    one: store.EnquirySummary, *, at: datetime, zone: ZoneInfo, last_step: Callable[[], datetime]
) -> Waiting | None:
    """How long an open enquiry has waited; None for a closed one.

    Until somebody has answered, taking it does not begin the count again.
    ``last_step`` is asked only where it counts. A person in screening is waited for
    there, so that a consented enquiry is never late here.
    """
    if one.state in CLOSED:
        return None
    is_unanswered = one.state in UNANSWERED
    since = one.received_at if is_unanswered else last_step()
    days = working_days(since.astimezone(zone).date(), at.astimezone(zone).date())
    return Waiting(days, is_unanswered, one.state != "consented")


STATES: Sequence[str] = (*OPEN, *CLOSED)
"""Every state, the open ones first."""

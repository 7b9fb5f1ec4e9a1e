"""The one clock. Only a trial marked synthetic may be told another time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dosepath.conduct import Refused
from dosepath.rule import Reason

# A caller reads the clock, then the command waits for the database: that is not back-dating.
_WAITING = timedelta(minutes=2)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def recording_time(
    at: datetime | None, last: datetime | None, *, synthetic: bool
) -> tuple[datetime, str]:
    """When a new event is recorded, and what was odd about the clock (empty for nothing).

    Never earlier than ``last``, the time of the event before. A real trial uses the
    clock whatever ``at`` says, and refuses an ``at`` that is another time than now;
    a synthetic one takes ``at`` and refuses it if it is earlier than ``last``.
    """
    read = now()
    if at is not None and at.utcoffset() is None:
        raise ValueError("at needs a time zone offset")
    if at is not None and not synthetic and abs(read - at) > _WAITING:
        raise Refused(Reason.of("store.not_now", at=at.isoformat(timespec="minutes")))
    if at is not None and synthetic:
        if last is not None and at < last:
            raise Refused(
                Reason.of(
                    "store.before_last",
                    at=at.isoformat(timespec="minutes"),
                    last=last.isoformat(timespec="minutes"),
                )
            )
        read = at.astimezone(UTC)
    if last is not None and read < last:
        return last, f"clock stepped back: read {read.isoformat(timespec='microseconds')}"
    return read, ""

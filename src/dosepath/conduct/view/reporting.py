"""Reports of serious events: by when each must be there, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dosepath.conduct.record.state import TrialState


@dataclass(frozen=True, slots=True)
class ReportDue:
    """One report of one serious event.

    ``clock`` is its name in the study file and ``to`` whoever must receive it. ``aware`` and
    ``due`` are in the site's zone or have the offset they were entered with; ``sent`` is when
    it went out, ``None`` while nobody recorded that. ``is_assumed`` marks a deadline that
    rests on an assumed time.
    """

    event: str
    participant: str
    clock: str
    to: str
    aware: datetime
    due: datetime
    sent: datetime | None = None
    is_assumed: bool = False

    def is_overdue(self, at: datetime) -> bool:
        """Whether the deadline has passed at ``at`` and no sending is recorded."""
        return self.sent is None and at > self.due

    @property
    def was_late(self) -> bool:
        """Whether it went out after its deadline."""
        return self.sent is not None and self.sent > self.due


def reports_of(state: TrialState) -> tuple[ReportDue, ...]:
    """Every report of the whole trial, sent or not, the earliest deadline first."""
    return tuple(sorted(_reports(state), key=lambda one: (one.due, one.event)))


def reports_due(state: TrialState) -> tuple[ReportDue, ...]:
    """Reports that were not recorded as sent, the earliest deadline first: overdue ones lead."""
    return tuple(one for one in reports_of(state) if one.sent is None)


def _reports(state: TrialState) -> Iterator[ReportDue]:
    for event in state.adverse_events.values():
        aware = event.report.aware_at
        if aware is None or not event.report.serious:
            continue
        for clock in state.protocol.clocks:
            sent = event.sending_of(clock.name)
            yield ReportDue(
                event=event.number,
                participant=event.participant,
                clock=clock.name,
                to=clock.to,
                aware=aware,
                due=aware + timedelta(hours=clock.hours),
                sent=None if sent is None else sent.at,
                is_assumed=clock.is_assumed,
            )

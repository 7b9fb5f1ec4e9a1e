"""What every command checks in the same way: who, about whom, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from dosepath.conduct.fold.kinds import KINDS, check_payload
from dosepath.conduct.record.participant import Dosing, Participant
from dosepath.conduct.record.screening import Screening
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused
from dosepath.conduct.roles import require
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason

CLOCK_TOLERANCE = timedelta(minutes=5)
"""A clock this far behind the log's last entry is wrong: nothing that decides goes by it."""


def begin(state: TrialState, permission: str, *, by: Actor, at: datetime) -> None:
    """Refuse unless the actor may, the trial is open and the clock does not run behind the log."""
    require(by, permission)
    need_zone(now=at)
    if not state.is_open:
        raise Refused(Reason.of("refused.trial_not_open"))
    if state.last_at is not None and at < state.last_at - CLOCK_TOLERANCE:
        raise Refused(
            Reason.of("refused.out_of_order", at=at.isoformat(), last=state.last_at.isoformat())
        )


def draft(
    kind: str, subject: str, payload: Mapping[str, object], *, at: datetime, reason: str = ""
) -> Draft:
    """A draft whose payload is what its kind promises."""
    check_payload(kind, payload, schema=KINDS[kind].schema)
    return Draft(kind, subject, payload, at, reason)


def of_part(state: TrialState) -> dict[str, object]:
    """What names the part of the trial in a payload: nothing in the main one."""
    return {"part": state.part} if state.part else {}


def the_screening(state: TrialState, number: str) -> Screening:
    """The screening, or a refusal that names the number."""
    found = state.screenings.get(number)
    if found is None:
        raise Refused(Reason.of("refused.unknown_screening", screening=number))
    return found


def open_screening_of(state: TrialState, number: str) -> Screening:
    """The screening if it did not end; after its end nothing more is recorded in it."""
    found = the_screening(state, number)
    if found.ended is not None:
        raise Refused(
            Reason.of("refused.screening_ended", screening=number, on=found.ended.on.isoformat())
        )
    return found


def the_participant(state: TrialState, number: str) -> Participant:
    """The participant, or a refusal that names the number."""
    found = state.participants.get(number)
    if found is None:
        raise Refused(Reason.of("refused.unknown_participant", participant=number))
    return found


def the_dosing(participant: Participant) -> Dosing:
    """The dosing of a participant who was dosed, or a refusal."""
    if participant.dosing is None:
        raise Refused(Reason.of("refused.not_dosed", participant=participant.number))
    return participant.dosing


def need_zone(**times: datetime | None) -> None:
    """Refuse a time without an offset: at the site or elsewhere it would be another day."""
    for what, when in times.items():
        if when is not None and when.utcoffset() is None:
            raise Refused(Reason.of("refused.no_zone", what=what, when=when.isoformat()))


def not_future(what: str, when: datetime, at: datetime) -> Reason | None:
    """A reason if ``when`` is later than now."""
    if when <= at:
        return None
    return Reason.of("refused.future", what=what, when=when.isoformat(), now=at.isoformat())


def not_before(what: str, when: datetime, *, other: str, limit: datetime) -> Reason | None:
    """A reason if ``when`` is earlier than ``limit``, which is when ``other`` happened."""
    if when >= limit:
        return None
    return Reason.of(
        "refused.before", what=what, when=when.isoformat(), other=other, limit=limit.isoformat()
    )


def given(text: str, what: str) -> Reason | None:
    """A reason if a text that must be given is empty."""
    return None if text.strip() else Reason.of("refused.empty", what=what)


def next_number(prefix: str, taken: Mapping[str, object], *, width: int = 3) -> str:
    """The number after the highest ever given: numbers are never reused."""
    used = [int(number.rpartition("-")[2]) for number in taken]
    return f"{prefix}-{max(used, default=0) + 1:0{width}d}"

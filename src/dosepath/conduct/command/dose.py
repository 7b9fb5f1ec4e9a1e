"""Slots, the checks before dosing, and the dose itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from dosepath.conduct.command.common import (
    begin,
    draft,
    given,
    need_zone,
    not_before,
    not_future,
    the_participant,
)
from dosepath.conduct.record.participant import RESERVED, Participant, Slot
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused, refuse_if_any
from dosepath.conduct.view.backfill import backfill_at, best_backfill
from dosepath.conduct.view.gate import CHECK_HOURS, IDENTITY, PRODUCT, dosing_gate
from dosepath.conduct.view.recommendation import recommend
from dosepath.conduct.view.standing import stand
from dosepath.conduct.view.timing import free_places
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason

CHECKS = (IDENTITY, PRODUCT)


def reserve_slot(
    state: TrialState,
    participant: str,
    *,
    by: Actor,
    at: datetime,
    hours: int | None = None,
    backfill: int | None = None,
) -> tuple[Draft, ...]:
    """Hold a place of the open cohort for a participant, or one to be filled, until it expires.

    ``hours`` may shorten the hold, never lengthen it beyond the trial's own. A place whose
    hold has run out is free for the next. ``backfill`` asks for a place at that lower level,
    0 for one of the escalation and no other; without it, it is one of the escalation while one
    is free, else one at the highest level that may be filled.
    """
    begin(state, "slot.reserve", by=by, at=at)
    who = the_participant(state, participant)
    state = state.of_part(who.part)
    _may_hold(state, who, at)
    level, fills = _place(state, at, backfill)
    allowed = state.protocol.reservation_hours
    if hours is not None and not 0 < hours <= allowed:
        raise Refused(Reason.of("refused.hold", hours=hours, allowed=allowed))
    expires = at + timedelta(hours=hours if hours is not None else allowed)
    cohort = state.cohort.number if state.cohort is not None else 0
    payload = {
        "participant": participant,
        "slot": _next_slot(state, cohort, fills=fills),
        "cohort": cohort,
        "level": level,
        "expires": expires.isoformat(),
        **({"backfill": True} if fills else {}),
    }
    # Holds that ran out are closed in the same step, so that the log says who lost the place.
    return (
        *_expired(state, at),
        draft("slot_reserved", participant, payload, at=at),
    )


def _place(state: TrialState, at: datetime, backfill: int | None) -> tuple[int, bool]:
    """The level of the free place that is asked for, and whether it is one to be filled."""
    cohort = state.cohort
    if not backfill and cohort is not None and free_places(state, at):
        return cohort.level, False
    wanted = best_backfill(state, at) if backfill is None else backfill_at(state, backfill, at)
    if wanted is not None and wanted.free:
        return wanted.level, True
    if not backfill:
        raise Refused(*_why_no_place(state, at))
    if wanted is None or wanted.because is None:
        raise Refused(Reason.of("refused.not_to_be_filled", level=backfill))
    raise Refused(Reason.of("refused.no_place_to_fill", level=backfill), wanted.because)


def _may_hold(state: TrialState, who: Participant, at: datetime) -> None:
    slot = state.slots.get(who.slot) if who.slot is not None else None
    holds = slot is not None and slot.status == RESERVED and slot.expires > at
    left = next(
        (
            name
            for name, on in (
                ("died", who.died),
                ("withdrawn", who.withdrawn),
                ("transplanted", who.transplanted),
            )
            if on is not None
        ),
        None,
    )
    refuse_if_any(
        (
            Reason.of("refused.already_dosed", participant=who.number) if who.is_dosed else None,
            Reason.of("refused.slot_held", participant=who.number, slot=who.slot)
            if holds and not who.is_dosed
            else None,
            Reason.of("refused.left", participant=who.number, what=left) if left else None,
        )
    )


def _why_no_place(state: TrialState, at: datetime) -> tuple[Reason, ...]:
    found = recommend(state, at=at)
    dosed = len(state.dosed_anywhere)
    if dosed >= state.planned:
        return (Reason.of("refused.planned_reached", dosed=dosed, planned=state.planned),)
    if state.cohort is not None and stand(state, at).places:
        return (Reason.of("refused.no_free_slot", level=state.cohort.level),)
    why = Reason.of("refused.no_cohort_open", status=found.status)
    return (why, *found.because, *found.missing)


def _next_slot(state: TrialState, cohort: int, *, fills: bool) -> str:
    slots = state.slots.values()
    used = sum(slot.cohort == cohort and slot.backfill == fills for slot in slots)
    return f"{'B' if fills else 'C'}{cohort}-{used + 1}"


def release_slot(
    state: TrialState, participant: str, *, by: Actor, at: datetime, reason: str
) -> tuple[Draft, ...]:
    """Give a held place back, with a reason."""
    begin(state, "slot.release", by=by, at=at)
    slot = _held(state, the_participant(state, participant))
    refuse_if_any((given(reason, "reason"),))
    payload = {"participant": participant, "slot": slot.number}
    return (draft("slot_released", participant, payload, at=at, reason=reason),)


def _held(state: TrialState, who: Participant) -> Slot:
    slot = state.slots.get(who.slot) if who.slot is not None else None
    if slot is None or slot.status != RESERVED:
        raise Refused(Reason.of("refused.no_slot_held", participant=who.number))
    return slot


def tick(state: TrialState, *, by: Actor, at: datetime) -> tuple[Draft, ...]:
    """What the passing of time alone decides: holds that ran out are closed. May be nothing."""
    begin(state, "reservation.expire", by=by, at=at)
    return tuple(_expired(state, at))


def _expired(state: TrialState, at: datetime) -> Iterable[Draft]:
    for slot in state.slots.values():
        if slot.status == RESERVED and slot.expires <= at:
            payload = {"participant": slot.participant, "slot": slot.number}
            yield draft("reservation_expired", slot.participant, payload, at=slot.expires)


def confirm_check(
    state: TrialState, participant: str, *, check: str, by: Actor, at: datetime, note: str = ""
) -> tuple[Draft, ...]:
    """Confirm ``identity`` at the bedside or the ``product`` on paper; two people must, each once.

    The software does not yet check the lot itself: release, expiry, specification and the
    computed viable dose are confirmed against the paper record, and the entry says so.
    """
    if check not in CHECKS:
        raise Refused(Reason.of("refused.check", check=check, allowed=CHECKS))
    begin(state, f"{check}.confirm", by=by, at=at)
    who = the_participant(state, participant)
    slot = _held(state, who)
    since = at - timedelta(hours=CHECK_HOURS)
    mine = [c for c in who.checks if c.check == check and c.stamp.actor == by.name]
    if any(c.stamp.at >= since for c in mine):
        raise Refused(Reason.of("refused.same_person", what=check))
    payload = {"participant": participant, "slot": slot.number, "check": check, "note": note}
    return (draft("check_confirmed", participant, payload, at=at),)


def give_dose(
    state: TrialState,
    participant: str,
    *,
    given_at: datetime,
    by: Actor,
    at: datetime,
    dose: str = "",
) -> tuple[Draft, ...]:
    """Record that the dose was given; refused unless the gate is all green at ``given_at``.

    ``dose`` must be the open level's dose as printed; empty means that dose.
    """
    begin(state, "dose.give", by=by, at=at)
    need_zone(dosing=given_at)
    who = the_participant(state, participant)
    state = state.of_part(who.part)
    if who.is_dosed:
        raise Refused(Reason.of("refused.already_dosed", participant=participant))
    refuse_if_any((not_future("dosing", given_at, at), *_not_before_others(state, given_at)))
    gate = dosing_gate(state, participant, at=given_at)
    if not gate.is_open:
        closed = Reason.of("refused.gate_closed", participant=participant)
        raise Refused(closed, *(condition.reason for condition in gate.closed_by))
    slot = _held(state, who)
    planned = state.protocol.dose(slot.level)
    if dose and dose != planned:
        raise Refused(Reason.of("refused.dose", found=dose, planned=planned, level=slot.level))
    return (_dosed(slot, planned, given_at=given_at),)


def _not_before_others(state: TrialState, given_at: datetime) -> Iterable[Reason | None]:
    for other in state.dosed[-1:]:
        if other.dosing is not None:
            yield not_before("dosing", given_at, other=other.number, limit=other.dosing.given_at)


def report_dose(
    state: TrialState,
    participant: str,
    *,
    given_at: datetime,
    level: int,
    by: Actor,
    at: datetime,
    reason: str,
) -> tuple[Draft, ...]:
    """Report a dose that was given although the gate was not open.

    What happened to a person is never kept out of the record: the dose counts, the entry
    names every condition that was not green, and dosing is halted until the committee has
    decided on it. Refused if the gate was open: then :func:`give_dose` is the way.
    """
    begin(state, "dosing.report", by=by, at=at)
    need_zone(dosing=given_at)
    who = the_participant(state, participant)
    if who.is_dosed:
        raise Refused(Reason.of("refused.already_dosed", participant=participant))
    state = state.of_part(who.part)
    levels = state.protocol.levels
    unknown = Reason.of("refused.unknown_level", level=level, levels=levels)
    refuse_if_any(
        (
            not_future("dosing", given_at, at),
            not_before("dosing", given_at, other="enrolment", limit=who.enrolled.at),
            None if 1 <= level <= levels else unknown,
            given(reason, "reason"),
        )
    )
    gate = dosing_gate(state, participant, at=given_at)
    slot = state.slots.get(who.slot) if who.slot is not None else None
    if gate.is_open and slot is not None and slot.level == level:
        raise Refused(Reason.of("refused.gate_was_open", participant=participant))
    codes = tuple(c.code for c in gate.closed_by) or ("level",)
    opened = state.cohort
    # A dose at a level that was not open belongs to no cohort, and never leads the way up.
    cohort = opened.number if opened is not None and opened.level == level else 0
    taken = Slot(who.slot or "none", cohort, level, participant, at, RESERVED, who.enrolled)
    dose = state.protocol.dose(level)
    halt = draft("dosing_halted", participant, {"scope": "dose_outside_gate"}, at=at, reason=reason)
    return _dosed(taken, dose, given_at=given_at, outside=codes), halt


def _dosed(slot: Slot, dose: str, *, given_at: datetime, outside: tuple[str, ...] = ()) -> Draft:
    payload = {
        "participant": slot.participant,
        "slot": slot.number,
        # Who is backfilled is in no cohort: none is complete or leads on because of them.
        "cohort": 0 if slot.backfill else slot.cohort,
        "level": slot.level,
        "dose": dose,
        "given_at": given_at.isoformat(),
        "outside_gate": list(outside),
        **({"backfill": True} if slot.backfill else {}),
    }
    return draft("dosed", slot.participant, payload, at=given_at)

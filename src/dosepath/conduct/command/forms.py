"""Visit forms: entered once, completed and corrected with both values visible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from dosepath.conduct.command.common import (
    begin,
    draft,
    given,
    need_zone,
    not_before,
    not_future,
    the_participant,
)
from dosepath.conduct.record.participant import Participant
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused, refuse_if_any
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason
from dosepath.schedule import check_form

FormKey = tuple[str, str, str]
"""Participant, visit and form."""


def record_form(
    state: TrialState,
    key: FormKey,
    *,
    on: datetime,
    items: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> tuple[Draft, ...]:
    """Enter a visit form; ``key`` is (participant, visit, form), ``on`` when the visit was.

    Required items may still be missing (``form_gaps`` lists them) and are added by
    :func:`correct_form`; what is there must be right. A form is entered once.
    """
    begin(state, "form.record", by=by, at=at)
    need_zone(visit=on)
    who = the_participant(state, key[0])
    _procedures_allowed(state, who)
    _belongs(state, key)
    consented = state.screenings[who.screening].first_consented_at
    limits = [not_future("visit", on, at)]
    if consented is not None:
        limits.append(not_before("visit", on, other="consent", limit=consented))
    limits.extend(_visit_order(state, who, key[1], on))
    if key in state.forms:
        limits.append(Reason.of("refused.form_twice", visit=key[1], form=key[2]))
    refuse_if_any((*limits, *_form_faults(state, key[2], items, on)))
    payload = {
        "participant": key[0],
        "visit": key[1],
        "form": key[2],
        "on": on.isoformat(),
        "items": dict(items),
    }
    return (draft("form_recorded", key[0], payload, at=on),)


def correct_form(
    state: TrialState,
    key: FormKey,
    *,
    items: Mapping[str, object],
    by: Actor,
    at: datetime,
    reason: str,
) -> tuple[Draft, ...]:
    """Correct or complete items of an entered form; old and new values both stay readable."""
    begin(state, "form.correct", by=by, at=at)
    entry = state.forms.get(key)
    if entry is None:
        raise Refused(Reason.of("refused.unknown_form_entry", visit=key[1], form=key[2]))
    changed = {name: value for name, value in items.items() if entry.items.get(name) != value}
    nothing = Reason.of("refused.nothing_changed", what=key[2])
    faults = _form_faults(state, key[2], {**entry.items, **items}, entry.on)
    refuse_if_any((given(reason, "reason"), None if changed else nothing, *faults))
    payload = {
        "participant": key[0],
        "visit": key[1],
        "form": key[2],
        "of_seq": entry.stamp.seq,
        "items": changed,
    }
    return (draft("form_corrected", key[0], payload, at=at, reason=reason),)


def _procedures_allowed(state: TrialState, who: Participant) -> None:
    consent, wanted = state.screenings[who.screening].consent, state.consent_version
    if consent is None:
        raise Refused(Reason.of("refused.consent_missing", subject=who.number))
    if consent.version != wanted:
        raise Refused(
            Reason.of(
                "refused.consent_outdated",
                subject=who.number,
                version=consent.version,
                wanted=wanted,
            )
        )


def _belongs(state: TrialState, key: FormKey) -> None:
    visits = {visit.id: visit for visit in state.protocol.visits}
    visit = visits.get(key[1])
    if visit is None:
        raise Refused(Reason.of("refused.unknown_visit", visit=key[1], allowed=tuple(visits)))
    if key[2] not in visit.forms:
        raise Refused(
            Reason.of("refused.unknown_form", form=key[2], visit=key[1], allowed=visit.forms)
        )


def _visit_order(
    state: TrialState, who: Participant, name: str, on: datetime
) -> Iterator[Reason | None]:
    visit = next(visit for visit in state.protocol.visits if visit.id == name)
    day = state.study_day(who.number, on)
    if day is None:
        if visit.day > 0:
            yield Reason.of("refused.visit_before_dosing", visit=name, participant=who.number)
    elif visit.day > 0 and day < 0:
        yield Reason.of("refused.visit_before_dosing", visit=name, participant=who.number)
    if name == state.protocol.closing_visit and day is not None and 0 <= day < visit.first_day:
        # What was seen earlier cannot close the DLT window, and a form is entered only once.
        yield Reason.of("refused.visit_too_early", visit=name, day=day, first=visit.first_day)
    if who.died is not None and on > who.died.on:
        yield Reason.of("refused.after_death", participant=who.number)


def _form_faults(
    state: TrialState, form: str, items: Mapping[str, object], on: datetime
) -> Iterator[Reason]:
    today = state.local_date(on)
    for fault in check_form(state.protocol.forms[form], items, partial=True, today=today):
        yield Reason.of(
            "refused.form_item",
            item=fault.place.path,
            problem=fault.message,
            found=fault.found,
            allowed=fault.allowed,
        )

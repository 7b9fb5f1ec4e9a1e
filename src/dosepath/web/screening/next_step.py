"""What to do next for a person in screening, and who can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import Screening, roles_with
from dosepath.eligibility import Result, Verdict
from dosepath.web.access import Seat

_PERMISSIONS = {
    "consent": "consent.record",
    "values": "facts.record",
    "sign": "eligibility.sign",
    "enrol": "participant.enrol",
}
"""What each step's page asks of a role."""


@dataclass(frozen=True)
class Step:
    """The next step: what it is, where it is done, and whom to ask if it is not for this role."""

    text: str
    url: str = ""
    button: str = ""
    ask: str = ""


def what_is_next(seat: Seat, person: Screening, *, result: Result) -> Step:
    """Consent before anything else; then values and judgements; then signature; then enrolment."""
    state = seat.state
    if person.participant is not None and not is_open(seat, person):
        return Step(wording.text("step.dosed", participant=person.participant))
    if person.ended is not None:
        how = f"screening_end.{person.ended.outcome}"
        return Step(wording.text("step.ended", how=how, on=person.ended.on.isoformat()))
    consent = person.consent
    if consent is None or consent.version != state.consent_version:
        text = wording.text("step.consent", version=state.consent_version)
        return _step(seat, person, name="consent", text=text)
    if result.verdict is Verdict.NOT_ELIGIBLE:
        return Step(wording.text("step.not_eligible"))
    if result.verdict is Verdict.UNDETERMINED:
        if result.needs_signature:
            return Step(wording.text("step.judge"))
        text = wording.text("step.values", n=len(result.worklist))
        return _step(seat, person, name="values", text=text)
    if _is_signed(seat, person, result):
        if person.participant is not None:
            text = wording.text("step.enrolled", participant=person.participant)
            url = reverse("dosing:gate", args=[seat.trial, person.participant])
            return Step(text, url, wording.label("step.to_gate"))
        text = wording.text("step.enrol")
        return _step(seat, person, name="enrol", text=text)
    text = wording.text("step.sign")
    return _step(seat, person, name="sign", text=text)


def is_open(seat: Seat, person: Screening) -> bool:
    """Whether values still matter here: until the dose, verdicts are signed anew."""
    if person.participant is None:
        return person.ended is None
    return not seat.state.participants[person.participant].is_dosed


def _is_signed(seat: Seat, person: Screening, result: Result) -> bool:
    """Whether the signature rests on the evidence that holds now and has not run out."""
    signed = person.eligibility
    if signed is None or signed.evidence_hash != result.hash:
        return False
    hours = timedelta(hours=seat.state.protocol.eligibility_hours)
    stamps = [one.stamp for one in person.fact_sets]
    stamps += [one.stamp for one in person.judgements.values()]
    stamps += [one.stamp for one in seat.state.pins.values()]
    is_last = all(stamp.seq < signed.stamp.seq for stamp in stamps)
    return is_last and seat.at <= signed.stamp.at + hours


def _step(seat: Seat, person: Screening, *, name: str, text: str) -> Step:
    permission = _PERMISSIONS[name]
    if not seat.may(permission):
        return Step(text, ask=wording.text("step.ask", roles=roles_with(permission)))
    url = reverse(f"screening:{name}", args=[seat.trial, person.number])
    return Step(text, url, wording.label(f"step.{name}_button"))

"""What to do next for a person in screening, and who can."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from dosepath import wording
from dosepath.conduct import Screening, roles_with
from dosepath.eligibility import Result, Verdict
from dosepath.web.access import Seat


@dataclass(frozen=True)
class Step:
    """The next step: what it is, where it is done, and whom to ask if it is not for this role."""

    text: str
    url: str = ""
    button: str = ""
    ask: str = ""


def next_step(seat: Seat, person: Screening, result: Result) -> Step:
    """Consent before anything else; then values and judgements; then signature; then enrolment."""
    state = seat.state
    if person.participant is not None:
        text = wording.text("step.enrolled", participant=person.participant)
        url = reverse("dosing:gate", args=[seat.trial, person.participant])
        return Step(text, url, wording.label("step.to_gate"))
    consent = person.consent
    if consent is None or consent.version != state.consent_version:
        text = wording.text("step.consent", version=state.consent_version)
        return _step(seat, person, name="consent", text=text, permission="consent.record")
    if result.verdict is Verdict.NOT_ELIGIBLE:
        return Step(wording.text("step.not_eligible"))
    if result.verdict is Verdict.UNDETERMINED:
        if result.needs_signature:
            return Step(wording.text("step.judge"))
        text = wording.text("step.values", n=len(result.worklist))
        return _step(seat, person, name="values", text=text, permission="facts.record")
    if _is_signed(person, result):
        text = wording.text("step.enrol")
        return _step(seat, person, name="enrol", text=text, permission="participant.enrol")
    text = wording.text("step.sign")
    return _step(seat, person, name="sign", text=text, permission="eligibility.sign")


def _is_signed(person: Screening, result: Result) -> bool:
    """Whether the signature rests on the very evidence that holds now."""
    signed = person.eligibility
    return signed is not None and signed.evidence_hash == result.hash


def _step(seat: Seat, person: Screening, *, name: str, text: str, permission: str) -> Step:
    if not seat.may(permission):
        return Step(text, ask=wording.text("step.ask", roles=roles_with(permission)))
    url = reverse(f"screening:{name}", args=[seat.trial, person.number])
    return Step(text, url, wording.label(f"step.{name}_button"))

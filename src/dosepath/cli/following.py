"""What follows from an event: the next thing to do, with the command that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dosepath.conduct import TrialState
    from dosepath.ledger import Event
    from dosepath.rule import Reason


@dataclass(frozen=True)
class After:
    """An event and the state after it, at a moment."""

    event: Event
    state: TrialState
    at: datetime

    def about(self, name: str) -> str:
        """A value of the event's payload as text."""
        return str(self.event.payload.get(name, ""))

    @property
    def seen(self) -> TrialState:
        """The trial seen from the part that the event is about, the main one if it names none."""
        payload, state = self.event.payload, self.state
        if payload.get("participant") in state.participants:
            return state.part_of(self.about("participant"))
        if payload.get("decision") in state.decisions:
            return state.of_part(state.decisions[self.about("decision")].part)
        return state.of_part(self.about("part"))


def follows(events: Iterable[Event], state: TrialState, *, at: datetime) -> list[str]:
    """What follows from the last of ``events``; empty if nothing particular does."""
    shown = list(events)
    if not shown:
        return []
    after = After(shown[-1], state, at)
    found = _FOLLOWS.get(after.event.kind)
    return list(dict.fromkeys(found(after))) if found else []


def _say(reason: Reason) -> str:
    from dosepath.wording import say

    return say(reason)


def _screening(after: After) -> Iterator[str]:
    number = after.about("screening")
    version = after.state.consent_version
    yield f"consent to version {version}: dosepath consent {number} --signed TIME"


def _consented(after: After) -> Iterator[str]:
    yield f"facts: dosepath facts {after.about('screening')} --csv FILE"


def _verdict(after: After) -> Iterator[str]:
    from dosepath.conduct import evaluate_screening
    from dosepath.eligibility import Verdict, verdict_reason

    number = after.about("screening")
    result = evaluate_screening(after.state, number, at=after.at)
    yield f"{_say(verdict_reason(result))}."
    if result.verdict is Verdict.ELIGIBLE:
        groups = " or ".join(result.groups_met)
        yield f"dosepath sign {number} --group {groups}"
    elif result.verdict is Verdict.UNDETERMINED:
        yield f"what is missing: dosepath screening show {number}"


def _signed(after: After) -> Iterator[str]:
    hours = after.state.protocol.eligibility_hours
    # Into which part is for good, and is never taken for granted.
    part = " --part NAME" if after.state.protocol.parts else ""
    yield f"within {hours} hours: dosepath enrol {after.about('screening')}{part}"


def _enrolled(after: After) -> Iterator[str]:
    from dosepath.conduct import backfill_notes, backfill_places, next_slot_opens

    slot = next_slot_opens(after.state.part_of(after.about("participant")), after.at)
    filled = backfill_places(after.seen, after.at)
    if slot.free or any(one.free for one in filled):
        yield f"dosepath reserve {after.about('participant')}"
    for reason in (*slot.because, *backfill_notes(after.seen, after.at)):
        yield _say(reason)


def _gate(after: After) -> Iterator[str]:
    from dosepath.conduct import dosing_gate

    number = after.about("participant")
    gate = dosing_gate(after.state, number, at=after.at)
    for condition in gate.closed_by:
        if condition.code in ("identity", "product"):
            people = f"{condition.value or 0} of 2 people so far"
            yield f"dosepath confirm {number} {condition.code}  ({people})"
        else:
            yield _say(condition.reason)
    if gate.is_open:
        yield f"the gate is open: dosepath dose {number}"


def _dosed(after: After) -> Iterator[str]:
    from dosepath.conduct import visits_of
    from dosepath.wording import date_text

    number = after.about("participant")
    coming = [v for v in visits_of(after.state, number, at=after.at) if v.days_left >= 0]
    for visit in coming[:2]:
        first, last = date_text(visit.opens, year=False), date_text(visit.closes, year=False)
        yield f"visit {visit.visit}, {first}" + (f" to {last}" if last != first else "")


def _form(after: After) -> Iterator[str]:
    from dosepath.conduct import visits_of
    from dosepath.schedule import read_form

    key = (after.about("participant"), after.about("visit"), after.about("form"))
    entry = after.state.forms[key]
    form = after.state.protocol.forms[key[2]]
    gaps = [fault.place.path for fault in read_form(form, entry.items).faults]
    if gaps:
        yield f"still to complete in {key[2]} (dosepath record correct): {', '.join(gaps)}"
    for visit in visits_of(after.state, key[0], at=after.at):
        if visit.visit == key[1] and visit.missing_forms:
            yield f"not yet entered for visit {key[1]}: {', '.join(visit.missing_forms)}"


def _event(after: After) -> Iterator[str]:
    from dosepath.conduct import candidate

    number = after.about("adverse_event")
    found = candidate(after.state, number)
    if found is not None and found.status == "pending":
        yield f"this may be a DLT. {_say(found.because)} Nobody is dosed until it is judged."
        yield f"two people: dosepath adjudicate {number} VERDICT --reason WHY"
    yield from _reports(after)


def _reports(after: After) -> Iterator[str]:
    """The other reports of the same event that are not sent."""
    from zoneinfo import ZoneInfo

    from dosepath.conduct import reports_due
    from dosepath.wording import moment_text

    zone = ZoneInfo(after.state.zone)
    for one in reports_due(after.state):
        if one.event == after.about("adverse_event"):
            yield f"report to the {one.to} by {moment_text(one.due.astimezone(zone))}"


def _adjudicated(after: After) -> Iterator[str]:
    from dosepath.conduct import candidate

    found = candidate(after.state, after.about("candidate"))
    if found is None:
        return
    if found.disagree and found.status == "pending":
        yield "two people disagree: the independent physician judges"
    elif found.status == "pending":
        yield f"another person judges {found.number}"
    else:
        yield from _today(after)


def _today(after: After) -> Iterator[str]:
    from dosepath.conduct import standing_sentences

    for reason in standing_sentences(after.seen, after.at):
        yield _say(reason)


def _proposed(after: After) -> Iterator[str]:
    from dosepath.conduct import still_needed

    number = after.about("decision")
    for reason in still_needed(after.state, after.state.decisions[number]):
        yield _say(reason)
    yield f"dosepath decide vote {number} for, then dosepath sign {number}"


def _effective(after: After) -> Iterator[str]:
    from dosepath.conduct import backfill_notes, next_slot_opens

    yield from _today(after)
    slot = next_slot_opens(after.seen, after.at)
    if slot.free and slot.opens is not None:
        from dosepath.wording import moment_text

        yield f"a slot at level {slot.level} can be reserved; dosing from {moment_text(slot.opens)}"
    for reason in backfill_notes(after.seen, after.at):
        yield _say(reason)


_LIFTED = "only a decision of the committee on later data lifts this: dosepath decide propose"

_FOLLOWS: dict[str, Callable[[After], Iterator[str]]] = {
    "trial_opened": lambda _: iter(("dosepath screening open",)),
    "part_opened": _today,
    "screening_opened": _screening,
    "consent_recorded": _consented,
    "facts_recorded": _verdict,
    "judgement_recorded": _verdict,
    "eligibility_signed": _signed,
    "enrolled": _enrolled,
    "slot_reserved": _gate,
    "check_confirmed": _gate,
    "dosed": _dosed,
    "form_recorded": _form,
    "form_corrected": _form,
    "adverse_event_recorded": _event,
    "adverse_event_updated": _event,
    "report_sent": _reports,
    "value_judged": _today,
    "dlt_adjudicated": _adjudicated,
    "died": _today,
    "transplanted": _today,
    "withdrawn": _today,
    "screening_ended": _today,
    "milestone_corrected": _today,
    "window_assessed": _today,
    "decision_proposed": _proposed,
    "decision_voted": _proposed,
    "decision_signed": _proposed,
    "decision_effective": _effective,
    "amendment_recorded": _today,
    "dosing_halted": lambda _: iter((_LIFTED,)),
}

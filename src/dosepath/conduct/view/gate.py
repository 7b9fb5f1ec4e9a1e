"""The dosing gate: may this participant be dosed at this moment? Closed unless all is green."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dosepath.conduct.record.participant import RESERVED, Participant, Slot
from dosepath.conduct.record.state import TrialState, given_at
from dosepath.conduct.view import candidates as judged
from dosepath.conduct.view.backfill import backfill_at, best_backfill
from dosepath.conduct.view.candidates import candidates
from dosepath.conduct.view.recommendation import CONTINUE, recommend
from dosepath.conduct.view.standing import active_halts, stand
from dosepath.conduct.view.timing import free_places, next_dosing_from
from dosepath.rule import Reason

GREEN, RED, UNKNOWN = "green", "red", "unknown"
IDENTITY, PRODUCT = "identity", "product"
CHECK_HOURS = 12
"""How long a confirmation at the bedside or on paper holds: one working day."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of dosing.

    ``light`` is ``green``, ``red`` or ``unknown``. ``reason`` says why; ``todo`` what would
    make it green (``None`` if it is, or if nothing can). ``value`` is what was found,
    ``source`` the event that says so (its ``seq``, ``None`` if none does) and ``time`` when.
    """

    code: str
    light: str
    reason: Reason
    value: str = ""
    source: int | None = None
    time: datetime | None = None
    todo: Reason | None = None

    @property
    def is_green(self) -> bool:
        """Whether nothing stands in the way here."""
        return self.light == GREEN


@dataclass(frozen=True, slots=True)
class Gate:
    """All conditions of dosing one participant at one moment."""

    participant: str
    at: datetime
    conditions: tuple[Condition, ...]

    @property
    def is_open(self) -> bool:
        """Whether every condition is green; a gate without conditions is closed."""
        return bool(self.conditions) and all(c.is_green for c in self.conditions)

    @property
    def closed_by(self) -> tuple[Condition, ...]:
        """The conditions that are not green."""
        return tuple(c for c in self.conditions if not c.is_green)

    def condition(self, code: str) -> Condition:
        """One condition by its code; KeyError if there is none."""
        return {c.code: c for c in self.conditions}[code]


@dataclass(frozen=True, slots=True)
class Case:
    """Whom a condition is about, in which state of the trial, at which moment."""

    state: TrialState
    who: Participant
    at: datetime


_Rule = Callable[[Case], Condition]


def dosing_gate(state: TrialState, participant: str, *, at: datetime) -> Gate:
    """Every condition of dosing ``participant`` at ``at``, each green, red or unknown.

    Anything that cannot be established, for whatever reason, is unknown and keeps the gate
    closed; there is no way to mark a condition green by hand except the confirmations of
    identity and product, each by two people.
    """
    known = state.participants.get(participant)
    if known is None:
        reason = Reason.of("gate.not_enrolled", participant=participant)
        return Gate(participant, at, (Condition("enrolled", RED, reason),))
    case = Case(state.part_of(participant), known, at)
    conditions = tuple(_safely(code, rule, case=case) for code, rule in CONDITIONS.items())
    return Gate(participant, at, conditions)


def _safely(code: str, rule: _Rule, *, case: Case) -> Condition:
    try:
        return rule(case)
    except Exception as fault:  # noqa: BLE001  what cannot be established keeps the gate closed
        reason = Reason.of("gate.engine_error", condition=code, error=type(fault).__name__)
        return Condition(code, UNKNOWN, reason)


def _enrolled(case: Case) -> Condition:
    state, who, at = case.state, case.who, case.at
    number, stamp = who.number, who.enrolled
    if not state.is_open:
        return Condition("enrolled", RED, Reason.of("gate.trial_not_open"))
    if who.enrolled.at > at:
        reason = Reason.of("gate.enrolled_later", participant=number, on=stamp.at.isoformat())
        return Condition("enrolled", RED, reason, source=stamp.seq, time=stamp.at)
    for name, milestone in (
        ("died", who.died),
        ("withdrawn", who.withdrawn),
        ("transplanted", who.transplanted),
    ):
        if milestone is not None:
            reason = Reason.of("gate.left", participant=number, what=name)
            seq, on = milestone.stamp.seq, milestone.on
            return Condition("enrolled", RED, reason, name, seq, on)
    reason = Reason.of("gate.enrolled", participant=number, group=who.group)
    return Condition("enrolled", GREEN, reason, who.group, stamp.seq, stamp.at)


def _consent(case: Case) -> Condition:
    state, who, at = case.state, case.who, case.at
    consent = state.screenings[who.screening].consent
    wanted = state.consent_version
    todo = Reason.of("gate.todo_consent", version=wanted)
    if consent is None:
        return Condition("consent", RED, Reason.of("gate.consent_missing"), todo=todo)
    found = (consent.version, consent.stamp.seq, consent.signed_at)
    if consent.version != wanted or consent.signed_at > at:
        reason = Reason.of("gate.consent_outdated", version=consent.version, wanted=wanted)
        return Condition("consent", RED, reason, *found, todo=todo)
    reason = Reason.of("gate.consent", version=consent.version)
    return Condition("consent", GREEN, reason, *found)


def _eligible(case: Case) -> Condition:
    state, who, at = case.state, case.who, case.at
    screening = state.screenings[who.screening]
    signed, hours = screening.eligibility, state.protocol.eligibility_hours
    todo = Reason.of("gate.todo_eligibility", hours=hours)
    if signed is None:
        return Condition("eligible", RED, Reason.of("gate.eligibility_unsigned"), todo=todo)
    found = (signed.verdict, signed.stamp.seq, signed.stamp.at)
    until = signed.stamp.at + timedelta(hours=hours)
    if signed.verdict != "eligible":
        return Condition("eligible", RED, Reason.of("gate.not_eligible"), *found, todo=todo)
    if not signed.stamp.at <= at <= until:
        reason = Reason.of("gate.eligibility_expired", until=until.isoformat(), hours=hours)
        return Condition("eligible", RED, reason, *found, todo=todo)
    newer = [f.stamp.seq for f in screening.fact_sets if f.stamp.seq > signed.stamp.seq]
    newer += [j.stamp.seq for j in screening.judgements.values() if j.stamp.seq > signed.stamp.seq]
    newer += [pin.stamp.seq for pin in state.pins.values() if pin.stamp.seq > signed.stamp.seq]
    if newer:
        reason = Reason.of("gate.eligibility_facts_changed", events=len(newer))
        return Condition("eligible", RED, reason, *found, todo=todo)
    reason = Reason.of("gate.eligible", until=until.isoformat())
    return Condition("eligible", GREEN, reason, *found)


def _slot_of(state: TrialState, who: Participant) -> Slot | None:
    return state.slots.get(who.slot) if who.slot is not None else None


def _slot(case: Case) -> Condition:
    state, who, at = case.state, case.who, case.at
    slot = _slot_of(state, who)
    todo = Reason.of("gate.todo_slot")
    if slot is None or slot.status != RESERVED:
        return Condition("slot", RED, Reason.of("gate.slot_none"), todo=todo)
    found = (slot.number, slot.stamp.seq, slot.expires)
    if at >= slot.expires:
        reason = Reason.of("gate.slot_expired", slot=slot.number, until=slot.expires.isoformat())
        return Condition("slot", RED, reason, *found, todo=todo)
    reason = Reason.of("gate.slot", slot=slot.number, until=slot.expires.isoformat())
    return Condition("slot", GREEN, reason, *found)


def _level(case: Case) -> Condition:
    state, who, at = case.state, case.who, case.at
    cohort, slot = state.cohort, _slot_of(state, who)
    if slot is None and not free_places(state, at):
        # Who holds nothing yet would be given a place to be filled, if one is free.
        filled = best_backfill(state, at)
        level = filled.level if filled is not None else None
    else:
        level = slot.level if slot is not None and slot.backfill else None
    if cohort is None or cohort.n == 0:
        return Condition("level", RED, Reason.of("gate.no_level_open"))
    opened = state.decisions.get(cohort.opened_by)
    source = opened.effective if opened is not None else state.part_opened
    if source is None or cohort.since > at:
        reason = Reason.of("gate.decision_not_effective", decision=cohort.opened_by)
        return Condition("level", RED, reason)
    found = (str(level or cohort.level), source.seq, cohort.since)
    # That no slot is held is said by the condition of the slot.
    same = slot is None or slot.cohort == cohort.number
    if not same or (slot is not None and level is None and slot.level != cohort.level):
        held = slot.level if slot is not None else 0
        reason = Reason.of("gate.slot_of_other_cohort", level=cohort.level, held=held)
        return Condition("level", RED, reason, *found)
    return _level_by_rule(state, at, found) if level is None else _filled(state, at, found)


def _filled(state: TrialState, at: datetime, found: tuple[str, int, datetime]) -> Condition:
    """Whether a lower level may be filled now: named by the decision, and open by the rule."""
    level = int(found[0])
    here = backfill_at(state, level, at)
    if here is not None and here.places:
        reason = Reason.of("gate.backfill_open", level=level, dose=state.protocol.dose(level))
        return Condition("level", GREEN, reason, *found)
    closed = here.because if here is not None else None
    reason = closed or Reason.of("gate.backfill_not_named", level=level)
    todo = Reason.of("gate.todo_backfill")
    return Condition("level", RED, reason, *found, todo=todo)


def _level_by_rule(state: TrialState, at: datetime, found: tuple[str, int, datetime]) -> Condition:
    level = int(found[0])
    advice = recommend(state, at=at)
    if advice.status == CONTINUE and advice.choice.level == level and advice.choice.n > 0:
        reason = Reason.of("gate.level_open", level=level, dose=state.protocol.dose(level))
        return Condition("level", GREEN, reason, *found)
    reason = Reason.of("gate.level_not_open", level=level, status=advice.status)
    return Condition("level", RED, reason, *found, todo=Reason.of("gate.todo_decision"))


def _stagger(case: Case) -> Condition:
    state, at = case.state, case.at
    slot = _slot_of(state, case.who)
    opens = next_dosing_from(state, backfill=slot is not None and slot.backfill)
    if opens is None:
        return Condition("stagger", GREEN, Reason.of("gate.stagger_first"))
    last = state.dosed[-1]
    source = last.dosing.stamp.seq if last.dosing is not None else None
    found = (last.number, source, opens)
    reason = _interval(state, last, opens=opens, is_over=at >= opens)
    if at < opens:
        return Condition("stagger", RED, reason, *found, todo=Reason.of("gate.todo_wait"))
    return Condition("stagger", GREEN, reason, *found)


def _interval(state: TrialState, last: Participant, *, opens: datetime, is_over: bool) -> Reason:
    """What must pass before the next dosing: the stagger, or the wait for the sentinel."""
    hours, since = state.protocol.stagger_hours, opens.isoformat()
    if opens > given_at(last) + timedelta(hours=hours):
        hours = state.protocol.sentinel_hours
        if is_over:
            return Reason.of("gate.sentinel", opens=since, hours=hours)
        return Reason.of("gate.sentinel_running", opens=since, hours=hours)
    if hours % 24:
        if is_over:
            return Reason.of("gate.stagger_hours", opens=since, hours=hours)
        return Reason.of("gate.stagger_hours_running", opens=since, hours=hours)
    if is_over:
        return Reason.of("gate.stagger", opens=since, days=hours // 24)
    return Reason.of("gate.stagger_running", opens=since, days=hours // 24)


def _candidates(case: Case) -> Condition:
    state = case.state
    waiting = [c for c in candidates(state) if c.status == judged.PENDING]
    if not waiting:
        return Condition("candidates", GREEN, Reason.of("gate.no_candidates"))
    numbers = tuple(c.number for c in waiting)
    found = (", ".join(numbers), waiting[0].raised.seq, waiting[0].raised.at)
    if not state.protocol.candidate_pauses:
        reason = Reason.of("gate.candidates_do_not_pause", candidates=numbers)
        return Condition("candidates", GREEN, reason, *found)
    reason = Reason.of("gate.candidates", candidates=numbers)
    return Condition("candidates", RED, reason, *found, todo=Reason.of("gate.todo_adjudicate"))


def _halt(case: Case) -> Condition:
    state, at = case.state, case.at
    todo = Reason.of("gate.todo_review")
    halts = active_halts(state)
    if halts:
        stamp = halts[0].stamp
        reason = Reason.of("gate.halted", why=stamp.reason, role=stamp.role)
        return Condition("halt", RED, reason, stamp.role, stamp.seq, stamp.at, todo)
    standing = stand(state, at)
    if standing.has_failed:
        error = standing.known.because["error"]
        reason = Reason.of("gate.engine_error", condition="halt", error=error)
        return Condition("halt", UNKNOWN, reason)
    if standing.is_halted:
        reason = Reason.of("gate.superseded", decisions=standing.superseded)
        return Condition("halt", RED, reason, ", ".join(standing.superseded), todo=todo)
    return Condition("halt", GREEN, Reason.of("gate.no_halt"))


def _planned(case: Case) -> Condition:
    state = case.state
    dosed, planned = len(state.dosed_anywhere), state.planned
    value = f"{dosed}/{planned}"
    if dosed >= planned:
        reason = Reason.of("gate.planned_reached", dosed=dosed, planned=planned)
        todo = Reason.of("gate.todo_amend", planned=planned)
        return Condition("planned", RED, reason, value, todo=todo)
    reason = Reason.of("gate.planned", next=dosed + 1, planned=planned)
    return Condition("planned", GREEN, reason, value)


def _once(case: Case) -> Condition:
    who = case.who
    if who.dosing is None:
        return Condition("not_dosed", GREEN, Reason.of("gate.not_dosed"))
    given = who.dosing.given_at
    reason = Reason.of("gate.already_dosed", participant=who.number, on=given.isoformat())
    return Condition("not_dosed", RED, reason, who.dosing.dose, who.dosing.stamp.seq, given)


def _confirmed(check: str) -> _Rule:
    def rule(case: Case) -> Condition:
        who, at = case.who, case.at
        since = at - timedelta(hours=CHECK_HOURS)
        valid = [c for c in who.checks if c.check == check and since <= c.stamp.at <= at]
        people = tuple(dict.fromkeys(c.stamp.actor for c in valid))
        value = str(len(people))
        if len(people) >= 2:
            stamp = valid[-1].stamp
            reason = Reason.of("gate.confirmed", check=check, people=len(people))
            return Condition(check, GREEN, reason, value, stamp.seq, stamp.at)
        reason = Reason.of("gate.unconfirmed", check=check, people=len(people), needed=2)
        todo = Reason.of(f"gate.todo_confirm_{check}", hours=CHECK_HOURS)
        return Condition(check, UNKNOWN, reason, value, todo=todo)

    return rule


CONDITIONS: dict[str, _Rule] = {
    "enrolled": _enrolled,
    "consent": _consent,
    "eligible": _eligible,
    "not_dosed": _once,
    "level": _level,
    "slot": _slot,
    "planned": _planned,
    "stagger": _stagger,
    "candidates": _candidates,
    "halt": _halt,
    IDENTITY: _confirmed(IDENTITY),
    PRODUCT: _confirmed(PRODUCT),
}
"""Every condition of dosing by its code, in the order in which people check them."""

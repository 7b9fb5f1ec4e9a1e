"""Dose decisions of the committee, amendments and halts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from dosepath.conduct.command.common import begin, draft, given, need_zone, next_number, of_part
from dosepath.conduct.record.decision import HOLD, STOP, TREAT, Choice, DoseDecision
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused, refuse_if_any
from dosepath.conduct.view.recommendation import Recommendation, recommend
from dosepath.conduct.view.since import grave_since, signed_unaware
from dosepath.ledger import Actor, Draft
from dosepath.rule import Reason

ANSWERS = ("for", "against", "abstain")
AMENDABLE = ("planned_participants", "consent_version", "other")


def propose_decision(
    state: TrialState,
    *,
    by: Actor,
    at: datetime,
    choice: Choice | None = None,
    minutes: str = "",
) -> tuple[Draft, ...]:
    """Put a decision on a part to the committee, on the data as they are: the cut is frozen here.

    ``choice`` is the recommendation unless a more cautious one is given, which needs
    ``minutes`` that say why. A less cautious choice is impossible: it takes an amendment of
    the protocol. Refused with the list of what is missing while anything is.
    """
    begin(state, "decision.propose", by=by, at=at)
    found = recommend(state, at=at)
    if not found.is_decision_due:
        why = Reason.of("refused.no_decision_due", status=found.status)
        raise Refused(why, *found.because, *found.missing)
    wanted = found.choice if choice is None else choice
    refuse_if_any((*_open_proposal(state, found, wanted), less_cautious(found, wanted)))
    if wanted != found.choice:
        refuse_if_any((given(minutes, "minutes"),))
    number = next_number("D", state.decisions)
    payload = {
        **of_part(state),
        "decision": number,
        "data_cut_seq": state.seq,
        "head_hash": state.head_hash,
        "study_hash": state.protocol.study_hash,
        "engine": state.protocol.engine,
        "recommendation": found.to_json(),
        "choice": wanted.to_json(),
        "minutes": minutes,
    }
    return (draft("decision_proposed", number, payload, at=at),)


def _open_proposal(state: TrialState, found: Recommendation, wanted: Choice) -> Iterator[Reason]:
    """The same proposal on the same facts, still waiting for signatures, is not made twice."""
    newest = state.newest_decision
    if newest is None or newest.is_effective or newest.choice != wanted:
        return
    if rests_on(newest, found) and not grave_since(state, newest):
        yield Reason.of("refused.proposal_open", decision=newest.number)


def rests_on(decision: DoseDecision, found: Recommendation) -> bool:
    """Whether a decision's frozen recommendation still is what the present facts recommend.

    That those under observation were followed some days more is no new fact, as long as the
    rule recommends the same.
    """
    now, then = found.to_json(), decision.recommendation
    same = all(now[part] == then.get(part) for part in ("choice", "counts"))
    return same and _facts(now) == _facts(then)


def _facts(recommendation: Mapping[str, object]) -> list[dict[str, object]]:
    """What is known of each participant, without the days of follow-up."""
    rows = recommendation.get("participants")
    listed = rows if isinstance(rows, list | tuple) else []
    return [{name: row[name] for name in row if name != "followed"} for row in listed]


def less_cautious(found: Recommendation, wanted: Choice) -> Reason | None:
    """Why ``wanted`` exposes people to more than is recommended, or ``None`` if it does not.

    Holding is always as cautious. Treating fewer, or at a lower level, is more cautious than
    treating, if it fills no level that is not to be filled and none with more. Stopping is
    more cautious than treating if it names no MTD or a level below the one to be treated that
    was itself treated; than stopping, if its MTD is lower. Nothing else is.
    """
    recommended = found.choice
    if wanted in (recommended, Choice(HOLD)):
        return None
    if not wanted.is_sound:
        return _unsound(wanted)
    if wanted.action == TREAT and recommended.action == TREAT:
        fewer = wanted.level <= recommended.level and wanted.n <= recommended.n
        if fewer and _fills_no_more(wanted, recommended):
            return None
    elif wanted.action == STOP:
        top = recommended.level if recommended.action == TREAT else recommended.mtd or 0
        if wanted.mtd is None or (1 <= wanted.mtd < top and found.counts[wanted.mtd].n):
            return None
    return Reason.of(
        "refused.less_cautious", wanted=_words(wanted), recommended=_words(recommended)
    )


def _unsound(wanted: Choice) -> Reason:
    if wanted.action == TREAT and replace(wanted, backfill=()).is_sound:
        return Reason.of("refused.choice_fills", level=wanted.level)
    return Reason.of("refused.choice", action=wanted.action)


def _fills_no_more(wanted: Choice, recommended: Choice) -> bool:
    most = {one.level: one.n for one in recommended.backfill}
    return all(one.n <= most.get(one.level, 0) for one in wanted.backfill)


def _words(choice: Choice) -> str:
    if choice.action == TREAT:
        filled = "".join(f", fill {one.n} at level {one.level}" for one in choice.backfill)
        return f"treat {choice.n} at level {choice.level}{filled}"
    if choice.action == STOP:
        return "stop, no MTD" if choice.mtd is None else f"stop, MTD level {choice.mtd}"
    return "hold"


def vote(
    state: TrialState, decision: str, *, answer: str, by: Actor, at: datetime, reason: str = ""
) -> tuple[Draft, ...]:
    """Vote ``for``, ``against`` or ``abstain``; a vote against needs a reason and stays visible.

    A vote may be changed until the member has signed.
    """
    begin(state, "decision.vote", by=by, at=at)
    pending = _awaiting(state, decision)
    wrong = Reason.of("refused.vote", answer=answer, allowed=ANSWERS)
    signed = Reason.of("refused.signed_by_you", decision=decision)
    refuse_if_any(
        (
            None if answer in ANSWERS else wrong,
            given(reason, "reason") if answer == "against" else None,
            signed if any(s.stamp.actor == by.name for s in pending.signatures) else None,
        )
    )
    payload = {"decision": decision, "answer": answer}
    return (draft("decision_voted", decision, payload, at=at, reason=reason),)


def sign_decision(
    state: TrialState,
    decision: str,
    *,
    name: str,
    meaning: str,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> tuple[Draft, ...]:
    """Sign a decision; the signature that completes quorum and roles also makes it effective.

    ``name`` is the printed name and ``meaning`` what the signature says. The store asks for
    the password again before it calls this. Refused when the data have changed since the
    cut: what would be signed is no longer what is known. ``reason`` answers the votes against
    (:attr:`DoseDecision.dissent`); the screens and the command line ask for it, and the
    quorum does not depend on it. It is needed when something grave happened since the cut that
    its data do not show (:func:`grave_since`); whoever signed before that did not know, so the
    decision is then put to the committee anew.
    """
    begin(state, "decision.sign", by=by, at=at)
    pending = _awaiting(state, decision)
    refuse_if_any(_signing_faults(pending, by))
    refuse_if_any((given(name, "name"), given(meaning, "meaning")))
    if not rests_on(pending, recommend(state.of_part(pending.part), at=at)):
        raise Refused(Reason.of("refused.cut_superseded", decision=decision))
    _know_of_what_happened(state, pending, reason)
    payload = {"decision": decision, "name": name, "meaning": meaning, "role": by.role}
    signed = draft("decision_signed", decision, payload, at=at, reason=reason)
    if still_needed(state, pending, signing=by):
        return (signed,)
    opens = {"decision": decision, "cohort": len(state.cohorts) + 1}
    return signed, draft("decision_effective", decision, opens, at=at)


def _know_of_what_happened(state: TrialState, pending: DoseDecision, reason: str) -> None:
    happened, unaware = grave_since(state, pending), signed_unaware(state, pending)
    if unaware:
        why = Reason.of("refused.signed_unaware", decision=pending.number, people=unaware)
        raise Refused(why, *happened)
    if happened and not reason.strip():
        raise Refused(Reason.of("refused.unacknowledged", decision=pending.number), *happened)


def _awaiting(state: TrialState, number: str) -> DoseDecision:
    found = state.decisions.get(number)
    if found is None:
        raise Refused(Reason.of("refused.unknown_decision", decision=number))
    if found.is_effective:
        raise Refused(Reason.of("refused.decision_effective", decision=number))
    if found is not state.of_part(found.part).newest_decision:
        raise Refused(Reason.of("refused.newer_decision", decision=number))
    return found


def _signing_faults(pending: DoseDecision, by: Actor) -> Iterator[Reason]:
    if any(signature.stamp.actor == by.name for signature in pending.signatures):
        yield Reason.of("refused.signed_by_you", decision=pending.number)
    mine = [v for v in pending.latest_votes if v.stamp.actor == by.name]
    if mine and mine[0].answer == "against":
        yield Reason.of("refused.voted_against", decision=pending.number)


def still_needed(
    state: TrialState, decision: DoseDecision, *, signing: Actor | None = None
) -> tuple[Reason, ...]:
    """What a decision still needs to become effective: people for the quorum, roles."""
    people = {signature.stamp.actor for signature in decision.signatures}
    roles = {signature.role for signature in decision.signatures}
    if signing is not None:
        people, roles = people | {signing.name}, roles | {signing.role}
    absent = tuple(role for role in state.protocol.required_roles if role not in roles)
    short = state.protocol.quorum - len(people)
    needed = []
    if short > 0:
        needed.append(Reason.of("decision.quorum", missing=short, quorum=state.protocol.quorum))
    if absent:
        needed.append(Reason.of("decision.roles", roles=absent))
    return tuple(needed)


def record_amendment(
    state: TrialState,
    *,
    what: str,
    value: str,
    reference: str,
    by: Actor,
    at: datetime,
    reason: str,
) -> tuple[Draft, ...]:
    """Record an approved amendment.

    ``what`` is ``planned_participants`` (``value``: the new number, higher than who was
    dosed), ``consent_version`` (everyone must consent to it before more is done to them) or
    ``other``. ``reference`` names the approval.
    """
    begin(state, "amendment.record", by=by, at=at)
    wrong = Reason.of("refused.amendment", what=what, allowed=AMENDABLE)
    refuse_if_any(
        (
            None if what in AMENDABLE else wrong,
            given(value, "value"),
            given(reference, "reference"),
            given(reason, "reason"),
            _planned_fault(state, value) if what == "planned_participants" else None,
        )
    )
    payload = {"what": what, "value": value, "reference": reference}
    return (draft("amendment_recorded", "", payload, at=at, reason=reason),)


def _planned_fault(state: TrialState, value: str) -> Reason | None:
    dosed = len(state.dosed_anywhere)
    if value.isascii() and value.isdecimal() and int(value) >= max(dosed, 1):
        return None
    return Reason.of("refused.planned_value", value=value, dosed=dosed)


def halt_dosing(state: TrialState, *, by: Actor, at: datetime, reason: str) -> tuple[Draft, ...]:
    """Halt dosing at once; only a committee decision on later data lifts it."""
    need_zone(now=at)
    begin(state, "dosing.halt", by=by, at=max(at, state.last_at or at))
    refuse_if_any((given(reason, "reason"),))
    return (draft("dosing_halted", "", {"scope": "trial"}, at=at, reason=reason),)

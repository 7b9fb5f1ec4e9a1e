"""Open the trial, screen people, record what decides, sign and enrol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dosepath.conduct.command.common import (
    begin,
    draft,
    given,
    need_zone,
    next_number,
    not_future,
    of_part,
    open_screening_of,
    the_screening,
)
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.refusal import Refused, refuse_if_any
from dosepath.conduct.roles import require
from dosepath.conduct.view.eligible import against, evaluate_screening
from dosepath.eligibility import Verdict
from dosepath.ledger import Actor, Draft
from dosepath.quantity import DosePathError, Observation
from dosepath.rule import Reason

ANSWERS = ("yes", "no")
SIGNED = "I have reviewed the evidence: this person is eligible"


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """Which consent form was signed: its version and language."""

    version: str
    language: str = "en"


def open_trial(
    state: TrialState,
    *,
    synthetic: bool,
    by: Actor,
    at: datetime,
    consent_version: str = "",
    zone: str = "",
) -> tuple[Draft, ...]:
    """Open the trial at the site; this opens the first cohort, as the protocol says.

    ``consent_version`` is the consent form in force (default: the protocol's version) and
    ``zone`` the site's time zone (default: the study file's).
    """
    require(by, "trial.open")
    if state.is_open:
        raise Refused(Reason.of("refused.trial_open"))
    protocol = state.protocol
    payload = {
        "study_id": protocol.study_id,
        "version": protocol.version,
        "synthetic": synthetic,
        "zone": zone or protocol.zone,
        "consent_version": consent_version or protocol.consent_version,
    }
    return (draft("trial_opened", "", payload, at=at),)


def open_screening(
    state: TrialState,
    *,
    by: Actor,
    at: datetime,
    number: str = "",
    enquiry: str | None = None,
) -> tuple[Draft, ...]:
    """Open a screening; its number is the next one unless ``number`` gives one not used yet."""
    begin(state, "screening.open", by=by, at=at)
    if number and number in state.screenings:
        raise Refused(Reason.of("refused.duplicate_screening", screening=number))
    if number and not number.rpartition("-")[2].isdecimal():
        raise Refused(Reason.of("refused.screening_number", screening=number))
    for other in state.screenings.values():
        if enquiry is not None and other.enquiry == enquiry:
            raise Refused(
                Reason.of("refused.enquiry_screened", enquiry=enquiry, screening=other.number)
            )
    chosen = number or next_number("S", state.screenings)
    payload = {"screening": chosen, "enquiry": enquiry}
    return (draft("screening_opened", chosen, payload, at=at),)


def record_consent(
    state: TrialState,
    screening: str,
    *,
    form: ConsentForm,
    signed_at: datetime,
    by: Actor,
    at: datetime,
) -> tuple[Draft, ...]:
    """Record a signed consent; only the version in force can be signed now."""
    begin(state, "consent.record", by=by, at=at)
    need_zone(consent=signed_at)
    person = open_screening_of(state, screening)
    wanted = state.consent_version
    outdated = Reason.of("refused.consent_version", version=form.version, wanted=wanted)
    twice = Reason.of("refused.consent_twice", screening=screening, version=form.version)
    refuse_if_any(
        (
            None if form.version == wanted else outdated,
            not_future("consent", signed_at, at),
            twice if any(c.version == form.version for c in person.consents) else None,
            given(form.language, "language"),
        )
    )
    payload = {
        "screening": screening,
        "version": form.version,
        "language": form.language,
        "signed_at": signed_at.isoformat(),
    }
    return (draft("consent_recorded", screening, payload, at=signed_at),)


def record_facts(
    state: TrialState,
    screening: str,
    *,
    facts: Sequence[Mapping[str, object]],
    source: str = "",
    by: Actor,
    at: datetime,
    reason: str = "",
) -> tuple[Draft, ...]:
    """Record observations for screening; all of them or, if one cannot be read, none.

    Each of ``facts`` is an observation's JSON object. Needs consent. An observation from the
    future is refused; one from before consent (from the chart) is not.
    """
    begin(state, "facts.record", by=by, at=at)
    _consented(state, screening)
    if not facts:
        raise Refused(Reason.of("refused.empty", what="facts"))
    zone = ZoneInfo(state.zone)
    read = [_observation(state, fact, zone) for fact in facts]
    late = (
        not_future(observed.variable, observed.at.start, at)
        for observed in read
        if observed.at is not None
    )
    refuse_if_any(late)
    payload = {
        "screening": screening,
        "facts": [observed.to_json() for observed in read],
        "source": source,
    }
    return (draft("facts_recorded", screening, payload, at=at, reason=reason),)


def _observation(state: TrialState, fact: Mapping[str, object], zone: ZoneInfo) -> Observation:
    try:
        observed = Observation.from_json(fact, zone)
    except DosePathError as fault:
        raise Refused(
            Reason.of("refused.fact", variable=str(fact.get("variable", "")), problem=str(fault))
        ) from None
    if observed.variable not in state.protocol.population.variables:
        raise Refused(Reason.of("refused.unknown_variable", variable=observed.variable))
    return observed


def judge_criterion(
    state: TrialState,
    screening: str,
    *,
    criterion: str,
    answer: str,
    by: Actor,
    at: datetime,
    reason: str,
) -> tuple[Draft, ...]:
    """Answer a criterion that a person must judge: ``yes`` or ``no``, with a reason."""
    begin(state, "criterion.judge", by=by, at=at)
    _consented(state, screening)
    _known_criterion(state, criterion)
    by_values = state.protocol.population.criterion(criterion).kind != "judgement"
    wrong = Reason.of("refused.answer", answer=answer, allowed=ANSWERS)
    refuse_if_any(
        (
            Reason.of("refused.not_judged", criterion=criterion) if by_values else None,
            None if answer in ANSWERS else wrong,
            given(reason, "reason"),
        )
    )
    payload = {"screening": screening, "criterion": criterion, "answer": answer}
    return (draft("judgement_recorded", screening, payload, at=at, reason=reason),)


def pin_reading(
    state: TrialState, criterion: str, *, reading: str, by: Actor, at: datetime, reason: str
) -> tuple[Draft, ...]:
    """Choose one reading of an ambiguous criterion for the whole trial.

    Verdicts signed under another reading are not changed; the gate asks for them anew.
    """
    begin(state, "reading.pin", by=by, at=at)
    _known_criterion(state, criterion)
    known = tuple(r.id for r in state.protocol.population.criterion(criterion).readings)
    wrong = Reason.of("refused.reading", criterion=criterion, reading=reading, allowed=known)
    refuse_if_any((None if reading in known else wrong, given(reason, "reason")))
    payload = {"criterion": criterion, "reading": reading}
    return (draft("reading_pinned", "", payload, at=at, reason=reason),)


def sign_eligibility(
    state: TrialState,
    screening: str,
    *,
    group: str,
    meaning: str = SIGNED,
    by: Actor,
    at: datetime,
) -> tuple[Draft, ...]:
    """Sign that a person is eligible in ``group``; refused unless the evaluation says so.

    There is no waiver: an ineligible or undetermined person cannot be signed for. Signing
    again (before dosing, with fresh values) replaces the earlier signature.
    """
    begin(state, "eligibility.sign", by=by, at=at)
    _consented(state, screening)
    result = evaluate_screening(state, screening, at=at)
    if result.verdict is not Verdict.ELIGIBLE:
        raise Refused(
            Reason.of(
                "refused.not_eligible",
                screening=screening,
                verdict=result.verdict.value,
                missing=tuple(missing.key for missing in result.worklist) or ("nothing",),
                against=against(result) or ("nothing",),
            )
        )
    if group not in result.groups_met:
        held = tuple(result.groups_met)
        raise Refused(Reason.of("refused.group", group=group, held=held))
    payload = {
        "screening": screening,
        "group": group,
        "verdict": result.verdict.value,
        "evidence_hash": result.hash,
        "meaning": meaning,
    }
    return (draft("eligibility_signed", screening, payload, at=at),)


def enrol(
    state: TrialState, screening: str, *, by: Actor, at: datetime, number: str = ""
) -> tuple[Draft, ...]:
    """Enrol a person whose eligibility is signed and valid; gives the next subject number.

    They are enrolled into the part of the trial that ``state`` looks at, for good.
    """
    begin(state, "participant.enrol", by=by, at=at)
    if state.part_opened is None:
        raise Refused(Reason.of("refused.part_not_open", part=state.part))
    person = the_screening(state, screening)
    if person.participant is not None:
        raise Refused(_enrolled_already(state, screening, person.participant))
    if number and number in state.participants:
        raise Refused(Reason.of("refused.number_used", number=number))
    if number and not number.rpartition("-")[2].isdecimal():
        raise Refused(Reason.of("refused.number_form", number=number))
    _consented(state, screening)
    signed, hours = person.eligibility, state.protocol.eligibility_hours
    if signed is None:
        raise Refused(Reason.of("refused.eligibility_unsigned", screening=screening))
    until = signed.stamp.at + timedelta(hours=hours)
    stamps = [facts.stamp for facts in person.fact_sets]
    stamps += [judgement.stamp for judgement in person.judgements.values()]
    stamps += [pin.stamp for pin in state.pins.values()]
    newer = any(stamp.seq > signed.stamp.seq for stamp in stamps)
    expired = Reason.of("refused.eligibility_expired", until=until.isoformat(), hours=hours)
    changed = Reason.of("refused.eligibility_changed", screening=screening)
    refuse_if_any((expired if at > until else None, changed if newer else None))
    refuse_if_any((_lapsed(state, screening, signed.group, at=at),))
    chosen = number or next_number("P", state.participants)
    payload = {
        **of_part(state),
        "screening": screening,
        "participant": chosen,
        "group": signed.group,
        "consent_version": state.consent_version,
    }
    return (draft("enrolled", chosen, payload, at=at),)


def _enrolled_already(state: TrialState, screening: str, participant: str) -> Reason:
    """Why nobody is enrolled twice; before a dose, how a wrong part is put right."""
    who = state.participants[participant]
    values = {"screening": screening, "participant": participant}
    if who.part == state.part or who.is_dosed:
        return Reason.of("refused.duplicate_subject", **values)
    return Reason.of("refused.enrolled_elsewhere", part=who.part or "main", **values)


def _lapsed(state: TrialState, screening: str, group: str, *, at: datetime) -> Reason | None:
    """A reason if the verdict does not hold at enrolment: values may be too old by now."""
    result = evaluate_screening(state, screening, at=at)
    if result.verdict is Verdict.ELIGIBLE and group in result.groups_met:
        return None
    return Reason.of(
        "refused.eligibility_lapsed",
        screening=screening,
        group=group,
        verdict=result.verdict.value,
        against=against(result) or ("nothing",),
        missing=tuple(missing.key for missing in result.worklist) or ("nothing",),
    )


def _consented(state: TrialState, screening: str) -> None:
    """Nothing is done to or recorded about a person before they consented to what is in force."""
    consent, wanted = open_screening_of(state, screening).consent, state.consent_version
    if consent is None:
        raise Refused(Reason.of("refused.consent_missing", subject=screening))
    if consent.version != wanted:
        raise Refused(
            Reason.of(
                "refused.consent_outdated",
                subject=screening,
                version=consent.version,
                wanted=wanted,
            )
        )


def _known_criterion(state: TrialState, criterion: str) -> None:
    known = tuple(c.id for c in state.protocol.population.criteria)
    if criterion not in known:
        raise Refused(Reason.of("refused.unknown_criterion", criterion=criterion))

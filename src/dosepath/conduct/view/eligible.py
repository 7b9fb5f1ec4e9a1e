"""Eligibility of one screened person, from what the log holds about them."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from dosepath.conduct.record.screening import Screening
from dosepath.conduct.record.state import TrialState
from dosepath.eligibility import Judgement, Record, Result, evaluate
from dosepath.quantity import Moment, Observation
from dosepath.rule import Truth


def screening_record(state: TrialState, screening: str) -> Record:
    """Facts, judgements and anchors of one screening as the ``eligibility`` room takes them."""
    person = state.screenings[screening]
    zone = ZoneInfo(state.zone)
    return Record(
        observations=tuple(Observation.from_json(fact, zone) for fact in person.facts),
        judgements=tuple(
            Judgement(
                j.criterion, j.answer, j.stamp.actor, j.stamp.reason, Moment.of_time(j.stamp.at)
            )
            for j in person.judgements.values()
        ),
        anchors=_anchors(person, zone),
        zone=zone,
    )


def _anchors(person: Screening, zone: tzinfo) -> dict[str, Moment]:
    # Enrolment is still to come, so its anchor is the time of evaluation, which is the default.
    first = person.first_consented_at
    return {} if first is None else {"consent": Moment.of_time(first, zone)}


def evaluate_screening(state: TrialState, screening: str, *, at: datetime) -> Result:
    """The verdict for one screening at ``at``, under the readings pinned for the trial.

    After the participant was dosed it is the verdict at the dosing: values that have grown
    old since say nothing about whether the right person was dosed. Raises KeyError for a
    screening that does not exist.
    """
    pins = {pin.criterion: pin.reading for pin in state.pins.values()}
    record = screening_record(state, screening)
    moment = _closed_at(state, screening) or at
    return evaluate(state.protocol.population, record, at=min(moment, at), pins=pins)


def _closed_at(state: TrialState, screening: str) -> datetime | None:
    number = state.screenings[screening].participant
    dosing = state.participants[number].dosing if number is not None else None
    return dosing.given_at if dosing is not None else None


def against(result: Result) -> tuple[str, ...]:
    """The deciding criteria that speak against a person: inclusions not met, exclusions met."""
    return tuple(
        found.id
        for found in result.criteria
        if found.kind != "informative"
        and found.truth is (Truth.MET if found.is_exclusion else Truth.NOT_MET)
    )

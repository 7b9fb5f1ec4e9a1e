"""Candidates for a dose-limiting toxicity, and what the two-person verdict makes of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dosepath.conduct.dlt_condition import attribution_holds
from dosepath.conduct.record.adverse_event import Adjudication, AdverseEvent, EventReport, Version
from dosepath.conduct.record.participant import Milestone, Participant
from dosepath.conduct.record.protocol import DltRule
from dosepath.conduct.record.stamp import Stamp
from dosepath.conduct.record.state import TrialState
from dosepath.rule import Reason, Truth

PENDING, DLT, NOT_DLT, NOT_EVALUABLE = "pending", "dlt", "not_dlt", "not_evaluable"
DEATH = "DEATH-"
FATAL = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that two people must judge.

    ``number`` is the adverse event's (``AE-001``), or ``DEATH-P-001`` for a death.
    ``of_seq`` is the version of the report that is to be judged now; ``verdicts`` are those
    on this version, ``voided`` those on earlier ones. ``status`` is ``pending``, ``dlt``,
    ``not_dlt`` or ``not_evaluable``; ``disagree`` says that a further person must judge.
    """

    number: str
    participant: str
    because: Reason
    raised: Stamp
    of_seq: int
    verdicts: tuple[Adjudication, ...]
    voided: tuple[Adjudication, ...]
    status: str
    disagree: bool = False

    @property
    def is_death(self) -> bool:
        """Whether it is a death, which is a DLT unless all find it clearly unrelated."""
        return self.number.startswith(DEATH)


def candidates(state: TrialState) -> tuple[Candidate, ...]:
    """Every candidate of the trial, in the order in which they were raised."""
    found = [*_from_events(state), *_from_deaths(state)]
    return tuple(sorted(found, key=lambda candidate: candidate.raised.seq))


def candidate(state: TrialState, number: str) -> Candidate | None:
    """One candidate by its number, or ``None``."""
    return next((found for found in candidates(state) if found.number == number), None)


def in_window(state: TrialState, participant: Participant, version: Version) -> bool:
    """Whether the onset lies on study day 0 to the last day of the DLT window.

    By calendar day at the site: the time of day of an onset is often not known, and on the
    day of dosing it must not decide. An event that began before dosing and is reported after
    it as worse than at baseline has worsened since; when is not known, so it is inside.
    """
    day = state.study_day(participant.number, version.report.onset)
    if day is None or participant.dosing is None:
        return False
    if day < 0:
        told_after = version.stamp.seq > participant.dosing.stamp.seq
        return told_after and version.report.grade > version.report.baseline_grade
    return day <= state.protocol.dlt.window_days


def dlt_reason(rule: DltRule, report: EventReport) -> Reason | None:
    """Why a report is a candidate by the study's definition, or ``None``; the window apart."""
    term = report.term.casefold()
    if term in rule.excluded or attribution_holds(rule.attribution, report) is Truth.NOT_MET:
        return None
    override = rule.overrides.get(term)
    if override is None:
        worse = report.grade - report.baseline_grade
        if report.grade < rule.grade or worse < rule.worsening:
            return None
        return Reason.of(
            "candidate.general",
            term=report.term,
            grade=report.grade,
            baseline=report.baseline_grade,
            attribution=report.attribution,
        )
    answer = override.holds(report)
    if answer is Truth.NOT_MET:
        return None
    if answer is Truth.UNKNOWN:
        return Reason.of("candidate.override_unknown", term=report.term, rule=override.text)
    return Reason.of("candidate.override", term=report.term, rule=override.text)


def counts_as_grade_2(state: TrialState, participant: Participant) -> bool:
    """Whether a related event of the counting grade, new or worsened, began in the window.

    Terms that are never dose-limiting by themselves count here: the titration is to be
    left too early rather than too late.
    """
    rule = state.protocol.dlt
    return any(
        event.report.grade >= rule.counting_grade
        and event.report.grade > event.report.baseline_grade
        and event.report.is_related
        and in_window(state, participant, event.versions[-1])
        for event in state.events_of(participant.number)
    )


def _from_events(state: TrialState) -> Iterator[Candidate]:
    for event in state.adverse_events.values():
        raised = _raised(state, event)
        if raised is None:
            continue
        version, because = raised
        given = state.adjudications.get(event.number, ())
        current = event.changed.seq
        verdicts = tuple(v for v in given if v.of_seq == current)
        status, disagree = resolve(verdicts, state.protocol.adjudicators)
        yield Candidate(
            number=event.number,
            participant=event.participant,
            because=because,
            raised=version.stamp,
            of_seq=current,
            verdicts=verdicts,
            voided=tuple(v for v in given if v.of_seq != current),
            status=status,
            disagree=disagree,
        )


def _raised(state: TrialState, event: AdverseEvent) -> tuple[Version, Reason] | None:
    # Once a candidate, always one: a later correction cannot make it vanish without a verdict.
    participant = state.participants[event.participant]
    for version in event.versions:
        because = dlt_reason(state.protocol.dlt, version.report)
        because = because or _fatal_reason(state, participant, version)
        if because is not None and in_window(state, participant, version):
            return version, because
    return None


def _fatal_reason(state: TrialState, participant: Participant, version: Version) -> Reason | None:
    """A fatal event is judged whatever its attribution, unless the death was recorded first."""
    if version.report.grade < FATAL or state.protocol.death == "as_any_event":
        return None
    # A corrected death was still recorded first; one that did not happen accounts for nothing.
    known = participant.versions("death") if participant.died is not None else ()
    if known and known[0].stamp.seq < version.stamp.seq:
        return None
    return Reason.of("candidate.fatal", term=version.report.term)


def _from_deaths(state: TrialState) -> Iterator[Candidate]:
    mode = state.protocol.death
    for participant in state.participants.values():
        inside = [
            m for m in participant.versions("death") if _dead_in_window(state, participant, m)
        ]
        if not inside or mode == "as_any_event":
            continue
        # Once a candidate, always one: a corrected date is judged again and not simply believed.
        number, died = DEATH + participant.number, participant.died
        corrected = [one.stamp.seq for one in participant.corrected if one.what == "death"]
        current = max([*corrected, *([died.stamp.seq] if died is not None else [])])
        given = state.adjudications.get(number, ())
        verdicts = tuple(v for v in given if v.of_seq == current)
        certain = mode == "always_dlt" and died is not None and died in inside
        day = state.study_day(participant.number, inside[-1].on)
        yield Candidate(
            number=number,
            participant=participant.number,
            because=Reason.of("candidate.death", participant=participant.number, day=day),
            raised=inside[0].stamp,
            of_seq=current,
            verdicts=verdicts,
            voided=tuple(v for v in given if v.of_seq != current),
            status=DLT if certain else _resolve_death(state, verdicts),
        )


def _dead_in_window(state: TrialState, participant: Participant, died: Milestone) -> bool:
    day = state.study_day(participant.number, died.on)
    return day is not None and day <= state.protocol.dlt.window_days


def _resolve_death(state: TrialState, verdicts: tuple[Adjudication, ...]) -> str:
    if any(given.verdict != NOT_DLT for given in verdicts):
        return DLT
    return NOT_DLT if len(verdicts) >= state.protocol.adjudicators else PENDING


def resolve(verdicts: tuple[Adjudication, ...], needed: int) -> tuple[str, bool]:
    """The status of an event under ``verdicts`` of different people, and whether they disagree.

    ``needed`` people who agree settle it. If they do not agree, one more judges and the
    majority holds; without a majority it is a DLT, because that is the more careful answer.
    """
    if len(verdicts) < needed:
        return PENDING, False
    first = {given.verdict for given in verdicts[:needed]}
    if len(first) == 1:
        return first.pop(), False
    if len(verdicts) == needed:
        return PENDING, True
    (verdict, votes), *_ = Counter(given.verdict for given in verdicts).most_common(1)
    return (verdict if 2 * votes > len(verdicts) else DLT), True

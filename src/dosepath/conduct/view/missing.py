"""What a pending participant still needs before the design may see them, as known at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dosepath.conduct.record.participant import Participant
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.view import candidates as judged
from dosepath.conduct.view.candidates import Candidate, candidates
from dosepath.conduct.view.closing import contradictions
from dosepath.conduct.view.outcome import PENDING, outcomes, window_ends
from dosepath.conduct.view.unjudged import unjudged_labs
from dosepath.rule import Reason
from dosepath.schedule import check_form


def missing_verdicts(state: TrialState) -> tuple[Reason, ...]:
    """The verdicts that candidates still need, each with its candidate."""
    return tuple(_verdicts(state, c) for c in candidates(state) if c.status == judged.PENDING)


def _verdicts(state: TrialState, found: Candidate) -> Reason:
    if found.disagree:
        return Reason.of(
            "missing.third_verdict", participant=found.participant, candidate=found.number
        )
    return Reason.of(
        "missing.verdicts",
        participant=found.participant,
        candidate=found.number,
        needed=state.protocol.adjudicators - len(found.verdicts),
    )


def missing(state: TrialState, at: datetime, *, of_aside: bool = False) -> tuple[Reason, ...]:
    """Everything that is missing for a decision: verdicts first, then windows by participant.

    The windows of those backfilled below the escalation are left out unless ``of_aside``.
    """
    return (*missing_verdicts(state), *_windows(state, at, of_aside=of_aside))


def _windows(state: TrialState, at: datetime, *, of_aside: bool) -> Iterator[Reason]:
    for found in outcomes(state):
        if found.aside and not of_aside:
            continue
        who = state.participants[found.participant]
        if found.because.code == "outcome.response":
            visit = found.because["visit"]
            yield Reason.of("missing.response", participant=who.number, visit=visit)
        elif found.result == PENDING and who.window is None:
            yield _window(state, who, at)


def _window(state: TrialState, who: Participant, at: datetime) -> Reason:
    last, days = window_ends(state, who), state.protocol.dlt.window_days
    if state.local_date(at) <= last:
        return Reason.of("missing.window", participant=who.number, days=days, last=last.isoformat())
    forms = missing_closing_forms(state, who.number)
    if forms:
        return Reason.of(
            "missing.forms",
            participant=who.number,
            visit=state.protocol.closing_visit,
            forms=forms,
        )
    if contradictions(state, who.number):
        visit = state.protocol.closing_visit
        return Reason.of("missing.agreement", participant=who.number, visit=visit)
    values = unjudged_labs(state, who.number)
    if values:
        terms = tuple(dict.fromkeys(one.term for one in values))
        return Reason.of("missing.values", participant=who.number, terms=terms)
    if who.reopened is not None:
        return Reason.of("missing.assessment_again", participant=who.number, days=days)
    return Reason.of("missing.assessment", participant=who.number, days=days)


def missing_closing_forms(state: TrialState, participant: str) -> tuple[str, ...]:
    """Forms of the visit that closes the window which were not entered in full."""
    closing = state.protocol.closing_visit
    visit = next((visit for visit in state.protocol.visits if visit.id == closing), None)
    if visit is None:
        return ()
    return tuple(form for form in visit.forms if not _is_full(state, (participant, visit.id, form)))


def _is_full(state: TrialState, key: tuple[str, str, str]) -> bool:
    # A form may be saved before everything is known; it closes a window only when it is.
    entry = state.forms.get(key)
    return entry is not None and not check_form(state.protocol.forms[key[2]], entry.items)

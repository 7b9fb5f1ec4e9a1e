"""Replay: the state of a trial is the fold of its log, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dosepath.conduct.fold import deciding, dosing, followup, people
from dosepath.conduct.fold.book import Book
from dosepath.conduct.fold.entry import Entry
from dosepath.conduct.fold.kinds import UnreadableEvent, check_payload
from dosepath.conduct.record.protocol import Protocol
from dosepath.conduct.record.state import TrialState
from dosepath.conduct.study_terms import protocol_of
from dosepath.ledger import Event
from dosepath.study import Study

Handler = Callable[[Book, Entry], None]

HANDLERS: dict[str, Handler] = {
    handler.__name__: handler
    for handler in (
        dosing.trial_opened,
        dosing.part_opened,
        people.screening_opened,
        people.consent_recorded,
        people.facts_recorded,
        people.judgement_recorded,
        people.reading_pinned,
        people.eligibility_signed,
        people.screening_ended,
        people.enrolled,
        dosing.slot_reserved,
        dosing.slot_released,
        dosing.reservation_expired,
        dosing.check_confirmed,
        dosing.dosed,
        followup.form_recorded,
        followup.form_corrected,
        followup.adverse_event_recorded,
        followup.adverse_event_updated,
        followup.report_sent,
        followup.value_judged,
        followup.dlt_adjudicated,
        followup.transplanted,
        followup.died,
        followup.withdrawn,
        followup.milestone_corrected,
        followup.window_assessed,
        deciding.decision_proposed,
        deciding.decision_voted,
        deciding.decision_signed,
        deciding.decision_effective,
        deciding.amendment_recorded,
        deciding.dosing_halted,
    )
}
"""One handler per event kind, of the same name."""


def replay(
    events: Iterable[Event], study: Study | Protocol, *, since: TrialState | None = None
) -> TrialState:
    """The state after ``events``, which come in the order of their ``seq``.

    ``since`` continues from a state that the same log led to. Raises
    :class:`UnreadableEvent` for an unknown kind or schema, a payload that is not what the
    kind promises, a gap in the sequence, or an event about something that was never
    recorded; the caller must then treat the trial as halted.
    """
    protocol = study if isinstance(study, Protocol) else protocol_of(study)
    book = Book.of(since) if since is not None else Book(protocol)
    book.protocol = protocol
    for event in events:
        _take(book, event)
    return book.close()


def _take(book: Book, event: Event) -> None:
    if event.seq != book.seq + 1:
        raise UnreadableEvent(f"event {event.seq} follows event {book.seq}: the log has a gap")
    check_payload(event.kind, event.payload, schema=event.schema)
    try:
        HANDLERS[event.kind](book, Entry.of(event))
    except (KeyError, ValueError, TypeError) as fault:
        detail = f"event {event.seq} ({event.kind}) does not fit what came before: {fault!r}"
        raise UnreadableEvent(detail) from fault
    book.seq, book.head_hash, book.last_at = event.seq, event.hash, event.recorded_at
